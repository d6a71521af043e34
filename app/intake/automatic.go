package intake

import (
	"regexp"
	"strings"
)

// bounceSender are the addresses that mail servers report from.
var bounceSender = regexp.MustCompile(`(?i)^(mailer-daemon|postmaster|mail-daemon|bounces?)([-+=].*)?@`)

// automatic tells what kind of machine sent a mail, by what the standards and the common programs write (RFC 3834, 3464,
// 5230, 2369, 8098); empty where a person did. What nothing but the subject says is never believed against words that ask for
// something: it is a doubt then.
func (m *message) automatic(l letter) (Automatic, []Doubt) {
	if kind := m.marked(l); kind != "" {
		return kind, nil
	}
	kind := subjectSays(l.subject)
	switch {
	case kind == "":
		return "", nil
	case kind == Bounce && (nullSender(m.header) || statusCode.MatchString(l.own)):
		return Bounce, nil
	case mayAsk(withoutHead(l.own)):
		return "", []Doubt{doubt("", "the subject reads like automatic mail ({{.A}}), but the text asks for something; it was taken as a person’s", string(kind))}
	}
	return kind, nil
}

// marked tells what kind of machine sent a mail by the marks that machines set.
func (m *message) marked(l letter) Automatic {
	h := m.header
	if m.kind == "multipart/report" {
		switch m.params["report-type"] {
		case "disposition-notification":
			return Receipt
		case "feedback-report":
			return Notification
		}
	}
	for _, p := range m.parts {
		switch {
		case p.attached:
		case p.kind == "message/disposition-notification":
			return Receipt
		case p.kind == "message/delivery-status":
			return Bounce
		case p.kind == "text/calendar":
			return Calendar
		}
	}
	if m.kind == "multipart/report" || bounceSender.MatchString(l.from.mail) {
		return Bounce
	}
	submitted, _ := h.params("auto-submitted")
	precedence := strings.ToLower(h.get("precedence"))
	switch {
	case nullSender(h) && subjectSays(l.subject) == Bounce:
		return Bounce
	case strings.HasPrefix(submitted, "auto-replied"), precedence == "auto_reply", h.has("x-autoreply") && h.get("x-autoreply") != "no", h.has("x-auto-reply") && h.get("x-auto-reply") != "no",
		h.has("x-autorespond"), h.has("x-autoresponder"), h.has("x-autoreply-from"), h.has("x-mail-autoreply"), nullSender(h):
		return AutoReply
	case submitted != "" && submitted != "no" && subjectSays(l.subject) != "":
		return subjectSays(l.subject)
	case submitted != "" && submitted != "no" && l.asks.mail == "":
		return Notification // a web form sends by a machine too, but names the person in Reply-To
	case m.newsletter(precedence):
		return Newsletter
	}
	return ""
}

// nullSender reports whether the mail may not be answered: its return path is empty.
func nullSender(h header) bool {
	return h.has("return-path") && strings.ReplaceAll(string(h.raw("return-path")), " ", "") == "<>"
}

// newsletter reports whether a mail went to many. A desk's own address is often a group, which adds the same marks: the mail
// of a person to it names the group as its list.
func (m *message) newsletter(precedence string) bool {
	h := m.header
	if !h.has("list-unsubscribe") && precedence != "bulk" && precedence != "junk" && precedence != "list" && !h.has("list-id") {
		return false
	}
	post := strings.ToLower(h.get("list-post"))
	for _, to := range append(h.everybody("to"), h.everybody("cc")...) {
		local, _, _ := strings.Cut(strings.ToLower(to.mail), "@")
		if strings.Contains(post, strings.ToLower(to.mail)) || strings.Contains(strings.ToLower(h.get("list-id")), "<"+local+"."+to.domain()+">") {
			return false
		}
	}
	return true
}
