package mail

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/pattern"
)

var (
	mailHead = pattern.New(`(?im)^(from|sender|reply-to)[ \t]*:`)
	headName = pattern.New(`^[A-Za-z][A-Za-z0-9-]*[ \t]*:`)
)

// IsMail reports whether a file is a mail or a box of mails.
func IsMail(f record.File) bool {
	if name := strings.ToLower(f.Name); strings.HasSuffix(name, ".eml") || strings.HasSuffix(name, ".emlx") {
		return true
	}
	head, rest := cutLine(f.Data[:min(len(f.Data), maxValue)])
	if boxLine.Match(head) {
		head, _ = cutLine(rest)
		return headName.Match(head)
	}
	block, _, _ := bytes.Cut(f.Data[:min(len(f.Data), maxValue)], []byte("\n\n"))
	block, _, _ = bytes.Cut(block, []byte("\n\r\n"))
	return headName.Match(head) && mailHead.Match(block)
}

// ReadMails reads one mail, or the mails of an mbox.
func ReadMails(f record.File, t record.Trust, r *record.Reading) {
	line := 1
	for data := range boxes(f.Data) {
		if r.Full(line) {
			return
		}
		sub, encoding, looked, err := readMail(data.mail, t, min(maxText, r.Sight()))
		r.Looked(looked)
		sub.Line = line + data.skipped
		r.Encoding = cmp.Or(r.Encoding, encoding)
		if err != nil {
			r.Fail(record.Problem{Line: sub.Line, Err: err})
		} else {
			r.Take(sub)
		}
		line += bytes.Count(data.all, []byte("\n"))
	}
}

// letterParts is what a mail holds, sorted.
type letterParts struct {
	words    []string // what stands in the text itself, in the first of its forms
	others   []form   // what its other forms say differently
	notes    []string // what stands in named texts beside it
	files    []record.Attachment
	mails    []*message // mails inside the mail
	encoding string
	doubts   []record.Doubt
	// torn says that the forms of one text ask for different things.
	torn bool
}

// sort reads every part of a mail: words wherever they stand, files, mails.
func (m *message) sort() (c letterParts) {
	read := map[int]bool{} // alternatives
	var named []string     // the words of the texts with names
	for i, p := range m.parts {
		switch {
		case p.mail != nil:
			c.mails = append(c.mails, p.mail)
			c.files = append(c.files,
				record.Attachment{Name: cmp.Or(p.name, p.fallbackName(i+1)), Type: p.kind, Data: p.body})
		case p.isText() && p.name != "":
			text := c.read(p)
			c.notes, named = append(c.notes, "["+p.name+"]\n"+text), append(named, text)
			c.files = append(c.files, record.Attachment{Name: p.name, Type: p.kind, Data: p.body})
		case p.isText() && p.alternative > 0:
			if !read[p.alternative] {
				read[p.alternative] = true
				c.speak(m.forms(p.alternative))
			}
		case p.isText():
			if text := c.read(p); text != "" {
				c.words = append(c.words, text)
			}
		case len(p.body) > 0:
			c.files = append(c.files,
				record.Attachment{Name: cmp.Or(p.name, p.fallbackName(i+1)), Type: p.kind, Data: p.body})
			c.doubts = append(c.doubts, sealedDoubt(p.kind)...)
			c.foreign(p)
		}
	}
	if len(c.words)+len(c.mails) == 0 && len(named) > 0 { // a program that gives its text a name, and shows it
		c.words, c.notes = named[:1], c.notes[1:]
	}
	if len(c.words)+len(c.notes)+len(c.mails) == 0 {
		m.beside(&c)
	}
	return c
}

// read returns the words of a part, and takes note of what is doubtful about them.
func (c *letterParts) read(p mimePart) string {
	text, encoding, doubts := p.text()
	c.encoding, c.doubts = cmp.Or(c.encoding, encoding), append(c.doubts, doubts...)
	c.doubts = append(c.doubts, inlinePGP(text)...)
	return text
}

// forms returns the parts of an alternative that hold its words, by form.
func (m *message) forms(alternative int) (forms [][]mimePart) {
	last := 0
	for _, p := range m.parts {
		if p.alternative != alternative || !p.isText() || p.name != "" {
			continue
		}
		if p.form != last || len(forms) == 0 {
			forms, last = append(forms, nil), p.form
		}
		forms[len(forms)-1] = append(forms[len(forms)-1], p)
	}
	return forms
}

