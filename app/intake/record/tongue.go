package record

import (
	"slices"
	"strings"
	"unicode"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/pattern"
)

// A tongue is a language besides English and Chinese in which people ask: its words for each kind of request, and those
// that take what is said back. Text is looked at in small letters and simplified characters.
type tongue struct {
	common   *pattern.Pattern // words by which a text shows that it is in the language; nil where its letters do
	letters  []*unicode.RangeTable
	alone    bool // words of Chinese mean other things in it
	kinds    map[model.Kind]*pattern.Pattern
	hedge    *pattern.Pattern
	harmless *pattern.Pattern // hold a hedge and take nothing back
	softly   *pattern.Pattern // make a question a request
	asking   *pattern.Pattern
	others   *pattern.Pattern // point at somebody else than who writes
}

// englishWords are the commonest of English, for telling it from the others.
var englishWords = pattern.New(
	`\b(?:the|my|i|you|your|please|and|of|is|have|with|for|it|that|this|would|want|are|was|what)\b`)

// tongueOf returns the language of a text; nil for English, Chinese and what is not known.
func tongueOf(text string) (found *tongue) {
	text = Beginning(text, 4000)
	most := len(englishWords.FindAllStringIndex(text, -1)) + 1
	for _, t := range tongues {
		if t.common == nil {
			if strings.ContainsFunc(text, func(r rune) bool { return unicode.In(r, t.letters...) }) {
				return t
			}
			continue
		}
		if n := len(t.common.FindAllStringIndex(text, -1)); n > most {
			most, found = n, t
		}
	}
	return found
}

// matches returns where a text names a kind, in order.
func (t *tongue) matches(kind model.Kind, words *pattern.Pattern, text string) [][]int {
	list := words.FindAllStringIndex(text, 20)
	if t == nil || t.kinds[kind] == nil {
		return list
	}
	list = append(t.kinds[kind].FindAllStringIndex(text, 20), list...)
	slices.SortStableFunc(list, func(a, b []int) int { return a[0] - b[0] })
	return slices.CompactFunc(list, func(a, b []int) bool { return b[0] < a[1] })
}

// matchesIn reports whether a pattern of a language matches; never where there is none.
func matchesIn(p *pattern.Pattern, text string) bool { return p != nil && p.MatchString(text) }

// hedgeIn returns the first word of a text that takes back what it says.
func (t *tongue) hedgeIn(text string) string {
	if t != nil {
		if word := t.hedge.FindString(text); word != "" || t.alone {
			return strings.TrimSpace(word)
		}
	}
	return hedge.FindString(text)
}

// withoutHarmless blanks what holds a hedge and takes nothing back; places in the text stay what they are.
func (t *tongue) withoutHarmless(text string) string {
	text = harmless.ReplaceAllStringFunc(text, blank)
	if t != nil {
		text = t.harmless.ReplaceAllStringFunc(text, blank)
	}
	return text
}

// blank is as many blanks as a text has bytes.
func blank(text string) string { return strings.Repeat(" ", len(text)) }

// denial is a no between the words that name a kind, as in "mein Konto nicht löschen".
var denial = pattern.New(
	`\b(?:nicht|keine?[nrms]?|niemals|nie|pas|jamais|nunca|jamás|não)\b|(?:^|\s)(?:ne|no|n['’]\pL*)\s`)

// elsesWords returns where a text in the language points at somebody else; nil where it does not.
func elsesWords(text string) []int {
	lower := strings.ToLower(text)
	in := tongueOf(lower)
	if in == nil || len(lower) != len(text) {
		return nil
	}
	return in.others.FindStringIndex(lower)
}

// words compiles the words of a language that is written in Latin letters; they stand between the borders of words.
func words(list ...string) *pattern.Pattern {
	return pattern.Made(func() string { return `\b(?:` + strings.Join(list, `|`) + `)(?:[^\pL]|$)` })
}

// stems compiles beginnings of words.
func stems(list ...string) *pattern.Pattern {
	return pattern.Made(func() string { return `(?:^|[^\pL])(?:` + strings.Join(list, `|`) + `)\pL*` })
}

// signs compiles words that stand anywhere, as those of East Asia do.
func signs(list ...string) *pattern.Pattern {
	return pattern.Made(func() string { return Simplify(strings.Join(list, `|`)) })
}

