package value

import (
	"strconv"
	"strings"
	"time"
)

// moreLayouts are the spellings of a day and a time beside those of databases: of spreadsheets, of Chinese programs, of
// file names.
var moreLayouts = []string{
	"2006/1/2 15:04:05", "2006/1/2 15:04", "2006/1/2", "2006-1-2 15:04:05", "2006-1-2 15:04", "2006-1-2",
	"2006.1.2 15:04:05", "2006.1.2 15:04", "2006.1.2",
	"2006年1月2日 15:04:05", "2006年1月2日 15:04", "2006年1月2日", "20060102150405", "20060102T150405Z0700", "20060102T150405",
	"20060102",
}

// Instant reads when something was, as a source keeps it in text or number. One without a zone is of the zone given,
// and a day alone is its midnight. Numbers of ten and of thirteen digits are seconds and milliseconds since 1970, as
// many systems keep times. A day whose month is in doubt, as 03/04/2026, is none.
func Instant(text string, zone *time.Location) (time.Time, bool) {
	text = strings.TrimSpace(text)
	if at, ok := ParseTime(text); ok {
		if at.Local {
			return time.Date(at.Time.Year(), at.Time.Month(), at.Time.Day(), at.Time.Hour(), at.Time.Minute(),
				at.Time.Second(), at.Time.Nanosecond(), zone), true
		}
		return at.Time, true
	}
	if len(text) > maxTimeText {
		return time.Time{}, false
	}
	for _, layout := range moreLayouts {
		if at, err := time.ParseInLocation(layout, text, zone); err == nil {
			return at, true
		}
	}
	whole, _, _ := strings.Cut(text, ".")
	n, err := strconv.ParseInt(whole, 10, 64)
	switch {
	case err != nil || n < 0:
	case len(whole) == len("1700000000"):
		return time.Unix(n, 0), true
	case len(whole) == len("1700000000000"):
		return time.UnixMilli(n), true
	}
	return time.Time{}, false
}
