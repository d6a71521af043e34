package draft

import (
	"slices"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/source/draft/because"
	"orangelab.cn/rightsdesk/app/source/draft/guess"
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
			why: because.Reason{Code: because.Program, About: "OpenCart"}},
		{Column: sqldb.Column{Name: "mail"}, table: person, category: "user.contact.email",
			why: because.Reason{Code: because.LooksLikeEmail, Part: 1}, identity: "email"},
		{Column: sqldb.Column{Name: "a # confirm: b"}, table: person, category: "user.name",
			why: because.Reason{Code: because.NamedLike, About: "client name"}},
		{Column: sqldb.Column{Name: "shop"}, table: person,
			refs: []ref{{to: login.fields[0], why: because.Reason{Code: because.NamedLikeTable, Found: true}}}},
		{Column: sqldb.Column{Name: "x"}, table: person,
			refs: []ref{{to: login.fields[0], why: because.Reason{Code: because.HoldsAs, About: "login.name"}}}},
	}
	p := proposalOf("sqlite", []*table{login, person}, nil, []string{"OpenCart (oc_…)"})
	en, zh := p.Text("k", "en"), p.Text("k", "zh-Hans")
	for _, w := range []string{"# 已识别：OpenCart (oc_…)。", guess.Mark + "按 OpenCart 的数据结构\n", "# 根据 sqlite 数据库起草。",
		guess.Mark + "值像电子邮箱地址\n", guess.Mark + "名称像 client name\n", "\"a # confirm: b\"\n",
		guess.Mark + "名称与之相似，且其值见于该表\n", guess.Mark + "与 login.name 存放的内容相同\n", guess.Mark + "从此处开始查找\n",
		guess.Mark + "键\n"} {
		if !strings.Contains(zh, w) {
			t.Errorf("%q is not in\n%s", w, zh)
		}
	}
	for _, w := range []string{guess.Mark + "as OpenCart keeps it\n",
		guess.Mark + "named like it, and values of it are found there\n",
		guess.Mark + "holds what login.name holds\n"} {
		if !strings.Contains(en, w) {
			t.Errorf("%q is not in\n%s", w, en)
		}
	}
	if g := guess.Lines(zh); !slices.Equal(g, guess.Lines(en)) || len(g) != 8 {
		t.Errorf("guesses %v, in English %v", g, guess.Lines(en))
	}
}
