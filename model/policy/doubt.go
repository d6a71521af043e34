package policy

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"orangelab.cn/rightsdesk/model/pattern"
)

// What a change may bring that no list of data, purposes or recipients names. Each pattern says the same in both
// languages.
var (
	// A device or a service takes in more, or looks at what it has in another way.
	senses = pattern.New(`(?i)\b(listens?|films?|photographs?|watch(es|ed)? (you|your|for|how)|tracks?|tracked|monitors?|monitored|scans?|scanned|examines?|examined|inspect(s|ed)?|uploads? (a |an |your )|records? (you|your|what|how|all|every|each|calls)\b|(is|are) recorded|logs? (your|the|when|where|how|every))|录音|录像|拍照|拍摄|摄像|监听|监测|监控|跟踪|追踪|抓拍|上传|检视|比对|识别|后台[^，。；]{0,8}(获取|读取|运行)`)
	// What stayed with a person goes to servers.
	leaves = pattern.New(`(?i)\b(sent|uploaded|copied|transmitted|synchroni[sz]ed|backed up) to our\b|\b(on|to) our servers?\b|(同步|上传|备份|发送|传输|保存)(至|到|在)(我们|本公司|公司|本平台)?的?(服务器|云端|后台)`)
	// What protects is gone.
	guarded = pattern.New(`(?i)end[- ]to[- ]end|\b(stays?|kept|only|remains?) (locally )?on (the|your) (device|phone|computer)|never leaves|yours alone|anonym|pseudonym|nobody else|端到端|仅(保存|存储|存放|留存)?(在|于)?(您|本地|手机|设备)|不上传|不离开|匿名|仅(您|限)?本人|脱敏|去标识`)
	// Whoever is treated by what they did.
	tailors = pattern.New(`(?i)\b(depends?|based|ordered|sorted|ranked|differs?) (on|by|with) (what you|how you|your|who you)|\byou (bought|viewed|clicked|read|searched|did) before\b|(按|按照|根据|依|依据|因)您?的?(浏览|购买|消费|搜索|使用|观看)?(习惯|行为|偏好|喜好|兴趣|记录|历史|足迹)`)
	// Somebody else does it, or sees it.
	others = pattern.New(`\b([Hh]andled|[Rr]un|[Pp]rocessed|[Cc]ounted|[Hh]osted|[Mm]ade|[Bb]rought|[Dd]elivered|[Ss]tored|[Oo]perated|[Rr]ented|[Dd]one|[Ss]ent|[Mm]easured|[Pp]rovided) (with (a|the) (tool|service|software) of|by|from|to) ([A-Z]\w+|couriers?|a |an |another|other|external|outside)|` +
		`(?i)\bto (everybody|everyone|anybody|anyone|all users|the public)\b|\b(which|who|that) (sees?|gets?|knows?|receives?|reads?)\b|\b(they|he|she|it) (sees?|gets?|receives?) your\b|` +
		`(存放|保存|存储|部署|托管)[在于至][^，。；我本]{1,12}(公司|平台|云)|由[^，。；我本]{2,14}(公司|机构|平台|银行|服务商|供应商|团队)[^，。；]{0,6}(处理|配送|提供|保管|完成|承担|代|执行|分析|统计)|所有人|任何人|公众|(发送|告知|通知|抄送|同步)(给)?(学校|家长|单位|雇主|银行|保险|商家|医院|平台|警方|物业)|[^您我](员|商|方|人|公司|机构|学校|雇主|单位)(可|可以|能|能够)(看到|看见|查看|查阅|知道|获取)`)
	nobodyElse = pattern.New(`(?i)\bonly\b|\bnobody but\b|\bno one but\b|只有|仅有`)
	// A right is made hard to use.
	hurdles = pattern.New(`(?i)\b(signed|registered|notari[sz]ed) (letter|form|copy|request)|\bin writing\b|\bwritten (request|application|form|statement)\b|\bby post\b|\bin person\b|\bvideo call\b|\bnotar|\boriginal documents?\b|\bwith your passport\b|书面|公章|亲自|亲笔|现场|原件|公证|邮寄|视频(核验|验证|通话)|手持(身份证|证件)`)
	// A choice is gone.
	chooses = pattern.New(`(?i)\b(switch|turn)(ed)? ([\w ]{0,30} )?off\b|\bopt(ed)?[- ]out|\bdisable|\bobject\b|\brefuse|\bdecline|\bunsubscribe|关闭|拒绝|退订|反对|停用|取消|一键`)
	// Whose the service is.
	houses = pattern.New(`(?i)\bsubsidiar|\bparent company|\b(a )?compan(y|ies) of (its|their) own|\bindependent compan|(?-i:[A-Z]\w+ [Gg]roup)\b|\bbelongs? to\b|\b(is|are|was) (run|owned|operated) by\b|子公司|母公司|集团|独立法人|法人实体|运营主体|(吸收|并入|划归|剥离)`)
	// For how long something stays.
	stays = pattern.New(`(?i)\b(kept|keep|stored?|retained?|deleted?|erased?|destroyed?|shredded|removed?|wiped)\b[^.;]{0,30}\b(days?|weeks?|months?|years?)\b|(保存|保留|留存|存储|清除|删除|销毁|清理)[^，。；]{0,10}(日|天|周|月|年)|(日|天|周|月|年)(后|内|之后)[^，。；]{0,4}(清除|删除|销毁|清理)`)
	// Where people turn to, when a clause is nothing else.
	reached = pattern.New(`(?i)^\W*[\w.+-]+@[\w.-]+\W*$|^\W*\d{1,4}[a-z]? ([\w.]+ ){0,4}(street|road|lane|avenue|square|quay|way|drive|place|building)\b|\b(department|team|desk|office|unit) answers\b|ombuds|(路|街|巷|道|大道|大厦|广场)\d*号?[^，。；]{0,12}$|由[^，。；]{1,16}(部|处|组|中心|专员)(答复|受理|处理|负责|接待)|\b(ring|call|dial|phone|tel\.?|telephone)\W{0,3}\d[\d -]{4,}|(拨|拨打|致电|电话)(号码)?(为|是|：|:)?\s*\d`)
)