// near is what may stand between two words of a sentence.
const near = `[^.!?\n]{0,50}?`

var tongues = []*tongue{japanese, korean, german, french, spanish, portuguese}

var german = &tongue{
	common: words(`ich`, `bitte`, `meine[mnrs]?`, `mein`, `sie`, `ihre[mnrs]?`, `ihnen`, `und`, `der`, `das`, `nicht`,
		`hiermit`, `geehrte`, `daten`, `von`, `zu`, `mit`, `auf`, `ist`, `alle`, `welche`, `über`, `haben`),
	kinds: map[model.Kind]*pattern.Pattern{
		model.Cancellation: stems(`(?:lösch|kündig|schlie(?:ß|ss)|deaktivier)(?:en|e|t)(?: sie)?(?: bitte)?(?: umgehend| sofort)? (?:mein|das|dieses)(?:en)? (?:\pL+ )?\pL*(?:konto|account|profil)`, `mein(?:en)? (?:\pL+ ){0,2}?\pL*(?:konto|account|profil)`+near+`(?:lösch|kündig|zu schlie|schlie(?:ß|ss)en|deaktivier|aufl[öo]s|gelösch|geschlossen)`, `kontolöschung`, `(?:kündigung|löschung|schlie(?:ß|ss)ung) (?:meines|des) (?:\pL+ )?\pL*(?:kontos|accounts|profils)`),
		model.Withdrawal: stems(`(?:widerrufe?n?|ziehe)`+near+`(?:einwilligung|zustimmung|einverständnis)`,
			`(?:einwilligung|zustimmung|einverständnis)`+near+`(?:widerruf|zurückzieh|zurücknehm)`),
		model.Deletion: stems(`lösch(?:en|e|t|ung|antrag|ersuchen)`, `\pL{1,20}löschung`, `(?:zu )?gelöscht`,
			`vergessen ?werden`, `(?:entfern|vernicht)(?:en|et)(?: sie)?(?: bitte)? (?:alle|meine|sämtliche)`,
			`(?:alle|meine|sämtliche) (?:\pL+ ){0,3}?daten (?:\pL+ ){0,3}?(?:zu )?(?:entfern|vernicht)`),
		model.Correction: stems(`berichtig`, `korrigier`, `richtig ?(?:zu)?stell`,
			`(?:ändern|aktualisieren)(?: sie)?(?: bitte)? mein`,
			`(?:adresse|name|anschrift|geburtsdatum|telefonnummer|daten|e-?mail(?:-?adresse)?) (?:ist|sind|stimmt|stimmen|wurde) (?:\pL+ )?(?:falsch|nicht|veraltet|unrichtig)`),
		model.Export: stems(`kopie`, `datenübertragbarkeit`, `übertragbarkeit`, `datenexport`, `maschinenlesbar`,
			`exportier`,
			`mein(?:e|er) (?:\pL+ ){0,3}?daten (?:\pL+ ){0,4}?(?:herunterlad|herunterzulad|übertrag|zu übertrag|zusend|zuzusend)`),
		model.Restriction: stems(`einschränk`+near+`verarbeitung`,
			`verarbeitung`+near+`(?:einschränk|einzuschränk|eingeschränkt)`),
		model.Access: stems(`auskunft`, `welche (?:\pL+ ){0,3}?(?:daten|informationen)`, `einsicht in mein`,
			`was sie (?:alles )?über mich`),
		model.Objection: stems(`widerspreche`, `widerspruch (?:gegen|ein)`,
			`(?:keine|nicht mehr|stopp)`+near+`(?:werb|newsletter)`,
			`newsletter`+near+`(?:abmeld|abbestell|abzubestell)`, `abbestell`,
			`(?:aus|von) (?:dem|ihrem) (?:newsletter|verteiler)`),
		model.Complaint: stems(`beschwer(?:e|de|en)`),
	},
	hedge: words(`ihrer? (?:personenbezogenen )?daten`, `ihrem widerspruchsrecht`, `finden sie`, `nicht`, `nie`,
		`niemals`, `kein(?:e|en|er|em|es)?`, `ohne`, `weder`, `falls`, `wenn`, `ob`, `sofern`, `angenommen`,
		`vielleicht`, `eventuell`, `möglicherweise`, `wurden?`, `worden`, `(?:ist|sind|war|waren)(?: \pL+)? gelöscht`,
		`warten`, `später`, `vorerst`, `zunächst`, `noch`, `zurückgezogen`, `zurückziehen`, `ziehe`, `hinfällig`,
		`versehentlich`, `irrtümlich`, `versehen`,
		`storn\pL*`, `statt`, `anstatt`, `außer`, `ausser`, `behalten`, `aufbewahren`, `sagt\pL*`, `angeblich`,
		`befürcht\pL*`, `wiederherstell\pL*`, `stopp\pL*`, `verweiger\pL*`, `verbiete\pL*`, `dagegen`, `test`,
		`überleg\pL*`, `doch lieber`),
	harmless: words(`wenn möglich`, `falls (?:möglich|noch nicht geschehen|vorhanden)`,
		`(?:falls|wenn|sollten) sie (?:\pL+ )?(?:weitere |noch )?(?:fragen|daten)[^.!?\n]*`,
		`(?:nutze|benutze|brauche|verwende|benötige)(?: \pL+){0,4}? nicht(?: mehr)?`,
		`(?:\pL+ )?nicht mehr (?:nutz|benutz|brauch|verwend|benötig)\pL*`, `nicht später als`,
		`ohne (?:schuldhaftes |unnötige |weitere )?(?:zögern|verzögerung\pL*|verzug)`,
		`nicht nur`, `zögern sie nicht`, `(?:stimmt|ist|sind) nicht (?:mehr )?(?:korrekt|richtig|aktuell)`,
		`bestätig[^.!?\n]*`, `dass (?:\pL+ )+(?:gelöscht|gesperrt) (?:wurden|worden sind|werden)`),
	softly: words(`bitte`, `können sie`, `könnten sie`, `würden sie`, `möchte`),
	asking: words(`bitten?`, `möchten?`, `will`, `wünsche`, `forder[en]`, `verlange`, `beantrage`, `hiermit`, `ersuche`,
		`gern`, `gerne`, `(?:können|könnten|würden) sie`, `recht`, `löschen sie`, `\pL+en sie`, `danke`,
		`aufforder\pL*`, `fordere`),
	others: words(`meiner? (?:\pL+ )?(?:mutter|frau|ehefrau|tochter|oma|großmutter|schwester|freundin|kundin|mandantin|partnerin|tante|nichte|kollegin)`, `mein(?:es|er|em|en)? (?:\pL+ )?(?:vaters?|mannes|mann|ehemann\pL*|sohn(?:es)?|bruders?|kind(?:es|er|ern)?|opas?|großvaters?|onkels?|neffen?|kunden?|mandanten?|partners?|freund(?:es)?|eltern|kollegen?)`, `von (?:herrn|frau)`, `(?:im namen|in vertretung|im auftrag|bevollmächtig\pL*|vollmacht|mandant\pL*|rechtsanw\pL*|betreuer\pL*|verstorben\pL*|minderjährig\pL*|vormund)`, `(?:seine|ihres) (?:\pL+ )?(?:daten|konto)`),
}

