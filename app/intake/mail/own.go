package mail

import (
	"strings"

	"orangelab.cn/rightsdesk/model/pattern"
)

// quoteBegins are the lines below which a mail program quotes the mail that is answered or passed on. Who wrote when is
// told in a line that holds a figure or an address: "Am 23.11.2026 schrieb …", "… <a@b.cn> 於 2026年11月23日 寫道：".
var quoteBegins = pattern.New(`(?i)^\s*(` +
	`-{2,}\s*(original|forwarded|原始[邮郵]件|原[邮郵]件|[转轉](发|寄|發)的?[邮郵]件|转发邮件信息|[回]?[复覆]的?原[邮郵]件|begin forwarded|weitergeleitete|元のメッセージ|転送).*|` +
	`begin forwarded message\s*:?|(anfang der weitergeleiteten nachricht|début du message (réexpédié|transféré)|inicio del mensaje reenviado)\s*:?|` +
	`-{2,}\s*(message d['’]origine|message transféré|ursprüngliche nachricht|mensaje original|mensaje reenviado|messaggio originale)\s*-*|` +
	`on\b.{4,200}\bwrote\s*[:：]|` +
	`(am|le|el|il|op|em)\b.*[\d@].*(schrieb|a écrit|escribió|ha scritto|schreef|escreveu)([\s,].*)?[:：]|` +
	`.*[\d@].*(写道|写到|寫道|寫到)\s*[:：]|` +
	`.*\d{4}.*<[^<>\s]+@[^<>\s]+>\s*[:：]` +
	`)\s*$`)

// maxHeadLine is the longest line, in bytes, that can be one of those.
const maxHeadLine = 600

// beginsQuote reports whether a quotation begins with the first of these lines; the line that says who wrote when is
// often broken into two or three.
func beginsQuote(lines []string) bool {
	joined := ""
	for i, line := range lines[:min(len(lines), 3)] {
		if i > 0 && (strings.TrimSpace(line) == "" || !strings.ContainsAny(lines[0], "0123456789<") ||
			!wroteBegins.MatchString(lines[0])) {
			return false
		}
		if joined = strings.TrimSpace(joined + " " + line); len(joined) > maxHeadLine {
			return false
		}
		if mayBeginQuote(joined) && quoteBegins.MatchString(joined) {
			return true
		}
	}
	return false
}

// mayBeginQuote tells cheaply that most lines begin no quotation: one that does ends in a colon, is marked with --, or
// has the words of a program that passes mail on.
func mayBeginQuote(line string) bool {
	if strings.HasSuffix(line, ":") || strings.HasSuffix(line, "：") || strings.HasPrefix(line, "--") && len(line) > 6 {
		return true
	}
	for _, begin := range []string{"begin ", "anfang ", "début ", "inicio "} {
		if len(line) >= len(begin) && strings.EqualFold(line[:len(begin)], begin) {
			return true
		}
	}
	return false
}

// wroteBegins is how the first of several such lines begins.
var wroteBegins = pattern.New(`(?i)^\s*(on|am|le|el|il|op|em|在|于|於)\b?.*\d|^\s*\S.*<[^<>\s]+@`)

// headNames are what the lines of the small header are called that Outlook puts above what it quotes, by what they say.
var headNames = map[string][]string{
	"from": {"from", "von", "de", "da", "van", "发件人", "寄件者", "寄件人", "差出人", "보낸 사람", "от"},
	"sent": {"sent", "date", "gesendet", "datum", "envoyé", "envoyé le", "enviado", "enviado el", "enviada em",
		"fecha", "data", "inviato", "verzonden", "发送时间", "发送日期", "日期", "时间", "寄件日期", "傳送時間", "傳送日期", "時間", "送信日時", "日時",
		"日付", "보낸 날짜", "날짜", "отправлено", "дата"},
	"to": {"to", "an", "à", "a", "para", "aan", "收件人", "收件者", "宛先", "받는 사람", "кому"},
	"cc": {"cc", "kopie", "copie", "抄送", "副本", "참조", "копия"},
	"subject": {"subject", "betreff", "objet", "asunto", "oggetto", "assunto", "onderwerp", "主题", "主旨", "主題", "件名",
		"제목", "тема"},
}

