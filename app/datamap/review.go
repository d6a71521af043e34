package datamap

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/draft/because"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/mapreview"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/setup"
)

// Review is what people settled of a source and what is left, beside what its dataset file says.
type Review struct {
	Source   model.Source
	Tables   []ReviewedTable // those with something to settle first, the most doubtful of them first
	Coverage mapreview.Coverage
	// Begun reports whether stock of the source's tables was ever taken.
	Begun bool
	// InUse reports whether requests go by what is reviewed: there is no draft beside the file in use.
	InUse bool
	Reach Reach
}

// ReviewedTable is a table of a source as its review shows it.
type ReviewedTable struct {
	Name    string
	Program string // whose ready map says what it holds; empty where it is guessed
	Columns []ReviewedColumn
	Open    int // columns that nobody settled
	Doubts  int // of them those that a person should look at
	Steps   int // from the person, 1 where a search begins; 0 where nothing leads there
	// Personal reports whether a column holds something of a person, as the file says now.
	Personal bool
}

// ReviewedColumn is a column as the review shows it.
type ReviewedColumn struct {
	mapreview.Column
	State mapreview.State
	By    string // staff ID
	At    time.Time
	// Categories, Identity and References are what the file says now.
	Categories []string
	Identity   string
	References []string // table.column
	Reasons    []because.Reason
	Doubt      bool   // it is open, and its guess is not sure
	Said       string // names what the file says of it; what is settled holds for that
}

// Personal reports whether the file says that the column holds something of a person.
func (c ReviewedColumn) Personal() bool {
	return slices.ContainsFunc(c.Categories,
		func(category string) bool { return strings.HasPrefix(category, "user") }) || c.Identity != ""
}

// Overruled reports whether somebody said something else of the column than was guessed, so that the reasons of the
// guess are none for what it holds.
func (c ReviewedColumn) Overruled() bool {
	return slices.Contains([]mapreview.State{mapreview.Changed, mapreview.NotPersonal, mapreview.Written,
		mapreview.Gone}, c.State)
}

// KeepOrder puts the tables in the order in which they were read before; new ones follow. Whoever settles columns is
// not to have the list move under them as doubts become fewer.
func (r *Review) KeepOrder(before Review) {
	at := map[string]int{}
	for i, t := range before.Tables {
		at[t.Name] = i + 1
	}
	slices.SortStableFunc(r.Tables, func(a, b ReviewedTable) int {
		x, y := at[a.Name], at[b.Name]
		if x == 0 || y == 0 {
			return cmp.Compare(min(y, 1), min(x, 1))
		}
		return cmp.Compare(x, y)
	})
}

// Table returns a table by its name; nil where there is none.
func (r *Review) Table(name string) *ReviewedTable {
	for i := range r.Tables {
		if r.Tables[i].Name == name {
			return &r.Tables[i]
		}
	}
	return nil
}

// ReadReview reads the review of a source.
func ReadReview(ctx context.Context, s *desk.Session, key string) (r Review, err error) {
	err = s.Read(ctx, model.ActReadMap, func(v *store.View) (err error) {
		r, err = reviewOf(v, key)
		return err
	})
	if !s.Staff().Role.May(model.ActEditMap) {
		r.Source.Address, r.Source.WriteAddress = "", ""
	}
	return r, err
}

// Coverages reads how much of each source is settled, by key; of those only of whose tables stock was taken.
func Coverages(ctx context.Context, s *desk.Session) (by map[string]mapreview.Coverage, err error) {
	by = map[string]mapreview.Coverage{}
	err = s.Read(ctx, model.ActReadMap, func(v *store.View) error {
		sources, err := setup.Sources(v)
		if err != nil {
			return err
		}
		kept, err := setup.Reviews(v, "")
		if err != nil || len(kept) == 0 {
			return err
		}
		holds, err := setup.ReviewHolds(v)
		for _, src := range sources {
			m := readMap(Entry{Source: src}.Text())
			for _, t := range kept {
				if t.Source == src.Key {
					by[src.Key] = by[src.Key].Add(reviewed(m, t, holds).coverage())
				}
			}
		}
		return err
	})
	return by, err
}

func reviewOf(v *store.View, key string) (r Review, err error) {
	sources, err := setup.Sources(v)
	if err != nil {
		return r, err
	}
	at := slices.IndexFunc(sources, func(s model.Source) bool { return s.Key == key })
	if at < 0 {
		return r, store.ErrNotFound
	}
	r.Source = sources[at]
	kept, err := setup.Reviews(v, key)
	if err != nil {
		return r, err
	}
	holds, err := setup.ReviewHolds(v)
	if err != nil {
		return r, err
	}
	text := Entry{Source: r.Source}.Text()
	r.Begun, r.InUse = len(kept) > 0, r.Source.Draft == "" && text != ""
	m := readMap(text)
	for _, t := range kept {
		r.Tables = append(r.Tables, reviewed(m, t, holds))
	}
	src := r.Source
	src.Dataset = text
	r.meaning(with(inUse(sources), src))
	r.Count()
	slices.SortStableFunc(r.Tables, func(a, b ReviewedTable) int {
		return cmp.Or(cmp.Compare(min(b.Open, 1), min(a.Open, 1)), cmp.Compare(b.Doubts, a.Doubts),
			cmp.Compare(b.Open, a.Open), cmp.Compare(a.Name, b.Name))
	})
	return r, nil
}

