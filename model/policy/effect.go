package policy

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"orangelab.cn/rightsdesk/model/pattern"
)

// What suggests an effect.
var (
	transferWords = pattern.New(`(?i)` + transferred + `|` + transferredChinese)
	purposeWords  = pattern.New(`(?i)purpose|\bused? (it |them |this |(your|the|such|that) (\w+ ){1,3})?(for|to)\b|in order to|advertis|recommend|marketing|profil|\bpersonali[sz]|\btrain|` +
		`\bresearch|analy(s[ei]s|[sz]e|tics)|\bscor(e|ing)\b|credit (check|rating)|moneti[sz]|\b(re)?s(ell|ells|elling|old)\b|\bsale of|市场(推广|调查|调研)|营销|用于|目的|广告|推荐|推送|画像|训练|研究|分析|统计|评分|征信|个性化|变现|出售|售卖|贩卖|倒卖|买卖`)
	methodWords = pattern.New(`(?i)automat(ed|ically)|algorithm|combin|profil|\bshar(e|es|ed|ing)\b|transfer|abroad|overseas|cross-border|outside (of )?(mainland )?(china|the (eu|eea|country))|encrypt|` + transferred + `|自动(化|决定|审核|判断|作出|评估|生成)|算法|合并使用|关联分析|without (any )?human|\bmodels? (checks?|decides?|determines?|judges?|assess\w*|evaluates?|reviews?|sets?)\b|machine learning|artificial intelligence|(based on|by|from) your (past|earlier|previous|behaviou?r|purchas|history|location)|画像|无人工|无需人工|模型(审核|决定|判断|判定|评估|确定)|机器学习|人工智能|(根据|依据|按照?)您的(历史|过往|以往|行为|购买|消费|位置)|出境|跨境|境外|加密|` + transferredChinese)
	kindsWords  = pattern.New(`(?i)phone number|e-?mail|address|birth|id number|passport|nationality|gender|\bsex(ual)?\b|location|\bposition\b|contacts|call log|text messages|calendar|photo|voice|recordings|\bfaces?\b|facial|fingerprint|iris|gait|biometric|` +
		`genetic|\bdna\b|bank|health|medical|income|salary|religio|ethnic|political|trade union|criminal|marital|education|occupation|employ(er|ment)|device (id|identifier|information|number)|imei|identifiers?\b|ip address|cookie|clipboard|installed apps|brows(ing|er) history|search history|(payment|transaction|purchase) (record|histor)|heart rate|\bheight\b|\bweight\b|licen[cs]e plate|plate number|passport|medical history|driv(ing|er'?s?) licen[cs]e|famil(y|ies)|relatives|social (media|security)|credit (report|record|history)|\bsleep|\bwi-?fi\b|\bsignatures?\b|wechat|\bqq\b|vaccinat|blood|tax number|\bfiles?\b|file ?names?|id card|identity card|` +
		`手机号|电话号码|病史|邮箱|地址|出生|身份证|护照|国籍|性别|性取向|性生活|位置|定位|行踪|轨迹|通讯录|通话记录|短信内容|日历|照片|相册|声音|录音|声纹|语音|心率|血压|血型|身高|体重|车牌|驾驶证|驾照|家庭成员|亲属|社交账号|社保|信用报告|征信报告|信用记录|睡眠|Wi-?Fi|签名|微信号|QQ号|疫苗|税号|文件(名|列表)|人脸|面部|指纹|虹膜|步态|生物识别|基因|遗传|银行卡|健康|医疗|病历|收入|工资|宗教|信仰|民族|种族|政治|工会|犯罪|婚姻|学历|教育|职业|设备(标识|信息|号)|(?-i:Cookie)|剪贴板|应用列表|浏览(记录|历史)|搜索(记录|历史)|(支付|交易|购买|消费)(记录|历史)`)
	rightsWords = pattern.New(`(?i)\bright|you (can|may)|free of charge|consent|ask us|request|delete|withdraw|at any time|权利|您(可以|有权|只能|仅能|仅可)|免费|同意|请求|删除|撤回|随时`)
	restricts   = pattern.New(`(?i)\bonly\b|no more than|at most|not more often|只能|仅(能|可|限)|至多|最多|不超过`)
	charges     = pattern.New(`(?i)\bfees?\b|\bcharge[sd]?\b (?:a|you|for)|at your (own )?(cost|expense)|收费|收取`)
	collects    = pattern.New(`(?i)collect|receiv|obtain|provide|\bhold|\bprocess(es|ed)? (your|the|this|these|such)|we process|(information|data) we process|\breads?\b|\bscans?\b|\b(obtain|get|ask for|register with|sign up with)s?\b|\bkeeps?\b|\bstor(e|es|ed)\b|\bgive (us|your)\b|\btell us\b|\bfill in\b|收集|采集|接收|获取|获得|取得|询问|使用[^，。；]{0,30}注册|凭[^，。；]{0,30}注册|提供|处理(您|以下|下列|的)|读取|扫描|保存|存储|留存|填写|录入|(锁|机|器|表|环|车|端|应用|系统|设备|我们|平台|摄像头)(会|将|还|也|可)?(记录|获取)`)
	// Where one of these stands in a part of a sentence that changed, what changed is who is meant.
	giving = pattern.New(`(?i)` + transferred +
		`|\b(give|gives|given|provide|provides|provided|send|sends|sent|pass|passes|passed|hand|hands|transfer|transfers|share|shares|shared)\b[^.;:]{0,60}\b(to|with) (?-i:[A-Z])|` + transferredChinese)
	controls   = pattern.New(`(?i)\b(your|the|a) (data )?controllers?\b|personal information (handler|processor)|\bof (our|its) shares\b|\bshareholders?\b|\bbelongs? to\b|\b(owned|controlled) by\b|\boperated by\b|(个人信息|数据)(处理者|控制者)|运营(者|方|主体)|股份|股东|隶属|属于[^，。；]{0,12}(集团|公司)|控股`)
	obliges    = pattern.New(`(?i)\boptional\b|\brequired\b|mandatory|选填|必填|可选|必须提供`)
	answerable = pattern.New(`(?i)\bresponsible\b|\bin charge\b|\blooks? after your\b|\b(our|the) (e-?mail )?(box|mailbox|number|hotline|address|e-?mail|telephone|phone|fax|postal address)( \w+)? (is|are)\b|\b(write|turn|call|mail|apply) (to )?(us|our|\d|the|a)\b|负责|(我们|本公司)的(邮箱|电话|热线|地址|传真|微信)(是|为|：)|(请|可)(找|寄信|致信|写信|来信|联系|致电|向)`)
)

