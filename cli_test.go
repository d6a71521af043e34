package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestWrongUsageIsExplainedAndHasItsOwnStatus(t *testing.T) {
	for line, want := range map[string]string{
		"dance":                         `"dance" is not understood`,
		"--desk":                        "the option --desk needs a value",
		"--nothing":                     "there is no option --nothing",
		"demo":                          "demo needs one folder",
		"demo a b":                      "demo needs one folder",
		"demo --desk":                   "there is no option --desk",
		"demo --requests 0 d":           "at least 1 request",
		"demo --requests many d":        "requests",
		"demo --requests 5":             "demo needs one folder",
		"demo --language zh-Hans":       "demo needs one folder",
		"demo --language fr d":          "en or zh-Hans",
		"doctor --desk x":               "doctor takes nothing but --desk",
		"intake":                        "intake needs at least one file",
		"intake file":                   "say which desk",
		"datamap":                       "datamap needs check, draft or trial",
		"datamap dance":                 `datamap "dance"`,
		"datamap check":                 "usage: rightsdesk datamap check",
		"datamap draft":                 "usage: rightsdesk datamap draft",
		"datamap draft shop":            "a source is written KEY=DSN",
		"datamap draft --json a=b":      "there is no option --json",
		"datamap trial":                 "say what to try",
		"audit":                         "audit needs verify, head or accept",
		"audit dance":                   `audit "dance"`,
		"audit head --head x":           "there is no option --head",
		"audit verify more":             `"more" is not understood`,
		"audit verify --head /no/where": "say which desk",
		"audit verify":                  "say which desk",
		"backup":                        "backup needs one file",
		"backup file":                   "say which desk",
		"restore":                       "restore needs one file",
		"restore file":                  "say where to",
		"doctor":                        "say which desk",
		"doctor all":                    "doctor takes nothing",
		"policy":                        "policy needs check, compare, list or import",
		"policy dance":                  `policy "dance"`,
		"policy check":                  "takes 1 files",
		"policy compare a":              "takes 2 files",
		"policy list":                   "say which desk",
		"holidays":                      "holidays needs check, list or import",
		"holidays dance":                `holidays "dance"`,
		"holidays check":                "needs a file",
		"holidays list more":            "takes nothing",
		"holidays list":                 "say which desk",
		"recovery":                      "recovery needs renew",
		"recovery renew":                "say which desk",
		"erased":                        "erased needs the file",
		"erased file":                   "say which desk",
		"team":                          "team needs init, add or end",
		"team dance":                    `team "dance"`,
		"team init":                     "needs the address",
		"team init /srv/desk":           "begins with postgres://",
		"team add postgres://a@b/desk":  "and a login",
		"team init postgres://a:b@c/d":  "can be read by everybody",
		"version 2":                     "version takes nothing",
	} {
		status, out, errOut := rightsdesk(strings.Fields(line)...)
		if status != statusUsage || out != "" || !strings.Contains(errOut, want) {
			t.Errorf("rightsdesk %s: status %d, %q, %q", line, status, out, errOut)
		}
	}
}

func TestHelpAndVersionSucceed(t *testing.T) {
	for _, word := range []string{"--help", "-h", "help"} {
		if status, out, _ := rightsdesk(word); status != statusOK || out != usage {
			t.Errorf("%s: status %d, %q", word, status, out)
		}
	}
	for _, v := range verbs {
		if !strings.Contains(usage, " "+v.name) {
			t.Errorf("the usage does not name %s", v.name)
		}
		status, out, _ := rightsdesk(v.name, "--help")
		if lines := strings.Count(out, "\n"); status != statusOK || !strings.HasPrefix(out, "usage: rightsdesk ") ||
			!strings.Contains(out, " "+v.name) || lines < 2 || lines > 12 {
			t.Errorf("%s --help: status %d, %s", v.name, status, out)
		}
	}
	status, out, _ := rightsdesk("version")
	if status != statusOK || !strings.HasPrefix(out, "rightsdesk "+version+" ") {
		t.Errorf("version: status %d, %q", status, out)
	}
	toml, err := os.ReadFile("FyneApp.toml")
	if err != nil || !strings.Contains(string(toml), `Version = "`+version+`"`) {
		t.Errorf("FyneApp.toml names another version than %s (%v)", version, err)
	}
}

func TestNoVerbOpensTheWindow(t *testing.T) {
	var out bytes.Buffer
	if c, status := parse([]string{"--desk", "somewhere"}, &out, &out); status >= 0 || c.verb != nil ||
		c.desk != "somewhere" || out.Len() > 0 {
		t.Errorf("%+v, status %d", c, status)
	}
}

