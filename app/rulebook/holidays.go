package rulebook

import (
	"bytes"
	"errors"
	"path/filepath"
	"strings"

	"orangelab.cn/rightsdesk/app/charset"
	"orangelab.cn/rightsdesk/model/calendar"
)

// ReadHolidays reads a file of holidays: a year in the form of the public holiday-cn lists, an iCalendar file, or a
// table of lines (CSV) with date, name, and off or work. The error is a *calendar.FileError.
func ReadHolidays(name string, data []byte) ([]calendar.Table, error) {
	tables, err := readHolidays(name, data)
	for _, t := range tables {
		err = errors.Join(err, t.Check())
	}
	if err != nil {
		return nil, err
	}
	return tables, nil
}

func readHolidays(name string, data []byte) ([]calendar.Table, error) {
	ext := strings.ToLower(filepath.Ext(name))
	switch {
	case ext == ".ics" || bytes.HasPrefix(bytes.TrimPrefix(data, []byte("\uFEFF")), []byte("BEGIN:VCALENDAR")):
		return calendar.ReadICalendar(data)
	case ext == ".csv" || ext == ".txt" || ext == "" && calendar.IsCSV(data):
		text, _, err := charset.Decode(data)
		if unsure := (*charset.Error)(nil); errors.As(err, &unsure) {
			return nil, &calendar.FileError{Problem: "the encoding of the file is not certain: save the table as UTF-8"}
		} else if err != nil {
			return nil, err
		}
		return calendar.ReadCSV(text)
	}
	table, err := calendar.ReadHolidayCN(data)
	if err != nil {
		return nil, err
	}
	return []calendar.Table{table}, nil
}
