package intake

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/app/rulebook"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/identifier"
	"orangelab.cn/rightsdesk/model/rule"
)

// Preview is what a file holds, in the form that is printed; docs/decisions/intake.md describes it.
type Preview struct {
	File     string           `json:"file"`
	Encoding string           `json:"encoding"`
	Records  []PreviewRecord  `json:"records"`
	Problems []PreviewProblem `json:"problems"`
}

// PreviewRecord is one record that would be taken in. Absent values are empty.
type PreviewRecord struct {
	Line        int      `json:"line"`
	Kind        string   `json:"kind"`
	Received    string   `json:"received"` // RFC 3339; empty where it counts from the taking
	Requester   string   `json:"requester"`
	Name        string   `json:"name"`
	Emails      []string `json:"emails"`
	Phones      []string `json:"phones"`
	Accounts    []string `json:"accounts"`
	IDNumber    string   `json:"id_number"`
	BirthDate   string   `json:"birth_date"`
	Age         age      `json:"age"`
	Level       int      `json:"level"`
	Text        string   `json:"text"`
	Attachments []string `json:"attachments"`
	Automatic   string   `json:"automatic"`
	Doubts      []string `json:"doubts"`
	Known       string   `json:"known"`
}

// PreviewProblem is one record that would not be taken in.
type PreviewProblem struct {
	Line  int    `json:"line"`
	Field string `json:"field"`
	Text  string `json:"text"`
}

// age is a number of years; one that is not known is the empty text.
type age int

// MarshalJSON writes the years, or the empty text.
func (a age) MarshalJSON() ([]byte, error) {
	if a < 0 {
		return []byte(`""`), nil
	}
	return json.Marshal(int(a))
}

// Show makes the preview of what a file holds; known has one answer for each submission, or none.
func (c Contents) Show(rules *rule.Pack, now time.Time, known []record.Known) Preview {
	p := Preview{File: c.File, Encoding: c.Encoding, Records: make([]PreviewRecord, 0, len(c.Submissions)),
		Problems: []PreviewProblem{}}
	for i, s := range c.Submissions {
		r := previewOf(s, rules, now)
		if i < len(known) {
			r.Known = string(known[i])
		}
		p.Records = append(p.Records, r)
	}
	for _, problem := range c.Problems {
		p.Problems = append(p.Problems, fieldsOf(problem)...)
	}
	return p
}

// preview is a submission as it is printed.
func previewOf(s record.Submission, rules *rule.Pack, now time.Time) PreviewRecord {
	r := PreviewRecord{Line: s.Line, Kind: string(s.Kind), Requester: string(s.WhoAsks()), Name: s.Subject.Name,
		Emails:   normalised(s.Subject.Emails(), identifier.NormaliseEmail),
		Phones:   normalised(s.Subject.Phones(), identifier.NormalisePhone),
		Accounts: append([]string{}, s.Subject.Accounts()...),
		IDNumber: identifier.NormaliseIDNumber(s.Subject.IDNumber), BirthDate: s.Subject.BirthDate,
		Age:   age(s.Subject.AgeOn(rules.Day(now))),
		Level: int(levelOf(rules, s.Kind, s.Sensitive, s.Requester, s.Subject, now)), Text: s.Body,
		Attachments: []string{}, Automatic: string(s.Automatic), Doubts: []string{}}
	if birth, ok := s.Subject.BirthOn(rules.Day(now)); ok && r.BirthDate == "" && r.Age >= 0 {
		r.BirthDate = birth.Format(time.DateOnly)
	}
	if !s.ReceivedAt.IsZero() {
		r.Received = s.ReceivedAt.Format(time.RFC3339)
	}
	for _, a := range s.Attachments {
		r.Attachments = append(r.Attachments, a.Name)
	}
	for _, d := range s.Doubts {
		r.Doubts = append(r.Doubts, d.String())
	}
	return r
}

// normalised gives values in the form that look-up compares.
func normalised(values []string, rule func(string) (string, error)) []string {
	out := []string{}
	for _, v := range values {
		if n, err := rule(v); err == nil {
			v = n
		}
		out = append(out, v)
	}
	return out
}

// levelOf is the identity level that a request needs. Where a birth date and an identity number say different ages, the
// one that needs more counts until a person settles which of them is so.
func levelOf(rules *rule.Pack, kind model.Kind, sensitive bool, requester model.RequesterKind, subject model.Subject,
	now time.Time) model.Level {
	day := rules.Day(now)
	level := rules.LevelFor(kind, sensitive, requester, subject.AgeOn(day))
	if birth, _ := identifier.CheckID18(identifier.NormaliseIDNumber(subject.IDNumber)); subject.BirthDate != "" &&
		!birth.IsZero() {
		subject.BirthDate = birth.Format(time.DateOnly)
		if age := subject.AgeOn(day); age >= 0 {
			level = max(level, rules.LevelFor(kind, sensitive, requester, age))
		}
	}
	return level
}