func TestAMistypedDeskIsNotMade(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "mistyped")
	for _, verb := range []string{"doctor", "audit verify", "audit head", "backup file", "intake file"} {
		status, _, errOut := rightsdesk(append([]string{"--desk", dir}, strings.Fields(verb)...)...)
		if status != statusProblem || !strings.Contains(errOut, "there is no desk in "+dir) {
			t.Errorf("%s: status %d, %s", verb, status, errOut)
		}
	}
	if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the folder was made: %v", err)
	}
}

func TestIntakeTakesTheGoodRecordsAndNamesTheLineOfTheOthers(t *testing.T) {
	dir := newDesk(t)
	mixed := write(t, "mixed.csv",
		"kind,name,email\nexport,Mary,mary@example.com\ndance,Mary,mary@example.com\naccess,Tom,no address\n")
	good := write(t, "good.csv", "kind,name,email\ndeletion,Tom,tom@example.com\n")
	status, out, errOut := rightsdesk("--desk", dir, "intake", mixed, good)
	if status != statusProblem {
		t.Errorf("status %d, %s", status, errOut)
	}
	for _, want := range []string{mixed + ": 1 taken, 0 there before, 2 problem(s)\n",
		mixed + ": 2 record(s) kept in Received, to be decided in the window: lines 3, 4\n",
		"mixed.csv:3: kind: choose one of", "mixed.csv:4: email: ",
		good + ": 1 taken, 0 there before, 0 problem(s)\n"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	status, out, errOut = rightsdesk("--desk", dir, "intake", good)
	if status != statusOK || out != good+": 0 taken, 1 there before, 0 problem(s)\n" {
		t.Errorf("again: status %d, %s%s", status, out, errOut)
	}
	if status, _, errOut = rightsdesk("--desk", dir, "intake", "/no/such/file"); status != statusProblem ||
		!strings.Contains(errOut, "/no/such/file") {
		t.Errorf("a file that is not there: status %d, %s", status, errOut)
	}
	inEnvironment(t, envPassword, "not the password")
	if status, _, errOut = rightsdesk("--desk", dir, "intake", good); status != statusProblem ||
		!strings.Contains(errOut, "sign in: login or password is wrong") {
		t.Errorf("a wrong password: status %d, %s", status, errOut)
	}
}

func TestAPasswordOnTheCommandLineIsRefusedAndNotRepeated(t *testing.T) {
	for _, verb := range []string{"", "doctor", "audit verify"} {
		status, out, errOut := rightsdesk(append([]string{"--desk", "postgres://fang:s3cret@db/desk"},
			strings.Fields(verb)...)...)
		if status != statusUsage || !strings.Contains(errOut, "keychain") || strings.Contains(out+errOut, "s3cret") {
			t.Errorf("%s: status %d, %s%s", verb, status, out, errOut)
		}
	}
}

// What the system and the drivers say names calls and functions, and repeats addresses.
func TestWhatCannotBeOpenedIsSaidInOurWords(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	theirs := regexp.MustCompile(
		`dial|connect:|failed to|SQLSTATE|stat |open /|read /|\berrno|no such file or directory|\*`)
	for _, args := range [][]string{
		{"--desk", "postgres://fang@127.0.0.1:1/desk", "doctor"}, {"--desk", file, "doctor"},
		{"intake", "--preview", filepath.Join(dir, "none.csv")},
		{"intake", "--preview", dir}, {"datamap", "check", filepath.Join(dir, "none.yml")}, {"datamap", "check", dir},
		{"datamap", "draft", "s=sqlite:" + filepath.Join(dir, "none.db")}, {"datamap", "draft", "s=oracle:x"},
	} {
		status, out, errOut := rightsdesk(args...)
		if status != statusProblem || strings.TrimSpace(out+errOut) == "" ||
			theirs.MatchString(strings.ReplaceAll(out+errOut, dir, "DIR")) {
			t.Errorf("%v: status %d, %q", args, status, out+errOut)
		}
	}
}

// Every verb, given the wrong thing where a path belongs: none waits for ever, and none lets the system, the engine, a
// library or a package speak.
func TestAWrongPathIsSaidInOurWordsByEveryVerb(t *testing.T) {
	dir := newDesk(t)
	csv := write(t, "some.csv", "kind,name,email\nexport,Mary,mary@example.com\n")
	empty := filepath.Dir(write(t, "file", "x"))
	fresh := filepath.Join(t.TempDir(), "fresh")
	theirs :=
		regexp.MustCompile(`\b(?:store|desk|sample): |open /|stat /|mkdir|flag needs|flag provided|invalid value|\(\d+\)|SQLSTATE|constraint|no such file or directory|is a directory|unable to`)
	counted := []string{"due", "--kind", "export", "--received", "2026-11-02"}
	lines := map[string][][]string{
		"demo": {{"demo", "/proc/none/x"}, {"demo", filepath.Join(csv, "x")}},
		"intake": {{"--desk", dir, "intake", "/none/x.csv"}, {"--desk", dir, "intake", empty},
			{"--desk", csv, "intake", csv}, {"intake", "--head"}},
		"datamap": {{"datamap", "check", "/none/x.yml"}, {"datamap", "check", empty},
			{"datamap", "draft", "s=sqlite:" + empty},
			{"datamap", "trial", "--dataset", empty, "--source", "s=sqlite:x", "--access"}},
		"due": {append(slices.Clone(counted), "--rules", "/none/x.yaml"),
			append(slices.Clone(counted), "--rules", empty), append(slices.Clone(counted), "--rules", csv),
			append(slices.Clone(counted), "--holidays", csv)},
		"holidays": {{"holidays", "check", "/none/x"}, {"holidays", "check", empty},
			{"--desk", dir, "holidays", "import", csv}, {"--desk", csv, "holidays", "list"}},
		"policy": {{"policy", "check", "/none/x.md"}, {"policy", "check", empty}, {"policy", "check", csv},
			{"policy", "compare", csv, "/none/x.md"}, {"--desk", csv, "policy", "list"}},
		"audit": {{"--desk", dir, "audit", "verify", "--head", "/none/x"},
			{"--desk", dir, "audit", "verify", "--head", empty}, {"--desk", dir, "audit", "verify", "--head", csv},
			{"--desk", csv, "audit", "head"}},
		"backup": {{"--desk", dir, "backup", "/none/x"}, {"--desk", dir, "backup", empty},
			{"--desk", dir, "backup", filepath.Join(csv, "x")}},
		"restore": {{"--desk", fresh, "restore", csv}, {"--desk", fresh, "restore", "/none/x"},
			{"--desk", fresh, "restore", empty}, {"--desk", filepath.Join(csv, "x"), "restore", csv}, {"--desk"}},
		"doctor":   {{"--desk", csv, "doctor"}, {"--desk", "/none", "doctor"}, {"--desk", "/proc/none/x", "doctor"}},
		"recovery": {{"--desk", csv, "recovery", "renew"}},
		"erased": {{"--desk", dir, "erased", "/none/x"}, {"--desk", dir, "erased", empty},
			{"--desk", csv, "erased", csv}},
		"team": {{"team", "init", "/none"}, {"team", "init", "postgres://nobody@127.0.0.1:1/desk"},
			{"team", "add", "--role", "agent", "postgres://nobody@127.0.0.1:1/desk", "A B"},
			{"team", "end", "postgres://nobody@127.0.0.1:1/D", "fang"}},
		"version": {{"version", "/none"}},
	}
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := exec.Command("mkfifo", pipe).Run(); err == nil { // not on every system
		lines["datamap"] = append(lines["datamap"], []string{"datamap", "check", pipe},
			[]string{"datamap", "trial", "--dataset", pipe, "--source", "s=sqlite:x", "--access"})
		lines["audit"] = append(lines["audit"], []string{"--desk", dir, "audit", "verify", "--head", pipe})
		lines["restore"] = append(lines["restore"], []string{"--desk", fresh, "restore", pipe})
		lines["intake"] = append(lines["intake"], []string{"intake", "--preview", pipe})
		lines["due"] = append(lines["due"], append(slices.Clone(counted), "--rules", pipe))
	}
	for _, v := range verbs {
		if len(lines[v.name]) == 0 {
			t.Errorf("%s is not tried", v.name)
		}
		for _, args := range lines[v.name] {
			status, out, errOut := rightsdesk(args...)
			said, _, _ := strings.Cut(errOut, usage)
			if status == statusOK || strings.TrimSpace(out+said) == "" || theirs.MatchString(out+said) {
				t.Errorf("%v: status %d, %q", args, status, out+said)
			}
		}
	}
}

func TestAPasswordIsNotLeftInTheEnvironment(t *testing.T) {
	inEnvironment(t, envLogin, "fang")
	inEnvironment(t, envPassword, "not for everybody to read")
	for _, args := range [][]string{{}, {"version"}, {"--desk", t.TempDir(), "doctor"}, {"no such verb"}} {
		rightsdesk(args...)
		if left, there := os.LookupEnv(envPassword); there {
			t.Errorf("%v leaves %q", args, left)
		}
	}
}

func TestAPreviewNeedsNoDeskAndTakesNothing(t *testing.T) {
	file := write(t, "a.csv", "id,kind,name,email\n1,export,Mary,mary@example.com\n2,dance,Tom,tom@example.com\n")
	status, out, errOut := rightsdesk("intake", "--preview", "--json", file)
	var p struct {
		File, Encoding string
		Records        []struct {
			Line   int
			Kind   string
			Emails []string
			Age    any
			Known  string
		}
		Problems []struct {
			Line        int
			Field, Text string
		}
	}
	if err := json.Unmarshal([]byte(out), &p); err != nil || status != statusOK || errOut != "" {
		t.Fatalf("status %d, %s%s, %v", status, out, errOut, err)
	}
	if len(p.Records) != 1 || p.Records[0].Line != 2 || p.Records[0].Kind != "export" || p.Records[0].Known != "" ||
		p.Records[0].Age != "" ||
		len(p.Problems) != 1 || p.Problems[0].Line != 3 || p.Problems[0].Field != "kind" || p.Encoding != "UTF-8" {
		t.Errorf("%+v", p)
	}
	dir := newDesk(t)
	for _, want := range []string{`"known":"new"`, `"known":"new"`} {
		if status, out, errOut := rightsdesk("--desk", dir, "intake", "--preview", "--json",
			file); status != statusOK || !strings.Contains(out, want) {
			t.Errorf("with a desk: status %d, %s%s", status, out, errOut)
		}
	}
	if status, _, _ := rightsdesk("--desk", dir, "intake", file); status != statusProblem {
		t.Errorf("taking: status %d", status)
	}
	other := write(t, "b.csv", "id,kind,name,email\n1,export,Mary,mary@example.com\n1,access,Ann,ann@example.com\n")
	if _, out, _ := rightsdesk("--desk", dir, "intake", "--preview", "--json", other); !strings.Contains(out,
		`"known":"same"`) || !strings.Contains(out, `"known":"other content"`) {
		t.Errorf("taken: %s", out)
	}
	if status, out, _ := rightsdesk("intake", "--preview", file); status != statusOK ||
		!strings.Contains(out, "1 record(s), 1 problem(s)") {
		t.Errorf("in words: status %d, %s", status, out)
	}
	if status, _, errOut := rightsdesk("intake", "--json", file); status != statusUsage ||
		!strings.Contains(errOut, "--json goes with --preview") {
		t.Errorf("status %d, %s", status, errOut)
	}
}

// A script whose variable is not set is told so, whatever verb or option it was for; nothing is done as if nothing had
// been said.
func TestAnEmptyValueIsRefusedEverywhere(t *testing.T) {
	dir := newDesk(t)
	for name, args := range map[string][]string{
		"what stands behind --zone":     {"--desk", dir, "intake", "--zone", "", "a.csv"},
		"the value of --zone":           {"intake", "--preview", "--zone=", "a.csv"},
		"what stands behind --desk":     {"--desk", "", "doctor"},
		"the value of -desk":            {"-desk=", "doctor"},
		"what stands behind demo":       {"demo", " "},
		"what stands behind backup":     {"--desk", dir, "backup", ""},
		"what stands behind restore":    {"--desk", t.TempDir(), "restore", ""},
		"what stands behind --head":     {"--desk", dir, "audit", "verify", "--head", ""},
		"what stands behind --dataset":  {"datamap", "trial", "--dataset", "", "--source", "a=b"},
		"what stands behind --source":   {"datamap", "check", "--source", "", "a.yml"},
		"what stands behind --identity": {"datamap", "trial", "--identity", ""},
		"what stands behind --strategy": {"datamap", "trial", "--erase", "--strategy", ""},
		"what stands behind --category": {"datamap", "trial", "--category", ""},
		"the first word":                {""},
	} {
		status, out, errOut := rightsdesk(args...)
		if status != statusUsage || out != "" || !strings.Contains(errOut, name+" is empty: write a value there") {
			t.Errorf("%q: %d %q %q", args, status, out, errOut)
		}
	}
	for _, args := range [][]string{{"datamap", "trial", "--dataset", "a.yml", "--source", "a="},
		{"datamap", "trial", "--dataset", "a.yml", "--source", "a=b", "--identity", "email=", "--access", "--json"}} {
		if status, _, errOut := rightsdesk(args...); status != statusUsage {
			t.Errorf("%q: %d %q", args, status, errOut)
		}
	}
}
