package rulebook

import (
	"bytes"
	"path/filepath"
	"strings"

	"orangelab.cn/rightsdesk/model/calendar"
)

// ReadHolidays reads a file of holidays: a year in the form of the public holiday-cn lists, or an iCalendar file. The error is a
// *calendar.FileError.
func ReadHolidays(name string, data []byte) ([]calendar.Table, error) {
	if strings.EqualFold(filepath.Ext(name), ".ics") || bytes.HasPrefix(bytes.TrimPrefix(data, []byte("\uFEFF")), []byte("BEGIN:VCALENDAR")) {
		return calendar.ReadICalendar(data)
	}
	table, err := calendar.ReadHolidayCN(data)
	if err != nil {
		return nil, err
	}
	return []calendar.Table{table}, nil
}
