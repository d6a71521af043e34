package notice

import (
	"slices"
	"strings"
	"sync"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/calendar"
)

// Item names one of the contents that a notice must have.
type Item string

// Required is one of the contents that a notice must have.
type Required struct {
	ID   Item
	Name model.Text // on a screen
	// Heading stands over its passage in the notice; nil where a fact, and no passage, says it.
	Heading model.Text
	// Optional says that it may not apply; somebody then says so.
	Optional bool
	// fact states it in a language from what is known, and is empty where that is not known; nil where a passage says
	// it.
	fact func(Content, model.Organisation, string) string
	// only says when it is asked for; always where nil.
	only func(Content) bool
}

// Passage reports whether somebody writes it in their own words.
func (r Required) Passage() bool { return r.fact == nil }

func passage(id Item, en, zh, headEN, headZH string) Required {
	return Required{ID: id, Name: model.Text{"en": en, "zh-Hans": zh},
		Heading: model.Text{"en": headEN, "zh-Hans": headZH}}
}

func optional(id Item, en, zh, headEN, headZH string) Required {
	r := passage(id, en, zh, headEN, headZH)
	r.Optional = true
	return r
}

func fact(id Item, en, zh string, says func(Content, model.Organisation, string) string) Required {
	return Required{ID: id, Name: model.Text{"en": en, "zh-Hans": zh}, fact: says}
}

// either is the English or the Chinese sentence.
func either(lang, en, zh string) string {
	if lang == "zh-Hans" {
		return zh
	}
	return en
}

// required are the contents of each kind, in the order of the notice.
var required = sync.OnceValue(func() map[Kind][]Required {
	return map[Kind][]Required{
		PolicyUpdate: {
			fact("operator", "Product and operator", "产品和运营者", sayOperator),
			fact("versions", "Old and new version", "新旧版本", sayVersions),
			fact("effective", "Date of effect after the notice", "生效日期在通知之后", sayEffective),
			{ID: Changes, Name: model.Text{"en": "What changes, in plain words", "zh-Hans": "以通俗语言说明变更内容"},
				Heading: model.Text{"en": "What changes", "zh-Hans": "变更内容"}},
			fact("triggers", "Which of the six triggers", "属于六类重大变更中的哪一类", sayTriggers),
			passage("why", "Why", "变更原因", "Why", "变更原因"),
			passage("effect", "What it means for people", "对个人的影响", "What it means for you", "对您的影响"),
			fact("reduces", "Whether rights are reduced", "是否减少个人权利", sayReduces),
			only(passage("refusing", "How to refuse, and what then", "如何拒绝及拒绝的后果", "If you do not agree", "如您不同意"),
				Content.NeedsConsent),
			only(passage("assessment", "Result of the impact assessment", "个人信息保护影响评估结果",
				"What we found in the impact assessment", "影响评估结果"),
				func(c Content) bool { return slices.Contains(c.triggers(), TriggerRisk) }),
			fact("link", "Full text and comparison", "全文及新旧对照", sayLink), contact, complaint,
		},
		Cessation: {
			fact("operator", "Product and operator", "产品和运营者", sayOperator),
			passage("what", "What stops, and for whom", "停止的服务及涉及的用户", "What stops", "停止的服务"),
			fact("stop", "Day and hour of the stop", "停止的日期和时刻", sayStop),
			passage("why", "Why", "停止原因", "Why", "停止原因"),
			fact("collecting", "When collecting stops", "停止收集的日期", sayCollecting),
			passage("copies", "How to take a copy", "如何导出副本", "How to take your data with you", "如何导出您的数据"),
			optional("balance", "Refund or withdrawal of balances", "余额的退还或提取", "Your balance", "您的余额"),
			optional("roles", "Roles, shares and pending proceeds", "角色、份额和未结收益",
				"Roles, shares and proceeds", "角色、份额和收益"),
			passage("data", "What happens to the data, and by when", "数据的处理及期限",
				"What happens to your data", "您的数据如何处理"),
			optional("holds", "What a law keeps, and which", "依法留存的内容及依据",
				"What the law obliges us to keep", "依法须留存的信息"),
			optional("logins", "Log-ins with other companies", "第三方账号登录", "Signing in with other companies", "第三方账号"),
			optional("guardians", "Guardians of children", "儿童的监护人", "If your child uses the service", "如您是儿童的监护人"),
			contact, complaint,
		},
		Breach: {
			fact("operator", "Product and operator", "产品和运营者", sayOperator),
			passage("basic", "What happened, and when", "事件基本情况", "What happened", "事件基本情况"),
			passage("kinds", "Kinds of personal information", "涉及的个人信息种类", "What information was involved", "涉及的个人信息"),
			passage("cause", "Cause", "原因", "Why it happened", "事件原因"),
			passage("harm", "Possible harm", "可能造成的危害", "What it may mean for you", "可能造成的影响"),
			passage("measures", "Measures taken and planned", "已采取和将采取的补救措施", "What we are doing", "我们采取的措施"),
			passage("selfhelp", "What people can do", "个人可以采取的减轻危害的措施", "What you can do", "您可以采取的措施"),
			optional("remedy", "Remedies offered", "提供的补救", "What we offer", "我们提供的补救"),
			optional(Guardians, "Guardians of children", "儿童的监护人", "If this concerns your child", "如涉及您的子女"),
			only(optional("delay", "Delay asked for by law enforcement", "应执法机关要求的延迟", "Delay", "延迟告知"),
				Content.Californian),
			only(optional("bureaus", "Credit agencies and identity theft service", "征信机构及身份盗用防护服务", "Credit agencies",
				"征信机构"), Content.Californian), contact,
		},
	}
})

