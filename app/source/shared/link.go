package shared

import (
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/app/source/value"
	"orangelab.cn/rightsdesk/model/identifier"
)

// link is a reference seen as a pointer: the pointer's field holds the value of the pointed field, in the rows that
// meet where.
type link struct {
	pointer, pointed *dataset.Field
	where            *dataset.Where
}

// pointerOf decides which end of a reference is the pointer: the end that is no primary key, else the end that
// declares the reference. Two identity fields joined by value point at nothing.
func pointerOf(e dataset.Edge) (link, bool) {
	if dataset.IdentityKind(e.From) != "" && dataset.IdentityKind(e.To) != "" {
		return link{}, false
	}
	switch {
	case e.To.PrimaryKey && !e.From.PrimaryKey:
		return link{e.From, e.To, e.Where}, true
	case e.From.PrimaryKey && !e.To.PrimaryKey:
		return link{e.To, e.From, e.Where}, true
	}
	for _, ref := range e.From.References {
		if ref.Target == e.To {
			return link{e.From, e.To, e.Where}, true
		}
	}
	return link{e.To, e.From, e.Where}, true
}

// valueKey returns what tells the values of a link apart: as they are written, or in any spelling where the run finds
// them so. It is false for what refers to nothing.
func (s *Finder) valueKey(l link, v any) (string, bool) {
	kind := dataset.KindOfLink(l.pointer, l.pointed)
	if !s.opts.Spellings || kind == "" {
		if text, is := v.(string); is && s.filled[l] > 0 {
			v = search.Unfilled(text, s.filled[l])
		}
		key, ok := value.LinkKey(v)
		return value.Loosely(v, key), ok
	}
	held, ok := value.Text(v)
	key := identifier.SpellingOf(kind).Key(held)
	return key, ok && key != ""
}

// holds reports whether a link holds for a row of a collection.
func (l link) holds(c *dataset.Collection, row []any) bool {
	return l.where.On(c).Holds(func(f *dataset.Field) any {
		for i, declared := range c.Fields {
			if declared == f {
				return row[i]
			}
		}
		return nil
	})
}
