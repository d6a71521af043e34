package identifier

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/model/pattern"
)

var (
	// dateParts are the numbers and words of a date, however they are set off.
	dateParts = pattern.New(`\d+|\pL+`)
	// chineseTens are the numbers beyond nine of a day in Chinese numerals: 十, 十二, 二十, 三十一.
	chineseTens = pattern.New(`([二三])?十([一二三四五六七八九])?`)
	zonedTimes  = []string{time.RFC3339Nano, "2006-01-02 15:04:05.999999999Z07:00", "2006-01-02 15:04:05.999999999-07",
		"2006-01-02 15:04:05.999999999 -0700"}
)

// maxDate is the longest text that is read as a date, in bytes.
const maxDate = 80

// dateNear reports whether a text can be read as a sought day: with day, month and year in any order, the year without
// its century, the month as a word, or as a moment that falls on the day where this desk stands.
func (s *Sought) dateNear(held string) bool {
	if len(held) > maxDate {
		return false
	}
	for key := range s.keys {
		day, err := time.Parse(time.DateOnly, key)
		if err == nil && (readsAsDay(held, day) || fallsOn(held, key)) {
			return true
		}
	}
	return false
}

// fallsOn reports whether a text is a moment of a day in the zone of this desk.
func fallsOn(held, day string) bool {
	for _, layout := range zonedTimes {
		if at, err := time.Parse(layout, tidy(held)); err == nil {
			return at.Local().Format(time.DateOnly) == day
		}
	}
	return false
}

// readsAsDay reports whether the first three parts of a text are the day, month and year of a date in some order, or
// its one number is all of them.
func readsAsDay(held string, day time.Time) bool {
	year, month, date := strconv.Itoa(day.Year()), strconv.Itoa(int(day.Month())), strconv.Itoa(day.Day())
	plain, _ := plainDigits(chineseTens.ReplaceAllStringFunc(tidy(held), tens))
	var parts []string
	for _, part := range dateParts.FindAllString(plain, -1) {
		switch number, isMonth := monthNamed(part); {
		case isMonth:
			parts = append(parts, number)
		case DigitsIn(part) != "":
			parts = append(parts, part)
		}
	}
	is := func(y, m, d string) bool {
		return (y == year || y == year[2:]) && strings.TrimLeft(m, "0") == month && strings.TrimLeft(d, "0") == date
	}
	switch {
	case len(parts) == 1:
		for _, layout := range []string{"060102", "020106", "010206", "02012006", "01022006", "20060102"} {
			if parts[0] == day.Format(layout) {
				return true
			}
		}
		return false
	case len(parts) < 3:
		return false
	}
	a, b, c := parts[0], parts[1], parts[2]
	return is(a, b, c) || is(a, c, b) || is(b, a, c) || is(b, c, a) || is(c, a, b) || is(c, b, a)
}

// tens writes a number beyond nine in digits.
func tens(chinese string) string {
	m := chineseTens.FindStringSubmatch(chinese)
	ten, one := m[1], m[2]
	if ten == "" {
		ten = "一"
	}
	if one == "" {
		one = "〇"
	}
	return ten + one
}

// monthNamed returns the number of a month that is written as an English word, or as its first three letters or more.
func monthNamed(word string) (string, bool) {
	word = strings.ToLower(word)
	if len(word) < 3 {
		return "", false
	}
	i := slices.IndexFunc(months, func(month string) bool { return strings.HasPrefix(month, word) })
	return strconv.Itoa(i + 1), i >= 0
}

var months = strings.Fields("january february march april may june july august september october november december")