// Fields returns the fields that a problem names.
func Fields(problem error) (fields []string) {
	for _, p := range fieldsOf(record.Problem{Err: problem}) {
		if p.Field != "" {
			fields = append(fields, p.Field)
		}
	}
	return fields
}

// fieldsOf parts a problem by the fields it names.
func fieldsOf(p record.Problem) []PreviewProblem {
	if p.Err == nil {
		return nil
	}
	var joined interface{ Unwrap() []error }
	list := []error{p.Err}
	if errors.As(p.Err, &joined) {
		list = joined.Unwrap()
	}
	var out []PreviewProblem
	for _, err := range list {
		one := PreviewProblem{Line: p.Line, Text: record.OneLine(err)}
		var field *record.FieldError
		if errors.As(err, &field) {
			one.Field, one.Text = field.Field, field.Reason.Error()
		}
		out = append(out, one)
	}
	return out
}

// Sentences are a preview in words, a line for each record and problem.
func (p Preview) Sentences() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s, %d record(s), %d problem(s)\n", p.File, cmp.Or(p.Encoding, "unknown encoding"),
		len(p.Records), len(p.Problems))
	for _, r := range p.Records {
		who := strings.Join(record.All(append(append([]string{r.Name}, r.Emails...), r.Phones...)...), ", ")
		fmt.Fprintf(&b, "%s:%d: %s\n", p.File, r.Line,
			strings.Join(record.All(r.Kind, who, r.Received, r.Automatic, r.Known), "; "))
		for _, d := range r.Doubts {
			fmt.Fprintf(&b, "  %s\n", d)
		}
	}
	for _, r := range p.Problems {
		fmt.Fprintf(&b, "%s:%d: %s\n", p.File, r.Line, strings.Join(record.All(r.Field, r.Text), ": "))
	}
	return b.String()
}

// PreviewData reads a file without any desk; agents' signatures cannot be checked then.
func PreviewData(ctx context.Context, name string, data []byte, now time.Time, as record.As) (Preview, error) {
	p := Preview{Records: []PreviewRecord{}}
	c, problems, err := previewEach(ctx, name, data, now, as, func(r PreviewRecord) error {
		p.Records = append(p.Records, r)
		return nil
	})
	p.File, p.Encoding, p.Problems = c.File, c.Encoding, problems
	return p, err
}

// PrintPreview writes what PreviewData makes of a file as one line of JSON. A record is written as soon as it is read,
// so that memory grows with the largest of them and not with their number.
func PrintPreview(ctx context.Context, w io.Writer, name string, data []byte, now time.Time, as record.As) error {
	out := bufio.NewWriter(w)
	put := func(before string, v any) error {
		text, err := json.Marshal(v)
		if err == nil {
			_, err = out.WriteString(before)
		}
		if err == nil {
			_, err = out.Write(text)
		}
		return err
	}
	if err := put(`{"file":`, filepath.Base(name)); err != nil {
		return err
	}
	before := `,"records":[`
	c, problems, err := previewEach(ctx, name, data, now, as, func(r PreviewRecord) error {
		err := put(before, r)
		before = ","
		return err
	})
	if err != nil {
		return err
	}
	end := "]"
	if before != "," {
		end = `,"records":[]`
	}
	_, err = out.WriteString(end)
	if err == nil {
		err = put(`,"problems":`, problems)
	}
	if err == nil {
		err = put(`,"encoding":`, c.Encoding)
	}
	if err == nil {
		_, err = out.WriteString("}\n")
	}
	if err != nil {
		return err
	}
	return out.Flush()
}

// previewEach reads a file and hands its records over one by one, as they are printed.
func previewEach(ctx context.Context, name string, data []byte, now time.Time, as record.As,
	each func(PreviewRecord) error) (c Contents, problems []PreviewProblem, err error) {
	rules, err := rulebook.Default()
	if err != nil {
		return c, nil, err
	}
	var before repetitions
	var unread []record.Problem
	t := record.Trust{Now: now, Zone: rules.Location(), Done: ctx.Done()}
	c = readEach(name, data, t, as, func(s record.Submission) {
		if err == nil {
			_, err = before.of(&s)
		}
		if err == nil {
			err = each(previewOf(s, rules, now))
		}
	}, func(p record.Problem) { unread = append(unread, p) })
	if err == nil {
		err = ctx.Err()
	}
	slices.SortStableFunc(unread, func(a, b record.Problem) int { return cmp.Compare(a.Line, b.Line) })
	problems = []PreviewProblem{}
	for _, p := range unread {
		problems = append(problems, fieldsOf(p)...)
	}
	return c, problems, err
}