// reviewed is a table as it stands, before what its columns hold is read.
func reviewed(m *mapText, t mapreview.Table, holds func(mapreview.Table, string) bool) ReviewedTable {
	out := ReviewedTable{Name: t.Name, Program: t.Program}
	theirs := map[string]bool{}
	for _, s := range t.Settled {
		theirs[s.By] = holds(t, s.By)
	}
	for _, c := range t.Columns {
		rc := ReviewedColumn{Column: c, State: mapreview.Proposed, Said: m.said(t.Name, c.Name)}
		mark, by := t.Latest(c.Name, func(by string) bool { return theirs[by] })
		if mark.State.Settled() && mark.Said == rc.Said {
			rc.State, rc.By, rc.At = mark.State, by, mark.Moment()
		} else {
			rc.Doubt = !c.Sure || c.Difference != ""
		}
		for _, w := range c.Why {
			if rc.Overruled() {
				break // they were for something else than it holds now
			}
			rc.Reasons = append(rc.Reasons,
				because.Reason{Code: because.Code(w.Code), About: w.About, Found: w.Found, Part: w.Part})
		}
		out.Columns = append(out.Columns, rc)
	}
	out.count()
	return out
}

// count counts what is left to settle in the table.
func (t *ReviewedTable) count() {
	t.Open, t.Doubts = 0, 0
	for _, c := range t.Columns {
		if !c.State.Settled() {
			t.Open++
			if c.Doubt {
				t.Doubts++
			}
		}
	}
}

// Count counts anew what is left to settle.
func (r *Review) Count() {
	r.Coverage = mapreview.Coverage{}
	for i := range r.Tables {
		r.Tables[i].count()
		r.Coverage = r.Coverage.Add(r.Tables[i].coverage())
	}
}

func (t ReviewedTable) coverage() mapreview.Coverage {
	return mapreview.Coverage{Settled: len(t.Columns) - t.Open, Columns: len(t.Columns)}
}

// Reach is how a search goes from the person outwards, in steps.
type Reach struct {
	Steps [][]string // tables by their step, the first where a search begins
	Lines []Leads
	// Lost are the tables that hold something of a person and to which nothing leads.
	Lost []string
	// Unknown reports that the file has errors, so that nothing can be said.
	Unknown bool
}

// Leads is that a search goes on from a table to another.
type Leads struct{ From, To string }

// meaning fills in what the columns hold and how the tables are reached, by the files of all sources.
func (r *Review) meaning(sources []model.Source) {
	var all []*dataset.Dataset
	var own []*dataset.Collection
	for _, src := range sources {
		list, problems := parse(src)
		if src.Key == r.Source.Key {
			r.Reach.Unknown = problems.Err() != nil
			for _, d := range list {
				own = append(own, d.Collections...)
			}
		}
		all = append(all, list...)
	}
	dataset.Link(all)
	byName := map[string]*ReviewedTable{}
	for i := range r.Tables {
		byName[strings.ToLower(r.Tables[i].Name)] = &r.Tables[i]
	}
	for _, c := range own {
		if t := byName[strings.ToLower(c.Name)]; t != nil {
			t.hold(c)
		}
	}
	r.reach(all, own)
}

// hold fills in what the columns of a table hold.
func (t *ReviewedTable) hold(c *dataset.Collection) {
	for _, f := range c.Fields {
		for i := range t.Columns {
			rc := &t.Columns[i]
			if !strings.EqualFold(rc.Name, f.Name) {
				continue
			}
			dataset.WalkFields([]*dataset.Field{f}, func(x *dataset.Field) {
				rc.Categories = append(rc.Categories, x.EffectiveCategories()...)
				if rc.Identity == "" {
					rc.Identity = x.Identity
				}
				for _, ref := range x.References {
					rc.References = append(rc.References, ref.Field)
				}
			})
			slices.Sort(rc.Categories)
			rc.Categories = slices.Compact(rc.Categories)
			t.Personal = t.Personal || rc.Personal()
		}
	}
}

func (r *Review) reach(all []*dataset.Dataset, own []*dataset.Collection) {
	steps, _, err := dataset.NewGraph(all).Steps(nil)
	if err != nil {
		r.Reach.Unknown = true
		return
	}
	at := map[*dataset.Collection]int{}
	for _, s := range steps {
		nearest := 0
		for _, e := range s.Feeds {
			if from := at[e.From.Collection]; from > 0 && (nearest == 0 || from < nearest) {
				nearest = from
			}
		}
		if at[s.Collection] = nearest + 1; len(s.Seeds) > 0 {
			at[s.Collection] = 1
		}
	}
	for _, c := range own {
		t := r.Table(c.Name)
		n := at[c]
		if t != nil {
			t.Steps = n
		}
		switch {
		case n > 0:
			for len(r.Reach.Steps) < n {
				r.Reach.Steps = append(r.Reach.Steps, nil)
			}
			r.Reach.Steps[n-1] = append(r.Reach.Steps[n-1], c.Name)
		case t != nil && t.Personal:
			r.Reach.Lost = append(r.Reach.Lost, c.Name)
		}
	}
	mine := map[*dataset.Collection]bool{}
	for _, c := range own {
		mine[c] = true
	}
	for _, s := range steps {
		for _, e := range s.Feeds {
			l := Leads{e.From.Collection.Name, s.Collection.Name}
			if mine[e.From.Collection] && mine[s.Collection] && at[s.Collection] > at[e.From.Collection] &&
				!slices.Contains(r.Reach.Lines, l) {
				r.Reach.Lines = append(r.Reach.Lines, l)
			}
		}
	}
}
