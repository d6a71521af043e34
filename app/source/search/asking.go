package search

import (
	"context"
	"slices"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/value"
)

// askService asks a service for a collection, with what earlier collections left, and delivers the rows.
func (w *Worker) askService(ctx context.Context, s *stepRun) error {
	c := s.Collection
	if w.run.listed {
		return &value.Error{Message: c.Address().String() +
			" lies in a system that answers over HTTP, whose rows cannot be read again one by one: hand what is left to its owner"}
	}
	asking := Asking{Collection: c, Identities: w.run.opts.Identities, Left: s.report.left}
	for _, e := range s.Step.Feeds {
		ordinary, sensitive := w.run.keys[leaving(e)].parted()
		asking.Feeds = append(asking.Feeds, Feed{From: e.From, To: e.To, Values: ordinary})
		if len(sensitive) > 0 {
			asking.Feeds = append(asking.Feeds, Feed{From: e.From, To: e.To, Values: sensitive, Sensitive: true})
		}
	}
	shape := newAnswerShape(c, w.run.opts)
	asked, err := w.service.Ask(ctx, asking, func(a Answer) error {
		outside := OnlySensitive(a.Reached)
		for _, out := range s.out {
			keys := w.run.keys[out]
			value.EachScalar(a.Row, out.field.Path(), func(v any) { keys.add(v, outside || out.field.Sensitive()) })
		}
		if len(a.Row) == 0 && w.run.visitor == nil {
			return nil // there is nothing to show of what can only be deleted
		}
		finding, ok := shape.finding(a)
		if !ok && w.run.visitor == nil {
			return nil
		}
		w.run.deliverMu.Lock()
		defer w.run.deliverMu.Unlock()
		if err := ctx.Err(); err != nil {
			return err
		}
		take := func() error { return w.run.deliver(finding) }
		if w.run.visitor != nil {
			take = func() error { return w.run.visitor.Answered(w.service, c, finding, a) }
		}
		if err := take(); err != nil {
			return sqldb.Fatal(err)
		}
		s.report.Rows++
		return nil
	})
	if err == nil && !asked {
		s.report.State = NoKeys
	}
	return err
}

// answerShape turns the answers of a service for one collection into findings.
type answerShape struct {
	c          *dataset.Collection
	opts       Options
	categories map[string][]string
}

func newAnswerShape(c *dataset.Collection, opts Options) *answerShape {
	s := &answerShape{c: c, opts: opts, categories: map[string][]string{}}
	c.Walk(func(f *dataset.Field) {
		if cs := f.EffectiveCategories(); len(cs) > 0 && f.Categorised() {
			s.categories[f.Dotted()] = cs
		}
	})
	return s
}

func (s *answerShape) want(f *dataset.Field) bool {
	return len(s.opts.Categories) == 0 || dataset.CoversAny(s.opts.Categories, f.EffectiveCategories())
}

func (s *answerShape) whole(f *dataset.Field) bool { return len(f.Categories) > 0 && s.want(f) }

// finding returns a row as it is handed over: the declared fields that it has. It is false where no dataset file lists
// the collection, or the category filter leaves nothing of it.
func (s *answerShape) finding(a Answer) (Finding, bool) {
	f := Finding{Source: s.c.Dataset.Key, Dataset: s.c.Dataset.Key, Collection: s.c.Name, Categories: s.categories,
		Row: value.Row{}, Reached: a.Reached}
	declared, wanted := map[string]bool{}, false
	narrowed := s.narrowed(a)
	for _, field := range s.c.Fields {
		held, has := a.Row[field.Name]
		if field.Unlisted {
			continue
		}
		declared[field.Name] = true
		wanted = wanted || s.wants(field)
		if field.PrimaryKey && has {
			f.Key = append(f.Key, value.Cell{Name: field.Name, Value: cell(held)})
		}
		if !has || !s.wants(field) {
			continue
		}
		shown := narrowed[field.Name]
		if len(s.opts.Categories) > 0 && len(field.Fields) > 0 && !s.whole(field) {
			kept, some := dataset.Select(shown, field.Fields, s.want, s.whole)
			if !some {
				continue
			}
			shown = kept
		}
		f.Row = append(f.Row, value.Cell{Name: field.Name, Value: cell(shown)})
		f.Held = append(f.Held, value.Cell{Name: field.Name, Value: cell(held)})
		dataset.WalkFields([]*dataset.Field{field}, func(x *dataset.Field) {
			f.Sensitive = f.Sensitive || held != nil && x.Categorised() &&
				dataset.CoversAny(dataset.SensitiveCategories, x.EffectiveCategories())
		})
	}
	if slices.EqualFunc(f.Row, f.Held, func(x, y value.Cell) bool { return text(x.Value) == text(y.Value) }) {
		f.Held = nil
	}
	if s.opts.Undeclared {
		for _, name := range undeclared(a.Row, declared) {
			f.Undeclared = append(f.Undeclared, value.Cell{Name: name, Value: cell(a.Row[name])})
		}
	}
	return f, wanted
}

// wants reports whether some of a field passes the category filter.
func (s *answerShape) wants(field *dataset.Field) (is bool) {
	dataset.WalkFields([]*dataset.Field{field}, func(x *dataset.Field) { is = is || x.Categorised() && s.want(x) })
	return is
}

// narrowed returns the values of a row in which lists that led there hold only the elements that did.
func (s *answerShape) narrowed(a Answer) map[string]any {
	marks := map[string]*value.MatchTree{}
	s.c.Walk(func(f *dataset.Field) {
		if f.ReturnAll || f.Unlisted {
			return
		}
		var led []string
		for _, r := range a.Reached {
			if r.Field == f.Dotted() {
				led = append(led, r.Value)
			}
		}
		if len(led) == 0 {
			return
		}
		top := f.Column().Name
		if marks[top] == nil {
			marks[top] = &value.MatchTree{}
		}
		value.MarkMatches(a.Row[top], f.Path()[1:], func(v any, _ *value.MatchTree) bool {
			t, ok := value.Text(v)
			return ok && slices.Contains(led, t)
		}, marks[top])
	})
	out := map[string]any{}
	for name, v := range a.Row {
		out[name] = value.Narrow(v, marks[name])
	}
	return out
}

func undeclared(row map[string]any, declared map[string]bool) (names []string) {
	for name := range row {
		if !declared[name] {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// cell returns a decoded JSON value as a row holds it.
func cell(v any) any {
	switch v.(type) {
	case map[string]any, []any:
		return value.JSON{Value: v}
	}
	return value.ScalarOf(v)
}

func text(v any) string {
	if doc, is := v.(value.JSON); is {
		return value.DocumentText(doc.Value)
	}
	t, _ := value.Text(v) // what has no text is nothing
	return t
}