var french = &tongue{
	common: words(`je`, `mes`, `vos`, `vous`, `votre`, `mon`, `ma`, `bonjour`, `les`, `une?`, `des`, `données`, `et`,
		`est`, `pas`, `que`, `qui`, `pour`, `sur`, `merci`, `veuillez`, `le`, `la`, `du`, `toutes`, `monsieur`,
		`madame`, `souhaite`, `voudrais`),
	kinds: map[model.Kind]*pattern.Pattern{
		model.Cancellation: stems(`(?:supprim|ferm|clôtur|clotur|résili|désactiv|effac)\pL* (?:(?:définitivement|immédiatement|bien) )?(?:mon|le|ce|notre) (?:\pL+ )?compte`, `(?:suppression|fermeture|clôture|résiliation|désactivation) (?:\pL+ )?(?:de mon|du|de notre) (?:\pL+ )?compte`),
		model.Withdrawal: stems(`(?:retir|révoqu|retrait)`+near+`consentement`,
			`consentement`+near+`(?:retir|révoqu)`),
		model.Deletion: stems(`supprim`, `suppression`, `effac(?:er|ez|é|ement)`, `droit à l['’]oubli`,
			`détrui(?:re|sez)`),
		model.Correction: stems(`rectifi`, `corrig`, `(?:mettre|mettez|mise) à jour (?:mes|mon|ma|de)`,
			`(?:adresse|nom|prénom|naissance|téléphone|données) (?:est|sont) (?:erroné|incorrect|fau[xs]|inexact|périmé)`),
		model.Export: stems(`copie`, `portabilité`, `lisible par (?:une )?machine`, `export`,
			`(?:télécharg|transfér)\pL* (?:\pL+ )?(?:mes|toutes)`),
		model.Restriction: stems(`limit(?:er|ez|ation) (?:le |du |de )?(?:\pL+ )?traitement`),
		model.Access: stems(`d['’]accès`, `accès à (?:mes|toutes|l['’]ensemble)`,
			`accéder à (?:mes|toutes|l['’]ensemble)`, `quelles? (?:\pL+ ){0,2}?(?:données|informations)`,
			`communiquer (?:\pL+ ){0,3}?(?:données|informations)`),
		model.Objection: stems(`m['’]oppose`, `d['’]opposition`,
			`(?:ne|plus|stop|arrêt\pL*|cess\pL*)`+near+`(?:publicité|newsletter|prospection|démarchage|promotion)`,
			`d[ée]sabonn`, `d[ée]sinscri`, `me désinscrire`),
		model.Complaint: stems(`réclamation`, `plainte`, `me plaindre`),
	},
	hedge: words(`vos (?:données|droits)`, `cliquez`, `ne`, `n['’]\pL+`, `pas`, `jamais`, `aucun\pL*`, `rien`,
		`sans`, `ni`, `si`, `peut-être`, `déjà`, `(?:a|ont|avez) (?:été )?(?:supprimé|effacé)\pL*`,
		`(?:annul|attend|suspend|refus|récupér|restaur|conserv|gard|rétabl|interdi)\pL*`, `plus tard`, `au lieu`,
		`plutôt`, `sauf`, `erreur`, `dit`, `crains?`, `contre`, `test`, `réfléch\pL*`, `avant`),
	harmless: words(`s['’]il (?:vous|te) pla[iî]t`, `si possible`,
		`si vous (?:avez|détenez|conservez|possédez)[^.!?\n]*`, `n['’]hésitez pas`, `(?:ne |n['’])?utilis\pL* plus`,
		`n['’]ai plus besoin`, `(?:ne )?(?:souhaite|veux) plus`, `sans (?:délai|tarder|attendre|retard|plus attendre)`,
		`(?:que )?vous (?:conservez|détenez|gardez)`, `n['’]est (?:pas|plus) (?:correct|exact|à jour|bon)\pL*`,
		`dans (?:l['’])?attente`, `plus vite`),
	softly: words(`pourriez`, `pouvez`, `pourrais`, `puis-je`, `veuillez`, `s['’]il (?:vous|te) pla[iî]t`, `merci`),
	asking: words(`veuillez`, `merci`, `souhait\pL*`, `voudrais`, `veux`, `demand\pL*`, `pri[eé]\pL*`, `pourriez`,
		`pouvez`, `exer\pL*`, `exig\pL*`, `s['’]il`, `\pL+ez`),
	others: words(`(?:ma|mon|mes) (?:\pL+ )?(?:mère|père|femme|épouse|mari|époux|fils|fille|sœur|soeur|frère|enfants?|parents|grand-mère|grand-père|clients?|cliente|conjoint|compagne|compagnon|ami|amie|collègue)`, `(?:au nom de|pour le compte|mandat\pL*|procuration|avocat\pL*|tuteur|tutrice|décédé\pL*|mineur\pL*)`, `(?:de|pour) (?:m\.|mme|monsieur|madame) \pL+`),
}

