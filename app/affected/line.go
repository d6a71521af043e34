package affected

import (
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/app/source/value"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/identifier"
	"orangelab.cn/rightsdesk/model/incident"
	"orangelab.cn/rightsdesk/model/notice"
)

// teller puts what is told of somebody into tags.
type teller struct {
	rules *incident.Rules
	day   model.Day // on which ages are counted
	last  *dialled  // nil where nothing is remembered
}

// dialled is where the telephone number of the line before belongs, and the tag of whoever has one there: most have the
// same.
type dialled struct{ region, tag string }

// dials is the tag of whoever has a telephone number; empty where it tells of no place.
func (t teller) dials(number string) string {
	region := identifier.PhoneRegion(number)
	if t.last != nil && t.last.region == region && region != "" {
		return t.last.tag
	}
	tag := ""
	if regime := t.rules.RegimeOf(region, ""); regime != "" {
		tag = incident.TagPlace(regime, true)
	}
	if t.last != nil {
		*t.last = dialled{region, tag}
	}
	return tag
}

// said is what was told of one person by one line.
type said struct{ birth, idNumber, country, state, name, lang string }

// onto adds what was said of somebody to their line.
func (t teller) onto(a *incident.Affected, s said) {
	if s.birth != "" || s.idNumber != "" {
		if years := (model.Subject{BirthDate: s.birth, IDNumber: s.idNumber}).AgeOn(t.day); years >= 0 {
			a.Tags = append(a.Tags, incident.TagAge(years))
		}
	}
	if regime := t.rules.RegimeOf(s.country, s.state); regime != "" {
		a.Tags = append(a.Tags, incident.TagPlace(regime, false))
	}
	if s.name != "" {
		a.Name = s.name
	}
	if lang := notice.SpokenLanguage(s.lang); lang != "" {
		a.Lang = lang
	}
}

// known adds an identity to a line, as it is compared, and what follows from it; false where the value names nobody.
func (t teller) known(a *incident.Affected, kind, held string) bool {
	kind = kindOf(kind)
	var room [1]string
	rule := identifier.SpellingOf(kind)
	return t.knownAs(a, kind, rule.NamedIn(room[:0], held))
}

// knownAs is known for values as they are compared, of a kind that everything is compared by.
func (t teller) knownAs(a *incident.Affected, kind string, values []string) (some bool) {
	for _, named := range values {
		key := incident.Key{Kind: kind, Value: named}
		if slices.Contains(a.Keys, key) {
			continue
		}
		a.Keys, some = append(a.Keys, key), true
		switch kind {
		case "email":
			a.Tags = append(a.Tags, incident.TagReach(false))
		case "phone_number":
			a.Tags = append(a.Tags, incident.TagReach(true))
			if tag := t.dials(key.Value); tag != "" {
				a.Tags = append(a.Tags, tag)
			}
		}
	}
	return some
}

// kindOf brings the kinds of identities that data maps name to those that everything is compared by.
func kindOf(kind string) string {
	switch {
	case strings.Contains(kind, "email"):
		return "email"
	case strings.Contains(kind, "phone"):
		return "phone_number"
	case kind == "government_id":
		return "id_number"
	}
	return kind
}

// column is a field of a table with where its value stands in a row.
type column struct {
	field *dataset.Field
	at    int  // place of its column
	flat  bool // it is the column itself
	tags  []string

	kind string // of an identity, with the rule that it is compared by
	rule *identifier.Spelling
}

func columnOf(c *dataset.Collection, f *dataset.Field) column {
	return column{field: f, at: slices.Index(c.Fields, f.Column()), flat: f.Parent == nil}
}

// texts adds the values of a column in a row to a list, without those that say nothing.
func (c *column) texts(list []string, row []any) []string {
	if c.flat {
		switch row[c.at].(type) {
		case nil:
			return list
		case value.JSON:
		default:
			if held, ok := value.Text(row[c.at]); ok && !value.Blank(held) {
				list = append(list, held)
			}
			return list
		}
	}
	for _, v := range search.FieldValues(c.field.Collection, c.field, row) {
		if held, ok := value.Text(v); ok && !value.Blank(held) {
			list = append(list, held)
		}
	}
	return list
}

// filled reports whether a column holds anything in a row, though it be no text.
func (c *column) filled(row []any) bool {
	if !c.flat {
		return len(c.texts(nil, row)) > 0
	}
	if row[c.at] == nil {
		return false
	}
	held, ok := value.Text(row[c.at])
	return !ok || !value.Blank(held)
}

// reader turns the rows of one table into lines about people.
type reader struct {
	teller
	table      *table
	identities []column
	referred   []column
	links      []column
	told       []column
	data       []column // of those whose data is counted as affected

	keys   int            // the most that a line has had
	free   []incident.Key // room for the keys of lines to come
	held   []string       // room for the values of one column
	named  []string       // and for those as they are compared
	tags   []string       // of the line that is made
	shared []string       // the tags of the line before: most have the same
}

