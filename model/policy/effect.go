package policy

import (
	"strings"

	"orangelab.cn/rightsdesk/model/pattern"
)

// What suggests an effect.
var (
	transferWords = pattern.New(`(?i)` + transferred + `|` + transferredChinese)
	purposeWords  = pattern.New(`(?i)purpose|\bused? (it |them |this |(your|the|such|that) (\w+ ){1,3})?(for|to)\b|in order to|advertis|recommend|marketing|profil|\bpersonali[sz]|\btrain|` +
		`\bresearch|analy(s[ei]s|[sz]e|tics)|\bscor(e|ing)\b|credit (check|rating)|moneti[sz]|\b(re)?s(ell|ells|elling|old)\b|\bsale of|市场|营销|用于|目的|广告|推荐|推送|画像|训练|研究|分析|评分|征信|个性化|变现|出售|售卖|贩卖|倒卖|买卖`)
	methodWords = pattern.New(`(?i)automat(ed|ically)|algorithm|combin|profil|\bshar(e|es|ed|ing)\b|transfer|abroad|cross-border|encrypt|` + transferred + `|自动化|算法|合并使用|关联分析|画像|出境|跨境|境外|加密|` + transferredChinese)
	kindsWords  = pattern.New(`(?i)phone number|e-?mail|address|birth|id number|location|contacts|photo|voice|face|fingerprint|biometric|bank|health|income|手机号|邮箱|地址|出生|身份证|位置|通讯录|照片|声音|语音|人脸|指纹|生物识别|银行卡|健康|收入`)
	rightsWords = pattern.New(`(?i)\bright|you (can|may)|free of charge|consent|ask us|request|delete|withdraw|at any time|权利|您(可以|有权)|免费|同意|请求|删除|撤回|随时`)
	charges     = pattern.New(`(?i)\bfees?\b|\bcharge[sd]?\b (?:a|you|for)|at your (own )?(cost|expense)|收费|收取`)
	collects    = pattern.New(`(?i)collect|receiv|obtain|provide|\bhold|收集|接收|获取|提供`)
)

// What is done with data that others get.
const (
	transferred = `\b(re)?s(ell|ells|elling|old)\b|\bsale of|\brent(s|ed|ing)?\b|\bleas(e|es|ed|ing)\b|\btrad(e|es|ed|ing)\b|\blicen[cs](e|es|ed|ing)\b|\bdisclos|moneti[sz]|make[s]? (it|them|this|your \w+( \w+)?) (public|available)|made (public|available)|` +
		`\b(give[ns]?|giving|pass(es|ed|ing)?|hand(s|ed|ing)?|provid(e|es|ed|ing)|sen[dt](s|ing)?|suppl(y|ies|ied)|expos(e|ed)|forward(s|ed)?)\b[^.;:]{0,60}\b(to|with) (any(body|one)?|everybody|everyone|others?|other compan|whoever|partners?|third|advertis|affiliat|insur|banks?|brokers?|data |our (partners?|group|affiliat))`
	transferredChinese = `共享|出售|售卖|贩卖|倒卖|买卖|出租|交易|转让|转交|披露|公开|(提供|交给|发送|传输|移交|开放|透露)给|(向|对)[^，。；]{0,20}(提供|开放|透露|传输|发送)|交由`
)

// Where the sense of a sentence may turn, and what turns it: "if you do not object, we sell it" does not deny that we sell it.
var (
	turns  = pattern.New(`(?i)[.;:!?\n。；：！？，]|, ?(we|they|it|our|and we)\b|\b(but|except|unless|if|when|where|however|other than|only)\b|但|除非|除了|如果|仅`)
	denies = pattern.New(`(?i)\b(do|does|did|will|shall|would|may|must|can|is|are|be)( also)? (not|never)\b|\b(cannot|never|no longer|neither)\b|n['’]t\b|不会|不得|不再|不将|不能|不可|绝不|从不|决不|并不|均不|也不|不(与|和|向|对|把|将|予|出|共|提|用|公|转|披|交|收)|禁止|停止`)
)

// asserted is what the clause says now that it did not say before: what was inserted into a part of a sentence that affirms, and the whole
// part where what denied it was taken out.
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
	text := p.New()
	begins, turned := 0, append(turns.FindAllStringIndex(text, -1), []int{len(text), len(text)})
	for _, at := range turned {
		part := text[begins:at[1]]
		if !denies.MatchString(part) {
			inserted, deleted := p.within(begins, at[1])
			if deleted = strings.TrimSpace(deleted); deleted != "" && denies.MatchString(p.around(begins, at[1])) {
				inserted = part
			}
			said = append(said, inserted)
		}
		begins = at[1]
	}
	return said
}

// within returns what was inserted into a stretch of the new text, and what was deleted from it.
func (p Pieces) within(from, to int) (inserted, deleted string) {
	at := 0
	for _, piece := range p {
		switch piece.Op {
		case Deleted:
			if at >= from && at <= to {
				deleted += piece.Text
			}
			continue
		case Inserted:
			if first, last := max(at, from), min(at+len(piece.Text), to); first < last {
				inserted += piece.Text[first-at : last-at]
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
	if c.longer() || charges.MatchString(now) || rightsWords.MatchString(was) && (c.Removed() || !rightsWords.MatchString(now)) {
		list = append(list, ReducesRights)
	}
	now = c.asserted()
	if now == "" {
		return list
	}
	if purposeWords.MatchString(now) {
		list = append(list, ChangesPurpose)
	}
	if methodWords.MatchString(now) {
		list = append(list, ChangesMethod)
	}
	if kindsWords.MatchString(now) && (collects.MatchString(heading) || collects.MatchString(now) || c.collects()) {
		list = append(list, ChangesKinds)
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

// longer reports whether a period for which data is kept, or within which people are answered, became longer in some language.
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
