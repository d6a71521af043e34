package intake_test

import (
	"strings"
	"testing"
)

// feet are what newsletters and mail programs put under what somebody wrote.
var feet = []string{
	"You may ask for deletion of your data at any time by writing to privacy@mail.example.",
	"You have the right to request access to, correction or erasure of your personal data.",
	"If you no longer wish to receive these e-mails, click here to unsubscribe.",
	"This e-mail is confidential. If you received it in error, please delete it and notify the sender.",
	"We process data under our privacy notice; to exercise your rights (access, deletion, portability) contact our DPO.", "You are receiving this because you signed up. Unsubscribe | Manage preferences | Delete my account", "If you are not the intended recipient, please delete this message and destroy all copies.", "To request a copy of your data, visit our privacy centre.", "Please delete this e-mail if you are not the addressee.", "Consent can be withdrawn at any time with effect for the future.", "Deletion of personal data can be requested at any time.", "Data subjects may obtain rectification or erasure from the controller.", "Want to be forgotten? Write to us and we will erase everything.", "You can unsubscribe or have your account deleted whenever you like.",
	"您可以随时要求我们删除您的个人信息。", "您有权查阅、复制、更正、删除您的个人信息。", "如不想再收到此类邮件，请点击退订。", "本邮件含有保密信息，如您误收，请立即删除。", "若需注销账号，请联系客服。",
	"退订请回复TD", "如果您不是指定收件人，请立即删除本邮件并通知发件人，谢谢。", "用户可随时撤回同意。", "如需导出您的个人数据，请访问隐私中心。", "我们将在您提出申请后15日内删除相关信息。",
	"Sie können jederzeit die Löschung Ihrer Daten verlangen.",
	"Sie haben das Recht auf Auskunft, Berichtigung und Löschung Ihrer personenbezogenen Daten.",
	"Wenn Sie keine weiteren E-Mails wünschen, klicken Sie hier zum Abmelden.",
	"Diese E-Mail ist vertraulich. Sollten Sie nicht der richtige Empfänger sein, löschen Sie diese bitte.",
	"Der Verwendung Ihrer Daten zu Werbezwecken können Sie jederzeit widersprechen.", "Newsletter abbestellen",
	"Bitte löschen Sie diese Nachricht, falls Sie sie irrtümlich erhalten haben.",
	"Ihre Einwilligung können Sie jederzeit widerrufen.", "Auf Wunsch erhalten Sie eine Kopie Ihrer Daten.",
	"Falls Sie nicht der beabsichtigte Empfänger sind, informieren Sie bitte den Absender und vernichten Sie diese E-Mail.", "Betroffene können Auskunft und Löschung beantragen.",
	"Vous pouvez demander à tout moment la suppression de vos données.",
	"Vous disposez d'un droit d'accès, de rectification et d'effacement de vos données.",
	"Pour vous désinscrire, cliquez ici.",
	"Ce message est confidentiel. Si vous l'avez reçu par erreur, merci de le supprimer et d'avertir l'expéditeur.",
	"Conformément à la loi Informatique et Libertés, vous bénéficiez d'un droit d'opposition et de suppression.",
	"Si vous n'êtes pas le destinataire, veuillez détruire ce message.",
	"Vous pouvez retirer votre consentement à tout moment.",
	"Merci de supprimer ce courriel s'il ne vous est pas destiné.",
	"Pour fermer votre compte, rendez-vous dans votre espace client.",
	"Puede solicitar en cualquier momento la supresión de sus datos.",
	"Puede ejercer sus derechos de acceso, rectificación, supresión y portabilidad escribiendo a lopd@mail.example.",
	"Si no desea recibir más correos, haga clic aquí para darse de baja.",
	"Este mensaje es confidencial. Si lo ha recibido por error, por favor elimínelo y avise al remitente.",
	"Le informamos de que puede retirar su consentimiento en cualquier momento.",
	"Si usted no es el destinatario, le rogamos que borre este mensaje.",
	"Antes de imprimir este correo piense en el medio ambiente. Elimine este mensaje si no es para usted.",
	"Para obtener una copia de sus datos escriba a nuestro delegado.",
	"お客様はいつでも個人情報の削除を請求することができます。", "個人情報の開示・訂正・削除をご希望の方は、下記までご連絡ください。", "配信停止をご希望の場合はこちらをクリックしてください。",
	"このメールに心当たりのない場合は、お手数ですが削除してください。", "誤送信の場合は、本メールを破棄していただきますようお願いいたします。", "退会手続きはこちら", "メルマガの配信停止はこちらから",
	"同意はいつでも撤回できます。", "本メールの宛先でない方は、直ちに削除をお願いいたします。",
}

