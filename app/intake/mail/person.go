package mail

import (
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/model/pattern"
)

// person is who the mail is about, and the mails inside it whose words are theirs; it sets the kind from that person's
// text.
func (m *message) person(l letter, sub *record.Submission) (Address, []letter) {
	var inner []letter
	var others []Address // of whom further mails are passed on beside the first
	for i, mail := range l.parts.mails {
		passed := mail.passed()
		inner = append(inner, passed...)
		if of := passed[0].from; i > 0 && of.Mail != "" && !of.is(inner[0].from) &&
			!slices.ContainsFunc(others, of.is) {
			others = append(others, of)
		}
	}
	forwards := forwardSubject.MatchString(l.subject)
	if len(inner) > 0 && inner[0].from.Mail != "" && !inner[0].from.is(l.from) && (forwards || l.passesOn(inner[0])) {
		sub.Suggest(inner[0].own, inner[0].subject, l.own)
		passedOn(sub, l, inner[0].from)
		if len(others) > 0 {
			sub.Doubt(record.Doubtful("subject",
				"further mails were passed on with it, from {{.A}}: each of them may be a request of its own",
				named(others)))
		}
		return inner[0].from, inner
	}
	if len(inner) == 0 {
		if p, ok := l.passedOnInline(forwards); ok {
			sub.Suggest(p.words, p.subject, l.own, l.subject)
			passedOn(sub, l, p.from)
			return p.from, nil
		}
		if other, ok := l.quotesOther(); ok {
			sub.Doubts = append(sub.Doubts,
				record.Doubtful("subject",
					"the text holds a mail of {{.A}} below that of its sender: find out who of them asks", other))
		}
		sub.Doubts = append(sub.Doubts, l.withoutAddress(forwards)...)
	}
	texts := []string{l.own, l.subject}
	if l.own == "" {
		texts = append(texts, strings.Join(l.parts.notes, "\n"), l.quoted)
	}
	sub.Suggest(texts...)
	if answerSubject.MatchString(l.subject) && l.own != "" && !record.AsksFor(l.own) && record.AsksFor(l.subject) {
		sub.DoubtSubject(l.subject)
	}
	if len(inner) > 0 && inner[0].from.Mail != "" {
		sub.Doubts = append(sub.Doubts, record.Doubtful("subject", "a mail from {{.A}} is attached", inner[0].from))
	}
	return l.asker(sub), inner
}

// passedOn takes note of who passed a mail on, and whether they ask for something themself.
func passedOn(s *record.Submission, l letter, by Address) {
	s.ForwardedBy = l.from.Mail
	s.Doubts = append(s.Doubts,
		record.Doubtful("subject",
			"{{.A}} passed on a mail that says it is from {{.B}}; nothing but the mail itself says so", l.from, by))
	if record.AsksFor(l.own) {
		s.Doubt(record.Doubtful("subject", "{{.A}}, who passed the mail on, names a request as well: “{{.B}}”", l.from,
			record.Beginning(strings.Join(strings.Fields(l.own), " "), 200)))
	}
}

// answerSubject is how the subject of an answer begins.
var answerSubject = pattern.New(`(?i)^\s*(re|aw|sv|antw|odp|回复|回覆|答复|回信|返信)\s*(\[\d+\])?\s*[:：]`)

// passed is a mail inside a mail, after those that it only passes on itself: the first is who asks.
func (m *message) passed() []letter {
	l := m.letter()
	var deeper []letter
	for _, mail := range l.parts.mails {
		deeper = append(deeper, mail.passed()...)
	}
	if len(deeper) > 0 && !record.AsksFor(l.own) {
		return append(deeper, l)
	}
	return append([]letter{l}, deeper...)
}

// asker is the sender, or who Reply-To names where the sender is a web form: an address that nobody reads, or one of
// the organisation's own. Anybody else's Reply-To is only named: answers to it would reach somebody who never wrote.
func (l letter) asker(sub *record.Submission) Address {
	if l.asks.Mail == "" {
		return l.from
	}
	if l.from.unread() || l.sentTo(l.from) {
		sub.Doubts = append(sub.Doubts,
			record.Doubtful("subject", "sent by {{.A}} for whoever is named in Reply-To: {{.B}}", l.from,
				named(l.replies)))
		return l.asks
	}
	sub.Doubts = append(sub.Doubts,
		record.Doubtful("subject",
			"answers are to go to {{.A}}, not to the sender: find out whether both are one person", named(l.replies)))
	return l.from
}

// known returns whether an address that stands in the text is of the person, or of whoever the mail names in its head.
func (l letter) known(person Address) func(mail string) bool {
	return func(mail string) bool {
		a := Address{Mail: mail}
		return a.is(person) || a.is(l.from) || slices.ContainsFunc(l.senders, a.is) ||
			slices.ContainsFunc(l.replies, a.is) || l.sentTo(a)
	}
}
