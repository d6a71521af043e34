package intake_test

import (
	"strings"
	"testing"
)

// letter is a mail with a subject, a head and a text.
func letter(subject, head, text string) string {
	return mail(
		"From: Ann <ann@example.org>\nSubject: "+subject+"\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8"+head, text)
}

func TestAutomaticMailIsKnownInTheSpellingsOfTheCommonPrograms(t *testing.T) {
	const away = "I am away until 30 November."
	for _, c := range []struct{ subject, head, text, want string }{
		{"[自動回覆] 外出", "", "我正在休假。", "auto-reply"},
		{"自动答复: 删除", "", "您好，我已收到。", "auto-reply"},
		{"自动回复：删除我的个人信息", "", "我正在休假。", "auto-reply"},
		{"【自动回复】休假中", "", "我正在休假。", "auto-reply"},
		{"自動返信: 削除", "", "不在です。", "auto-reply"},
		{"Automatic reply: delete my data", "", away, "auto-reply"},
		{"[EXTERNAL] Automatic reply: delete my data", "", away, "auto-reply"},
		{"AutoReply: x", "", away, "auto-reply"},
		{"Out of Office Re: delete", "", away, "auto-reply"},
		{"Out of office", "", away, "auto-reply"},
		{"Out of Office AutoReply: delete", "", away, "auto-reply"},
		{"Automatische Antwort: Löschung", "", "Ich bin bis 30.11. nicht im Büro.", "auto-reply"},
		{"Abwesenheitsnotiz: Löschung", "", "Ich bin nicht im Büro.", "auto-reply"},
		{"Abwesend: x", "", "Ich bin nicht im Büro.", "auto-reply"},
		{"Réponse automatique : suppression", "", "Je suis absent.", "auto-reply"},
		{"Respuesta automática: borrar", "", "Estoy fuera de la oficina.", "auto-reply"},
		{"Re: delete", "\nAuto-Submitted: auto-replied (vacation)", "We delete nothing until Monday.", "auto-reply"},
		{"Re: delete", "\nX-Autoreply: yes", away, "auto-reply"},
		{"Re: delete", "\nPrecedence: auto_reply", away, "auto-reply"},
		{"Re: delete", "\nX-Autorespond: x", away, "auto-reply"},
		{"news", "\nPrecedence: bulk", "buy", "newsletter"},
		{"Read: Please delete", "",
			"Your message\n\n To: Privacy\n Subject: Please delete\n Sent: Monday\n\nwas read on Monday.", "receipt"},
		{"已读: 请删除", "", "您的邮件已被阅读。", "receipt"},
		{"已讀: 請刪除", "", "", "receipt"},
		{"Gelesen: Löschung", "", "Ihre Nachricht wurde gelesen.", "receipt"},
		{"Lu : suppression", "", "Votre message a été lu.", "receipt"},
		{"Leído: borrar", "", "", "receipt"},
		{"已送达: 请删除", "", "邮件已送达。", "receipt"},
		{"送达：请删除", "", "", "receipt"},
		{"Undeliverable: delete my data", "",
			"Delivery has failed to these recipients: shop@shop.example\nRemote Server returned '550 5.1.1 unknown'\nplease delete my data", "bounce"},
		{"Mail delivery failed: returning message to sender", "",
			"A message that you sent could not be delivered.\n  user@example.net\n    550 5.1.1 unknown", "bounce"},
		{"Unzustellbar: Löschung", "", "Die Nachricht kam nicht an.", "bounce"},
		{"系统退信", "\nReturn-Path: <>", "无法投递", "bounce"},
		{"Re: delete", "\nAuto-Submitted: no", "please delete my data", ""},
		{"Accepted: delete my data", "", "", "calendar"},
		{"已接受: 请删除", "", "", "calendar"},
		{"送信できませんでした: 削除", "\nReturn-Path: <>", "宛先が見つかりません", "bounce"},
		{"Your message", "\nX-Failed-Recipients: shop@shop.example", "please delete my data", "bounce"},
		{"News", "\nList-Id: <news.shop.example>\nList-Unsubscribe: <https://shop.example/u>",
			"Big sale! Unsubscribe here.", "newsletter"},
		{"News", "\nPrecedence: bulk\nList-Id: <news.shop.example>", "Delete old files with our tool", "newsletter"},
		{"hello", "\nList-Id: <privacy.shop.example>\nList-Unsubscribe: <https://shop.example/u>\nPrecedence: list",
			"please delete my data", ""},
		{"hello", "\nList-Id: <privacy.shop.example>\nPrecedence: list", "please unsubscribe me", ""},
		{"hello", "\nList-Id: <privacy.shop.example>", "Bitte löschen Sie meine Daten", ""},
		{"Accepted: and now?", "", "please delete my data", ""},
	} {
		r := preview(t, "m.eml", letter(c.subject, c.head, c.text)).Records[0]
		if r.Automatic != c.want {
			t.Errorf("%q: automatic %q, want %q", c.subject, r.Automatic, c.want)
		}
	}
	for _, part := range []string{"message/disposition-notification", "message/delivery-status"} {
		want := map[string]string{"message/disposition-notification": "receipt",
			"message/delivery-status": "bounce"}[part]
		data := mail("From: Ann <ann@example.org>\nSubject: Your request\nContent-Type: multipart/report; boundary=b",
			"--b\nContent-Type: text/plain\n\ndelete\n--b\nContent-Type: "+part+"\n\nx: y\n--b--\n")
		if r := preview(t, "m.eml", data).Records[0]; r.Automatic != want {
			t.Errorf("%s: %q", part, r.Automatic)
		}
	}
}

