package intake

import (
	"regexp"
	"strings"
	"unicode"

	"orangelab.cn/rightsdesk/model"
)

var (
	inBrackets = regexp.MustCompile(`^[^@]*[<(（\[［〈]\s*(?:(?i)mailto:)?([^<>()（）\[\]\s]+@[^<>()（）\[\]\s]+?)\s*[>)）\]］〉]$`)
	remark     = regexp.MustCompile(`\s*[(（][^@()（）]*[)）]$`)
	aroundAt   = regexp.MustCompile(`\s*@\s*`)
	betweenAll = regexp.MustCompile(`[\s/]+`)
)

// mailDots are what other keyboards write for the marks of an address.
var mailDots = strings.NewReplacer("＠", "@", "。", ".", "．", ".", "｡", ".")

// mailsIn returns the addresses that a cell holds, without the names, links and remarks that people copy with them. What is no
// address stays as it is written, for whoever checks it.
func mailsIn(cell string) (list []string, doubts []Doubt) {
	if isPlaceholder(cell) {
		return all(cell), nil
	}
	for _, piece := range several(cell, ",，") {
		value := mailDots.Replace(piece)
		if len(value) >= 7 && strings.EqualFold(value[:7], "mailto:") {
			value = value[7:]
		}
		value = remark.ReplaceAllString(strings.TrimRight(value, "., "), "")
		if m := inBrackets.FindStringSubmatch(value); m != nil {
			value = m[1]
		}
		switch parts := betweenAll.Split(value, -1); {
		case address{mail: value}.valid():
			list = append(list, value)
		case len(parts) > 1 && allMails(parts):
			list = append(list, parts...)
		case strings.Count(value, "@") == 1 && address{mail: aroundAt.ReplaceAllString(value, "@")}.valid():
			list = append(list, aroundAt.ReplaceAllString(value, "@"))
			doubts = append(doubts, doubt("email", "is written “{{.A}}”; the blanks were left out", piece))
		default:
			list = append(list, piece)
		}
	}
	return list, doubts
}

func allMails(list []string) bool {
	for _, v := range list {
		if !(address{mail: v}).valid() {
			return false
		}
	}
	return true
}

// emailDoubts finds addresses whose letters only look like those of another: no mail reaches the person there, and nothing of
// theirs is found.
func emailDoubts(s model.Subject) (list []Doubt) {
	for _, mail := range s.Emails() {
		latin, other := false, false
		for _, r := range mail {
			latin = latin || unicode.Is(unicode.Latin, r)
			other = other || unicode.In(r, unicode.Cyrillic, unicode.Greek, unicode.Armenian)
		}
		local, _, _ := strings.Cut(mail, "@")
		if latin && other && strings.ContainsFunc(local, func(r rune) bool { return unicode.Is(unicode.Latin, r) }) {
			list = append(list, doubt("email", "{{.A}}: some letters are of another alphabet and only look like Latin ones", mail))
		}
	}
	return list
}

var (
	phoneOr    = regexp.MustCompile(`(?i)\s*(?:\bor\b|\band\b|或者?|和|及|&|以及)\s*`)
	phoneLabel = regexp.MustCompile(`(?i)^(?:联系电话|手机号码?|电话号码?|手机|电话|座机|tel(?:efon|ephone)?|phone|mobile|mob|cell)\s*[:：.]?\s*`)
	idLabel    = regexp.MustCompile(`(?i)^(?:(?:居民)?身份证(?:件)?|证件|护照|港澳(?:居民)?(?:来往)?(?:内地|大陆)?通行证|回乡证|台胞证|台湾(?:居民)?(?:来往)?(?:内地|大陆)?通行证|(?:外国人)?(?:永久)?居留(?:身份)?证|居住证|军官证|passport|(?:id|identity)(?:\s*card)?)(?:号码?|\s*(?:number|no\.?))?\s*[:：#\s]?\s*(.*)$`)
	masked     = regexp.MustCompile(`[*＊•●]{2,}|\d[*＊•●xX×]{3,}\d`)
)

// phonesIn returns the numbers that a cell holds, without the words before them.
func phonesIn(cell string) []string {
	if isPlaceholder(cell) {
		return all(cell)
	}
	var list []string
	for _, v := range several(phoneOr.ReplaceAllString(ungrouped(cell), ";"), ",，/") {
		list = append(list, phoneLabel.ReplaceAllString(v, ""))
	}
	return list
}

// idIn returns the identity number of a cell, without the name of the paper before it.
func idIn(cell string) string {
	if m := idLabel.FindStringSubmatch(cell); m != nil && strings.ContainsAny(m[1], "0123456789") && len(m[1]) >= 6 {
		return m[1]
	}
	return cell
}

var twoNumbers = regexp.MustCompile(`\d{14,17}[\dXx]\s*[/;；,，、|]\s*\d{14,17}[\dXx]`)

// checkMasked refuses values of which somebody hid a part: what is left of them belongs to many.
func checkMasked(s model.Subject) (errs []error) {
	for _, v := range append(append([]string{s.IDNumber}, s.Phones()...), s.Emails()...) {
		if v != "" && masked.MatchString(v) {
			field := "phone"
			switch {
			case v == s.IDNumber:
				field = "id_number"
			case strings.Contains(v, "@"):
				field = "email"
			}
			errs = append(errs, wrong(field, "“{{.A}}” is masked: ask for all of it", v))
		}
	}
	return errs
}
