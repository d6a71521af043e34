package fulfil

import (
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/app/naming"
	"orangelab.cn/rightsdesk/store/papers"
)

// wayWords are how something reaches the person, after "by".
var wayWords = map[string]struct{ en, zh string }{
	"email": {"e-mail", "电子邮件"}, "sms": {"text message", "短信"}, "phone": {"telephone", "电话"},
	"post": {"post", "邮寄"}, "counter": {"hand at our counter", "柜台当面交付"},
}

// handOver tells how a copy and its password travel, what opens the copy and how the password is typed.
func handOver(p papers.Packet, sha256, packetWay, passwordWay, lang string) *letter.Copy {
	by := func(way string) string { return naming.Say(lang, wayWords[way].en, wayWords[way].zh) }
	c := &letter.Copy{SHA256: sha256,
		How:      naming.Say(lang, "The copy comes to you by "+by(packetWay)+". ", "副本通过"+by(packetWay)+"送达您。") + openedBy(p.Form, lang),
		Password: naming.Say(lang, "The file is locked; its password comes to you separately, by "+by(passwordWay)+". ", "文件已加密，密码通过"+by(passwordWay)+"另行告知。") + typing(p.Form, lang)}
	if packetWay == "counter" {
		c.Expires = p.ExpiresAt // what is sent is the person's from then on
	}
	return c
}

// stillToCome is a system that did not answer: what it holds follows by the day of the answer, where that is still ahead.
func stillToCome(c drafting, source, lang string) letter.Pending {
	p := letter.Pending{What: source, Why: naming.Say(lang, "The system did not answer in time.", "该系统未能按时答复。")}
	if due := c.Session.Rules().Dates(c.Request, c.Session.Now()).Answer.At; due.After(c.Session.Now()) {
		p.By = due
	}
	return p
}

// openedBy says what opens a form of a copy.
func openedBy(form, lang string) string {
	if form == FormZip {
		return naming.Say(lang, "It is a zip file locked with AES-256, which the tools of Windows and macOS themselves do not open: use 7-Zip (Windows), Keka (macOS), ZArchiver (Android) or a similar program. It then opens without a network.",
			"副本为采用 AES-256 加密的 zip 文件，Windows 和 macOS 自带的工具无法打开，请使用 7-Zip（Windows）、Keka（macOS）、ZArchiver（安卓）等软件解压，无需联网。")
	}
	return naming.Say(lang, "It is one HTML file: save it on your device and open it in a browser. It needs no network and sends nothing anywhere.",
		"副本为一个 HTML 文件，请保存到您的设备后用浏览器打开；无需联网，不会向外发送任何数据。")
}

// typing says how the password is typed.
func typing(form, lang string) string {
	if form == FormZip {
		return naming.Say(lang, "Type it exactly as it stands: small letters, digits and hyphens, not full-width.", "请按原样输入：小写字母、数字和半角连字符，不要使用全角字符。")
	}
	return naming.Say(lang, "Capital letters and blanks make no difference.", "不区分大小写，空格可以省略。")
}
