package intake

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/app/charset"
	"orangelab.cn/rightsdesk/app/source/value"
	"orangelab.cn/rightsdesk/model"
)

// MaxFile is the largest file that is read, in bytes.
const MaxFile = 32 << 20

// Problem is a record that could not be taken in, and why.
type Problem struct {
	File string
	Line int   // 1 for the first line; 0 where the whole file is meant
	Err  error // a Reason or *FieldError, or several joined
	// rest is the record without what is wrong with it; nil where that is no request.
	rest *Submission
}

func (p Problem) String() string {
	if p.Line == 0 {
		return p.File + ": " + oneLine(p.Err)
	}
	return fmt.Sprintf("%s:%d: %s", p.File, p.Line, oneLine(p.Err))
}

// Trust is what formats are checked and read against.
type Trust struct {
	BusinessID string
	Agents     []model.DRPAgent
	Now        time.Time
	// Zone is where times without a zone are meant; China's where nil.
	Zone *time.Location
}

func (t Trust) zone() *time.Location {
	if t.Zone == nil {
		return shanghai
	}
	return t.Zone
}

// shanghai reads times that name no zone; China has no summer time.
var shanghai = time.FixedZone("UTC+8", 8*60*60)

// file is a file as the readers see it.
type file struct {
	name string // without folders
	data []byte
	text string // data as text; empty before it is decoded
	as   As
}

// As is how staff say that a file is to be read, where they know better than the file tells; the zero value lets it tell.
type As struct {
	// Encoding is one of charset.Encodings; empty: the one that is recognised.
	Encoding string
	// Zone is where times without a zone are meant, as ZoneNamed reads it; empty: in the desk's.
	Zone string
	// Columns says of columns of a CSV file, from 0, what they are read as: a column of the template, KeptInText or NotTaken.
	Columns map[int]string
	// NoHead says that the first line of a CSV file is a record already.
	NoHead bool
}

// reading is a file as it is read: a record at a time, so that a reader holds one and whoever asked for them decides which are kept.
type reading struct {
	each     func(Submission)
	problem  func(Problem)
	records  int // and what cannot be read
	encoding string
	columns  []Column
	comma    string
	head     int
	text     string
	starts   map[int]int
}

func (r *reading) take(s Submission) {
	r.records++
	r.each(s)
}

func (r *reading) fail(p Problem) {
	r.records++
	r.problem(p)
}

// full reports whether no more records are read, and names the line where the rest begins.
func (r *reading) full(line int) bool {
	if r.records < maxRecords {
		return false
	}
	r.problem(tooMany(line))
	return true
}

// reader reads one format: the submissions it holds and the records it cannot read.
type reader struct {
	name string
	// is reports whether a file looks like the format.
	is   func(f file) bool
	read func(f file, t Trust, r *reading)
}

// mails are read as bytes, since each of their parts has an encoding of its own.
var mails = reader{"e-mail", isMail, readMails}

// readers are the formats of text in the order they are tried; a new one is one line.
var readers = []reader{
	{"CSV", isCSV, readCSV},
	{"OpenDSR", isOpenDSR, readOpenDSR},
	{"Data Rights Protocol", isDRP, readDRP},
}

// maxRecords is how many records of one file are read.
const maxRecords = 50_000

func tooMany(line int) Problem {
	return Problem{Line: line, Err: because("the file holds more than {{.A}} records, and from this line on none was read or taken in: save the part from here as a file of its own, with the first line of this one above it where that names the columns, in square brackets where it is a JSON list", maxRecords)}
}

// Contents is what a file holds before any of it is taken in.
type Contents struct {
	File string
	// Encoding is the name of the encoding its text is in; empty where it could not be told.
	Encoding string
	// Format is the name of the format; empty where it is none that is read here.
	Format string
	// Columns and Comma are those of a CSV file.
	Columns []Column
	Comma   string
	// Head is the line of a CSV file that names its columns.
	Head        int
	Submissions []Submission
	Problems    []Problem
	data        []byte      // as it came
	text        string      // of a table
	starts      map[int]int // where in it a record begins, by its line
}

// ReadFile reads every record of a file. Good records come back beside the problems of the broken ones.
func ReadFile(name string, data []byte, t Trust) ([]Submission, []Problem) {
	c := Read(name, data, t)
	return c.Submissions, c.Problems
}

// Read reads a file without taking anything in.
func Read(name string, data []byte, t Trust) Contents { return ReadAs(name, data, t, As{}) }

// ReadAs is Read for a file of which staff say how it is to be read.
func ReadAs(name string, data []byte, t Trust, as As) Contents {
	var subs []Submission
	var problems []Problem
	c := readEach(name, data, t, as, func(s Submission) { subs = append(subs, s) }, func(p Problem) { problems = append(problems, p) })
	slices.SortStableFunc(problems, func(a, b Problem) int { return cmp.Compare(a.Line, b.Line) })
	c.data, c.Submissions, c.Problems = data, subs, problems
	return c
}

