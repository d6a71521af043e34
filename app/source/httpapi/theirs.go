package httpapi

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"orangelab.cn/rightsdesk/app/source/connector"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/value"
	"orangelab.cn/rightsdesk/model/identifier"
)

// Many systems answer a parameter that they do not know as if it were not there: with everybody's rows. A row that has
// the field by which it was asked for, with another value, is not taken.

// asksBy is a field of a collection's own by which a request asks.
type asksBy struct {
	field *dataset.Field
	kind  string // of identity; empty for what another collection gave
	mine  []any  // any of these is the person's
	lists bool   // it was not asked by this field, which can only say that a row is the person's
}

// asksBy returns the fields of the rows that a request asks by: those that a param is named after, and those that a
// parameter of the query is, where it is a param and nothing else.
func (in *incoming) asksBy(q *connector.Request, c *dataset.Collection) (out []asksBy) {
	for i := range q.Values {
		v := &q.Values[i]
		if v.Setting != "" {
			continue
		}
		by := asksBy{kind: v.Identity, lists: !q.Uses(v.Name)}
		for _, l := range in.leads(v) {
			by.mine = append(by.mine, l.value)
		}
		for _, f := range c.Fields {
			if f.Unlisted {
				continue
			}
			if of := by; holdsKind(f, v.Identity) { // whatever it is asked by, a row that names the person is theirs
				of.field, of.lists = f, true
				out = append(out, of)
			}
			if f.Name == v.Name && in.meant(v, f) || slices.ContainsFunc(q.Query, func(n connector.Named) bool {
				name, only := n.Value.Only()
				return only && name == v.Name && strings.EqualFold(n.Name, f.Name)
			}) {
				by.field = f
				out = append(out, by)
			}
		}
	}
	return out
}

// holdsKind reports whether the data map says that a field has values of a kind of identity.
func holdsKind(f *dataset.Field, kind string) bool {
	return kind != "" && (f.Identity == kind || slices.ContainsFunc(f.Categories, func(c string) bool {
		rest, contact := strings.CutPrefix(c, "user.contact.")
		return contact && strings.HasPrefix(rest, kind)
	}))
}

// meant reports whether a param that is named like a field means that field: /customers/<id>/orders asks by the number
// of a customer, and the id of its rows is that of an order.
func (in *incoming) meant(v *connector.ParamValue, f *dataset.Field) bool {
	if v.Identity != "" {
		return v.Identity == "email" || v.Identity == "phone_number"
	}
	return !f.PrimaryKey && !slices.ContainsFunc(v.References, func(r connector.Reference) bool {
		return r.Field[strings.LastIndexByte(r.Field, '.')+1:] == f.Name
	})
}

// whose is what a row says of whose it is.
type whose int

const (
	untold whose = iota
	mine
	others
)

// of returns what the field says. What is masked, an address of another row, or no value of its kind at all tells
// nothing.
func (by asksBy) of(row map[string]any) (is whose) {
	rule := identifier.SpellingOf(by.kind)
	value.EachScalar(row[by.field.Name], nil, func(v any) {
		held, ok := value.Text(v)
		if !ok || is == mine {
			return
		}
		near := false
		for _, wanted := range by.mine {
			text := textOf(wanted)
			switch {
			case held == text, by.kind != "" && rule.Same(held, text), by.kind == "" && value.IsNumber(held) &&
				value.IsNumber(text) && value.PlainNumber(held) == value.PlainNumber(text):
				is = mine
				return
			case apart(held, text):
				near = true
			}
		}
		if !near && rule.Names(held) && !strings.ContainsAny(held, "*•…") {
			is = others
		}
	})
	return is
}

// apart reports whether a value stands in a text as a word of its own: the number of a row in its address, a mail
// address behind a name.
func apart(held, text string) bool {
	for at := 0; text != ""; {
		next := strings.Index(held[at:], text)
		if next < 0 {
			return false
		}
		begin := at + next
		end := begin + len(text)
		before, _ := utf8.DecodeLastRuneInString(held[:begin])
		after, _ := utf8.DecodeRuneInString(held[end:])
		if !inWord(before) && !inWord(after) {
			return true
		}
		at = end
	}
	return false
}

func inWord(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("._+-", r))
}

// belongs returns what a row says of whose it is, and the field that says that it is another's.
func belongs(row map[string]any, by []asksBy) (is whose, field string) {
	for _, one := range by {
		switch one.of(row) {
		case others:
			if !one.lists {
				return others, one.field.Name
			}
		case mine:
			is = mine
		}
	}
	return is, ""
}

// trusted reports whether nothing but the word of the system says whose the rows are that a request is answered with,
// where they do not tell it themselves: a path leads to a place of its own, and a filter of the file compares.
func trusted(q *connector.Request) bool {
	if !q.Sends() || slices.ContainsFunc(q.Posts,
		func(p connector.Postprocessor) bool { return p.Identity != "" || p.From != "" }) {
		return false
	}
	return !slices.ContainsFunc(q.Values, func(v connector.ParamValue) bool {
		return v.Setting == "" && q.Path.Uses(v.Name)
	})
}
