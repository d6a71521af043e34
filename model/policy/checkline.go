package policy

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"orangelab.cn/rightsdesk/model/compliance"
	"orangelab.cn/rightsdesk/model/pattern"
)

var (
	// announced ends a line after which a list must come. What stands after the colon of an empty list, such as ">", is
	// debris.
	announced = pattern.New(`(?i)([:：]\W{0,3}$|\b(the )?following$|\bas follows[.]?$|(如下|以下(内容|情形|信息))[。：]?$)`)
	bolded    = pattern.New(`\*\*[^*]+\*\*`)
	// broken is a sentence that ends with a word that joins; "what the law asks for." is whole, and without its full
	// stop it is not.
	broken = pattern.New(`(?i)(^|[.;。；]\s*|\s)(and|or|but|except( for)?|the|a|if)\s*[.;]*$|(^|\s)(of|to|for|with|by|in)\s*$|(^|[。；])\s*(除外|但是|以及|或者|和|及|或|的)[。；]?$`)
	ended  = pattern.New(`[.!?。！？;；:：…)）"”'」』>]\s*$`)
	stray  = pattern.New(`[.。]\s+[.,;；。，]|[;；,，]\s*[.;；。]|[.,;]{2,3}$|。。|，，|[a-z] [,;]|\(\s*\)`)
	// an age that is the upper end of a range twice: "14 or younger and under 18"
	upperTwice = pattern.New(`(?i)(\d{1,2})( years of age| years old)? or (younger|below|under) (and|but) (under|below|younger than) (\d{1,2})|(\d{1,2})\s*周?岁(以下|及以下)(且|并|，|、|和)?(未满|不满)\s*(\d{1,2})`)
)

// announces reports whether a list must follow a line.
func announces(text string) bool { return announced.MatchString(strings.TrimSpace(text)) }

// followed reports whether something stands in the lines after one that announces it.
func followed(after []string) bool {
	return slices.ContainsFunc(after, func(line string) bool {
		return strings.TrimSpace(strings.TrimPrefix(line, strings.TrimSpace(Bullet))) != ""
	})
}

func isItem(line string) bool { return strings.HasPrefix(line, strings.TrimSpace(Bullet)) }

// listed reports whether one of the lines before announces a list, so that what follows are its items, marked or not.
func listed(before []string) bool { return slices.ContainsFunc(before, announces) }

func tail(text string) string {
	if i := strings.LastIndexAny(strings.TrimRight(text, ":：> "), ".。;；"); i >= 0 {
		_, size := utf8.DecodeRuneInString(text[i:])
		return text[i+size:]
	}
	return text
}

// boldSentence reports whether a whole sentence of the line, or all of it, is bold.
func boldSentence(line string) bool {
	for _, run := range bolded.FindAllString(line, -1) {
		inside := strings.TrimSpace(strings.Trim(run, "*"))
		if whole := strings.TrimSpace(strings.TrimPrefix(line, strings.TrimSpace(Bullet))) == run; whole ||
			ended.MatchString(inside) {
			return true
		}
	}
	return false
}

// sentences looks at the sentences of one paragraph or item.
func (c *checking) sentences(text string, item bool, at func(DefectKind, string)) {
	if m := broken.FindStringIndex(text); m != nil {
		at(BreaksOff, end(text))
	} else if !item && !ended.MatchString(text) {
		at(BreaksOff, end(text))
	}
	whole := strings.ReplaceAll(text, "etc.", "etcx") // of the same length
	for _, m := range stray.FindAllStringIndex(whole, -1) {
		at(StrayMark, around(text, m))
	}
	if m := upperTwice.FindStringIndex(text); m != nil {
		at(AgesContradict, text[m[0]:m[1]])
	}
	if c.lang == english {
		for _, pair := range saidTwice(text) {
			at(SaidTwice, pair)
		}
		for _, seam := range c.seams(text) {
			at(Seam, seam)
		}
	}
}

// end is the last words of a text.
func end(text string) string { return around(text, []int{len(text), len(text)}) }

// around is a place of a text with some words before and after it.
func around(text string, place []int) string {
	from, to := place[0], place[1]
	for n := 0; from > 0 && n < 4; n++ {
		from = max(0, strings.LastIndexByte(strings.TrimRight(text[:from], " "), ' '))
	}
	for n := 0; to < len(text) && n < 3; n++ {
		rest := strings.TrimLeft(text[to:], " ")
		next := strings.IndexByte(rest, ' ')
		if next < 0 {
			to = len(text)
			break
		}
		to = len(text) - len(rest) + next
	}
	const most = 45 // bytes to each side where no space stands
	for from < place[0]-most && !utf8.RuneStart(text[from]) || from < place[0]-2*most {
		from++
	}
	for from < len(text) && from > 0 && !utf8.RuneStart(text[from]) {
		from++
	}
	return strings.TrimSpace(text[from:to])
}

