package source

import (
	"sort"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Residue is a column that holds the person's e-mail, phone number, name or other identity although the data map
// gives it no category, so that neither a copy nor an erasure would touch it.
type Residue struct {
	Dataset, Collection string
	Column              string // dotted where it lies inside a document
	Kind                string // what was found: email, phone_number, name, …
	Declared            bool   // the data map names the column
	Rows                int
}

// ResidueScan looks for such columns in findings; run Access with Options.Undeclared to include the columns that the
// data map does not name.
type ResidueScan struct {
	emails, words map[string]string // normalised value → kind
	phones        []string
	found         map[Residue]int
}

// NewResidueScan prepares a scan for a person's identities and names.
func NewResidueScan(ids Identities, names []string) *ResidueScan {
	s := &ResidueScan{emails: map[string]string{}, words: map[string]string{}, found: map[Residue]int{}}
	for kind, values := range ids {
		for _, v := range values {
			n := normalIdentity(kind, v)
			switch {
			case strings.Contains(kind, "phone"):
				if len(n) >= minPhoneDigits {
					s.phones = append(s.phones, n)
				}
			case strings.Contains(n, "@"):
				s.emails[n] = kind
			// Short identifiers, such as customer 7, stand in every column by chance.
			case utf8.RuneCountInString(n) >= 6:
				s.words[n] = kind
			}
		}
	}
	for _, name := range names {
		if n := normalText(name); utf8.RuneCountInString(n) >= 2 {
			s.words[n] = "name"
		}
	}
	return s
}

func normalText(s string) string {
	return strings.Join(strings.Fields(strings.ToLower(norm.NFKC.String(s))), " ")
}

// Look scans one finding.
func (s *ResidueScan) Look(f Finding) {
	hits := map[Residue]bool{}
	look := func(row Row, declared bool) {
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

func (s *ResidueScan) value(f Finding, column string, v any, declared bool, hits map[Residue]bool, depth int) {
	if depth > maxDocumentDepth || len(f.Categories[column]) > 0 {
		return
	}
	switch v := v.(type) {
	case nil, bool, float64, Timestamp:
		return
	case JSON:
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
	held, ok := text(v)
	if !ok {
		return
	}
	for _, kind := range s.kinds(held) {
		hits[Residue{Dataset: f.Dataset, Collection: f.Collection, Column: column, Kind: kind, Declared: declared}] = true
	}
}

// kinds names what of the person a text holds.
func (s *ResidueScan) kinds(held string) []string {
	held = normalText(held)
	var out []string
	for email, kind := range s.emails {
		if containsWord(held, email) {
			out = append(out, kind)
		}
	}
	for word, kind := range s.words {
		if containsWord(held, word) {
			out = append(out, kind)
		}
	}
	if len(s.phones) > 0 {
		for _, run := range phonesIn(held) {
			for _, p := range s.phones {
				if samePhone(p, run) {
					return append(out, "phone_number")
				}
			}
		}
	}
	return out
}

// Result gives the columns found so far, the fullest first.
func (s *ResidueScan) Result() []Residue {
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
