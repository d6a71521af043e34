package intake

import (
	"bytes"
	"cmp"
	"errors"
	"path/filepath"
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/charset"
	"orangelab.cn/rightsdesk/app/intake/mail"
	"orangelab.cn/rightsdesk/app/intake/protocol"
	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/app/intake/sheet"
	"orangelab.cn/rightsdesk/app/intake/workbook"
)

// MaxFile is the largest file that is read, in bytes.
const MaxFile = 32 << 20

// reader reads one format: the submissions it holds and the records it cannot read.
type reader struct {
	name string
	// is reports whether a file looks like the format.
	is   func(f record.File) bool
	read func(f record.File, t record.Trust, r *record.Reading)
}

// mails are read as bytes, since each of their parts has an encoding of its own.
var mails = reader{"e-mail", mail.IsMail, mail.ReadMails}

// readers are the formats of text in the order they are tried; a new one is one line.
var readers = []reader{
	{"CSV", sheet.IsCSV, sheet.ReadCSV},
	{"OpenDSR", protocol.IsOpenDSR, protocol.ReadOpenDSR},
	{"Data Rights Protocol", protocol.IsDRP, protocol.ReadDRP},
}

// Contents is what a file holds before any of it is taken in.
type Contents struct {
	File string
	// Encoding is the name of the encoding its text is in; empty where it could not be told.
	Encoding string
	// Format is the name of the format; empty where it is none that is read here.
	Format string
	// Columns and Comma are those of a CSV file.
	Columns []record.Column
	Comma   string
	// Head is the line of a CSV file that names its columns.
	Head        int
	Submissions []record.Submission
	Problems    []record.Problem
	data        []byte      // as it came
	text        string      // of a table
	starts      map[int]int // where in it a record begins, by its line
}

// ReadFile reads every record of a file. Good records come back beside the problems of the broken ones.
func ReadFile(name string, data []byte, t record.Trust) ([]record.Submission, []record.Problem) {
	c := Read(name, data, t)
	return c.Submissions, c.Problems
}

// Read reads a file without taking anything in.
func Read(name string, data []byte, t record.Trust) Contents {
	return ReadAs(name, data, t, record.As{})
}

// ReadAs is Read for a file of which staff say how it is to be read.
func ReadAs(name string, data []byte, t record.Trust, as record.As) Contents {
	var subs []record.Submission
	var problems []record.Problem
	c := readEach(name, data, t, as, func(s record.Submission) { subs = append(subs, s) },
		func(p record.Problem) { problems = append(problems, p) })
	slices.SortStableFunc(problems, func(a, b record.Problem) int { return cmp.Compare(a.Line, b.Line) })
	c.data, c.Submissions, c.Problems = data, subs, problems
	return c
}

// readEach is ReadAs, and hands the records over one by one in place of holding them.
func readEach(name string, data []byte, t record.Trust, as record.As, each func(record.Submission),
	problem func(record.Problem)) Contents {
	f := record.File{Name: filepath.Base(name), Data: data, As: as}
	c := Contents{File: f.Name}
	r := record.Reading{Done: t.Done, Problem: func(p record.Problem) {
		p.File = f.Name
		problem(p)
	}}
	r.Each = func(s record.Submission) {
		var doubts []record.Doubt
		s.Subject, doubts = record.WithoutPlaceholders(s.Subject)
		s.Doubts = append(s.Doubts, doubts...)
		if err := s.Check(t.Now); err != nil {
			r.Problem(record.Failed(s, err, t.Now))
			return
		}
		s.Doubts = append(s.Doubts, record.DoubtsOf(s, t.Now)...)
		each(s)
	}
	zone, err := record.ZoneNamed(as.Zone)
	if zone != nil {
		t.Zone = zone
	}
	if err == nil {
		err = c.pick(&f, t, &r)
	}
	c.Encoding, c.Columns, c.Comma, c.Head, c.text, c.starts = cmp.Or(r.Encoding,
		c.Encoding), r.Columns, r.Comma, r.Head, r.Text, r.Starts
	if err == nil && r.Records == 0 {
		err = record.Because("is {{.A}} and holds no record", c.Format)
	}
	if err != nil {
		r.Problem(record.Problem{Err: err})
	}
	return c
}

