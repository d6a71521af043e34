package letter

import (
	"time"

	"orangelab.cn/rightsdesk/model"
)

// Specimen are made-up facts that satisfy a kind of letter about a kind of request, for previews and for Book.Check.
func Specimen(kind Kind, about model.Kind, lang string) Data {
	d := specimenEnglish()
	if lang == Chinese {
		specimenChinese(&d)
	}
	d.About = about
	if asked := about.Means(); asked.Example != nil {
		d.Request = asked.Example.In(lang)
	} else if about != "" {
		d.Request = asked.Asks.In(lang)
	}
	switch about {
	case model.Objection:
		d.Ended = []Ended{specimenObjection[lang]}
	case model.Restriction:
		d.Ended, d.Linked = []Ended{specimenRestriction[lang]}, "" // nothing is deleted for it
	}
	if about != "" && !about.Copies() {
		d.Copy, d.Withheld, d.WholeCopy = nil, nil, false
	}
	if kind == NotVerified {
		d.NothingDone, d.StillDone = true, nil
	}
	d.Outcome = model.PartlyFulfilled
	if kind == Fulfilled {
		d.inFull()
	}
	return d
}

// specimenZone is the zone of the specimens' dates.
var specimenZone = time.FixedZone("UTC+8", 8*60*60)

// inFull takes out what speaks of something that was not done.
func (d *Data) inFull() {
	d.Outcome = model.Fulfilled
	d.Pending, d.Kept, d.NothingKept, d.Stopped, d.Ending, d.NotFound, d.Grounds, d.Remains, d.Unsearched =
		nil, nil, true, nil, nil, nil, nil, nil, nil
	d.Withheld, d.WholeCopy = nil, d.Copy != nil
}

// day is a minute of November 2026, or later where the day is past 30.
func day(d, hour, minute int) time.Time {
	return time.Date(2026, 11, d, hour, minute, 0, 0, specimenZone)
}

var specimenRestriction = map[string]Ended{
	English: {"every use of your information but storing it",
		[]string{"whatever needs your information, as long as it is only stored"},
		"Nothing to do on your device; we stop it on our side and keep the information safe."},
	Chinese: {"除存储之外对您个人信息的一切处理", []string{"在仅作存储期间，一切需要使用您个人信息的服务"}, "无需在您的设备上操作，由我们停止处理并妥善保存。"},
}

var specimenObjection = map[string]Ended{
	English: {"personalised advertising",
		[]string{"advertisements chosen for you; you will see as many as before, but less relevant ones"},
		"iOS: Settings, Privacy & Security, Tracking. Android: Settings, Privacy, Ads."},
	Chinese: {"个性化广告", []string{"根据您的兴趣推送的广告；广告数量不变，但相关性会降低"}, "iOS：设置—隐私与安全性—跟踪。安卓：设置—隐私—广告。"},
}

