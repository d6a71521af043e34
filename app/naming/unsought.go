package naming

import "orangelab.cn/rightsdesk/model"

// unsoughtKinds are what a person calls the kinds of identifiers that rows carry.
var unsoughtKinds = map[string][2]string{"email": {"e-mail address", "电子邮箱"}, "phone_number": {"phone number", "电话号码"},
	"account": {"account", "账号"}, "id_number": {"identity number", "证件号码"}}

// UnsoughtKind returns what a person calls the kind of an identifier that nothing was searched by.
func UnsoughtKind(u model.Unsought, lang string) string {
	return Say(lang, unsoughtKinds[u.Kind][0], unsoughtKinds[u.Kind][1])
}

// UnsoughtWhat names what an answer does not reach to, because nothing was searched by an identifier. The value stays masked: it may
// be somebody else's.
func UnsoughtWhat(u model.Unsought, lang string) string {
	kind := unsoughtKinds[u.Kind]
	return Say(lang, "What our systems hold under the "+kind[0]+" "+u.Masked()+" alone", "各系统中仅以"+kind[1]+" "+u.Masked()+" 标识的信息")
}

// UnsoughtWhy says why nothing was searched by it, in words that can reach the person.
func UnsoughtWhy(u model.Unsought, lang string) string {
	if u.Why == model.UnsoughtUnproven {
		return Say(lang, "your request names it, it was not proven to be yours, and so we did not search by it; prove it and ask again", "您的请求中提到了该信息，但未能证明其属于您，因此未据此查询；完成核验后可再次提出请求")
	}
	if u.Why == model.UnsoughtUnknown {
		return Say(lang, "a record of yours carries it and we did not search by it: we could not establish that it is yours", "您的记录中出现了该信息，但未能确认其属于您，因此未据此查询")
	}
	return Say(lang, "a record of yours carries it and we did not search by it", "您的记录中出现了该信息，但本次未据此查询")
}
