package compliance

import (
	"bytes"
	"errors"
	"fmt"
	"slices"

	"go.yaml.in/yaml/v3"

	"orangelab.cn/rightsdesk/model"
)

// Type is what a field of a record holds.
type Type string

// The types of fields.
const (
	Words   Type = "text"    // one line
	Lines   Type = "lines"   // several lines
	Day     Type = "day"     // a date, as 2006-01-02
	Country Type = "country" // a country or region, as its two letters
	Member  Type = "staff"   // a member of staff, by ID
	Source  Type = "source"  // a source of the data map, by key
	Request Type = "request" // a request, by its reference
	Choice  Type = "choice"  // one of the choices
	Choices Type = "choices" // several of them, with spaces between
	Done    Type = "done"    // ticked off: the day, a space, and who did
)

var types = []Type{Words, Lines, Day, Country, Member, Source, Request, Choice, Choices, Done}

// Option is one of the choices of a field.
type Option struct {
	ID    string     `yaml:"id"`
	Title model.Text `yaml:"title"`
}

// Field is one field of a kind of record.
type Field struct {
	ID       string     `yaml:"id"`
	Type     Type       `yaml:"type"`
	Title    model.Text `yaml:"title"`
	Required bool       `yaml:"required"` // not kept without
	Wanted   bool       `yaml:"wanted"`   // kept without, and shown as missing
	Later    bool       `yaml:"later"`    // filled in after the approval, and no part of what is approved
	Choices  []Option   `yaml:"choices"`
}

// Option returns the choice of an ID; false where the field has none such.
func (f Field) Option(id string) (Option, bool) {
	i := slices.IndexFunc(f.Choices, func(o Option) bool { return o.ID == id })
	if i < 0 {
		return Option{}, false
	}
	return f.Choices[i], true
}

// DueBy says that something is due on the day in a field, unless another field is filled in.
type DueBy struct {
	Field  string     `yaml:"field"`
	Unless string     `yaml:"unless"`
	Ends   bool       `yaml:"ends"` // after the day the record does not hold any more
	Says   model.Text `yaml:"says"`
}

// Gate is what a record of a member of staff can do to their access.
type Gate string

// The gates.
const (
	GateNone  Gate = ""
	GateHolds Gate = "holds" // whoever is asked for one and has none that holds may not work
	GateBars  Gate = "bars"  // whoever has one that is open may not work
)

// Kind is a kind of record.
type Kind struct {
	ID       string     `yaml:"id"`
	Group    string     `yaml:"group"`
	Promises []string   `yaml:"promises"`
	Title    model.Text `yaml:"title"`
	About    model.Text `yaml:"about"`
	Name     []string   `yaml:"name"`   // the fields that a record is called by
	Second   bool       `yaml:"second"` // a second person approves it
	Member   string     `yaml:"member"` // the field that names the member of staff it is about
	Every    Type       `yaml:"every"`  // each of these is to have one
	From     string     `yaml:"from"`   // what records are made from
	Gates    Gate       `yaml:"gates"`
	Holds    *struct {
		Field string `yaml:"field"`
		Is    string `yaml:"is"`
	} `yaml:"holds"`
	Abroad *struct {
		Country    string `yaml:"country"`
		Categories string `yaml:"categories"`
	} `yaml:"abroad"`
	Due    []DueBy `yaml:"due"`
	Fields []Field `yaml:"fields"`
}

// Field returns the field of an ID; false where the kind has none such.
func (k Kind) Field(id string) (Field, bool) {
	i := slices.IndexFunc(k.Fields, func(f Field) bool { return f.ID == id })
	if i < 0 {
		return Field{}, false
	}
	return k.Fields[i], true
}

// Staff reports whether the kind is about members of staff: who reads and keeps those is narrower.
func (k Kind) Staff() bool { return k.Member != "" }

// Group are kinds that belong together.
type Group struct {
	ID    string     `yaml:"id"`
	Title model.Text `yaml:"title"`
}

// Kinds are all kinds of records, as data.
type Kinds struct {
	Version string              `yaml:"version"`
	Home    string              `yaml:"home"` // the country whose border counts
	Lists   map[string][]Option `yaml:"lists"`
	Groups  []Group             `yaml:"groups"`
	Kinds   []Kind              `yaml:"kinds"`
}

