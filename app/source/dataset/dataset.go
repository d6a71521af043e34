package dataset

import (
	"strings"

	"orangelab.cn/rightsdesk/app/source/value"
)

// Dataset is one database of the data map: the fideslang "dataset" object.
type Dataset struct {
	Key         string // fides_key, unique among all loaded files
	Name        string
	Description string
	Title       Title    // our own key: what a person calls the system
	Categories  []string // inherited by fields that name none
	After       []string // keys of datasets that must be read first
	Schema      string   // fides_meta.namespace.schema or database_schema; empty means the connection's own
	Database    string   // fides_meta.namespace.database_name
	Collections []*Collection
	Pos         Position

	named    map[string]*Collection // Collections by name
	together *linkedSet             // the datasets it was last linked with, when that left no error
}

// Collection is one table.
type Collection struct {
	Dataset    *Dataset
	Name       string
	Categories []string
	After      []Mention // collections to read first
	EraseAfter []Mention // collections to erase first
	Skip       bool      // skip_processing
	Masking    *Masking  // strategy "delete": erasing deletes the row
	Blocker    *Blocker  // our own key: rows that stand in the way of cancelling an account
	Consent    []string  // our own key: the purposes on whose consent the rows were collected
	Logins     string    // our own key: the rows are log-ins through somebody else, whom this field names
	Title      Title     // our own key: what a person calls the collection
	Where      *Where    // our own key: which rows of the table are of the collection; nil for all
	Fields     []*Field
	Unlisted   bool // no dataset file lists it: a connector file does
	Pos        Position
}

// Field is one column, or one key inside a JSON column.
type Field struct {
	Collection         *Collection
	Parent             *Field // nil for a column
	Name               string
	Categories         []string
	Identity           string // kind of identity this field holds: email, phone_number, …
	PrimaryKey         bool
	Type               value.DataType
	Length             int // masked text is cut to this many characters; 0 means no limit
	ReadOnly           bool
	ReturnAll          bool   // return_all_elements, inherited from the parent
	CustomRequestField string // the field of a request whose value is searched for here, like an identity
	Changed            string // our own key: the column tells when this identity (email, phone_number) last changed
	Immutable          string // our own key: why the value stays as first registered; empty where it may be corrected
	Stop               []Stop // our own key: values that stop a use
	Disable            *any   // our own key: the value that disables the account; nil where the field has none
	GuardianConsent    bool   // our own key: the column records that a guardian consented for a child
	Digest             bool   // our own key: the column holds but a digest of what it stands for
	Title              Title  // our own key: what a person calls the column
	Unit               Unit   // our own key: what its numbers count
	Words              []Word // our own key: what its codes mean
	// our own key: the date on which what the row records was complete, from which duties to keep count
	Completed  bool
	References []Reference
	Masking    *Masking
	Fields     []*Field
	Unlisted   bool // no dataset file lists it: it is a value that a connector's requests lead from or to
	Pos        Position
}

// Direction is which end of a reference feeds the other.
type Direction string

const (
	// BothWays lets the search decide: whichever end is reached first feeds the other.
	BothWays Direction = ""
	// To means the field that carries the reference feeds the field it names.
	To Direction = "to"
	// From means the named field feeds the field that carries the reference.
	From Direction = "from"
)

// Reference links a field to a field of another collection.
type Reference struct {
	Dataset   string
	Field     string // "collection.field", as written
	Direction Direction
	Where     *Where // our own key: for which rows of the collection that declares it it holds; nil for all
	Target    *Field // resolved by Load; nil when it names nothing
	Pos       Position
}

// Mention is a collection named as "dataset.collection".
type Mention struct {
	Text   string
	Target *Collection // resolved by Load; nil when it names nothing
	Pos    Position
}

// Masking is a masking_strategy_override with its configuration as written.
type Masking struct {
	Strategy      string
	Configuration map[string]any
	Pos           Position
}

// Address names a collection across datasets.
type Address struct{ Dataset, Collection string }

// String returns "dataset:collection", the key of trial output.
func (a Address) String() string { return a.Dataset + ":" + a.Collection }

// Address returns the collection's name across datasets.
func (c *Collection) Address() Address { return Address{c.Dataset.Key, c.Name} }