// spoken are words with letters, in order, and whether a sentence begins with each.
type spoken struct {
	word   string
	begins bool
	at     []int
	joined string // what stands between the word before and this one
}

var wordPattern = pattern.New(`[A-Za-z][A-Za-z'’-]*`)

func spokenIn(text string) (list []spoken) {
	last := 0
	for _, m := range wordPattern.FindAllStringIndex(text, -1) {
		between := text[last:m[0]]
		begins := len(list) == 0 || strings.ContainsAny(between, ".!?:;\"“”()/>•") || strings.Contains(between, "\n")
		list = append(list, spoken{word: text[m[0]:m[1]], begins: begins, at: m, joined: between})
		last = m[1]
	}
	return list
}

// apart are words that may stand at both sides of "and" or "or", or that are doubled in English.
var apart = []string{"that", "had", "more", "less", "again", "over", "on", "through"}

// saidTwice finds a word that is said again at once: "concise and concise", "announce the announcements".
func saidTwice(text string) (list []string) {
	words := spokenIn(text)
	for i := range words {
		for _, j := range []int{i + 1, i + 2} {
			if j >= len(words) ||
				slices.ContainsFunc(words[i+1:j+1],
					func(w spoken) bool { return strings.ContainsAny(w.joined, ".!?;:()\"“”•") }) {
				continue
			}
			a, b := strings.ToLower(words[i].word), strings.ToLower(words[j].word)
			between := ""
			if j == i+2 {
				between = strings.ToLower(words[i+1].word)
			}
			same := a == b && len(a) > 3 && !slices.Contains(apart, a)
			stem := len(a) >= 7 && len(b) > len(a) && strings.HasPrefix(b, a[:len(a)-1])
			joins := slices.Contains([]string{"", "and", "or"}, between)
			if same && joins || stem && slices.Contains([]string{"the", "a"}, between) {
				list = append(list, text[words[i].at[0]:words[j].at[1]])
			}
		}
	}
	return list
}

// seams finds words that begin with a capital in the middle of a sentence though they are no names: where a text was
// put together, there a word is wrong or a piece is missing.
func (c *checking) seams(text string) (list []string) {
	words := spokenIn(text)
	for i, w := range words {
		if i == 0 || w.begins || len(w.word) == 1 || !unicode.IsUpper(rune(w.word[0])) ||
			strings.ToLower(w.word[1:]) != w.word[1:] || c.isName(w.word) {
			continue
		}
		capital := func(j int) bool { return j >= 0 && j < len(words) && unicode.IsUpper(rune(words[j].word[0])) }
		joins := func(j int) bool { return slices.Contains([]string{"of", "and", "the"}, words[j].word) }
		if capital(i-1) || capital(i+1) || capital(i-2) && joins(i-1) || capital(i+2) && joins(i+1) {
			continue // one word of a name
		}
		list = append(list, around(text, w.at))
	}
	return list
}

// isName reports whether a word is a name: it stands with a capital in the middle of more than one sentence and never
// without, the glossary explains it, it names a country, or it is a word of the organisation's own name.
func (c *checking) isName(word string) bool {
	if len(word) > 2 && compliance.CountryOf(word) != "" || // a code of two letters is a word, too
		slices.Contains(strings.FieldsFunc(c.facts.Name[c.lang], func(r rune) bool {
			return !unicode.IsLetter(r) && !unicode.IsDigit(r)
		}), word) {
		return true
	}
	for _, t := range c.version.Glossary {
		if strings.Contains(t.Word[c.lang], word) {
			return true
		}
	}
	if c.names == nil {
		c.names = c.capitals()
	}
	return c.names[word]
}

func (c *checking) capitals() map[string]bool {
	inside, small := map[string]int{}, map[string]bool{}
	for _, clause := range c.version.Clauses {
		for _, line := range clause.Lines(c.lang) {
			for _, w := range spokenIn(Plain(line)) {
				if lower := strings.ToLower(w.word); lower == w.word {
					small[w.word] = true
				} else if !w.begins {
					inside[w.word]++
				}
			}
		}
	}
	names := map[string]bool{}
	for word, n := range inside {
		names[word] = n > 1 && !small[strings.ToLower(word)]
	}
	return names
}
