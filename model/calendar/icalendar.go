package calendar

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// maxEventDays is the longest that one holiday lasts.
const maxEventDays = 31

// ReadICalendar reads the days off of an iCalendar file, such as a government publishes of its public holidays: every
// event that lasts whole days. The tables are by year; a year of which the file names no day has none, and
// an event over the turn of a year belongs to the year in which it begins. What is wrong is a *FileError that
// names the line.
func ReadICalendar(data []byte) ([]Table, error) {
	if len(data) > maxFile {
		return nil, fault("", "the file is larger than a list of holidays can be: %d bytes, at most %d", len(data),
			maxFile)
	}
	if !utf8.Valid(data) {
		return nil, fault("", "the file is not UTF-8 text: export it again as iCalendar")
	}
	r := eventReader{listed: map[Date]entry{}}
	for _, line := range unfolded(string(data)) {
		if err := r.line(line); err != nil {
			return nil, err
		}
	}
	switch {
	case !r.began:
		return nil, fault("line 1", "this is no iCalendar file: it begins with BEGIN:VCALENDAR")
	case len(r.open) > 0:
		return nil, fault("", "the file ends within %s: it may be cut off", r.open[len(r.open)-1])
	case len(r.listed) == 0:
		return nil, fault("", "the file names no whole day off")
	}
	return byYear(r.listed), nil
}

// contentLine is a line of the file with what was folded into the next ones.
type contentLine struct {
	number int
	text   string
}

func unfolded(text string) (lines []contentLine) {
	text = strings.TrimPrefix(text, "\uFEFF")
	var b strings.Builder
	number := 0
	flush := func() {
		if b.Len() > 0 {
			lines = append(lines, contentLine{number, b.String()})
		}
		b.Reset()
	}
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSuffix(line, "\r")
		if b.Len() > 0 && line != "" && (line[0] == ' ' || line[0] == '\t') {
			b.WriteString(line[1:])
			continue
		}
		flush()
		number = i + 1
		b.WriteString(line)
	}
	flush()
	return lines
}

// eventReader reads events line by line.
type eventReader struct {
	began    bool
	open     []string // components that are not closed yet
	from, to Date     // of the event; to is the day after its last, zero where the file does not say
	timed    bool     // the event has a time of day, and is no day off
	name     string
	beginsAt int
	listed   map[Date]entry
}

// maxDepth is how deep components lie within each other: a calendar, an event, an alarm.
const maxDepth = 8

func (r *eventReader) line(l contentLine) error {
	place := fmt.Sprintf("line %d", l.number)
	head, value, ok := cutHead(l.text)
	if !ok {
		return fault(place, "a line of iCalendar is NAME:VALUE, and this one has no colon")
	}
	name, parameters, _ := strings.Cut(head, ";")
	name, parameters = strings.ToUpper(strings.TrimSpace(name)), strings.ToUpper(parameters)
	if !r.began && (name != "BEGIN" || !strings.EqualFold(value, "VCALENDAR")) {
		return fault(place, "this is no iCalendar file: it begins with BEGIN:VCALENDAR")
	}
	r.began = true
	switch name {
	case "BEGIN":
		return r.begin(place, l.number, strings.ToUpper(strings.TrimSpace(value)))
	case "END":
		return r.end(place, strings.ToUpper(strings.TrimSpace(value)))
	}
	if len(r.open) == 0 || r.open[len(r.open)-1] != "VEVENT" {
		return nil
	}
	switch name {
	case "SUMMARY":
		r.name = cut(unescaped(value))
	case "RRULE", "RDATE":
		return fault(place, "the event repeats by a rule; export a file that names each day")
	case "DTSTART", "DTEND":
		return r.day(place, name, parameters, strings.TrimSpace(value))
	case "DURATION":
		return fault(place, "the event has a DURATION; export a file that names first and last day")
	}
	return nil
}

func (r *eventReader) begin(place string, number int, component string) error {
	if len(r.open) == maxDepth {
		return fault(place, "components lie more than %d deep", maxDepth)
	}
	if component == "VEVENT" {
		r.from, r.to, r.timed, r.name, r.beginsAt = Date{}, Date{}, false, "", number
	}
	r.open = append(r.open, cut(component))
	return nil
}

func (r *eventReader) end(place, component string) error {
	if len(r.open) == 0 || r.open[len(r.open)-1] != cut(component) {
		return fault(place, "END:%s closes nothing that is open", cut(component))
	}
	r.open = r.open[:len(r.open)-1]
	if component != "VEVENT" || r.timed {
		return nil
	}
	place = fmt.Sprintf("line %d", r.beginsAt)
	if r.from == (Date{}) {
		return fault(place, "the event has no DTSTART")
	}
	if r.to == (Date{}) {
		r.to = r.from.Add(1)
	}
	length := r.from.Until(r.to)
	if length < 0 || length > maxEventDays {
		return fault(place, "the event lasts %d days; a holiday lasts from 1 to %d", length, maxEventDays)
	}
	for i := range max(length, 1) {
		day := r.from.Add(i)
		r.listed[day] = entry{Listed{Date: day, Name: r.name, Off: true}, r.from.Year}
	}
	if len(r.listed) > maxListed {
		return fault(place, "the file names more than %d days", maxListed)
	}
	return nil
}

// day reads a whole day; an event with a time of day is no day off.
func (r *eventReader) day(place, name, parameters, value string) error {
	if strings.Contains(value, "T") && !strings.Contains(parameters, "VALUE=DATE;") &&
		!strings.HasSuffix(parameters, "VALUE=DATE") {
		r.timed = true
		return nil
	}
	t, err := time.Parse("20060102", value)
	if err != nil || t.Year() < firstYear || t.Year() > lastYear {
		return fault(place, "%s: %q is no day from %d to %d: iCalendar writes it like 20261103", name, cut(value),
			firstYear, lastYear)
	}
	if name == "DTSTART" {
		r.from = DateOf(t, time.UTC)
	} else {
		r.to = DateOf(t, time.UTC)
	}
	return nil
}

// byYear puts listed days into the tables of their years.
func byYear(listed map[Date]entry) (list []Table) {
	years := map[int][]Listed{}
	for _, l := range listed {
		years[l.table] = append(years[l.table], l.Listed)
	}
	for year, days := range years {
		slices.SortFunc(days, func(a, b Listed) int { return b.Date.Until(a.Date) })
		list = append(list, Table{Year: year, Days: days})
	}
	slices.SortFunc(list, func(a, b Table) int { return a.Year - b.Year })
	return list
}

// cutHead takes a content line apart at its colon; one within quotes belongs to a parameter.
func cutHead(line string) (head, value string, ok bool) {
	quoted := false
	for i := range len(line) {
		switch {
		case line[i] == '"':
			quoted = !quoted
		case line[i] == ':' && !quoted:
			return line[:i], line[i+1:], true
		}
	}
	return "", "", false
}

func unescaped(s string) string {
	return strings.NewReplacer(`\n`, " ", `\N`, " ", `\,`, ",", `\;`, ";", `\\`, `\`).Replace(s)
}
