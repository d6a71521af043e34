package incident

// StepKind is what an incident needs next.
type StepKind string

// The kinds of steps, in the order in which they come up.
const (
	StepSeat   StepKind = "seat"   // a seat of the response team is empty and nobody said why
	StepReport StepKind = "report" // a clock runs
	StepScore  StepKind = "score"
	StepSettle StepKind = "settle" // clocks may apply, or have not begun
	StepClose  StepKind = "close"
	StepNone   StepKind = "none" // it is closed
)

// Step is the one thing to do next.
type Step struct {
	Kind  StepKind
	Seat  Named   // of StepSeat
	Clock Running // of StepReport: the nearest
	Open  int     // of StepSettle: how many clocks are not settled
}

// Step returns what to do next.
func (s Standing) Step() Step {
	due := s.Due()
	switch {
	case s.Closing != nil:
		return Step{Kind: StepNone}
	case len(s.Empty) > 0:
		return Step{Kind: StepSeat, Seat: s.Empty[0]}
	case len(due) > 0 && due[0].Applies == Yes && !due[0].Began.IsZero():
		return Step{Kind: StepReport, Clock: due[0]}
	case s.Factors == nil:
		return Step{Kind: StepScore}
	case len(due) > 0:
		return Step{Kind: StepSettle, Open: len(due)}
	}
	return Step{Kind: StepClose}
}

// Nearest returns the clock that runs out first of those that run, reported as false where none does.
func (s Standing) Nearest() (c Running, runs bool) {
	for _, c := range s.Due() {
		if c.Applies == Yes && !c.Began.IsZero() {
			return c, true
		}
	}
	return c, false
}
