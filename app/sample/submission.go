package sample

import (
	"fmt"
	"time"

	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/identifier"
)

// submission is a request as it arrives, with more or fewer handles to the person.
func submission(number int, p Person, kind model.Kind, whose cast, came time.Time) record.Submission {
	sub := record.Submission{Kind: kind, Requester: model.Self, ReceivedAt: came, Body: body(number, kind, p.Language),
		Subject: model.Subject{Name: p.Name, Email: p.Email, Language: p.Language}}
	sub.Channel = []model.Channel{model.ByPortal, model.ByPhone, model.ByMail, model.ByPortal, model.ByCounter,
		model.ByPhone, model.ByFile}[number%7]
	switch number % 4 {
	case 1:
		sub.Subject.Email, sub.Subject.Phone, sub.Subject.Account = "", p.Phone, p.AccountNo
	case 2:
		sub.Subject.Phone, sub.Subject.Account, sub.Subject.IDNumber = p.Phone, p.AccountNo, p.IDNumber
	case 3:
		sub.Subject.Account = p.AccountNo
	}
	switch {
	case whose == herself:
		w := Walkthrough
		sub.Body, sub.Channel = w.Body, model.ByPortal
		sub.Subject = model.Subject{Name: w.Name, Email: w.Email, Phone: w.Phone, Language: p.Language}
		return sub
	case whose == stranger:
		return sub
	case identifier.Age(p.Birth, came) < 14:
		sub.Requester, sub.RequesterName, sub.RequesterContact = model.Guardian, p.Guardian, p.GuardianPhone
		sub.Subject.BirthDate = p.Birth.Format(time.DateOnly)
		sub.Body = fmt.Sprintf("我是%s的监护人%s。%s", p.Name, p.Guardian, body(number, kind, "zh-Hans"))
		return sub
	case p.Guardian != "":
		sub.Subject.BirthDate = p.Birth.Format(time.DateOnly)
		return sub
	}
	switch {
	case number%17 == 5:
		sub.Requester, sub.RequesterName, sub.RequesterContact = model.Agent, "示例律师事务所 邹律师", "office@lvsuo.example"
		if number%2 == 0 {
			sub.Channel, sub.External = model.ByDRP, fmt.Sprintf("drp:sample-%d", number)
		}
	case number%29 == 7:
		sub.Requester, sub.RequesterName, sub.RequesterContact = model.Relative, p.Name+"之子", "17700002099"
		sub.Body = "账号主人已经去世，我是近亲属。" + sub.Body
		if p.Language == "en" {
			sub.RequesterName, sub.Body =
				"A son of "+p.Name, "The holder of this account has died; I am the next of kin. "+body(number, kind,
					p.Language)
		}
	case number%13 == 9 && (kind == model.Export || kind == model.Access || kind == model.Deletion):
		sub.Channel, sub.External = model.ByOpenDSR, fmt.Sprintf("opendsr:sample-%d", number)
	}
	if kind.Copies() && number%19 == 3 {
		sub.Sensitive = true
		sub.Body += map[string]string{"zh-Hans": "请提供你们保存的全部信息。",
			"en": " Please give me everything that you hold."}[p.Language]
	}
	return sub
}

// unknown is somebody of whom the sources know nothing.
func unknown(number int) Person {
	return Person{Name: []string{"佟掌柜", "Walter Finch", "白敬", "上官云"}[number%4],
		Email: fmt.Sprintf("nobody%d@unknown.example", number),
		Phone: fmt.Sprintf("1770000%04d", 3000+number), AccountNo: fmt.Sprintf("OL9%05d", number),
		Language: []string{"zh-Hans", "en", "zh-Hans", "zh-Hans"}[number%4]}
}

func body(number int, kind model.Kind, language string) string {
	texts := bodies[kind][language]
	return texts[number%len(texts)]
}

// bodies are what people write, in turn; those of a withdrawal and of an objection are in the order of purposes, so
// that what is asked and what is planned agree.
var bodies = map[model.Kind]map[string][]string{
	model.Access: {
		"zh-Hans": {"请告诉我你们都保存了我的哪些个人信息。", "想了解一下贵公司收集了我哪些数据，提供给了谁。"},
		"en": {"Please tell me what personal data you hold about me and whom you share it with.",
			"I would like to know which data you keep on me."},
	},
	model.Export: {
		"zh-Hans": {"我想要一份我的个人信息副本。", "请把我的订单、浏览记录和客服聊天记录导出给我，谢谢。", "根据个人信息保护法第四十五条，申请复制我的个人信息。"},
		"en": {"Please send me a copy of my personal data.",
			"I am asking for an export of my data, orders and messages included."},
	},
	model.Correction: {
		"zh-Hans": {"收货地址的街道登记错了，请更正。", "我搬家了，请把旧的街道地址改成新的，我可以提供证明。"},
		"en": {"The street of my address is misspelt in your records. Please correct it.",
			"Please replace my old street, I moved last month."},
	},
	model.Deletion: {
		"zh-Hans": {"请删除我的搜索记录和位置记录。", "我要求删除你们保存的我的个人信息。"},
		"en": {"Please delete my search and location history.",
			"I no longer use the shop. Delete my personal data."},
	},
	model.Cancellation: {
		"zh-Hans": {"我要注销账号，钱包里的余额不要了。", "请帮我注销账号。"},
		"en":      {"Please cancel my account.", "I want to close my account for good."},
	},
	model.Withdrawal: {
		"zh-Hans": {"我撤回对使用位置信息的同意。", "我撤回使用摄像头和麦克风的授权。", "我撤回对读取通讯录的同意。", "我不再参加问卷调查，撤回此前的同意。"},
		"en": {"I withdraw my consent to the use of my location.",
			"I withdraw the permission to use my camera and microphone.",
			"I withdraw my consent to the reading of my contacts.",
			"I take part in no more surveys and withdraw my consent."},
	},
	model.Objection: {
		"zh-Hans": {"不要再给我打营销电话和发短信了！", "请停止给我推送个性化广告。", "不要再发营销短信，也不要把我的信息用到别的服务里。"},
		"en": {"No more marketing e-mails, please.", "Stop using my data for personalised advertising.",
			"No more marketing, and do not use my data for your other services."},
	},
	model.Restriction: {
		"zh-Hans": {"地址是否正确有争议，核实之前请限制处理我的个人信息，先保存着不要用。"},
		"en":      {"Until we have settled whether my address is right, keep my data but do nothing else with it."},
	},
	model.Complaint: {
		"zh-Hans": {"我没注册过却收到你们的短信，我的号码从哪来的？", "客服把我的地址告诉了别人，我要投诉。"},
		"en": {"I complain about how long my last request took.",
			"Somebody else received my parcel note with my phone number on it."},
	},
	model.SelfService: {
		"zh-Hans": {"在哪里可以关闭定位？", "我找不到清除浏览记录的地方，请指点。"},
		"en": {"Where can I switch off personalised recommendations?",
			"How do I change my e-mail address myself?"},
	},
}
