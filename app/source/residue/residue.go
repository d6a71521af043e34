package residue

import (
	"sort"
	"strings"
	"unicode/utf8"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/app/source/value"
	"orangelab.cn/rightsdesk/model/identifier"
)

// Residue is a column that holds the person's e-mail, phone number, name or other identity although the data map
// gives it no category, so that no erasure would mask it, nor a copy hold it where the data map does not name it.
type Residue struct {
	Dataset, Collection string
	Column              string // dotted where it lies inside a document
	Kind                string // what was found: email, phone_number, name, …
	Declared            bool   // the data map names the column
	Rows                int
}

// Scan looks for such columns in findings; run Access with Options.Undeclared to include the columns that the
// data map does not name. It finds every spelling, see identifier.SpellingOf.
type Scan struct {
	sought map[string]*identifier.Sought // by kind
	found  map[Residue]int
}

// shortestSought is the shortest value that is looked for: others, such as customer 7, stand in every column by chance.
func shortestSought(kind, value string) int {
	switch {
	case kind == "name":
		return 2
	case strings.Contains(value, "@"):
		return 1
	}
	return 6
}

// NewScan prepares a scan for a person's identities and names.
func NewScan(ids dataset.Identities, names []string) *Scan {
	s := &Scan{sought: map[string]*identifier.Sought{}, found: map[Residue]int{}}
	add := func(kind string, values []string) {
		for _, v := range values {
			if utf8.RuneCountInString(identifier.SpellingOf(kind).Key(v)) < shortestSought(kind, v) {
				continue
			}
			if s.sought[kind] == nil {
				s.sought[kind] = identifier.SpellingOf(kind).Seek()
			}
			s.sought[kind].Add(v)
		}
	}
	for kind, values := range ids {
		add(kind, values)
	}
	add("name", names)
	return s
}

// Look scans one finding.
func (s *Scan) Look(f search.Finding) {
	hits := map[Residue]bool{}
	look := func(row value.Row, declared bool) {
		for _, cell := range row {
			s.value(f, cell.Name, cell.Value, declared, hits, 0)
		}
	}
	look(f.Row, true)
	look(f.Undeclared, false)
	for r := range hits {
		s.found[r]++
	}
}

func (s *Scan) value(f search.Finding, column string, v any, declared bool, hits map[Residue]bool, depth int) {
	if depth > value.MaxDocumentDepth || len(f.Categories[column]) > 0 {
		return
	}
	switch v := v.(type) {
	case nil, bool, float64, value.Timestamp:
		return
	case value.JSON:
		s.value(f, column, v.Value, declared, hits, depth+1)
		return
	case []any:
		for _, e := range v {
			s.value(f, column, e, declared, hits, depth+1)
		}
		return
	case map[string]any:
		for key, e := range v {
			s.value(f, column+"."+key, e, declared, hits, depth+1)
		}
		return
	}
	held, ok := value.Text(v)
	if !ok {
		return
	}
	for _, kind := range s.kinds(held) {
		hits[Residue{Dataset: f.Dataset, Collection: f.Collection, Column: column, Kind: kind, Declared: declared}] =
			true
	}
}

// kinds names what of the person a text holds. Bytes that are no UTF-8 are looked at as GB18030 too: a residue must not
// hide behind an encoding.
func (s *Scan) kinds(held string) []string {
	if !utf8.ValidString(held) {
		if s, ok := value.Unreadable(held).AsGB18030(); ok {
			held = s
		}
	}
	if len(s.sought) == 0 {
		return nil
	}
	passage := identifier.ReadPassage(held)
	var out []string
	for kind, sought := range s.sought {
		if sought.In(passage) {
			out = append(out, kind)
		}
	}
	return out
}

// Result returns the columns found so far, the fullest first.
func (s *Scan) Result() []Residue {
	var out []Residue
	for r, rows := range s.found {
		r.Rows = rows
		out = append(out, r)
	}
	sort.Slice(out, func(i, j int) bool {
		a, b := out[i], out[j]
		if a.Rows != b.Rows {
			return a.Rows > b.Rows
		}
		return a.Dataset+a.Collection+"."+a.Column+a.Kind < b.Dataset+b.Collection+"."+b.Column+b.Kind
	})
	return out
}
