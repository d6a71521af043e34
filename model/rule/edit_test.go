package rule_test

import (
	"errors"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/assets"
	"orangelab.cn/rightsdesk/model/rule"
)

func TestAPackIsRenamedAndNothingElseChanges(t *testing.T) {
	text := string(assets.RulePack)
	out, err := rule.Renamed(text, "2027-01-04/2")
	if err != nil {
		t.Fatal(err)
	}
	p, err := rule.Read([]byte(out))
	if err != nil || p.Version != "2027-01-04/2" {
		t.Fatalf("version %v, %v", p, err)
	}
	old, now := strings.Split(text, "\n"), strings.Split(out, "\n")
	if len(old) != len(now) {
		t.Fatalf("%d lines became %d", len(old), len(now))
	}
	for i := range old {
		if old[i] != now[i] && !strings.HasPrefix(old[i], "version:") {
			t.Errorf("line %d became %q", i+1, now[i])
		}
	}
}

func TestTheRegimesOfADeskAreSwitchedInItsText(t *testing.T) {
	text := string(assets.RulePack)
	several := strings.Replace(text, "default_regimes: [seed, cn]", "default_regimes:\n  - seed\n  - cn", 1)
	if several == text {
		t.Fatal("the pack begins another way")
	}
	for name, from := range map[string]string{"on one line": text, "on several": several} {
		out, err := rule.WithDefaults(from, []string{"eu", "cn", "seed"})
		if err != nil || !strings.Contains(out, "\ndefault_regimes: [seed, cn, eu]\n") ||
			strings.Contains(out, "\n  - cn\n") {
			t.Errorf("%s: %v\n%.600s", name, err, out)
		}
		back, err := rule.WithDefaults(out, []string{"seed", "cn"})
		if err != nil || back != text {
			t.Errorf("%s: not back as it was: %v", name, err)
		}
	}
	var f *rule.Fault
	if _, err := rule.WithDefaults(text, nil); !errors.As(err, &f) || f.Line == 0 {
		t.Errorf("no regime at all: %v", err)
	}
	if _, err := rule.WithDefaults("{a: 1}", nil); !errors.As(err, &f) {
		t.Errorf("a file in braces: %v", err)
	}
}
