package intake_test

import (
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"mime/quotedprintable"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"

	intakemail "orangelab.cn/rightsdesk/app/intake/mail"
	"orangelab.cn/rightsdesk/app/intake/record"
)

// oddMail draws mails as no program should write them.
type oddMail struct {
	*rand.Rand
	word  string // stands in what the person wrote, and nowhere else
	bound int
}

func pick[T any](m *oddMail, of ...T) T { return of[m.IntN(len(of))] }

// oddText is an encoding, the names it goes by, and words that it can write.
var oddTexts = []struct {
	names []string
	enc   encoding.Encoding
	words []string
}{
	{[]string{"utf-8", "UTF8", "", "x-unknown", "us-ascii", "iso-8859-1"}, encoding.Nop,
		[]string{"请删除我的个人信息", "please delete my data", "Löschen Sie bitte alle meine Daten", "個人情報を削除してください"}},
	{[]string{"gb18030", "gbk", "GB2312", "", "utf-8", "x-gbk"}, simplifiedchinese.GB18030,
		[]string{"请删除我的全部个人信息，谢谢", "我要一份我的数据副本，谢谢你们"}},
	{[]string{"big5", "Big5-HKSCS", "", "gb2312"}, traditionalchinese.Big5,
		[]string{"請刪除我的全部個人資料，謝謝您", "我要一份我的資料副本，謝謝"}},
	{[]string{"iso-2022-jp", ""}, japanese.ISO2022JP, []string{"個人情報を削除してください"}},
	{[]string{"shift_jis", ""}, japanese.ShiftJIS, []string{"個人情報を削除してください。お願いします"}},
	{[]string{"windows-1252", "iso-8859-1", ""}, charmap.Windows1252,
		[]string{"Löschen Sie bitte alle meine Daten", "supprimez mes données"}},
	{[]string{"utf-16", "utf-16le"}, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM),
		[]string{"请删除我的个人信息", "please delete my data"}},
}

// encoded writes bytes under a transfer encoding, and its name.
func (m *oddMail) encoded(data string, text bool) (head, body string) {
	switch m.IntN(4) {
	case 0:
		var b strings.Builder
		w := quotedprintable.NewWriter(&b)
		_, _ = w.Write([]byte(data)) // into memory
		_ = w.Close()
		return "Content-Transfer-Encoding: quoted-printable\n", b.String()
	case 1:
		if text {
			return pick(m, "Content-Transfer-Encoding: 8bit\n", "", "Content-Transfer-Encoding: binary\n"), data
		}
	}
	coded, lines := base64.StdEncoding.EncodeToString([]byte(data)), strings.Builder{}
	for width := pick(m, 76, 60, 1000); len(coded) > width; coded = coded[width:] {
		lines.WriteString(coded[:width] + "\n")
	}
	return "Content-Transfer-Encoding: " + pick(m, "base64", "BASE64") + "\n", lines.String() + coded + "\n"
}

// text is a part that the person wrote; its words come with the word of the mail.
func (m *oddMail) text(kind string) string {
	as := pick(m, oddTexts...)
	words := pick(m, as.words...) + " " + m.word + "\n"
	if kind == "text/html" {
		words = "<html><body><p>" + pick(m, as.words...) + " <b>" + m.word + "</b></p></body></html>\n"
	}
	data, err := as.enc.NewEncoder().String(words)
	if err != nil {
		panic(err)
	}
	name := pick(m, as.names...)
	if name != "" {
		name = pick(m, "; charset="+name, "; charset=\""+name+"\"", ";charset="+name+"; format=flowed")
	}
	head, body := m.encoded(data, !strings.Contains(data, "\x00"))
	return "Content-Type: " + kind + name + "\n" + head + "\n" + body
}

// beside is a part that the person did not write.
func (m *oddMail) beside() string {
	kind, name, data := "application/octet-stream", "a.bin", strings.Repeat("\x00\x01\xff", 50)
	switch m.IntN(8) {
	case 0:
		kind, name, data =
			"application/ms-tnef", "winmail.dat", "\x78\x9f\x3e\x22\x01\x00\x01\x06\x90\x08\x00\x04\x00\x00\x00\x00\x00\x01\x00\x01\x00\x01\x07\x90"
	case 1:
		return "Content-Type: text/calendar; method=REQUEST; charset=utf-8\n\nBEGIN:VCALENDAR\nBEGIN:VEVENT\nORGANIZER:mailto:calendar@stranger.test\nSUMMARY:Meeting\nEND:VEVENT\nEND:VCALENDAR\n"
	case 2:
		kind, name = "application/pkcs7-signature", "smime.p7s"
	case 3:
		return "Content-Type: message/rfc822\n\nFrom: Stranger <stranger@stranger.test>\nTo: x@y.test\nSubject: lunch\nContent-Type: text/plain\n\nShall we have lunch? Call 13900000009.\n"
	case 4:
		kind, name, data = "image/png", "photo.png", "\x89PNG\r\n\x1a\n"+strings.Repeat("x",
			pick(m, 10, 1000, 30_000, 300_000))
	case 5:
		kind, name = "application/x-\xff", "\xb8\xbd\xbc\xfe.doc"
	case 6:
		return "Content-Type: text/x-vcard; name=card.vcf\nContent-Disposition: attachment; filename=card.vcf\n\nBEGIN:VCARD\nEMAIL:card@stranger.test\nEND:VCARD\n"
	}
	head, body := m.encoded(data, false)
	return "Content-Type: " + kind + "; name=\"" + name + "\"\nContent-Disposition: attachment; filename=\"" + name +
		"\"\n" + head + "\n" + body
}

