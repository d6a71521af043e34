package intake_test

import (
	"encoding/base64"
	"slices"
	"strings"
	"testing"
)

func TestATableIsReadAsSpreadsheetsWriteIt(t *testing.T) {
	const chinese = "id,kind,name,phone,text\r\ng1,deletion,王小明,13800000001,请删除我的个人信息\r\ng2,export,欧阳娜娜,13800000002,请给我一份副本\r\n"
	two := []want{{kind: "deletion", name: "王小明", text: []string{"请删除我的个人信息"}},
		{kind: "export", name: "欧阳娜娜", text: []string{"请给我一份副本"}}}
	one := []want{{kind: "access", name: "买买提·艾力", email: "maimaiti@example.cn"}}
	run(t, []example{
		{name: "GBK", file: "a.csv", data: gbk(chinese), records: two, encoding: "GB18030"},
		{name: "UTF-8", file: "a.csv", data: chinese, records: two, encoding: "UTF-8"},
		{name: "UTF-8 with mark and semicolons", file: "a.csv",
			data: "\xef\xbb\xbf" + strings.ReplaceAll(chinese, ",", ";"), records: two},
		{name: "UTF-8 with mark and tabs", file: "a.txt", data: "\xef\xbb\xbf" + strings.ReplaceAll(chinese, ",", "\t"),
			records: two},
		{name: "a line that names what parts the fields", file: "a.csv",
			data: "sep=;\r\n" + strings.ReplaceAll(chinese, ",", ";"), records: two},
		{name: "Unicode text", file: "a.csv",
			data: utf16LE("id\tkind\tname\temail\r\nu1\taccess\t买买提·艾力\tmaimaiti@example.cn\r\n"), records: one,
			encoding: "UTF-16LE"},
		{name: "Unicode text without mark", file: "a.csv",
			data: utf16LE("id\tkind\tname\temail\r\nu1\taccess\t买买提·艾力\tmaimaiti@example.cn\r\n")[2:], records: one},
		{name: "a head in Chinese", file: "a.csv",
			data: gbk("编号,请求类型,姓名,手机号,邮箱,身份证号,出生日期,提交时间,内容\n1,删除,王小明,13800000001,wang@example.cn,110105199003070018,1990/3/7,2026/11/20 9:30,请删除\n"),
			records: []want{{kind: "deletion", name: "王小明", phone: "+8613800000001", email: "wang@example.cn",
				id: "110105199003070018", birth: "1990-03-07", received: "2026-11-20T09:30:00+08:00"}}},
		{name: "dates", file: "a.csv",
			data: "id,kind,received,name,email,birth_date\nx1,export,2026/11/20,甲,jia@example.cn,1990/5/1\nx2,export,2026/11/20 9:30,乙,yi@example.cn,1990/5/1\n" +
				"x3,export,20261120,丙,bing@example.cn,19900501\nx4,export,2026-11-20 09:30:05,丁,ding@example.cn,1990年5月1日\nx5,export,2026/11/20 下午1:30:05,戊,wu@example.cn,1990.5.1\nx6,export,2026-11-20T09:30:00Z,己,ji@example.cn,1990-05-01 00:00:00\n",
			records: []want{{received: "2026-11-20T00:00:00+08:00", birth: "1990-05-01"},
				{received: "2026-11-20T09:30:00+08:00", birth: "1990-05-01"},
				{received: "2026-11-20T00:00:00+08:00", birth: "1990-05-01"},
				{received: "2026-11-20T09:30:05+08:00", birth: "1990-05-01"},
				{received: "2026-11-20T13:30:05+08:00", birth: "1990-05-01"},
				{received: "2026-11-20T09:30:00Z", birth: "1990-05-01"}}},
		{name: "dates that can be read in two ways or never were", file: "a.csv",
			data: "kind,received,email,birth_date\nexport,03/04/2026,a@b.cn,\nexport,2026-02-30,a@b.cn,\nexport,,a@b.cn,01/02/1990\nexport,2026/11/20 25:00,a@b.cn,\n",
			problems: []string{"2 received “03/04/2026” can be read", "3 received write",
				"4 birth_date “01/02/1990” can be read", "5 received write"}},
		{name: "guards", file: "a.csv",
			data: "id,kind,name,phone,text\nw1,access,甲,=\"13800000006\",请\nw2,access,乙,'13800000007,请\nw3,access,丙,13800000008\nw4,access,丁,\"=\"\"13800000009\"\"\",请\n",
			records: []want{{phone: "+8613800000006"}, {phone: "+8613800000007"}, {phone: "+8613800000008"},
				{phone: "+8613800000009"}}},
		{name: "empty rows and columns", file: "a.csv",
			data:    "id,kind,name,email,,\nz1,access,甲,jia@example.cn,,\n,,,,,\n,,,,,\n\n",
			records: []want{{email: "jia@example.cn"}}},
		{name: "spoilt identity numbers", file: "a.csv",
			data:    "id,kind,name,id_number\nd1,access,甲,4.40301E+17\nd2,access,乙,440301199001010000\nd3,access,丙,'440301199001010004\nd4,access,丁,440301199001010004\nd5,access,戊,4.40301199001010E+17\n",
			records: []want{{id: "440301199001010004"}, {id: "440301199001010004"}},
			problems: []string{"2 id_number a spreadsheet", "3 id_number the check digit",
				"6 id_number a spreadsheet"}},
		{name: "an invisible character", file: "a.csv",
			data: "id,kind,name,email\nv1,access,甲,wang@example.cn\u200b\nv2,access,\u202a乙\u202c,\ufeffyi@example.cn\u00a0\n", records: []want{{email: "wang@example.cn"}, {name: "乙", email: "yi@example.cn"}}},
		{name: "telephone numbers as decimals", file: "a.csv",
			data:     "id,kind,name,phone\np1,deletion,甲,13800000003.0\np2,deletion,甲,1.3800000003E+10\np3,deletion,甲,1.38E+10\n",
			records:  []want{{phone: "+8613800000003"}, {phone: "+8613800000003"}},
			problems: []string{"4 phone a spreadsheet"}},
		{name: "a birth date in the future", file: "a.csv",
			data:     "id,kind,name,email,birth_date\nb1,access,丁,ding@example.cn,2106-05-31\n",
			problems: []string{"2 birth_date lies in the future"}},
		{name: "an identity number of the future", file: "a.csv",
			data:    "id,kind,name,id_number\nb2,access,戊,110101209901010009\n",
			records: []want{{noAge: true, doubt: "id_number: says its holder was born on 2099-01-01"}}},
		{name: "an identity number that is not the birth date's", file: "a.csv",
			data:    "kind,id_number,birth_date\naccess,440301199001010004,1991-01-01\n",
			records: []want{{doubt: "birth_date: is not the one"}}},
		{name: "identity numbers with blanks", file: "a.csv",
			data:    "id,kind,name,id_number\nk1,access,甲,110105201601010006\nk2,access,乙,110105 20160101 0006\n",
			records: []want{{age: 10}, {age: 10}}},
		{name: "several addresses, numbers and accounts", file: "a.csv",
			data:    "kind,email,e-mail 2,phone,account\nexport,a@b.cn; c@d.cn,e@f.cn,13800000001/13800000002,C-1、C-2\n",
			records: []want{{email: "a@b.cn"}}},
		{name: "an account with a bar", file: "a.csv", data: "kind,account\nexport,a|b\n",
			records: []want{{doubt: "read as one account"}}},
		{name: "a column that the template does not know", file: "a.csv", data: "kind,email,备注\nexport,a@b.cn,急\n",
			records: []want{{text: []string{"备注: 急"}, doubt: "is not in the template"}}},
		{name: "columns without a name that hold something", file: "a.csv", data: "kind,email,\nexport,a@b.cn,急\n",
			records: []want{{text: []string{"急"}, doubt: "column 3"}}},
		{name: "a field too many", file: "a.csv", data: "kind,email\nexport,a@b.cn,\nexport,a@b.cn,and more\n",
			records: []want{{}}, problems: []string{"3  has 3 fields"}},
		{name: "a column twice", file: "a.csv", data: "kind,name,姓名\nexport,甲,乙\n",
			problems: []string{"1  column \"姓名\" stands twice"}},
		{name: "a quote that is never closed", file: "a.csv", data: "kind,email\nexport,\"a@b.cn\nexport,c@d.cn\n",
			records: []want{{email: "c@d.cn"}}, problems: []string{"2  a quote opens"}},
		{name: "text that another program damaged", file: "a.csv", data: "kind,email,name\nexport,a@b.cn,王\uFFFD明\n",
			records: []want{{name: `王\uFFFD明`, doubt: "lost characters"}}},
		{name: "an encoding that is not certain", file: "a.csv", data: "kind,name\nexport,Jos\xe9 Garc\xeda\n",
			problems: []string{"0  seems to be in windows-1252"}},
		{name: "an archive", file: "a.xlsx", data: "PK\x03\x04rest",
			problems: []string{"0  is an archive or a document"}},
	})
	if p := preview(t, "a.csv", "kind,email,phone,account\nexport,a|w@x.cn,\"010-62345678,22\",\"a|b\"\n").
		Records[0]; !slices.Equal(p.Emails, []string{"a|w@x.cn"}) ||
		!slices.Equal(p.Phones, []string{"+861062345678;ext=22"}) || !slices.Equal(p.Accounts, []string{"a|b"}) {
		t.Errorf("a value is parted: %+v", p)
	}
	p := preview(t, "a.csv",
		"kind,email,e-mail 2,phone,account\nexport,a@b.cn; c@d.cn,e@f.cn,13800000001/13800000002,C-1、C-2\n").Records[0]
	if !slices.Equal(p.Emails, []string{"a@b.cn", "c@d.cn", "e@f.cn"}) ||
		!slices.Equal(p.Phones, []string{"+8613800000001", "+8613800000002"}) ||
		!slices.Equal(p.Accounts, []string{"C-1", "C-2"}) {
		t.Errorf("%+v", p)
	}
	levels := preview(t, "a.csv",
		"kind,name,id_number\naccess,甲,110105201601010006\naccess,乙,110105 20160101 0006\naccess,丙,440301199001010004\n").Records
	if levels[0].Level != levels[1].Level || levels[1].Level <= levels[2].Level {
		t.Errorf("levels %d, %d and, of an adult, %d", levels[0].Level, levels[1].Level, levels[2].Level)
	}
}

