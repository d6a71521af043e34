package intake_test

import (
	"strings"
	"testing"
)

// People ask in their own language; what they plainly ask for is proposed without a doubt.
func TestWhatIsAskedInOtherLanguagesIsRead(t *testing.T) {
	for _, c := range []struct{ kind, text string }{
		{"deletion",
			"Sehr geehrte Damen und Herren,\n\nbitte löschen Sie alle meine personenbezogenen Daten.\n\nMit freundlichen Grüßen\nAnna"},
		{"deletion", "Hiermit verlange ich die Löschung meiner Daten gemäß Art. 17 DSGVO."},
		{"deletion", "Ich nutze Ihren Shop nicht mehr. Können Sie meine Daten löschen?"},
		{"deletion", "Ich bitte um Datenlöschung ohne unnötige Verzögerung."},
		{"cancellation", "Bitte löschen Sie mein Kundenkonto."},
		{"cancellation", "Ich möchte mein Konto bei Ihnen kündigen."},
		{"access", "Ich bitte um Auskunft nach Art. 15 DSGVO über meine Daten."},
		{"access", "Welche Daten haben Sie über mich gespeichert? Bitte teilen Sie mir das mit."},
		{"export", "Bitte senden Sie mir eine Kopie meiner Daten."},
		{"export", "Ich verlange meine Daten in einem maschinenlesbaren Format."},
		{"access", "Ich möchte gerne wissen, was Sie über mich gespeichert haben."},
		{"objection", "Bitte nehmen Sie mich aus Ihrem Verteiler."},
		{"objection", "Bonjour, merci de me désinscrire de votre newsletter."},
		{"objection", "メールの配信を止めてください。"},
		{"access", "귀사가 보유한 제 개인정보를 확인하고 싶습니다."},
		{"correction", "Meine Adresse ist falsch, bitte berichtigen Sie sie."},
		{"withdrawal", "Ich widerrufe meine Einwilligung."},
		{"objection", "Ich widerspreche der Verarbeitung meiner Daten."},
		{"objection", "Bitte schicken Sie mir keine Werbung mehr."},
		{"restriction",
			"Bitte schränken Sie die Verarbeitung meiner Daten ein, ich verlange die Einschränkung der Verarbeitung."},
		{"complaint", "Ich möchte mich über Sie beschweren, das ist meine Beschwerde."},

		{"deletion",
			"Bonjour,\n\nVeuillez supprimer toutes mes données personnelles, s'il vous plaît.\n\nCordialement\nMarie"},
		{"deletion", "Je demande l’effacement de mes données sans délai."},
		{"cancellation", "Je souhaite fermer mon compte, merci."},
		{"access", "Je voudrais savoir quelles données vous avez sur moi."},
		{"access", "J'exerce mon droit d'accès à mes données, merci de me répondre."},
		{"export", "Merci de m'envoyer une copie de mes données."},
		{"correction", "Mon adresse est erronée, veuillez rectifier mes données."},
		{"withdrawal", "Je retire mon consentement, merci."},
		{"objection", "Je ne veux plus recevoir vos publicités."},
		{"objection", "Je m’oppose au traitement de mes données."},

		{"deletion", "Hola, por favor eliminen todos mis datos personales. Gracias."},
		{"deletion", "Solicito la supresión de mis datos de sus sistemas, ya no uso la tienda."},
		{"cancellation", "Quiero cerrar mi cuenta, por favor."},
		{"access", "Quiero saber qué datos tienen sobre mí, ejerzo mi derecho de acceso."},
		{"export", "Solicito una copia de mis datos."},
		{"correction", "Mi dirección es incorrecta, por favor rectifiquen mis datos."},
		{"withdrawal", "Retiro mi consentimiento para el uso de mis datos."},
		{"objection", "Por favor no me envíen más publicidad."},

		{"deletion", "Olá, por favor apaguem todos os meus dados pessoais. Obrigada."},
		{"deletion", "Solicito a exclusão dos meus dados, já não uso o serviço."},
		{"cancellation", "Quero encerrar a minha conta, por favor."},
		{"access", "Gostaria de saber quais dados vocês têm sobre mim."},
		{"export", "Solicito uma cópia dos meus dados pessoais."},
		{"correction", "O meu endereço está errado, por favor corrijam."},
		{"withdrawal", "Revogo o meu consentimento para o uso dos meus dados."},

		{"deletion", "お世話になっております。私の個人情報を削除してください。よろしくお願いいたします。"},
		{"deletion", "もう利用していないので、データの消去をお願いします。"},
		{"deletion", "登録情報を削除していただけませんか。"},
		{"cancellation", "退会したいです。手続きをお願いします。"},
		{"cancellation", "アカウントの削除を希望します。"},
		{"access", "保有個人データの開示を請求します。"},
		{"access", "どのような個人情報を持っているか教えてください。"},
		{"export", "私のデータのコピーを送ってください。"},
		{"correction", "住所が間違っているので、訂正をお願いします。"},
		{"withdrawal", "同意を撤回します。"},
		{"restriction", "個人データの利用停止を請求します。"},
		{"objection", "メルマガの配信停止をお願いします。"},
		{"complaint", "苦情を申し立てたいです。"},

		{"deletion", "안녕하세요. 제 개인정보를 모두 삭제해 주세요."},
		{"deletion", "더 이상 사용하지 않습니다. 제 데이터를 파기해 주시기 바랍니다."},
		{"cancellation", "회원 탈퇴를 신청합니다."},
		{"cancellation", "계정을 삭제해 주세요."},
		{"access", "제 개인정보 열람을 요청합니다."},
		{"access", "저에 대해 어떤 정보를 가지고 있는지 알려 주세요."},
		{"export", "제 데이터의 사본을 보내 주세요."},
		{"correction", "주소가 잘못되었으니 정정해 주세요."},
		{"withdrawal", "개인정보 수집 동의를 철회합니다."},
		{"restriction", "개인정보 처리 정지를 요구합니다."},
		{"objection", "광고 문자 수신을 거부합니다."},
	} {
		r := preview(t, "m.eml",
			mail("From: Anna <anna@example.org>\nTo: privacy@shop.example\nSubject: hi\nContent-Type: text/plain; charset=utf-8", c.text)).Records[0]
		if r.Kind != c.kind || r.Requester != "self" || len(r.Doubts) > 0 {
			t.Errorf("%q: %s %q, want %s", c.text, r.Kind, r.Doubts, c.kind)
		}
	}
}