var spanish = &tongue{
	common: words(`mis`, `mi`, `sus`, `por`, `favor`, `hola`, `los`, `las`, `el`, `la`, `una?`, `quiero`, `solicito`,
		`datos`, `estimad[oa]s?`, `que`, `para`, `y`, `con`, `de`, `del`, `me`, `ustedes`, `personales`, `gracias`,
		`cuenta`),
	kinds: map[model.Kind]*pattern.Pattern{
		model.Cancellation: stems(
			`(?:elimin|borr|cerr|cierr|cancel|suprim)\pL* (?:definitivamente )?(?:mi|la|esta) (?:\pL+ )?cuenta`,
			`(?:dar|den|dé|darme) de baja (?:de )?(?:mi|la) cuenta`, `baja de (?:mi|la) cuenta`,
			`(?:eliminación|cierre|cancelación|supresión) de (?:mi|la) (?:\pL+ )?cuenta`),
		model.Withdrawal: stems(`(?:retir|revoc|revoqu)`+near+`consentimiento`,
			`consentimiento`+near+`(?:retir|revoc|revoqu)`),
		model.Deletion: stems(`(?:elimin|borr)(?:ar|en|e|ad|ados?|adas?|ación)`, `suprim(?:ir|an|a|id|idos?|idas?)`,
			`supresión`, `derecho al? olvido`, `destru(?:ir|yan)`),
		model.Correction: stems(`rectific`, `rectifiqu`, `corrij`, `correg`, `corrección`,
			`(?:actualiz|actualic|modific|modifiqu)\pL* (?:mi|mis|el|la)`,
			`(?:dirección|nombre|apellidos?|teléfono|correo|nacimiento|datos) (?:\pL+ )?(?:es|está|están|son) (?:errón|incorrect|equivocad|mal)`),
		model.Export: stems(`copia`, `portabilidad`, `lectura mecánica`, `export`,
			`(?:descargar|transferir) (?:todos )?mis`),
		model.Restriction: stems(`limit(?:ar|en|ación) (?:el |del |de )?(?:\pL+ )?tratamiento`),
		model.Access: stems(`derecho de acceso`, `acceso a (?:mis|todos|los)`, `acceder a (?:mis|todos|los)`,
			`qué (?:\pL+ ){0,2}?(?:datos|información)`),
		model.Objection: stems(`me opongo`, `derecho de oposición`,
			`(?:no|dejen? de|cesen?)`+near+`(?:publicidad|boletín|promociones|newsletter|correos? comercial)`,
			`darme de baja (?:del|de la lista|de su)`),
		model.Complaint: stems(`reclamación`, `queja`, `denuncia`),
	},
	hedge: words(`sus (?:datos|derechos)`, `haga clic`, `no`, `nunca`, `jamás`, `sin`, `ni`, `si`, `tampoco`,
		`todavía`, `aún`, `quizás?`, `tal vez`, `ya`, `ha(?:n)? (?:sido )?(?:eliminad|borrad|eliminado|borrado)\pL*`,
		`fue(?:ron)?`, `(?:cancel|esper|conserv|manten|recuper|restaur|rechaz|suspend|prohib|retir)\pL*`, `más tarde`,
		`en lugar`, `en vez`, `excepto`, `salvo`, `error`, `dice`, `dijo`, `tem[eo]\pL*`, `contra`, `prueba`,
		`antes de`, `pensando`),
	harmless: words(`si es posible`, `si (?:tienen?|conservan|disponen)[^.!?\n]*`,
		`sin (?:más )?(?:demora|dilación|retraso)\pL*`, `sin otro particular`, `no duden? en`,
		`(?:ya )?no (?:uso|utilizo|necesito)(?: \pL+){0,3}`, `no (?:es|está|son) (?:correct|exact|actualizad)\pL*`,
		`que (?:conservan|mantienen|tienen)`, `(?:les? )?espero (?:su|una)? ?(?:pronta )?respuesta`, `a la espera`,
		`ya que`, `no más tarde`, `que no (?:conserven|guarden|usen)`),
	softly: words(`por favor`, `podr[ií]an?`, `pueden?`, `quisiera`, `me gustaría`, `les ruego`),
	asking: words(`por favor`, `quiero`, `quisiera`, `solicit\pL*`, `pid\pL*`, `dese\pL*`, `rueg\pL*`, `ejer\pL*`,
		`podr[ií]an?`, `pueden?`, `exij\pL*`, `gracias`, `necesit\pL*`, `me gustaría`, `derecho`),
	others: words(`mis? (?:\pL+ )?(?:madre|padre|padres|hij[oa]s?|espos[oa]|marido|mujer|hermano|hermana|abuel[oa]|cliente|clienta|pareja|amig[oa]|compañer[oa])`, `(?:en nombre de|en representación|representante|poder notarial|abogad[oa]|tutor|tutora|fallecid[oa]|menor de edad)`, `(?:del? señor|de la señora|de don|de doña) \pL+`),
}

