package calendar

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"orangelab.cn/rightsdesk/model"
)

// The bounds of a holiday file: what is larger is no list of holidays.
const (
	maxFile   = 1 << 20
	maxListed = 4000
	maxName   = 200 // bytes
	firstYear = 1970
	lastYear  = 2200
)

// FileError says what is wrong with a holiday file, and where: "days, entry 3".
type FileError struct {
	Place, Problem string
	Words          []model.Worded // the problem, for a window of another language
}

func (e *FileError) Error() string {
	if e.Place == "" {
		return e.Problem
	}
	return e.Place + ": " + e.Problem
}

func fault(place, problem string, a ...any) error {
	err := model.Wrong(problem, a...)
	return &FileError{place, err.Error(), model.Words(err)}
}

// holidayFile is a year in the form of the public holiday-cn tables.
type holidayFile struct {
	Year   int      `json:"year"`
	Papers []string `json:"papers"`
	Days   []struct {
		Name string `json:"name"`
		Date string `json:"date"`
		Off  *bool  `json:"isOffDay"`
	} `json:"days"`
}

// WriteHolidayCN writes a table in the form that ReadHolidayCN reads.
func WriteHolidayCN(t Table) ([]byte, error) {
	type day struct {
		Name string `json:"name"`
		Date string `json:"date"`
		Off  bool   `json:"isOffDay"`
	}
	f := struct {
		Year   int      `json:"year"`
		Papers []string `json:"papers,omitempty"`
		Days   []day    `json:"days"`
	}{Year: t.Year}
	if t.Source != "" {
		f.Papers = []string{t.Source}
	}
	for _, d := range t.Days {
		f.Days = append(f.Days, day{d.Name, d.Date.String(), d.Off})
	}
	return json.Marshal(f)
}

// dayLines are the lines of the entries of days in a table that was read.
func dayLines(data []byte) (lines []int) {
	in := json.NewDecoder(bytes.NewReader(data))
	depth, inDays := 0, false
	for {
		token, err := in.Token()
		if err != nil {
			return lines
		}
		switch token {
		case json.Delim('{'), json.Delim('['):
			if depth++; inDays && depth == 3 {
				lines = append(lines, 1+bytes.Count(data[:in.InputOffset()], []byte("\n")))
			}
		case json.Delim('}'), json.Delim(']'):
			if depth--; depth == 1 {
				inDays = false
			}
		case "days":
			inDays = inDays || depth == 1
		}
	}
}

// ReadHolidayCN reads the table of one year in the JSON form of the public holiday-cn lists: year, papers, and days
// with name, date and isOffDay. What is wrong is a *FileError that names the entry.
func ReadHolidayCN(data []byte) (Table, error) {
	if len(data) > maxFile {
		return Table{}, fault("", "the file is larger than a list of holidays can be: %d bytes, at most %d", len(data),
			maxFile)
	}
	if !utf8.Valid(data) {
		return Table{}, fault("", "the file is not UTF-8 text: take it from its source again")
	}
	var f holidayFile
	in := json.NewDecoder(bytes.NewReader(data))
	if err := in.Decode(&f); err != nil {
		return Table{}, jsonFault(data, err)
	}
	if len(bytes.TrimSpace(data[in.InputOffset():])) > 0 {
		return Table{}, fault(lineAt(data, in.InputOffset()), "something follows the end of the table: remove it")
	}
	if f.Year < firstYear || f.Year > lastYear {
		return Table{}, fault("year", "must be from %d to %d, got %d", firstYear, lastYear, f.Year)
	}
	if len(f.Days) == 0 {
		return Table{}, fault("days", "names no day: a year without any holiday is not believed")
	}
	if len(f.Days) > maxListed {
		return Table{}, fault("days", "names %d days, at most %d", len(f.Days), maxListed)
	}
	t := Table{Year: f.Year}
	if len(f.Papers) > 0 {
		t.Source = cut(f.Papers[0])
	}
	seen, lines := map[Date]bool{}, dayLines(data)
	for i, day := range f.Days {
		place := fmt.Sprintf("days, entry %d", i+1)
		if i < len(lines) {
			place = fmt.Sprintf("line %d, day %d", lines[i], i+1)
		}
		date, err := ParseDate(day.Date)
		switch {
		case err != nil:
			return Table{}, &FileError{place, "date: " + err.Error(), model.Words(err)}
		case date.Year < f.Year-1 || date.Year > f.Year+1:
			return Table{}, fault(place, "%s does not belong to the table of %d", date, f.Year)
		case seen[date]:
			return Table{}, fault(place, "%s stands in the table twice", date)
		case day.Off == nil:
			return Table{}, fault(place, "isOffDay is missing: true for a day off, false for a weekend that is worked")
		}
		seen[date] = true
		t.Days = append(t.Days, Listed{Date: date, Name: cut(day.Name), Off: *day.Off})
	}
	return t, nil
}

// jsonFault says in our words why the JSON could not be read.
func jsonFault(data []byte, err error) error {
	var kind *json.UnmarshalTypeError
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &kind):
		return fault(lineAt(data, kind.Offset), "%s holds a %s where something else is needed", cut(kind.Field),
			kind.Value)
	case errors.As(err, &syntax):
		return fault(lineAt(data, syntax.Offset), "this is not JSON from here on")
	}
	return fault(lineAt(data, int64(len(data))), "the file ends before the table does: it may be cut off")
}

// lineAt names the line of an offset.
func lineAt(data []byte, offset int64) string {
	offset = min(max(offset, 0), int64(len(data)))
	return fmt.Sprintf("line %d", 1+bytes.Count(data[:offset], []byte("\n")))
}

// cut bounds a text of a file to what a sentence can hold.
func cut(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
	if len(s) <= maxName {
		return s
	}
	end := maxName
	for !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end] + "…"
}