// changesPart reports whether a part of a sentence in which something was put in matches, whether it affirms or not.
func (c Change) changesPart(matches *pattern.Pattern) (found bool) {
	for _, pieces := range c.Body {
		pieces.eachPart(func(part, inserted, _ string, _ func() string) {
			found = found || strings.TrimSpace(inserted) != "" && matches.MatchString(part)
		})
	}
	return found
}

// drops reports whether a text had something that it has no more, in some language.
func (c Change) drops(matches *pattern.Pattern) (found bool) {
	for _, pieces := range c.Body {
		found = found || matches.MatchString(pieces.Old()) && !matches.MatchString(pieces.New())
	}
	return found && c.Now != nil
}

// gives reports whether somebody else does or sees now what they did not before.
func (c Change) gives() (found bool) {
	for _, pieces := range c.Body {
		pieces.eachPart(func(part, inserted, deleted string, _ func() string) {
			found = found || strings.TrimSpace(inserted) != "" && !slip(inserted, deleted) &&
				others.MatchString(part) && !denies.MatchString(part) && !houses.MatchString(part) &&
				!controls.MatchString(part) && !nobodyElse.MatchString(part)
		})
	}
	return found
}

// another reports whether more is taken in, or what is there is looked at, kept or used in another way.
func (c Change) another() bool {
	return c.changes(senses) || c.changes(leaves) || c.changes(tailors) || c.drops(guarded)
}

// hinders reports whether a right is harder to use than it was, or a choice is gone.
func (c Change) hinders() bool {
	return c.changes(hurdles) && !c.drops(hurdles) && !c.hadHurdle() || c.drops(chooses)
}

func (c Change) hadHurdle() (had bool) {
	for _, pieces := range c.Body {
		had = had || hurdles.MatchString(pieces.Old())
	}
	return had
}

// untold reports whether the words of a change tell nothing of what it does, as far as they led to these triggers: more
// differs than a spelling, and all that is known of it is whom to ask, though it is about something that people can ask
// for.
func (c Change) untold(triggers []Trigger) bool {
	switch {
	case len(triggers) == 0:
		return c.differs()
	case slices.Equal(triggers, []Trigger{Contact}):
		return c.changesPart(claims)
	}
	return false
}

// differs reports whether the body says something else, more than another spelling, in some language.
func (c Change) differs() (found bool) {
	for _, pieces := range c.Body {
		now, was := pieces.all(Inserted), pieces.all(Deleted)
		for _, text := range []string{now, was} {
			r, _ := utf8.DecodeRuneInString(text)
			found = found || unicode.Is(unicode.Han, r) && utf8.RuneCountInString(text) > 1 // here without neighbours
		}
		found = found || pieces.Changed() && (!slip(now, was) || now == "" && !slip(was, ""))
	}
	return found
}

// all is what was put in, or taken out, one after the other.
func (p Pieces) all(op Op) string {
	var b strings.Builder
	for _, piece := range p {
		if piece.Op == op {
			b.WriteString(piece.Text + " ")
		}
	}
	return strings.TrimSpace(b.String())
}
