package intake

import (
	"context"
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// work is a taking in that runs: by parts, so that it can be seen and stopped.
type work struct {
	decided []intake.Decided
	of      int
	stop    bool
}

// atOnce is how many records are taken in before the screen says how far it is.
const atOnce = 100

// step is what is to be done next: take in what is decided, or open what was taken in.
func (p *preview) step(t tally) *part.NextStep {
	parts := part.NextStepParts{Caption: frame.L("Next step"), Narrow: true}
	switch {
	case p.work != nil:
		parts.Title = frame.L("Taking in: {{.A}} of {{.B}}", frame.Thousands(p.work.of-len(p.work.decided)), frame.Thousands(p.work.of))
		parts.Why = frame.L("What is in stays in.")
		parts.Primary = part.NewButton(frame.L("Stop"), func() { p.work.stop = true })
	case t.take > 0:
		parts.Title, parts.Why = frame.L("Take in {{.A}} records", frame.Thousands(t.take)), p.why(t)
		parts.Primary = part.NewPrimary(frame.L("Take in {{.A}}", frame.Thousands(t.take)), "Ctrl Enter", p.take)
		parts.Others = append(parts.Others, part.NewButton(frame.L("Not this file"), p.leave))
	case len(p.done) > 0:
		parts.Title, parts.Why = frame.L("Taken in: {{.A}}", frame.Thousands(len(p.done))), p.taken()
		p.afterwards(&parts)
	case p.shown.Format == "" && p.shown.Encoding == "":
		parts.Title, parts.Why = frame.L("Say in which encoding it is"), frame.L("Where every byte fits, it is read so.")
		parts.Primary = part.NewPrimary(frame.L("Choose the encoding…"), "Ctrl Enter", p.askEncoding)
		parts.Others = append(parts.Others, part.NewButton(frame.L("Not this file"), p.leave))
	case len(p.shown.Columns) > 0 && len(p.shown.Submissions) == 0 && len(p.shown.Rows) == 1 && p.shown.Rows[0].Line == p.shown.Head:
		parts.Title, parts.Why = frame.L("Say what the columns are"), frame.Reasons(p.shown.Rows[0].Problem)
		parts.Primary = part.NewPrimary(frame.L("Choose the columns…"), "Ctrl Enter", p.askColumns)
		parts.Others = append(parts.Others, part.NewButton(frame.L("Not this file"), p.leave))
	default:
		parts.Title, parts.Why = frame.L("Nothing of it is to be taken in"), p.why(t)
		p.afterwards(&parts)
	}
	p.next = part.NewNextStep(parts)
	return p.next
}

// afterwards offers to open what came in first, the next file, or to close.
func (p *preview) afterwards(parts *part.NextStepParts) {
	following := func() { open(p.frame, p.rest[0], p.rest[1:]) }
	switch {
	case p.first != 0:
		open := frame.L("Open the first")
		if len(p.done) == 1 {
			open = frame.L("Open {{.A}}", p.firstReference)
		}
		parts.Primary = part.NewPrimary(open, "Ctrl Enter", func() {
			p.Leave(func() {
				p.left = true
				p.frame.ShowTask(nil)
				p.frame.Open(p.first)
			})
		})
		if len(p.rest) > 0 {
			parts.Others = append(parts.Others, part.NewButton(frame.L("Next file"), following))
		}
	case len(p.rest) > 0:
		parts.Primary = part.NewPrimary(frame.L("Next file"), "Ctrl Enter", following)
	}
	parts.Others = append(parts.Others, part.NewButton(frame.L("Close"), p.leave))
}

// why says what becomes of the records that are not taken in.
func (p *preview) why(t tally) string {
	var list []string
	if t.aside > 0 {
		list = append(list, frame.L("Automatic mail, into its own place: {{.A}}.", frame.Thousands(t.aside)))
	}
	if t.same > 0 {
		list = append(list, frame.L("Known and left out: {{.A}}.", frame.Thousands(t.same)))
	}
	if t.left > 0 {
		list = append(list, frame.L("Left out by decision: {{.A}}.", frame.Thousands(t.left)))
	}
	if t.undecided > 0 {
		list = append(list, frame.L("Waiting for your decision (key D), not taken in before: {{.A}}.", frame.Thousands(t.undecided)))
	}
	if n := p.lost(); n > 0 {
		list = append(list, frame.L("Cannot be read, to be sent again: {{.A}}.", frame.Thousands(n)))
	}
	return strings.Join(list, " ")
}

// lost counts the records that cannot be read at all.
func (p *preview) lost() (n int) {
	for _, r := range p.shown.Rows {
		if r.Submission == nil {
			n++
		}
	}
	return n
}

// shownReferences is how many of the references are named.
const shownReferences = 12

// taken names what came in.
func (p *preview) taken() string {
	var references, list []string
	aside, before := 0, 0
	for i := range p.shown.Rows {
		switch b, ok := p.done[i]; {
		case !ok:
		case b.Before:
			before++
		case b.Do == intake.PutAside:
			aside++
		case !slices.Contains(references, b.Reference):
			references = append(references, b.Reference)
		}
	}
	if n := len(references); n > shownReferences {
		list = append(list, frame.L("{{.A}} and {{.B}} more.", strings.Join(references[:shownReferences], ", "), n-shownReferences))
	} else if n > 0 {
		list = append(list, strings.Join(references, ", ")+".")
	}
	if aside > 0 {
		list = append(list, frame.L("Automatic mail, waiting in its own place: {{.A}}.", frame.Thousands(aside)))
	}
	if before > 0 {
		list = append(list, frame.L("Taken in meanwhile by somebody: {{.A}}.", frame.Thousands(before)))
	}
	return strings.Join(append(list, p.why(p.sums)), " ")
}

// take takes in what is decided, exactly as it is shown.
func (p *preview) take() {
	if p.work != nil {
		return
	}
	w := &work{}
	for i := range p.shown.Rows {
		if p.takes(i) {
			w.decided = append(w.decided, intake.Decided{Row: i, Do: p.decision(i)})
		}
	}
	w.of = len(w.decided)
	p.work = w
	p.decided()
	p.goOn(w)
}

// goOn takes in the next part of what is decided.
func (p *preview) goOn(w *work) {
	var done []intake.Became
	now := w.decided[:min(len(w.decided), atOnce)]
	shown := *p.shown
	p.frame.Try(func(ctx context.Context) (err error) {
		done, err = intake.TakeShown(ctx, p.frame.Session, shown, now)
		return err
	}, func(err error) {
		for _, b := range done {
			p.done[b.Row] = b
			if p.first == 0 {
				p.first, p.firstReference = b.Request, b.Reference
			}
		}
		w.decided = w.decided[len(now):]
		if err != nil || w.stop || len(w.decided) == 0 {
			p.work = nil
			p.frame.Changed(0)
			if err != nil {
				p.frame.Fail(err)
			}
		}
		p.decided()
		if p.work != nil {
			p.goOn(w)
		}
	})
}
