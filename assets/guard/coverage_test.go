package guard

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// promise is one promise of the published statement, and what carries it.
type promise struct {
	ID    string   `yaml:"id"`
	Says  string   `yaml:"says"`
	State string   `yaml:"state"`
	By    string   `yaml:"by"`
	In    []string `yaml:"in"`
	Lacks string   `yaml:"lacks"`
	Why   string   `yaml:"why"`
}

type promises struct {
	Section  string    `yaml:"section"`
	Promises []promise `yaml:"promises"`
}

const (
	coverageData = "docs/statement-coverage.yaml"
	coverageText = "docs/statement-coverage.md"
)

// promised are the ids of the promises, as the statement makes them.
var promised = strings.Fields(`
	GEN-1 GEN-2 GEN-3 GEN-4 GEN-5 SEN-1 SEN-2 DEF-1 PUBDEF-1 COL-1 COL-2 COL-3 COL-4 COL-5 COL-6 COL-7 STO-1 STO-2 STO-3
	STO-4 RET-1 USE-1 USE-2 USE-3 USE-4 ACC-1 ACC-2 ACC-3 ACC-4 ACC-5 COR-1 COR-2 COR-3 COR-4 COR-5 DEL-1 DEL-2 DEL-3 DEL-4
	CPY-1 CPY-2 CON-1 CON-2 CON-3 CON-4 CAN-1 CAN-2 CAN-3 CAN-4 CAN-5 CAN-6 CAN-7 CAN-8 CAN-9 CAN-10 END-1 END-2 END-3 END-4
	END-5 EXC-1 EXC-2 EXC-3 EXC-4 EXC-5 EXC-6 EXC-7 EXC-8 EXC-9 SHA-1 SHA-2 SHA-3 SHA-4 SHA-5 SHA-6 SHA-7 SEC-1 SEC-2 SEC-3
	SEC-4 SEC-5 SEC-6 STF-1 STF-2 STF-3 STF-4 STF-5 STF-6 USR-1 INC-1 INC-2 INC-3 INC-4 INC-5 INC-6a INC-6b INC-6c INC-6d
	INC-6e INC-7 INC-8 INC-9 COO-1 COO-2 COO-3 COO-4 COO-5 ADV-1 MKT-1 MKT-2 TPS-1 MIN-1 MIN-2 MIN-3 MIN-4 MIN-5 UPD-1 UPD-2
	UPD-3 UPD-4 UPD-5 UPD-6.1 UPD-6.2 UPD-6.3 UPD-6.4 UPD-6.5 UPD-6.6 CTC-1 CTC-2 CTC-3 CTC-4 CTC-5 CTC-6 DIS-1 OTH-1
`)

func readCoverage(tb testing.TB) (list []promises) {
	tb.Helper()
	d := yaml.NewDecoder(strings.NewReader(text(tb, coverageData)))
	d.KnownFields(true)
	if err := d.Decode(&list); err != nil {
		tb.Fatalf("%s: %v", coverageData, err)
	}
	return list
}

func TestEveryPromiseHasItsPlace(t *testing.T) {
	var ids []string
	for _, s := range readCoverage(t) {
		for _, p := range s.Promises {
			ids = append(ids, p.ID)
			if want := fieldsOf(p.State); want == "" || p.Says == "" || filled(p) != want {
				t.Errorf("%s is %q and has %s; it must have %s", p.ID, p.State, filled(p), want)
			}
			for _, place := range p.In {
				file, part, _ := strings.Cut(place, "#")
				info, err := os.Stat(filepath.Join(root, file))
				switch {
				case err != nil:
					t.Errorf("%s: %s is not there", p.ID, file)
				case part != "" && (info.IsDir() || !strings.Contains(text(t, file), part)):
					t.Errorf("%s: %s does not hold %q", p.ID, file, part)
				}
			}
		}
	}
	if !slices.Equal(ids, promised) {
		t.Errorf("the promises are\n%v\nthe statement makes\n%v", ids, promised)
	}
}

// fieldsOf is what a promise of a state has besides its words.
func fieldsOf(state string) string {
	return map[string]string{"carried": "by in", "partly": "by in lacks", "missing": "lacks", "outside": "why"}[state]
}

func filled(p promise) string {
	var list []string
	for _, f := range []struct {
		name string
		has  bool
	}{{"by", p.By != ""}, {"in", len(p.In) > 0}, {"lacks", p.Lacks != ""}, {"why", p.Why != ""}} {
		if f.has {
			list = append(list, f.name)
		}
	}
	return strings.Join(list, " ")
}

func TestCoverageIsMadeOfItsData(t *testing.T) {
	want := coverage(readCoverage(t))
	if *update {
		if err := os.WriteFile(filepath.Join(root, coverageText), []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got := text(t, coverageText); got != want {
		t.Errorf("%s is not what %s makes: make coverage", coverageText, coverageData)
	}
}

// coverage is the document that the data make.
func coverage(list []promises) string {
	var b bytes.Buffer
	states := map[string]int{}
	for _, s := range list {
		for _, p := range s.Promises {
			states[p.State]++
		}
	}
	b.WriteString("<!-- made of statement-coverage.yaml by make coverage -->\n# Every promise of the statement, and what carries it\n\n")
	fmt.Fprintf(&b,
		"%d are carried by the desk, %d in part, %d belong in it and are missing, %d lie outside of a desk.\n",
		states["carried"], states["partly"], states["missing"], states["outside"])
	for _, s := range list {
		fmt.Fprintf(&b, "\n## %s\n\n| id | promise | state | what carries it |\n|---|---|---|---|\n", s.Section)
		for _, p := range s.Promises {
			what := []string{}
			if p.By != "" {
				what = append(what, p.By+".")
			}
			if p.Lacks != "" {
				what = append(what, "Not there: "+p.Lacks+".")
			}
			if p.Why != "" {
				what = append(what, strings.ToUpper(p.Why[:1])+p.Why[1:]+".")
			}
			var files []string
			for _, place := range p.In {
				file, _, _ := strings.Cut(place, "#")
				files = append(files, fmt.Sprintf("[`%s`](../%s)", file, file))
			}
			if len(files) > 0 {
				what = append(what, strings.Join(slices.Compact(files), ", "))
			}
			fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", p.ID, p.Says, p.State, strings.Join(what, " "))
		}
	}
	return b.String()
}