// Kind returns the kind of an ID; false where there is none such.
func (k *Kinds) Kind(id string) (Kind, bool) {
	i := slices.IndexFunc(k.Kinds, func(k Kind) bool { return k.ID == id })
	if i < 0 {
		return Kind{}, false
	}
	return k.Kinds[i], true
}

// The kinds that other parts of the desk ask for by name.
const (
	Recipients = "recipient"
	Transfers  = "transfer"
	Drills     = "drill"
	Cessations = "cessation"
	Products   = "product"
	Fees       = "fee"
	Documents  = "document"
	// EmergencyPlan is what a document says that it is.
	EmergencyPlan = "plan"
)

// Read reads the kinds. It refuses unknown keys, a text that lacks a language, and a name of something that is not
// there.
func Read(data []byte) (*Kinds, error) {
	var k Kinds
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	if err := dec.Decode(&k); err != nil {
		return nil, fmt.Errorf("read the kinds of compliance records: %w", err)
	}
	return &k, k.check()
}

// checkText returns what is wrong with a text: a language that is missing, or a key that is no language, as a comma
// without quotes makes.
func checkText(t model.Text, name string) error {
	if len(t) > len(model.Languages) {
		return fmt.Errorf("%s: more than its languages", name)
	}
	return t.Check(name)
}

func (k *Kinds) check() (err error) {
	if !IsCountry(k.Home) {
		err = errors.Join(err, fmt.Errorf("home: %q is no country", k.Home))
	}
	for _, g := range k.Groups {
		err = errors.Join(err, checkText(g.Title, "group "+g.ID))
	}
	seen := map[string]bool{}
	for _, kind := range k.Kinds {
		if seen[kind.ID] {
			err = errors.Join(err, fmt.Errorf("kind %s stands twice", kind.ID))
		}
		seen[kind.ID] = true
		if !slices.ContainsFunc(k.Groups, func(g Group) bool { return g.ID == kind.Group }) {
			err = errors.Join(err, fmt.Errorf("kind %s: no group %q", kind.ID, kind.Group))
		}
		err = errors.Join(err, kind.check())
	}
	for _, name := range []string{Recipients, Transfers, Cessations, Products, Fees} {
		if !seen[name] {
			err = errors.Join(err, fmt.Errorf("no kind %s", name))
		}
	}
	return err
}

// check returns what is wrong with a kind.
func (k Kind) check() (err error) {
	err = errors.Join(checkText(k.Title, k.ID+": title"), checkText(k.About, k.ID+": about"))
	has := func(id string, is ...Type) {
		f, ok := k.Field(id)
		if !ok || len(is) > 0 && !slices.Contains(is, f.Type) {
			err = errors.Join(err, fmt.Errorf("%s: no field %q of the type %v", k.ID, id, is))
		}
	}
	if len(k.Name) == 0 {
		err = errors.Join(err, fmt.Errorf("%s: no field that it is called by", k.ID))
	}
	for _, id := range k.Name {
		has(id)
	}
	if k.Member != "" {
		has(k.Member, Member)
	}
	if k.Holds != nil {
		has(k.Holds.Field, Choice)
	}
	if k.Abroad != nil {
		has(k.Abroad.Country, Country)
		has(k.Abroad.Categories, Choices)
	}
	if k.Gates != GateNone && (k.Gates != GateHolds && k.Gates != GateBars || k.Member == "") {
		err = errors.Join(err, fmt.Errorf("%s: gates %q", k.ID, k.Gates))
	}
	for _, d := range k.Due {
		has(d.Field, Day)
		if d.Unless != "" {
			has(d.Unless, Day, Done)
		}
		err = errors.Join(err, checkText(d.Says, k.ID+": due"))
	}
	seen := map[string]bool{}
	for _, f := range k.Fields {
		if !slices.Contains(types, f.Type) || seen[f.ID] ||
			(f.Type == Choice || f.Type == Choices) != (len(f.Choices) > 0) {
			err = errors.Join(err, fmt.Errorf("%s.%s: type %q, its choices, or twice", k.ID, f.ID, f.Type))
		}
		seen[f.ID] = true
		err = errors.Join(err, checkText(f.Title, k.ID+"."+f.ID))
		for _, o := range f.Choices {
			err = errors.Join(err, checkText(o.Title, k.ID+"."+f.ID+"."+o.ID))
		}
	}
	return err
}