func specimenEnglish() Data {
	return Data{
		Writer: Writer{OrganisationVersion: 1, Organisation: "Example Trading Ltd.", Address: "1 Example Road",
			Signature: []string{"Privacy office"},
			Contact:   "privacy@shop.example, 010-0000 0000", ReviewDays: 15, Zone: specimenZone,
			Court:       "the people's court of Example District",
			Authorities: []Authority{{"Cyberspace administration", "12377"}, {"Market regulation authority", "12315"}}},
		Laws: Laws{Complain: "Personal Information Protection Law, Article 65",
			Sue:     "Personal Information Protection Law, Article 50, paragraph 2",
			Earlier: "Personal Information Protection Law, Article 15, paragraph 2",
			Delete:  "Personal Information Protection Law, Article 47, paragraph 1, item 3",
			Stop:    "Personal Information Protection Law, Article 47, paragraph 2"},
		Reference: "R-2026-000123", Recipient: "Wang Fang",
		Date: day(23, 10, 42), Received: day(23, 9, 5),
		Request:         "for a copy of the personal information we hold about you",
		Due:             day(53, 0, 0),
		DueCounted:      "30 calendar days from 23 Nov 2026 (your identity was confirmed): 23 Dec 2026 (GB/T 35273-2020, 8.7 a)",
		IdentityStep:    "We will send a code to the telephone number in your account. Please tell it to us when we ask.",
		NewDue:          day(68, 0, 0),
		ExtensionReason: "One of our systems is being moved, and its records can be read again only from 1 Dec 2026.",
		ExtensionBasis:  "GDPR Article 12(3), complexity and number of the requests",
		Identity: &Identity{
			Why: "The address you wrote from is not the one in the account.",
			Needed: []string{"the last four digits of the telephone number in the account",
				"the month in which you registered"},
			Send: "in the app, under Help > My requests; please do not send documents by e-mail.", By: day(33, 0, 0),
			Clock: "The time until you answer does not count towards our 30 days.",
			Alternatives: []string{"log in and confirm the request there",
				"call us from the telephone number in the account"},
		},
		IdentityChecked: "We confirmed your identity on Mon 23 Nov 2026 by a sign-in to the account and a code sent to the telephone number that we hold.",
		Tried: []string{"a code to the telephone number in the account, which was not answered",
			"two questions about the account, of which one was answered rightly"},
		Again:   "You can write to us again at any time. The quickest way is to log in and to send the request from your account.",
		Verdict: "Your complaint is justified, and what was wrong has been put right.",
		Done:    []Done{{"Customer database", "acted on 1 record"}, {"Orders", "acted on 48 records"}},
		Kept:    []Kept{{"Order records", "E-Commerce Law, Article 31", day(380, 0, 0), 48}},
		Told:    []string{"the parcel service", "the SMS provider"},
		Withheld: []Withheld{{"Messages, column Text", 12, true, "another person is named in them",
			"GB/T 35273-2020, 8.7 e", false}},
		Searched: day(23, 10, 40), Remains: []Remains{{"Support, notes", 1, "it is taken out by hand", day(34, 0, 0)}},
		Unsearched: []string{"Old mail server"},
		Own:        []string{"We write to you once more when the forum is empty."},
		Copy: &Copy{
			How: "The copy is one HTML file. Log in and open Help > My requests; the file is there. Save it and open it in a browser; it needs no network and sends nothing anywhere.", Password: "The file is locked. We will read the password to you on the telephone.",
			Expires: day(37, 0, 0), SHA256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"},
		Corrected: []Corrected{{"Telephone number", "Customer database", "138****1234"},
			{"Telephone number", "Orders", "138****1234"}},
		Supplements: []Supplement{{"Name at registration", "The holder has been called Wang Fang since 3 May 2024."}},
		Stopped: []Stopped{{"Back-ups of the last 30 days",
			"a single record cannot be taken out of them; they are overwritten by 23 Dec 2026"}},
		Certificate: "C-2026-000123",
		Disabled:    day(23, 10, 30),
		Logins:      []Login{{"WeChat", "in WeChat, in the list of authorised apps."}},
		Ended: []Ended{{"your location", []string{"results near you", "delivery to your position"},
			"iOS: Settings, Privacy & Security, Location Services. Android: Settings, Apps, Permissions."}},
		Linked: "R-2026-000124",
		Grounds: []Ground{{Title: "Messages that are about somebody else", Item: "your messages in the group chats",
			Facts:   "Twelve messages name another customer, and blacking out the name would not hide who it is.",
			Law:     "GB/T 35273-2020, 8.7, and section Exceptions of our privacy statement",
			Instead: "you may look at the messages at our counter while the other customer is present."}},
		Pending:   []Pending{{"Old forum", "The system did not answer in time.", day(45, 0, 0)}},
		Automated: "No decision with a major influence on you is made by a program alone.",
		Abroad:    "None of your information is provided to anybody abroad.",
		StillDone: []string{"We acted on all messages that are about you alone."},
		Blockers: []Blocker{
			{"A balance in your wallet", "There are CNY 36.50 left.",
				"withdraw it in the app, under Wallet > Withdraw.",
				"confirm in the app, under Wallet > Give up balance."},
			{"A role in a game", "Game Star River, server 7, role Little Cloud.", "delete the role in the game.",
				"tick the role in the cancellation form."},
		},
		Recheck:   day(37, 0, 0),
		IfNothing: "If nothing has changed by then, your account stays open, and we close the request; you may ask again at any time.",
		Party: &Party{"Example Bank", "It granted the loan; we only showed its offer.", "privacy@bank.example",
			"We hold the number and the state of your application. You will hear about that in our separate answer."},
	}
}

func specimenChinese(d *Data) {
	d.Organisation, d.Address, d.Signature, d.Recipient = "示例商贸有限公司", "示例路1号", []string{"隐私办公室"}, "王芳女士"
	d.Court, d.Authorities = "示例区人民法院", []Authority{{"网信部门", "12377"}, {"市场监管部门", "12315"}}
	d.Laws = Laws{Complain: "《个人信息保护法》第六十五条", Sue: "《个人信息保护法》第五十条第二款", Earlier: "《个人信息保护法》第十五条第二款",
		Delete: "《个人信息保护法》第四十七条第一款第三项", Stop: "《个人信息保护法》第四十七条第二款"}
	d.Request = "复制我们持有的您的个人信息"
	d.DueCounted = "自2026年11月23日（您的身份核验通过）次日起30个自然日，至2026年12月23日（GB/T 35273—2020 第8.7条 a)）"
	d.IdentityStep = "我们会向您账号预留的手机号发送验证码，请在我们询问时告知。"
	d.ExtensionBasis = "《通用数据保护条例》第12条第3款（请求的复杂程度和数量）"
	d.ExtensionReason = "一个业务系统正在迁移，其中的记录自2026年12月1日起才能重新读取。"
	d.Identity = &Identity{
		Why: "来信所用的邮箱与账号预留的邮箱不一致。", Needed: []string{"账号预留手机号的后四位", "注册账号的月份"},
		Send: "请在应用内“帮助—我的请求”中提交，请勿通过电子邮件发送证件。", By: d.Identity.By,
		Clock: "等待您答复的时间不计入三十日期限。", Alternatives: []string{"登录账号并在账号内确认本次请求", "使用账号预留的手机号致电我们"},
	}
	d.IdentityChecked = "我们已于2026年11月23日（周一）通过以下方式核验您的身份：登录账号、向我们留存的手机号码发送验证码。"
	d.Tried = []string{"向账号预留的手机号发送验证码，未获答复", "询问与账号有关的两个问题，仅答对一个"}
	d.Again = "您可以随时再次来信。最快捷的方式是登录账号后在账号内提出请求。"
	d.Verdict = "经核查，您的投诉成立，相关问题已纠正。"
	d.Done = []Done{{"客户数据库", "已办理1条记录"}, {"订单系统", "已办理48条记录"}}
	d.Kept = []Kept{{"订单记录", "《电子商务法》第三十一条", d.Kept[0].Until, 48}}
	d.Withheld = []Withheld{{"消息中的“正文”", 12, true, "其中提及他人", "GB/T 35273—2020 第8.7条e项", false}}
	d.Remains, d.Unsearched = []Remains{{"客服系统的备注", 1, "将由人工清除", d.Remains[0].By}}, []string{"旧邮件服务器"}
	d.Own = []string{"论坛处理完毕后，我们会再次函告。"}
	d.Told = []string{"快递公司", "短信服务商"}
	d.Copy = &Copy{How: "副本为一个 HTML 文件。请登录账号，在“帮助—我的请求”中下载并保存，再用浏览器打开；无需联网，不会向外发送任何数据。", Password: "文件已加密，密码将通过电话告知您。",
		Expires: d.Copy.Expires, SHA256: d.Copy.SHA256}
	d.Corrected = []Corrected{{"手机号码", "客户数据库", "138****1234"}, {"手机号码", "订单系统", "138****1234"}}
	d.Supplements = []Supplement{{"注册姓名", "持有人自2024年5月3日起更名为王芳。"}}
	d.Stopped = []Stopped{{"最近三十日的备份", "无法从中单独取出一条记录，将于2026年12月23日前被覆盖"}}
	d.Logins = []Login{{"微信", "请在微信的授权管理中解除授权。"}}
	d.Ended = []Ended{{"位置信息", []string{"附近的结果", "送至当前位置"}, "iOS：设置—隐私与安全性—定位服务。安卓：设置—应用—权限。"}}
	d.Grounds = []Ground{{Title: "内容涉及他人的消息", Item: "您在群聊中的消息",
		Facts:   "有十二条消息提及另一位客户，即使隐去姓名仍可辨认其身份。",
		Law:     "GB/T 35273—2020 第8.7条及本单位隐私声明“例外情形”一节",
		Instead: "您可以在该客户在场时到我们的柜台查看。"}}
	d.Pending = []Pending{{"旧论坛", "该系统未能按时答复。", d.Pending[0].By}}
	d.Automated, d.Abroad = "我们不会仅通过自动化决策的方式作出对您的权益有重大影响的决定。", "我们未向境外提供您的个人信息。"
	d.StillDone = []string{"仅与您本人有关的全部消息均已办理。"}
	d.Blockers = []Blocker{
		{"钱包余额", "余额为人民币36.50元。", "在应用内“钱包—提现”中提取。", "在应用内“钱包—放弃余额”中确认。"},
		{"游戏角色", "游戏《星河》，7区，角色“小云”。", "在游戏内删除该角色。", "在注销申请表中勾选该角色。"},
	}
	d.IfNothing = "届时如无变化，账号将予以保留，本次请求随之办结；您可以随时再次提出。"
	d.Party = &Party{"示例银行", "贷款由该银行发放，我们仅展示其产品。", "privacy@bank.example", "我们持有您的申请编号和申请状态，将另行答复。"}
}

// SpecimenCertificate are made-up facts of a certificate of erasure.
func SpecimenCertificate(lang string) CertificateData {
	d := CertificateData{
		Organisation: "Example Trading Ltd.", Contact: "privacy@shop.example", Zone: specimenZone,
		Number: "C-2026-000123", Reference: "R-2026-000123", Issued: day(23, 10, 42),
		PreparedBy: "Li Na", ApprovedBy: "Zhang Wei", Plan: "sha256 9f86 d081 884c 7d65",
		Systems: []CertificateSystem{
			{Name: "Customer database", Found: 18, State: "done", When: day(23, 10, 30),
				Records: []CertificateRecords{{"rewritten", 1, "", true},
					{"deleted", 14, "", true}, {"left as they are, also other people's", 3, "", false}}},
			{Name: "Orders", Found: 60, State: "done", When: day(23, 10, 31),
				Records: []CertificateRecords{{"rewritten", 12, "4 of them in part", true},
					{"kept under a legal duty", 48, "", false}}},
			{Name: "Old forum", State: "left unchanged, because the desk has no write access"},
			{Name: "Paper files", State: "handed to its owner"},
		},
		Kept:   []Kept{{"Order records", "E-Commerce Law, Article 31", day(380, 0, 0), 48}},
		Shared: []CertificateShared{{"Customer database", 3, "left as they are"}},
		Residue: CertificateResidue{At: day(23, 10, 40), Tables: 27, Texts: 1_204_311,
			Remains:    []string{"Old forum, posts.body: 2 records"},
			Unsearched: []string{"Paper files"}},
	}
	if lang != Chinese {
		return d
	}
	d.Organisation, d.PreparedBy, d.ApprovedBy = "示例商贸有限公司", "李娜", "张伟"
	for i, s := range []struct{ name, state string }{
		{"客户数据库", "已完成"}, {"订单系统", "已完成"}, {"旧论坛", "未作更改，因权利台没有写入权限"}, {"纸质档案", "已转交其负责人"},
	} {
		d.Systems[i].Name, d.Systems[i].State = s.name, s.state
	}
	d.Systems[0].Records = []CertificateRecords{{"改写", 1, "", true}, {"删除", 14, "", true}, {"因涉及他人保持原状", 3, "", false}}
	d.Systems[1].Records = []CertificateRecords{{"改写", 12, "其中 4 条仅一部分", true}, {"依法留存", 48, "", false}}
	d.Kept = []Kept{{"订单记录", "《电子商务法》第三十一条", d.Kept[0].Until, 48}}
	d.Shared = []CertificateShared{{"客户数据库", 3, "保持原状"}}
	d.Residue.Remains, d.Residue.Unsearched = []string{"旧论坛 posts.body：2 条"}, []string{"纸质档案"}
	return d
}
