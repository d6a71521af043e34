package intake

import (
	"regexp"
	"strings"
)

// quoteBegins are the lines below which a mail program quotes the mail that is answered or passed on.
var quoteBegins = regexp.MustCompile(`(?i)^\s*(` +
	`-{2,}\s*(original|forwarded|原始邮件|原邮件|转发的?邮件|转发邮件信息|回复的?原邮件|begin forwarded).*|` +
	`begin forwarded message\s*:?|` +
	`-{2,}\s*(message d'origine|ursprüngliche nachricht|mensaje original)\s*-*|` +
	`on\b.{4,200}\bwrote\s*[:：]|` +
	`(在|于).{4,200}(写道|写到)\s*[:：]|` +
	`.{4,200}\s(写道|写到)\s*[:：]|` +
	`(am|le|el)\b.{4,200}(schrieb|a écrit|escribió)\b.*[:：]` +
	`)\s*$`)

// headLine is a line of the small header that Outlook puts above what it quotes.
var headLine = regexp.MustCompile(`(?i)^\s*[*>]*\s*(from|sent|to|cc|date|subject|发件人|发送时间|收件人|抄送|日期|主题|寄件者|收件者)\s*\*?\s*[:：]\s*(.*)$`)

// ownText parts a mail's text into what its sender wrote and what is quoted. Where all of it is quoted, own is empty.
func ownText(text string) (own, quoted string) {
	lines := strings.Split(text, "\n")
	var mine, theirs []string
	for i, line := range lines {
		switch {
		case quoteBegins.MatchString(line) || headBlock(lines[i:]):
			theirs = append(theirs, lines[i:]...)
			return strings.TrimSpace(strings.Join(mine, "\n")), strings.TrimSpace(strings.Join(theirs, "\n"))
		case strings.HasPrefix(strings.TrimSpace(line), ">"):
			theirs = append(theirs, line)
		default:
			mine = append(mine, line)
		}
	}
	return strings.TrimSpace(strings.Join(mine, "\n")), strings.TrimSpace(strings.Join(theirs, "\n"))
}

// headBlock reports whether lines begin with at least three of the lines of a header, the sender among them.
func headBlock(lines []string) bool {
	m := headLine.FindStringSubmatch(lines[0])
	if m == nil {
		return false
	}
	seen := map[string]bool{}
	for _, line := range lines[:min(len(lines), 8)] {
		if m := headLine.FindStringSubmatch(line); m != nil {
			seen[strings.ToLower(m[1])] = true
		}
	}
	return len(seen) >= 3 && (seen["from"] || seen["发件人"] || seen["寄件者"])
}

// passedOn reads from a quotation who wrote what is passed on, and their words; ok is false where it names nobody.
func passedOn(quoted string) (from address, words string, ok bool) {
	lines := strings.Split(quoted, "\n")
	last := -1
	for i, line := range lines[:min(len(lines), 25)] {
		m := headLine.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		last = i
		switch strings.ToLower(m[1]) {
		case "from", "发件人", "寄件者":
			if list := (header{}).addresses([]byte(m[2])); len(list) > 0 && !ok {
				from, ok = list[0], true
			}
		}
	}
	if !ok {
		return from, "", false
	}
	var kept []string
	for _, line := range lines[last+1:] {
		kept = append(kept, strings.TrimPrefix(strings.TrimPrefix(line, ">"), " "))
	}
	words, _ = ownText(strings.Join(kept, "\n"))
	return from, words, true
}

var forwardSubject = regexp.MustCompile(`(?i)^\s*(fwd?|wg|tr|rv|转发|轉寄|转)\s*[:：]`)
