package intake

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"
)

var (
	dayText  = regexp.MustCompile(`^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?`)
	dayClose = regexp.MustCompile(`^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?$`)
	timeText = regexp.MustCompile(`(?i)^[\sT,]*(上午|下午|AM|PM)?\s*(\d{1,2})\s*[:时点]\s*(\d{1,2})\s*分?(?:\s*:?\s*(\d{1,2})(?:[.,]\d+)?\s*秒?)?\s*(AM|PM)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$`)
)

// parseDay reads a date as people and spreadsheets write it, the year first: 2026-11-20, 2026/11/20, 2026.11.20, 20261120,
// 2026年11月20日. ok is false for anything else, also where day and month could be taken for each other.
func parseDay(text string) (time.Time, bool) {
	at, zoned, ok := parseClock(text, time.UTC)
	return at.Truncate(24 * time.Hour), ok && !zoned
}

// parseTime reads a date with or without a time; one that names no zone is in the zone given.
func parseTime(text string, zone *time.Location) (time.Time, bool) {
	at, _, ok := parseClock(text, zone)
	return at, ok
}

func parseClock(text string, zone *time.Location) (at time.Time, zoned, ok bool) {
	text = clean(norm.NFKC.String(text))
	if m := dayClose.FindStringSubmatch(text); m != nil {
		at, ok = moment(zone, m[1:])
		return at, false, ok
	}
	m := dayText.FindStringSubmatch(text)
	if m == nil {
		return at, false, false
	}
	rest := strings.TrimSpace(text[len(m[0]):])
	if rest == "" {
		at, ok = moment(zone, m[1:4])
		return at, false, ok
	}
	c := timeText.FindStringSubmatch(rest)
	if c == nil {
		return at, false, false
	}
	if zone, zoned, ok = offset(c[6], zone); !ok {
		return at, zoned, false
	}
	hour, err := strconv.Atoi(c[2])
	if err != nil {
		return at, zoned, false
	}
	switch strings.ToUpper(c[1] + c[5]) {
	case "":
	case "PM", "下午":
		if hour < 12 {
			hour += 12
		}
	default:
		if hour == 12 {
			hour = 0
		}
	}
	at, ok = moment(zone, append(m[1:4:4], strconv.Itoa(hour), c[3], c[4]))
	return at, zoned, ok
}

// moment makes a time of year, month, day, hour, minute and second; false where the calendar has none such.
func moment(zone *time.Location, fields []string) (time.Time, bool) {
	var n [6]int
	for i, f := range fields {
		if f == "" {
			continue
		}
		v, err := strconv.Atoi(f)
		if err != nil {
			return time.Time{}, false
		}
		n[i] = v
	}
	at := time.Date(n[0], time.Month(n[1]), n[2], n[3], n[4], n[5], 0, zone)
	return at, at.Year() == n[0] && int(at.Month()) == n[1] && at.Day() == n[2] && at.Hour() == n[3] && at.Minute() == n[4] && at.Second() == n[5]
}

// offset reads Z, UTC or +08:00; no text leaves the zone as it is.
func offset(text string, zone *time.Location) (_ *time.Location, zoned, ok bool) {
	switch text = strings.ToUpper(text); text {
	case "":
		return zone, false, true
	case "Z", "UTC", "GMT":
		return time.UTC, true, true
	}
	digits := strings.ReplaceAll(text[1:], ":", "")
	hours, err1 := strconv.Atoi(digits[:2])
	minutes, err2 := strconv.Atoi(digits[2:])
	if err1 != nil || err2 != nil || hours > 14 || minutes > 59 {
		return zone, true, false
	}
	seconds := (hours*60 + minutes) * 60
	if text[0] == '-' {
		seconds = -seconds
	}
	return time.FixedZone("", seconds), true, true
}
