package incident

import "time"

// Moment is what was known of an incident at one time.
type Moment struct {
	At     time.Time
	People Range // not known before anybody said
	SE     int   // in hundredths; 0 before the first score
}

// steps are how far apart moments may be, the nearest first.
var steps = []time.Duration{time.Hour, 3 * time.Hour, 6 * time.Hour, 12 * time.Hour, 24 * time.Hour, 7 * 24 * time.Hour,
	28 * 24 * time.Hour}

// Moves returns how the number of people and the severity moved from the awareness until a moment, in steps of an hour
// or, where that would be more than a number of moments, of as many as needed. Each moment says what was known then;
// the last is now.
func (s Standing) Moves(now time.Time, most int) (list []Moment, step time.Duration) {
	if s.Closing != nil {
		now = s.Record[len(s.Record)-1].At
	}
	begin := s.Facts.Aware
	lasted := now.Sub(begin)
	for _, step = range steps {
		if lasted/step < time.Duration(most) {
			break
		}
	}
	for at := begin.Add(step); ; at = at.Add(step) {
		if at.After(now) || len(list) == most-1 {
			at = now
		}
		list = append(list, s.at(at))
		if !at.Before(now) {
			return list, step
		}
	}
}

// at is what was known at a moment.
func (s Standing) at(t time.Time) Moment {
	m := Moment{At: t}
	for _, e := range s.Record {
		if e.At.After(t) {
			break
		}
		if e.Body.Facts != nil {
			m.People = e.Body.Facts.People
		}
	}
	for _, score := range s.Scores {
		if !score.At.After(t) {
			m.SE = score.Score.SE
		}
	}
	return m
}

// Outdated reports whether the severity was scored before the facts that it follows from, or the scope, changed: then
// it is looked at again.
func (s Standing) Outdated() bool {
	outdated := false
	var was Facts
	for _, e := range s.Record {
		switch {
		case e.Body.Factors != nil:
			outdated = false
		case e.Kind == Scoped:
			outdated = true
		case e.Kind == Stated:
			outdated = outdated || was.moves(*e.Body.Facts)
		}
		if e.Body.Facts != nil {
			was = *e.Body.Facts
		}
	}
	return outdated && s.Factors != nil
}

// moves reports whether other facts may move the severity: which data, of whom, and what happened with it.
func (f Facts) moves(o Facts) bool {
	if f.People != o.People || len(f.Harms) != len(o.Harms) {
		return true
	}
	for i, h := range f.Harms {
		if o.Harms[i] != h {
			return true
		}
	}
	for _, id := range []string{"sensitive", "unique_ids", "minors", "outside_access", "financial_harm",
		"improper_purpose", "unintelligible"} {
		if f.Answers[id] != o.Answers[id] {
			return true
		}
	}
	return false
}