func TestAMailIsReadAsProgramsWriteIt(t *testing.T) {
	const received = "2026-11-23T10:00:05+08:00"
	plain := "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8"
	mixed := "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b1"
	b64 := func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }
	run(t, []example{
		{name: "a file with it", file: "m.eml",
			data: mail(sender+mixed,
				"--b1\nContent-Type: text/plain; charset=utf-8\n\nPlease delete my data. The signed authority is attached.\n--b1\nContent-Type: application/pdf; name=\"authority.pdf\"\nContent-Disposition: attachment; filename=\"authority.pdf\"\nContent-Transfer-Encoding: base64\n\nJVBERi0xLjQK\n--b1--\n"),
			records: []want{{kind: "deletion", email: "wang@example.cn", received: received,
				attachments: []string{"authority.pdf"}, text: []string{"signed authority"}}}},
		{name: "a file named in GBK", file: "m.eml",
			data: mail(sender+mixed,
				"--b1\nContent-Type: text/plain; charset=gbk\n\nhello\n--b1\nContent-Type: application/pdf\nContent-Disposition: attachment; filename*0*=GBK''%CA%DA%C8; filename*1*=%A8.pdf\n\nx\n--b1\nContent-Type: application/pdf; name=\"=?GBK?B?"+b64(gbk("身份证.pdf"))+"?=\"\n\nx\n--b1\nContent-Type: image/png; name=\"../../"+gbk("照片")+".png\"\n\nx\n--b1--\n"),
			records: []want{{attachments: []string{"授权.pdf", "身份证.pdf", "照片.png"}}}},
		{name: "HTML only", file: "m.eml",
			data: mail(sender+"Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: base64",
				b64("<html><head><style>p{}</style></head><body><p>请<b>删除</b>我的全部个人信息</p></body></html>")[:60]+"\n"+b64(
					"<html><head><style>p{}</style></head><body><p>请<b>删除</b>我的全部个人信息</p></body></html>")[60:]),
			records: []want{{kind: "deletion", text: []string{"请删除我的全部个人信息"}}}},
		{name: "HTML with a table, entities and its own encoding", file: "m.eml",
			data: mail(sender+"Content-Type: text/html",
				gbk("<meta charset=gb2312><table><tr><td>姓名</td><td>王&amp;李</td></tr><tr><td colspan=2>请&#21024;除<br>我的信息<script>x()</script><img src=http://x.example/p.gif></td></tr></table><blockquote>unsubscribe</blockquote>")),
			records: []want{{kind: "deletion", text: []string{"姓名 王&李", "请删除\n我的信息", "> unsubscribe"}}}},
		{name: "an empty plain part beside HTML", file: "m.eml",
			data: mail(sender+"Content-Type: multipart/alternative; boundary=b1",
				"--b1\nContent-Type: text/plain\n\n \n--b1\nContent-Type: text/html\n\n<p>delete my data</p>\n--b1--\n"), records: []want{{kind: "deletion", text: []string{"delete my data"}, attachments: []string{}}}},
		{name: "text after a picture", file: "m.eml",
			data: mail(sender+mixed,
				"--b1\nContent-Type: text/plain; charset=utf-8\n\nHello, my order is in the picture:\n--b1\nContent-Type: image/png; name=a.png\nContent-Disposition: inline; filename=a.png\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n--b1\nContent-Type: text/plain; charset=utf-8\n\nPlease delete my account data.\n--b1--\n"),
			records: []want{{kind: "deletion", text: []string{"Hello, my order", "Please delete my account data."},
				attachments: []string{"a.png"}}}},
		{name: "a note before the text", file: "m.eml",
			data: mail(sender+mixed,
				"--b1\nContent-Type: text/plain; charset=utf-8; name=\"note.txt\"\nContent-Disposition: inline; filename=\"note.txt\"\n\norder numbers 5, 6\n--b1\nContent-Type: text/plain; charset=utf-8\n\nPlease delete my data\n--b1--\n"),
			records: []want{{kind: "deletion", text: []string{"order numbers 5, 6", "Please delete my data"},
				attachments: []string{"note.txt"}}}},
		{name: "a newsletter quoted below", file: "m.eml",
			data: mail(strings.Replace(sender, ": x", ": Re: weekly offers", 1)+plain,
				"请删除我的全部个人信息。\n\n> 本周优惠\n> 如不想再收到此邮件，请点击退订 unsubscribe\n"),
			records: []want{{kind: "deletion", text: []string{"退订"}}}},
		{name: "a mail quoted as Outlook does", file: "m.eml",
			data: mail(sender+plain,
				"I want a copy of my data.\n\n-----Original Message-----\nFrom: shop@shop.example\nSent: Monday\nTo: me\nSubject: news\n\nunsubscribe or delete\n"), records: []want{{kind: "export"}}},
		{name: "a mail passed on as a file", file: "m.eml",
			data: mail(
				"From: \"Fang\" <fang@shop.example>\nSubject: Fwd: request\nMessage-ID: <e4@mail.example>\n"+mixed,
				"--b1\nContent-Type: message/rfc822\nContent-Disposition: attachment; filename=\"orig.eml\"\n\nFrom: wang@example.cn\nSubject: my data\nContent-Type: text/plain; charset=utf-8\n\nPlease delete my data, order 77\n--b1--\n"),
			records: []want{{kind: "deletion", email: "wang@example.cn",
				text: []string{"Please delete my data, order 77"}, doubt: "Fang <fang@shop.example> passed on"}}},
		{name: "a mail passed on in the text", file: "m.eml",
			data: mail("From: \"Fang\" <fang@shop.example>\nSubject: 转发: 删除\n"+plain,
				"请处理\n\n---------- Forwarded message ---------\n发件人: 王小明 <wang@example.cn>\n日期: 2026年11月22日\n主题: 删除\n收件人: shop\n\n请删除我的数据\n"),
			records: []want{{kind: "deletion", email: "wang@example.cn", name: "王小明", doubt: "passed on"}}},
		{name: "no encoding named", file: "m.eml",
			data:    mail(sender+"Content-Type: text/plain\nContent-Transfer-Encoding: 8bit", gbk("请删除我的个人信息")),
			records: []want{{kind: "deletion", text: []string{"请删除我的个人信息"}}}, encoding: "GB18030"},
		{name: "an encoding that cannot be told", file: "m.eml",
			data: mail(sender+"Content-Type: text/plain", "Jos\xe9 wants you to delete it"),
			records: []want{{kind: "deletion", text: []string{`Jos\xE9 wants`}, doubt: "windows-1252",
				attachments: []string{"mail.eml"}}}},
		{name: "Big5 declared", file: "m.eml",
			data:    mail(sender+"Content-Type: text/plain; charset=big5", "\xbd\xd0\xa7R\xb0\xa3"),
			records: []want{{text: []string{"請刪除"}}}},
		{name: "headers in bare GBK", file: "m.eml",
			data: mail("From: "+gbk("王小明")+" <wang@example.cn>\nSubject: "+gbk(
				"请删除我的信息")+"\n"+"Content-Type: text/plain; charset=gbk", gbk("你好")),
			records: []want{{kind: "deletion", name: "王小明", email: "wang@example.cn",
				text: []string{"请删除我的信息", "你好"}}}},
		{name: "words that part inside a character", file: "m.eml",
			data: mail(
				"From: zhao@example.cn\nSubject: =?gb2312?B?x+vH87W8s/a4?=\n =?gb2312?B?9sjL0MXPorrNtqm1pbzHwrw=?=\n"+plain, "x"), records: []want{{kind: "export", text: []string{"请求导出个人信息和订单记录"}}}},
		{name: "a comma inside an encoded name", file: "m.eml",
			data:    mail("From: =?utf-8?Q?Wang,_Xiaoming?= <wang@example.cn>\nSubject: delete my data\n"+plain, "x"),
			records: []want{{name: "Wang, Xiaoming", email: "wang@example.cn", kind: "deletion"}}},
		{name: "a bare comma in a name", file: "m.eml",
			data:    mail("From: Wang, Xiaoming <wang@example.cn>\nSubject: delete my data\n"+plain, "x"),
			records: []want{{name: "Wang, Xiaoming", email: "wang@example.cn"}}},
		{name: "a header that is none", file: "m.eml",
			data: mail("From: wang@example.cn\nthis is no header\n: neither is this\nSubject: delete my data\n"+plain,
				"x"), records: []want{{kind: "deletion", email: "wang@example.cn"}}},
		{name: "a header of a megabyte", file: "m.eml",
			data: mail("X-Big: "+strings.Repeat("x ", 1<<20)+"\nFrom: wang@example.cn\nSubject: delete my data\n"+plain,
				"x"), records: []want{{kind: "deletion"}}},
		{name: "the line of a mailbox", file: "m.eml",
			data:    "From wang@example.cn Mon Nov 23 10:00:00 2026\r\n" + mail(sender+plain, "Please delete my data"),
			records: []want{{kind: "deletion"}}},
		{name: "two mails of a mailbox", file: "box.mbox",
			data: "From a@example.cn Mon Nov 23 10:00:00 2026\n" + mail(sender+plain, "Please delete my data\n\n") +
				"From b@example.cn Mon Nov 23 10:00:00 2026\n" +
				mail(strings.Replace(sender, "wang", "li", 1)+plain, "a copy of my data"),
			records: []want{{kind: "deletion", email: "wang@example.cn"}, {kind: "export", email: "li@example.cn"}}},
		{name: "8-bit", file: "m.eml",
			data:    mail(sender+plain+"\nContent-Transfer-Encoding: 8-bit", "Please delete my data"),
			records: []want{{kind: "deletion"}}},
		{name: "quoted-printable", file: "m.eml",
			data: mail(sender+plain+"\nContent-Transfer-Encoding: Quoted-Printable",
				"=E8=AF=B7=E5=88=A0=E9=99=A4=E6=\n=88=91 = x"),
			records: []want{{kind: "deletion", text: []string{"请删除我 = x"}}}},
		{name: "a clock that stands at 2012", file: "m.eml",
			data:    mail(strings.Replace(sender, "23 Nov 2026", "01 Jan 2012", 1)+plain, "delete my data"),
			records: []want{{received: received, doubt: "2012-01-01"}}},
		{name: "a clock two years ahead", file: "m.eml",
			data:    mail(strings.Replace(sender, "2026", "2028", 1)+plain, "delete my data"),
			records: []want{{received: received, doubt: "2028-11-23"}}},
		{name: "no server's line", file: "m.eml", data: sender + "\nPlease delete my data",
			records: []want{{kind: "deletion", doubt: "no server says"}}},
		{name: "a server's line below another", file: "m.eml",
			data: mail("Received: from evil by evil; Sun, 01 Jan 2012 00:00:00 +0000\n"+sender+plain,
				"delete my data"),
			records: []want{{received: received}}},
		{name: "a web form", file: "m.eml",
			data: mail("From: \"Shop website\" <no-reply@shop.example>\nReply-To: \"Wang Xiaoming\" <wang@example.cn>\nTo: privacy@shop.example\nSubject: Contact form\n"+plain, "Name: Wang Xiaoming\nPhone: 138 0000 0001\nPlease delete my data"),
			records: []want{{kind: "deletion", name: "Wang Xiaoming", email: "wang@example.cn",
				phone: "+8613800000001"}}},
		{name: "a stranger in Reply-To", file: "m.eml",
			data:    mail(sender+"Reply-To: evil@example.net\n"+plain, "delete my data"),
			records: []want{{email: "wang@example.cn", doubt: "answers are to go to evil@example.net"}}},
		{name: "an auto-reply", file: "m.eml", data: mail(sender+"Auto-Submitted: auto-replied\n"+plain, "我正在休假。"),
			records: []want{{automatic: "auto-reply"}}},
		{name: "an auto-reply by its subject", file: "m.eml",
			data:    mail("From: a@b.cn\nSubject: 自动回复: 删除\n"+plain, "我正在休假。"),
			records: []want{{automatic: "auto-reply"}}},
		{name: "an auto-reply by an old mark", file: "m.eml", data: mail(sender+"X-Autoreply: yes\n"+plain, "delete"),
			records: []want{{automatic: "auto-reply"}}},
		{name: "a bounce", file: "m.eml",
			data: "Return-Path: <>\r\n" +
				mail("From: MAILER-DAEMON@mx.example.net (Mail Delivery System)\nSubject: Undelivered: your deletion request\nContent-Type: multipart/report; report-type=delivery-status; boundary=\"b1\"", "--b1\nContent-Type: text/plain; charset=us-ascii\n\nThe mail about how to delete your account could not be delivered.\n--b1\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.net\n\n--b1--\n"),
			records: []want{{automatic: "bounce"}}},
		{name: "an empty return path", file: "m.eml", data: "Return-Path: < >\r\n" + mail(sender+plain, "delete"),
			records: []want{{automatic: "auto-reply"}}},
		{name: "an invitation", file: "m.eml",
			data: mail(sender+"Content-Type: multipart/alternative; boundary=b1",
				"--b1\nContent-Type: text/plain\n\ndelete\n--b1\nContent-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR\n--b1--\n"), records: []want{{automatic: "calendar"}}},
		{name: "a newsletter", file: "m.eml",
			data: mail(sender+"To: me@shop.example\nList-Unsubscribe: <mailto:x@y.example>\nPrecedence: bulk\n"+plain,
				"delete"), records: []want{{automatic: "newsletter"}}},
		{name: "a person's mail to a group", file: "m.eml",
			data: mail(
				sender+"To: privacy@shop.example\nPrecedence: list\nList-Id: <privacy.shop.example>\nList-Post: <mailto:privacy@shop.example>\nList-Unsubscribe: <mailto:x@y.example>\n"+plain, "delete my data"), records: []want{{automatic: ""}}},
		{name: "a read receipt", file: "m.eml",
			data: mail(sender+"Content-Type: multipart/report; report-type=disposition-notification; boundary=b",
				"--b\n\nread\n--b--\n"), records: []want{{automatic: "receipt"}}},
		{name: "Outlook's own form", file: "m.eml",
			data: mail(sender+mixed,
				"--b1\n\ndelete my data\n--b1\nContent-Type: application/ms-tnef\n\n\x78\x9f\x3e\x22\n--b1--\n"),
			records: []want{{kind: "deletion", attachments: []string{"winmail.dat", "mail.eml"},
				doubt: "winmail.dat"}}},
		{name: "words that are denied", file: "m.eml",
			data:    mail(sender+plain, "Please do not delete anything, I only want a copy of my data"),
			records: []want{{kind: "export"}}},
		{name: "an account", file: "m.eml", data: mail(sender+plain, "请注销我的账号"),
			records: []want{{kind: "cancellation"}}},
		{name: "no words at all", file: "m.eml", data: mail(sender+plain, ""),
			records: []want{{kind: "self_service", doubt: "no words say"}}},
		{name: "no sender", file: "m.eml", data: "Subject: hi\r\n\r\ntext", problems: []string{"1  has no sender"}},
	})
}

