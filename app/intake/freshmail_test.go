package intake_test

import (
	"encoding/base64"
	"fmt"
	"html"
	"mime/quotedprintable"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"

	intakemail "orangelab.cn/rightsdesk/app/intake/mail"
	"orangelab.cn/rightsdesk/app/intake/record"
	post "orangelab.cn/rightsdesk/app/mail"
)

// A tongue is words of a person under a charset, and how a program of that tongue begins a quotation.
type tongue struct {
	charset, words, quotes string
	enc                    encoding.Encoding
}

var tongues = []tongue{
	{"utf-8", "Please send me a copy of everything that you hold about me.", "On Fri, 20 Nov 2026 at 09:12, Support <support@desk.test> wrote:", encoding.Nop},
	{"gb18030", "请把你们掌握的我的全部个人信息提供一份副本给我，龘靐也要。", "在 2026-11-20 09:12:01，\"客服\" <support@desk.test> 写道：", simplifiedchinese.GB18030},
	{"big5", "請將貴公司持有的我的全部個人資料提供一份副本。", "客服 <support@desk.test> 於 2026年11月20日 上午9:12 寫道：", traditionalchinese.Big5},
	{"shift_jis", "私に関するすべての個人データの写しをお送りください。", "2026年11月20日 9:12 サポート <support@desk.test>:", japanese.ShiftJIS},
	{"iso-2022-jp", "個人データを削除してください。よろしくお願いいたします。", "On 2026/11/20 9:12, support@desk.test wrote:", japanese.ISO2022JP},
	{"euc-kr", "제 개인정보를 모두 삭제해 주세요.", "2026년 11월 20일 (금) 오전 9:12, 지원 <support@desk.test>님이 작성:", korean.EUCKR},
	{"windows-1252", "Bitte löschen Sie alle über mich gespeicherten Daten – danke.", "Am 20.11.2026 um 09:12 schrieb Support <support@desk.test>:", charmap.Windows1252},
	{"utf-16", "请删除我的账号及全部个人信息。", "发件人: 客服 <support@desk.test>\n发送时间: 2026年11月20日 9:12\n收件人: me@person.test\n主题: 回复", unicode.UTF16(unicode.BigEndian, unicode.UseBOM)},
}

func (x tongue) bytes(text string) string {
	data, err := x.enc.NewEncoder().String(text)
	if err != nil {
		panic(x.charset + ": " + text)
	}
	return data
}

func based(data string) string {
	var b strings.Builder
	for coded := base64.StdEncoding.EncodeToString([]byte(data)); coded != ""; {
		n := min(76, len(coded))
		b.WriteString(coded[:n] + "\n")
		coded = coded[n:]
	}
	return "Content-Transfer-Encoding: base64\n\n" + b.String()
}

func printable(data string) string {
	var b strings.Builder
	w := quotedprintable.NewWriter(&b)
	_, _ = w.Write([]byte(data)) // into memory
	_ = w.Close()
	return "Content-Transfer-Encoding: quoted-printable\n\n" + b.String() + "\n"
}

func (x tongue) plain(text string) string {
	return "Content-Type: text/plain; charset=" + x.charset + "\n" + based(x.bytes(text))
}

func (x tongue) html(text string) string {
	page := "<html><head><meta charset=" + x.charset + "></head><body>" + text + "</body></html>"
	return "Content-Type: text/html; charset=\"" + x.charset + "\"\n" + based(x.bytes(page))
}

func parts(kind string, list ...string) string {
	b := "Content-Type: multipart/" + kind + "; boundary=\"b-" + kind[:3] + fmt.Sprint(len(list)) + "\"\n\n"
	for _, p := range list {
		b += "--b-" + kind[:3] + fmt.Sprint(len(list)) + "\n" + p + "\n"
	}
	return b + "--b-" + kind[:3] + fmt.Sprint(len(list)) + "--\n"
}

func attached(kind, name, data string) string {
	return "Content-Type: " + kind + "; name=\"" + name + "\"\nContent-Disposition: attachment; filename=\"" + name +
		"\"\n" + based(data)
}

