package intake

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/app/intake/record"
)

// Spoilt returns the fields of a row that a spreadsheet spoilt, and that whoever has the paper can type.
func (r Row) Spoilt() (fields []string) {
	add := func(field string, why record.Reason) {
		if why.Lost && !slices.Contains(fields, field) {
			fields = append(fields, field)
		}
	}
	for _, f := range fieldErrors(r.Problem) {
		add(f.Field, f.Reason)
	}
	if r.Submission != nil {
		for _, d := range r.Submission.Doubts {
			add(d.Field, d.Reason)
		}
	}
	return fields
}

// Typable returns the fields of a row of which nothing certain could be read, and that whoever has the paper can type:
// what a spreadsheet spoilt, and every value that is wrong.
func (r Row) Typable() []string {
	if r.readable() == nil {
		return nil
	}
	fields := r.Spoilt()
	for _, f := range fieldErrors(r.Problem) {
		if record.Typable(f.Field) && !slices.Contains(fields, f.Field) {
			fields = append(fields, f.Field)
		}
	}
	return fields
}

// readable is what can be read of a row; nil where nothing can.
func (r Row) readable() *record.Submission {
	if r.Submission != nil {
		return r.Submission
	}
	return r.left
}

// fieldErrors returns what an error says of fields.
func fieldErrors(err error) (list []*record.FieldError) {
	all := []error{err}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		all = joined.Unwrap()
	}
	for _, e := range all {
		var field *record.FieldError
		if errors.As(e, &field) {
			list = append(list, field)
		}
	}
	return list
}

// WithTyped returns what can be taken in of a row with what was typed in the place of what could not be read, by field;
// a time is one of the zone. It is checked more strictly than a file: an identity number that breaks its own rules is
// refused, with a *FieldError. What the file said stays with it as a doubt.
func (r Row) WithTyped(typed map[string]string, now time.Time, zone *time.Location) (record.Submission, error) {
	read := r.readable()
	if read == nil {
		return record.Submission{}, record.Wrong("id_number", "of this record nothing can be read")
	}
	sub := *read
	var err error
	if sub.Came, err = read.Record(); err != nil {
		return sub, err
	}
	sub.Doubts = slices.Clone(sub.Doubts)
	for _, field := range slices.Sorted(maps.Keys(typed)) {
		value := record.Clean(typed[field])
		if !slices.Contains(r.Typable(), field) {
			return sub, record.Wrong(field, "is not what the file spoilt")
		}
		if value == "" {
			return sub, record.Wrong(field, "type it from the person’s paper, or take the record without it")
		}
		said := r.said(field)
		sub.Doubts = slices.DeleteFunc(sub.Doubts, func(d record.Doubt) bool { return d.Field == field })
		if field == "received" {
			sub.ReceivedAt, err = TypedReceipt(value, zone, now)
		} else {
			err = sub.PutTyped(field, value, said, now)
		}
		if err != nil {
			return sub, err
		}
		if doubt := record.Doubtful(field, "was typed in by hand; the file’s own could not be read"); len(said) == 0 {
			sub.Doubts = append(sub.Doubts, doubt)
		} else {
			sub.Doubts = append(sub.Doubts,
				record.Doubtful(field, "was typed in by hand; the file said “{{.A}}”", strings.Join(said, "; ")))
		}
		sub.Typed = append(sub.Typed, field)
	}
	return sub, sub.Check(now)
}

// said is what the file says in a field, where the reason why it cannot be read quotes it.
func (r Row) said(field string) (list []string) {
	add := func(f string, why record.Reason) {
		if f != field || !why.Lost && !strings.Contains(why.Text, "“{{.A}}”") {
			return
		}
		for _, v := range why.Values {
			if text, ok := v.(string); ok && !slices.Contains(list, text) {
				list = append(list, text)
			}
		}
	}
	for _, f := range fieldErrors(r.Problem) {
		add(f.Field, f.Reason)
	}
	for _, d := range r.readable().Doubts {
		add(d.Field, d.Reason)
	}
	return list
}
