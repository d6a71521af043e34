package naming

import "orangelab.cn/rightsdesk/model"

// unsoughtKinds are what a person calls the kinds of identifiers that rows carry.
var unsoughtKinds = map[string][2]string{"email": {"e-mail address", "电子邮箱"}, "phone_number": {"phone number", "电话号码"},
	"account": {"account", "账号"}, "id_number": {"identity number", "证件号码"}}

// UnsoughtKind returns what a person calls the kind of an identifier that nothing was searched by.
func UnsoughtKind(u model.Unsought, lang string) string {
	return Say(lang, unsoughtKinds[u.Kind][0], unsoughtKinds[u.Kind][1])
}

// UnsoughtWhat names what an answer does not reach to, because nothing was searched by an identifier. The value stays
// masked: it may be somebody else's.
func UnsoughtWhat(u model.Unsought, lang string) string {
	kind := unsoughtKinds[u.Kind]
	return Phrase(lang, "what_our_systems_hold_under", kind[0], u.Masked(), kind[1])
}

// UnsoughtWhy says why nothing was searched by it, in words that can reach the person.
func UnsoughtWhy(u model.Unsought, lang string) string {
	if u.Why == model.UnsoughtUnproven {
		return Phrase(lang, "your_request_names_it_unproven")
	}
	if u.Why == model.UnsoughtUnknown {
		return Phrase(lang, "a_record_of_yours_carries")
	}
	return Phrase(lang, "a_record_of_yours_carries_it_and")
}
