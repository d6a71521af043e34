package record

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"orangelab.cn/rightsdesk/model"
)

// Problem is a record that could not be taken in, and why.
type Problem struct {
	File string
	Line int   // 1 for the first line; 0 where the whole file is meant
	Err  error // a Reason or *FieldError, or several joined
	// Rest is the record without what is wrong with it; nil where that is no request.
	Rest *Submission
	// Left is the record as far as it can be read, also where that is no request before somebody types the rest; nil
	// where nothing can.
	Left *Submission
}

// Failed is the problem of a record with what can be read of it.
func Failed(s Submission, err error, now time.Time) Problem {
	p := Problem{Line: s.Line, Err: err, Left: leftOf(s, err)}
	if p.Rest = WithoutFields(s, err, now); p.Rest != nil {
		p.Left = p.Rest
	}
	return p
}

// String returns the problem in English, behind its file and line.
func (p Problem) String() string {
	if p.Line == 0 {
		return p.File + ": " + OneLine(p.Err)
	}
	return fmt.Sprintf("%s:%d: %s", p.File, p.Line, OneLine(p.Err))
}

// Trust is what formats are checked and read against.
type Trust struct {
	BusinessID string
	Agents     []model.DRPAgent
	Now        time.Time
	// Zone is where times without a zone are meant; China's where nil.
	Zone *time.Location
	// Done is closed where nobody waits for what is read any more; nil: somebody always does.
	Done <-chan struct{}
}

// Location returns where times without a zone are meant.
func (t Trust) Location() *time.Location {
	if t.Zone == nil {
		return shanghai
	}
	return t.Zone
}

// shanghai reads times that name no zone; China has no summer time.
var shanghai = time.FixedZone("UTC+8", 8*60*60)

// File is a file as the readers see it.
type File struct {
	Name string // without folders
	Data []byte
	Text string // data as text; empty before it is decoded
	// Rows tells that the text was a sheet: a record is a row of it, whatever line breaks its cells hold.
	Rows bool
	As   As
}

// As is how staff say that a file is to be read, where they know better than the file tells; the zero value lets it
// tell.
type As struct {
	// Encoding is one of charset.Encodings; empty: the one that is recognised.
	Encoding string
	// Zone is where times without a zone are meant, as ZoneNamed reads it; empty: in the desk's.
	Zone string
	// Columns says of columns of a CSV file, from 0, what they are read as: a column of the template, KeptInText or
	// NotTaken.
	Columns map[int]string
	// NoHead says that the first line of a CSV file is a record already.
	NoHead bool
}

// Reading is a file as it is read: a record at a time, so that a reader holds one and whoever asked for them decides
// which are kept.
type Reading struct {
	Each     func(Submission)
	Problem  func(Problem)
	Records  int // and what cannot be read
	Encoding string
	Columns  []Column
	Comma    string
	Head     int
	Text     string
	Starts   map[int]int
	Done     <-chan struct{} // see Trust
	looked   int             // bytes of texts that were looked through so far
}

// Take hands a record over.
func (r *Reading) Take(s Submission) {
	r.Records++
	r.Each(s)
}

// Fail hands over what cannot be read.
func (r *Reading) Fail(p Problem) {
	r.Records++
	r.Problem(p)
}

// Full reports whether no more records are read, and names the line where the rest begins.
func (r *Reading) Full(line int) bool {
	select {
	case <-r.Done:
		return true
	default:
	}
	switch {
	case r.Records >= maxRecords:
		r.Problem(tooMany(line))
	case r.looked >= allTexts:
		r.Problem(tooLong(line))
	default:
		return false
	}
	return true
}

// What the texts of a file ask for is looked for by hundreds of expressions, at some 200 KB a second. So that no file
// costs minutes, they are looked through whole as far as wholeTexts, in bytes, then at the first eachText of each; a
// file whose texts come to allTexts is one to be split.
const (
	wholeTexts = 1 << 20
	eachText   = 1200
	allTexts   = 3 << 20
)

// Sight returns how many bytes of the next text are looked through for what it asks for.
func (r *Reading) Sight() int { return max(wholeTexts-r.looked, eachText) }

// Looked takes note of how many bytes of a text were looked through.
func (r *Reading) Looked(n int) { r.looked += n }

// Begin returns as much of a text as is looked through for what it asks for, and says in the record that there is more.
func (r *Reading) Begin(s *Submission, text string) string {
	if n := r.Sight(); len(text) > n {
		text = strings.ToValidUTF8(text[:n], "")
		s.Doubt(Doubtful("kind",
			"only its first {{.A}} characters were looked through for what is asked, since the file is long: read the rest",
			utf8.RuneCountInString(text)))
	}
	r.Looked(len(text))
	return text
}

// maxRecords is how many records of one file are read.
const maxRecords = 50_000

func tooMany(line int) Problem {
	return Problem{Line: line,
		Err: Because("the file holds more than {{.A}} records, and from this line on none was read or taken in: save the part from here as a file of its own, with the first line of this one above it where that names the columns, in square brackets where it is a JSON list", maxRecords)}
}

func tooLong(line int) Problem {
	return Problem{Line: line,
		Err: Because("the texts of the file are longer than is looked through, and from this line on none was read or taken in: save the part from here as a file of its own, with the first line of this one above it where that names the columns")}
}

// OneLine returns an error’s text in one line.
func OneLine(err error) string { return strings.ReplaceAll(err.Error(), "\n", "; ") }
