package calendar

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"time"
)

// The words with which a table says whether a day is off, and the heads of its columns.
var (
	offWords = map[string]bool{"off": true, "true": true, "yes": true, "1": true, "holiday": true, "休": true,
		"放假": true, "是": true,
		"work": false, "false": false, "no": false, "0": false, "workday": false, "班": false, "上班": false, "否": false}
	dateHeads = []string{"date", "day", "日期"}
)

// ReadCSV reads the days off from a table with a line for each day: the date (2027-02-05), the name of the holiday, and
// where a weekend is worked the word work in a third column. A first line of heads is left out. The tables are by year;
// a year of which the file names no day has none. What is wrong is a *FileError that names the line.
func ReadCSV(text string) ([]Table, error) {
	if len(text) > maxFile {
		return nil, fault("", "the file is larger than a list of holidays can be: %d bytes, at most %d", len(text),
			maxFile)
	}
	text = strings.TrimPrefix(text, "\uFEFF")
	comma, listed := separatorOf(text), map[Date]entry{}
	for i, line := range strings.Split(text, "\n") {
		place := fmt.Sprintf("line %d", i+1)
		row, err := fields(line, comma)
		if err != nil {
			return nil, fault(place, "a quotation mark stands here that nothing closes, or within a word")
		}
		if blank(row) || len(listed) == 0 && slices.Contains(dateHeads, strings.ToLower(row[0])) {
			continue
		}
		day, err := csvDay(place, row)
		if err != nil {
			return nil, err
		}
		if _, twice := listed[day.Date]; twice {
			return nil, fault(place, "%s stands in the table twice", day.Date)
		}
		if listed[day.Date] = (entry{day, day.Date.Year}); len(listed) > maxListed {
			return nil, fault(place, "the file names more than %d days", maxListed)
		}
	}
	if len(listed) == 0 {
		return nil, fault("", "the file names no whole day off")
	}
	return byYear(listed), nil
}

// fields takes a line apart; an empty line has none. A name of a holiday never goes over several lines.
func fields(line string, comma rune) ([]string, error) {
	in := csv.NewReader(strings.NewReader(line))
	in.Comma = comma
	rows, err := in.ReadAll()
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	for i := range rows[0] {
		rows[0][i] = strings.TrimSpace(rows[0][i])
	}
	return rows[0], nil
}

// separatorOf is what stands between the fields of the first line: a comma, a semicolon or a tab.
func separatorOf(text string) rune {
	line, _, _ := strings.Cut(text, "\n")
	for _, r := range "\t;" {
		if strings.ContainsRune(line, r) {
			return r
		}
	}
	return ','
}

func blank(row []string) bool {
	return !slices.ContainsFunc(row, func(s string) bool { return s != "" })
}

func csvDay(place string, row []string) (day Listed, err error) {
	t, err := time.Parse(time.DateOnly, row[0])
	if err != nil || t.Year() < firstYear || t.Year() > lastYear {
		return day, fault(place, "%q is no day from %d to %d: write it like 2026-11-03", cut(row[0]), firstYear,
			lastYear)
	}
	day = Listed{Date: DateOf(t, time.UTC), Off: true}
	if len(row) > 1 {
		day.Name = cut(row[1])
	}
	if len(row) > 2 && row[2] != "" {
		off, known := offWords[strings.ToLower(row[2])]
		if !known {
			return day, fault(place, "%q says neither off nor work, which the third column does", cut(row[2]))
		}
		day.Off = off
	}
	if len(row) > 3 && !blank(row[3:]) {
		return day, fault(place, "the line has more than date, name and off or work")
	}
	return day, nil
}

// IsCSV reports whether data may be a table of lines: its first byte opens neither JSON nor iCalendar.
func IsCSV(data []byte) bool {
	data = bytes.TrimSpace(bytes.TrimPrefix(data, []byte("\uFEFF")))
	return len(data) > 0 && data[0] != '{' && data[0] != '[' && !bytes.HasPrefix(data, []byte("BEGIN:"))
}