var portuguese = &tongue{
	common: words(`meus?`, `minhas?`, `vocês?`, `por`, `favor`, `olá`, `os?`, `dos?`, `das?`, `quero`, `solicito`,
		`dados`, `não`, `uma?`, `para`, `com`, `que`, `e`, `de`, `todos`, `gostaria`, `pessoais`, `prezad[oa]s?`,
		`obrigad[oa]`, `conta`, `bom`, `dia`),
	kinds: map[model.Kind]*pattern.Pattern{
		model.Cancellation: stems(
			`(?:elimin|exclu|apag|encerr|cancel|fech|delet|remov)\pL* (?:a )?minha (?:\pL+ )?conta`,
			`(?:exclusão|encerramento|cancelamento|eliminação|fecho) d[ae] (?:minha )?conta`),
		model.Withdrawal: stems(`(?:retir|revog)`+near+`consentimento`, `consentimento`+near+`(?:retir|revog)`),
		model.Deletion: stems(`elimin(?:ar|em?|ação|ad[oa]s?)`, `exclu(?:ir|am?|são|íd[oa]s?)`,
			`apag(?:ar|u?em?|ad[oa]s?|amento)`, `delet(?:ar|em)`, `remov(?:er|am|a os|a todos)`, `esquecimento`),
		model.Correction: stems(`corrig`, `corrij`, `correção`, `retific`, `retifiqu`,
			`(?:atualiz|alter)\pL* (?:o |a |os |as )?(?:meus?|minhas?)`,
			`(?:endereço|nome|telefone|e-?mail|nascimento|dados) (?:est[áã]o?|é|são) (?:errad|incorret|desatualizad)`),
		model.Export: stems(`cópia`, `portabilidade`, `export`,
			`(?:baixar|transferir|descarregar) (?:todos )?(?:os )?meus`),
		model.Restriction: stems(`limit(?:ar|em|ação) (?:o |do |ao )?(?:\pL+ )?tratamento`),
		model.Access: stems(`acesso a(?:os)? (?:meus|todos|dados)`, `direito de acesso`,
			`(?:acessar|aceder a)(?: aos?| os)? meus`, `(?:quais|que) (?:\pL+ ){0,2}?(?:dados|informações)`),
		model.Objection: stems(`oponho-?me`, `me oponho`, `direito de oposição`,
			`(?:não|parem?|deixem?)`+near+`(?:publicidade|newsletter|promoç|marketing)`, `descadastr`),
		model.Complaint: stems(`reclamação`, `queixa`, `reclamar`),
	},
	hedge: words(`(?:seus dados|seus direitos|clique)`, `não`, `nunca`, `jamais`, `sem`, `nem`, `caso`,
		`se (?:eu|vocês?|a|os?)`, `talvez`, `já`, `foi`, `foram`, `depois`, `mais tarde`, `em vez`, `exceto`, `salvo`,
		`(?:guard|mant|mante|recuper|restaur|aguard|suspend|recus|desist|cancel)\pL*`, `engano`, `erro`, `disse`, `diz`,
		`receio`, `contra`, `teste`, `antes de`, `pensando`),
	harmless: words(`(?:já )?não (?:uso|utilizo|preciso)(?: \pL+){0,3}`, `sem (?:mais )?(?:demora|atraso)\pL*`,
		`sem mais`, `não hesitem? em`, `caso (?:possível|tenham|necessário|possuam)[^.!?\n]*`, `se possível`,
		`não (?:está|é|são) corret\pL*`, `aguardo (?:\pL+ )*(?:resposta|retorno|confirmação)`,
		`que (?:vocês )?(?:guardam|mantêm|mantém)`, `já que`),
	softly: words(`por favor`, `poderiam?`, `pode[mr]?`, `gostaria`),
	asking: words(`por favor`, `quero`, `queria`, `gostaria`, `solicit\pL*`, `peço`, `desejo`, `exer\pL*`,
		`poderiam?`, `podem`, `exijo`, `obrigad[oa]`, `preciso`, `requeiro`, `venho`, `direito`),
	others: words(`(?:minhas?|meus?) (?:\pL+ )?(?:mãe|pai|pais|filh[oa]s?|espos[oa]|marido|mulher|irmã|irmão|avó|avô|cliente|namorad[oa]|amig[oa]|colega)`, `(?:em nome de|procuração|advogad[oa]|representante|tutor|tutora|falecid[oa]|menor de idade)`, `(?:do senhor|da senhora|do sr\.|da sra\.) \pL+`),
}

