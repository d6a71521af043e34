package policy

import (
	"testing"

	"orangelab.cn/rightsdesk/model"
)

// gains is a clause about collecting that a sentence was put into.
func gains(lang, before, sentence string) Class {
	heading := model.Text{lang: map[string]string{english: "What we do", chinese: "我们做什么"}[lang]}
	was := Clause{ID: "3", Heading: heading, Body: model.Text{lang: before}}
	now := Clause{ID: "3", Heading: heading, Body: model.Text{lang: sentence}}
	c := Compare(Version{Clauses: []Clause{was}}, Version{Clauses: []Clause{now}})
	return c.Propose(c.Changes[0])
}

func marked(class Class) bool {
	for _, e := range class.Effects {
		if e == ChangesPurpose || e == ChangesMethod {
			return true
		}
	}
	return false
}

// TestAClauseThatGainsAPurposeOrATransferIsMarked: what people must agree to is proposed as such, in either language,
// and what only promises more or says the same in other words is not.
func TestAClauseThatGainsAPurposeOrATransferIsMarked(t *testing.T) {
	const en, zh = "We keep your order. ", "我们保存您的订单。"
	gained := map[string][]string{
		english: {
			"We may sell it to anybody.", "We rent our customer lists.", "We give it to anyone who asks.",
			"Your data is sold to data brokers.", "We license it for a fee that we keep.",
			"We pass your telephone number on to insurers.", "It is handed to our partners.",
			"We use it to train a language model.", "It is used for research.",
			"We work out a score of your credit: credit rating.",
			"If you do not object, we share it with third parties.", "We make your profile public.",
			"Your orders are sent to other companies abroad.", "We do not ask you before, but sell it.",
			"We trade it.", "Your clicks are combined with those of other services.", "We personalise what you see.",
			"We disclose it to advertisers.", "We analyse what you buy.", "Your name is provided to banks.",
		},
		chinese: {
			"我们可能将其出售给任何人。", "我们出租客户名单。", "您的信息会提供给第三方。", "我们向合作伙伴提供您的手机号。", "您的订单将用于训练模型。", "我们会对您进行画像。", "您的信息会被公开。",
			"如您不反对，我们会与关联公司共享。",
			"我们将数据转让给收购方。", "您的数据会传输至境外。", "我们以此进行信用评分。", "相关信息交由保险公司处理。", "我们会向您推送商业信息。", "数据可用于科学研究。", "我们会分析您的购买习惯。",
			"我们可以买卖这些数据。",
			"我们对外披露您的地址。", "我们通过算法自动化决定价格。", "我们会把您的位置发送给广告商。", "未经您同意不共享，但可以出售。",
		},
	}
	harmless := map[string][]string{
		english: {
			"We do not sell it.", "We never share it with anybody.", "We will not use it for advertising.",
			"We no longer send it to partners.", "We don't rent it.", "It is kept in Beijing.",
			"Thank you for your order.",
			"You find it under My orders.", "We answer within five days.", "Our hotline is open all day.",
			"We keep it safe.", "Our name was changed.", "Please read this with care.", "It is written in plain words.",
			"We cannot disclose it.", "Your order has a number.", "The order shows its state.", "We delete it earlier.",
			"It may not be traded.", "Nobody but the warehouse sees it.",
		},
		chinese: {
			"我们不会出售您的信息。", "我们绝不与任何人共享。", "我们不会将其用于广告。", "我们不再向合作方提供。", "我们不出租客户名单。", "订单保存在北京。", "感谢您的订购。",
			"您可在“我的订单”中查看。", "我们在五日内答复。", "热线全天开通。",
			"我们妥善保管。", "我们的名称有变更。", "请您仔细阅读。", "本条以通俗语言写成。", "我们不得披露这些内容。", "每份订单有一个编号。", "订单会显示状态。", "我们会更早删除。",
			"禁止交易这些数据。", "只有仓库人员能看到。",
		},
	}
	for lang, before := range map[string]string{english: en, chinese: zh} {
		for _, s := range gained[lang] {
			if c := gains(lang, before, before+s); !marked(c) {
				t.Errorf("%q is proposed as %v %v: no other purpose or way of use", s, c.Triggers, c.Effects)
			}
		}
		for _, s := range harmless[lang] {
			if c := gains(lang, before, before+s); marked(c) {
				t.Errorf("%q is proposed as %v", s, c.Effects)
			}
		}
	}
}

func TestAPromiseThatIsTakenBackIsMarked(t *testing.T) {
	for _, tt := range []struct{ lang, was, now string }{
		{english, "We do not sell your data.", "We sell your data."},
		{english, "We will never share it with partners.", "We will share it with partners."},
		{chinese, "我们不会出售您的信息。", "我们会出售您的信息。"},
		{chinese, "我们不与第三方共享。", "我们与第三方共享。"},
	} {
		if c := gains(tt.lang, tt.was, tt.now); !marked(c) {
			t.Errorf("%q to %q is proposed as %v", tt.was, tt.now, c.Effects)
		}
		if c := gains(tt.lang, tt.now, tt.was); marked(c) {
			t.Errorf("%q to %q is proposed as %v", tt.now, tt.was, c.Effects)
		}
	}
}
