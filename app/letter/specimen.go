package letter

import "time"

// Specimen are made-up facts that satisfy every kind of letter, for previews and for Book.Check.
func Specimen(lang string) Data {
	day := func(d, hour, minute int) time.Time { return time.Date(2026, 11, d, hour, minute, 0, 0, shanghai()) }
	d := Data{
		Organisation: "Orange Lab", Contact: "support@orangelab.cn", Reference: "R-2026-000123", Recipient: "Wang Fang",
		Date: day(23, 10, 42), Request: "please send me a copy of the personal information you hold about me.", Received: day(23, 9, 5),
		Due: day(53, 0, 0), DueCounted: "30 calendar days from the day on which your identity is confirmed.", IdentityStep: "We will send a code to the telephone number in your account. Please tell it to us when we ask.",
		NewDue: day(68, 0, 0), ExtensionReason: "One of our systems is being moved, and its records can be read again only from 1 Dec 2026.",
		Identity: &Identity{
			Why: "The address you wrote from is not the one in the account.", Needed: []string{"the last four digits of the telephone number in the account", "the month in which you registered"},
			Send: "in the app, under Help > My requests; please do not send documents by e-mail.", By: day(33, 0, 0), Clock: "The time until you answer does not count towards our 30 days.",
			Alternatives: []string{"log in and confirm the request there", "call us from the telephone number in the account"},
		},
		IdentityChecked: "you logged in, and you told us the code that we sent to the telephone number in your account.", Tried: []string{"a code to the telephone number in the account, which was not answered", "two questions about the account, of which one was answered rightly"},
		Again: "You can write to us again at any time. The quickest way is to log in and to send the request from your account.",
		Done:  []Done{{"Customer database", "copied 1 record"}, {"Orders", "copied 48 records"}},
		Kept:  []Kept{{"Order records", "E-Commerce Law, Article 31", day(380, 0, 0)}}, Told: []string{"the parcel service", "the SMS provider"},
		Copy:    &Copy{How: "Log in and open Help > My requests; the file is there.", Password: "we will read it to you on the telephone.", Expires: day(37, 0, 0), SHA256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"},
		Grounds: []Ground{{"Messages that are about somebody else", "Twelve messages name another customer, and blacking out the name would not hide who it is.", "GB/T 35273-2020, 8.7, and section Exceptions of our privacy statement"}}, StillDone: []string{"We sent you all messages that are about you alone."},
		Blockers: []Blocker{{"A balance in your wallet", "There are CNY 36.50 left.", "withdraw it in the app, under Wallet > Withdraw.", "confirm in the app, under Wallet > Give up balance."}, {"A role in a game", "Game Star River, server 7, role Little Cloud.", "delete the role in the game.", "tick the role in the cancellation form."}},
		Recheck:  day(37, 0, 0), IfNothing: "If nothing has changed by then, your account stays open, and we close the request; you may ask again at any time.",
		Party: &Party{"Example Bank", "It granted the loan; we only showed its offer.", "privacy@bank.example", "We hold the number and the state of your application. A copy of that comes with our separate answer."},
	}
	if lang != Chinese {
		return d
	}
	d.Organisation, d.Recipient = "橙实验室", "王芳女士"
	d.Request = "请提供贵单位持有的本人个人信息副本。"
	d.DueCounted = "自确认您身份之日起三十个自然日。"
	d.IdentityStep = "我们会向您账号预留的手机号发送验证码，请在我们询问时告知。"
	d.ExtensionReason = "一个业务系统正在迁移，其中的记录自2026年12月1日起才能重新读取。"
	d.Identity = &Identity{
		Why: "来信所用的邮箱与账号预留的邮箱不一致。", Needed: []string{"账号预留手机号的后四位", "注册账号的月份"}, Send: "请在应用内“帮助—我的请求”中提交，请勿通过电子邮件发送证件。",
		By: d.Identity.By, Clock: "等待您答复的时间不计入三十日期限。", Alternatives: []string{"登录账号并在账号内确认本次请求", "使用账号预留的手机号致电我们"},
	}
	d.IdentityChecked = "您登录了账号，并告知了发送至预留手机号的验证码。"
	d.Tried = []string{"向账号预留的手机号发送验证码，未获答复", "询问与账号有关的两个问题，仅答对一个"}
	d.Again = "您可以随时再次来信。最快捷的方式是登录账号后在账号内提出请求。"
	d.Done = []Done{{"客户数据库", "已复制1条记录"}, {"订单系统", "已复制48条记录"}}
	d.Kept = []Kept{{"订单记录", "《电子商务法》第三十一条", d.Kept[0].Until}}
	d.Told = []string{"快递公司", "短信服务商"}
	d.Copy = &Copy{How: "请登录账号，在“帮助—我的请求”中下载文件。", Password: "我们将通过电话告知您。", Expires: d.Copy.Expires, SHA256: d.Copy.SHA256}
	d.Grounds = []Ground{{"内容涉及他人的消息", "有十二条消息提及另一位客户，即使隐去姓名仍可辨认其身份。", "GB/T 35273—2020 第8.7条及本单位隐私声明“例外情形”一节"}}
	d.StillDone = []string{"已向您提供仅与您本人有关的全部消息。"}
	d.Blockers = []Blocker{{"钱包余额", "余额为人民币36.50元。", "在应用内“钱包—提现”中提取。", "在应用内“钱包—放弃余额”中确认。"}, {"游戏角色", "游戏《星河》，7区，角色“小云”。", "在游戏内删除该角色。", "在注销申请表中勾选该角色。"}}
	d.IfNothing = "届时如无变化，账号将予以保留，本次请求随之办结；您可以随时再次提出。"
	d.Party = &Party{"示例银行", "贷款由该银行发放，我们仅展示其产品。", "privacy@bank.example", "我们持有您的申请编号和申请状态，其副本见我们的另行答复。"}
	return d
}