var japanese = &tongue{
	letters: []*unicode.RangeTable{unicode.Hiragana, unicode.Katakana},
	alone:   true,
	kinds: map[model.Kind]*pattern.Pattern{
		model.Cancellation: signs(`退会`, `解約`, `(?:アカウント|会員登録|会員情報登録)(?:を|の)(?:完全に)?(?:削除|抹消|解除|閉鎖)`),
		model.Withdrawal:   signs(`同意(?:を|の)(?:撤回|取り消し?|取消)`),
		model.Deletion:     signs(`削除`, `消去`, `抹消`, `消して`, `破棄`, `廃棄`, `忘れられる権利`),
		model.Correction: signs(`訂正`, `修正`, `(?:住所|氏名|名前|電話番号|メールアドレス|生年月日|情報)(?:が|は)[^。、\n]{0,6}(?:間違|違って|誤)`,
			`(?:住所|氏名|名前|電話番号|メールアドレス|生年月日)(?:を|の)変更`),
		model.Export:      signs(`コピー`, `写し`, `(?:データ|情報)(?:を|の)(?:ダウンロード|エクスポート|移行|移転)`, `ポータビリティ`),
		model.Restriction: signs(`(?:利用|処理|使用)(?:を|の)?(?:停止|制限)`),
		model.Access:      signs(`開示`, `(?:どのような|どんな|どういった|何の)[^。、\n]{0,6}(?:情報|データ)`, `閲覧`),
		model.Objection: signs(`配信(?:を|の)?(?:停止|解除|中止|止め|やめ)`,
			`(?:広告|メルマガ|メールマガジン|ダイレクトメール|宣伝|営業)[^。\n]{0,14}(?:停止|不要|送らないで|やめて|止めて)`),
		model.Complaint: signs(`苦情`, `クレーム`),
	},
	hedge: signs(`プライバシーポリシー`, `ご覧`, `希望の方`, `ないで`, `ません`, `なくて`, `せずに`, `たくな`, `しない`, `されない`, `不要`, `もし`, `場合`, `たら`,
		`れば`, `かもしれ`, `撤回`, `取り消`, `取消`, `取り下げ`, `中止`, `やめ`, `止めて`, `待って`, `保留`, `後で`, `まだ`, `済み`, `されまし`, `されて`, `てしま`,
		`と言`, `と書`, `友人`, `テスト`, `間違えて`, `誤って`, `復元`, `残して`, `反対`, `方法`, `どうすれば`, `どうやって`, `検討`),
	harmless: signs(`申し訳(?:あり|ござい)ません`, `すみません`, `すいません`, `恐れ入ります`, `使(?:って|用して|わなく)(?:い|お)?(?:ません|ない|りません)`,
		`(?:利用|使用)して(?:い|お)?(?:ません|ない|りません)`, `利用しなくなっ`, `(?:いただけ|頂け|もらえ|くれ)(?:ません|ない)(?:か|でしょうか)`, `可能でしたら`,
		`(?:よろし|宜し)ければ`, `差し支えなければ`, `できれば`,
		`(?:不明|必要|問題|質問)[^。、\n]{0,10}(?:場合|たら|れば)`, `完了(?:しました|し)?たら`, `(?:終わり|済み)ましたら`, `必要(?:が|は)?(?:なく|ありません)`,
		`不要になっ`),
	softly: signs(`ください`, `下さい`, `いただけ`, `頂け`, `もらえ`, `くれ`, `でしょうか`, `願い`),
	asking: signs(`ください`, `下さい`, `願`, `希望`, `求め`, `請求`, `たい`, `ほしい`, `欲しい`, `いただ`, `頂`, `依頼`, `申請`, `申し込`, `もらえ`, `くれ`),
	others: signs(`(?:母|父|妻|夫|息子|娘|祖母|祖父|兄|弟|姉|妹|子供|子ども|両親|家族|友人|知人|故人|顧客|依頼人|彼|彼女)(?:の|に代わ|が)`, `代理`, `委任`, `代わりに`,
		`代わって`, `弁護士`, `未成年`, `亡くな`, `[\p{Han}]{2,4}(?:さん|様|氏)の(?:個人)?(?:情報|データ|アカウント)`),
}

