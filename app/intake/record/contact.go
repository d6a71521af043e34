package record

import (
	"slices"
	"strings"
	"unicode"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/identifier"
	"orangelab.cn/rightsdesk/model/pattern"
)

// maxContacts is how many addresses, numbers or accounts one person may have; more are several people's.
const maxContacts = 100

// Crowded returns why a cell holds the values of more than one person can have; nil where it does not. It only counts
// what stands between values, so that a cell of any length is refused before it is read.
func Crowded(field, cell string) error {
	between := 0
	for _, r := range cell {
		if strings.ContainsRune(";；、|\n,，/", r) {
			between++
		}
	}
	if between > 2*maxContacts {
		return tooManyContacts(field)
	}
	return nil
}

func tooManyContacts(field string) error {
	return Wrong(field, "holds more than {{.A}} values, which are not one person's: make a record of each", maxContacts)
}

// Once leaves out the values that reach the same person as one before them.
func Once(kind string, list []string) (out []string) {
	rule := identifier.SpellingOf(kind)
	for _, v := range list {
		if len(out) > maxContacts ||
			!slices.ContainsFunc(out, func(o string) bool { return o == v || rule.Same(o, v) }) {
			out = append(out, v)
		}
	}
	return out
}

// checkContacts refuses more addresses, numbers or accounts than one person has.
func checkContacts(s model.Subject) (errs []error) {
	for _, of := range []struct {
		field string
		list  []string
	}{{"email", s.Emails()}, {"phone", s.Phones()}, {"account", s.Accounts()}} {
		if len(of.list) > maxContacts {
			errs = append(errs, tooManyContacts(of.field))
		}
	}
	return errs
}

// MailsIn returns the addresses that a cell holds, without the names, links and remarks that people copy with them.
// What is no address stays as it is written, for whoever checks it.
func MailsIn(cell string) (list []string, doubts []Doubt) {
	if isPlaceholder(cell) {
		return All(cell), nil
	}
	for _, p := range identifier.SpellingOf("email").Pieces(cell) {
		list = append(list, p.Value)
		if p.Mended {
			doubts = append(doubts,
				Doubtful("email", "is written “{{.A}}”; the blanks were left out", cell[p.Start:p.End]))
		}
	}
	return list, doubts
}

// emailDoubts finds addresses whose letters only look like those of another: no mail reaches the person there, and
// nothing of theirs is found.
func emailDoubts(s model.Subject) (list []Doubt) {
	for _, mail := range s.Emails() {
		if local, _, _ := strings.Cut(mail, "@"); strings.HasPrefix(local, ".") || strings.HasSuffix(local, ".") ||
			strings.Contains(local, "..") {
			list = append(list,
				Doubtful("email",
					"{{.A}}: no address has a dot at the beginning or the end of its name, or two together: ask for it again", mail))
		}
		latin, other := false, false
		for _, r := range mail {
			latin = latin || unicode.Is(unicode.Latin, r)
			other = other || unicode.In(r, unicode.Cyrillic, unicode.Greek, unicode.Armenian)
		}
		local, _, _ := strings.Cut(mail, "@")
		if latin && other && strings.ContainsFunc(local, func(r rune) bool { return unicode.Is(unicode.Latin, r) }) {
			list = append(list,
				Doubtful("email", "{{.A}}: some letters are of another alphabet and only look like Latin ones", mail))
		}
	}
	return list
}

var masked = pattern.New(`[*＊•●]{2,}|\d[*＊•●xX×]{3,}\d`)

// PhonesIn returns the numbers that a cell holds, without the words around them.
func PhonesIn(cell string) (list []string, doubts []Doubt) {
	if isPlaceholder(cell) {
		return All(cell), nil
	}
	if decimals.MatchString(cell) {
		doubts = append(doubts,
			Doubtful("phone", "is written “{{.A}}”, as a spreadsheet writes an amount; its decimals were left out",
				cell))
		cell, _, _ = strings.Cut(strings.TrimSpace(cell), ",")
		cell = strings.ReplaceAll(cell, ".", "")
	}
	for _, p := range identifier.SpellingOf("phone_number").Pieces(cell) {
		list = append(list, p.Value)
		if p.Mended {
			doubts = append(doubts,
				Doubtful("phone", "is written “{{.A}}”; the words were left out", cell[p.Start:p.End]))
		}
	}
	return list, doubts
}

// decimals is a number that a spreadsheet of a country with decimal commas wrote as an amount.
var decimals = pattern.New(`^\s*\+?\d[\d.]{6,},0{1,2}\s*$`)

var twoNumbers = pattern.New(`\d{14,17}[\dXx]\s*[/;；,，、|]\s*\d{14,17}[\dXx]`)

// checkMasked refuses values of which somebody hid a part: what is left of them belongs to many.
func checkMasked(s model.Subject) (errs []error) {
	for _, part := range []struct {
		field  string
		values []string
		masked *pattern.Pattern
	}{
		{"subject", []string{s.Name}, stars}, {"email", s.Emails(), masked}, {"phone", s.Phones(), masked},
		{"account", s.Accounts(), stars},
		{"id_number", []string{s.IDNumber}, masked},
	} {
		for _, v := range part.values {
			if v != "" && part.masked.MatchString(v) {
				errs = append(errs, Wrong(part.field, "“{{.A}}” is masked: ask for all of it", v))
			}
		}
	}
	return errs
}

// stars stand for letters of a name or an account; one star alone may be of a name that an account was given.
var stars = pattern.New(`[*＊•●]{2}`)
