package intake

import (
	"regexp"
	"strings"
)

var (
	autoSubject   = regexp.MustCompile(`(?i)^\s*(自动回复|自动答复|自動回覆|automatic reply|auto(matic)?[ -]?(reply|response|antwort)|out of( the)? office|abwesenheit\w*|réponse automatique|respuesta automática)\b?`)
	bounceSubject = regexp.MustCompile(`(?i)^\s*(undeliver(ed|able)|delivery (status|failure|has failed)|mail delivery (failed|failure)|returned mail|failure notice|退信|系统退信|邮件投递失败|投递失败)`)
	bounceSender  = regexp.MustCompile(`(?i)^(mailer-daemon|postmaster|mail-daemon|bounces?)([-+=].*)?@`)
)

// automatic tells what kind of machine sent a mail, by what the standards and the common programs write (RFC 3834, 3464,
// 5230, 2369); empty where a person did. from is the sender, asks is who is named in Reply-To.
func (m *message) automatic(from, asks address) Automatic {
	h := m.header
	if m.kind == "multipart/report" {
		switch m.params["report-type"] {
		case "disposition-notification":
			return Receipt
		case "feedback-report":
			return Notification
		}
		return Bounce
	}
	for _, p := range m.parts {
		switch {
		case p.kind == "message/delivery-status" && !p.attached:
			return Bounce
		case p.kind == "text/calendar" && !p.attached:
			return Calendar
		}
	}
	subject := h.get("subject")
	if bounceSender.MatchString(from.mail) || bounceSubject.MatchString(subject) && nullSender(h) {
		return Bounce
	}
	submitted, _ := h.params("auto-submitted")
	precedence := strings.ToLower(h.get("precedence"))
	switch {
	case strings.HasPrefix(submitted, "auto-replied"), precedence == "auto_reply", h.has("x-autoreply") && h.get("x-autoreply") != "no",
		h.has("x-autorespond"), h.has("x-autoresponder"), h.has("x-autoreply-from"), h.has("x-mail-autoreply"), autoSubject.MatchString(subject), nullSender(h):
		return AutoReply
	case submitted != "" && submitted != "no" && asks.mail == "":
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
	for _, to := range append(h.addresses(h.raw("to")), h.addresses(h.raw("cc"))...) {
		local, _, _ := strings.Cut(strings.ToLower(to.mail), "@")
		if strings.Contains(post, strings.ToLower(to.mail)) || strings.Contains(strings.ToLower(h.get("list-id")), "<"+local+"."+to.domain()+">") {
			return false
		}
	}
	return true
}
