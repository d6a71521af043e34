package change

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/rule"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
	"orangelab.cn/rightsdesk/ui/work"
)

// scopeForm says for each kind of data of each collection what happens with it.
type scopeForm struct {
	work  Work
	lines []*scopeLine
	was   []model.ScopeLine
	done  []func(settled bool) // of the entries, see frame.KeepEntry
}

// scopeLine is one of them while it is settled.
type scopeLine struct {
	form    *scopeForm
	line    model.ScopeLine
	beside  *fyne.Container // what the chosen way needs
	problem *part.Paragraph
	page    *fyne.Container
}

// drawScope shows the scope, to be settled or as it was.
func (v *PlanView) drawScope(column *fyne.Container) {
	f := &scopeForm{work: v.work, was: v.made.scope.Lines}
	edits := v.work.Prepares(model.ActScope)
	if len(v.made.scope.Only) > 0 {
		column.Add(part.NewBanner(part.BannerBlue, "info", frame.L("Only a part is deleted here."),
			frame.W(v.work.Request.Cause)))
		column.Add(part.Space(1, 10))
	}
	if len(f.was) == 0 {
		column.Add(part.NewText(frame.L("The sources hold nothing of the person that could be deleted.")).
			In(part.ColorText3))
	}
	key := ""
	for _, l := range f.was {
		if l.Source != key {
			key = l.Source
			column.Add(part.Inset(6, 0, 0, 0,
				sectionHead(frame.SourceTitle(key), frame.EngineName(v.made.engines[key]))))
		}
		line := &scopeLine{form: f, line: l, page: column}
		f.lines = append(f.lines, line)
		column.Add(line.object(edits))
	}
	if !edits {
		return
	}
	v.form = f
	if v.work.Request.Step != model.StepScope && len(f.was) > 0 {
		column.Add(part.Space(1, 12))
		column.Add(part.HBox(8, part.Gap(), part.NewCaption(frame.L("A plan made before falls away.")),
			part.NewButton(frame.L("Settle the scope anew"), f.save)))
	}
}

func (l *scopeLine) object(edits bool) fyne.CanvasObject {
	l.beside, l.problem = part.Stack(), part.NewParagraph("")
	l.problem.Color = part.ColorRed
	l.problem.Hide()
	name := part.VBox(0, part.NewText(frame.CollectionTitle(l.line.Source, l.line.Collection)).Short(),
		part.NewCaption(aboutLine(l.line)).Short())
	if show := l.form.work.ShowSource; l.line.Column != "" && show != nil && l.form.work.May(model.ActEditMap) {
		name.Add(part.HBox(0,
			part.NewLink(frame.L("Add to data map…"), func() { show(l.line.Source, l.line.Collection) }).AsSmall(),
			part.Gap()))
	}
	rows := part.NewCaption(fmt.Sprint(l.line.Rows)).Trailing()
	var way fyne.CanvasObject
	if edits {
		names := make([]string, len(model.Ways))
		for i, w := range model.Ways {
			names[i] = wayWord(w)
		}
		way = part.NewSelect(names, slices.Index(model.Ways, l.line.Way), func(i int) { l.choose(model.Ways[i]) })
		l.drawBeside()
	} else {
		way = part.Inset(4, 0, 0, 0, part.NewText(wayWord(l.line.Way)).Short())
		l.beside.Objects = []fyne.CanvasObject{l.told()}
	}
	row := part.HBoxTop(12, part.Grow(name), part.Fixed(40, 0, part.Inset(6, 0, 0, 0, rows)), part.Fixed(164, 0, way),
		part.Grow(l.beside))
	return part.VBox(0, part.Inset(5, 0, 5, 0, part.VBox(2, row, l.problem)), part.HLine())
}

// told says what the way of a settled line rests on.
func (l *scopeLine) told() fyne.CanvasObject {
	if !l.line.Way.Leaves() {
		text := ""
		if l.line.Strategy != "" {
			text = howWord(l.line.Strategy)
		}
		return part.NewParagraph(text)
	}
	after, why := keptReason(l.line, l.form.work.Session.Rules())
	if l.line.After != "" {
		return part.VBox(0, part.NewParagraph(after+" · "+why), part.NewParagraph(eachItsOwn(l.line)))
	}
	return part.NewParagraph(after + " · " + why)
}

// choose changes the way and offers what it needs.
func (l *scopeLine) choose(way model.Way) {
	l.line.Way = way
	l.drawBeside()
	l.setProblem("")
}

func (l *scopeLine) setProblem(text string) {
	l.problem.SetText(text)
	l.problem.Hidden = text == ""
	l.page.Refresh()
}

