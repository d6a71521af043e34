package rules

import (
	"context"
	"fmt"
	"slices"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/rules"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/rule"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// regimes lists the regimes, which of them are switched on, and every figure of the chosen one.
func (s *screen) regimes() fyne.CanvasObject {
	pack, lang := s.state.Pack, frame.Language()
	detail := part.Stack()
	table := part.NewDataTable([]part.Column{{Title: frame.L("Regime"), Min: 160},
		{Title: frame.L("Applies"), Width: 200}, {Title: frame.L("Holidays of"), Width: 200},
		{Title: frame.L("Counted by"), Min: 200}}, func(row int, d *part.RowData) {
		r := pack.Regimes[row]
		on := part.Cell{Text: frame.L("to every request"), Icon: "check", IconColor: part.ColorGreen}
		if !slices.Contains(pack.Default, r.ID) {
			on = part.Cell{Text: frame.L("where a request names it"), Color: part.ColorText3}
		}
		if r.AppliesFrom != "" {
			on.Text = frame.And(on.Text, frame.L("in force from {{.A}}", r.AppliesFrom))
		}
		d.Cells[0], d.Cells[1] = part.Cell{Text: r.Name.In(lang), Bold: true}, on
		d.Cells[2], d.Cells[3] = part.Cell{Text: calendarName(pack, r.Calendar)}, part.Cell{Text: r.Counting.In(lang),
			Color: part.ColorText2}
	})
	table.SetKey(func(row int) string { return pack.Regimes[row].ID })
	table.OnSelected = func(row int) {
		if row < 0 {
			return
		}
		s.regime = pack.Regimes[row].ID
		detail.Objects = []fyne.CanvasObject{s.regimeDetail(pack.Regimes[row])}
		detail.Refresh()
	}
	table.SetCount(len(pack.Regimes))
	at := max(slices.IndexFunc(pack.Regimes, func(r rule.Regime) bool { return r.ID == s.regime }), 0)
	table.Select(at)
	table.OnSelected(at)
	if len(s.state.Versions()) > 0 {
		return below(table, 240, detail)
	}
	return part.VBox(0, part.Inset(10, part.PageEdge, 0, part.PageEdge, untouched(pack)),
		part.Grow(below(table, 240, detail)))
}

// untouched says of rules that nobody at the desk has changed what they count by: whose law that is was asked of
// nobody.
func untouched(pack *rule.Pack) *part.Banner {
	return part.NewBanner(part.BannerAmber, "warn", frame.L("Nobody at this desk has changed these rules."),
		frame.L("Every request is counted by {{.A}}. Switch on what else binds you, and set our own promises to what you promised.", frame.RegimesInForce(pack)))
}

// calendarName is what the rules call a calendar.
func calendarName(p *rule.Pack, id string) string {
	for _, c := range p.Calendars {
		if c.ID == id {
			return c.Name.In(frame.Language())
		}
	}
	return id
}

// regimeDetail shows every figure of a regime with its source and how sure it is, and switches it on or off.
func (s *screen) regimeDetail(r rule.Regime) fyne.CanvasObject {
	figures := figuresOf(s.state.Pack, r, frame.Language())
	table := part.NewDataTable([]part.Column{{Title: frame.L("What it settles"), Width: 130},
		{Title: frame.L("For"), Width: 170}, {Title: frame.L("Figure"), Min: 260, Flex: 2},
		{Title: frame.L("Where it stands written"), Min: 220, Flex: 2}, {Title: frame.L("How sure"), Width: 130}},
		func(row int, d *part.RowData) {
			f := figures[row]
			d.Cells[0], d.Cells[1], d.Cells[2] = part.Cell{Text: f.what, Bold: true}, part.Cell{Text: f.kinds,
				Color: part.ColorText2}, part.Cell{Text: f.text}
			d.Cells[3] = part.Cell{Text: f.source, Color: part.ColorText2}
			d.Cells[4] = part.Cell{Text: frame.Confidence(f.confidence), Color: confidenceColor[f.confidence]}
		})
	table.SetCount(len(figures))
	bar := part.HBox(8, part.NewSubHeading(r.Name.In(frame.Language())),
		part.Grow(part.NewCaption(kindNames(r.Kinds())).Short()))
	if s.frame.May(model.ActEditRules) {
		if slices.Contains(s.state.Pack.Default, r.ID) {
			bar.Add(part.NewButton(frame.L("Switch off for the desk…"), func() { s.switchRegime(r, false) }).AsSmall())
		} else {
			bar.Add(part.NewButton(frame.L("Switch on for the desk…"), func() { s.switchRegime(r, true) }).AsSmall())
		}
	}
	return part.VBox(0, part.Inset(10, part.PageEdge, 6, part.PageEdge, bar), part.Grow(table))
}

// confidenceColor is the colour of how sure a figure is.
var confidenceColor = map[rule.Confidence]fyne.ThemeColorName{rule.ConfidenceHigh: part.ColorGreen,
	rule.ConfidenceMediumHigh: part.ColorText2,
	rule.ConfidenceMedium:     part.ColorAmber, rule.ConfidenceLow: part.ColorRed}

// switchRegime saves a version of the rules in which a regime applies to every request, or no more.
func (s *screen) switchRegime(r rule.Regime, on bool) {
	ids := slices.DeleteFunc(slices.Clone(s.state.Pack.Default), func(id string) bool { return id == r.ID })
	title := frame.L("Switch {{.A}} off for the desk", r.Name.In(frame.Language()))
	if on {
		ids, title = append(ids, r.ID), frame.L("Switch {{.A}} on for the desk", r.Name.In(frame.Language()))
	}
	why := part.NewEntry("")
	form := part.NewForm(part.NewField(frame.L("Why"), why).WithHint(frame.L("It stands beside the version.")).
		Required())
	session, seen, text := s.frame.Session, s.state, s.state.Pack.Text()
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: title, Form: form, Confirm: frame.L("Save as a new version"),
		Cancel: frame.L("Cancel"), Width: 560,
		Body: part.VBox(12,
			part.NewBody(
				frame.L("It counts for requests that are opened from now on. Those that are open keep the rules that they were opened under; each can still be put under others by hand.")), form),
		OnConfirm: func() bool {
			reason := why.Text
			return s.frame.SubmitTo(d, func(ctx context.Context) error {
				next, err := rule.WithDefaults(text, ids)
				if err != nil {
					return err
				}
				_, err = rules.Save(ctx, session, seen, next, reason)
				return err
			}, s.reload)
		}})
	s.frame.KeepForm(d, fmt.Sprint("regime ", r.ID, " ", on))
	d.Show(s.frame.Window.Canvas())
}