// What is done with data that others get.
const (
	transferred = `\b(re)?s(ell|ells|elling|old)\b|\bsale of|\brent(s|ed|ing)?\b|\bleas(e|es|ed|ing)\b|\btrad(e|es|ed|ing)\b|\blicens(e|es|ed|ing) (it|them|this|the|your|our|such)\b|\bdisclos|moneti[sz]|make[s]? (it|them|this|your \w+( \w+)?) (public|available)|made (public|available)|` +
		`\b(give[ns]?|giving|pass(es|ed|ing)?|hand(s|ed|ing)?|provid(e|es|ed|ing)|sen[dt](s|ing)?|suppl(y|ies|ied)|expos(e|ed)|forward(s|ed)?)\b[^.;:]{0,60}\b(to|with) (any(body|one)?|everybody|everyone|others?|other compan|whoever|partners?|third|advertis|affiliat|insur|banks?|brokers?|data |our (partners?|group|affiliat|parent|headquarters|sister))`
	transferredChinese = `共享|出售|售卖|贩卖|倒卖|买卖|出租|交易|转让|转交|披露|公开|(提供|交给|发送|传输|移交|开放|透露)给|(发送|传输|传送|移交|上传|转移)(至|到)[^，。；]{0,12}(总部|母公司|集团)|(向|对)[^，。；]{0,20}(提供|开放|透露|传输|发送)|交由`
)

// Where the sense of a sentence may turn, and what turns it: "if you do not object, we sell it" does not deny that we
// sell it.
var (
	turns  = pattern.New(`(?i)[.;:!?\n。；：！？，]|, ?(we|they|it|our|and we)\b|\b(but|except|unless|if|when|where|however|other than|only)\b|但|除非|除了|如果|仅`)
	denies = pattern.New(`(?i)\b(do|does|did|will|shall|would|may|must|can|is|are|be)( also)? (not|never)\b|\b(cannot|never|no longer|neither|nothing|nobody|no one)\b|n['’]t\b|不会|不得|不再|不将|不能|不可|绝不|从不|决不|并不|均不|也不|不(与|和|向|对|把|将|予|出|共|提|用|公|转|披|交|收)|禁止|停止`)
)

// asserted is what the clause says now that it did not say before: what was inserted into a part of a sentence that
// affirms, and the whole part where what denied it was taken out.
func (c Change) asserted() string {
	var said []string
	for _, texts := range []map[string]Pieces{c.Heading, c.Body} {
		for _, pieces := range texts {
			said = append(said, pieces.asserted()...)
		}
	}
	return strings.Join(said, "\n")
}

func (p Pieces) asserted() (said []string) {
	p.eachPart(func(part, inserted, deleted string, was func() string) {
		if denies.MatchString(part) {
			return
		}
		if deleted != "" && denies.MatchString(was()) {
			inserted = part
		}
		said = append(said, inserted)
	})
	return said
}