// speak reads the forms of one text. What is doubtful about a form that says nothing of its own is not named.
func (c *letterParts) speak(parts [][]mimePart) {
	var forms []form
	var read []letterParts
	for _, of := range parts {
		var one letterParts
		var texts []string
		for _, p := range of {
			texts = append(texts, one.read(p))
		}
		read, forms = append(read, one), append(forms, form{of[0].kind, strings.TrimSpace(strings.Join(texts, "\n\n"))})
	}
	first, others, doubts := spoken(forms)
	for i, f := range forms {
		if f == first || slices.Contains(others, f) {
			c.encoding, c.doubts = cmp.Or(c.encoding, read[i].encoding), append(c.doubts, read[i].doubts...)
		}
	}
	if first.text != "" {
		c.words = append(c.words, first.text)
	}
	c.others, c.doubts = append(c.others, others...), append(c.doubts, doubts...)
	c.torn = c.torn || slices.ContainsFunc(doubts, func(d record.Doubt) bool { return d.Field == "kind" })
}

// letter is a mail that was read: who it is from, what they wrote, what is quoted.
type letter struct {
	from, asks Address   // the sender, and who is named in Reply-To where that is somebody else
	senders    []Address // all whom it names as its sender
	replies    []Address // all whom Reply-To names and that are not the sender
	to         []Address // all whom it was sent to
	subject    string
	own        string
	quoted     string
	parts      letterParts
}

func (m *message) letter() letter {
	l := letter{subject: m.header.get("subject"), parts: m.sort()}
	if all := m.header.texts("subject"); len(all) > 1 {
		l.subject = strings.Join(all, " / ")
		l.parts.doubts = append(l.parts.doubts,
			record.Doubtful("text", "the mail has several subject lines: {{.A}}", l.subject))
	}
	if l.senders = m.header.everybody("from"); len(l.senders) > 0 {
		l.from = l.senders[0]
	}
	// A list that may not write in the name of its members says for whom it does.
	if before := m.header.everybody("x-original-from"); len(before) == 1 && len(l.senders) == 1 &&
		strings.Contains(strings.ToLower(l.from.Name), " via ") && before[0].valid() {
		l.parts.doubts = append(l.parts.doubts,
			record.Doubtful("subject", "sent through {{.A}} for {{.B}}", l.from, before[0]))
		l.from, l.senders = before[0], before
	}
	l.sentBy(m.header)
	for _, name := range []string{"to", "cc", "delivered-to", "x-original-to"} {
		l.to = append(l.to, m.header.everybody(name)...)
	}
	l.replies = slices.DeleteFunc(m.header.everybody("reply-to"), l.from.is)
	if len(l.replies) > 0 {
		l.asks = l.replies[0]
	}
	l.own, l.quoted = l.parts.own()
	return l
}

// sentBy reads who sent a mail where its From line names nobody that can be written to, and names a sender who is
// somebody else.
func (l *letter) sentBy(h header) {
	written := h.get("from")
	if l.from.broken {
		l.parts.doubts = append(l.parts.doubts,
			record.Doubtful("name", "the name in the From line is not whole: “{{.A}}”", written))
	}
	senders := h.everybody("sender")
	for _, s := range senders {
		if written != "" && !s.is(l.from) && !slices.ContainsFunc(l.senders, s.is) {
			l.parts.doubts = append(l.parts.doubts,
				record.Doubtful("subject",
					"{{.A}} sent the mail (Sender), and its From line names somebody else: “{{.B}}”", s, written))
		}
	}
	if written != "" {
		return // what somebody else's line says is no address of theirs
	}
	for _, name := range []string{"sender", "reply-to", "return-path"} {
		if list := h.everybody(name); len(list) > 0 && l.from.Mail == "" {
			l.from = list[0]
		}
	}
}

// ReadMail reads one mail: who asks, in which words, and what came with it. Nothing is fetched.
func ReadMail(data []byte, t record.Trust) (record.Submission, string, error) {
	sub, encoding, _, err := readMail(data, t, maxText)
	return sub, encoding, err
}

