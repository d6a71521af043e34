package incident

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/rule"
)

// Form is what a report to an authority must say.
type Form struct {
	Named      `yaml:",inline"`
	Clocks     []string        `yaml:"clocks"` // that it serves
	Source     model.Text      `yaml:"source"`
	Confidence rule.Confidence `yaml:"confidence"`
	Fields     []Field         `yaml:"fields"`
}

// Field is one thing that a report says.
type Field struct {
	Named  `yaml:",inline"`
	First  bool       `yaml:"first"`  // asked for at once; the others may follow
	Late   bool       `yaml:"late"`   // asked for only where the clock has run out
	Known  Known      `yaml:"known"`  // what of the record a draft begins with
	Source model.Text `yaml:"source"` // what asks for it, where one of several; else the form's
}

// Known names what of a record a field of a draft begins with.
type Known string

// What a field may begin with.
const (
	KnownOrganisation Known = "organisation"
	KnownEvent        Known = "event"
	KnownPeople       Known = "people"
	KnownMeasures     Known = "measures"
	KnownCause        Known = "cause"
	KnownContact      Known = "contact"
)

// Draft is a report to an authority as somebody wrote it.
type Draft struct {
	Clock string `json:"clock"`
	// First says that it is the first report, which leaves for a supplement what is not known yet.
	First  bool              `json:"first,omitempty"`
	Fields map[string]string `json:"fields"`
}

// Approval says that a second person approved a draft as it stood.
type Approval struct {
	Draft int64 `json:"draft"` // number of the entry
}

// Errors about a draft.
var (
	ErrForm  = errors.New("no form is known for this clock")
	ErrDraft = errors.New("this is not the newest draft of its clock")
	ErrOwn   = errors.New("somebody else than who drafted it approves it")
	ErrSame  = errors.New("this draft says what the newest one says")
)

// LackError says what a draft lacks.
type LackError struct{ Fields []Field }

func (e *LackError) Error() string {
	names := make([]string, len(e.Fields))
	for i, f := range e.Fields {
		names[i] = f.Name["en"]
	}
	return "the draft lacks: " + strings.Join(names, ", ")
}

// FormOf returns the form of what a clock asks for; false where none is known.
func (r *Rules) FormOf(clock string) (Form, bool) {
	return find(r.Forms, func(f Form) bool { return slices.Contains(f.Clocks, clock) })
}

// Staged reports whether a first report may leave something for a supplement.
func (f Form) Staged() bool {
	return slices.ContainsFunc(f.Fields, func(x Field) bool { return x.First }) &&
		slices.ContainsFunc(f.Fields, func(x Field) bool { return !x.First })
}

// Lacks returns the fields that a draft leaves empty though it must say them; late says whether the clock has run out.
func (f Form) Lacks(d Draft, late bool) (list []Field) {
	for _, x := range f.Fields {
		asked := (!d.First || x.First) && (!x.Late || late)
		if asked && strings.TrimSpace(d.Fields[x.ID]) == "" {
			list = append(list, x)
		}
	}
	return list
}

// Drafted is the newest draft for a clock, and who approved it.
type Drafted struct {
	Entry
	// Approved is the entry that approves it; its Number is 0 where nobody did.
	Approved Entry
}

// Drafted returns the newest draft for a clock; false where there is none.
func (i Incident) Drafted(clock string) (d Drafted, there bool) {
	for _, e := range i.Record {
		switch {
		case e.Body.Draft != nil && e.Body.Draft.Clock == clock:
			d, there = Drafted{Entry: e}, true
		case e.Body.Approval != nil && there && e.Body.Approval.Draft == d.Number:
			d.Approved = e
		}
	}
	return d, there
}

// Drafts reports whether somebody wrote any version of the draft for a clock since the last one that was approved: what
// they wrote may stand in it still, whoever kept it last.
func (i Incident) Drafts(clock, staff string) (did bool) {
	drafts := map[int64]bool{}
	for _, e := range i.Record {
		switch {
		case e.Body.Draft != nil && e.Body.Draft.Clock == clock:
			drafts[e.Number], did = true, did || e.By == staff
		case e.Body.Approval != nil && drafts[e.Body.Approval.Draft]:
			did = false
		}
	}
	return did
}

// mayWrite refuses the newest draft for a clock once more.
func (i Incident) mayWrite(d Draft) error {
	newest, there := i.Drafted(d.Clock)
	if there && newest.Approved.Number == 0 && newest.Body.Draft.First == d.First &&
		maps.Equal(newest.Body.Draft.Fields, d.Fields) {
		return ErrSame
	}
	return nil
}

// mayApprove refuses an approval by who drafted it, of what was drafted anew, and of what lacks something.
func (i Incident) mayApprove(r *Rules, e Entry, clocks []Running) error {
	at := slices.IndexFunc(i.Record, func(o Entry) bool {
		return o.Number == e.Body.Approval.Draft && o.Body.Draft != nil
	})
	if at < 0 {
		return ErrDraft
	}
	draft := i.Record[at]
	newest, _ := i.Drafted(draft.Body.Draft.Clock)
	switch {
	case newest.Number != draft.Number || newest.Approved.Number != 0:
		return ErrDraft
	case i.Drafts(draft.Body.Draft.Clock, e.By):
		return ErrOwn
	}
	form, ok := r.FormOf(draft.Body.Draft.Clock)
	if !ok {
		return ErrForm
	}
	c, _ := find(clocks, func(c Running) bool { return c.ID == draft.Body.Draft.Clock })
	if lacks := form.Lacks(*draft.Body.Draft, c.Done.IsZero() && c.Late(e.At)); len(lacks) > 0 {
		return &LackError{lacks}
	}
	return nil
}

// check refuses a draft that is of no form, or says what its form does not ask.
func (d Draft) check(r *Rules) error {
	form, ok := r.FormOf(d.Clock)
	if !ok {
		return ErrForm
	}
	for id := range d.Fields {
		if !slices.ContainsFunc(form.Fields, func(f Field) bool { return f.ID == id }) {
			return ErrWord
		}
	}
	return nil
}

func (r *Rules) checkForm(f Form) error {
	if err := errors.Join(f.Name.Check("name"), f.Source.Check("source")); err != nil {
		return err
	}
	if !slices.Contains(rule.Confidences, f.Confidence) {
		return fmt.Errorf("confidence %q is not known", f.Confidence)
	}
	if len(f.Fields) == 0 {
		return errors.New("it asks for nothing")
	}
	for _, id := range f.Clocks {
		if _, ok := r.Clock(id); !ok {
			return fmt.Errorf("clock %q is not known", id)
		}
	}
	for _, x := range f.Fields {
		if err := errors.Join(x.Name.Check("field "+x.ID), x.Source.Optional("the source of field "+x.ID)); err != nil {
			return err
		}
		if !slices.Contains([]Known{"", KnownOrganisation, KnownEvent, KnownPeople, KnownMeasures, KnownCause,
			KnownContact}, x.Known) {
			return fmt.Errorf("field %q begins with %q, which is not known", x.ID, x.Known)
		}
	}
	return nil
}
