package workbook

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// number is the text of a number: a day or a time where its style shows it so, else as it is kept. A whole number that
// is kept exactly loses its exponent; one that may have been rounded keeps it, so that it is seen.
func (b *book) number(raw string, date bool) string {
	n, err := strconv.ParseFloat(raw, 64)
	if err != nil {
		return raw
	}
	if date {
		if text, is := b.day(n); is {
			return text
		}
	}
	if strings.ContainsAny(raw, "eE") && n == math.Trunc(n) && math.Abs(n) < 1e15 {
		return strconv.FormatInt(int64(n), 10)
	}
	return raw
}

// lastDay is the last number that is a day: 31 December 9999.
const lastDay = 2958466

// day writes a number of days as a day, a moment or a time of day; false where it is none. Days count from 1900, of
// which the format takes 29 February for a day, or from 1904.
func (b *book) day(n float64) (string, bool) {
	if n < 0 || n >= lastDay {
		return "", false
	}
	seconds := math.Round(n * 24 * 60 * 60)
	days, rest := int(seconds)/(24*60*60), time.Duration(int(seconds)%(24*60*60))*time.Second
	if days == 0 && !b.from04 {
		return time.Time{}.Add(rest).Format(time.TimeOnly), true
	}
	first := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	switch {
	case b.from04:
		first = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	case days == 60: // the 29 February that never was
		return "", false
	case days < 60:
		first = first.AddDate(0, 0, 1)
	}
	at := first.AddDate(0, 0, days).Add(rest)
	if rest == 0 {
		return at.Format(time.DateOnly), true
	}
	return at.Format(time.DateTime), true
}
