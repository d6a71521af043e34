package policy

import (
	"strings"

	"orangelab.cn/rightsdesk/model/pattern"
)

var (
	promisesBold = pattern.New(`(?i)bold (font|type|face|text|letters)|\bin bold\b|加粗|粗体|黑体`)
	// about a request of the person, as the clauses on rights speak of it
	aboutRequests = pattern.New(`(?i)\b(request|contact us|verifying your identity|ask us|complain|comments and suggestions)|请求|申请|权利|联系我们|核实您的身份|投诉|反馈`)
	// answers within a length of time
	answers   = pattern.New(`(?i)\b(respond|reply|replies|answer|get back to you|handle|process|complete|delete|provide|deal with)|答复|回复|处理|完成|提供|删除`)
	within    = pattern.New(`(?i)\bwithin\b|\bno later than\b|\bat the latest\b|内|不超过`)
	legalForm = pattern.New(`\b[Cc]o\.?,? ?[Ll]td|\bLtd\b|\bInc\b|\bLLC\b|\bGmbH\b|\bPLC\b|[A-Z]\w+ (Limited|Corporation)\b|有限公司|股份公司|有限责任公司|合伙企业|事务所`)
	ownNames  = map[string]*pattern.Pattern{
		english: pattern.New(
			`(?i)\b(?:the|this|your|our) (?:unit|organi[sz]ation|company|platform|enterprise|website operator)\b(?:'s)?`),
		chinese: pattern.New(`本单位|贵单位|该单位|本公司|贵公司|该公司|本平台|贵平台|本组织|贵组织`),
	}
)

// whole finds what is wrong with a text as a whole.
func (c *checking) whole() {
	c.names = nil
	bold, deadline, important := "", false, false
	asks := ""
	var all strings.Builder
	for _, clause := range c.version.Clauses {
		important = important || clause.Important
		all.WriteString(clause.Heading[c.lang] + "\n" + clause.Body[c.lang] + "\n")
		for _, line := range clause.Lines(c.lang) {
			if bold == "" && promisesBold.MatchString(line) {
				bold = clause.ID
			}
		}
		text := clause.Heading[c.lang] + "\n" + clause.Body[c.lang]
		if aboutRequests.MatchString(text) {
			asks = clause.ID // the last of them is where people are told how to write
			for _, line := range clause.Lines(c.lang) {
				deadline = deadline || aboutRequests.MatchString(text) && answers.MatchString(line) &&
					within.MatchString(line) && len(periods(line)) > 0
			}
		}
	}
	if bold != "" && !important {
		c.add(NothingBold, bold, 0, "")
	}
	if asks != "" && !deadline {
		c.add(NoDeadline, asks, 0, "")
	}
	c.party(all.String())
}

// party finds by which names the organisation calls itself, and whether the one it is registered under and its address
// are there.
func (c *checking) party(text string) {
	plain := Plain(text)
	name, address := c.facts.Name[c.lang], c.facts.Address[c.lang]
	lacks := !strings.Contains(plain, name) || !strings.Contains(plain, address)
	if name == "" {
		lacks = !legalForm.MatchString(plain)
	}
	if lacks && len(c.version.Clauses) > 0 && c.version.Supplements == "" {
		c.add(NoLegalName, c.version.Clauses[0].ID, 0, name)
	}
	first := ""
	called := map[string]bool{}
	for _, clause := range c.version.Clauses {
		for i, line := range clause.Lines(c.lang) {
			for _, found := range ownNames[c.lang].FindAllString(Plain(line), -1) {
				found = strings.ToLower(strings.TrimSuffix(found, "'s"))
				noun := found
				if c.lang == english {
					noun = strings.TrimPrefix(strings.TrimPrefix(found, "the "), "this ")
				}
				if first == "" {
					first = noun
				}
				if noun != first && !called[noun] {
					called[noun] = true
					c.add(SeveralNames, clause.ID, i+1, found+" / "+first)
				}
			}
		}
	}
}