const freshSender, stranger = "me@person.test", "STRANGER"

// A shape is how a program writes a mail. The words of the person are W, and what others wrote is STRANGER.
var shapes = []struct {
	name string
	head string // more of the header; its From is the person's where there is none
	body func(x tongue, words string) string
	auto record.Automatic
	own  bool // that the person's own words are told apart from what they quote is asked for
}{
	{name: "plain", body: func(x tongue, w string) string { return x.plain(w) }, own: true},
	{name: "quoted-printable", own: true, body: func(x tongue, w string) string {
		return "Content-Type: text/plain; charset=" + x.charset + "\n" + printable(x.bytes(w))
	}},
	{name: "html alone", own: true, body: func(x tongue, w string) string { return x.html("<div>" + w + "</div>") }},
	{name: "both forms", own: true, body: func(x tongue, w string) string {
		return parts("alternative", x.plain(w), x.html("<p>"+w+"</p>"))
	}},
	{name: "deeply nested", own: true, body: func(x tongue, w string) string {
		return parts("mixed", parts("related", parts("alternative", x.plain(w), x.html("<p>"+w+"</p><img src=cid:a>")),
			"Content-Type: image/png\nContent-ID: <a>\n"+based("\x89PNG\r\n\x1a\nxx")),
			attached("application/pdf", "scan.pdf", "%PDF-1.4"))
	}},
	{name: "winmail.dat", own: true, body: func(x tongue, w string) string {
		return parts("mixed", x.plain(w), attached("application/ms-tnef", "winmail.dat",
			"\x78\x9f\x3e\x22\x01\x00\x01\x06\x90\x08\x00\x04"))
	}},
	{name: "a meeting beside it", own: true, body: func(x tongue, w string) string {
		return parts("mixed", x.plain(w), "Content-Type: text/calendar; method=REQUEST; charset=utf-8; name=invite.ics\nContent-Disposition: attachment; filename=invite.ics\n\nBEGIN:VCALENDAR\nBEGIN:VEVENT\nORGANIZER:mailto:stranger@stranger.test\nSUMMARY:STRANGER\nEND:VEVENT\nEND:VCALENDAR\n")
	}},
	{name: "signed by S/MIME", own: true, body: func(x tongue, w string) string {
		return parts("signed; protocol=\"application/pkcs7-signature\"; micalg=sha-256", x.plain(w),
			attached("application/pkcs7-signature", "smime.p7s", "\x30\x80\x06\x09"))
	}},
	{name: "a huge file", own: true, body: func(x tongue, w string) string {
		return parts("mixed", x.plain(w), attached("application/zip", "all.zip",
			"PK\x03\x04"+strings.Repeat("\x00", 3<<20)))
	}},
	{name: "a reply that quotes with >", own: true, head: "In-Reply-To: <a@desk.test>\n",
		body: func(x tongue, w string) string {
			return x.plain(w + "\n\n" + x.quotes + "\n> STRANGER wrote this, write to stranger@stranger.test\n> or call 13900000009.\n")
		}},
	{name: "a reply in HTML that quotes in a block", own: true, head: "In-Reply-To: <a@desk.test>\n",
		body: func(x tongue, w string) string {
			return x.html("<div>" + w + "</div><div class=gmail_quote>" + html.EscapeString(x.quotes) + "<blockquote>STRANGER stranger@stranger.test 13900000009</blockquote></div>")
		}},
	{name: "a reply under what it quotes", own: true, head: "In-Reply-To: <a@desk.test>\n",
		body: func(x tongue, w string) string {
			return x.plain(x.quotes + "\n> STRANGER 13900000009\n\n" + w + "\n")
		}},
	{name: "a reply as Outlook quotes", own: true, head: "In-Reply-To: <a@desk.test>\n",
		body: func(x tongue, w string) string {
			return x.plain(w + "\n\n-----Original Message-----\nFrom: Support <support@desk.test>\nSent: Friday, 20 November 2026 09:12\nTo: me@person.test\nSubject: hello\n\nSTRANGER 13900000009\n")
		}},
	{name: "a reply as QQ quotes", own: true, head: "In-Reply-To: <a@desk.test>\nX-Mailer: QQMail 2.x\n",
		body: func(x tongue, w string) string {
			return "Content-Type: text/plain; charset=utf-8\n" + based(w+"\n\n\n\n\n------------------ 原始邮件 ------------------\n发件人: \"客服\" <support@desk.test>;\n发送时间: 2026年11月20日(星期五) 上午9:12\n收件人: \"我\" <me@person.test>;\n主题: 回复\n\n\n\nSTRANGER 13900000009\n")
		}},
	{name: "a reply as 163 quotes", own: true, head: "In-Reply-To: <a@desk.test>\n",
		body: func(x tongue, w string) string {
			return "Content-Type: text/html; charset=utf-8\n" + based("<div>"+w+"</div><br><p>在 2026-11-20 09:12:01，&quot;客服&quot; &lt;support@desk.test&gt; 写道：</p><blockquote id=\"isReplyContent\">STRANGER 13900000009</blockquote>")
		}},
	{name: "a signature of an app", own: true,
		body: func(x tongue, w string) string { return x.plain(w + "\n\nSent from my iPhone\n") }},
	{name: "a footer of a company", own: true, body: func(x tongue, w string) string {
		return x.plain(w + "\n\n-- \nMe\n\nThis e-mail is confidential.\n")
	}},
	{name: "through a form of a website", head: "From: Website <noreply@shop.test>\nReply-To: me@person.test\n",
		body: func(x tongue, w string) string {
			return x.plain("Name: Me\nE-mail: me@person.test\nMessage: " + w + "\n")
		}},
	{name: "no charset is named", own: true, body: func(x tongue, w string) string {
		if x.charset == "utf-16" { // what names none and has no text to be known by is tried with its mark
			return "Content-Type: text/plain\n" + based(x.bytes(w))
		}
		return "Content-Type: text/plain\nContent-Transfer-Encoding: 8bit\n\n" + x.bytes(w) + "\n"
	}},
	{name: "no header of MIME at all", own: true, body: func(x tongue, w string) string {
		if x.charset == "utf-16" {
			return x.plain(w)
		}
		return "\n" + x.bytes(w) + "\n"
	}},
	{name: "the text as a file", own: true, body: func(x tongue, w string) string {
		return parts("mixed", "Content-Type: text/plain; charset="+x.charset+"; name=\"request.txt\"\nContent-Disposition: inline; filename=\"request.txt\"\n"+based(x.bytes(w)))
	}},
	{name: "a newsletter", head: "From: Shop <news@shop.test>\nList-Unsubscribe: <https://shop.test/u>\nList-Id: <news.shop.test>\nPrecedence: bulk\n", auto: record.Newsletter,
		body: func(x tongue, w string) string { return x.plain("Sale!") }},
	{name: "away from the desk", head: "Auto-Submitted: auto-replied\nX-Autoreply: yes\n", auto: record.AutoReply,
		body: func(x tongue, w string) string { return x.plain("I am away.") }},
	{name: "closed by S/MIME", body: func(tongue, string) string {
		return "Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\nContent-Disposition: attachment; filename=smime.p7m\n" + based("\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x03")
	}},
	{name: "a mail in a mail", own: true, body: func(x tongue, w string) string {
		return parts("mixed", x.plain(w), "Content-Type: message/rfc822\n\nFrom: Other <stranger@stranger.test>\nTo: me@person.test\nSubject: lunch\nContent-Type: text/plain\n\nSTRANGER 13900000009\n")
	}},
}