// A person's own request is never put aside because its subject holds a word of automatic mail.
func TestAPersonsRequestIsNeverTakenForAutomaticMailByItsSubject(t *testing.T) {
	for _, c := range [][2]string{
		{"Please delete: I read the automatic reply", "Please delete my data."},
		{"Re: Automatic reply: your request", "Please delete my data."},
		{"I was out of office, now delete my account", "Please delete my account."},
		{"My mail was undeliverable, please delete", "Please delete my data."},
		{"Undeliverable: my last request", "Please delete my data."},
		{"Automatic reply", "You only send automatic replies. Please delete my data."},
		{"Out of office - and still waiting", "Send me a copy of my data"},
		{"Read: my third request", "Please delete my data"},
		{"Read this please", "I want nothing of yours."},
		{"关于自动回复的投诉", "请删除我的个人信息"},
		{"自动回复: 没有用", "请删除我的个人信息"},
		{"自動回覆：沒有用", "請刪除我的個人資料"},
		{"退信：请看", "请给我一份副本"},
		{"Lu : ma demande", "Je demande l'effacement de mes données."},
		{"Gelesen: keine Antwort", "Bitte löschen Sie meine personenbezogenen Daten."},
		{"Respuesta automática: no gracias", "Quiero borrar mis datos personales."},
		{"Newsletter abbestellen", "please unsubscribe me"},
		{"已读不回", "请删除我的数据"},
	} {
		r := preview(t, "m.eml", letter(c[0], "", c[1])).Records[0]
		if r.Automatic != "" {
			t.Errorf("%q: put aside as %s", c[0], r.Automatic)
		}
	}
}

