// Package lettertest reads letters for tests: it finds what nobody wants to see in one, whatever its kind and facts.
package lettertest

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// pattern is a fault that a line shows by itself. A match is a fault unless not matches it too.
type pattern struct {
	name    string
	is, not *regexp.Regexp
}

var everywhere = []pattern{
	{"a place of the template is not filled", regexp.MustCompile(`<no value>|\{\{|\}\}|%!|<nil>|\[\]`), nil},
	{"a key of the data map", regexp.MustCompile(`\b(user|system)\.[a-z_.]+`), nil},
	{"a technical name", regexp.MustCompile(`\b[a-z0-9]+_[a-z0-9_]+\b`), nil},
	{"empty brackets or quotation marks", regexp.MustCompile(`\(\s*\)|（\s*）|“\s*”|《\s*》|,\s*\)|、\s*）`), nil},
	{"signs that follow each other", regexp.MustCompile(`[,;:]\s*[,.;:]|\.\.|[，。；：、]\s*[，。；：、]| [,.;:]( |$)`), nil},
	{"an item that says nothing", regexp.MustCompile(`^- *([:：·].*)?$|^- .*[:：·]\s*$`), nil},
	{"a time that nobody set", regexp.MustCompile(`\b0001\b`), nil},
	{"a replaced character", regexp.MustCompile("\uFFFD"), nil},
}

const months = `(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)`

var english = []pattern{
	{"a number that disagrees with its word",
		regexp.MustCompile(`\b1 (records|entries|values|days|systems|tables|columns)\b`), nil},
	{"a date without its year", regexp.MustCompile(`\b\d{1,2} ` + months + `\b[^.]{0,5}`),
		regexp.MustCompile(months + `\w* \d{4}`)},
	{"letters of another language", regexp.MustCompile(`[\p{Han}，。；：（）《》“]+`), regexp.MustCompile(`^[“]+$`)},
}

var chinese = []pattern{
	{"a date without its year", regexp.MustCompile(`.{0,5}\d{1,2}月\d{1,2}日`), regexp.MustCompile(`\d{4}年\d{1,2}月`)},
	{"words of another language", regexp.MustCompile(`\b[a-z]{3,} [a-z]{2,}\b`), nil},
	{"a character written twice", regexp.MustCompile(`的的|了了|在在|于于|是是|已已|我们我们|依据依据|理由为理由|编号编号`), nil},
}

// Faults lists what is wrong with a letter as text, in a language. Allowed are names and words of people, which may be
// in any language; they are left out of the reading.
func Faults(lang, text string, allowed ...string) (faults []string) {
	slices.SortFunc(allowed, func(a, b string) int { return len(b) - len(a) }) // a name within a longer one comes later
	for _, a := range allowed {
		if a != "" {
			text = strings.ReplaceAll(text, a, "NAME")
		}
	}
	own := chinese
	if lang == "en" {
		own = english
	}
	last := ""
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		for _, p := range append(append([]pattern(nil), everywhere...), own...) {
			for _, m := range p.is.FindAllString(line, -1) {
				if p.not == nil || !p.not.MatchString(m) {
					faults = append(faults, fmt.Sprintf("%s: %q in %q", p.name, m, line))
				}
			}
		}
		if twice := doubled(line); twice != "" {
			faults = append(faults, fmt.Sprintf("said twice: %q in %q", twice, line))
		}
		if line != "" && line == last {
			faults = append(faults, fmt.Sprintf("said twice: %q", line))
		}
		if line != "" {
			last = line
		}
	}
	return faults
}

// doubled is a word that follows itself, or a phrase that stands twice in a list.
func doubled(line string) string {
	last := ""
	for _, word := range strings.Fields(line) {
		if word == last && strings.IndexFunc(word, unicode.IsLetter) >= 0 {
			return word
		}
		last = word
	}
	phrases := map[string]bool{}
	for _, phrase := range strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(";；、：", r) }) {
		if phrase = strings.Trim(phrase, " ."); len([]rune(phrase)) < 4 ||
			strings.IndexFunc(phrase, unicode.IsLetter) < 0 {
			continue
		}
		if phrases[phrase] {
			return phrase
		}
		phrases[phrase] = true
	}
	return ""
}
