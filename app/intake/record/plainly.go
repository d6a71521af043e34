package record

import (
	"strings"
	"unicode/utf8"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/pattern"
)

// said is how a sentence speaks of a kind that words in it name.
type said int

const (
	plainly said = iota // the sentence asks for it
	unclear             // it may ask for it: proposed, with a doubt
	against             // it says a no, a but or an if of it: not proposed
)

// maxSentence is how far around words, in bytes, their sentence is looked for. What is longer is nobody's plain
// sentence.
const maxSentence = 400

var (
	clauseEnd = pattern.New(`[,，、:：\n]|\b(?:and|but|then|so|because)\b|并且?|同时|然后|但是?`)
	quotes    = strings.NewReplacer("“", `"`, "”", `"`, "「", `"`, "」", `"`, "『", `"`, "』", `"`, "«", `"`, "»", `"`)
	// headIn is what may stand before words with which a sentence begins that orders something.
	headIn = pattern.New(`^[\s\W\d_]*(?:(?:hi|hello|hey|dear|sir|madam|all|team|and|also|then|just|now|immediately|the|my|full|complete|re|subject|您好|你好)[\s\W]*)*$`)
	barred = pattern.New(`(?m)^[ \t]*[|¦][^\n]*$`)
)

// sentence is a sentence and the words in it that name a kind; all of it in small letters and simplified characters.
type sentence struct {
	text       string
	start, end int // of the words in text
	whole      bool
}

// sentenceOf returns the sentence around a place of a text, and where in the text it begins.
func sentenceOf(text string, start, end int) (s sentence, at int) {
	at, to := max(0, start-maxSentence), min(len(text), end+maxSentence)
	begins, ends := at == 0, to == len(text)
	if list := sentenceEnd.FindAllStringIndex(text[at:start], -1); len(list) > 0 {
		at, begins = at+list[len(list)-1][1], true
	}
	if m := sentenceEnd.FindStringIndex(text[end:to]); m != nil {
		to, ends = end+m[1], true
	}
	for at < start && !utf8.RuneStart(text[at]) {
		at++
	}
	for to < len(text) && to > end && !utf8.RuneStart(text[to]) {
		to--
	}
	return sentence{text[at:to], start - at, end - at, begins && ends}, at
}

// says returns how a sentence speaks of the words, and the word that makes it doubtful.
func (s sentence) says(kind model.Kind, in *tongue) (how said, why string) {
	// The words themselves say nothing against themselves, as in 撤回同意.
	bare := s.text[:s.start] + blank(s.text[s.start:s.end]) + s.text[s.end:]
	if kind == model.Objection && in != nil && matchesIn(in.kinds[kind], s.text[s.start:s.end]) {
		return plainly, "" // its words hold their no
	}
	if own := s.text[s.start:s.end]; in != nil && kind != model.Correction && kind != model.Withdrawal &&
		denial.MatchString(own) {
		return against, denial.FindString(own)
	}
	if kind == model.Objection && !refusable.MatchString(s.text[s.start:s.end]) {
		if noMore.MatchString(s.text) {
			return plainly, ""
		}
		return unclear, ""
	}
	bare = in.withoutHarmless(bare)
	from, to := 0, len(bare)
	for _, m := range clauseEnd.FindAllStringIndex(bare, -1) {
		if m[1] <= s.start {
			from = m[1]
		} else if m[0] >= s.end {
			to = m[0]
			break
		}
	}
	if word := in.hedgeIn(bare[from:to]); word != "" {
		return against, word
	}
	if undone.MatchString(s.text[s.start:s.end]) {
		return against, s.text[s.start:s.end]
	}
	asksToKnow := kind != model.Access && question.MatchString(s.text) && !softly.MatchString(s.text) &&
		(in == nil || !in.softly.MatchString(s.text))
	switch word := in.hedgeIn(bare); {
	case word != "":
		return unclear, word
	case asksToKnow:
		return against, "?"
	case !s.whole, strings.Count(quotes.Replace(s.text[:s.start]), `"`)%2 == 1, barred.MatchString(s.text):
		return unclear, ""
	case kind != model.Deletion && kind != model.Cancellation && kind != model.Export, asking.MatchString(s.text),
		in != nil && in.asking.MatchString(s.text), headIn.MatchString(bare[from:s.start]), to-from <= 40:
		return plainly, ""
	}
	return unclear, ""
}

var (
	// refusable are words of an objection that somebody can say a no to.
	refusable = pattern.New(`unsubscribe|opt|退订`)
	noMore    = pattern.New(`\b(?:stop\w*|no|not|never|end|object\w*|withdraw\w*|unsubscribe|opt\w*|don['’]?t|remove|against|without|refuse\w*|cease)\b|n['’]t\b|不|别|勿|拒|停|退|反对|关闭|取消`)
	undone    = pattern.New(`undelet|un-delet`)
)