func (t teller) reader(of *table) *reader {
	c := of.collection
	r := &reader{teller: t, table: of}
	r.last = &dialled{}
	for _, f := range of.identities {
		col := columnOf(c, f)
		col.kind = kindOf(f.Identity)
		rule := identifier.SpellingOf(col.kind)
		col.rule = &rule
		r.identities = append(r.identities, col)
	}
	for _, f := range of.referred {
		r.referred = append(r.referred, columnOf(c, f))
	}
	for _, l := range of.links {
		r.links = append(r.links, columnOf(c, l.field))
	}
	for _, x := range of.told {
		r.told = append(r.told, columnOf(c, x.field))
	}
	return r
}

// affects makes the reader say which categories of data a row holds.
func (r *reader) affects() *reader {
	r.table.collection.Walk(func(f *dataset.Field) {
		if !f.Categorised() {
			return
		}
		col := columnOf(r.table.collection, f)
		for _, category := range f.EffectiveCategories() {
			if !strings.HasPrefix(category, "system") {
				col.tags = append(col.tags, tagsOf(category)...)
			}
		}
		if len(col.tags) > 0 {
			r.data = append(r.data, col)
		}
	})
	return r
}

// tagsOf are the tags of whoever has data of a category.
func tagsOf(category string) []string {
	return incident.TagCategory(category, dataset.CoversAny(dataset.SensitiveCategories, []string{category}))
}

// lines adds whom a row tells of to a list. The first is the person whose row it is; where it leads to several by one
// way, as to who sent and who received, each is another. Without a key there is one line that names nobody.
func (r *reader) lines(list []incident.Affected, rd *search.Reading, row []any) []incident.Affected {
	main := incident.Affected{Keys: r.room(), Tags: r.tags[:0]}
	for i := range r.data {
		if c := &r.data[i]; c.filled(row) {
			main.Tags = append(main.Tags, c.tags...)
		}
	}
	affected := len(main.Tags)
	for i := range r.identities {
		c := &r.identities[i]
		r.held = c.texts(r.held[:0], row)
		for _, held := range r.held {
			r.named = c.rule.NamedIn(r.named[:0], held)
			r.knownAs(&main, c.kind, r.named)
		}
	}
	for i := range r.referred {
		c := &r.referred[i]
		r.row(&main, c, c.field, row, r.table.person)
	}
	var others []incident.Affected
	var taken []*dataset.Field
	for i := range r.links {
		c, l := &r.links[i], &r.table.links[i]
		if !rd.Meets(l.where.On(r.table.collection), row) {
			continue
		}
		if !slices.Contains(taken, l.to) {
			if r.row(&main, c, l.to, row, l.person) {
				taken = append(taken, l.to)
			}
			continue
		}
		other := incident.Affected{Tags: slices.Clone(main.Tags[:affected])}
		if r.row(&other, c, l.to, row, l.person) {
			others = append(others, other)
		}
	}
	r.onto(&main, r.says(&main, row))
	r.keys = max(r.keys, len(main.Keys))
	if r.tags = main.Tags; !slices.Equal(r.tags, r.shared) {
		r.shared = slices.Clip(slices.Clone(r.tags))
	}
	main.Tags = r.shared
	return append(append(list, main), others...)
}

// room is where the keys of a line go: as many as any line had, of a piece that many share.
func (r *reader) room() []incident.Key {
	n := len(r.free)
	if cap(r.free)-n < r.keys {
		r.free, n = make([]incident.Key, 0, rowsAtOnce*r.keys), 0
	}
	r.free = r.free[:n+r.keys]
	return r.free[n : n : n+r.keys]
}

// row adds the key of a row to a line, by a column that holds it and the field that it is a value of.
func (r *reader) row(a *incident.Affected, c *column, of *dataset.Field, row []any, person bool) (some bool) {
	r.held = c.texts(r.held[:0], row)
	for _, held := range r.held {
		if of.Identity != "" {
			some = r.known(a, of.Identity, held) || some
			continue
		}
		key := rowKey(rowKind(of), held, person)
		if !slices.Contains(a.Keys, key) {
			a.Keys, some = append(a.Keys, key), true
		}
	}
	return some
}

// rowKey is the key of a row by its kind and what a column holds.
func rowKey(kind, held string, person bool) incident.Key {
	if value.IsNumber(held) {
		held = value.PlainNumber(held)
	}
	return incident.Key{Kind: kind, Value: held, Row: true, Person: person}
}

// says is what a row tells of its person besides.
func (r *reader) says(a *incident.Affected, row []any) (s said) {
	for i := range r.told {
		r.held = r.told[i].texts(r.held[:0], row)
		texts := r.held
		if len(texts) == 0 {
			continue
		}
		switch r.table.told[i].what {
		case factBirth:
			s.birth = texts[0]
		case factIDNumber:
			s.idNumber = texts[0]
		case factCountry:
			s.country = texts[0]
		case factState:
			s.state = texts[0]
		case factName:
			s.name = texts[0]
		case factLanguage:
			s.lang = texts[0]
		case factChild:
			a.Tags = append(a.Tags, incident.TagAge(0))
		}
	}
	return s
}
