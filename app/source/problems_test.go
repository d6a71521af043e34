package source_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/trial"
	"orangelab.cn/rightsdesk/app/source/value"
)

// problemsOf returns "line:column severity code" of everything wrong with dataset texts.
func problemsOf(texts ...string) []string {
	var all []*dataset.Dataset
	var problems dataset.Problems
	for i, text := range texts {
		ds, ps := dataset.Parse(fmt.Sprintf("f%d.yml", i), []byte(text))
		all, problems = append(all, ds...), append(problems, ps...)
	}
	problems = append(problems, dataset.Link(all)...)
	out := []string{}
	for _, p := range problems {
		out = append(out, fmt.Sprintf("%d:%d %s %s", p.Line, p.Column, p.Severity, p.Code))
	}
	return out
}

func TestTheLineThatIsNamedIsTheOneThatIsWrong(t *testing.T) {
	const head = "# what the shop holds\n---\ndataset:\n  - fides_key: shop\n"
	for _, c := range []struct {
		name, file string
		line       int
		message    string
	}{
		{"a field one column too far left",
			head +
				"    collections:\n      - name: a\n        fields:\n          - name: x\n         - name: y\n          - name: z\n", 9, "indentation"},
		{"a key one column too far left", head + "   name: a\n    x: y\n", 5, "indentation"},
		{"the same with carriage returns", strings.ReplaceAll(head+"   name: a\n    x: y\n", "\n", "\r\n"), 5,
			"indentation"},
		{"a quotation mark left open", head + "    name: \"open\n    collections:\n      - name: a\n", 5,
			"quotation mark"},
		{"a bracket left open", head + "    tags: [a, b\n    name: x\n    collections:\n", 5, "bracket"},
		{"a brace left open at the end", head + "    name: x\n    fides_meta: {after: [a]", 6, "bracket"},
		{"a tab", head + "\t  name: x\n", 5, "tab"},
		{"a second colon", head + "    description: a: b\n    name: x\n", 5, "colon"},
		{"an anchor that is not there", head + "    name: *gone\n    tags: []\n", 5, "anchor"},
	} {
		_, problems := dataset.Parse("shop.yml", []byte(c.file))
		if len(problems) != 1 || problems[0].Line != c.line || !strings.Contains(problems[0].Message, c.message) ||
			strings.Contains(problems[0].Message, "expected") {
			t.Errorf("%s: %v, want line %d", c.name, problems, c.line)
		}
	}
}

