package calendar_test

import (
	"errors"
	"os"
	"reflect"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/model/calendar"
)

func TestATableOfHolidaysIsRead(t *testing.T) {
	data, err := os.ReadFile("../../assets/holidays/cn-2026.json")
	if err != nil {
		t.Fatal(err)
	}
	table, err := calendar.ReadHolidayCN(data)
	if err != nil || table.Year != 2026 || !strings.HasPrefix(table.Source, "https://www.gov.cn/") {
		t.Fatalf("%+v, %v", table, err)
	}
	off, worked := 0, 0
	for _, d := range table.Days {
		if d.Off {
			off++
		} else {
			worked++
		}
	}
	if off != 33 || worked != 6 {
		t.Errorf("%d days off and %d worked, want 33 and 6", off, worked)
	}
}

func TestAFaultyTableIsRefusedWithItsPlace(t *testing.T) {
	for name, tt := range map[string]struct{ data, place, problem string }{
		"no JSON":         {"{\n\"year\": 2026,\n\"days\": [oops]}", "line 3", "not JSON"},
		"cut off":         {"{\"year\": 2026,\n\"days\": [", "line 2", "cut off"},
		"a year of words": {`{"year": "2026"}`, "line 1", "year holds a string"},
		"no year":         {`{"days": [{"date": "2026-01-01", "isOffDay": true}]}`, "year", "from 1970"},
		"no days":         {`{"year": 2026, "days": []}`, "days", "names no day"},
		"no such day": {
			`{"year": 2026, "days": [{"date": "2026-01-01", "isOffDay": true}, {"date": "2026-02-30", "isOffDay": true}]}`, "line 1, day 2", "2026-02-30"},
		"another year": {`{"year": 2026, "days": [{"date": "2031-01-01", "isOffDay": true}]}`, "line 1, day 1",
			"does not belong"},
		"a day twice": {
			`{"year": 2026, "days": [{"date": "2026-01-01", "isOffDay": true}, {"date": "2026-01-01", "isOffDay": false}]}`, "line 1, day 2", "twice"},
		"off or not is unsaid": {`{"year": 2026, "days": [{"date": "2026-01-01"}]}`, "line 1, day 1", "isOffDay"},
		"more after the end": {`{"year": 2026, "days": [{"date": "2026-01-01", "isOffDay": true}]} {}`, "line 1",
			"follows the end"},
		"not text":       {"\xff\xfe{", "", "UTF-8"},
		"much too large": {strings.Repeat(" ", 1<<20+1), "", "larger"},
	} {
		_, err := calendar.ReadHolidayCN([]byte(tt.data))
		refused(t, name, err, tt.place, tt.problem)
	}
}

func refused(t *testing.T, name string, err error, place, problem string) {
	t.Helper()
	var f *calendar.FileError
	if !errors.As(err, &f) || f.Place != place || !strings.Contains(f.Problem, problem) {
		t.Errorf("%s: %v, want %q at %q", name, err, problem, place)
	}
}

const bankHolidays = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//gov//EN\r\n" +
	"BEGIN:VEVENT\r\nDTEND;VALUE=DATE:20261226\r\nDTSTART;VALUE=DATE:20261225\r\nSUMMARY:Christmas\r\n  Day\r\nEND:VEVENT\r\n" +
	"BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270103\r\nSUMMARY:Turn\\, of the year\r\nBEGIN:VALARM\r\nTRIGGER:-PT30M\r\nEND:VALARM\r\nEND:VEVENT\r\n" +
	"BEGIN:VEVENT\r\nDTSTART:20260704T090000Z\r\nSUMMARY:A meeting\r\nEND:VEVENT\r\n" +
	"BEGIN:VEVENT\r\nDTSTART:20270329\r\nSUMMARY:Easter Monday\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"

func TestPublicHolidaysAreReadFromICalendar(t *testing.T) {
	tables, err := calendar.ReadICalendar([]byte(bankHolidays))
	if err != nil || len(tables) != 2 || tables[0].Year != 2026 || tables[1].Year != 2027 {
		t.Fatalf("%+v, %v", tables, err)
	}
	var got []string
	for _, table := range tables {
		for _, d := range table.Days {
			got = append(got, d.Date.String()+" "+d.Name)
		}
	}
	want :=
		"2026-12-25 Christmas Day, 2026-12-31 Turn, of the year, 2027-01-01 Turn, of the year, 2027-01-02 Turn, of the year, 2027-03-29 Easter Monday"
	if strings.Join(got, ", ") != want {
		t.Errorf("got  %s\nwant %s", strings.Join(got, ", "), want)
	}
}

