package draft

import (
	"context"
	"errors"
	"fmt"
	"sort"
	"strings"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/value"
	"orangelab.cn/rightsdesk/model/pattern"
)

const sampleRows = 200

// draftTable is a table with what is guessed about it.
type draftTable struct {
	*sqldb.Table
	name   string // of the collection
	people bool
	depth  int // references away from the people; -1 when nothing leads there
	fields []*draftField
}

type draftField struct {
	sqldb.Column
	category, why string
	identity      string
	refs          []draftRef
}

type draftRef struct {
	table     *draftTable
	column    string
	direction dataset.Direction
	why       string
}

// Propose reads a source's tables and proposes a dataset file for it. Every guess carries a comment for a person to
// confirm; the text passes Check as it is. At most 200 rows of each table are sampled, and no value is repeated in
// the text.
func Propose(ctx context.Context, s *sqldb.Source, key string) (string, error) {
	session, err := s.Begin(ctx)
	if err != nil {
		return "", err
	}
	tables, err := s.DescribeTables(ctx, session.Tx)
	var drafts []*draftTable
	for _, t := range tables {
		if err != nil {
			break
		}
		var d *draftTable
		if d, err = draftOf(ctx, s, session.Tx, t); err == nil {
			drafts = append(drafts, d)
		}
	}
	if err = errors.Join(err, session.End()); err != nil {
		return "", err
	}
	linkDrafts(drafts)
	markPeople(drafts)
	orient(drafts)
	return draftText(key, s.Engine(), drafts), nil
}

func draftOf(ctx context.Context, s *sqldb.Source, q sqldb.Querier, t *sqldb.Table) (*draftTable, error) {
	d := &draftTable{Table: t, name: t.Asked.Name, depth: -1}
	if t.Asked.Schema != "" {
		d.name = t.Asked.Schema + "." + t.Asked.Name
	}
	d.people = isPeople(t.Name)
	samples, err := sample(ctx, s, q, t)
	if err != nil {
		return nil, err
	}
	for i, c := range t.Columns {
		f := &draftField{Column: c}
		if f.category, f.why = guessByName(c.Name, d.people); f.category == "" {
			f.category, f.why = guessByValues(samples[i])
		}
		if (c.Class == value.ClassInteger || c.Class == value.ClassBoolean || c.Class == value.ClassTimestamp) && f.category == "user.content" {
			f.category, f.why = "", ""
		}
		d.fields = append(d.fields, f)
	}
	return d, nil
}

// sample returns the filled values of each column in the first rows, as text.
func sample(ctx context.Context, s *sqldb.Source, q sqldb.Querier, t *sqldb.Table) ([][]string, error) {
	out := make([][]string, len(t.Columns))
	var columns []string
	raw, dest := make([]any, len(t.Columns)), make([]any, len(t.Columns))
	for i, c := range t.Columns {
		columns = append(columns, s.Dialect.Expression(c))
		dest[i] = &raw[i]
	}
	query := fmt.Sprintf("SELECT %s FROM %s LIMIT %d", strings.Join(columns, ", "), sqldb.TableSQL(s.Dialect, t), sampleRows)
	err := sqldb.EachRow(ctx, q, query, nil, dest, func() error {
		for i, v := range raw {
			if held, ok := value.Text(s.Dialect.Scan(t.Columns[i], v)); ok && strings.TrimSpace(held) != "" {
				out[i] = append(out[i], strings.TrimSpace(held))
			}
		}
		return nil
	})
	return out, s.Wrap(err, fmt.Sprintf("table %q cannot be sampled", t.Name))
}

// linkDrafts finds references in foreign keys, and in names like customer_id where no key says so.
func linkDrafts(drafts []*draftTable) {
	byTable := map[sqldb.TableName]*draftTable{}
	for _, d := range drafts {
		byTable[sqldb.TableName{Schema: d.Schema, Name: d.Name}] = d
	}
	for _, d := range drafts {
		for _, fk := range d.ForeignKeys {
			schema := fk.RefSchema
			if schema == "" {
				schema = d.Schema
			}
			to := byTable[sqldb.TableName{Schema: schema, Name: fk.RefTable}]
			if to == nil || to == d {
				continue
			}
			target := to.PrimaryKey()
			if len(fk.RefColumns) > 0 {
				target = fk.RefColumns
			}
			f := d.field(fk.Columns[0])
			if f == nil || len(target) == 0 || to.field(target[0]) == nil {
				continue
			}
			why := "foreign key"
			if len(fk.Columns) > 1 {
				why = "first column of a composite foreign key; the format cannot say \"and\""
			}
			f.refs = append(f.refs, draftRef{table: to, column: target[0], why: why})
		}
		for _, f := range d.fields {
			if len(f.refs) > 0 {
				continue
			}
			stem, ok := strings.CutSuffix(snake(f.Name), "_id")
			if !ok || stem == "" {
				continue
			}
			for _, to := range drafts {
				if to == d || !namedAs(to.Name, stem) || len(to.PrimaryKey()) != 1 {
					continue
				}
				f.refs = append(f.refs, draftRef{table: to, column: to.PrimaryKey()[0], why: "named like it"})
				break
			}
		}
	}
}

