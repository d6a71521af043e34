package draft

import (
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/source/draft/because"
)

// Proposal is what a draft guesses of a source, for people to go through column by column. It holds no value of the
// source.
type Proposal struct {
	Engine     string
	Recognised []string // the programs whose maps it follows
	Tables     []Table  // by name

	tables, unread []*table
}

// Table is what is guessed about a table.
type Table struct {
	Name, Remark string
	Program      string // the program whose map says what it holds; empty where it is guessed
	Sampled      int    // rows
	Columns      []Column
}

// Column is what is guessed about a column.
type Column struct {
	Name, Type, Remark string
	Key                bool
	Category, Identity string // empty where it is nothing personal, and where no search begins
	Why                because.Reason
	References         []Reference
}

// Reference is a guess where a column leads.
type Reference struct {
	To  string // table.column
	Why because.Reason
}

// Sure reports whether everything that is guessed of a column is hardly ever wrong.
func (c Column) Sure() bool {
	return c.Why.Sure() && !slices.ContainsFunc(c.References, func(r Reference) bool { return !r.Why.Sure() })
}

// Text is the proposal as a dataset file, its remarks in a language.
func (p *Proposal) Text(key, lang string) string {
	return text(key, p.Engine, p.tables, p.unread, p.Recognised, lang)
}

// ColumnText is what the text says of a column, and TableText of a table, as an item of a list that is indented by
// nothing.
func (p *Proposal) ColumnText(table, column, key, lang string) string {
	for _, t := range p.tables {
		if t.name != table {
			continue
		}
		for _, f := range t.fields {
			if f.Name == column {
				var b strings.Builder
				f.write(&b, key, lang)
				return Outdent(strings.TrimRight(b.String(), "\n"))
			}
		}
	}
	return ""
}

// TableText is ColumnText of a whole table.
func (p *Proposal) TableText(table, key, lang string) string {
	for _, t := range p.tables {
		if t.name == table {
			var b strings.Builder
			t.write(&b, key, lang)
			return Outdent(strings.TrimRight(b.String(), "\n"))
		}
	}
	return ""
}

// Outdent takes from each line what the first is indented by.
func Outdent(text string) string {
	by := len(text) - len(strings.TrimLeft(text, " "))
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = lines[i][min(by, len(lines[i])):]
	}
	return strings.Join(lines, "\n")
}

func proposalOf(engine string, tables, unread []*table, recognised []string) *Proposal {
	p := &Proposal{Engine: engine, Recognised: recognised, tables: tables, unread: unread}
	for _, t := range tables {
		out := Table{Name: t.name, Remark: t.remark, Program: t.program, Sampled: t.rows}
		for _, f := range t.fields {
			c := Column{Name: f.Name, Type: f.Type, Remark: f.remark, Key: f.Primary > 0, Category: f.category,
				Identity: f.identity, Why: f.reason()}
			for _, r := range f.refs {
				c.References = append(c.References, Reference{To: r.to.table.name + "." + r.to.Name, Why: r.why})
			}
			out.Columns = append(out.Columns, c)
		}
		p.Tables = append(p.Tables, out)
	}
	slices.SortStableFunc(p.Tables, func(a, b Table) int { return strings.Compare(a.Name, b.Name) })
	return p
}

// reason is why a column is guessed to hold what it does, or nothing personal.
func (f *field) reason() because.Reason {
	switch kind := f.kinds()[0]; {
	case f.category != "":
		return f.why
	case f.Primary > 0 || len(f.refs) > 0:
		return because.Reason{Code: because.Key}
	case f.table.program != "":
		return because.Reason{Code: because.Program, About: f.table.program}
	case f.meaning.concept != nil && !f.table.people && f.table.distance < 0:
		return because.Reason{Code: because.NotOfPerson}
	case kind != "text" && kind != "bytes":
		return because.Reason{Code: because.NoContent}
	}
	return because.Reason{Code: because.SaysNothing}
}