var korean = &tongue{
	letters: []*unicode.RangeTable{unicode.Hangul},
	kinds: map[model.Kind]*pattern.Pattern{
		model.Cancellation: signs(`탈퇴`, `(?:계정|아이디)(?:을|를|의)? ?(?:삭제|해지|폐쇄|없애)`),
		model.Withdrawal:   signs(`동의(?:를|을)? ?(?:철회|취소)`),
		model.Deletion:     signs(`삭제`, `파기`, `지워 ?(?:주|달|줘)`, `잊[혀힐]질? 권리`, `말소`),
		model.Correction: signs(`정정`, `수정`, `고쳐 ?(?:주|달|줘)`,
			`(?:주소|이름|성명|전화번호|이메일|생년월일)[^.!?\n]{0,6}(?:잘못(?: ?(?:되었|됐))?|틀렸|틀립|틀린)`),
		model.Export:      signs(`사본`, `복사본`, `내보내`, `전송 ?(?:을 )?요구`, `(?:데이터|정보)(?:를|을)? ?(?:다운로드|이전|이동)`),
		model.Restriction: signs(`처리(?:를|의)? ?(?:정지|제한)`),
		model.Access: signs(`열람`, `(?:보유|수집|저장)[^.!?\n]{0,20}(?:정보|데이터)[^.!?\n]{0,3}(?:확인|알)`,
			`(?:어떤|무슨) ?(?:개인 ?)?(?:정보|데이터)`),
		model.Objection: signs(`수신 ?(?:을 )?거부`, `(?:광고|마케팅|홍보|스팸|뉴스레터)[^.!?\n]{0,16}(?:중단|중지|그만|보내지|거부|받고 싶지)`),
		model.Complaint: signs(`민원`, `불만을`),
	},
	hedge: signs(`처리방침`, `클릭`, `원하시면`, `지 ?(?:마|말|않|못)`, `(?:^| )안 ?(?:해|했|됐|돼|된)`, `없`, `아니`, `만약`, `만일`,
		`(?:하|되|한다|된다|했다)면`, `취소`, `철회`, `보류`, `기다려`, `나중에`, `되었`, `됐`, `당했`, `(?:라|다)고 (?:말|했|합)`, `실수`, `테스트`, `복구`,
		`복원`, `반대`, `방법`, `어떻게`, `친구`),
	harmless: signs(`잘못 ?(?:되었|됐)`, `(?:주시|가능하|가능하시|괜찮으시|된다)면`, `(?:사용|이용)하지 ?않[^ ,.]*`, `쓰지 ?않[^ ,.]*`,
		`필요 ?(?:가 )?없[^ ,.]*`, `문제가? ?없[^ ,.]*`, `(?:문의|궁금|질문)[^.!?\n]{0,14}면`, `빠짐 ?없이`, `지체 ?없이`, `않으면 감사`),
	softly: signs(`주세요`, `주시`, `주실`, `주십`, `바랍`, `부탁`, `될까요`, `수 있을까요`),
	asking: signs(`주세요`, `주시`, `주십`, `바랍`, `부탁`, `요청`, `원합`, `원해`, `싶`, `요구`, `신청`, `청구`, `줘`, `달라`, `해라`),
	others: signs(`(?:어머니|아버지|엄마|아빠|아내|남편|아들|딸|할머니|할아버지|형|누나|언니|오빠|동생|아이|자녀|부모님?|친구|고객|의뢰인|고인)(?:의|가|이|를)? `, `대리`,
		`위임`, `대신`, `변호사`, `미성년`, `사망`, `돌아가[신셨]`, `[\p{Hangul}]{2,4} ?(?:씨|님)의 ?(?:개인)?(?:정보|데이터|계정)`),
}