// namedAs reports whether a table is called like the stem of a reference: customer_id → customer, customers,
// billing_address_id → address.
func namedAs(table, stem string) bool {
	t := snake(table)
	for _, form := range []string{t, strings.TrimSuffix(t, "s"), strings.TrimSuffix(t, "es")} {
		if form != "" && (stem == form || strings.HasSuffix(stem, "_"+form)) {
			return true
		}
	}
	return false
}

func (d *draftTable) field(name string) *draftField {
	for _, f := range d.fields {
		if strings.EqualFold(f.Name, name) {
			return f
		}
	}
	return nil
}

// markPeople declares identities: in tables of people, and where there are none, or where no reference leads out of
// a table with an e-mail or a phone number, there too.
func markPeople(drafts []*draftTable) {
	mark := func(d *draftTable) {
		for _, f := range d.fields {
			switch f.category {
			case "user.contact.email":
				f.identity = "email"
			case "user.contact.phone_number":
				f.identity = "phone_number"
			default:
				continue
			}
			d.depth = 0
		}
	}
	any := false
	for _, d := range drafts {
		if d.people {
			mark(d)
			any = any || d.depth == 0
		}
	}
	for _, d := range drafts {
		refs := 0
		for _, f := range d.fields {
			refs += len(f.refs)
		}
		if d.depth != 0 && (!any || refs == 0) {
			mark(d)
		}
	}
}

// orient lets values flow away from people: a row that points at something nearer to them is fed by it, otherwise it
// feeds what it points at. Without that an address would lead to everybody's orders.
func orient(drafts []*draftTable) {
	for depth, more := 0, true; more; depth++ {
		more = false
		for _, d := range drafts {
			for _, f := range d.fields {
				for _, r := range f.refs {
					if d.depth < 0 && r.table.depth == depth {
						d.depth, more = depth+1, true
					}
				}
			}
		}
	}
	for _, d := range drafts {
		for _, f := range d.fields {
			for i, r := range f.refs {
				f.refs[i].direction = dataset.To
				if r.table.depth >= 0 && r.table.depth < d.depth {
					f.refs[i].direction = dataset.From
				}
			}
		}
	}
}

func draftText(key, engine string, drafts []*draftTable) string {
	sort.SliceStable(drafts, func(i, j int) bool { return drafts[i].name < drafts[j].name })
	var b strings.Builder
	fmt.Fprintf(&b, "# Drafted from a %s database. Every line marked \"confirm\" is a guess: keep it, correct it or remove it.\n", engine)
	fmt.Fprintf(&b, "dataset:\n  - fides_key: %s\n    name: %s\n    collections:\n", quoted(key), quoted(key))
	if len(drafts) == 0 {
		return strings.Replace(b.String(), "    collections:\n", "    collections: []\n", 1)
	}
	for _, d := range drafts {
		fmt.Fprintf(&b, "      - name: %s\n        fields:\n", quoted(d.name))
		for _, f := range d.fields {
			d.writeField(&b, key, f)
		}
	}
	return b.String()
}

func (d *draftTable) writeField(b *strings.Builder, key string, f *draftField) {
	fmt.Fprintf(b, "          - name: %s\n", quoted(f.Name))
	switch {
	case f.category != "":
		fmt.Fprintf(b, "            data_categories: [%s]%s%s\n", f.category, mark, f.why)
	case f.Primary > 0 || len(f.refs) > 0:
		fmt.Fprintf(b, "            data_categories: [system.operations]%sa key\n", mark)
	}
	var meta []string
	if f.Primary > 0 {
		meta = append(meta, "primary_key: true")
	}
	if t := draftType(f.Class); t != "" {
		meta = append(meta, "data_type: "+t)
	}
	if f.identity != "" {
		meta = append(meta, "identity: "+f.identity+mark+"the search begins here")
	}
	if len(f.refs) > 0 {
		meta = append(meta, "references:")
		for _, r := range f.refs {
			meta = append(meta, "  - dataset: "+quoted(key)+mark+r.why, "    field: "+quoted(r.table.name+"."+r.column), "    direction: "+string(r.direction))
		}
	}
	if len(meta) > 0 {
		fmt.Fprintf(b, "            fides_meta:\n")
		for _, line := range meta {
			fmt.Fprintf(b, "              %s\n", line)
		}
	}
}

func draftType(c value.Class) string {
	switch c {
	case value.ClassText:
		return "string"
	case value.ClassInteger:
		return "integer"
	case value.ClassFloat:
		return "float"
	case value.ClassBoolean:
		return "boolean"
	case value.ClassJSON:
		return "object"
	}
	return ""
}

var plainWord = pattern.New(`^[A-Za-z_][A-Za-z0-9_]*$`)

// quoted writes a name as YAML. Words that YAML reads as something else are quoted as everything unusual is.
func quoted(s string) string {
	switch strings.ToLower(s) {
	case "true", "false", "null", "yes", "no", "on", "off", "y", "n":
	default:
		if plainWord.MatchString(s) {
			return s
		}
	}
	return yamlQuote(s)
}

// yamlQuote writes a double-quoted YAML scalar.
func yamlQuote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r < 0x20 || r == 0x7f || (r >= 0x80 && r < 0xa0) || r == 0xfeff || r == 0x2028 || r == 0x2029:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
