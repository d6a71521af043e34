// Package oversight gives a lead the figures of a desk over a period, and writes them as a report.
package oversight

import (
	"context"
	"slices"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/oversight"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/figures"
	"orangelab.cn/rightsdesk/store/lists"
)

// Read counts how the desk did over a span that ends now, in the desk's zone, out of one and the same state of the
// desk.
func Read(ctx context.Context, s *desk.Session, span oversight.Span) (f oversight.Figures, err error) {
	err = s.Read(ctx, model.ActOversee, func(v *store.View) error {
		f = oversight.Figures{Span: span, Period: span.Until(s.Now().In(s.Rules().Location()))}
		for _, count := range []func(*store.View, *desk.Session, *oversight.Figures) error{flow, backlog, followed,
			team} {
			if err := count(v, s, &f); err != nil {
				return err
			}
		}
		return nil
	})
	return f, err
}

// flow counts what came in and what was closed.
func flow(v *store.View, s *desk.Session, f *oversight.Figures) error {
	arrived := map[model.Kind]int64{}
	var closed []oversight.Closed
	for i, from := range f.Period.Parts {
		in, err := figures.Arrived(v, from, f.Period.End(i))
		if err != nil {
			return err
		}
		out, err := figures.Closed(v, from, f.Period.End(i))
		if err != nil {
			return err
		}
		var came, left int64
		for kind, n := range in {
			arrived[kind] += n
			came += n
		}
		for _, c := range out {
			left += c.N
		}
		closed = append(closed, out...)
		f.Arrived, f.Closed = append(f.Arrived, came), append(f.Closed, left)
	}
	f.Take(arrived, closed, s.Rules().Default)
	f.Staff = work(closed)
	before := f.Span.Before(f.Period)
	earlier, err := figures.Closed(v, before.From, before.To)
	if err != nil {
		return err
	}
	f.OnTimeBefore = oversight.OnTimeOf(earlier)
	if f.Median, err = figures.Took(v, f.Period.From, f.Period.To, f.OnTime.Of, 0.5); err != nil {
		return err
	}
	f.Slow, err = figures.Took(v, f.Period.From, f.Period.To, f.OnTime.Of, 0.9)
	return err
}

// work sums what each closed.
func work(closed []oversight.Closed) (list []oversight.Work) {
	for _, c := range closed {
		if !oversight.Answered(c.Outcome) || c.Holder == "" {
			continue
		}
		i := slices.IndexFunc(list, func(w oversight.Work) bool { return w.Staff.ID == c.Holder })
		if i < 0 {
			i, list = len(list), append(list, oversight.Work{Staff: model.Staff{ID: c.Holder}})
		}
		list[i].Closed.Of += c.N
		if c.InTime {
			list[i].Closed.InTime += c.N
		}
	}
	return list
}

// backlog counts what is open, by how long ago it came in.
func backlog(v *store.View, s *desk.Session, f *oversight.Figures) (err error) {
	now := f.Period.To
	day := func(ago int) time.Time {
		y, m, d := now.Date()
		return time.Date(y, m, d-ago, 0, 0, 0, 0, now.Location())
	}
	till := time.Time{} // no bound: a request by hand may be dated a moment ahead
	for i := 0; i <= len(oversight.Ages); i++ {
		from := time.Time{}
		if i < len(oversight.Ages) {
			from = day(oversight.Ages[i])
		}
		n, err := figures.Open(v, from, till)
		if err != nil {
			return err
		}
		f.Ages, f.Open, till = append(f.Ages, n), f.Open+n, from
	}
	var came, left int64
	for i := range f.Arrived {
		came, left = came+f.Arrived[i], left+f.Closed[i]
	}
	f.OpenBefore = f.Open - came + left
	f.Oldest, err = figures.Oldest(v)
	return err
}

// followed reads from the log how long requests stayed where, what a second person gave back, and why some were
// refused.
func followed(v *store.View, _ *desk.Session, f *oversight.Figures) error {
	moves := oversight.NewMoves()
	err := v.MovesSince(f.Period.From, moves.Follow)
	f.Reviews, f.Returned, f.Stays, f.Grounds = moves.Reviews, moves.Returned, moves.Stays(), moves.Grounds()
	return err
}

// team adds to what everybody closed what they have to do; last comes what nobody holds.
func team(v *store.View, s *desk.Session, f *oversight.Figures) error {
	staff, err := v.StaffList()
	if err != nil {
		return err
	}
	counts, err := lists.Counts(v)
	if err != nil {
		return err
	}
	late, one, err := figures.Late(v, f.Period.To)
	if err != nil {
		return err
	}
	due, err := figures.Due(v, f.Period.To.AddDate(0, 0, 7))
	if err != nil {
		return err
	}
	if f.Unanswered, err = figures.Unanswered(v, f.Period.To); err != nil {
		return err
	}
	f.LateOne = one
	for _, n := range late {
		f.Late += n
	}
	closed := f.Staff
	f.Staff = nil
	for _, member := range append(staff, model.Staff{}) {
		w := oversight.Work{Staff: member, Late: late[member.ID], ThisWeek: due[member.ID]}
		if i := slices.IndexFunc(closed, func(c oversight.Work) bool { return c.Staff.ID == member.ID }); i >= 0 {
			w.Closed = closed[i].Closed
		}
		for _, c := range counts {
			if c.Status == model.Closed {
				continue
			}
			if c.Holder == member.ID {
				w.Open += c.N
			}
			if member.ID != "" && c.Author == member.ID {
				w.ForOther += c.N
			}
		}
		if w.Open > 0 || w.Closed.Of > 0 || member.MayHold() {
			f.Staff = append(f.Staff, w)
		}
	}
	slices.SortStableFunc(f.Staff, func(a, b oversight.Work) int {
		if (a.Staff.ID == "") != (b.Staff.ID == "") {
			return map[bool]int{true: 1, false: -1}[a.Staff.ID == ""]
		}
		return int(b.Open - a.Open)
	})
	return nil
}