// eachPart hands each part of a sentence of the new text, with what was inserted into it and deleted from it, and how
// it was before.
func (p Pieces) eachPart(part func(text, inserted, deleted string, was func() string)) {
	text := p.New()
	begins, turned := 0, append(turns.FindAllStringIndex(text, -1), []int{len(text), len(text)})
	for _, at := range turned {
		from, to := begins, at[1]
		inserted, deleted := p.within(from, to)
		part(text[from:to], inserted, strings.TrimSpace(deleted), func() string { return p.around(from, to) })
		begins = to
	}
}

// changes reports whether a part of a sentence that affirms, and in which something was put in or replaced, matches.
func (c Change) changes(matches *pattern.Pattern) (found bool) {
	for _, pieces := range c.Body {
		pieces.eachPart(func(part, inserted, _ string, _ func() string) {
			found = found || strings.TrimSpace(inserted) != "" && !denies.MatchString(part) && matches.MatchString(part)
		})
	}
	return found
}

// restricts reports whether a right is bound to a place, a way or a number now.
func (c Change) restricts() (found bool) {
	for _, pieces := range c.Body {
		pieces.eachPart(func(part, inserted, _ string, was func() string) {
			found = found || restricts.MatchString(inserted) &&
				(rightsWords.MatchString(part) && rightsWords.MatchString(was()) ||
					claims.MatchString(part) && claims.MatchString(was()))
		})
	}
	return found
}

// within returns what was inserted into a stretch of the new text, and what was deleted from it. A comparison cuts
// Chinese between any two characters: the neighbours are the rest of a word of which one character is another.
func (p Pieces) within(from, to int) (inserted, deleted string) {
	at, text := 0, p.New()
	for _, piece := range p {
		switch piece.Op {
		case Deleted:
			if at >= from && at <= to {
				deleted += piece.Text
			}
			continue
		case Inserted:
			if first, last := max(at, from), min(at+len(piece.Text), to); first < last {
				if r, size := utf8.DecodeLastRuneInString(text[from:first]); unicode.Is(unicode.Han, r) {
					first -= size
				}
				if r, size := utf8.DecodeRuneInString(text[last:to]); unicode.Is(unicode.Han, r) {
					last += size
				}
				inserted += text[first:last]
			}
		}
		at += len(piece.Text)
	}
	return inserted, deleted
}

// around returns a stretch of the new text as it was before: without what was inserted, with what was deleted.
func (p Pieces) around(from, to int) (text string) {
	at := 0
	for _, piece := range p {
		if piece.Op == Deleted {
			if at >= from && at < to {
				text += piece.Text
			}
			continue
		}
		if first, last := max(at, from), min(at+len(piece.Text), to); first < last && piece.Op == Kept {
			text += piece.Text[first-at : last-at]
		}
		at += len(piece.Text)
	}
	return text
}

func (c Change) effects(was, now, heading string) (list []Effect) {
	if c.longer() || c.restricts() || c.hinders() || c.refuses() || charges.MatchString(now) ||
		costs.MatchString(now) && claims.MatchString(heading+"\n"+c.text()) ||
		rightsWords.MatchString(was) && (c.Removed() || !rightsWords.MatchString(now)) {
		list = append(list, ReducesRights)
	}
	now = moved.ReplaceAllString(c.asserted(), "")
	if now == "" {
		return list
	}
	if purposeWords.MatchString(now) || c.adds(serves) {
		list = append(list, ChangesPurpose)
	}
	if methodWords.MatchString(now) || c.changes(joins) || c.unguards() {
		list = append(list, ChangesMethod)
	}
	if kindsWords.MatchString(now) && (collects.MatchString(heading) || collects.MatchString(now) || c.collects()) ||
		biometric.MatchString(now) || c.adds(gathers) {
		list = append(list, ChangesKinds)
	}
	if len(list) == 0 && (c.another() || c.gives() || c.received()) { // what it is else is for a person to say
		list = append(list, ChangesMethod)
	}
	return list
}

// collects reports whether the clause says that data is collected or given to somebody.
func (c Change) collects() bool {
	for _, body := range c.Now.Body {
		if collects.MatchString(body) {
			return true
		}
	}
	return false
}

// longer reports whether a period for which data is kept, or within which people are answered, became longer in some
// language.
func (c Change) longer() bool {
	for _, pieces := range c.Body {
		was, now := periods(pieces.Old()), periods(pieces.New())
		for i := range min(len(was), len(now)) {
			if was[i] > 0 && now[i] > was[i] {
				return true
			}
		}
	}
	return false
}
