package fulfil

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/result"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
	"orangelab.cn/rightsdesk/ui/work"
)

// shortWords say why a request is fulfilled in part only.
var shortWords = map[model.Shortfall]string{model.ShortHeld: "a law keeps a part",
	model.ShortStopped:    "a part is only stored from now on",
	model.ShortRedirected: "a part is somebody else’s to do", model.ShortRefused: "a part is refused",
	model.ShortOthers:     "rows are also somebody else’s",
	model.ShortSupplement: "a value stays as first registered", model.ShortNotDone: "something is not done yet",
	model.ShortRemains:    "the search still finds something",
	model.ShortUnsearched: "a source could not be searched", model.ShortMissing: "a source did not answer",
	model.ShortWithheld: "the copy leaves something out or masks it",
	model.ShortUnsought: "an identifier that the rows carry was not searched by",
	model.ShortUnfound:  "nothing was found that holds what is to end",
	model.ShortFixed:    "a field cannot be emptied by itself"}

// resultCard shows what came of the request: computed, and nowhere to be edited. Letter, certificate and outcome say
// the same.
func (w Work) resultCard() fyne.CanvasObject {
	r := w.Result
	if w.Request.Status != model.Answering && w.Request.Status != model.Closed {
		return nil
	}
	column := part.VBox(0,
		part.Inset(4, 0, 6, 0,
			part.Flow(2,
				part.HBox(8, part.NewIcon("lock", part.ColorText2, 14), part.Grow(part.NewBold(w.outcomeTitle()))),
				part.Gap(),
				part.NewCaption(frame.L("computed, not editable")))), part.HLine())
	for _, line := range rowLines(r) {
		column.Add(line)
	}
	if why := inPart(r); why != "" {
		column.Add(part.Inset(6, 0, 6, 0, part.NewParagraph(why)))
	}
	for _, line := range w.remains() {
		column.Add(line)
	}
	return part.NewCard(column)
}

// outcomeTitle names the outcome: what it is once the request is closed, and until then what it will be, because
// nothing has reached the person yet and the search may still find something.
func (w Work) outcomeTitle() string {
	if w.Request.Status != model.Closed {
		return frame.L("Once answered: {{.A}}", frame.W(w.Result.Outcome()))
	}
	return frame.W(w.Request.Outcome)
}

// inPart says why a request is fulfilled in part only; empty where it is not, and of a complaint, whose verdict says
// it.
func inPart(r model.Result) string {
	var why []string
	for _, s := range r.Shortfalls() {
		why = append(why, frame.L(shortWords[s]))
	}
	if r.Outcome() != model.PartlyFulfilled || len(why) == 0 {
		return ""
	}
	return frame.L("In part, because {{.A}}.", strings.Join(why, frame.L(", ")))
}

// rowLines count what became of the rows that were found: the parts, and what they add up to.
func rowLines(r model.Result) (lines []fyne.CanvasObject) {
	line := func(text, below string) { lines = append(lines, part.NewLine(text, "").WithBelow(below)) }
	rewritten, deleted := r.Count(model.FateRewritten), r.Count(model.FateDeleted)
	if rewritten > 0 && deleted > 0 {
		line(frame.L("{{.A}} rows rewritten or deleted", rewritten+deleted),
			frame.L("{{.A}} rewritten, {{.B}} deleted", rewritten, deleted))
	}
	for _, fate := range model.Fates {
		n := r.Count(fate)
		both := rewritten > 0 && deleted > 0 && (fate == model.FateRewritten || fate == model.FateDeleted)
		if n > 0 && !both {
			line(work.FateText(fate, n), "")
		}
	}
	if len(lines) > 1 {
		line(frame.L("{{.A}} rows found in all", r.Found()), "")
	}
	return lines
}

// remains lists what the search still finds, and how a second person settled it.
func (w Work) remains() (lines []fyne.CanvasObject) {
	if w.Result.Search == nil || len(w.Certificates) == 0 {
		return nil
	}
	me, number := w.Session.Staff().ID, w.Certificates[0].Number
	second := model.SecondPerson(me, w.Request.PreparedBy) && model.SecondPerson(me, w.Certificates[0].By) &&
		w.May(model.ActSettleRemain)
	for _, r := range w.Result.Search.Remains {
		line := part.NewLine(frame.PlaceTitle(r.Source, r.Collection, r.Column), frame.L("{{.A}} rows", r.Rows)).
			WithIcon("scan", part.ColorAmber).WithBelow(work.IdentityWord(r.Kind))
		if s := r.Settled; s != nil {
			said := frame.L("not the person’s: {{.A}}", cmp.Or(s.Known, s.Reason))
			if s.Theirs {
				said = frame.L("stays until {{.A}}: {{.B}}", frame.Day(s.Until), s.Reason)
			} else {
				line = line.WithIcon("check", part.ColorGreen)
			}
			line = line.WithBelow(said + " · " + frame.L("settled by {{.A}}", w.StaffWithin(s.By)))
		}
		if second && w.Request.Status == model.Answering {
			line.WithTrailing(part.NewButton(frame.L("Settle…"), func() { w.settleRemain(number, r) }).AsSmall())
		}
		lines = append(lines, line)
	}
	for _, key := range w.Result.Search.Unsearched {
		lines = append(lines, part.NewLine(frame.L("{{.A}} could not be searched", frame.SourceTitle(key)), "").
			WithIcon("warn", part.ColorRed))
	}
	return lines
}

// settleRemain lets a second person say why something that the search still finds may be there.
func (w Work) settleRemain(number string, r model.Remain) {
	theirs := false
	known, reason := part.NewMultiLine("", 2), part.NewMultiLine("", 2)
	until := part.NewDateField(work.NextMonth(w.Session))
	which := part.NewClaim(frame.L("What it is"),
		[]part.Option{{Text: frame.L("It is not the person’s"),
			Below: frame.L("Somebody looked; it no longer counts.")},
			{Text: frame.L("It is, and will be gone by a day"),
				Below: frame.L("The letter says so; the request is fulfilled in part.")}}, func(i int) {
			theirs = i == 1
		})
	told := work.ToPerson(frame.L("Why it stays, as the person is told"), reason, w.LetterLanguage()).
		WithCheck(func() string {
			if theirs && strings.TrimSpace(reason.Text) == "" {
				return frame.L("Fill this in")
			}
			return ""
		})
	form := part.NewForm(which, work.Filled(frame.L("How you know"), known).
		WithHint(frame.L("For the file; it never reaches the person.")), told,
		part.NewField(frame.L("By which day it will be gone"), until).WithCheck(func() string {
			if theirs && !w.UntilOf(until).After(w.Session.Now()) {
				return frame.L("Enter a day that is still to come, as {{.A}}", until.PlaceHolder)
			}
			return ""
		}))
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: frame.PlaceTitle(r.Source, r.Collection, r.Column), Body: form,
		Form: form, Confirm: frame.L("Settle"), Cancel: frame.L("Cancel"),
		OnConfirm: func() bool {
			as := model.Settlement{Theirs: theirs, Known: known.Text, Reason: reason.Text, Until: w.UntilOf(until)}
			return w.SubmitIn(d, func(ctx context.Context, s *desk.Session, rev model.Revision) (model.Request, error) {
				return result.SettleRemain(ctx, s, rev, number, r.Place(), as)
			}, nil)
		}})
	w.KeepTyped(w.Opened, d, fmt.Sprint("remains ", number, " ", r.Place()))
	d.Show(w.Window.Canvas())
}
