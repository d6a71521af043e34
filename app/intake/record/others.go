package record

import (
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/identifier"
	"orangelab.cn/rightsdesk/model/pattern"
)

// WroteAddress finds an address in what people write.
var WroteAddress = pattern.New(`<?([^\s<>()",;:@]+@[^\s<>()",;:@]+\.[^\s<>()",;:@]+)>?`)

// others are the words by which a text points at somebody else than its sender, by what they say. Each language is a
// list of patterns, as in hedges.
var others = []sense{
	{"relation",
		[]string{
			`(?:my|our|his|her|the) (?:(?:late|dear|elderly|old|older|elder|little|younger|young|own|two|three|minor|adult|adopted|deceased|former|ex)[ -])*(?:mothers?|fathers?|mums?|moms?|dads?|parents?|wife|wife['’]s|husbands?|spouse|partners?|sons?|daughters?|child|children|kids?|baby|brothers?|sisters?|siblings?|grand\w+|uncles?|aunts?|nephews?|nieces?|cousins?|friends?|boyfriends?|girlfriends?|fianc[eé]\w*|clients?|colleagues?|boss|employees?|employers?|assistants?|neighbou?rs?|patients?|pupils?|students?|room-?mates?|flat-?mates?|ex|family|families|boys?|girls?|principal)`,
			`my customers?`},
		[]string{
			`(?:母亲|父亲|妈妈|爸爸|老妈|老爸|父母|妻子|老婆|丈夫|老公|孩子|小孩|儿子|女儿|宝宝|爷爷|奶奶|外公|外婆|姥姥|姥爷|岳父|岳母|哥哥|弟弟|姐姐|妹妹|前妻|前夫|男朋友|女朋友|监护人|被监护人)`,
			`(?:我|帮|替|为|给)(?:们)?(?:的)?(?:一个|一位|个)?(?:妈|爸|爹|娘|娃|哥|弟|姐|妹|爱人|太太|先生|男友|女友|朋友|同事|客户|老板|员工|同学|学生|室友|邻居|亲戚|家人|亲人|委托人|当事人|伯父|叔叔|阿姨|舅舅|姑姑|侄子|侄女|外甥|表哥|表弟|表姐|表妹|公公|婆婆|助理|领导|病人|患者)`}},
	{"acting for", []string{`on (?:\w+ )?behalf`, `in the name of`, `act(?:ing)? for`, `writing for`, `write for`,
		`represent(?:s|ing)?`, `power of attorney`, `attorney`, `lawyers?`, `guardians?`, `executors?`,
		`as (?:his|her|their) \w+`},
		[]string{`代表`, `代理`, `代为`, `代替`, `代(?:他|她|人|办|申请)`, `受.{0,24}委托`, `委托`, `律师`, `替(?:他|她|人|别人|他人)`,
			`帮(?:他|她|别人|他人)`}},
	{"not the sender", []string{`not mine`, `not my (?:own|account|data)`,
		`(?:i am|i['’]?m) not (?:the|a|an|him|her|that|this|mr|mrs|ms)`, `not me`,
		`(?:someone|somebody|anyone|another (?:person|customer|user|man|woman)|a third party)`,
		`(?:his|her|their|somebody['’]s|someone['’]s) (?:personal |own )*(?:data|account|information|details|records?|profile|orders?|name)`, `for (?:him|her|them)`, `(?:whose|who has the) account`},
		[]string{`我不是`, `(?:并非|不是|非)本人`, `不是我的?`, `别人`, `他人`, `[他她](?:们)?的(?:个人)?(?:信息|数据|资料|账号|帐号|账户|帐户|会员|手机|订单)`,
			`[他她]本人`}},
	{"age or death", []string{`\d{1,2}[- ]years?[- ]old`, `aged? \d{1,3}`,
		`(?:is|turned) (?:only |just )?\d{1,2}(?: and|,|\.|;|$)`, `under ?age`, `minors?`, `deceased`, `passed away`,
		`(?:has )?died`, `late (?:mr|mrs|ms)`, `estate of`},
		[]string{`未成年`, `\d{1,2}(?:周)?岁`, `[一二三四五六七八九十]{1,3}(?:周)?岁`, `去世`, `逝世`, `过世`, `死亡`, `遗产`, `遗属`, `已故`}},
}