// readMail is ReadMail that reads no more than most bytes of the words of a part, and says how many bytes of words it
// looked through.
func readMail(data []byte, t record.Trust, most int) (record.Submission, string, int, error) {
	r := mimeReader{most: most}
	m := r.message(mended(data), 0)
	l := m.letter()
	written := m.header.get("from")
	if l.from.Mail == "" && written == "" {
		return record.Submission{}, "", 0, record.Because("has no sender that can be read in its From line")
	}
	sub := record.Submission{Channel: model.ByMail, Requester: model.Self, Attachments: l.parts.files, Title: l.subject,
		Source: data, Doubts: append(r.doubts, l.parts.doubts...)}
	var doubts []record.Doubt
	sub.Automatic, doubts = m.automatic(l)
	sub.Doubts = append(sub.Doubts, doubts...)
	sub.ReceivedAt, doubts = m.received(t)
	sub.Doubts = append(sub.Doubts, doubts...)
	sub.MessageID, sub.Answers = strings.Trim(m.header.get("message-id"), "<> "), m.answers()
	sub.External = "mail:" + sub.MessageID
	if sub.External == "mail:" {
		sum := sha256.Sum256(data)
		sub.External = "mail-sum:" + hex.EncodeToString(sum[:])
	}
	if from := m.header.everybody("from"); len(from) == 1 && from[0].valid() && !from[0].broken {
		sub.Sender = from[0].Mail
	}
	person, inner := m.person(l, &sub)
	for _, one := range inner {
		sub.Doubts = append(sub.Doubts, one.parts.doubts...)
	}
	for _, one := range append([]letter{l}, inner...) {
		if len(one.senders) > 1 {
			sub.Doubts = append(sub.Doubts,
				record.Doubtful("subject", "the mail names several senders: {{.A}}; find out who of them asks",
					named(one.senders)))
		}
	}
	sub.Subject = model.Subject{Name: person.ownName(), Email: person.Mail}
	nameless(&sub, written)
	if l.parts.torn || slices.ContainsFunc(inner, func(one letter) bool { return one.parts.torn }) {
		sub.Kind, sub.Words = model.SelfService, ""
	}
	if l.from.unread() || (l.asks.Mail != "" && person == l.asks) {
		fromForm(&sub, l)
	}
	if sub.ForwardedBy != "" && len(inner) > 0 {
		sub.ForWhom(inner[0].subject+"\n\n"+inner[0].own, l.known(person))
	} else if sub.ForwardedBy != "" {
		p, _ := l.passedOnInline(true)
		sub.ForWhom(p.subject+"\n\n"+p.words, l.known(person))
	} else {
		sub.ByWhom(l.subject+"\n\n"+l.own, l.known(person), l.parts.inEveryText, t.Now)
	}
	sub.Own = l.own
	pieces := []string{l.subject, l.own}
	for i, inside := range inner {
		sub.Attachments = append(sub.Attachments, inside.parts.files...)
		if i == 0 && sub.ForwardedBy != "" { // the person's words come first, and those of who passed them on below
			pieces = []string{inside.subject, inside.own, inside.quoted, "— " + l.from.String() + ": " + l.subject,
				l.own}
			continue
		}
		pieces = append(pieces, "— "+inside.from.String()+": "+inside.subject, inside.own, inside.quoted)
	}
	sub.Attachments = distinct(sub.Attachments)
	pieces = append(append(pieces, l.parts.notes...), l.quoted)
	sub.Body = strings.Join(record.All(pieces...), "\n\n")
	sub.Doubts = record.EachOnce(sub.Doubts)
	if len(r.doubts)+len(l.parts.doubts) > 0 ||
		slices.ContainsFunc(inner, func(one letter) bool { return len(one.parts.doubts) > 0 }) ||
		utf8.RuneCountInString(sub.Body) > record.MaxBody {
		sub.Attachments = append(sub.Attachments,
			record.Attachment{Name: "mail.eml", Type: "message/rfc822", Data: data, Original: true})
	}
	if runes := []rune(sub.Body); len(runes) > record.MaxBody {
		sub.Body = string(runes[:record.MaxBody])
		sub.Doubts = append(sub.Doubts,
			record.Doubtful("text", "the text is longer than {{.A}} characters; the whole mail is kept as mail.eml",
				record.MaxBody))
	}
	looked := len(l.own) + len(l.quoted)
	for _, one := range inner {
		looked += len(one.own) + len(one.quoted)
	}
	return sub, cmp.Or(l.parts.encoding, m.header.encoding), looked, nil
}

// nameless takes an address away that nobody can write to, and names who wrote by what stands in the From line: a
// person finds out who they are, and the mail is not lost for it.
func nameless(s *record.Submission, from string) {
	if s.Subject.Email != "" && !record.NotMail(s.Subject.Email) {
		return
	}
	written := cmp.Or(s.Subject.Email, from)
	written, _ = wholeName(written)
	name, rest, _ := strings.Cut(strings.ReplaceAll(written, `"`, ""), "<")
	s.Subject = model.Subject{Name: cmp.Or(s.Subject.Name, strings.TrimSpace(name), strings.Trim(rest, "<> "))}
	s.Doubt(record.Doubtful("email",
		"the sender “{{.A}}” is no address that can be written to: find out who it is, and how to reach them", written))
}

// distinct gives each file a name of its own.
func distinct(files []record.Attachment) []record.Attachment {
	seen := map[string]bool{}
	for i := range files {
		name := files[i].Name
		for n := 2; seen[files[i].Name]; n++ {
			files[i].Name = strconv.Itoa(n) + "-" + name
		}
		seen[files[i].Name] = true
	}
	return files
}
