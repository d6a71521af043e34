package mailbox

import (
	"encoding/base64"
	"fmt"
	"io"
	"mime/quotedprintable"
	"slices"
	"strings"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
	"golang.org/x/net/html"

	"orangelab.cn/rightsdesk/app/charset"
	"orangelab.cn/rightsdesk/app/source/value"
	"orangelab.cn/rightsdesk/model/pattern"
)

// part is one part of a message.
type part struct {
	path              []int
	text              bool
	kind              string // text/plain, text/html
	charset, encoding string
	name              string // of an attachment
}

// partsOf lists the parts of a message that are no containers.
func partsOf(b imap.BodyStructure) (out []part) {
	if b == nil {
		return nil
	}
	b.Walk(func(path []int, one imap.BodyStructure) bool {
		single, is := one.(*imap.BodyStructureSinglePart)
		if !is {
			return true
		}
		p := part{path: slices.Clone(path), kind: single.MediaType(), charset: single.Params["charset"],
			encoding: strings.ToLower(single.Encoding)}
		d := single.Disposition()
		p.text = strings.HasPrefix(p.kind, "text/") && (d == nil || !strings.EqualFold(d.Value, "attachment"))
		if !p.text {
			if p.name = single.Filename(); p.name == "" {
				p.name = p.kind
			}
			if decoded, err := words.DecodeHeader(p.name); err == nil {
				p.name = decoded
			}
		}
		out = append(out, p)
		return true
	})
	return out
}

// message returns a message by the columns.
func (r *reading) message(at place, m *imapclient.FetchMessageBuffer, texts []imapclient.FetchBodySectionBuffer) []any {
	e := m.Envelope
	if e == nil {
		e = &imap.Envelope{}
	}
	var pieces, attachments []string
	clear := true
	for _, p := range partsOf(m.BodyStructure) {
		if !p.text {
			attachments = append(attachments, p.name)
			continue
		}
		i := slices.IndexFunc(texts, func(b imapclient.FetchBodySectionBuffer) bool {
			return slices.Equal(b.Section.Part, p.path)
		})
		if i < 0 {
			clear = false
			continue
		}
		text, err := p.decoded(texts[i].Bytes)
		if err != nil {
			clear = false
			continue
		}
		pieces = append(pieces, text)
	}
	head := ""
	for _, b := range m.BodySection {
		text, _, err := charset.Decode(b.Bytes)
		if err != nil {
			clear = false
			continue
		}
		head += text
	}
	if len(attachments) > 0 {
		r.attached++
	}
	if !clear {
		r.unclear++
	}
	text := strings.Join(pieces, "\n")
	from, fromNames := named(slices.Concat(e.From, e.Sender, e.ReplyTo))
	to, toNames := named(slices.Concat(e.To, e.Cc, e.Bcc))
	said := e.Subject + "\n" + text
	return []any{fmt.Sprintf("%s:%d:%d", at.folder, at.validity, at.uid), at.folder, filled(e.MessageID),
		m.InternalDate.UTC().Format(time.RFC3339), from, fromNames, to, toNames,
		filled(e.Subject), filled(text), mentioned(said, mails, isMail), mentioned(said, numbers, isNumber),
		list(attachments), filled(head)}
}

func filled(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// list is a list of texts, each once, as a column of documents holds it.
func list(texts []string) any {
	var out []any
	for _, s := range texts {
		if s != "" && !slices.Contains(out, any(s)) {
			out = append(out, s)
		}
	}
	if out == nil {
		return nil
	}
	return value.DocumentText(out)
}

// named returns addresses and names of people.
func named(all []imap.Address) (addresses, names any) {
	var a, n []string
	for _, one := range all {
		a, n = append(a, one.Addr()), append(n, one.Name)
	}
	return list(a), list(n)
}

// decoded returns the text of a part, whose encoding must be certain.
func (p part) decoded(data []byte) (string, error) {
	var err error
	switch p.encoding {
	case "base64":
		data, err = io.ReadAll(base64.NewDecoder(base64.StdEncoding, strings.NewReader(string(data))))
	case "quoted-printable":
		data, err = io.ReadAll(quotedprintable.NewReader(strings.NewReader(string(data))))
	}
	if err != nil {
		return "", err
	}
	text, _, err := charset.DecodeAs(data, p.charset)
	if err == nil && p.kind == "text/html" {
		text = plain(text)
	}
	return text, err
}

// plain returns what a page says, hidden or not, and where its links lead: nothing of a person is to be missed.
func plain(page string) string {
	var b strings.Builder
	for t := html.NewTokenizer(strings.NewReader(page)); ; {
		switch t.Next() {
		case html.ErrorToken:
			return b.String()
		case html.TextToken:
			b.Write(t.Text())
		case html.StartTagToken, html.SelfClosingTagToken:
			tag, more := t.TagName()
			parted(&b, tag)
			for more {
				var name, held []byte
				if name, held, more = t.TagAttr(); string(name) == "href" || string(name) == "alt" ||
					string(name) == "title" {
					b.WriteString(" " + strings.TrimPrefix(string(held), "mailto:") + " ")
				}
			}
		case html.EndTagToken:
			tag, _ := t.TagName()
			parted(&b, tag)
		}
	}
}

// within are the elements that do not end a word.
var within = strings.Fields("b i u s em strong span a font small big sub sup mark code tt abbr")

func parted(b *strings.Builder, tag []byte) {
	if !slices.Contains(within, string(tag)) {
		b.WriteString(" ")
	}
}

var (
	mails   = pattern.New(`[^\s<>"'(),;:\[\]，；：、。（）《》]+@[^\s<>"'(),;:\[\]，；：、。（）《》?&]+`)
	numbers = pattern.New(`[+＋(（]?[0-9０-９][0-9０-９ ()（）./-]{4,30}[0-9０-９]`)
)

// mentioned returns what of a text a pattern finds and a rule takes.
func mentioned(text string, p *pattern.Pattern, is func(string) bool) any {
	var out []string
	for _, s := range p.FindAllString(text, -1) {
		if s = strings.Trim(s, " .-/"); is(s) {
			out = append(out, s)
		}
	}
	return list(out)
}

func isMail(s string) bool { return strings.Count(s, "@") == 1 }

// isNumber reports whether a text has as many digits as a number of a phone, or of a document, has.
func isNumber(s string) bool {
	n := 0
	for _, r := range s {
		if r >= '0' && r <= '9' || r >= '０' && r <= '９' {
			n++
		}
	}
	return n >= 7 && n <= 20
}