// readEach is ReadAs, and hands the records over one by one in place of holding them.
func readEach(name string, data []byte, t Trust, as As, each func(Submission), problem func(Problem)) Contents {
	f := file{name: filepath.Base(name), data: data, as: as}
	c := Contents{File: f.name}
	r := reading{problem: func(p Problem) {
		p.File = f.name
		problem(p)
	}}
	r.each = func(s Submission) {
		var doubts []Doubt
		s.Subject, doubts = withoutPlaceholders(s.Subject)
		s.Doubts = append(s.Doubts, doubts...)
		if err := s.Check(t.Now); err != nil {
			r.problem(Problem{Line: s.Line, Err: err, rest: withoutFields(s, err, t.Now)})
			return
		}
		s.Doubts = append(s.Doubts, doubtsOf(s, t.Now)...)
		each(s)
	}
	zone, err := ZoneNamed(as.Zone)
	if zone != nil {
		t.Zone = zone
	}
	if err == nil {
		err = c.pick(&f, t, &r)
	}
	c.Encoding, c.Columns, c.Comma, c.Head, c.text, c.starts = firstOf(r.encoding, c.Encoding), r.columns, r.comma, r.head, r.text, r.starts
	if err == nil && r.records == 0 {
		err = because("is {{.A}} and holds no record", c.Format)
	}
	if err != nil {
		r.problem(Problem{Err: err})
	}
	return c
}

func firstOf(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}

// pick reads a file by the first format that it looks like.
func (c *Contents) pick(f *file, t Trust, r *reading) error {
	if len(f.data) > MaxFile {
		return because("is larger than {{.A}} MiB: split it", MaxFile>>20)
	}
	if len(bytes.TrimSpace(f.data)) == 0 {
		return because("is empty")
	}
	if err := foreign(f.data); err != nil {
		return err
	}
	if mails.is(*f) {
		c.Format = mails.name
		mails.read(*f, t, r)
		return nil
	}
	text, encoding, err := charset.Decode(f.data)
	if f.as.Encoding != "" {
		text, encoding, err = charset.DecodeIn(f.data, f.as.Encoding)
	}
	if err != nil {
		return undecided(err)
	}
	c.Encoding, f.text = encoding, text
	if strings.TrimSpace(text) == "" {
		return because("is empty")
	}
	f.data = nil // the text is all that is read from here on
	for _, format := range readers {
		if format.is(*f) {
			c.Format = format.name
			format.read(*f, t, r)
			return nil
		}
	}
	return because("is none of the formats read here: OpenDSR or Data Rights Protocol JSON, CSV by the template, or .eml")
}

// undecided is why text of an unknown encoding is not read.
func undecided(err error) error {
	var e *charset.Error
	if errors.As(err, &e) && len(e.Seems) == 0 && e.Declared != "" {
		return because("is not whole text in {{.A}}: some bytes are no character of it, as where a file was cut off", e.Declared)
	}
	if !errors.As(err, &e) || len(e.Seems) == 0 {
		return because("is text in an encoding that cannot be told, or no text at all: save it as UTF-8")
	}
	if e.Broken > 0 {
		return because("is in {{.A}} but for bytes on line {{.B}} that are not, as where a file was cut off or put together from two: have it saved again as UTF-8", e.Seems[0], e.Broken)
	}
	if len(e.Seems) > 1 {
		return because("may be in {{.A}} or in {{.B}}, and reads differently in each: save it as UTF-8", e.Seems[0], e.Seems[1])
	}
	return because("seems to be in {{.A}}, which is not certain enough to read: save it as UTF-8", e.Seems[0])
}

// foreigners are the files that people drop here instead of one that can be read, by how they begin.
var foreigners = []struct {
	begins string
	err    Reason
}{
	{"PK\x03\x04", because("is a workbook or an archive: save the sheet as “CSV UTF-8”, or take the files out of the archive")},
	{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", because("is an old workbook or an Outlook message (.xls, .msg): save it as “CSV UTF-8”, or the mail as .eml")},
	{"{\\rtf", because("is a document of a word processor: copy the request out of it by hand and keep the file with it")},
	{"%PDF-", because("is a PDF: type the request in by hand and keep the file with it")},
}

func foreign(data []byte) error {
	begin := strings.ToLower(strings.TrimSpace(string(bytes.TrimPrefix(data[:min(len(data), 512)], []byte("\xef\xbb\xbf")))))
	if strings.HasPrefix(begin, "<!doctype html") || strings.HasPrefix(begin, "<html") || strings.HasPrefix(begin, "<table") || strings.HasPrefix(begin, "<?xml") {
		return because("is a web page or XML, as some programs save a sheet: open it there and save it as “CSV UTF-8”")
	}
	for _, f := range foreigners {
		if bytes.HasPrefix(data, []byte(f.begins)) {
			return f.err
		}
	}
	return nil
}

func oneLine(err error) string { return strings.ReplaceAll(err.Error(), "\n", "; ") }

// ReadPath reads a file up to the largest size that is taken in, and one byte more, so that a larger one shows.
func ReadPath(path string) ([]byte, error) {
	// What is no file, such as a pipe that nobody writes to, would be waited for without end.
	info, err := os.Stat(path)
	if err == nil && !info.Mode().IsRegular() {
		return nil, because("{{.A}} is no file of requests but a folder, a device or a pipe", filepath.Base(path))
	}
	var f *os.File
	if err == nil {
		f, err = os.Open(path)
	}
	if err != nil {
		return nil, fmt.Errorf("%s cannot be opened: %s", path, value.FileReason(err))
	}
	defer f.Close()
	// With room for all of it from the start, since a buffer that grows is held twice.
	data := bytes.NewBuffer(make([]byte, 0, min(info.Size(), MaxFile)+bytes.MinRead+1))
	if _, err := data.ReadFrom(io.LimitReader(f, MaxFile+1)); err != nil {
		return nil, fmt.Errorf("%s cannot be read: %s", path, value.FileReason(err))
	}
	return data.Bytes(), nil
}
