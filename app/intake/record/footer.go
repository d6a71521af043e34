package record

import (
	"strings"
	"unicode/utf8"

	"orangelab.cn/rightsdesk/model/pattern"
)

// What programs put under a mail names rights, deletion and links without anybody asking for anything: what the reader
// of a mail may do, what is to become of the mail itself, where to click. Such a sentence speaks to whoever reads it
// and of nobody who writes, and that tells it from a request. Each is looked for in small letters and simplified
// characters, in every text, because a foot is often in another language than what stands above it.
var (
	// ofWriter are the words by which a sentence speaks of who writes it.
	ofWriter = patterns{
		words(`i`, `me`, `my`, `mine`, `myself`, `i['’]\pL+`,
			`ich`, `mir`, `mich`, `mein\pL*`,
			`je`, `moi`, `mon`, `ma`, `mes`, `(?:j|m)['’]\pL+`,
			`yo`, `mí`, `mi`, `mis`, `mí[oa]s?`, `quiero`, `quisiera`, `solicito`, `pido`, `deseo`, `ejerzo`, `exijo`,
			`necesito`,
			`io`, `mio`, `mia`, `miei`, `mie`, `vorrei`, `chiedo`, `eu`, `meus?`, `minhas?`, `ik`, `mij`, `mijn`),
		signs(`(?:^|[^自])我(?:$|[^们])`, `本人`, `私(?:の|は|が|に|を|、|自身)`, `わたし`, `自分の`, `当方`, `제 `, `저의`, `나의`, `내 `, `저는`,
			`제가`, `吗`)}
	// byProgram holds such a word and was written by a program.
	byProgram = pattern.New(`(?:sent|get outlook) (?:from|for) my \pL+(?: \pL+)?|(?:von|mit) meinem \pL+(?: aus)? gesendet|envoyé (?:de|depuis) mon \pL+|enviado desde mi \pL+|inviato (?:da|dal) mio \pL+|发自我的 ?\pL+|我的? ?iphone(?:から送信)?`)
	// toReader are what a sentence says to whoever reads it.
	toReader = patterns{
		words(`(?:^|[^\pL])you may`, `(?:^|[.,;:(] ?|and |or )you can`,
			`you (?:are (?:free|entitled)|have (?:the|a) right|reserve)`,
			`your (?:personal )?(?:data|information|details|consent|rights|preferences|subscription|e-?mail preferences)`, `at any time`, `whenever you (?:like|want|wish)`, `we(?:['’]ll| will) (?:\pL+ )?(?:delete|erase|remove|close)`, `(?:löschen|entfernen|werden) wir`, `nous (?:supprimerons|effacerons)`, `(?:eliminaremos|borraremos)`,
			`(?:data subjects?|users|customers|subscribers|recipients|individuals|consumers|visitors|everyone|anyone) (?:may|can|has|have|are entitled)`, `(?:may|can) be (?:requested|withdrawn|revoked|obtained|exercised|asked for)`,
			`click`, `visit (?:our|the|www|https?)`, `(?:follow|use) (?:this|the) (?:link|form|button)`,
			`manage (?:your )?(?:preferences|subscriptions?)`, `unsubscribe (?:here|link)`,
			`you(?:['’]re| are) receiving`,
			`(?:sie|ihr) (?:können|dürfen|haben das recht|sind berechtigt)`, `haben sie das recht`,
			`(?:ihre[rnms]?|eure[rnms]?) (?:\pL+ )?(?:daten|einwilligung|rechte|angaben)`, `jederzeit`,
			`(?:betroffene|nutzer|kunden|empfänger|abonnenten)(?: personen)? (?:können|haben|dürfen)`, `klicken`,
			`besuchen sie`, `hier (?:abmelden|abbestellen)`, `auf wunsch`, `wenden sie sich`,
			`vous (?:pouvez|disposez|bénéficiez|avez (?:le |un )?droit)`,
			`(?:vos|votre) (?:données|consentement|droits?|informations)`, `tout moment`,
			`(?:personnes concernées|utilisateurs|clients|abonnés) (?:peuvent|disposent|ont)`, `cliquez`, `rendez-vous`,
			`vous désinscrire`,
			`puede (?:ejercer|solicitar|retirar|darse|pedir|revocar|oponerse|acceder|consultar)`, `usted puede`,
			`sus (?:datos|derechos)`, `su consentimiento`, `en cualquier momento`,
			`(?:interesados|usuarios|clientes) (?:pueden|podrán|tienen)`, `haga clic`, `pinche`, `pulse (?:aquí|en)`,
			`darse de baja`, `le informamos`,
			`in qualsiasi momento`, `(?:suoi|vostri) (?:dati|diritti)`, `clicca\pL*`, `qualquer momento`, `clique`,
			`seus (?:dados|direitos)`, `op elk moment`, `uw gegevens`, `klik hier`),
		pattern.New(`^\W*(?:to (?:exercise|unsubscribe|opt|request|close|delete|cancel|withdraw|obtain)|want to)\b`),
		signs(`[您你](?:也|还|均|都)?(?:可以|可|有权|享有|随时)`, `[您你]的(?:个人)?(?:信息|数据|资料|账号|帐号|账户|权利|同意|授权)`, `随时`,
			`(?:用户|客户|会员|个人信息主体|信息主体|订阅者)(?:也|均|都|们)?(?:可以?|有权|享有|随时|如)`, `点击`,
			`(?:如|若)(?:果)?(?:需|欲|要|想|不想|不愿|[您你]).{0,30}请`, `请(?:访问|登录|登陆|前往|回复|戳|扫)`, `回复 ?td`,
			`(?:我们|本公司|本平台|平台)(?:将|会)`,
			`お客[様さ]ま?(?:は|が|ご自身|には|の(?:ご|個人|お))`, `皆[様さ]ま?(?:は|が)`, `いつでも`, `ご?希望(?:の方|の場合|される)`,
			`こちら(?:から|より|をクリック|です)?[。.!！\s]*$`, `こちら(?:から|より|をクリック)`, `クリック`,
			`언제든지`, `고객님`, `클릭`, `귀하(?:의 개인|는)`)}
	// ofMail say what is to become of the mail itself, or who may read it.
	ofMail = patterns{
		words(`(?:this|the) (?:e-?mail|mail|message|communication|transmission|correspondence)(?: and (?:any|all) (?:\pL+ )?(?:copies|attachments))?(?: (?:immediately|at once|without|permanently|is (?:\pL+ )?confidential|may contain|and (?:destroy|all|any|notify)|if|from your (?:system|computer|inbox|mailbox))|[.;!]|$)`,
			`(?:intended|named|proper|correct) (?:recipients?|addressees?)`,
			`(?:not|n['’]t) the (?:recipients?|addressees?)`,
			`(?:receiv|sent|reach|got)[^.!?]{0,30} (?:in|by) (?:error|mistake)`, `(?:strictly|is) confidential`,
			`notify the sender`,
			`diese[rs]?[mn]? (?:e-?mail|mail|nachricht)`,
			`(?:richtige[rn]?|beabsichtigte[rn]?|vorgesehene[rn]?) (?:empfänger|adressat)\pL*`,
			`nicht (?:der|die) (?:empfänger|adressat)\pL*`, `irrtümlich (?:erhalten|zugestellt|empfangen|bekommen)`,
			`(?:ist|sind|streng) vertraulich`,
			`ce (?:message|courriel|mail|e-?mail)`, `(?:le|la) destinataire`,
			`(?:reçu|parvenu|adressé|transmis)[^.!?]{0,30} par erreur`, `ne vous est pas destiné`, `est confidentiel`,
			`(?:elimin|borr|destru)\pL* (?:este|el presente) (?:mensaje|correo|e-?mail)(?: (?:si|y|en)|[.,;!]|$)`,
			`el destinatario`, `(?:recib|lleg)[^.!?]{0,30} por error`, `es confidencial`,
			`questo (?:messaggio|e-?mail)`, `(?:il|la) destinatari[oa]`, `(?:ricevut\pL*)[^.!?]{0,30} per errore`,
			`esta mensagem`, `(?:recebe\pL*)[^.!?]{0,30} por engano`, `dit bericht`),
		signs(`(?:删除|销毁|删掉)(?:本|该|此|这封)(?:邮件|电邮|信件|消息)(?:[^地箱]|$)`, `(?:指定|预定|目标|不是|并非|非)的?收件人`, `误收|错收|误发给[您你]`,
			`(?:保密|机密)(?:信息|内容|资料|性)`,
			`心当たり`, `[誤误]送信`, `[誤误]って(?:受信|届)`, `(?:メール|メッセージ)の宛先`, `(?:本|この|当)(?:メール|メッセージ)を[^。]{0,10}(?:削除|破棄|消去)`,
			`受信者`, `수신인`)}
	// ofMailToo is a mail that holds something of who writes, or an address, which somebody may ask to have deleted.
	ofMailToo = pattern.New(`(?:this|the|diese\pL*|cette|esta|mein\pL*) (?:e-?mail|mail)[- ]?(?:address|account|adresse|dirección)|メールアドレス|邮件?地址|邮箱`)
	// links are a line of links, as pages and newsletters have it.
	links = pattern.New(`\pL[^\n|·•]{0,40} ?[|·•] ?[^\n|·•]{1,40} ?[|·•] ?\pL`)
)