// What they deny, suppose, report or take back is not proposed in silence.
func TestWhatIsNotAskedInOtherLanguagesIsDoubted(t *testing.T) {
	for _, text := range []string{
		"Ich kann mein Konto nicht löschen.", "Informationen zur Löschung Ihrer Daten finden Sie unter example.org.",
		"個人情報の削除についてはプライバシーポリシーをご覧ください。", "Vous pouvez demander la suppression de vos données.",
		"Je ne peux pas supprimer mon compte.",
		"Bitte löschen Sie meine Daten nicht.", "Ich möchte keine Löschung meiner Daten.",
		"Wenn ich meine Daten löschen lasse, was passiert dann mit meinem Konto?",
		"Meine Daten wurden gelöscht, das wollte ich nie.", "Ich ziehe meinen Antrag auf Löschung der Daten zurück.",
		"Was passiert, falls Sie mein Konto löschen?", "Bitte löschen Sie meine Daten vorerst noch nicht.",
		"Ne supprimez pas mes données, s'il vous plaît.",
		"Je ne veux pas que vous effaciez mes données ni la suppression de mon compte.",
		"Si je supprime mon compte, que deviennent mes commandes ?", "Vous avez supprimé mes données sans mon accord.",
		"J'annule ma demande de suppression de mes données.", "Merci de ne pas rectifier mes données.",
		"Por favor no eliminen mis datos.", "Si elimino mi cuenta, ¿qué pasa con mis datos?",
		"Ustedes ya han eliminado mis datos por error.", "Cancelo mi solicitud de eliminación de los datos.",
		"Nunca pedí la supresión de mis datos.",
		"Por favor não apaguem os meus dados.", "Se eu excluir minha conta, o que acontece com os dados?",
		"Os meus dados foram apagados por engano.", "Desisto da exclusão dos meus dados.",
		"私の個人情報を削除しないでください。", "もしデータを削除したら、注文はどうなりますか。", "私のデータが勝手に削除されました。", "削除の依頼を取り消します。", "削除する方法を教えてください。",
		"退会した場合、ポイントはどうなりますか。", "データの削除は希望しません。", "友人が削除してくださいと言いました。",
		"제 데이터를 삭제하지 마세요.", "만약 계정을 삭제하면 주문은 어떻게 되나요?", "제 정보가 삭제되었습니다.", "삭제 요청을 취소합니다.", "탈퇴하고 싶지 않습니다.",
	} {
		r := preview(t, "m.eml",
			mail("From: Anna <anna@example.org>\nTo: privacy@shop.example\nSubject: hi\nContent-Type: text/plain; charset=utf-8", text)).Records[0]
		if !strings.Contains(strings.Join(r.Doubts, "\n"), "kind: ") {
			t.Errorf("%q: %s %q", text, r.Kind, r.Doubts)
		}
	}
}