// What a program puts under a mail sets no kind, however it is set off, and is named.
func TestTheFootOfAMailAsksForNothing(t *testing.T) {
	const above = "Hello,\n\nI moved last week. Could you tell me when my parcel 4471 arrives?\n\nBest regards\nAnna Brown\n"
	for i, foot := range feet {
		between := []string{"\n", "\n-- \n", "\n____________\n", "\nSent from my phone\n\n"}[i%4]
		r := preview(t, "m.eml",
			mail("From: Anna <anna@example.org>\nSubject: Parcel\nContent-Type: text/plain; charset=utf-8",
				above+between+foot)).Records[0]
		if r.Kind != "self_service" || !strings.Contains(strings.Join(r.Doubts, "\n"), "kind: ") {
			t.Errorf("%q: %s %q", foot, r.Kind, r.Doubts)
		}
	}
}

// Who asks in words that a foot has as well asks all the same, and what they ask for stays what it is above a foot.
func TestWhoSpeaksOfThemselvesIsNoFoot(t *testing.T) {
	for _, c := range [][2]string{
		{"deletion", "Please delete all data you hold about me. You may contact me at any time on this address."},
		{"deletion", "Hello, please delete the account data of customer 4471. Thank you."},
		{"deletion", "Please erase this e-mail address from your systems.\n\nAnna"},
		{"deletion",
			"Guten Tag,\nbitte löschen Sie alle über mich gespeicherten Daten. Sie können mich jederzeit erreichen.\nMfG Anna Braun"},
		{"deletion", "Bonjour, veuillez effacer toutes mes données. Vous pouvez me joindre à tout moment."},
		{"deletion", "Solicito la supresión de todos mis datos. Puede contactarme en cualquier momento."},
		{"deletion", "お客様相談室 御中\n\n私の個人情報をすべて削除してください。いつでもご連絡ください。"},
		{"deletion", "个人信息保护负责人：\n请删除贵司保存的全部个人信息，随时可以联系我。"},
		{"deletion", "请你们删除我的个人信息，谢谢。"},
		{"cancellation", "你好，请帮我注销账号，手机13800000001。"},
		{"export", "Could you send me a copy of the personal data that you keep? You can use this address."},
		{"objection", "Unsubscribe me please"},
		{"objection", "退订"},
		{"objection", "Please stop sending the newsletter."},
		{"objection", "Unsubscribe"},
		{"objection", "I get too many of your mails and have asked for it three times already.\n\nUnsubscribe."},
		{"objection", "Ich möchte Ihren Newsletter abbestellen."},
		{"objection", "メルマガの配信を停止してください。"},
		{"withdrawal", "I withdraw my consent to the use of my data."},
		{"withdrawal", "本人撤回对个性化推荐的同意。"},
		{"cancellation", "アカウントを削除してください。会員番号はA-4471です。"},
		{"deletion", "删除我的资料"},
		{"deletion", "Delete my data"},
		{"access", "Which data do you have about me? Please answer within the month."},
		{"deletion",
			"Sehr geehrte Damen und Herren,\nhiermit verlange ich gemäß Art. 17 DSGVO die Löschung meiner Daten.\n\nDiese E-Mail ist vertraulich. Wenn Sie nicht der richtige Empfänger sind, löschen Sie diese bitte."},
		{"deletion",
			"Je vous demande de supprimer mes données.\n\nSi vous n'êtes pas le destinataire, veuillez détruire ce message."},
		{"deletion", "The account was opened by mistake. Please delete it and everything in it."},
		{"deletion", "请您删除全部资料，账号 zhang_san。"},
	} {
		r := preview(t, "m.eml",
			mail("From: Anna <anna@example.org>\nSubject: hi\nContent-Type: text/plain; charset=utf-8", c[1])).
			Records[0]
		if r.Kind != c[0] {
			t.Errorf("%q: %s, want %s; %q", c[1], r.Kind, c[0], r.Doubts)
		}
	}
}