func (l *scopeLine) drawBeside() {
	var o fyne.CanvasObject = part.Space(1, 1)
	switch l.line.Way {
	case model.WayAnonymise:
		names := []string{frame.L("as the data map says")}
		for _, s := range strategies {
			names = append(names, howWord(s))
		}
		o = part.NewSelect(names, 1+slices.Index(strategies, l.line.Strategy), func(i int) {
			l.line.Strategy = ""
			if i > 0 {
				l.line.Strategy = strategies[i-1]
			}
		})
	case model.WayHold:
		o = l.hold()
	case model.WayStop:
		o = l.entry(frame.L("Why it stays"), &l.line.Reason)
	case model.WayRedirect:
		o = l.entry(frame.L("Who holds it"), &l.line.Party)
	case model.WayRefuse:
		text := frame.L("Grounds…")
		if l.line.Refusal != nil {
			text = frame.L("Grounds ({{.A}})…", len(l.line.Refusal.Grounds))
		}
		o = part.HBox(0, part.NewButton(text, func() {
			title := frame.L("Refuse {{.A}}: {{.B}}", frame.CollectionTitle(l.line.Source, l.line.Collection),
				lineWord(l.line))
			l.form.work.askRefusal(title, l.line.Refusal, func(_ *part.Dialog, r model.Refusal) bool {
				l.line.Refusal = &r
				l.choose(model.WayRefuse)
				return true
			})
		}), part.Gap())
	}
	l.beside.Objects = []fyne.CanvasObject{o}
	l.beside.Refresh()
}

func (l *scopeLine) entry(placeholder string, to *string) fyne.CanvasObject {
	e := part.NewEntry(placeholder)
	e.SetText(*to)
	e.OnChanged = func(text string) { *to = text }
	w := l.form.work
	l.form.done = append(l.form.done,
		w.KeepEntry(w.Opened, e, fmt.Sprint("scope ", l.line.Way, " ", l.line.Key())))
	return work.ToPerson("", e, l.form.work.LetterLanguage())
}

// hold asks for the law and the last day of keeping. Without a day known from the rows the longest that the law allows
// is proposed: it counts from today.
func (l *scopeLine) hold() fyne.CanvasObject {
	rules := l.form.work.Session.Rules()
	zone, lang := rules.Location(), frame.Language()
	applies, each := part.NewParagraph(""), part.NewParagraph("")
	own, last := l.line.After != "", l.line.Until
	if own {
		each.SetText(eachItsOwn(l.line))
	}
	each.Hidden = !own
	date := part.NewDateField(work.NextMonth(l.form.work.Session))
	date.OnChanged = func(string) {
		l.line.Until = time.Time{}
		if t, ok := date.Date(); ok {
			l.line.Until = time.Date(t.Year(), t.Month(), t.Day(), 23, 59, 59, 0, zone).UTC()
		}
		each.Hidden = !own || !l.line.Until.Equal(last) // a day set by hand is for every row
		l.page.Refresh()
	}
	names := make([]string, len(rules.Holds))
	for i, r := range rules.Holds {
		names[i] = r.Law.In(lang)
	}
	at := slices.IndexFunc(rules.Holds, func(r rule.Hold) bool { return r.ID == l.line.Hold })
	if at >= 0 {
		applies.SetText(rules.Holds[at].Applies.In(lang))
	}
	if !l.line.Until.IsZero() {
		until := l.line.Until
		date.SetDate(until.In(zone))
		l.line.Until = until // to the second, as proposed
	}
	law := part.NewSelect(names, at, func(i int) {
		rule := rules.Holds[i]
		l.line.Hold = rule.ID
		applies.SetText(rule.Applies.In(lang))
		date.SetDate(rule.Until(l.form.work.Session.Now(), zone).In(zone))
		l.page.Refresh()
	})
	law.Placeholder = frame.L("Which law")
	return part.VBox(4, law, part.HBox(8, part.NewCaption(frame.L("until")), part.Grow(date)), each, applies)
}

// eachItsOwn says that rows are kept one by one.
func eachItsOwn(l model.ScopeLine) string {
	if l.Past == 0 {
		return frame.L("The last of them until then; each only for its own time.")
	}
	return frame.L(
		"The last of them until then; each only for its own time. It is over for {{.A}} of {{.B}}: they go now.",
		l.Past, l.Rows)
}

func (f *scopeForm) chosen() []model.ScopeLine {
	out := make([]model.ScopeLine, len(f.lines))
	for i, l := range f.lines {
		out[i] = l.line
	}
	return out
}

func (f *scopeForm) begun() bool {
	return !slices.EqualFunc(f.was, f.chosen(), func(a, b model.ScopeLine) bool { return a == b })
}

// save settles the scope; what is wrong shows at the line it is about.
func (f *scopeForm) save() {
	session, lines := f.work.Session, f.chosen()
	f.work.Act(f.work.Opened, func(ctx context.Context, rev model.Revision) error {
		_, err := change.SetScope(ctx, session, rev, lines)
		return err
	}, func(err error) {
		f.work.Opened = f.work.Told(err)
		if err == nil {
			f.was = lines
			for _, done := range f.done {
				done(true)
			}
			f.work.Done()
			return
		}
		shown := false
		for _, l := range f.lines {
			text := ""
			if l.meant(err) {
				title, why := frame.Sentence(err)
				text, shown = frame.L("{{.A}}. {{.B}}", title, why), true
			}
			l.setProblem(text)
		}
		if !shown {
			f.work.Fail(err)
		}
	})
}

// meant reports whether an error of SetScope is about this line, or about its collection.
func (l *scopeLine) meant(err error) bool {
	var at *change.LineError
	return errors.As(err, &at) && (at.Key == l.line.Key() || at.Key == l.line.Dataset+":"+l.line.Collection)
}