// Nothing in an English or Chinese text is read by the words of another language.
func TestNamesLikeWordsOfOtherLanguagesChangeNothing(t *testing.T) {
	for _, c := range []struct{ kind, text string }{
		{"deletion", "I am Ni Sin, please delete my data."},
		{"deletion", "My name is Si Ob Pas. Please erase all the data you have of me."},
		{"deletion", "请删除我的个人信息。Les"},
	} {
		r := preview(t, "m.eml",
			mail("From: Anna <anna@example.org>\nTo: privacy@shop.example\nSubject: hi\nContent-Type: text/plain; charset=utf-8", c.text)).Records[0]
		if r.Kind != c.kind || len(r.Doubts) > 0 {
			t.Errorf("%q: %s %q, want %s", c.text, r.Kind, r.Doubts, c.kind)
		}
	}
}

// The kind that a table names is read in the languages of the texts.
func TestAKindIsCalledByItsNameInOtherLanguages(t *testing.T) {
	for word, kind := range map[string]string{"削除": "deletion", "삭제": "deletion", "開示請求": "access", "열람": "access",
		"訂正": "correction", "利用停止": "restriction", "退会": "cancellation", "회원 탈퇴": "cancellation",
		"Réclamation": "complaint",
		"Exclusão":    "deletion", "Cópia": "export", "同意の撤回": "withdrawal", "수신거부": "objection"} {
		p := preview(t, "a.csv", "id,kind,email\n1,"+word+",a@example.org\n")
		if len(p.Records) != 1 || p.Records[0].Kind != kind {
			t.Errorf("%s: %+v %+v", word, p.Records, p.Problems)
		}
	}
}

// A number without its country is read as one of here; what says that the person lives elsewhere is named.
func TestANumberOfAnotherCountryIsDoubted(t *testing.T) {
	for _, c := range []struct {
		name, mail, phone string
		doubt             bool
	}{
		{"김철수", "kim@example.com", "010-1234-5678", true}, {"Kim", "kim@example.kr", "010-1234-5678", true},
		{"山田 はな", "y@example.com", "03-1234-5678", true}, {"Ann", "ann@example.co.uk", "020 7946 0958", true},
		{"Kim", "kim@example.kr", "+82 10-1234-5678", false}, {"Kim", "kim@example.kr", "13800138000", false},
		{"王小明", "w@example.cn", "010-1234-5678", false}, {"Ann", "ann@example.io", "020 7946 0958", false},
		{"Kim", "kim@example.kr", "+86 10 1234 5678", false},
	} {
		p := preview(t, "a.csv", "id,kind,name,email,phone\n1,access,"+c.name+","+c.mail+","+c.phone+"\n")
		if len(p.Records) != 1 ||
			strings.Contains(strings.Join(p.Records[0].Doubts, "\n"), "of another country") != c.doubt {
			t.Errorf("%+v: %+v %+v", c, p.Records, p.Problems)
		}
	}
}

// Whose data is meant stays open where the words point at somebody else than who writes.
func TestWhoIsMeantIsDoubtedInOtherLanguages(t *testing.T) {
	for _, text := range []string{
		"Bitte löschen Sie die Daten meiner Mutter Erika Muster.",
		"Im Namen meines Mandanten bitte ich um Löschung der Daten.", "Bitte löschen Sie die Daten von Frau Muster.",
		"Veuillez supprimer les données de ma mère.", "Je demande la suppression des données au nom de mon client.",
		"Por favor eliminen los datos de mi madre.", "Por favor apaguem os dados da minha mãe.", "母の個人情報を削除してください。",
		"代理人として個人情報の削除を請求します。", "어머니의 개인정보를 삭제해 주세요.", "김철수 씨의 개인정보를 삭제해 주세요.",
	} {
		r := preview(t, "m.eml",
			mail("From: Anna <anna@example.org>\nTo: privacy@shop.example\nSubject: hi\nContent-Type: text/plain; charset=utf-8", text)).Records[0]
		if r.Kind != "deletion" || r.Requester == "self" ||
			!strings.Contains(strings.Join(r.Doubts, "\n"), "point at somebody else") {
			t.Errorf("%q: %s %q %q", text, r.Kind, r.Requester, r.Doubts)
		}
	}
}