func TestProblemsNameTheirLine(t *testing.T) {
	const head = "dataset:\n  - fides_key: m\n    collections:\n"
	tests := []struct {
		name  string
		texts []string
		want  []string
	}{
		{"a sound file has none", []string{d("m", c("p", "", f("id", pk), f("email", email)))}, []string{}},
		{"keys nobody knows are tolerated with a warning",
			[]string{d("m", c("p", "", f("email", email+", colour: red")))}, []string{"7:62 warning unknown-key"}},
		{"not YAML", []string{"dataset:\n  - a: [\n"}, []string{"2:1 error not-yaml"}},
		{"no dataset", []string{"system: []\n"}, []string{"1:1 error no-dataset"}},
		{"no collections", []string{"dataset:\n  - fides_key: a\n    collections: []\n"},
			[]string{"2:5 error no-collection"}},
		{"no collections named", []string{"dataset:\n  - fides_key: a\n"}, []string{"2:5 error no-collection"}},
		{"no fields", []string{d("m", c("p", "", f("email", email))) + "      - name: q\n        fields: []\n"},
			[]string{"8:15 warning not-reached"}},
		{"dataset twice", []string{d("m", c("p", "", f("email", email))), d("m", c("p", "", f("email", email)))},
			[]string{"2:16 error duplicate-dataset"}},
		{"collection twice", []string{d("m", c("p", "", f("email", email)), c("p", "", f("email", email)))},
			[]string{"8:15 error duplicate-collection"}},
		{"field twice", []string{d("m", c("p", "", f("email", email), f("email", "")))},
			[]string{"8:19 error duplicate-field"}},
		{"key twice",
			[]string{head +
				"      - name: p\n        name: q\n        fields:\n          - {name: e, fides_meta: {identity: email}}\n"}, []string{"5:9 error duplicate-key"}},
		{"unknown dataset", []string{d("m", c("p", "", f("email", email+", "+ref("x", "p.email", "to"))))},
			[]string{"7:95 error unknown-dataset"}},
		{"unknown collection", []string{d("m", c("p", "", f("email", email+", "+ref("m", "x.email", "to"))))},
			[]string{"7:95 error unknown-collection"}},
		{"unknown field", []string{d("m", c("p", "", f("email", email)), c("q", "", f("a", ref("m", "p.x", ""))))},
			[]string{"11:59 error unknown-field"}},
		{"unknown data_type", []string{d("m", c("p", "", f("email", "identity: email, data_type: strnig")))},
			[]string{"7:54 error unknown-type"}},
		{"bad direction",
			[]string{d("m", c("p", "", f("email", email)), c("q", "", f("a", ref("m", "p.email", "up"))))},
			[]string{"11:81 error bad-direction"}},
		{"unknown strategy",
			[]string{d("m", c("p", "", f("email", email+", masking_strategy_override: {strategy: shred}")))},
			[]string{"7:100 error unknown-strategy"}},
		{"delete on a field",
			[]string{d("m", c("p", "", f("email", email+", masking_strategy_override: {strategy: delete}")))},
			[]string{"7:100 error delete-on-field"}},
		{"unknown category",
			[]string{head +
				"      - name: p\n        fields:\n          - {name: e, data_categories: [user.contact.emial], fides_meta: {identity: email}}\n"}, []string{"6:41 warning unknown-category"}},
		{"after in a circle",
			[]string{d("m", c("p", "after: [m.q]", f("email", email)), c("q", "after: [m.p]", f("email", email)))},
			[]string{"4:15 error after-cycle", "9:15 error after-cycle"}},
		{"after its own only way in",
			[]string{d("m", c("p", "after: [m.q]", f("id", ""), f("email", email)),
				c("q", "", f("pid", ref("m", "p.id", "from"))))}, []string{"4:15 error after-unreachable"}},
		{"after a collection that does not exist", []string{d("m", c("p", "after: [m.x]", f("email", email)))},
			[]string{"5:30 error unknown-collection"}},
		{"after a dataset that is not loaded", []string{d("m", c("p", "after: [other.x]", f("email", email)))},
			[]string{"5:30 warning unknown-collection"}},
		{"skipped although another needs it",
			[]string{d("m", c("p", "skip_processing: true", f("id", ""), f("email", email)),
				c("q", "", f("pid", ref("m", "p.id", "from"))))}, []string{"10:15 error skip-needed"}},
		{"skipped and needed by nobody",
			[]string{d("m", c("p", "", f("email", email)), c("q", "skip_processing: true", f("x", "")))}, []string{}},
		{"reached by no identity", []string{d("m", c("p", "", f("email", email)), c("q", "", f("x", "")))},
			[]string{"8:15 warning not-reached"}},
		{"a reference to itself", []string{d("m", c("p", "", f("email", email), f("boss", ref("m", "p.email", ""))))},
			[]string{"9:59 warning self-reference"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := problemsOf(tt.texts...); fmt.Sprint(got) != fmt.Sprint(tt.want) {
				t.Errorf("got %q, want %q\n%s", got, tt.want, strings.Join(tt.texts, "\n---\n"))
			}
		})
	}
}

