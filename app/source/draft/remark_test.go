package draft

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/source/sqldb"
)

// TestADraftSpeaksTheLanguageOfTheDesk: the reasons are in Chinese, the guesses are found as before, and what is no
// remark stays.
func TestADraftSpeaksTheLanguageOfTheDesk(t *testing.T) {
	login := &table{Table: &sqldb.Table{Name: "login"}, name: "login"}
	login.fields = []*field{{Column: sqldb.Column{Name: "name"}, table: login}}
	person := &table{Table: &sqldb.Table{Name: "person"}, name: "person"}
	person.fields = []*field{
		{Column: sqldb.Column{Name: "code"}, table: person, category: "user.authorization",
			why: Reason{Code: Program, About: "OpenCart"}},
		{Column: sqldb.Column{Name: "mail"}, table: person, category: "user.contact.email",
			why: Reason{Code: LooksLikeEmail, Part: 1}, identity: "email"},
		{Column: sqldb.Column{Name: "a # confirm: b"}, table: person, category: "user.name",
			why: Reason{Code: NamedLike, About: "client name"}},
		{Column: sqldb.Column{Name: "shop"}, table: person,
			refs: []ref{{to: login.fields[0], why: Reason{Code: NamedLikeTable, Found: true}}}},
		{Column: sqldb.Column{Name: "x"}, table: person,
			refs: []ref{{to: login.fields[0], why: Reason{Code: HoldsAs, About: "login.name"}}}},
	}
	p := proposalOf("sqlite", []*table{login, person}, nil, []string{"OpenCart (oc_…)"})
	en, zh := p.Text("k", "en"), p.Text("k", "zh-Hans")
	for _, w := range []string{"# 已识别：OpenCart (oc_…)。", mark + "按 OpenCart 的数据结构\n", "# 根据 sqlite 数据库起草。",
		mark + "值像电子邮箱地址\n", mark + "名称像 client name\n", "\"a # confirm: b\"\n",
		mark + "名称与之相似，且其值见于该表\n", mark + "与 login.name 存放的内容相同\n", mark + "从此处开始查找\n", mark + "键\n"} {
		if !strings.Contains(zh, w) {
			t.Errorf("%q is not in\n%s", w, zh)
		}
	}
	for _, w := range []string{mark + "as OpenCart keeps it\n",
		mark + "named like it, and values of it are found there\n", mark + "holds what login.name holds\n"} {
		if !strings.Contains(en, w) {
			t.Errorf("%q is not in\n%s", w, en)
		}
	}
	if g := Guesses(zh); !slices.Equal(g, Guesses(en)) || len(g) != 8 {
		t.Errorf("guesses %v, in English %v", g, Guesses(en))
	}
}

// TestEveryReasonIsSaidInBothLanguages reads the codes from where they are written.
func TestEveryReasonIsSaidInBothLanguages(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "reason.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	ast.Inspect(file, func(node ast.Node) bool {
		spec, is := node.(*ast.ValueSpec)
		if !is || len(spec.Values) != 1 {
			return true
		}
		if kind, is := spec.Type.(*ast.Ident); !is || kind.Name != "Code" {
			return true
		}
		n++
		code := Code(strings.Trim(spec.Values[0].(*ast.BasicLit).Value, `"`))
		said := reasons[code]
		if said.en == "" || said.zh == "" || strings.Contains(said.en, "{}") != strings.Contains(said.zh, "{}") {
			t.Errorf("%s: %q, %q", code, said.en, said.zh)
		}
		return true
	})
	if n < 25 || n != len(reasons) {
		t.Errorf("%d codes, %d reasons", n, len(reasons))
	}
}
