package ldap

import (
	"context"
	"encoding/base64"
	"errors"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/go-ldap/ldap/v3"

	"orangelab.cn/rightsdesk/app/source/mirror"
	"orangelab.cn/rightsdesk/app/source/value"
)

// dnColumn holds the name of an entry.
const dnColumn = "dn"

// Operational attributes that are asked for beside what people see.
const (
	classOf  = "structuralObjectClass"
	stampOf  = "entryCSN"
	pageSize = 500
)

// Read hands over the entries below the base, those of each class as a table.
func (d *directory) Read(ctx context.Context, into *mirror.Copy) (out mirror.Snapshot, err error) {
	c, err := d.connect()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, closed(c)) }()
	defer context.AfterFunc(ctx, func() { c.Close() })()
	schema, err := readSchema(c)
	if err != nil {
		return nil, err
	}
	tables := map[string]*table{}
	paging := ldap.NewControlPaging(pageSize)
	for bytes := 0; ; {
		got, err := c.Search(ldap.NewSearchRequest(d.base, ldap.ScopeWholeSubtree, ldap.NeverDerefAliases, 0, 0, false,
			d.filter, []string{"*", classOf, stampOf}, []ldap.Control{paging}))
		if err != nil {
			return nil, failed(err)
		}
		if len(got.Referrals) > 0 {
			return nil,
				&value.Error{
					Message: "part of the directory lies on another server: make a source of that one too, and begin this one below it"}
		}
		for _, e := range got.Entries {
			if bytes += size(e); bytes > mirror.MaxBytes {
				return nil,
					&value.Error{
						Message: "the directory holds more than is read of such a source at once; begin further down, or narrow it with filter=…"}
			}
			name := classNamed(e)
			if tables[name] == nil {
				tables[name] = &table{name: name}
			}
			tables[name].entries = append(tables[name].entries, e)
		}
		next, _ := ldap.FindControl(got.Controls, ldap.ControlTypePaging).(*ldap.ControlPaging)
		if next == nil || len(next.Cookie) == 0 {
			break
		}
		paging.SetCookie(next.Cookie)
	}
	s := &snapshot{directory: d, tables: tables}
	there := slices.Sorted(maps.Keys(tables))
	for _, name := range schema.called { // of which there is no entry any more, though a data map may name them
		if !slices.ContainsFunc(there, func(t string) bool { return strings.EqualFold(t, name) }) {
			tables[name] = &table{name: name, hidden: true}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(tables)) {
		if err := tables[name].handOver(ctx, schema, into); err != nil {
			return nil, err
		}
	}
	return s, nil
}

func size(e *ldap.Entry) (n int) {
	for _, a := range e.Attributes {
		for _, v := range a.Values {
			n += len(v) + 32
		}
	}
	return n + len(e.DN)
}

// classNamed is the class by which an entry is told from others: that which the server names, else the last, which is
// the most special one where servers keep an order.
func classNamed(e *ldap.Entry) string {
	if name := e.GetAttributeValue(classOf); name != "" {
		return name
	}
	if all := e.GetAttributeValues("objectClass"); len(all) > 0 {
		return all[len(all)-1]
	}
	return "entry"
}

// table is the entries of one class.
type table struct {
	name    string
	entries []*ldap.Entry
	columns []mirror.Column
	hidden  bool // it has no entries
}

// handOver hands over the entries, with every attribute that the schema lets them have. An attribute of which some
// entry has several values is a list in all of them.
func (t *table) handOver(ctx context.Context, s schema, into *mirror.Copy) error {
	t.columns = []mirror.Column{{Name: dnColumn, Type: mirror.Text, Fixed: true}}
	place := map[string]int{dnColumn: 0}
	for _, name := range s.attributes(t.name) {
		if place[strings.ToLower(name)] == 0 && name != dnColumn {
			place[strings.ToLower(name)], t.columns = len(t.columns), append(t.columns, s.column(t.name, name))
		}
	}
	for _, e := range t.entries {
		named := rdn(e)
		for _, a := range e.Attributes {
			low := strings.ToLower(a.Name)
			if slices.Contains([]string{strings.ToLower(classOf), strings.ToLower(stampOf)}, low) || low == dnColumn {
				continue
			}
			i, known := place[low]
			if !known {
				i = len(t.columns)
				place[low], t.columns = i, append(t.columns, s.column(t.name, a.Name))
			}
			if len(a.Values) > 1 {
				t.columns[i].Type = mirror.Document
			}
			t.columns[i].Fixed = t.columns[i].Fixed || low == "objectclass" || slices.Contains(named, low)
		}
	}
	rows := make([][]any, len(t.entries))
	for n, e := range t.entries {
		row := make([]any, len(t.columns))
		row[0] = e.DN
		for _, a := range e.Attributes {
			if i, is := place[strings.ToLower(a.Name)]; is {
				row[i] = cell(t.columns[i].Type, a.ByteValues)
			}
		}
		for i := range row {
			t.columns[i].Filled = t.columns[i].Filled && row[i] != nil // a server may keep what it shows this login not
		}
		rows[n] = row
	}
	to, err := into.Table(ctx, t.name, t.columns, "")
	if err == nil && t.hidden {
		err = into.Hide(ctx, t.name)
	}
	if err != nil {
		return err
	}
	for _, row := range rows {
		if err := to.Add(ctx, row); err != nil {
			return errors.Join(err, to.Close())
		}
	}
	return to.Close()
}

// column is that of an attribute, whose name may have options behind a semicolon.
func (s schema) column(class, attribute string) mirror.Column {
	base, _, _ := strings.Cut(attribute, ";")
	return mirror.Column{Name: attribute, Type: mirror.Text, Filled: s.required(class, base), Remark: s.described(base)}
}

// rdn are the attributes, in small letters, that the name of an entry is made of.
func rdn(e *ldap.Entry) (names []string) {
	name, err := ldap.ParseDN(e.DN)
	if err != nil || len(name.RDNs) == 0 {
		return nil
	}
	for _, a := range name.RDNs[0].Attributes {
		names = append(names, strings.ToLower(a.Type))
	}
	return names
}

// bytesMark begins the text of a value that is no text.
const bytesMark = "base64:"

// cell returns the values of an attribute as its column holds them.
func cell(t mirror.Type, values [][]byte) any {
	texts := make([]any, len(values))
	for i, v := range values {
		if texts[i] = string(v); !utf8.Valid(v) || strings.ContainsRune(string(v), 0) {
			texts[i] = bytesMark + base64.StdEncoding.EncodeToString(v)
		}
	}
	switch {
	case len(texts) == 0:
		return nil
	case t == mirror.Document:
		return value.DocumentText(texts)
	}
	return texts[0]
}

// values returns the values of an attribute that a cell stands for; a value that is gone is none.
func values(t mirror.Type, v any) (out []string) {
	list := []any{v}
	if s, is := v.(string); is && t == mirror.Document {
		doc, _ := value.ParseDocument([]byte(s))
		if all, several := doc.([]any); several {
			list = all
		} else {
			list = []any{doc}
		}
	}
	for _, one := range list {
		s, some := value.Text(value.ScalarOf(one))
		if !some || one == nil || s == "" {
			continue
		}
		if text, coded := strings.CutPrefix(s, bytesMark); coded {
			if b, err := base64.StdEncoding.DecodeString(text); err == nil {
				s = string(b)
			}
		}
		if !slices.Contains(out, s) { // the values of an attribute are a set
			out = append(out, s)
		}
	}
	return out
}
