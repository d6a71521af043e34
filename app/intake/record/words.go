package record

import (
	"slices"
	"strings"
	"unicode"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/pattern"
)

// kindWords lets a text suggest what it asks for; triage settles it. The first match wins, so the narrower come first.
var kindWords = []struct {
	kind  model.Kind
	words *pattern.Pattern
	// unless is what must not follow: an account's data is not the account.
	unless *pattern.Pattern
}{
	{model.Cancellation,
		pattern.New(`注销|销户|销号|(?:删除|关闭|停用)我?的?(?:[^\s，。,.]{0,4})(?:账号|账户|帐号|帐户|会员)|\b(?:un-?)?(?:cancel|close|delete|remove|terminate|deactivate)\s+(?:my|the|our|this)\s+(?:\w+\s+)?account|account\s+(?:deletion|cancell?ation|closure)`),
		pattern.New(`^(?:的|里|中|内|下|上)?(?:面|的)?的?(?:所有|全部|一切|相关|个人)*的?(?:数据|信息|资料|记录|内容)|^(?:'s|’s)?\s*(?:data|information|details|history|records?|info)\b`)},
	{model.Withdrawal,
		pattern.New(
			`(?:撤[回销]|收回)(?:我的?|本人的?)?(?:对.{0,12}的?)?(?:同意|授权)|取消(?:我的?)?授权|(?:withdraw|revok)(?:e|ing)?\s+(?:my\s+|all\s+|said\s+|any\s+)*consent`),
		nil},
	{model.Deletion,
		pattern.New(`删除|抹除|删(?:掉|去|光)|(?:请|麻烦|帮我?|要求?|希望)[^，。,.]{0,8}把[^，。,.]{1,16}删了|把[^，。,.]{1,16}删了(?:吧|好吗|可以吗|行吗)|(?:清除|清空|销毁|移除|抹掉|抹去)(?:掉)?(?:我的?|本人的?)?(?:全部|所有|一切)?的?(?:个人)?(?:信息|数据|资料|资讯)|\b(?:delet(?:e|ed|ion|ing)|eras(?:e|ed|ure|ing)|be forgotten|forget (?:about )?me|remove (?:all |any |everything )?(?:of )?(?:my |the )?(?:personal )?(?:data|information|details|records)|(?:wipe|purge|destroy|scrub|expunge|get rid of) (?:all |everything )?(?:of )?my (?:personal )?(?:data|information|details|records)|take my (?:data|details|information) off)\b`), nil},
	{model.Correction,
		pattern.New(`更正|改正|(?:修改|变更|更新|更改)(?:一下)?(?:我的?)?(?:个人)?(?:信息|姓名|名字|地址|电话|手机|邮箱|资料|生日)|(?:写错|填错|登记错|有误|错误|不对)[^。！？\n]{0,12}(?:修改|更新|更改|改过来)|\b(?:correct(?:ion)?(?: of)? my|correction of (?:the )?(?:inaccurate|incorrect|wrong)|rectif\w*|wrong (?:address|name|birth\w*|e-?mail|phone|number)|(?:update|change|amend) my (?:name|address|details|data|e-?mail|phone|birth\w*)|(?:name|address|birth\w*|e-?mail|phone number) is (?:wrong|incorrect|misspel\w+|out ?dated|out of date))\b`), nil},
	{model.Export,
		pattern.New(`副本|汇出|(?:复制|拷贝)一份|复制(?:我的?)?(?:个人)?(?:信息|数据|资料|资讯)|导出|(?:转移|下载)(?:我的?)?(?:全部|所有)?的?(?:个人)?(?:信息|数据|资料|资讯)|\b(?:copy of|(?:want|need|like|send me|get|have|receive|request) (?:only |just )?a copy|(?:download|transfer) (?:all )?(?:of )?my (?:personal )?(?:data|information)|send me (?:all|everything)(?: of)?(?: the| my)? ?(?:personal )?(?:data|information)|export|portab\w+)\b`), nil},
	{model.Restriction,
		pattern.New(`限制(?:你们?|贵司)?(?:对)?(?:我的?)?(?:个人)?(?:信息|数据|资料)?的?(?:处理|使用)|\b(?:restrict(?:ion)?(?: of)? (?:the |your )?(?:processing|use)|limit (?:the |your )?(?:processing|use) of my)\b`), nil},
	{model.Access,
		pattern.New(`查阅|查询(?:我的?)?(?:个人)?(?:信息|数据|资料|资讯)|(?:查询|了解|知道|查看)[^，。,.]{0,14}(?:哪些|什么)(?:个人)?(?:信息|数据|资料)|(?:收集|保存|持有|处理)了?(?:我的?)?哪些|\b(?:access (?:to )?my|access to (?:the |all |any |of )*personal (?:data|information)|right (?:of|to) access|request(?:ing)? access|subject access|access request|supply (?:me with )?(?:the |all |any |of |my )*(?:personal )?(?:data|information)|(?:what|which) (?:personal )?(?:data|information))\b`), nil},
	{model.Objection,
		pattern.New(`个性化(?:广告|推荐)|退订|(?:停止|不要再?|别再?|拒绝|不想再?)(?:给我|向我)?.{0,6}(?:广告|营销|推广|推销|促销|短信)|\b(?:unsubscribe|stop (?:sending|the|all|your)?.{0,20}(?:ads|advert\w*|marketing|newsletters?|promotions?)|opt(?:ing)?(?: me)?[ -]out|no more (?:ads|advert\w*|marketing|newsletters?)|marketing|object(?:ing)? to (?:the |your |any |this )*(?:processing|use) of)\b`), nil},
	{model.Complaint, pattern.New(`投诉|举报|\bcomplain\w*\b`), nil},
}

