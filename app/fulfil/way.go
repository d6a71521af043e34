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
		How:      naming.Phrase(lang, "the_copy_comes_to_you", by(packetWay)) + openedBy(p.Form, lang),
		Password: naming.Phrase(lang, "the_file_is_locked_its", by(passwordWay)) + typing(p.Form, lang)}
	if packetWay == "counter" {
		c.Expires = p.ExpiresAt // what is sent is the person's from then on
	}
	return c
}

// stillToCome is a system that did not answer: what it holds follows by the day of the answer, where that is still
// ahead.
func stillToCome(c drafting, source, lang string) letter.Pending {
	p := letter.Pending{What: source, Why: naming.Phrase(lang, "the_system_did_not_answer")}
	if due := c.Session.Rules().Dates(c.Request, c.Session.Now()).Answer.At; due.After(c.Session.Now()) {
		p.By = due
	}
	return p
}

// openedBy says what opens a form of a copy.
func openedBy(form, lang string) string {
	if form == FormZip {
		return naming.Phrase(lang, "it_is_a_zip_file")
	}
	return naming.Phrase(lang, "it_is_one_html_file")
}

// typing says how the password is typed.
func typing(form, lang string) string {
	if form == FormZip {
		return naming.Phrase(lang, "type_it_exactly_as_it")
	}
	return naming.Phrase(lang, "capital_letters_and_blanks_make")
}