func TestWhatIsQuotedSetsNoKind(t *testing.T) {
	const theirs = "unsubscribe here. Your export is ready."
	for name, quote := range map[string]string{
		"German Outlook":      "Von: Shop <s@shop.example>\nGesendet: Montag, 23. November 2026 10:00\nAn: Ann\nBetreff: export\n\n",
		"German, bold":        "*Von:* Shop <s@shop.example>\n*Gesendet:* Montag\n*An:* Ann\n*Betreff:* export\n\n",
		"French Outlook":      "De : Shop <s@shop.example>\nEnvoyé : lundi 23 novembre 2026 10:00\nÀ : Ann\nObjet : export\n\n",
		"Spanish Outlook":     "De: Shop <s@shop.example>\nEnviado el: lunes\nPara: Ann\nAsunto: export\n\n",
		"Taiwan's Outlook":    "寄件者: Shop <s@shop.example>\n寄件日期: 2026年11月23日\n收件者: Ann\n主旨: export\n\n",
		"Japanese Outlook":    "差出人: Shop <s@shop.example>\n送信日時: 2026年11月23日\n宛先: Ann\n件名: export\n\n",
		"Chinese Outlook":     "发件人: Shop <s@shop.example>\n发送时间: 2026年11月23日\n收件人: Ann\n主题: export\n\n",
		"English Outlook":     "From: Shop <s@shop.example>\nSent: Monday\nTo: Ann\nSubject: export\n\n",
		"German Gmail":        "Am Mo., 23. Nov. 2026 um 10:00 Uhr schrieb Shop <s@shop.example>:\n",
		"German, three lines": "Am Mo., 23. Nov. 2026 um 10:00 Uhr schrieb Shop GmbH, Kundendienst <\ns@shop.example>:\n",
		"French Gmail":        "Le lun. 23 nov. 2026 à 10:00, Shop <s@shop.example> a écrit :\n",
		"Spanish Gmail":       "El lun, 23 nov 2026 a las 10:00, Shop (<s@shop.example>) escribió:\n",
		"Chinese Gmail":       "Shop <s@shop.example> 于2026年11月23日周一 10:00写道：\n",
		"Chinese, 在":          "在 2026年11月23日，10:00，Shop 写道：\n",
		"Taiwan's Gmail":      "Shop <s@shop.example> 於 2026年11月23日 週一 上午10:00寫道：\n",
		"於":                   "於 2026年11月23日 Shop 寫道：\n",
		"English Gmail":       "On Mon, Nov 23, 2026 at 10:00 AM Shop <s@shop.example>\nwrote:\n",
		"Japanese Gmail":      "2026年11月23日(月) 10:00 Shop <s@shop.example>:\n",
		"German dashes":       "-----Ursprüngliche Nachricht-----\n",
		"French dashes":       "-----Message d’origine-----\n",
		"Taiwan's dashes":     "-----原始郵件-----\n",
	} {
		r := preview(t, "m.eml", letter("delete", "", "Hi,\n\n"+quote+theirs)).Records[0]
		if r.Kind != "deletion" || !strings.Contains(r.Text, theirs) {
			t.Errorf("%s: %s %q", name, r.Kind, r.Text)
		}
	}
	// What only looks like the beginning of a quotation stays the person's.
	for _, own := range []string{"My friend wrote:\nplease delete my data", "朋友对我写道：\n请删除我的个人信息",
		"To: you\nplease delete my data", "Date: today\nSubject: none\nplease delete my data"} {
		if r := preview(t, "m.eml", letter("hi", "", own)).Records[0]; r.Kind != "deletion" {
			t.Errorf("%q: %s", own, r.Kind)
		}
	}
}

func TestTraditionalCharactersAreReadAsTheSimplifiedOnes(t *testing.T) {
	for text, kind := range map[string]string{"請刪除我的個人資料": "deletion", "我要註銷帳號": "cancellation", "請提供我的資料副本": "export",
		"我想查閱個人資料": "access", "請更正我的電話": "correction", "停止寄廣告給我，退訂": "objection"} {
		if r := preview(t, "m.eml", letter("x", "", text)).Records[0]; r.Kind != kind ||
			!strings.Contains(r.Text, text) {
			t.Errorf("%s: %s %q", text, r.Kind, r.Text)
		}
	}
	run(t,
		[]example{{name: "a table from Taiwan", file: "a.csv",
			data: "編號,請求類型,姓名,手機號碼,電子郵件,內容\n1,刪除,陳小明,+886 912 345 678,chen@example.tw,請刪除\n",
			records: []want{{kind: "deletion", name: "陳小明", phone: "+886912345678", email: "chen@example.tw",
				text: []string{"請刪除"}}}}})
}