// Path returns the field's name below its collection, outermost key first.
func (f *Field) Path() []string {
	if f.Parent == nil {
		return []string{f.Name}
	}
	return append(f.Parent.Path(), f.Name)
}

// Dotted returns the path joined with dots, as references write it.
func (f *Field) Dotted() string { return strings.Join(f.Path(), ".") }

// Column returns the table's column that holds the field: itself, or its outermost parent.
func (f *Field) Column() *Field {
	for f.Parent != nil {
		f = f.Parent
	}
	return f
}

// EffectiveCategories returns the field's own categories, else those of the nearest of parent, collection and dataset
// that names any.
func (f *Field) EffectiveCategories() []string {
	if f.Unlisted {
		return nil // nobody has said what it holds
	}
	for x := f; x != nil; x = x.Parent {
		if len(x.Categories) > 0 {
			return x.Categories
		}
	}
	if len(f.Collection.Categories) > 0 {
		return f.Collection.Categories
	}
	return f.Collection.Dataset.Categories
}

// Seeds returns the kinds of values of a request that are searched for in the field.
func (f *Field) Seeds() []string {
	var out []string
	if f.Identity != "" {
		out = append(out, f.Identity)
	}
	if f.CustomRequestField != "" && f.CustomRequestField != f.Identity {
		out = append(out, f.CustomRequestField)
	}
	return out
}

// Categorised reports whether categories are asked of the field itself: it holds a value, or it is an object that names
// categories of its own and is treated whole.
func (f *Field) Categorised() bool { return len(f.Fields) == 0 || len(f.Categories) > 0 }

// Walk calls visit for every field of the collection, parents before children, in file order.
func (c *Collection) Walk(visit func(*Field)) { WalkFields(c.Fields, visit) }

// WalkFields calls visit for every field and every field below it, parents before children, in the given order.
func WalkFields(fields []*Field, visit func(*Field)) {
	for _, f := range fields {
		visit(f)
		WalkFields(f.Fields, visit)
	}
}

// PrimaryKey returns the fields declared as primary key, in file order.
func (c *Collection) PrimaryKey() []*Field {
	var keys []*Field
	c.Walk(func(f *Field) {
		if f.PrimaryKey && f.Parent == nil {
			keys = append(keys, f)
		}
	})
	return keys
}

// HoldsIdentity reports whether any field of the collection is declared as an identity.
func (c *Collection) HoldsIdentity() bool {
	found := false
	c.Walk(func(f *Field) { found = found || f.Identity != "" })
	return found
}

// Field returns the field at a dotted path below the collection; nil where there is none. Names may contain dots
// themselves, so whole names go first.
func (c *Collection) Field(path string) *Field { return ResolveField(c.Fields, path) }

// ResolveField returns the field that a dotted path leads to from the given fields; nil where there is none. Names may
// contain dots themselves, so whole names go first.
func ResolveField(fields []*Field, path string) *Field {
	for _, f := range fields {
		if f.Name == path {
			return f
		}
	}
	for _, f := range fields {
		if rest, ok := strings.CutPrefix(path, f.Name+"."); ok {
			if found := ResolveField(f.Fields, rest); found != nil {
				return found
			}
		}
	}
	return nil
}

// Collection returns the collection of exactly this name; nil where there is none.
func (d *Dataset) Collection(name string) *Collection {
	return d.named[name]
}

// Add adds a collection that is not there yet.
func (d *Dataset) Add(c *Collection) {
	if d.named == nil {
		d.named = map[string]*Collection{}
	}
	d.Collections = append(d.Collections, c)
	d.named[c.Name] = c
}

// owner finds the collection whose name begins a dotted reference; the longest name wins, since "public.customer"
// and "public" may both be collections. The rest is the path of the field.
func (d *Dataset) owner(reference string) (c *Collection, rest string) {
	for at := strings.LastIndexByte(reference, '.'); at > 0; at = strings.LastIndexByte(reference[:at], '.') {
		if c = d.Collection(reference[:at]); c != nil {
			return c, reference[at+1:]
		}
	}
	return nil, ""
}

// HoldsDocument reports whether the data map describes a column's value as more than one scalar.
func HoldsDocument(f *Field) bool {
	return f.Parent == nil && (len(f.Fields) > 0 || f.Type.Array || f.Type.Name == "object")
}
