package notice

import (
	"slices"

	"fyne.io/fyne/v2"

	app "orangelab.cn/rightsdesk/app/notice"
	"orangelab.cn/rightsdesk/model/notice"
	"orangelab.cn/rightsdesk/ui/part"
)

// cursor is where somebody types in a form: which field it is, in the order of the form, and where in its text.
type cursor struct{ field, row, column int }

// fields are the entries of the form in the order in which it shows them.
func (f *form) fields() (list []*part.Entry) {
	add := func(entries ...*part.Entry) { list = append(list, entries...) }
	pair := func(t texts) {
		for _, lang := range f.langs {
			add(t[lang])
		}
	}
	pair(f.title)
	add(f.products, f.regions, &f.on.Entry, &f.effective.Entry, f.hour, f.older, f.newer, f.link)
	for _, r := range notice.Contents(f.kept.Kind) {
		if r.ID == notice.Changes {
			for _, row := range f.changes {
				add(row.clause)
				pair(row.what)
			}
		} else if r.Passage() {
			pair(f.passages[r.ID])
		}
	}
	pair(f.sms)
	pair(f.banner)
	pair(f.call)
	return list
}

// focusOf is what of an entry takes the keyboard.
func (f *form) focusOf(e *part.Entry) fyne.Focusable {
	for _, d := range []*part.DateField{f.on, f.effective} {
		if e == &d.Entry {
			return d
		}
	}
	return e
}

// cursor returns where somebody types; false where that is in none of the form's fields.
func (f *form) cursor(c fyne.Canvas) (cursor, bool) {
	has := c.Focused()
	for i, e := range f.fields() {
		if has == f.focusOf(e) {
			return cursor{i, e.CursorRow, e.CursorColumn}, true
		}
	}
	return cursor{}, false
}

// put puts the cursor back where it was in another form of the same notice.
func (f *form) put(c fyne.Canvas, at cursor) {
	list := f.fields()
	if at.field >= len(list) {
		return
	}
	e := list[at.field]
	c.Focus(f.focusOf(e))
	e.CursorRow, e.CursorColumn = at.row, at.column
	e.Refresh()
}

// goOn moves on from where the cursor was to the next field in which something is missing, and round to the first of
// them. Where nothing is missing the cursor stays.
func (f *form) goOn(c fyne.Canvas, from cursor, now app.Open) {
	list, best := f.fields(), -1
	after := func(i int) int { return (i - from.field - 1 + len(list)) % len(list) }
	for _, p := range now.Problems {
		e := f.at(p)
		if e == nil || !e.Visible() || !p.Blocking {
			continue
		}
		if i := slices.Index(list, e); best < 0 || after(i) < after(best) {
			best = i
		}
	}
	if best < 0 {
		f.put(c, from)
		return
	}
	c.Focus(f.focusOf(list[best]))
}

// at is the field in which a problem of the text is put right; nil where none is.
func (f *form) at(p notice.Problem) *part.Entry {
	in := func(t texts) *part.Entry {
		for _, lang := range append([]string{p.Language}, f.langs...) {
			if e := t[lang]; e != nil {
				return e
			}
		}
		return nil
	}
	switch p.Trouble {
	case notice.NoTitle:
		return in(f.title)
	case notice.NoText:
		return in(map[notice.Channel]texts{notice.SMS: f.sms, notice.Home: f.banner, notice.Call: f.call}[p.Channel])
	case notice.NoDate:
		if _, ok := f.on.Date(); ok && f.kept.Kind != notice.Breach {
			return &f.effective.Entry
		}
		return &f.on.Entry
	case notice.Missing:
		return f.missing(p, in)
	}
	return nil
}

// missing is the field of a required content that is missing in a language.
func (f *form) missing(p notice.Problem, in func(texts) *part.Entry) *part.Entry {
	switch p.Item {
	case notice.Changes:
		for _, row := range f.changes {
			if e := row.what[p.Language]; e != nil && e.Text == "" {
				return e
			}
		}
		return nil
	case "versions":
		if f.older.Text == "" {
			return f.older
		}
		return f.newer
	case "effective", "stop", "collecting":
		return &f.effective.Entry
	case "link":
		return f.link
	}
	return in(f.passages[p.Item])
}