func TestAnOpenDSRRequestIsReadInEitherVersion(t *testing.T) {
	request := func(kind, identities string) string {
		return `{"subject_request_id":"c7551968-d5d6-44b2-9831-815ac9017798","subject_request_type":"` + kind +
			`","submitted_time":"2026-11-23T15:00:00Z","subject_identities":` + identities + `}`
	}
	run(t, []example{
		{name: "another identity beside", file: "r.json",
			data: request("erasure",
				`[{"identity_type":"email","identity_value":"ann@example.org","identity_format":"raw"},{"identity_type":"mparticle_id","identity_value":"123","identity_format":"raw"}]`),
			records: []want{{kind: "deletion", email: "ann@example.org", text: []string{"mparticle_id (raw): 123"}}}},
		{name: "a number", file: "r.json",
			data: request("access",
				`[{"identity_type":"controller_customer_id","identity_value":12345,"identity_format":"raw"}]`),
			records: []want{{kind: "access", account: "12345"}}},
		{name: "3.0", file: "r.json",
			data: request("erasure",
				`{"email":{"value":"ann@example.org","encoding":"raw"},"controller_customer_id":{"value":"C-17","encoding":"raw"}}`), records: []want{{kind: "deletion", email: "ann@example.org", account: "C-17"}}},
		{name: "in capitals", file: "r.json",
			data: strings.Replace(request("ERASURE",
				`[{"identity_type":"EMAIL","identity_value":"ann@example.org","identity_format":"RAW"},{"identity_type":"Controller-Customer-ID","identity_value":"C-17","identity_format":"Raw"},{"identity_type":"IOS_ADVERTISING_ID","identity_value":"ab","identity_format":"SHA-256"}]`), `"2026-11-23T15:00:00Z"`, `"2026-11-23t15:00:00z"`, 1),
			records: []want{{kind: "deletion", email: "ann@example.org", account: "C-17",
				text: []string{"IOS_ADVERTISING_ID (sha256): ab"}}}},
		{name: "several values of a type", file: "r.json",
			data: request("access",
				`{"email":[{"value":"ann@example.org","encoding":"raw"},{"value":"","encoding":"raw"}]}`),
			records: []want{{kind: "access", email: "ann@example.org", doubt: "is empty"}}},
		{name: "a version that is not known", file: "r.json",
			data: strings.Replace(request("access", `{"email":{"value":"ann@example.org","encoding":"raw"}}`), "{",
				`{"api_version":"4.0",`, 1),
			records: []want{{kind: "access", email: "ann@example.org", doubt: "is 4.0, which is not known here"}}},
		{name: "another law", file: "r.json",
			data: strings.Replace(request("access", `{"email":{"value":"ann@example.org","encoding":"raw"}}`), "{",
				`{"regulation":"LGPD","api_version":3,`, 1),
			records: []want{{kind: "access", email: "ann@example.org", doubt: "is LGPD"}}},
		{name: "in UTF-16", file: "r.json",
			data: utf16LE(request("erasure",
				`[{"identity_type":"email","identity_value":"ann@example.org","identity_format":"raw"}]`)),
			records: []want{{email: "ann@example.org"}}},
		{name: "half a character", file: "r.json",
			data: request("erasure",
				`[{"identity_type":"email","identity_value":"ann\ud800@example.org","identity_format":"raw"}]`),
			problems: []string{"1 subject_identities[0] holds half a character"}},
		{name: "a list where a text belongs", file: "r.json", data: `{"subject_request_id":["a"]}`,
			problems: []string{"1  is not a request of the OpenDSR format"}},
		{name: "a number where the identities belong", file: "r.json", data: request("erasure", `7`),
			problems: []string{"1 subject_identities names nobody"}},
		{name: "a file that was cut off", file: "r.json", data: "[\n" + request("erasure", `[]`)[:40],
			problems: []string{"2  is not JSON from here on: a bracket"}},
	})
}

func TestNoSentenceIsAParsersOwn(t *testing.T) {
	for name, data := range map[string]string{"a.json": "{\"a\": tru", "b.json": "[1,2", "c.json": "{}",
		"d.json": "nonsense", "e.csv": "kind,email\n\"a\" b\n", "f.csv": "\"", "g.drp": "AAAA", "h.drp": "====",
		"i.json": "[[[[[", "j.json": `{"subject_request_id":{}}`} {
		for _, p := range preview(t, name, data).Problems {
			for _, word := range []string{"json:", "unmarshal", "Go ", "csv:", "record on line", "illegal",
				"invalid character", "parse error", "looking for", "EOF", "intake."} {
				if strings.Contains(p.Text, word) {
					t.Errorf("%s: %q", name, p.Text)
				}
			}
		}
	}
}