var headRoles = func() map[string]string {
	roles := map[string]string{}
	for role, names := range headNames {
		for _, name := range names {
			roles[name] = role
		}
	}
	return roles
}()

var headLine = pattern.New(`^[\s*>]*([^:：*>]{1,20}?)\s*\*?\s*[:：]\s*\*?\s*(.*)$`)

// headOf reads a line of such a header: what it says and its value; "" where it is none.
func headOf(line string) (role, value string) {
	// NetEase puts it into a table
	if cells := strings.Split(strings.TrimSpace(line), "|"); len(cells) == 4 && cells[0] == "" && cells[3] == "" {
		line = strings.TrimSpace(cells[1]) + ": " + strings.TrimSpace(cells[2])
	}
	if at := strings.IndexAny(line, ":："); at < 0 || roleOf(strings.Trim(line[:at], "\t\n\f\r *>")) == "" {
		return "", "" // as most lines, which the pattern would cost more
	}
	m := headLine.FindStringSubmatch(line)
	if m == nil {
		return "", ""
	}
	return roleOf(m[1]), m[2]
}

// roleOf returns what a line of that name says; "" where no header has one.
func roleOf(name string) string {
	if len(name) > 80 {
		return ""
	}
	return headRoles[strings.ToLower(strings.ReplaceAll(name, "\u00a0", " "))]
}

// ownText parts a mail's text into what its sender wrote and what is quoted. Where all of it is quoted, own is empty.
func ownText(text string) (own, quoted string) {
	lines := strings.Split(text, "\n")
	var mine, theirs []string
	for i, line := range lines {
		switch {
		case beginsQuote(lines[i:]) || headBlock(lines[i:]):
			if own, quoted, below := answeredBelow(lines[i:]); below {
				return joined(append(mine, own...)), joined(append(theirs, quoted...))
			}
			theirs = append(theirs, lines[i:]...)
			return joined(mine), joined(theirs)
		case strings.HasPrefix(strings.TrimSpace(line), ">"):
			theirs = append(theirs, line)
		default:
			mine = append(mine, line)
		}
	}
	return joined(mine), joined(theirs)
}

func joined(lines []string) string { return strings.TrimSpace(strings.Join(lines, "\n")) }

// answeredBelow parts lines that begin with who wrote when where the mail is answered below or between what it quotes:
// each quoted line is marked, and the paragraphs that are not are its sender's. below is false where the quotation is
// not marked, or nothing follows it. A line that is not marked and stands right below one that is, is the rest of it: a
// program broke it.
func answeredBelow(lines []string) (own, quoted []string, below bool) {
	marked := func(line string) bool { return strings.HasPrefix(strings.TrimSpace(line), ">") }
	first := 0
	for first < len(lines) && !marked(lines[first]) {
		first++
	}
	if first > 4 || first == len(lines) {
		return nil, nil, false
	}
	quoted = append(quoted, lines[:first]...)
	apart := false // a blank line stands before
	for i, line := range lines[first:] {
		switch blank := strings.TrimSpace(line) == ""; {
		case marked(line):
			apart, quoted = false, append(quoted, line)
		case blank && !apart:
			apart, own = true, append(own, line)
		case apart && !blank && (beginsQuote(lines[first+i:]) || headBlock(lines[first+i:])):
			mine, theirs := ownText(strings.Join(lines[first+i:], "\n"))
			return append(own, mine), append(quoted, theirs), below || mine != ""
		case apart:
			own, below = append(own, line), below || !blank
		default:
			quoted = append(quoted, line)
		}
	}
	return own, quoted, below
}

// headBlock reports whether lines begin with at least three of the lines of a header, the sender among them.
func headBlock(lines []string) bool {
	if role, _ := headOf(lines[0]); role == "" {
		return false
	}
	seen := map[string]bool{}
	for _, line := range lines[:min(len(lines), 8)] {
		if role, _ := headOf(line); role != "" {
			seen[role] = true
		}
	}
	return len(seen) >= 3 && seen["from"]
}
