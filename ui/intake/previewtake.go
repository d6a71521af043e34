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
		parts.Title = frame.L("Taking in: {{.A}} of {{.B}}", frame.Thousands(p.work.of-len(p.work.decided)),
			frame.Thousands(p.work.of))
		parts.Why = frame.L("What is in stays in.")
		parts.Primary = part.NewButton(frame.L("Stop"), func() { p.work.stop = true })
	case t.take > 0:
		parts.Title, parts.Why = frame.L("Take in {{.A}} records", frame.Thousands(t.take)), p.why(t)
		if t.take == t.aside {
			parts.Title = frame.L("Put {{.A}} with the automatic mail", frame.Thousands(t.take))
		}
		parts.Primary = part.NewPrimary(frame.L("Take in {{.A}}", frame.Thousands(t.take)), "Ctrl Enter", p.take)
		if t.take == t.aside {
			parts.Primary = part.NewPrimary(frame.L("Put them there"), "Ctrl Enter", p.take)
		}
		parts.Others = append(parts.Others, part.NewButton(frame.L("Not this file…"), p.notThis))
	case p.leaves() > 0:
		parts.Title, parts.Why = frame.L("Leave out {{.A}} records", frame.Thousands(p.leaves())), p.why(t)
		parts.Primary = part.NewPrimary(frame.L("Leave them out"), "Ctrl Enter", p.take)
	case t.undecided > 0:
		parts.Title, parts.Why = frame.L("Decide about {{.A}} records", frame.Thousands(t.undecided)), p.why(t)
		parts.Primary = part.NewPrimary(frame.L("Next to decide"), "Ctrl Enter", p.toUndecided)
		parts.Others = append(parts.Others, part.NewButton(frame.L("Not this file…"), p.notThis))
		if len(p.rest) > 0 {
			parts.Others = append(parts.Others, part.NewButton(frame.L("Next file"), p.following))
		}
	case len(p.done) > 0:
		parts.Title, parts.Why = frame.L("Taken in: {{.A}}", frame.Thousands(p.taken())), p.becameOf()
		p.afterwards(&parts)
	case p.shown.Format == "" && p.shown.Encoding == "":
		parts.Title, parts.Why = frame.L("Say in which encoding it is"), frame.L(
			"Where every byte fits, it is read so.")
		parts.Primary = part.NewPrimary(frame.L("Choose the encoding…"), "Ctrl Enter", p.askEncoding)
		parts.Others = append(parts.Others, part.NewButton(frame.L("Not this file…"), p.notThis))
	case len(p.shown.Columns) > 0 && len(p.shown.Submissions) == 0 && len(p.shown.Rows) == 1 &&
		p.shown.Rows[0].Line == p.shown.Head:
		parts.Title, parts.Why = frame.L("Say what the columns are"), frame.Reasons(p.shown.Rows[0].Problem)
		parts.Primary = part.NewPrimary(frame.L("Choose the columns…"), "Ctrl Enter", p.askColumns)
		parts.Others = append(parts.Others, part.NewButton(frame.L("Not this file…"), p.notThis))
	default:
		parts.Title, parts.Why = frame.L("Nothing of it is to be taken in"), p.why(t)
		p.afterwards(&parts)
	}
	p.next = part.NewNextStep(parts)
	return p.next
}

// afterwards offers to open what came in first, the next file, or to close.
func (p *preview) afterwards(parts *part.NextStepParts) {
	switch {
	case p.first != 0:
		open := frame.L("Open the first")
		if len(p.done) == 1 {
			open = frame.L("Open {{.A}}", p.firstReference)
		}
		// The window leaves this screen before it opens the request. To end it here as well would be done at the same
		// time, and whichever came last stayed.
		parts.Primary = part.NewPrimary(open, "Ctrl Enter", func() { p.frame.Open(p.first) })
		if len(p.rest) > 0 {
			parts.Others = append(parts.Others, part.NewButton(frame.L("Next file"), p.following))
		}
	case len(p.rest) > 0:
		parts.Primary = part.NewPrimary(frame.L("Next file"), "Ctrl Enter", p.following)
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
		list = append(list, frame.L("Waiting for a decision (key D), and staying in Received until then: {{.A}}.",
			frame.Thousands(t.undecided)))
	}
	return strings.Join(list, " ")
}

// shownReferences is how many of the references are named.
const shownReferences = 12

// following shows the next of the files that were dropped together.
func (p *preview) following() { open(p.frame, p.rest[0], p.rest[1:]) }

// leaves counts the records that waited and are to be left out.
func (p *preview) leaves() (n int) {
	for i := range p.shown.Rows {
		if p.leavesOut(i) {
			n++
		}
	}
	return n
}

// taken counts the records that came in, as requests of their own or of others, or as automatic mail.
func (p *preview) taken() (n int) {
	for _, b := range p.done {
		if b.Do != intake.LeaveOut {
			n++
		}
	}
	return n
}

// becameOf names what came in.
func (p *preview) becameOf() string {
	var references, list []string
	aside, before := 0, 0
	for i := range p.shown.Rows {
		switch b, ok := p.done[i]; {
		case !ok, b.Do == intake.LeaveOut:
		case b.Before:
			before++
		case b.Do == intake.PutAside:
			aside++
		case !slices.Contains(references, b.Reference):
			references = append(references, b.Reference)
		}
	}
	if n := len(references); n > shownReferences {
		list = append(list, frame.L("{{.A}} and {{.B}} more.",
			strings.Join(references[:shownReferences], frame.L(", ")), n-shownReferences))
	} else if n > 0 {
		list = append(list, strings.Join(references, frame.L(", "))+".")
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
	undecided := false
	for i := range p.shown.Rows {
		if p.takes(i) || p.leavesOut(i) {
			d := p.do[i]
			d.Row, d.Do = i, p.decision(i)
			w.decided = append(w.decided, d)
		}
		_, done := p.done[i]
		undecided = undecided || !done && p.decision(i) == intake.Undecided
	}
	w.of = len(w.decided)
	p.work = w
	p.decided()
	// What waits, and what would be left where the program ends in between, is kept before the first record is taken
	// in.
	if wait := p.waiting(); !p.shown.Kept() && (undecided || w.of > atOnce) {
		p.keep(wait, func() { p.goOn(w) })
		return
	}
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
			if p.first == 0 && b.Request != 0 {
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
