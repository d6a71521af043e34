package identifier

import (
	"slices"
	"strings"
	"time"
)

// IDProblem is what is wrong with, or doubtful about, an ID number.
type IDProblem string

// What can be wrong with an identity number.
const (
	IDLength   IDProblem = "length"
	IDChecksum IDProblem = "checksum"
	IDDate     IDProblem = "date"
	IDFuture   IDProblem = "future" // the birth date lies ahead
	IDRegion   IDProblem = "region" // only a warning: old codes stay valid
	IDOldForm  IDProblem = "old_form"
)

var (
	idWeights = [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	idRegions = strings.Fields(
		"11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83 91")
)

// idCheckDigit returns the eighteenth character of an identity number (GB 11643); false where the first 17 are no
// digits.
func idCheckDigit(id string) (byte, bool) {
	sum := 0
	for i := range idWeights {
		if id[i] < '0' || id[i] > '9' {
			return 0, false
		}
		sum += int(id[i]-'0') * idWeights[i]
	}
	return "10X98765432"[sum%11], true
}

// CheckID18 checks an identity number in any spelling: length, date of birth and check digit (GB 11643). It returns the
// birth date (zero when unreadable) and every problem; IDRegion alone is no reason to refuse. A number in the old form
// of 15 digits gives the birth date that it holds.
func CheckID18(number string) (time.Time, []IDProblem) {
	number = plainIDNumber(number)
	if len(number) == 15 {
		born, err := time.Parse("20060102", "19"+number[6:12])
		if err != nil || DigitsIn(number) != number {
			born = time.Time{}
		}
		return born, []IDProblem{IDOldForm}
	}
	if len(number) != 18 {
		return time.Time{}, []IDProblem{IDLength}
	}
	check, ok := idCheckDigit(number)
	if !ok {
		return time.Time{}, []IDProblem{IDLength}
	}
	var problems []IDProblem
	if number[17] != check {
		problems = append(problems, IDChecksum)
	}
	birth, err := time.Parse("20060102", number[6:14])
	if err != nil || birth.Year() < 1850 {
		birth = time.Time{}
		problems = append(problems, IDDate)
	}
	if !slices.Contains(idRegions, number[:2]) {
		problems = append(problems, IDRegion)
	}
	return birth, problems
}

// CheckIDNumber is CheckID18 on a day: a birth date that lies ahead of it is named as IDFuture and not returned.
func CheckIDNumber(number string, today time.Time) (time.Time, []IDProblem) {
	birth, problems := CheckID18(number)
	if !birth.IsZero() && AheadOf(birth, today) {
		return time.Time{}, append(problems, IDFuture)
	}
	return birth, problems
}

// plainIDNumber takes off everything that only spells a number: width, blanks, dashes, a spreadsheet's apostrophe,
// case.
func plainIDNumber(s string) string {
	return strings.ToUpper(strings.Map(func(r rune) rune {
		if strings.ContainsRune(" -'’\u2010\u2011\u2012\u2013\u2212", r) {
			return -1
		}
		return r
	}, tidy(s)))
}

// NormaliseIDNumber returns the canonical form of an identity number: capitals and digits without blanks. The old form
// of 15 digits is the same number as its 18 digits.
func NormaliseIDNumber(s string) string {
	number := plainIDNumber(s)
	if len(number) != 15 || DigitsIn(number) != number {
		return number
	}
	long := number[:6] + "19" + number[6:]
	if _, err := time.Parse("20060102", long[6:14]); err != nil {
		return number
	}
	check, _ := idCheckDigit(long)
	return long + string(check)
}

// oldIDNumber returns the 15 digits that an identity number had before 1999; false where it had none.
func oldIDNumber(number string) (string, bool) {
	if len(number) != 18 || number[6:8] != "19" {
		return "", false
	}
	if _, problems := CheckID18(number); slices.Contains(problems, IDLength) || slices.Contains(problems, IDDate) {
		return "", false
	}
	return number[:6] + number[8:17], true
}

func idNumberSpellings(canonical string) []string {
	out := []string{canonical, strings.ToLower(canonical)}
	if len(canonical) == 18 {
		for _, blank := range []string{" ", "-"} {
			out = append(out, canonical[:6]+blank+canonical[6:14]+blank+canonical[14:])
		}
	}
	if old, ok := oldIDNumber(canonical); ok {
		out = append(out, old)
	}
	return out
}