var (
	otherPerson = pattern.Made(func() string {
		en, zh := sayings(others)
		return `(?i)\b(?:` + strings.Join(en, `|`) + `)(?:\W|$)|` + strings.Join(zh, `|`)
	})
	// ofWhom is whose data is named: "the account of Li", "Wang Fang's account".
	ofWhom = pattern.New(`(?i)\b(?:account|data|information|details|records?|profile|orders?)\s+(?:of|for|belonging to|about|relating to|concerning)\s+((?:mr|mrs|ms|user|customer)?\.?\s*[\p{L}\d@._-]+)|([\p{L}\d-]+)['’]s?\s+(?:personal |own |whole |customer )*(?:account|data|information|details|records?|profile|file)\b`)
	// oneself are the words in that place that name nobody else.
	oneself = strings.Fields("me mine my myself us our ours the this that these those your yours you any all a an which it its what that there here let shop company store website site today yesterday year month week person account user customer")
	iAmNot  = pattern.New(`\b(?:I am|I['’]m|i am|i['’]m|this is) not \p{Lu}[\p{L}-]+`)
	zhWhom  = pattern.New(`(?:删除|注销|导出|更正|查询|查阅|关闭|抹除)(?:掉)?([\p{Han}]{2,4}?)(?:[（(][^）)]{0,30}[）)])?的(?:个人|全部|所有)*(?:信息|数据|资料|账号|帐号|账户|帐户)`)
	zhSelf  = pattern.New(`^(?:所有|全部|一切|关于)?(?:与|和|跟)?(?:我|本人|自己|你|您|贵|这|那|该|此|所有|全部|一切|相关|有关|关于|上述|以上|以下|之前|以前|保存|收集|持有|处理|存储|不必|多余|过期|不准|错误|注册|平台|公司|商店|其中|里面|账|帐|手机|邮箱)`)
	myOwn   = pattern.New(`(?i)\b(?:my|me at|call me|reach me)\b[^,.;\n]{0,30}$|(?:我的?|本人的?|电话|手机号?码?|联系方式|手机号|tel\.?|phone|mobile|cell)\s*(?:号码|number|no\.?)?\s*(?:是|为|is)?\s*[:：]?\s*[(（]?\s*$`)
	number  = pattern.New(`(?:\+|00)?\d[\d -]{8,20}[\dXx]`)
)

// pointsAt returns the words of a text that point at somebody else than its sender; empty where none do. Own are the
// addresses and numbers of the sender, and of the house that is written to.
func pointsAt(text string, own func(mail string) bool, subject model.Subject) string {
	plain := Simplify(text) // as long as the text
	if m := otherPerson.FindStringIndex(plain); m != nil {
		return around(text, m[0], m[1])
	}
	if m := elsesWords(text); m != nil {
		return around(text, m[0], m[1])
	}
	if m := iAmNot.FindStringIndex(text); m != nil {
		return around(text, m[0], m[1])
	}
	for _, m := range ofWhom.FindAllStringSubmatchIndex(text, 20) {
		from, to := max(m[2], m[4]), max(m[3], m[5])
		if !slices.Contains(oneself, strings.Trim(strings.ToLower(text[from:to]), " .-_")) {
			return around(text, m[0], m[1])
		}
	}
	for _, m := range zhWhom.FindAllStringSubmatchIndex(plain, 20) {
		if !zhSelf.MatchString(plain[m[2]:m[3]]) {
			return around(text, m[0], m[1])
		}
	}
	for _, m := range WroteAddress.FindAllStringSubmatchIndex(text, 50) {
		if mail := strings.Trim(text[m[2]:m[3]], "."); !own(mail) {
			return around(text, m[0], m[1])
		}
	}
	for _, m := range number.FindAllStringIndex(text, 50) {
		if !numberOf(subject, text[m[0]:m[1]]) && !myOwn.MatchString(text[max(0, m[0]-60):m[0]]) &&
			besideRequest(text, m[0], m[1]) {
			return around(text, m[0], m[1])
		}
	}
	return ""
}

// besideRequest reports whether the sentence around a place of a text asks for something.
func besideRequest(text string, start, end int) bool {
	s, _ := sentenceOf(text, start, end)
	return AsksFor(s.text)
}

// numberOf reports whether a number is one of a person's.
func numberOf(p model.Subject, written string) bool {
	same := func(kind, v string) bool { return identifier.SpellingOf(kind).Same(v, written) }
	return p.IDNumber != "" && identifier.NormaliseIDNumber(p.IDNumber) == identifier.NormaliseIDNumber(written) ||
		slices.ContainsFunc(p.Phones(), func(v string) bool { return same("phone_number", v) }) ||
		slices.Contains(p.Accounts(), written)
}

// around quotes the sentence around a place of a text.
func around(text string, start, end int) string {
	s, _ := sentenceOf(text, start, end)
	return Beginning(strings.Join(strings.Fields(s.text), " "), 200)
}

// ForWhom leaves it open who asks where the person's own words point at somebody else than them.
func (s *Submission) ForWhom(text string, own func(mail string) bool) {
	if s.Requester != model.Self {
		return
	}
	if words := pointsAt(text, own, s.Subject); words != "" {
		s.Doubt(Doubtful("requester",
			"the words “{{.A}}” point at somebody else: find out whose data is meant and who asks", words))
	}
}

// WhoAsks is who asks as far as it is known: empty where a doubt leaves it open.
func (s Submission) WhoAsks() model.RequesterKind {
	if s.Requester == model.Self &&
		slices.ContainsFunc(s.Doubts, func(d Doubt) bool { return d.Field == "requester" }) {
		return ""
	}
	return s.Requester
}