// Twenty-five shapes of mail in eight charsets, written for this test: each is a request of its sender with the words
// that they wrote, a machine's, or says what could not be read. What others wrote is nobody's own words.
func TestTwoHundredMailsAsProgramsWriteThem(t *testing.T) {
	if n := len(shapes) * len(tongues); n != 200 {
		t.Errorf("%d mails", n)
	}
	for _, shape := range shapes {
		for _, x := range tongues {
			t.Run(shape.name+", "+x.charset, func(t *testing.T) {
				head := "From: Me <" + freshSender + ">\n" + shape.head
				if strings.Contains(shape.head, "From:") {
					head = shape.head
				}
				if !strings.Contains(head, "Subject:") {
					head += "Subject: =?utf-8?B?" + base64.StdEncoding.EncodeToString([]byte("hello 你好")) + "?=\n"
				}
				source := head + "To: support@desk.test\nDate: Fri, 20 Nov 2026 09:30:00 +0800\n" +
					"Message-ID: <fresh@person.test>\n" + shape.body(x, x.words)
				if !strings.HasPrefix(shape.body(x, x.words), "\n") {
					source = strings.Replace(source, "Message-ID:", "MIME-Version: 1.0\nMessage-ID:", 1)
				}
				data := []byte(strings.ReplaceAll(source, "\n", "\r\n"))
				s, _, err := intakemail.ReadMail(data, record.Trust{Now: today})
				if err != nil {
					t.Fatalf("%v", err)
				}
				if s.Automatic != shape.auto {
					t.Errorf("is %q, not %q", s.Automatic, shape.auto)
				}
				if shape.auto != "" {
					return
				}
				doubted := slices.ContainsFunc(s.Doubts, func(d record.Doubt) bool { return d.Field == "text" })
				flat := func(text string) string { return strings.Join(strings.Fields(text), " ") }
				said := strings.Contains(flat(s.Body), flat(x.words))
				if !said && !doubted {
					t.Errorf("what was written is lost and nobody is told: %q %v", s.Body, s.Doubts)
				}
				kept := slices.ContainsFunc(s.Attachments,
					func(a record.Attachment) bool { return a.Original || a.Name == "smime.p7m" })
				if !said && !kept {
					t.Errorf("what could not be read is not kept: %+v", s.Attachments)
				}
				whole := strings.Contains(flat(s.Own), flat(x.words))
				if said && shape.own && (!whole || strings.Contains(s.Own, stranger)) {
					t.Errorf("own words %q", s.Own)
				}
				if emails := s.Subject.Emails(); len(emails) > 1 || len(emails) == 1 && emails[0] != freshSender {
					t.Errorf("is said to be about %v", emails)
				}
				if len(s.Subject.Phones()) > 0 {
					t.Errorf("somebody else's number %v", s.Subject.Phones())
				}
				if strings.Contains(s.Body+s.Title, "\ufffd") {
					t.Errorf("a character was replaced: %q", s.Body)
				}
			})
		}
	}
}