func TestProblemReadsLikeACompilers(t *testing.T) {
	p := dataset.Problem{File: "shop.yml", Line: 7, Column: 3, Severity: dataset.Error,
		Message: `"x" is not a data_type`, Remedy: "use string"}
	if got, want := p.String(), `shop.yml:7:3: error: "x" is not a data_type; use string`; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestOnlyTheSkippedCollectionsThatLeadThereAreNamed(t *testing.T) {
	ds, problems := dataset.Parse("m.yml", []byte(d("m",
		c("p", "skip_processing: true", f("id", ""), f("email", email)),
		c("q", "", f("pid", ref("m", "p.id", "from"))),
		c("aside", "skip_processing: true", f("email", email)))))
	for _, p := range append(problems, dataset.Link(ds)...) {
		if p.Code == "skip-needed" {
			if !strings.HasSuffix(p.Message, ": m:p") {
				t.Errorf("the problem says %q; want m:p alone named", p.Message)
			}
			return
		}
	}
	t.Error("no problem names the skipped collection")
}

func TestBothSpellingsOfMetaAndNestedFieldsLoad(t *testing.T) {
	ds := linked(t, `dataset:
- fides_key: m
  organization_fides_key: o
  fides_meta: {namespace: {schema: s, database_name: b}}
  data_categories: [user]
  collections:
  - name: p
    fidesops_meta: {erase_after: [m.p], masking_strategy_override: {strategy: delete}}
    fields:
    - name: email
      fidesops_meta: {identity: email, data_type: "string[]", length: 40, read_only: true, custom_request_field: t}
    - name: box
      data_categories: [user.content]
      fides_meta: {return_all_elements: true}
      fields:
      - name: inner
        fides_meta: {masking_strategy_override: {strategy: random_string_rewrite, configuration: {length: 20, format_preservation: {suffix: "@x"}}}}
      - {name: own, data_categories: [user.name]}
`)
	if ds[0].Schema != "s" || ds[0].Database != "b" {
		t.Errorf("namespace is %q.%q", ds[0].Database, ds[0].Schema)
	}
	p := ds[0].Collections[0]
	if p.Masking == nil || p.Masking.Strategy != "delete" || len(p.EraseAfter) != 1 || p.EraseAfter[0].Target != p {
		t.Errorf("collection meta is %+v", p)
	}
	e := p.Fields[0]
	if e.Identity != "email" || e.Type != (value.DataType{Name: "string", Array: true}) || e.Length != 40 ||
		!e.ReadOnly || e.CustomRequestField != "t" {
		t.Errorf("field meta is %+v", e)
	}
	inner, own := p.Field("box.inner"), p.Field("box.own")
	if !inner.ReturnAll || inner.Dotted() != "box.inner" {
		t.Errorf("nested field is %+v", inner)
	}
	if got := fmt.Sprint(inner.Masking.Configuration); got != "map[format_preservation:map[suffix:@x] length:20]" {
		t.Errorf("configuration is %s", got)
	}
	for f, want := range map[*dataset.Field]string{e: "[user]", inner: "[user.content]", own: "[user.name]"} {
		if got := fmt.Sprint(f.EffectiveCategories()); got != want {
			t.Errorf("%s has %s, want %s", f.Dotted(), got, want)
		}
	}
}

func TestAliasesAndMergeKeysAreReadWithinABudget(t *testing.T) {
	ds := linked(t, `x: &base {data_type: string, identity: account}
dataset:
- fides_key: m
  collections:
  - name: p
    fields:
    - name: email
      fides_meta: {<<: *base, data_type: integer}
`)
	if e := ds[0].Collections[0].Fields[0]; e.Identity != "account" || e.Type.Name != "integer" {
		t.Errorf("merged meta is %+v", e)
	}
	bomb := "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
	for i := 1; i < 9; i++ {
		prev := fmt.Sprintf("*a%d", i-1)
		bomb += fmt.Sprintf("a%d: &a%d [%s]\n", i, i, strings.Repeat(prev+", ", 9)+prev)
	}
	bomb += "dataset:\n- fides_key: m\n  collections:\n  - name: p\n    fields:\n    - {name: e, fides_meta: {identity: email, masking_strategy_override: {strategy: hash, configuration: {v: *a8}}}}\n"
	_, ps := dataset.Parse("bomb.yml", []byte(bomb))
	if len(ps) != 1 || ps[0].Code != "too-large" {
		t.Errorf("an alias bomb gives %v", ps)
	}
	deep := "dataset:\n- fides_key: m\n  collections:\n  - name: p\n    fields: " +
		strings.Repeat("[{name: a, fields: ", 80) + "[]" + strings.Repeat("}]", 80) + "\n"
	if _, ps := dataset.Parse("deep.yml", []byte(deep)); ps.Err() == nil ||
		!strings.Contains(ps.Err().Error(), "deeper than") {
		t.Errorf("a deep file gives %v", ps)
	}
	if _, ps := dataset.Parse("big.yml", make([]byte, dataset.MaxFileBytes+1)); len(ps) != 1 ||
		ps[0].Code != "too-large" {
		t.Errorf("a large file gives %v", ps)
	}
}

func TestCheckCommand(t *testing.T) {
	dir := t.TempDir()
	good, bad := filepath.Join(dir, "good.yml"), filepath.Join(dir, "bad.yml")
	for path, text := range map[string]string{good: d("m", c("p", "", f("email", email))),
		bad: d("m", c("p", "", f("email", "data_type: x")))} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, tt := range []struct {
		args []string
		code int
		says string
	}{
		{[]string{good}, 0, "0 error(s)"},
		{[]string{bad}, 1, bad + ":7:37: error: "},
		{[]string{filepath.Join(dir, "none.yml")}, 1, "cannot be opened"},
		{nil, 2, "usage"},
	} {
		var out strings.Builder
		if code := trial.Check(t.Context(), tt.args, &out, &out); code != tt.code ||
			!strings.Contains(out.String(), tt.says) {
			t.Errorf("%v gives %d: %s", tt.args, code, out.String())
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(d("m", c("p", "after: [m.p]", "          - name: a\n            fields: [{name: b}]\n"))))
	f.Add([]byte("a: &a [*a]\ndataset: *a"))
	f.Add([]byte("dataset: [{fides_key: x, collections: [{name: y, fields: [{<<: {name: z}}]}]}]"))
	f.Add([]byte("dataset:\n- &d\n  fides_key: m\n  collections: [{fields: [{name: q, fields: *d}]}]\n  <<: *d\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		ds, ps := dataset.Parse("fuzz.yml", data)
		ps = append(ps, dataset.Link(ds)...)
		for _, p := range ps {
			if p.Line < 0 || p.Code == "" || p.Message == "" {
				t.Errorf("a problem without a place or a message: %+v", p)
			}
		}
		if ps.Err() == nil {
			if _, _, err := dataset.NewGraph(ds).Steps(nil); err != nil {
				t.Errorf("a sound map cannot be planned: %v", err)
			}
		}
	})
}

// A hostile file within the limits is answered in a time that a person waits for; the deadline of the test run is
// the bound.
func TestLargeFilesAreAnswered(t *testing.T) {
	var b strings.Builder
	b.WriteString("dataset:\n- fides_key: m\n  collections:\n")
	for i := range 8000 {
		fmt.Fprintf(&b,
			"  - name: c%d\n    fides_meta: {after: [m.c%d]}\n    fields: [{name: f, fides_meta: {identity: e, references: [{dataset: m, field: c%d.f}]}}]\n", i, max(0, i-1), 7999-i)
	}
	text := strings.Replace(b.String(), "fides_meta: {after: [m.c0]}\n", "fides_meta: {}\n", 1)
	ds, ps := dataset.Parse("large.yml", []byte(text))
	if ps = append(ps, dataset.Link(ds)...); ps.Err() != nil {
		t.Errorf("%v", ps[0])
	}
	wide := "dataset:\n- fides_key: m\n  collections:\n  - name: c\n    fields:\n" +
		strings.Repeat("    - {name: f}\n", dataset.MaxFields+1)
	if _, ps := dataset.Parse("wide.yml", []byte(wide)); ps[len(ps)-1].Code != "too-large" {
		t.Errorf("a table too wide gives %v", ps[len(ps)-1])
	}
}