// Asked is a kind that a text names, and the words that name it.
type Asked struct {
	Kind  model.Kind
	Words string
	// unclear is why it may not be asked for; nil where the sentence asks for it plainly.
	unclear *Doubt
}

// maxNot is how many sentences that name a kind without asking for it are told of each kind.
const maxNot = 3

// KindsIn returns every kind that a text asks for, the narrowest first, and why what else it names is not asked for.
func KindsIn(text string) (list []Asked, not []Doubt) {
	said := strings.ToLower(text)
	lower := Simplify(said) // as long as what was said
	if len(said) != len(text) {
		text = said // some letters are longer as small ones: the places would not be those of the text
	}
	in := tongueOf(lower)
	law := cited(lower, in)
	var read [][]int // what a narrower kind was read from says nothing of a wider one
	for _, k := range kindWords {
		var best *Asked
		var here [][]int
		told := 0
		plain := slices.ContainsFunc(law, func(l Asked) bool { return l.Kind == k.kind })
		no := func(why Doubt) {
			if told++; told <= maxNot && !plain {
				not = append(not, why)
			}
		}
		for _, m := range in.matches(k.kind, k.words, lower) {
			if k.unless != nil && k.unless.MatchString(lower[m[1]:]) {
				continue
			}
			if slices.ContainsFunc(read, func(r []int) bool { return r[0] <= m[0] && m[0] < r[1] }) {
				continue
			}
			here = append(here, m)
			one := Asked{Kind: k.kind,
				Words: strings.TrimFunc(strings.Join(strings.Fields(said[m[0]:m[1]]), " "), func(r rune) bool {
					return !unicode.IsLetter(r) && !unicode.IsDigit(r)
				})}
			if why, denied := notAsked(sentenceBefore(lower, m[0]), lower[m[0]:m[1]], lower[m[1]:]); denied &&
				k.kind != model.Objection {
				no(why)
				continue
			}
			s, at := sentenceOf(lower, m[0], m[1])
			if isFooter(s.text) || k.kind != model.Correction && isLink(lower, m[0], m[1]) {
				no(footerOf(text, at, len(s.text)))
				continue
			}
			how, word := s.says(k.kind, in)
			if how == against {
				no(hedged(text, at, len(s.text), word))
				continue
			}
			if how == unclear {
				d := hedged(text, at, len(s.text), word)
				one.unclear = &d
			}
			if best == nil || best.unclear != nil && one.unclear == nil {
				best = &one
			}
		}
		if best != nil {
			list = append(list, *best)
		}
		read = append(read, here...)
	}
	return leadBy(law, list), not
}