// patterns match where one of them does.
type patterns []*pattern.Pattern

func (p patterns) in(text string) bool {
	for _, one := range p {
		if one.MatchString(text) {
			return true
		}
	}
	return false
}

// isFooter reports whether a sentence is what programs put under a mail, and no wish of who writes.
func isFooter(sentence string) bool {
	if links.MatchString(sentence) {
		return true
	}
	own := byProgram.ReplaceAllString(sentence, "")
	if ofWriter.in(own) {
		return false
	}
	return toReader.in(own) || ofMail.in(own) && !ofMailToo.MatchString(own)
}

// isLink reports whether words stand alone in the last lines of a text that says something else before, as a link under
// a mail does: without an end of a sentence and without anybody who asks.
func isLink(text string, start, end int) bool {
	const little, other = 40, 40
	// what matched may begin with what is before the words
	start += len(text[start:end]) - len(strings.TrimLeft(text[start:end], " \t\r\n"))
	from := strings.LastIndex(text[:start], "\n") + 1
	last := strings.TrimSpace(text[from:])
	if !utf8.ValidString(last) || utf8.RuneCountInString(last) > little ||
		utf8.RuneCountInString(strings.TrimSpace(text[:from])) < other {
		return false
	}
	return !strings.ContainsAny(last, ".!?。！？\n") && !ofWriter.in(last) && !politely.MatchString(last) &&
		strings.Count(last[:start-from-(len(text[from:])-len(strings.TrimLeft(text[from:], " \t")))], " ") <= 2
}

// politely are the words by which even a line without an end asks.
var politely = pattern.New(`please|pls|kindly|bitte|svp|merci|veuillez|por favor|请|麻烦|谢|願|ください|下さい|부탁|주세요`)
