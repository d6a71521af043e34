package record

import (
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"orangelab.cn/rightsdesk/model/pattern"
	"orangelab.cn/rightsdesk/model/zone"
)

// MailMonths are the months as mails name them.
var MailMonths = map[string]time.Month{"jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8,
	"sep": 9, "oct": 10, "nov": 11, "dec": 12}

var (
	dayText  = pattern.New(`^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号號.]?`)
	dayClose = pattern.New(`^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?|\.0+)?$`)
	timeText = pattern.New(`(?i)^[\sT,]*(上午|下午|凌晨|早上|早晨|清晨|中午|傍晚|晚上|夜里|AM|PM)?\s*(\d{1,2})\s*[:时点]\s*(\d{1,2})\s*分?(?:\s*:?\s*(\d{1,2})(?:[.,]\d+)?\s*秒?)?\s*(AM|PM)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$`)
)

// Other ways to write a day. Between dots the day stands first everywhere; between slashes it depends on the country.
var (
	dayDots    = pattern.New(`^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})`)
	daySlashes = pattern.New(`^(\d{1,2})\s?([/-])\s?(\d{1,2})\s?[/-]\s?(\d{4})`)
	dayMonth   = pattern.New(
		`(?i)^(\d{1,2})(?:st|nd|rd|th)?[\s.-]+(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?[\s-]+(\d{4})`)
	monthDay = pattern.New(
		`(?i)^(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})`)
	weekday = pattern.New(
		`(?i)^\s*(?:[(（]?(?:星期|周|週)[一二三四五六日天][)）]?[,，]?|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s)\s*`)
	serial = pattern.New(`^([3-7]\d{4})(?:\.(\d{1,10}))?$`)
)

// dayIn finds the day that a text begins with, as year, month and day, and how long it is; both is set where day and
// month could be taken for each other.
func dayIn(text string) (day []string, length int, both bool) {
	if m := dayText.FindStringSubmatch(text); m != nil {
		return m[1:4], len(m[0]), false
	}
	if m := dayDots.FindStringSubmatch(text); m != nil {
		return []string{m[3], m[2], m[1]}, len(m[0]), false
	}
	if m := dayMonth.FindStringSubmatch(text); m != nil {
		return []string{m[3], strconv.Itoa(int(MailMonths[strings.ToLower(m[2])])), m[1]}, len(m[0]), false
	}
	if m := monthDay.FindStringSubmatch(text); m != nil {
		return []string{m[3], strconv.Itoa(int(MailMonths[strings.ToLower(m[1])])), m[2]}, len(m[0]), false
	}
	m := daySlashes.FindStringSubmatch(text)
	if m == nil {
		return nil, 0, false
	}
	first, second := m[1], m[3]
	switch over := func(n string) bool { v, err := strconv.Atoi(n); return err == nil && v > 12 }; {
	case over(first):
		return []string{m[4], second, first}, len(m[0]), false
	case over(second) || strings.TrimLeft(first, "0") == strings.TrimLeft(second, "0"):
		return []string{m[4], first, second}, len(m[0]), false
	}
	return []string{m[4], first, second}, len(m[0]), true
}

// SpreadsheetDay reads the number that a spreadsheet keeps for a day, counted from the end of 1899.
func SpreadsheetDay(text string, zone *time.Location) (time.Time, bool) {
	m := serial.FindStringSubmatch(text)
	if m == nil {
		return time.Time{}, false
	}
	days, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return time.Time{}, false
	}
	minutes := int(days*24*60+.5) % (24 * 60)
	return time.Date(1899, 12, 30+int(days), 0, minutes, 0, 0, zone), true
}

var offsetName = pattern.New(`(?i)^(?:UTC|GMT)?\s*([+\-−])(\d{1,2})(?::?(\d{2}))?$`)

// ZoneNamed returns the time zone of a name, such as Europe/Berlin, or of a distance, such as UTC+8 or +05:30; nil for
// no name.
func ZoneNamed(name string) (*time.Location, error) {
	name = strings.TrimSpace(name)
	if name == "" {
		return nil, nil
	}
	none := Because("“{{.A}}” is no time zone: write it as Europe/Berlin or UTC+8", name)
	if m := offsetName.FindStringSubmatch(name); m != nil {
		sign := strings.Replace(m[1], "−", "-", 1)
		hours, minutes := "0"+m[2], m[3]
		if minutes == "" {
			minutes = "00"
		}
		zone, _, ok := Offset(sign+hours[len(hours)-2:]+":"+minutes, nil)
		if !ok {
			return nil, none
		}
		_, seconds := time.Time{}.In(zone).Zone()
		return time.FixedZone(name, seconds), nil
	}
	if strings.EqualFold(name, "local") {
		return nil, none // it is another one on every computer
	}
	if called, _ := zone.Read(name, time.Now()); called != "" {
		name = called
	}
	in, err := time.LoadLocation(name)
	if err != nil {
		return nil, none
	}
	return in, nil
}

// ParseDay reads a date as people and spreadsheets write it: 2026-11-20, 2026/11/20, 20261120, 2026年11月20日, 20.11.2026,
// 20 Nov 2026. ok is false for anything else, also where day and month could be taken for each other.
func ParseDay(text string) (time.Time, bool) {
	at, zoned, ok := parseClock(text, time.UTC)
	// a day that a program wrote as its first moment; any other moment is another day elsewhere
	if y, m, d := at.Date(); ok && zoned {
		ok = at.Equal(time.Date(y, m, d, 0, 0, 0, 0, at.Location()))
	}
	y, m, d := at.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC), ok
}

