package mail

import (
	"strings"

	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/model/pattern"
)

// subjectMark matches subjects that begin with one of some words and end there or go on behind a mark: "Automatic
// reply: …", "[自動回覆] …", "Out of Office Re: …". A tag of a gateway may stand before, as "[EXTERNAL]". Words in the
// middle of a subject are the person's own.
func subjectMark(words string) *pattern.Pattern {
	return pattern.New(`(?i)^\s*(?:[\[【(（〔][^\]】)）〕]{0,24}[\]】)）〕]\s*)?[\[【(（〔<《]?\s*(?:` + words +
		`)\s*(?:[\]】)）〕>》:：;；|]|[-–—]\s|$|(?:re|aw|wg|fw|sv|回复|回覆|答复)\s*[:：])`)
}

// What subjects of automatic mail begin with, in the languages of the common programs.
var (
	autoSubject = subjectMark(
		`自动回复|自动答复|自动应答|自動回覆|自動答覆|自動回復|自動回信|自動応答|自動返信|자동\s?(?:회신|응답)|(?:休假|外出|离开|离线)自动回复|不在办公室|不在辦公室|` +
			`auto(?:mat(?:ic|ed))?[- ]?(?:reply|response|answer|antwort)|out[- ]of(?: the)?[- ]office(?: (?:auto(?:matic)?[- ]?)?(?:reply|response|message|notification|assistant))?|ooo|(?:on )?vacation(?: (?:reply|response|message|notice))?|` +
			`automatische (?:antwort|rückmeldung|abwesenheitsnotiz)|abwesenheit(?:s\w*)?|abwesend|réponse automatique|message d['’]absence|absence du bureau|absent(?:e)? du bureau|` +
			`respuesta automática|fuera de (?:la )?oficina|risposta automatica|fuori (?:sede|ufficio)|resposta automática|automatisch antwoord|automatische beantwoording|automatiskt svar|autosvar|автоответ|автоматический ответ|автоматична відповідь|автоматичен отговор|αυτόματη απάντηση|` +
			`auto(?:matyczna )?odpowied[źz]|odpowiedź automatyczna|poza biurem|automatisk svar|fravær(?:smeddelelse)?|frånvaro(?:meddelande)?|automaattinen (?:vastaus|poissaoloviesti)|automatická odpov[eě][dď]|` +
			`automatikus válasz|automatski odgovor|răspuns automat|automaatvastus|otomatik (?:yanıt|cevap)|resposta automàtica|trả lời tự động|balasan (?:otomatis|automatik)|ตอบกลับอัตโนมัติ|מענה אוטומטי|رد تلقائي|الرد التلقائي`)
	bounceSubject = subjectMark(`undeliver(?:ed|able)(?: mail(?: returned to sender)?| message)?|delivery (?:status notification|failure|has failed|status)(?: \(\w+\))?|(?:mail|message) delivery (?:failed|failure|status)|` +
		`mail delivery failed: returning message to sender|returned mail|failure notice|mail system error|non[- ]?deliver(?:y|able)(?: report)?|unzustellbar|nicht zugestellt|non remis|no se puede entregar|` +
		`系统退信|退信(?:通知)?|邮件投递失败|投递失败|邮件未送达|未送达|未傳遞的主旨|无法送达|無法傳遞|傳遞失敗|郵件傳送失敗|配信不能|配信できませんでした|送信できませんでした|メールを?送信できません(?:でした)?`)
	calendarSubject = subjectMark(`accepted|declined|tentative(?:ly accepted)?|new time proposed|invitation|updated invitation|cancell?ed event|angenommen|zugesagt|abgelehnt|mit vorbehalt|accepté|refusé|aceptado|aceptada|rechazad[ao]|已接受|已拒绝|已謝絕|暂定|暫定|已暂定|接受|谢绝|承諾|辞退|仮承諾`)
	receiptSubject  = subjectMark(`(?:not )?read|read receipt|return receipt(?: \(\w+\))?|deliver(?:ed|y receipt)|relayed|已读(?:回执)?|已讀(?:回條)?|未读|未讀|已阅读|阅读回执|讀取回條|回执|已送达|送达(?:回执)?|已送達|送達|已傳遞|開封済み|開封確認|配信済み|읽음|` +
		`gelesen|ungelesen|zugestellt|übermittelt|lesebestätigung|empfangsbestätigung|lu|non lu|remis|accusé de (?:réception|lecture)|leído|no leído|entregado|confirmación de lectura|lido|não lida?|letto|gelezen`)
)

// bodySays is the line by which a mail service says of the text above it that nobody wrote it.
var bodySays = pattern.New(`(?m)^\s*这是来自\S{2,12}(?:邮箱|邮件)的(?:假期)?自动(?:回复|答复)(?:邮件)?[。.!！]?\s*$`)

// mailReport is the subject of a report of mail servers to one another (RFC 7489).
var mailReport = pattern.New(`(?i)^\s*(?:\[[^\]]{0,24}\]\s*)?report domain:.{1,200}\bsubmitter:`)

// subjectSays tells what kind of automatic mail a subject says that it is; empty where it says none.
func subjectSays(subject string) record.Automatic {
	switch {
	case mailReport.MatchString(subject):
		return record.Notification
	case bounceSubject.MatchString(subject):
		return record.Bounce
	case autoSubject.MatchString(subject):
		return record.AutoReply
	case calendarSubject.MatchString(subject) && strings.ContainsAny(subject, ":："):
		return record.Calendar
	case receiptSubject.MatchString(subject) && strings.ContainsAny(subject, ":：]】"):
		return record.Receipt
	}
	return ""
}

// statusCode is the code by which mail servers say why they could not deliver (RFC 3463).
var statusCode = pattern.New(`(?m)\b[45]\.\d{1,3}\.\d{1,3}\b|^\s*(?:Status|Action|Diagnostic-Code|Final-Recipient)\s*:`)

// personalWords are what people of other languages write who ask about their data: no kind is read from them, but a
// mail that says them is never put aside for its subject alone.
var personalWords = pattern.New(`(?i)personenbezogen|meine\w* daten|lösch|auskunft|widerspr|données|effac|supprim|mes informations|copie de|datos personales|mis datos|borr(?:ar|en)|elimin|suprim|copia de|dati personali|cancell|dados pessoais|persoonsgegevens|` +
	`个人(?:信息|数据|资料)|個人(?:資料|資訊|情報|データ)|削除|開示|개인정보|삭제|персональн|удал|gdpr|dsgvo|rgpd|ccpa|pipl`)

// mayAsk reports whether a text may ask for something.
func mayAsk(text string) bool { return record.AsksFor(text) || personalWords.MatchString(text) }

// withoutHead leaves out the lines in which a receipt repeats the header of the mail it is about.
func withoutHead(text string) string {
	var kept []string
	for _, line := range strings.Split(text, "\n") {
		if role, _ := headOf(line); role == "" {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "\n")
}
