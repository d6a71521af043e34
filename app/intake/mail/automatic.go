package mail

import (
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/pattern"
)

// bounceSender are the addresses that mail servers report from.
var bounceSender = pattern.New(`(?i)^(mailer-daemon|postmaster|mail-daemon|bounces?)([-+=].*)?@`)

// automatic tells what kind of machine sent a mail, by what the standards and the common programs write (RFC 3834,
// 3464, 5230, 2369, 8098); empty where a person did. What nothing but the subject says is never believed against words
// that ask for something: it is a doubt then.
func (m *message) automatic(l letter) (record.Automatic, []record.Doubt) {
	kind := m.marked(l)
	switch {
	case kind == record.Newsletter && !m.bulk() && asksPersonally(l.own+"\n"+l.subject):
		return "",
			[]record.Doubt{record.Doubtful("",
				"came through a mailing list, but the text asks for something; it was taken as a person’s")}
	case kind == record.Calendar && !m.invites() && mayAsk(l.own):
		return "",
			[]record.Doubt{record.Doubtful("",
				"a calendar entry came with it, but the text asks for something; it was taken as a person’s")}
	case kind != "":
		return kind, nil
	}
	kind = subjectSays(l.subject)
	switch {
	case kind == "" && bodySays.MatchString(l.own) && !mayAsk(l.own):
		return record.AutoReply, nil
	case kind == "":
		return "", nil
	case kind == record.Bounce && (nullSender(m.header) || statusCode.MatchString(l.own)):
		return record.Bounce, nil
	case mayAsk(withoutHead(l.own)):
		return "",
			[]record.Doubt{record.Doubtful("",
				"the subject reads like automatic mail ({{.A}}), but the text asks for something; it was taken as a person’s", string(kind))}
	}
	return kind, nil
}

// marked tells what kind of machine sent a mail by the marks that machines set.
func (m *message) marked(l letter) record.Automatic {
	h := m.header
	if m.kind == "multipart/report" {
		switch m.params["report-type"] {
		case "disposition-notification":
			return record.Receipt
		case "feedback-report":
			return record.Notification
		}
	}
	for _, p := range m.parts {
		switch {
		case p.attached:
		case p.kind == "message/disposition-notification":
			return record.Receipt
		case p.kind == "message/delivery-status":
			return record.Bounce
		case p.kind == "text/calendar":
			return record.Calendar
		}
	}
	if m.kind == "multipart/report" || h.has("x-failed-recipients") || bounceSender.MatchString(l.from.Mail) {
		return record.Bounce
	}
	submitted, _ := h.params("auto-submitted")
	precedence := strings.ToLower(h.get("precedence"))
	switch {
	case nullSender(h) && subjectSays(l.subject) == record.Bounce:
		return record.Bounce
	case strings.HasPrefix(submitted, "auto-replied"), precedence == "auto_reply",
		h.has("x-autoreply") && h.get("x-autoreply") != "no", h.has("x-auto-reply") && h.get("x-auto-reply") != "no",
		h.has("x-autorespond"), h.has("x-autoresponder"), h.has("x-autoreply-from"), h.has(
			"x-mail-autoreply"), nullSender(h):
		return record.AutoReply
	case submitted != "" && submitted != "no" && subjectSays(l.subject) != "":
		return subjectSays(l.subject)
	case submitted != "" && submitted != "no" && l.asks.Mail == "":
		return record.Notification // a web form sends by a machine too, but names the person in Reply-To
	case m.newsletter(precedence):
		return record.Newsletter
	}
	return ""
}

// invites reports whether a program of a calendar sent a mail as a message to another one (RFC 6047 2.4): what is
// written in it is about the event.
func (m *message) invites() bool {
	return slices.ContainsFunc(m.parts, func(p mimePart) bool {
		method := strings.ToLower(p.params["method"])
		return p.kind == "text/calendar" && !p.attached && method != "" && method != "publish"
	})
}

// nullSender reports whether the mail may not be answered: its return path is empty.
func nullSender(h header) bool {
	return h.has("return-path") && strings.ReplaceAll(string(h.raw("return-path")), " ", "") == "<>"
}

// bulk reports whether a mail says of itself that it went to many.
func (m *message) bulk() bool {
	precedence := strings.ToLower(m.header.get("precedence"))
	return precedence == "bulk" || precedence == "junk"
}

// ofMine is how people speak of themselves, as newsletters do not.
var ofMine = pattern.New(`(?i)\b(?:me|my|mine|i|i['’](?:d|m|ve))\b|我|本人`)

// asksPersonally reports whether a text asks for something as a person does: every newsletter says how to unsubscribe.
func asksPersonally(text string) bool {
	list, _ := record.KindsIn(text)
	for _, a := range list {
		if a.Kind != model.Objection || ofMine.MatchString(text) {
			return true
		}
	}
	return personalWords.MatchString(text)
}

// newsletter reports whether a mail went to many. A desk's own address is often a group, which adds the same marks: the
// mail of a person to it names the group as its list.
func (m *message) newsletter(precedence string) bool {
	h := m.header
	if !h.has("list-unsubscribe") && precedence != "bulk" && precedence != "junk" && precedence != "list" &&
		!h.has("list-id") {
		return false
	}
	post := strings.ToLower(h.get("list-post"))
	for _, to := range append(h.everybody("to"), h.everybody("cc")...) {
		local, _, _ := strings.Cut(strings.ToLower(to.Mail), "@")
		if strings.Contains(post, strings.ToLower(to.Mail)) ||
			strings.Contains(strings.ToLower(h.get("list-id")), "<"+local+"."+to.domain()+">") {
			return false
		}
	}
	return true
}
