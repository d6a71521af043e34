package record

import (
	"fmt"
	"strings"
	"time"

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
	if r.Records < maxRecords {
		return false
	}
	r.Problem(tooMany(line))
	return true
}

// maxRecords is how many records of one file are read.
const maxRecords = 50_000

func tooMany(line int) Problem {
	return Problem{Line: line,
		Err: Because("the file holds more than {{.A}} records, and from this line on none was read or taken in: save the part from here as a file of its own, with the first line of this one above it where that names the columns, in square brackets where it is a JSON list", maxRecords)}
}

// OneLine returns an error’s text in one line.
func OneLine(err error) string { return strings.ReplaceAll(err.Error(), "\n", "; ") }
