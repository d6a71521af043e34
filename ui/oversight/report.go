package oversight

import (
	"context"
	"io"
	"strconv"

	app "orangelab.cn/rightsdesk/app/oversight"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/oversight"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

var forms = []app.Form{app.PDF, app.XLSX, app.CSV}

// report asks for a form, and writes the figures of the span that shows.
func (s *screen) report() {
	form := -1
	fields := part.NewForm(part.NewClaim(frame.L("Form"),
		[]part.Option{{Text: "PDF"}, {Text: frame.L("Workbook (.xlsx)")}, {Text: "CSV"}}, func(i int) { form = i }))
	body := part.VBox(12,
		part.NewBody(
			frame.L("The figures of this screen, counted anew. They name staff, and nobody whose data it is.")), fields)
	session, span := s.frame.Session, s.span
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: frame.L("Report"), Body: body, Form: fields, Confirm: frame.L("Go on"),
		Cancel: frame.L("Cancel"), OnConfirm: func() bool {
			chosen := forms[form]
			d.Close()
			name := "oversight-" + session.Now().In(session.Rules().Location()).Format("2006-01-02-150405") + "." +
				string(chosen)
			s.frame.SaveFile(frame.L("Where the report goes"), name, func(ctx context.Context, out io.Writer) error {
				return app.Report(ctx, session, out, span, chosen, s.paper)
			}, func(path string) { s.frame.TellSaved(path) })
			return false
		}})
	d.Show(s.frame.Window.Canvas())
}

// paper puts the figures into words, as the screen does.
func (s *screen) paper(f oversight.Figures) app.Paper {
	n := func(v int64) string { return strconv.FormatInt(v, 10) }
	plain := func(name, value string) []string { return []string{name, value, "", ""} }
	shared := func(name string, count int64, of oversight.Share) []string {
		if of.Of == 0 {
			return plain(name, n(count))
		}
		return []string{name, n(count), n(of.InTime), n(of.Of)}
	}
	p := app.Paper{Lang: frame.Language(), Title: frame.L("Oversight"), Below: spanText(f),
		Heads: []string{frame.L("Part"), frame.L("What is counted"), frame.L("How many"), frame.L("on time"),
			frame.L("answered")}}
	add := func(title string, rows ...[]string) { p.Parts = append(p.Parts, app.Part{Title: title, Rows: rows}) }
	add(frame.L("In short"), shared(frame.L("Answered on time"), f.OnTime.InTime, f.OnTime),
		shared(frame.L("Answered on time, the time before"), f.OnTimeBefore.InTime, f.OnTimeBefore),
		plain(frame.L("Open requests"), n(f.Open)), plain(frame.L("Open when it began"), n(f.OpenBefore)),
		plain(frame.L("Late"), n(f.Late)), plain(frame.L("Late, and to be answered by now"), n(f.Unanswered)),
		plain(frame.L("Days to answer, median"), days(f.Median)),
		plain(frame.L("Days to answer, slowest tenth"), days(f.Slow)),
		plain(frame.L("Sent to a second person"), n(f.Reviews)), plain(frame.L("Returned in review"), n(f.Returned)))
	var came, went, ages, kinds, regimes, grounds, stays, work [][]string
	for i, from := range f.Period.Parts {
		name := partName(f.Span, from)
		came, went = append(came, plain(name, n(f.Arrived[i]))), append(went, plain(name, n(f.Closed[i])))
	}
	for i, v := range f.Ages {
		ages = append(ages, plain(ageName(i), n(v)))
	}
	for _, k := range f.Kinds {
		kinds = append(kinds, shared(frame.ShortKind(model.Kind(k.Name)), k.N, k.Share))
	}
	for _, r := range f.Regimes {
		regimes = append(regimes, shared(s.regimeName(r.Name), r.N, r.Share))
	}
	for _, g := range f.Grounds {
		grounds = append(grounds, plain(s.groundName(g.Name), n(g.N)))
	}
	for _, st := range f.Stays {
		stays = append(stays,
			plain(frame.W(st.Status), frame.L("{{.A}} days, the slowest tenth {{.B}}", days(st.Median), days(st.Slow))))
	}
	for _, w := range f.Staff {
		name := w.Staff.Name
		if w.Staff.ID == "" {
			name = frame.L("Unclaimed")
		}
		work = append(work, shared(name, w.Open, w.Closed))
	}
	add(frame.L("Arrived"), came...)
	add(frame.L("Closed"), went...)
	add(frame.L("Open by age, in days"), ages...)
	add(frame.L("Kinds, arrived"), kinds...)
	add(frame.L("Rules, answered"), regimes...)
	add(frame.L("Refusals by ground"), grounds...)
	add(frame.L("Time in each state"), stays...)
	add(frame.L("Team load, open"), work...)
	return p
}
