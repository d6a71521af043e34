package source_test

import (
	"io"
	"slices"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/source"
	"orangelab.cn/rightsdesk/app/source/trial"
)

func TestAnAddressLeadsToTheEngineOfItsScheme(t *testing.T) {
	for _, e := range source.Engines() {
		for _, scheme := range e.Schemes {
			for _, address := range []string{scheme + ":x", strings.ToUpper(scheme) + "://x"} {
				if got, known := source.EngineOf(address); !known || got.Key != e.Key {
					t.Errorf("%s leads to %q", address, got.Key)
				}
			}
		}
		if got, known := source.EngineNamed(e.Key); !known || got.Name != e.Name {
			t.Errorf("the engine %q is %q", e.Key, got.Name)
		}
	}
	for _, address := range []string{"", "sqlite", "oracle://x", ":x"} {
		if got, known := source.EngineOf(address); known {
			t.Errorf("%q leads to %q", address, got.Key)
		}
	}
}

func TestEnginesShareNoKeyAndNoScheme(t *testing.T) {
	var names []string
	for _, e := range source.Engines() {
		names = append(names, e.Key)
		for _, scheme := range e.Schemes {
			if scheme != e.Key {
				names = append(names, scheme)
			}
		}
	}
	slices.Sort(names)
	if len(slices.Compact(slices.Clone(names))) != len(names) {
		t.Errorf("a name is used twice among %q", names)
	}
}

// Whoever writes an address wrongly is told how those of every engine begin.
func TestTheWordsForAWrongAddressNameEveryEngine(t *testing.T) {
	var usage strings.Builder
	trial.Command(t.Context(), nil, io.Discard, &usage)
	for _, address := range []string{"nowhere", "oracle://x"} {
		_, err := source.Open(t.Context(), address)
		if err == nil {
			t.Fatalf("%s is opened", address)
		}
		for _, e := range source.Engines() {
			if !strings.Contains(err.Error(), e.Form) || !strings.Contains(usage.String(), e.Schemes[0]+":") {
				t.Errorf("%q does not name %s, or the usage of a trial does not", err, e.Name)
			}
		}
	}
}
