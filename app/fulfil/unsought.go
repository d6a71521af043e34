package fulfil

import (
	"orangelab.cn/rightsdesk/app/naming"
	"orangelab.cn/rightsdesk/app/packet"
	"orangelab.cn/rightsdesk/model"
)

// unsoughtKinds are what a person calls the kinds of identifiers that rows carry.
var unsoughtKinds = map[string][2]string{"email": {"e-mail address", "电子邮箱"}, "phone_number": {"phone number", "电话号码"},
	"account": {"account", "账号"}, "id_number": {"identity number", "证件号码"}}

// unsoughtWhat names what an answer does not reach to, because nothing was searched by an identifier. The value stays masked: it may
// be somebody else's.
func unsoughtWhat(u model.Unsought, lang string) string {
	kind := unsoughtKinds[u.Kind]
	return naming.Say(lang, "What our systems hold under the "+kind[0]+" "+u.Masked()+" alone", "各系统中仅以"+kind[1]+" "+u.Masked()+" 标识的信息")
}

// unsoughtWhy says why nothing was searched by it, in words that can reach the person.
func unsoughtWhy(u model.Unsought, lang string) string {
	if u.Why == model.UnsoughtUnknown {
		return naming.Say(lang, "a record of yours carries it and we did not search by it: we could not establish that it is yours", "您的记录中出现了该信息，但未能确认其属于您，因此未据此查询")
	}
	return naming.Say(lang, "a record of yours carries it and we did not search by it", "您的记录中出现了该信息，但本次未据此查询")
}

// unsoughtIn names in a copy what was not searched by, in the words of the letter.
func unsoughtIn(u model.Unsought, lang string) packet.Withheld {
	return packet.Withheld{Title: unsoughtWhat(u, lang), Reason: naming.Say(lang, "not searched: ", "未查询：") + unsoughtWhy(u, lang)}
}