// dsns are failures as servers and services report them; each returns the message <n7@desk.test> to gone@person.test.
var dsns = map[string]string{
	"Postfix":  "From: MAILER-DAEMON@mx.desk.test (Mail Delivery System)\nSubject: Undelivered Mail Returned to Sender\nAuto-Submitted: auto-replied\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=\"p\"\n\n--p\nContent-Type: text/plain; charset=us-ascii\n\nI'm sorry to have to inform you that your message could not be delivered.\n\n--p\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.desk.test\n\nFinal-Recipient: rfc822; gone@person.test\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 <gone@person.test>: user unknown\n\n--p\nContent-Type: message/rfc822\n\nMessage-ID: <n7@desk.test>\nSubject: hello\n\nhello\n--p--\n",
	"Exchange": "From: <postmaster@outlook.test>\nSubject: Undeliverable: hello\nContent-Type: multipart/report; report-type=delivery-status; boundary=\"e\"\nX-MS-Exchange-Message-Is-Ndr:\n\n--e\nContent-Type: multipart/alternative; differences=Content-Type; boundary=\"f\"\n\n--f\nContent-Type: text/plain; charset=\"utf-8\"\nContent-Transfer-Encoding: base64\n\nWW91ciBtZXNzYWdlIGNvdWxkbid0IGJlIGRlbGl2ZXJlZC4=\n--f--\n\n--e\nContent-Type: message/delivery-status\n\nReporting-MTA: dns;DB7PR.prod.outlook.test\nReceived-From-MTA: dns;mx.desk.test\nArrival-Date: Fri, 20 Nov 2026 01:12:00 +0000\n\nFinal-Recipient: rfc822;gone@person.test\nAction: failed\nStatus: 5.1.10\nDiagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found\n\n--e\nContent-Type: message/rfc822-headers\n\nMessage-ID: <n7@desk.test>\nSubject: hello\n\n--e--\n",
	"Gmail":    "From: Mail Delivery Subsystem <mailer-daemon@googlemail.test>\nSubject: Delivery Status Notification (Failure)\nAuto-Submitted: auto-replied\nIn-Reply-To: <n7@desk.test>\nReferences: <n7@desk.test>\nX-Failed-Recipients: gone@person.test\nContent-Type: multipart/report; boundary=\"g\"; report-type=delivery-status\n\n--g\nContent-Type: multipart/related; boundary=\"h\"\n\n--h\nContent-Type: multipart/alternative; boundary=\"i\"\n\n--i\nContent-Type: text/plain; charset=\"UTF-8\"\n\n** Address not found **\n\n--i--\n--h--\n--g\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; googlemail.test\nArrival-Date: Fri, 20 Nov 2026 01:12:00 -0800\nX-Original-Message-ID: <n7@desk.test>\n\nFinal-Recipient: rfc822; gone@person.test\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550-5.1.1 The email account that you tried to reach does not exist.\n\n--g\nContent-Type: message/rfc822\n\nMessage-ID: <n7@desk.test>\nSubject: hello\n\nhello\n--g--\n",
	"163":      "From: Postmaster@163.test\nSubject: =?gb2312?B?z7XNs83L0MU=?=\nContent-Type: multipart/report; report-type=delivery-status; boundary=\"n\"\n\n--n\nContent-Type: text/html; charset=gb2312\nContent-Transfer-Encoding: base64\n\nsafGrcO709DNttK7ILrD\n--n\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; m12-12.163.test\nArrival-Date: Fri, 20 Nov 2026 09:12:00 +0800\n\nFinal-Recipient: rfc822; gone@person.test\nAction: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp; 550 User not found: gone@person.test\n\n--n\nContent-Type: message/rfc822\n\nMessage-ID: <n7@desk.test>\nSubject: hello\n\nhello\n--n--\n",
	"QQ":       "From: \"QQMail\" <postmaster@qq.test>\nSubject: =?utf-8?B?57O757uf6YCA5L+h?=\nX-QQ-Bounce: 1\nContent-Type: multipart/mixed; boundary=\"q\"\n\n--q\nContent-Type: text/html; charset=utf-8\n\n<p>抱歉，您的邮件被退回来了……</p><p>收件人邮件地址（gone@person.test）不存在，邮件无法送达。</p><p>host mx.person.test said: 550 5.1.1 user unknown</p>\n--q\nContent-Type: message/rfc822\n\nFrom: support@desk.test\nTo: gone@person.test\nMessage-ID: <n7@desk.test>\nSubject: hello\n\nhello\n--q--\n",
}

func TestFailuresAreReadAsFiveServicesReportThem(t *testing.T) {
	for name, source := range dsns {
		source = "To: support@desk.test\nDate: Fri, 20 Nov 2026 09:30:00 +0800\nMessage-ID: <dsn@mx.test>\n" + source
		data := []byte(strings.ReplaceAll(source, "\n", "\r\n"))
		r, failed := post.ReadReport(data)
		if !failed || r.MessageID != "n7@desk.test" || r.Recipient != "gone@person.test" {
			t.Errorf("%s: %v %+v", name, failed, r)
		}
		s, _, err := intakemail.ReadMail(data, record.Trust{Now: today})
		if err != nil || s.Automatic != record.Bounce {
			t.Errorf("%s: %q %v", name, s.Automatic, err)
		}
	}
}
