package mail

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/model/pattern"
)

// maxForms is how many forms of one text are compared; real mails have two or three.
const maxForms = 20

// form is one of the forms in which a mail says a text: as plain text, as a page.
type form struct {
	kind string // its MIME type
	text string
}

// spoken returns what a text of several forms says: the plain one, or else the first that says anything, and beside it
// every form that says something else, with a doubt that names the difference. Programs show one of the forms and
// senders see one, not always the same: no word of any of them is lost.
func spoken(forms []form) (first form, others []form, doubts []record.Doubt) {
	forms = slices.DeleteFunc(slices.Clone(forms), func(f form) bool { return strings.TrimSpace(f.text) == "" })
	if len(forms) == 0 {
		return first, nil, nil
	}
	at := max(0, slices.IndexFunc(forms, func(f form) bool { return f.kind == "text/plain" }))
	first = forms[at]
	said, links := wordsOf(first.text)
	for i, f := range forms {
		if i == at {
			continue
		}
		if len(others) >= maxForms {
			return first, others,
				append(doubts,
					record.Doubtful("text",
						"the mail says one text in too many forms, of which the first are read ({{.A}}); the others stand in mail.eml", maxForms))
		}
		words, more := wordsOf(f.text)
		if len(words) == 0 {
			continue
		}
		same := slices.Equal(said, words)
		if same && len(onlyIn(more, links)) == 0 {
			continue
		}
		others = append(others, f)
		if !same && len(said) > 0 {
			doubts = append(doubts, differ(said, words))
		}
		if contradict(first.text, f.text) {
			doubts = append(doubts,
				record.Doubtful("kind",
					"the mail says one thing as plain text and another as a page: settle what is asked; both are kept"))
		}
	}
	return first, others, doubts
}

// contradict reports whether two forms of a text ask for different things, in their sender's own words or in all, or
// one says not to do what the other asks for.
func contradict(a, b string) bool {
	a, b = a[:min(len(a), record.MaxBody)], b[:min(len(b), record.MaxBody)]
	ownA, _ := ownText(a)
	ownB, _ := ownText(b)
	for _, pair := range [][2]string{{ownA, ownB}, {a, b}} {
		one, notOne := record.KindsIn(pair[0])
		two, notTwo := record.KindsIn(pair[1])
		switch {
		case len(one) > 0 && len(two) > 0 && one[0].Kind != two[0].Kind,
			len(one) > len(two) && len(notTwo) > len(notOne), len(two) > len(one) && len(notOne) > len(notTwo):
			return true
		}
	}
	return false
}

// differ names what only one of two lists of words says.
func differ(first, second []string) record.Doubt {
	a, b := onlyIn(first, second), onlyIn(second, first)
	switch {
	case len(a) > 0 && len(b) > 0:
		return record.Doubtful("text",
			"two forms of the mail’s text differ, and both are kept: only one says “{{.A}}”, only the other says “{{.B}}”", namedWords(a), namedWords(b))
	case len(a)+len(b) > 0:
		return record.Doubtful("text", "two forms of the mail’s text differ, and both are kept: only one says “{{.A}}”",
			namedWords(append(a, b...)))
	}
	for len(first) > 0 && first[0] == second[0] {
		first, second = first[1:], second[1:]
	}
	return record.Doubtful("text",
		"two forms of the mail’s text differ in the order of their words, and both are kept: “{{.A}}” and “{{.B}}”",
		namedWords(first), namedWords(second))
}

// onlyIn returns the words of a list that another has not as often, in their order.
func onlyIn(list, other []string) (only []string) {
	left := make(map[string]int, len(other))
	for _, w := range other {
		left[w]++
	}
	for _, w := range list {
		if left[w]--; left[w] < 0 {
			only = append(only, w)
		}
	}
	return only
}

// namedWords are words as a sentence names them: numbers and addresses first, since those lead to somebody.
func namedWords(words []string) string {
	words = slices.Clone(words[:min(len(words), 2000)])
	slices.SortStableFunc(words, func(a, b string) int { return leads(b) - leads(a) })
	var b strings.Builder
	for i, w := range words {
		if i > 0 && !(han(words[i-1]) && han(w)) {
			b.WriteByte(' ')
		}
		b.WriteString(w)
	}
	return record.Beginning(b.String(), 200)
}

func leads(word string) int {
	if strings.ContainsAny(word, "0123456789@") {
		return 1
	}
	return 0
}

// han reports whether a word is one character of Chinese, which is written without blanks.
func han(word string) bool { return unicode.Is(unicode.Han, []rune(word)[0]) }