// hedged is the doubt about a sentence that names a kind and does not plainly ask for it.
func hedged(text string, at, size int, word string) Doubt {
	sentence := Beginning(strings.Join(strings.Fields(text[at:at+size]), " "), 200)
	if word == "" {
		return Doubtful("kind", "the words “{{.A}}” do not plainly ask for it: read what is wanted", sentence)
	}
	return Doubtful("kind", "the words “{{.A}}” name it and say “{{.B}}” as well: read what is wanted", sentence,
		strings.TrimSpace(word))
}

// footerOf is the doubt about a sentence that a program put under a mail.
func footerOf(text string, at, size int) Doubt {
	sentence := Beginning(strings.Join(strings.Fields(text[at:at+size]), " "), 200)
	return Doubtful("kind", "the words “{{.A}}” look like what a program puts under a mail: read what is wanted",
		sentence)
}

// AsksFor reports whether a text names anything that is known here, plainly or not.
func AsksFor(text string) bool { list, not := KindsIn(text); return len(list)+len(not) > 0 }

// Suggest sets the kind from the first of the texts that asks for one, and names the words it comes from, what else
// they ask for, and what they name without asking for it.
func (s *Submission) Suggest(texts ...string) {
	s.Kind = model.SelfService
	for _, text := range texts {
		found, not := KindsIn(text)
		for _, n := range not {
			s.Doubt(n)
		}
		if len(found) == 0 {
			continue
		}
		if words := OverAll.FindString(Simplify(strings.ToLower(text))); words != "" {
			s.Doubt(Doubtful("kind", "the text also says “{{.A}}”: find out whether the request is taken back", words))
		}
		s.Kind, s.Words = found[0].Kind, found[0].Words
		if s.Kind.Copies() {
			s.SetExtent(ExtentIn(strings.Join(texts, "\n\n")))
		}
		if d := found[0].unclear; d != nil {
			s.Doubt(*d)
		}
		for _, other := range found[1:] {
			s.Doubt(Doubtful("kind", "the text also says “{{.A}}” ({{.B}})", other.Words, string(other.Kind)))
		}
		return
	}
	s.Doubt(nothingAsked)
}

var (
	nothingAsked = Doubtful("kind", "no words say what is asked for; read the text")
	subjectAlone = Doubtful("kind",
		"only the subject of an answer names it, “{{.A}}”, which may be what was asked before: read the text")
)

// DoubtSubject takes note that only the subject of an answer names what is asked for.
func (s *Submission) DoubtSubject(subject string) {
	s.Doubt(Doubt{subjectAlone.Field, Because(subjectAlone.Reason.Text, subject)})
}

// Certain reports whether nothing is doubtful about a mail that would be part of a request of a kind, but when it was
// received and that its words ask for nothing new; passed over are the doubts that it belongs to somebody's.
func (s Submission) Certain(kind model.Kind, passed ...Doubt) bool {
	if s.Words != "" && s.Kind != kind || s.Known == OtherContent {
		return false
	}
	return !slices.ContainsFunc(s.Doubts, func(d Doubt) bool {
		is := func(o Doubt) bool { return d.String() == o.String() }
		subject := d.Reason.Text == subjectAlone.Reason.Text
		return d.Field != "received" && !subject && !is(nothingAsked) && !slices.ContainsFunc(passed, is)
	})
}

// Doubt adds a doubt that is not there yet.
func (s *Submission) Doubt(d Doubt) {
	if !slices.ContainsFunc(s.Doubts, func(o Doubt) bool { return o.String() == d.String() }) {
		s.Doubts = append(s.Doubts, d)
	}
}