func TestAFaultyICalendarIsRefusedWithItsLine(t *testing.T) {
	in := func(lines ...string) string {
		return "BEGIN:VCALENDAR\nBEGIN:VEVENT\n" + strings.Join(lines, "\n") + "\nEND:VEVENT\nEND:VCALENDAR\n"
	}
	for name, tt := range map[string]struct{ data, place, problem string }{
		"empty":                  {"", "line 1", "no iCalendar"},
		"another file":           {"<html>\n", "line 1", "no colon"},
		"no calendar":            {"BEGIN:VCARD\n", "line 1", "no iCalendar"},
		"no such day":            {in("DTSTART;VALUE=DATE:20260230"), "line 3", "is no day"},
		"a day before all years": {in("DTSTART;VALUE=DATE:00010101"), "line 3", "is no day"},
		"no colon":               {in("DTSTART;VALUE=DATE"), "line 3", "no colon"},
		"a rule":                 {in("DTSTART;VALUE=DATE:20260101", "RRULE:FREQ=DAILY"), "line 4", "repeats"},
		"no start":               {in("SUMMARY:x"), "line 2", "no DTSTART"},
		"a year long": {in("DTSTART;VALUE=DATE:20260101", "DTEND;VALUE=DATE:20270101"), "line 2",
			"365 days"},
		"backwards":           {in("DTSTART;VALUE=DATE:20260102", "DTEND;VALUE=DATE:20260101"), "line 2", "-1 days"},
		"cut off":             {"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20260101\n", "", "cut off"},
		"crossed":             {"BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR\n", "line 3", "closes nothing"},
		"deep":                {"BEGIN:VCALENDAR\n" + strings.Repeat("BEGIN:X\n", 9), "line 9", "deep"},
		"only meetings":       {in("DTSTART:20260101T080000Z"), "", "no whole day"},
		"not text":            {"BEGIN:VCALENDAR\n\xff", "", "UTF-8"},
		"a quote without end": {in(`DTSTART;X="a:20260101`), "line 3", "no colon"},
	} {
		_, err := calendar.ReadICalendar([]byte(tt.data))
		refused(t, name, err, tt.place, tt.problem)
	}
}

// A file of any bytes is a table or a refusal, and what is read can be counted by.
func FuzzHolidayFile(f *testing.F) {
	f.Add([]byte(bankHolidays))
	f.Add([]byte("date,name,off\n2027-01-01,\"New Year\",off\n2027-02-20,春节,班"))
	f.Add([]byte(`{"year": 2026, "papers": ["x"], "days": [{"name": "n", "date": "2026-01-01", "isOffDay": true}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var file *calendar.FileError
		table, err := calendar.ReadHolidayCN(data)
		if err != nil && !errors.As(err, &file) {
			t.Fatalf("no sentence of ours: %v", err)
		}
		tables, err := calendar.ReadICalendar(data)
		if err != nil && !errors.As(err, &file) {
			t.Fatalf("no sentence of ours: %v", err)
		}
		lines, err := calendar.ReadCSV(string(data))
		if err != nil && !errors.As(err, &file) {
			t.Fatalf("no sentence of ours: %v", err)
		}
		for _, d := range append(append(tables, table), lines...) {
			if len(d.Days) == 0 {
				continue
			}
			if !china(t).With(d).Known(d.Year) {
				t.Fatalf("the table of %d is not known", d.Year)
			}
			written, err := calendar.WriteHolidayCN(d)
			if err != nil {
				t.Fatal(err)
			}
			if again, err := calendar.ReadHolidayCN(written); err != nil || len(again.Days) != len(d.Days) {
				t.Fatalf("what was read cannot be kept: %v", err)
			}
		}
	})
}

func TestATableOfLinesIsRead(t *testing.T) {
	for name, text := range map[string]string{
		"commas":     "date,name,off\n2027-01-01,New Year,off\n2027-12-27,\"Christmas, in lieu\"\n\n2028-01-03,New Year\n",
		"semicolons": "\uFEFF日期;名称\r\n2027-01-01;New Year\r\n2027-12-27;Christmas, in lieu;休\r\n2028-01-03;New Year\r\n",
		"tabs":       "2027-01-01\tNew Year\n2027-12-27\tChristmas, in lieu\n2028-01-03\tNew Year",
	} {
		tables, err := calendar.ReadCSV(text)
		if err != nil || len(tables) != 2 || tables[0].Year != 2027 || len(tables[0].Days) != 2 ||
			tables[0].Days[1].Name != "Christmas, in lieu" || !tables[0].Days[1].Off ||
			tables[1].Days[0].Date.String() != "2028-01-03" {
			t.Errorf("%s: %+v, %v", name, tables, err)
		}
	}
	tables, err := calendar.ReadCSV("2027-02-20,春节,班\n2027-02-06,春节,休\n")
	if err != nil || len(tables) != 1 || !tables[0].Days[0].Off || tables[0].Days[1].Off {
		t.Errorf("a worked weekend: %+v, %v", tables, err)
	}
}

func TestAFaultyTableOfLinesIsRefusedWithItsLine(t *testing.T) {
	for name, tt := range map[string]struct{ data, place, problem string }{
		"no such day":    {"date,name\n2027-02-30,x", "line 2", "no day from 1970"},
		"a day twice":    {"2027-01-01,x\n2027-01-01,y", "line 2", "twice"},
		"another word":   {"2027-01-01,x,maybe", "line 1", "neither off nor work"},
		"an open quote":  {"2027-01-01,x\n\n2027-01-02,\"y", "line 3", "quotation mark"},
		"too much":       {"2027-01-01,x,off,=cmd()", "line 1", "more than date"},
		"heads alone":    {"date,name\n", "", "no whole day"},
		"a head further": {"2027-01-01,x\ndate,name", "line 2", "no day from 1970"},
		"far away":       {"9999-01-01", "line 1", "no day from 1970"},
		"much too large": {strings.Repeat(" ", 1<<20+1), "", "larger"},
	} {
		_, err := calendar.ReadCSV(tt.data)
		refused(t, name, err, tt.place, tt.problem)
	}
}

func TestATableIsWrittenAsItIsRead(t *testing.T) {
	data, err := os.ReadFile("../../assets/holidays/cn-2026.json")
	if err != nil {
		t.Fatal(err)
	}
	table, err := calendar.ReadHolidayCN(data)
	if err != nil {
		t.Fatal(err)
	}
	written, err := calendar.WriteHolidayCN(table)
	if err != nil {
		t.Fatal(err)
	}
	again, err := calendar.ReadHolidayCN(written)
	if err != nil || !reflect.DeepEqual(again, table) {
		t.Errorf("%+v, %v", again, err)
	}
}