var (
	// link is the address that a link leads to, or what stands for a picture, as programs write them into a plain text.
	link = pattern.New(
		`(?i)[<(\[]?(?:https?://|mailto:|tel:|cid:|www\.)[^\s<>()\[\]"，。；]+[>)\]]?|\[image: ?[^\]\n]*\]|\[图片\]`)
	// counted is the mark or the number of an entry of a list.
	counted = pattern.New(`^(?:\s*(?:[-*•·▪]\s+|o\s{2,}|\d{1,2}[.)]\s+))+`)
	// usual are the lines by which programs point from one form of a mail to another.
	usual = pattern.New(`(?i)^[\W_]*(?:` +
		`(?:view|read|open|see) (?:(?:this|the) )?(?:it |e-?mail |message |newsletter )?(?:online|in (?:your |a |the )?(?:web ?)?browser)` +
		`|having trouble (?:viewing|reading) this (?:e-?mail|message|newsletter)\W*(?:(?:click here|(?:view|read) it (?:online|in (?:your|a) browser)))?` +
		`|this (?:e-?mail|mail|message) is in html(?: format)?` +
		`|your (?:e-?mail|mail) (?:program|client|reader|software) (?:does not|doesn['’]t|cannot|can['’]t) (?:show|display|support) html(?: e-?mails?| mails?| messages?)?` +
		`|to view (?:this|the) (?:e-?mail|message)\W*please use an html[- ]compatible (?:e-?mail )?(?:viewer|client|program)` +
		`)[\W_]*$|^[\s\p{P}]*(?:` +
		`(?:如果?|若)?[您你]?(?:无法|不能)(?:正常)?(?:查看|浏览|显示|阅读)(?:此|本|该|这封)?邮件[\s\p{P}]*(?:请)?(?:点击|点)(?:此处|这里)?(?:在浏览器中?)?(?:查看|浏览|打开)?` +
		`|(?:在|用)(?:您的|你的)?浏览器中?(?:查看|打开|浏览|阅读)(?:此|本|该|这封)?(?:邮件)?` +
		`|(?:本|此|该)邮件(?:为|是|采用) ?html ?(?:格式)?的?(?:邮件)?` +
		`|[您你]的邮件(?:客户端|程序|软件)不(?:支持|显示) ?html ?(?:邮件|格式)?` +
		`)[\s\p{P}]*$`)
)

// wordsOf returns the words and numbers of a text as they are compared with those of another form of it: without what
// lays it out, such as marks of quotations and lists, without the lines that only point to the other form, and without
// the links, which come beside them.
func wordsOf(text string) (words, links []string) {
	for line := range strings.Lines(strings.Map(seen, text)) {
		line = strings.ToLower(strings.TrimSpace(strings.TrimLeft(line, "> \t")))
		if usual.MatchString(line) {
			continue
		}
		for _, l := range link.FindAllString(line, -1) {
			links = append(links, strings.Trim(l, "<>()[].,"))
		}
		words = appendWords(words, link.ReplaceAllString(counted.ReplaceAllString(line, ""), " "))
	}
	return words, links
}

// seen drops the characters that show nothing.
func seen(r rune) rune {
	if unicode.Is(unicode.Cf, r) {
		return -1
	}
	return r
}

// inWord are the marks that tell one number or address from another where they stand inside.
const inWord = `.@_+-/'’:&%#=~\`

// appendWords adds the words of a line: a character of Chinese is one, else what stands between blanks without the
// marks around.
func appendWords(words []string, line string) []string {
	begin := -1
	end := func(i int) {
		if begin >= 0 {
			words = append(words, strings.TrimRight(line[begin:i], inWord))
			begin = -1
		}
	}
	for i, r := range line {
		switch {
		case unicode.Is(unicode.Han, r), unicode.Is(unicode.So, r) && (r < 0x2500 || r > 0x25ff):
			end(i)
			words = append(words, string(r))
		case unicode.In(r, unicode.L, unicode.N, unicode.M):
			if begin < 0 {
				begin = i
			}
		case begin >= 0 && strings.ContainsRune(inWord, r):
		default:
			end(i)
		}
	}
	end(len(line))
	return words
}

// own parts what a mail says, in all its forms, into its sender's words and what is quoted.
func (c *letterParts) own() (own, quoted string) {
	own, quoted = ownText(strings.Join(c.words, "\n\n"))
	for _, f := range c.others {
		label := fmt.Sprintf("[%s]\n", f.kind)
		mine, theirs := ownText(f.text)
		if mine != "" {
			own = strings.TrimSpace(own + "\n\n" + label + mine)
		}
		if theirs != "" {
			quoted = strings.TrimSpace(quoted + "\n\n" + label + theirs)
		}
	}
	if len(own) > maxText {
		own = strings.ToValidUTF8(own[:maxText], "")
		c.doubts = append(c.doubts, tooLong(maxText))
	}
	return own, quoted
}

// tooLong says that not all of a text was read.
func tooLong(most int) record.Doubt {
	return record.Doubtful("text",
		"the text is longer than is read ({{.A}} bytes): quoted lines were left out first; the whole mail is kept as mail.eml", most)
}

// inEveryForm reports whether a value of a web form stands in all the forms of the mail, each on a line of its own.
func (c letterParts) inEveryForm(value string) bool {
	if len(c.others) == 0 {
		return true
	}
	for _, text := range append([]string{strings.Join(c.words, "\n")}, textsOf(c.others)...) {
		if !slices.ContainsFunc(strings.Split(text, "\n"), func(line string) bool {
			_, held, is := record.FormLine(line)
			return is && held == value
		}) {
			return false
		}
	}
	return true
}

// inEveryText reports whether a value stands in all the forms of the mail, however its lines are broken.
func (c letterParts) inEveryText(value string) bool {
	plain := func(text string) string { return strings.Join(strings.Fields(text), " ") }
	return !slices.ContainsFunc(textsOf(c.others), func(text string) bool {
		return !strings.Contains(plain(text), plain(value))
	})
}

func textsOf(forms []form) (texts []string) {
	for _, f := range forms {
		texts = append(texts, f.text)
	}
	return texts
}