func only(r Required, when func(Content) bool) Required {
	r.only = when
	return r
}

var (
	contact = fact("contact", "Who to contact", "联系方式", func(_ Content, org model.Organisation, _ string) string {
		return org.Contact
	})
	complaint = fact("complaint", "Complaint routes, the court included", "投诉和起诉途径", sayComplaint)
)

// Contents are the contents that a kind of notice can be asked for, in the order of the notice.
func Contents(k Kind) []Required { return slices.Clone(required()[k]) }

// AskedOf reports whether a content is asked of a notice as it stands.
func (r Required) AskedOf(c Content) bool { return r.only == nil || r.only(c) }

// itemsOf are the contents asked of a notice as it stands.
func itemsOf(c Content) (list []Required) {
	for _, r := range required()[c.Kind] {
		if !r.AskedOf(c) {
			continue
		}
		if r.ID == Guardians && c.Guardians {
			r.Optional = false // who writes to guardians says what concerns their child
		}
		list = append(list, r)
	}
	return list
}

func sayOperator(c Content, org model.Organisation, lang string) string {
	if org.Name[lang] == "" || len(c.Products) == 0 {
		return ""
	}
	what := joined(c.Products, lang)
	if len(c.Regions) > 0 {
		what += either(lang, " (", "（") + joined(c.Regions, lang) + either(lang, ")", "）")
	}
	return either(lang, "This is about "+what+", which "+org.Name[lang]+" operates.",
		"本通知涉及由"+org.Name[lang]+"运营的"+what+"。")
}

func sayVersions(c Content, _ model.Organisation, lang string) string {
	if c.Old == "" || c.New == "" || c.Old == c.New {
		return ""
	}
	return either(lang, "Our privacy statement changes from version "+c.Old+" to version "+c.New+".",
		"我们的隐私声明由 "+c.Old+" 版更新为 "+c.New+" 版。")
}

func sayEffective(c Content, _ model.Organisation, lang string) string {
	if c.On == (calendar.Date{}) || !c.On.Before(c.Effective) {
		return ""
	}
	return either(lang, "It takes effect on "+longDate(c.Effective, lang)+".",
		"新版本自"+longDate(c.Effective, lang)+"起生效。")
}

// TriggerNames are the triggers as a notice names them.
var TriggerNames = map[Trigger]model.Text{
	TriggerService: {"en": "our service model: purposes, kinds of data or how they are used",
		"zh-Hans": "服务模式发生重大变化（处理目的、类型或使用方式）"},
	TriggerOwner: {"en": "our ownership or organisation", "zh-Hans": "所有权结构、组织架构等发生重大变化"},
	TriggerRecipients: {"en": "who your data is shared with, transferred to or disclosed to",
		"zh-Hans": "个人信息共享、转让或公开披露的主要对象发生变化"},
	TriggerRights: {"en": "your rights and how you use them", "zh-Hans": "您参与个人信息处理的权利及其行使方式发生重大变化"},
	TriggerContact: {"en": "who is responsible, how to reach them and how to complain",
		"zh-Hans": "责任部门、联络方式及投诉渠道发生变化"},
	TriggerRisk:  {"en": "an impact assessment that found a high risk", "zh-Hans": "影响评估报告表明存在高风险"},
	TriggerOther: {"en": "another matter", "zh-Hans": "其他事项"},
}

func sayTriggers(c Content, _ model.Organisation, lang string) string {
	var names []string
	for _, t := range c.triggers() {
		names = append(names, TriggerNames[t][lang])
	}
	if names == nil {
		return ""
	}
	return either(lang, "The change concerns: "+strings.Join(names, "; ")+".", "本次变更涉及："+strings.Join(names, "；")+"。")
}

func sayReduces(c Content, _ model.Organisation, lang string) string {
	switch {
	case c.reduces() == "":
		return ""
	case c.reduces() == Yes:
		return either(lang, "It reduces your rights. Without your express consent it does not apply to you.",
			"本次变更会减少您的权利，未经您明示同意，不对您生效。")
	case c.NeedsConsent():
		return either(lang,
			"It does not reduce your rights, but changes why, how or which data is processed: without your consent it does not apply to you.",
			"本次变更不减少您的权利，但变更了处理目的、方式或种类，未经您同意，不对您生效。")
	}
	return either(lang, "It does not reduce your rights.", "本次变更不减少您的权利。")
}

func sayLink(c Content, _ model.Organisation, lang string) string {
	if !strings.HasPrefix(c.Link, "https://") {
		return ""
	}
	return either(lang, "The full text and a comparison: "+c.Link, "全文及新旧对照："+c.Link)
}

func sayComplaint(_ Content, org model.Organisation, lang string) string {
	if org.Require(lang, model.FactRoutes, model.FactCourt) != nil {
		return ""
	}
	var routes []string
	for _, r := range org.Routes {
		routes = append(routes, r.Authority[lang]+either(lang, " (", "（")+r.How+either(lang, ")", "）"))
	}
	return either(lang, "You can complain to "+strings.Join(routes, ", ")+", or go to court: "+org.Court[lang]+".",
		"您可以向"+strings.Join(routes, "、")+"投诉，也可以向"+org.Court[lang]+"起诉。")
}

func sayStop(c Content, _ model.Organisation, lang string) string {
	if c.Effective == (calendar.Date{}) {
		return ""
	}
	return either(lang, "It stops on "+moment(c, lang)+".", "服务将于"+moment(c, lang)+"停止。")
}

func sayCollecting(c Content, _ model.Organisation, lang string) string {
	if c.Effective == (calendar.Date{}) {
		return ""
	}
	return either(lang, "From then on we collect no more of your data.", "自该时起，我们停止收集您的个人信息。")
}
