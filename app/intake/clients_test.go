package intake_test

import (
	"encoding/base64"
	"strings"
	"testing"

	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// Mails as the programs of phones, web mail and forms write them, and as they come out of exports.
func TestAMailIsReadAsItsProgramWroteIt(t *testing.T) {
	const plain = "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8"
	const passed = "From: wang@example.cn\nSubject: my data\nDate: Sun, 22 Nov 2026 09:00:00 +0800\n\nPlease delete my data, order 77"
	mixed := "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b1"
	b64 := func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }
	fang := "From: Fang <fang@shop.example>\nSubject: Fwd: request\n"
	part := func(kind, disposition, body string) string {
		return mail(fang+mixed,
			"--b1\nContent-Type: text/plain\n\nplease handle\n--b1\nContent-Type: "+kind+"\nContent-Disposition: "+disposition+"\n\n"+body+"\n--b1--\n")
	}
	encoded := func(e interface{ String(string) (string, error) }, s string) string {
		out, err := e.String(s)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	subject := b64("请求导出个人信息和订单记录")
	forwarded := []want{{kind: "deletion", email: "wang@example.cn", text: []string{"Please delete my data, order 77"},
		doubt: "Fang <fang@shop.example> passed on"}}
	asked := []want{{kind: "deletion", email: "wang@example.cn", text: []string{"Please delete my data"}}}
	all := sender + plain
	whole := mail(all, "Please delete my data")
	run(t, []example{
		{name: "a mail attached as any file", file: "m.eml",
			data:    part("application/octet-stream; name=\"a.eml\"", "attachment; filename=\"a.eml\"", passed),
			records: forwarded},
		{name: "a mail attached as text", file: "m.eml",
			data:    part("text/plain; name=\"=?utf-8?B?"+b64("我的信息.eml")+"?=\"", "attachment", passed),
			records: forwarded},
		{name: "a mail attached in Outlook's own form", file: "m.eml",
			data:    part("application/vnd.ms-outlook; name=\"a.msg\"", "attachment", "\xd0\xcf\x11\xe0"),
			records: []want{{email: "fang@shop.example", doubt: "Outlook’s own form (a.msg)"}}},
		{name: "passed on by NetEase", file: "m.eml",
			data: mail(fang+plain,
				"---- 转发的邮件 ----\n| 发件人 | 王小明<wang@example.cn> |\n| 日期 | 2026年11月22日 09:00 |\n| 收件人 | privacy@shop.example |\n| 主题 | 我的信息 |\n\n请删除我的个人信息"),
			records: []want{{kind: "deletion", email: "wang@example.cn", name: "王小明", doubt: "passed on"}}},
		{name: "passed on by Foxmail, without an address", file: "m.eml",
			data: mail(fang+plain,
				"发件人： 王小明\n发送时间： 2026-11-22 09:00\n收件人： privacy@shop.example\n主题： 我的信息\n\n请删除我的个人信息"),
			records: []want{{email: "fang@shop.example", doubt: "holds a mail of 王小明 below"}}},
		{name: "answered with Foxmail, without an address", file: "m.eml",
			data: mail("From: wang@example.cn\nSubject: Re: 优惠\n"+plain,
				"请删除我的个人信息\n\n发件人： 商城\n发送时间： 2026-11-22 09:00\n收件人： wang\n主题： 优惠\n\n退订"),
			records: []want{{kind: "deletion", email: "wang@example.cn"}}},
		{name: "line ends with two carriage returns", file: "m.eml", data: strings.ReplaceAll(whole, "\r\n", "\r\r\n"),
			records: asked},
		{name: "line ends of an old Mac", file: "m.eml", data: strings.ReplaceAll(whole, "\r\n", "\r"), records: asked},
		{name: "empty lines before the header", file: "m.eml", data: "\r\n\r\n" + whole, records: asked},
		{name: "Apple Mail's file of one mail", file: "1.emlx", data: "60000\n" + whole, records: asked},
		{name: "JIS without its name", file: "m.eml",
			data:    mail(sender+"X-A: b", encoded(japanese.ISO2022JP.NewEncoder(), "個人情報を削除 delete my data")),
			records: []want{{kind: "deletion", text: []string{"個人情報を削除"}}}, encoding: "ISO-2022-JP"},
		{name: "HZ without its name", file: "m.eml",
			data:    mail(sender+"X-A: b", encoded(simplifiedchinese.HZGB2312.NewEncoder(), "请删除我的个人信息 a")),
			records: []want{{kind: "deletion", text: []string{"请删除我的个人信息"}}}, encoding: "HZ-GB-2312"},
		{name: "a zero byte in the text", file: "m.eml",
			data:    mail(sender+"X-A: b", "Please delete my\x00 data, delete my data"),
			records: []want{{text: []string{"Please delete my"}, doubt: "cannot be told"}}},
		{name: "a type that there is not", file: "m.eml",
			data: mail(sender+"Content-Type: plain/text; charset=utf-8", "Please delete my data"), records: asked},
		{name: "a page of a type that there is not", file: "m.eml",
			data:    mail(sender+"Content-Type: html/text; charset=utf-8", "<html><p>Please delete my data</p></html>"),
			records: asked},
		{name: "words in a file and nowhere else", file: "m.eml",
			data: mail(sender+mixed,
				"--b1\nContent-Type: text/plain; charset=utf-8\nContent-Disposition: attachment; filename=request.txt\n\nPlease delete my data\n--b1--\n"), records: []want{{kind: "deletion", text: []string{"Please delete my data"}, attachments: []string{"request.txt"}}}},
		{name: "a remark behind the transfer encoding", file: "m.eml",
			data:    mail(all+"\nContent-Transfer-Encoding: base64 (as sent)", b64("Please delete my data")),
			records: asked},
		{name: "a transfer encoding in quotes", file: "m.eml",
			data:    mail(all+"\nContent-Transfer-Encoding: \"quoted-printable\"", "Please=20delete my data"),
			records: asked},
		{name: "a transfer encoding with another dash", file: "m.eml",
			data:    mail(all+"\nContent-Transfer-Encoding: Quoted_Printable;", "Please=20delete my data"),
			records: asked},
		{name: "words cut within their base64", file: "m.eml",
			data: mail(
				"From: wang@example.cn\nSubject: =?utf-8?B?"+subject[:19]+"?=\n =?utf-8?B?"+
					subject[19:33]+"?=\n =?utf-8?B?"+subject[33:]+"?=\n"+plain, "x"),
			records: []want{{kind: "export", text: []string{"请求导出个人信息和订单记录"}}}},
		{name: "the whole sender in a word", file: "m.eml",
			data:    mail("From: =?utf-8?B?"+b64("王小明 <wang@example.cn>")+"?=\n"+plain, "Please delete my data"),
			records: []want{{email: "wang@example.cn", name: "王小明"}}},
		{name: "an address in two brackets", file: "m.eml", data: mail("From: Wang <<wang@example.cn>>\n"+plain, "x"),
			records: []want{{email: "wang@example.cn", name: "Wang"}}},
		{name: "an address as a link", file: "m.eml", data: mail("From: Wang <MAILTO:wang@example.cn>\n"+plain, "x"),
			records: []want{{email: "wang@example.cn", name: "Wang"}}},
		{name: "an address with its last dot", file: "m.eml", data: mail("From: Wang <wang@example.cn.>\n"+plain, "x"),
			records: []want{{email: "wang@example.cn", name: "Wang"}}},
		{name: "a wide @", file: "m.eml", data: mail("From: Wang <wang＠example.cn>\n"+plain, "x"),
			records: []want{{email: "wang@example.cn", name: "Wang"}}},
		{name: "WordPress", file: "m.eml",
			data: mail("From: Shop <wordpress@shop.example>\nReply-To: wang@example.cn\n"+plain,
				"From: Wang\nSubject: Delete\n\nMessage Body:\nPlease delete my data"), records: asked},
		{name: "a form of Google", file: "m.eml",
			data: mail("From: Google Forms <forms-receipts-noreply@google.com>\n"+plain,
				"Email address: wang@example.cn\n\nPlease delete my data"), records: asked},
		{name: "encrypted as text", file: "m.eml",
			data:    mail(all, "-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----"),
			records: []want{{doubt: "encrypted"}}},
	})
	for _, subject := range []string{"Odpowiedź automatyczna: wniosek", "Autoodpowiedź: wniosek",
		"Automatisk svar: anmodning", "Automaattinen vastaus: pyyntö", "Automatická odpověď: žádost",
		"Automatikus válasz: kérelem",
		"Otomatik yanıt: talep", "Автоматична відповідь: запит", "Αυτόματη απάντηση: αίτημα",
		"Trả lời tự động: yêu cầu", "رد تلقائي: طلب", "Re: 删除请求"} {
		body := "I am away."
		if strings.HasPrefix(subject, "Re") {
			body = "您好，我最近正在休假中，无法亲自回复您的邮件。\n这是来自QQ邮箱的假期自动回复邮件。"
		}
		if p := preview(t, "m.eml", mail("From: wang@example.cn\nSubject: "+subject+"\n"+plain, body)).
			Records[0]; p.Automatic != "auto-reply" {
			t.Errorf("%s is %q", subject, p.Automatic)
		}
	}
	if p := preview(t, "m.eml", mail("From: \"wang@example.cn\" <wang@example.cn>\n"+plain, "x")).
		Records[0]; p.Name != "" {
		t.Errorf("an address is the name %q", p.Name)
	}
}
