package record

import "orangelab.cn/rightsdesk/model/pattern"

// What stands around words that are named and not asked for. Each is looked for in the words before them, in the same
// sentence.
const (
	zhWhose = `(?:你们?|您|贵司|贵公司|平台|系统|商家|客服)?(?:将|把|对|给)?(?:我的?|本人的?)?(?:个人)?(?:信息|数据|资料|账号|账户|帐号|帐户|会员)?(?:给|被)?`
	enWhose = `(?:\s+(?:want|wish|need|like|ask(?:ing|ed)?|request(?:ing|ed)?|to|for|you|my|the|any|of|our|personal|data|account|information|be|been|have|having|it|yet|ever|all))*`
)

var (
	// denied: "do not delete", "do not want my data deleted", 不删除, 请勿删除.
	denied = pattern.New(`(?:(?:不|勿|毋|(?:^|[^性分个特识级类派])别|甭|未|未曾|没有?|并非|无需|无须|禁止|拒绝|反对)(?:要|想要?|希望|用|必|会|同意|得|许|准|可|应该?|该|允许|打算|愿意?|需要?|再)?(?:再|要求|请求|申请)?` + zhWhose + `|` +
		`(?:\b(?:not|never|without|cannot)|(?:do|does|did|is|are|was|were|has|have|had|wo|ca|could|should|would|must|need)n['’]?t)` + enWhose + `)\s*$`)
	// wondered: a no that is none, as in 能不能删除 and 为什么还不删除.
	wondered = pattern.New(`(?:能不能?|可不可以?|可否|行不行|要不要|会不会|是不是|有没有|肯不肯|愿不愿意?|好不好|(?:还|仍|仍然|至今|迟迟|一直|再|为什么|为何|怎么|如果|若|要是)(?:你们?|您|贵司|贵公司|平台)?(?:还|仍|就|都)?(?:不|没有?|未))(?:请|麻烦|帮忙?|帮我|予以|给予)?` + zhWhose + `\s*$`)
	// done: what somebody did already: "you have deleted my account", 已被注销.
	done = pattern.New(`(?:\b(?:you|they|he|she|somebody|someone|who|shop|company|team|support|colleagues?)(?:['’]?(?:ve|d|s)|\s+(?:have|had|has))?(?:\s+(?:already|just|since|now|apparently|simply|wrongly|once|all|both|also|then|even|recently|suddenly))*|` +
		`\b(?:was|were|got|has been|have been|had been)(?:\s+(?:already|just|since|wrongly|suddenly|recently))*)\s*$`)
	donePast = pattern.New(
		`^(?:deleted|erased|removed|closed|cancelled|canceled|terminated|deactivated|exported|rectified)\b`)
	doneInZh = pattern.New(`(?:已经?|早已|擅自|私自|误|无故|无缘无故|莫名其妙|突然|未经.{0,8}(?:同意|许可|允许)就?)(?:经|就|便)?(?:被|将|把)?` + zhWhose +
		`\s*$`)
	doneAfter = pattern.New(`^(?:掉?了(?:我|他|她|它|。|，|,|\.|！|!|$)|过)`)
	// takenFrom: "withdraw my request to delete", 撤回我的删除(请求).
	takenFrom = pattern.New(`(?:\b(?:withdr[ae]w\w*|retract\w*|cancel\w*|revok\w*|rescind\w*|tak(?:e|en|ing) back|took back|ignore|disregard|forget|drop(?:ped)?)\s+(?:my|the|our|this|that|any)\s+(?:\w+\s+){0,3}?(?:requests?|demand|wish|application|mail|e-?mail|message)(?:\s+(?:of|from)\s+\w+)?(?:\s+(?:to|for|that|about|of|asking))*(?:\s+(?:you|my|the|have|all|personal|data|account|be))*|` +
		`\bno longer\s+(?:want|wish|need|ask)` + enWhose + `)\s*$`)
	takenFromOf   = pattern.New(`(?:\b(?:withdr[ae]w\w*|retract\w*|cancel\w*|revok\w*|tak(?:e|en|ing) back|ignore|disregard|forget)\s+(?:my|the|our|this|that)\s+(?:\w+\s+)?|(?:撤回|撤销|收回|取消|放弃|终止)了?(?:我|本人)?的?(?:之前|此前|先前|上次|昨天|前几天)?(?:的|提出的?|提交的?|发出的?|申请的?)?(?:关于|要求|请求|申请)?` + zhWhose + `\s*)$`)
	takenFromNoun = pattern.New(`^.{0,12}?(?:请求|申请|要求)|^\s+requests?\b`)
	// supposed: "if I ask you to delete", "what happens when", 如果我要求删除.
	supposed = pattern.New(`(?:\b(?:if|when|unless|before|suppose|assuming|in case|whether)\s+(?:i|we|somebody|someone|one|a (?:customer|person|user))\s+(?:\w+\s+){0,3}?(?:ask\w*|request\w*|want\w*|decide\w*|choose|chose|wish|were|was|should|would|could|can)` + enWhose + `|` +
		`\bif (?:you|i|we)|\bwhat (?:happens|would happen|will happen|becomes)\b[^.?!]{0,40}|\b(?:if|when) (?:i|we)|(?:如果|假如|要是|若|万一|假设)我?(?:们|以后|将来|想|要|要求|请求|申请)*` + zhWhose + `)\s*$`)
	// wantsDone: 请把它删除了。
	wantsDone   = pattern.New(`(?:请|希望|要求|麻烦|帮|想|需要|务必|尽快)[^，。,.]*$`)
	sentenceEnd = pattern.New(`[.!?]+(?:\s|$)|[。！？；;]+|\n\s*\n|\n[ \t]*[-_=*–—]{2,}[ \t]*(?:\n|$)`)
)

// maxBefore is how far before words, in bytes, it is looked for what belongs to them.
const maxBefore = 160

// sentenceBefore returns what stands before a place in its sentence.
func sentenceBefore(text string, at int) string {
	part := text[max(0, at-maxBefore):at]
	if ends := sentenceEnd.FindAllStringIndex(part, -1); len(ends) > 0 {
		part = part[ends[len(ends)-1][1]:]
	}
	return part
}

// notAsked returns why words are not asked for, by what stands before and after them in their sentence; false where
// they are.
func notAsked(before, words, after string) (Doubt, bool) {
	switch {
	case takenFrom.MatchString(before), takenFromOf.MatchString(before) && takenFromNoun.MatchString(after):
		return Doubtful("kind", "the text says “{{.A}}” of a request that is taken back: read what is wanted", words),
			true
	case supposed.MatchString(before):
		return Doubtful("kind", "the text says “{{.A}}” only of what would be: read what is wanted", words), true
	case donePast.MatchString(words) && done.MatchString(before), doneInZh.MatchString(before),
		doneAfter.MatchString(after) && !wantsDone.MatchString(before):
		return Doubtful("kind", "the text says “{{.A}}” of what was done already: read what is wanted", words), true
	case denied.MatchString(before) && !wondered.MatchString(before):
		return Doubtful("kind", "the text says “{{.A}}” with a no before it: read what is wanted", words), true
	}
	return Doubt{}, false
}