// ParseTime reads a date with or without a time; one that names no zone is in the zone given.
func ParseTime(text string, zone *time.Location) (time.Time, bool) {
	at, _, ok := parseClock(text, zone)
	return at, ok
}

// DayReason is why a text is no day: what is wrong with it where that can be told, else how to write one.
func DayReason(text, usual string) Reason {
	text = Clean(norm.NFKC.String(text))
	if _, _, both := dayIn(weekday.ReplaceAllString(text, "")); both {
		return Because("“{{.A}}” can be read with the day or with the month first: write it as 2026-11-23", text)
	}
	if at, ok := SpreadsheetDay(text, time.UTC); ok {
		return Because(
			"“{{.A}}” is how a spreadsheet keeps a day, perhaps {{.B}}: format the column as a date and save it again",
			text, at.Format(time.DateOnly))
	}
	return Because(usual)
}

func parseClock(text string, zone *time.Location) (at time.Time, zoned, ok bool) {
	text = Clean(norm.NFKC.String(text))
	if m := dayClose.FindStringSubmatch(text); m != nil {
		at, ok = Moment(zone, m[1:])
		return at, false, ok
	}
	text = inFigures(weekday.ReplaceAllString(text, ""))
	day, length, both := dayIn(text)
	if day == nil || both {
		return at, false, false
	}
	rest := strings.TrimSpace(text[length:])
	if rest != "" && !('0' <= rest[0] && rest[0] <= '9') {
		rest = strings.TrimSpace(weekday.ReplaceAllString(rest+" ", ""))
	}
	if rest == "" {
		at, ok = Moment(zone, day)
		return at, false, ok
	}
	c := timeText.FindStringSubmatch(rest)
	if c == nil {
		return at, false, false
	}
	if zone, zoned, ok = Offset(c[6], zone); !ok {
		return at, zoned, false
	}
	hour, err := strconv.Atoi(c[2])
	if err != nil {
		return at, zoned, false
	}
	switch strings.ToUpper(c[1] + c[5]) {
	case "":
	case "中午":
		if hour < 11 {
			hour += 12
		}
	case "PM", "下午", "傍晚", "晚上":
		if hour == 12 && c[1] == "晚上" {
			return at, zoned, false // the midnight before or after
		}
		if hour < 12 {
			hour += 12
		}
	case "夜里":
		return at, zoned, false
	default:
		if hour == 12 {
			hour = 0
		}
	}
	at, ok = Moment(zone, append(day[:3:3], strconv.Itoa(hour), c[3], c[4]))
	return at, zoned, ok
}

// inFigures writes a day in Chinese numerals, as 一九九〇年五月一日, in figures.
func inFigures(text string) string {
	m := dayInWords.FindStringSubmatch(text)
	if m == nil {
		return text
	}
	var year strings.Builder
	for _, r := range m[1] {
		year.WriteString(strconv.Itoa(numerals[r]))
	}
	return year.String() + "年" + strconv.Itoa(spelledOut(m[2])) + "月" + strconv.Itoa(spelledOut(m[3])) + "日" +
		text[len(m[0]):]
}

var (
	dayInWords = pattern.New(`^([〇零○一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十廿]{1,3})[日号號]`)
	numerals   = map[rune]int{'〇': 0, '零': 0, '○': 0, '一': 1, '二': 2, '三': 3, '四': 4, '五': 5, '六': 6, '七': 7, '八': 8,
		'九': 9}
)

// spelledOut reads a number up to 99: 五, 十, 十一, 二十, 廿三, 三十一.
func spelledOut(words string) (n int) {
	for _, r := range words {
		switch r {
		case '十':
			n = max(n, 1) * 10
		case '廿':
			n = 20
		default:
			n += numerals[r]
		}
	}
	return n
}

// Moment makes a time of year, month, day, hour, minute and second; false where the calendar has none such.
func Moment(zone *time.Location, fields []string) (time.Time, bool) {
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
	return at, at.Year() == n[0] && int(at.Month()) == n[1] && at.Day() == n[2] && at.Hour() == n[3] &&
		at.Minute() == n[4] && at.Second() == n[5]
}

// Offset reads Z, UTC or +08:00; no text leaves the zone as it is.
func Offset(text string, zone *time.Location) (_ *time.Location, zoned, ok bool) {
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

var (
	dayWithoutYear = pattern.New(`(?i)^\d{1,2}\s*月\s*\d{1,2}\s*日$|^\d{1,2}[-\s](?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*$|^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[-\s]\d{1,4}$`)
	dayWithYear    = pattern.New(`^\d{4}([-/])\d{1,2}([-/])\d{1,2}(?:\s+0{1,2}:00(?::00)?)?$|^\d{4}年\d{1,2}月\d{1,2}日$`)
)

// dayOfAccount reports whether an account reads as a day, with or without its year, which is what a spreadsheet makes
// of 3-4.
func dayOfAccount(text string) bool {
	text = norm.NFKC.String(text)
	if dayWithoutYear.MatchString(text) {
		return true
	}
	_, ok := ParseDay(text)
	return ok && dayWithYear.MatchString(text)
}
