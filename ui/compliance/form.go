package compliance

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	records "orangelab.cn/rightsdesk/app/compliance"
	"orangelab.cn/rightsdesk/model/calendar"
	"orangelab.cn/rightsdesk/model/compliance"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// form asks for the fields of a record: of a new one where it has no number, with what is known of it given.
func (s *screen) form(kind compliance.Kind, r compliance.Record, given map[string]string) {
	values := maps.Clone(given)
	if values == nil {
		values = map[string]string{}
	}
	maps.Copy(values, r.Values)
	var fields []*part.Field
	for _, f := range kind.Fields {
		if f.Type == compliance.Done || f.Later && kind.Second && r.By == "" {
			continue
		}
		fields = append(fields, s.field(f, values))
	}
	form := part.NewForm(fields...)
	title := frame.L("Add: {{.A}}", kind.Title.In(frame.Language()))
	if r.Number > 0 {
		title = s.name(kind, r)
	}
	session, seen := s.frame.Session, records.SeenOf(r)
	var saved compliance.Record
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: title, Body: form, Form: form, Confirm: frame.L("Keep"),
		Cancel: frame.L("Cancel"), Width: 620, Long: true,
		OnConfirm: func() bool {
			typed := maps.Clone(values)
			return s.frame.SubmitTo(d, func(ctx context.Context) (err error) {
				if kind.Staff() {
					saved, err = records.KeepStaff(ctx, session, kind.ID, seen, typed)
				} else {
					saved, err = records.Keep(ctx, session, kind.ID, seen, typed)
				}
				return err
			}, func() {
				s.kind, s.number, s.search = kind.ID, saved.Number, ""
				s.reload()
			})
		}})
	s.frame.KeepForm(d, fmt.Sprint("record ", kind.ID, " ", r.Number))
	d.Show(s.frame.Window.Canvas())
}

// field is the input of one field; what is typed stands in values at once.
func (s *screen) field(f compliance.Field, values map[string]string) *part.Field {
	field := s.input(f, values)
	if f.Wanted {
		field.WithHint(frame.L("Shown as missing while it is empty"))
	}
	field.Check = func() string {
		one := compliance.Kind{ID: "form", Fields: []compliance.Field{f}}
		if _, err := one.Tidy(map[string]string{f.ID: values[f.ID]}); err != nil {
			return frame.ValueFault(err)
		}
		return ""
	}
	return field
}

func (s *screen) input(f compliance.Field, values map[string]string) *part.Field {
	title := f.Title.In(frame.Language())
	switch f.Type {
	case compliance.Choice:
		ids, names := optionsOf(f)
		return among(title, ids, names, f.ID, values)
	case compliance.Choices:
		return part.NewField(title, s.several(f, values))
	case compliance.Member:
		var ids, names []string
		for _, m := range s.state.Staff {
			if !m.Disabled || m.ID == values[f.ID] {
				ids, names = append(ids, m.ID), append(names, m.Name)
			}
		}
		return among(title, ids, names, f.ID, values)
	case compliance.Source:
		ids := slices.Sorted(maps.Keys(s.state.Sources))
		var names []string
		for _, id := range ids {
			names = append(names, s.words.Source(id))
		}
		return among(title, ids, names, f.ID, values)
	case compliance.Day:
		day := part.NewDateField(s.frame.Session.Now())
		if d, err := calendar.ParseDate(values[f.ID]); err == nil {
			day.SetDate(frame.Noon(d.Year, d.Month, d.Day))
		}
		day.OnChanged = func(text string) {
			values[f.ID] = strings.TrimSpace(text)
			if t, ok := day.Date(); ok {
				values[f.ID] = calendar.Date{Year: t.Year(), Month: t.Month(), Day: t.Day()}.String()
			}
		}
		return part.NewField(title, day)
	}
	entry := part.NewEntry("")
	if f.Type == compliance.Lines {
		entry = part.NewMultiLine("", 2)
	}
	shown := values[f.ID]
	if f.Type == compliance.Country && shown != "" {
		shown = frame.CountryName(shown)
	}
	entry.SetText(shown)
	entry.OnChanged = func(text string) { values[f.ID] = text }
	return part.NewField(title, entry)
}

func optionsOf(f compliance.Field) (ids, names []string) {
	for _, o := range f.Choices {
		ids, names = append(ids, o.ID), append(names, o.Title.In(frame.Language()))
	}
	return ids, names
}

// among is a choice of one; what the record says stands chosen, and nothing in a new one.
func among(title string, ids, names []string, id string, values map[string]string) *part.Field {
	field := part.NewClaimAmong(title, names, func(i int) {
		if i >= 0 {
			values[id] = ids[i]
		}
	})
	if input, ok := field.Input.(*part.Select); ok {
		input.Choose(slices.Index(ids, values[id]))
	}
	return field
}

// several are boxes to tick, two a line.
func (s *screen) several(f compliance.Field, values map[string]string) fyne.CanvasObject {
	column := part.VBox(2)
	var line *fyne.Container
	for i, o := range f.Choices {
		box := part.NewCheck(o.Title.In(frame.Language()), nil)
		box.Checked = slices.Contains(strings.Fields(values[f.ID]), o.ID)
		box.OnChanged = func(on bool) {
			ids := slices.DeleteFunc(strings.Fields(values[f.ID]), func(id string) bool { return id == o.ID })
			if on {
				ids = append(ids, o.ID)
			}
			values[f.ID] = strings.Join(ids, " ")
		}
		if i%2 == 0 {
			line = part.HBox(12)
			column.Add(line)
		}
		line.Add(part.Grow(box))
	}
	return column
}