// pick reads a file by the first format that it looks like.
func (c *Contents) pick(f *record.File, t record.Trust, r *record.Reading) error {
	if len(f.Data) > MaxFile {
		return record.Because("is larger than {{.A}} MiB: split it", MaxFile>>20)
	}
	if len(bytes.TrimSpace(f.Data)) == 0 {
		return record.Because("is empty")
	}
	if workbook.Is(f.Data) {
		return c.sheet(f, t, r)
	}
	if err := foreign(f.Data); err != nil {
		return err
	}
	if mails.is(*f) {
		c.Format = mails.name
		mails.read(*f, t, r)
		return nil
	}
	text, encoding, err := charset.Decode(f.Data)
	if f.As.Encoding != "" {
		text, encoding, err = charset.DecodeIn(f.Data, f.As.Encoding)
	}
	if err != nil {
		return undecided(err)
	}
	c.Encoding, f.Text = encoding, text
	if strings.TrimSpace(text) == "" {
		return record.Because("is empty")
	}
	f.Data = nil // the text is all that is read from here on
	for _, format := range readers {
		if format.is(*f) {
			c.Format = format.name
			format.read(*f, t, r)
			return nil
		}
	}
	return record.Because(
		"is none of the formats read here: OpenDSR or Data Rights Protocol JSON, CSV or .xlsx by the template, or .eml")
}

// sheet reads the first sheet of a workbook that holds anything; that there are others is said.
func (c *Contents) sheet(f *record.File, t record.Trust, r *record.Reading) error {
	table, err := workbook.Read(f.Data)
	if err != nil {
		return err
	}
	c.Format, c.Encoding, f.Data, f.Text, f.Rows = "XLSX", "UTF-8", nil, table.CSV(), true
	sheet.ReadCSV(*f, t, r)
	for _, doubt := range table.Doubts {
		r.Problem(record.Problem{Err: doubt})
	}
	if len(table.Others) > 0 {
		r.Problem(
			record.Problem{
				Err: record.Because(
					"holds more than the sheet {{.A}}, which was read: save {{.B}} as files of their own", table.Sheet,
					strings.Join(table.Others, ", "))})
	}
	return nil
}

// undecided is why text of an unknown encoding is not read.
func undecided(err error) error {
	var e *charset.Error
	if errors.As(err, &e) && len(e.Seems) == 0 && e.Declared != "" {
		return record.Because(
			"is not whole text in {{.A}}: some bytes are no character of it, as where a file was cut off", e.Declared)
	}
	if !errors.As(err, &e) || len(e.Seems) == 0 {
		return record.Because("is text in an encoding that cannot be told, or no text at all: save it as UTF-8")
	}
	if e.Broken > 0 {
		return record.Because("is in {{.A}} but for bytes on line {{.B}} that are not, as where a file was cut off or put together from two: have it saved again as UTF-8", e.Seems[0], e.Broken)
	}
	if len(e.Seems) > 1 {
		return record.Because("may be in {{.A}} or in {{.B}}, and reads differently in each: save it as UTF-8",
			e.Seems[0], e.Seems[1])
	}
	return record.Because("seems to be in {{.A}}, which is not certain enough to read: save it as UTF-8", e.Seems[0])
}

// foreigners are the files that people drop here instead of one that can be read, by how they begin.
var foreigners = []struct {
	begins string
	err    record.Reason
}{
	{"PK\x03\x04",
		record.Because("is an archive or a document of an office program: take the files out of it, or save a sheet as .xlsx or “CSV UTF-8”")},
	{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
		record.Because("is an old workbook, one with a password, or an Outlook message (.xls, .msg): save it as .xlsx without a password, or the mail as .eml")},
	{"{\\rtf",
		record.Because(
			"is a document of a word processor: copy the request out of it by hand and keep the file with it")},
	{"%PDF-", record.Because("is a PDF: type the request in by hand and keep the file with it")},
}

func foreign(data []byte) error {
	begin := strings.ToLower(
		strings.TrimSpace(string(bytes.TrimPrefix(data[:min(len(data), 512)], []byte("\xef\xbb\xbf")))))
	if strings.HasPrefix(begin, "<!doctype html") || strings.HasPrefix(begin, "<html") ||
		strings.HasPrefix(begin, "<table") || strings.HasPrefix(begin, "<?xml") {
		return record.Because(
			"is a web page or XML, as some programs save a sheet: open it there and save it as “CSV UTF-8”")
	}
	for _, f := range foreigners {
		if bytes.HasPrefix(data, []byte(f.begins)) {
			return f.err
		}
	}
	return nil
}

// ReadPath reads a file up to the largest size that is taken in, and one byte more, so that a larger one shows.
func ReadPath(path string) ([]byte, error) {
	return record.ReadPath(path, MaxFile,
		record.Because("{{.A}} is no file of requests but a folder, a device or a pipe", filepath.Base(path)))
}