// several puts parts into one.
func (m *oddMail) several(kind string, parts ...string) string {
	m.bound++
	boundary := fmt.Sprintf("=_%d.%s", m.bound, pick(m, "x", "a b", "'()+_,-./:=?"))
	var b strings.Builder
	b.WriteString("Content-Type: multipart/" + kind + "; boundary=\"" + boundary + "\"\n\n" +
		pick(m, "", "This is a message in parts.\n"))
	for _, part := range parts {
		b.WriteString("--" + boundary + "\n" + part + "\n")
	}
	return b.String() + pick(m, "--"+boundary+"--\n", "") // a mail that was cut ends without the last
}

// body is all below the header of the mail.
func (m *oddMail) body() string {
	part := m.text("text/plain")
	switch m.IntN(5) {
	case 0:
		part = m.text("text/html")
	case 1:
		part = m.several("alternative", part, m.text("text/html"))
	case 2:
		part = m.several("signed; protocol=\"application/pkcs7-signature\"; micalg=sha-256", part,
			"Content-Type: application/pkcs7-signature; name=smime.p7s\nContent-Transfer-Encoding: base64\n\nMIIB\n")
	}
	for range m.IntN(3) {
		switch m.IntN(3) {
		case 0:
			part = m.several("mixed", part, m.beside())
		case 1:
			part = m.several("related", part, m.beside(), m.beside())
		case 2:
			part = m.several("mixed", m.beside(), part)
		}
	}
	return part
}

const oddSender = "wang.odd@person.test"

func (m *oddMail) mail() string {
	from := pick(m, "From: Wang <"+oddSender+">", "From: "+oddSender, "FROM: =?utf-8?B?546L?= <"+oddSender+">",
		"From: \xcd\xf5\xd0\xa1\xc3\xf7 <"+oddSender+">", "From:\n Wang\n <"+oddSender+">")
	subject := pick(m, "Subject: hello\n", "", "Subject: =?gb18030?B?xOO6ww==?=\n", "Subject: \xc4\xe3\xba\xc3\n",
		"Subject: =?big5?Q?=A7A=A6n?=\n", "Subject: =?x-none?Q?abc?=\n", "Subject: =?utf-8?B?5L2g\n")
	date := pick(m, "Date: Fri, 20 Nov 2026 09:30:00 +0800\n", "", "Date: yesterday\n", "Date: 20 Nov 26 09:30 CST\n")
	all := from + "\n" + subject + date + "To: support@desk.test\nMessage-ID: <" + m.word + "@person.test>\n" +
		pick(m, "MIME-Version: 1.0\n", "", "X-Odd: \x01\x02\n") + m.body()
	return strings.ReplaceAll(all, "\n", pick(m, "\r\n", "\n"))
}

// A thousand mails of every encoding, named rightly, wrongly or not at all, in nested parts beside signatures,
// meetings, cards, pictures and mails of others: each is a request of its sender with the words that they wrote, or
// says what could not be read, and nobody else's. Another thousand by RIGHTSDESK_ODD_MAILS_SEED.
func TestOfAThousandOddMailsNoWordIsLostOrSomebodyElses(t *testing.T) {
	seed, _ := strconv.ParseUint(os.Getenv("RIGHTSDESK_ODD_MAILS_SEED"), 10, 64)
	asBytes := 0
	for n := range 1000 {
		m := &oddMail{Rand: rand.New(rand.NewPCG(seed, uint64(n))), word: fmt.Sprintf("zq%dqz", n+1000)}
		source := m.mail()
		s, _, err := intakemail.ReadMail([]byte(source), record.Trust{Now: today})
		wrong := func(what string) { t.Errorf("%d: %s\n%+v %v\n%.3000q", n, what, s.Subject, s.Doubts, source) }
		if err != nil {
			wrong(err.Error())
			continue
		}
		switch said := strings.Contains(s.Body, m.word); {
		case strings.Join(s.Subject.Emails(), " ") != oddSender:
			wrong("not its sender's")
		case len(s.Subject.Phones()) > 0:
			wrong("somebody else's number")
		case strings.Contains(s.Body+s.Title+s.Subject.Name, "\ufffd"):
			wrong("a character was replaced")
		case !said && !slices.ContainsFunc(s.Doubts, func(d record.Doubt) bool { return d.Field == "text" }):
			wrong("what was written is lost and nobody is told")
		case !said:
			asBytes++
			if !slices.ContainsFunc(s.Attachments, func(a record.Attachment) bool { return a.Original }) {
				wrong("what could not be read is not kept as it came")
			}
		}
	}
	if t.Logf("the words of %d only as bytes, with a doubt", asBytes); asBytes > 50 {
		t.Errorf("of %d of a thousand the words were not read", asBytes)
	}
}
