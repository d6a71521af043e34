package packaging

import (
	"os"
	"regexp"
	"testing"
)

// Program, packages and changelog name one version: the constant of the program, which packaging/build reads.
func TestThereIsOneVersion(t *testing.T) {
	version := found(t, "../cli_desk.go", `(?m)^const version = "(.+)"$`)
	for path, pattern := range map[string]string{
		"../FyneApp.toml": `Version = "(.+)"`,
		"../CHANGELOG.md": `(?m)^## \[?([0-9][^\s\]]*)`,
		"linux/cn.orangelab.rightsdesk.metainfo.xml": `<release version="([^"]+)"`,
	} {
		if got := found(t, path, pattern); got != version {
			t.Errorf("%s says %s, the program is %s", path, got, version)
		}
	}
	if !regexp.MustCompile(`^\d+\.\d+\.\d+$`).MatchString(version) {
		t.Errorf("version %s: an installer of Windows counts three numbers", version)
	}
}

// found is what the first place of a pattern in a file holds.
func found(t *testing.T, path, pattern string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile(pattern).FindSubmatch(text)
	if m == nil {
		t.Fatalf("%s names no version: %s", path, pattern)
	}
	return string(m[1])
}

func TestTheManualPageNamesEveryCommand(t *testing.T) {
	program, err := os.ReadFile("../cli.go")
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile("linux/rightsdesk.1")
	if err != nil {
		t.Fatal(err)
	}
	verbs := regexp.MustCompile(`(?m)^\t\{"(\w+)", \w+\},$`).FindAllSubmatch(program, -1)
	if len(verbs) < 10 {
		t.Fatalf("%d commands found in cli.go", len(verbs))
	}
	for _, verb := range verbs {
		if !regexp.MustCompile(`(?m)^\.It Cm ` + string(verb[1]) + `\b`).Match(page) {
			t.Errorf("the manual page lacks %s", verb[1])
		}
	}
}
