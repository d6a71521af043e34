package compliance

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/model/calendar"
)

// Record is one version of a record. A version is never changed; what is edited is kept as the next.
type Record struct {
	Number  int64             `json:"-"` // 0 before it was kept
	Version int64             `json:"-"`
	Kind    string            `json:"-"`
	Values  map[string]string `json:"values"`
	// Prepared is who wrote what is approved, and Ended why the record is of no more use; empty while it is.
	Prepared string    `json:"prepared"`
	Ended    string    `json:"ended,omitempty"`
	SavedAt  time.Time `json:"-"`
	SavedBy  string    `json:"-"` // staff ID
	// By and At are the approval of a second person, where it holds for what stands now.
	By string    `json:"-"`
	At time.Time `json:"-"`
}

// maxValue is how many bytes a value holds.
const maxValue = 10_000

// Errors of the values of a record.
var (
	ErrRequired = errors.New("a field that a record is not kept without is empty")
	ErrDay      = errors.New("this is no day")
	ErrCountry  = errors.New("this names no country or region: write its name or its two letters")
	ErrRequest  = errors.New("no request has this reference")
	ErrChoice   = errors.New("this is none of the choices")
	ErrLong     = errors.New("this is longer than 10,000 bytes")
	ErrField    = errors.New("the kind of record has no such field")
)

// ValueError says what is wrong with the value of a field.
type ValueError struct {
	Field Field
	Err   error
}

func (e *ValueError) Error() string { return fmt.Sprintf("%s: %v", e.Field.ID, e.Err) }

// Unwrap returns what is wrong.
func (e *ValueError) Unwrap() error { return e.Err }

// Tidy returns the values as they are kept: without blanks around them, without empty ones, days and countries as
// codes. A *ValueError where one is no value of its field or is missing.
func (k Kind) Tidy(values map[string]string) (map[string]string, error) {
	tidy := map[string]string{}
	for id := range values {
		if _, ok := k.Field(id); !ok {
			return nil, fmt.Errorf("%s.%s: %w", k.ID, id, ErrField)
		}
	}
	for _, f := range k.Fields {
		value := strings.TrimSpace(values[f.ID])
		if value == "" && f.Required {
			return nil, &ValueError{f, ErrRequired}
		}
		if value == "" {
			continue
		}
		value, err := f.tidy(value)
		if err != nil {
			return nil, &ValueError{f, err}
		}
		tidy[f.ID] = value
	}
	return tidy, nil
}

func (f Field) tidy(value string) (string, error) {
	if len(value) > maxValue {
		return "", ErrLong
	}
	switch f.Type {
	case Words, Request:
		return strings.Join(strings.Fields(value), " "), nil
	case Day:
		d, err := calendar.ParseDate(value)
		if err != nil {
			return "", ErrDay
		}
		return d.String(), nil
	case Country:
		if code := CountryOf(value); code != "" {
			return code, nil
		}
		return "", ErrCountry
	case Choice:
		if _, ok := f.Option(value); !ok {
			return "", ErrChoice
		}
	case Choices:
		var list []string
		for _, o := range f.Choices { // each once, in the order of the choices
			if slices.Contains(strings.Fields(value), o.ID) {
				list = append(list, o.ID)
			}
		}
		if len(list) != len(strings.Fields(value)) {
			return "", ErrChoice
		}
		return strings.Join(list, " "), nil
	case Done:
		if on, by := (Record{Values: map[string]string{f.ID: value}}).Ticked(f.ID); on == (calendar.Date{}) ||
			by == "" {
			return "", ErrDay
		}
	}
	return value, nil
}

// Day returns the day in a field; the zero day where there is none.
func (r Record) Day(field string) calendar.Date {
	d, err := calendar.ParseDate(r.Values[field])
	if err != nil {
		return calendar.Date{}
	}
	return d
}

// Tick is the value of a field that somebody ticks off.
func Tick(on calendar.Date, staff string) string { return on.String() + " " + staff }

// Ticked returns when a field was ticked off and by whom; the zero day where it was not.
func (r Record) Ticked(field string) (on calendar.Date, by string) {
	day, by, _ := strings.Cut(r.Values[field], " ")
	on, err := calendar.ParseDate(day)
	if err != nil {
		return calendar.Date{}, ""
	}
	return on, by
}

// List returns the choices of a field that holds several.
func (r Record) List(field string) []string { return strings.Fields(r.Values[field]) }

// Approvable is what a second person approves: everything but what is filled in later. The same values give the same
// bytes.
func (r Record) Approvable(k Kind) ([]byte, error) {
	values := map[string]string{}
	for id, value := range r.Values {
		if f, ok := k.Field(id); !ok || !f.Later {
			values[id] = value
		}
	}
	raw, err := json.Marshal([]any{k.ID, r.Number, values, r.Prepared}) // maps are written in the order of their keys
	if err != nil {
		return nil, fmt.Errorf("what is approved of a record: %w", err)
	}
	return raw, nil
}
