package identifier

import (
	"errors"
	"time"

	"orangelab.cn/rightsdesk/model/pattern"
)

// Errors of reading a birth date.
var (
	ErrBirthDate   = errors.New("not a date: write it as 2012-05-31")
	ErrBirthFuture = errors.New("a birth date cannot lie in the future")
)

// dateForms are the year first, with any of the usual separators, or eight digits, and nothing behind but a time of
// day.
var dateForms = []*pattern.Pattern{
	pattern.New(`^(\d{4}) ?[-/.年] ?(\d{1,2}) ?[-/.月] ?(\d{1,2}) ?[日号號.]?(?:[T ][0-9:.]+(?: ?Z| ?[+-]\d\d:?\d\d)?)?$`),
	pattern.New(`^(\d{4})(\d{2})(\d{2})$`),
}

// NormaliseBirthDate returns a birth date as YYYY-MM-DD: 1991/5/1, 1991.05.01, 1991年5月1日 and 19910501 are one day. A
// day that stands before its month is not guessed at.
func NormaliseBirthDate(s string) (string, error) {
	s = tidy(s)
	for _, form := range dateForms {
		m := form.FindStringSubmatch(s)
		if m == nil {
			continue
		}
		day, err := time.Parse("2006-1-2", m[1]+"-"+m[2]+"-"+m[3])
		if err != nil {
			break
		}
		return day.Format(time.DateOnly), nil
	}
	return "", ErrBirthDate
}

// ReadBirthDate reads a birth date in any spelling; ErrBirthDate where it is none, ErrBirthFuture where it lies ahead.
func ReadBirthDate(s string, today time.Time) (time.Time, error) {
	normal, err := NormaliseBirthDate(s)
	if err != nil {
		return time.Time{}, err
	}
	born, err := time.Parse(time.DateOnly, normal)
	if err != nil {
		return time.Time{}, ErrBirthDate
	}
	if AheadOf(born, today) {
		return time.Time{}, ErrBirthFuture
	}
	return born, nil
}

// birthDateSpellings lists the usual ways to write a day.
func birthDateSpellings(canonical string) []string {
	day, err := time.Parse(time.DateOnly, canonical)
	if err != nil {
		return nil
	}
	var out []string
	for _, layout := range []string{"2006/01/02", "2006/1/2", "2006.01.02", "2006.1.2", "2006-1-2", "20060102",
		"2006年1月2日", "2006年01月02日"} {
		out = append(out, day.Format(layout))
	}
	return out
}

// AheadOf reports whether a calendar date lies after the day that on falls on.
func AheadOf(date, on time.Time) bool {
	y, m, d := on.Date()
	return date.After(time.Date(y, m, d, 0, 0, 0, 0, time.UTC))
}

// Age is the age in full years on a day, by the cautious rule: an age is reached on the day after the birthday (SPC
// 2006 Art 2), so a child is still under 14 on the fourteenth birthday. Both are read as calendar dates. It is negative
// only for a birth that lies ahead.
func Age(birth, on time.Time) int {
	y, m, d := on.Date()
	by, bm, bd := birth.Date()
	years := y - by
	if m < bm || (m == bm && d <= bd) {
		years--
	}
	if years < 0 && !AheadOf(time.Date(by, bm, bd, 0, 0, 0, 0, time.UTC), on) {
		return 0 // born this year
	}
	return years
}
