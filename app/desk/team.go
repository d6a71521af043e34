package desk

import (
	"context"
	"slices"
	"time"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/oversight"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/lists"
)

// maxUnclaimed is how many of the requests that nobody holds a lead is shown.
const maxUnclaimed = 10

// Team reads what everybody has to do, and what nobody has taken for longest.
func (s *Session) Team(ctx context.Context) (team oversight.Team, err error) {
	err = s.Read(ctx, model.ActReadTeam, func(v *store.View) error {
		staff, err := v.StaffList()
		if err != nil {
			return err
		}
		counts, err := lists.Counts(v)
		if err != nil {
			return err
		}
		away, err := lists.Absences(v, s.Now())
		if err != nil {
			return err
		}
		for _, member := range staff {
			load := loadOf(member, counts)
			if !member.MayHold() && load.Open == 0 {
				continue
			}
			if load.Late, err = lists.Late(v, member.ID, s.Now()); err != nil {
				return err
			}
			if i := slices.IndexFunc(away, func(a model.Absence) bool {
				return a.Staff == member.ID && a.Lasts(s.Now())
			}); i >= 0 {
				load.Away = away[i]
			}
			team.Late += load.Late
			team.Loads = append(team.Loads, load)
		}
		slices.SortStableFunc(team.Loads, func(a, b oversight.Load) int { return int(b.Open - a.Open) })
		for _, c := range counts {
			if c.Holder == "" && c.Status != model.Closed {
				team.Unclaimed += c.N
			}
		}
		late, err := lists.Late(v, "", s.Now())
		if err == nil {
			team.Longest, err = lists.Unclaimed(v, maxUnclaimed)
		}
		team.Late += late
		return err
	})
	return team, err
}

func loadOf(member model.Staff, counts []lists.Count) oversight.Load {
	load := oversight.Load{Staff: member}
	for _, c := range counts {
		if c.Status == model.Closed {
			continue
		}
		if c.Holder == member.ID {
			load.Open += c.N
			if c.Status == model.Waiting {
				load.Waiting += c.N
			}
		}
		if c.Author == member.ID || c.LetterBy == member.ID {
			load.ForSecond += c.N
		}
	}
	return load
}

// Absences lists who is away now or will be.
func (s *Session) Absences(ctx context.Context) (list []model.Absence, err error) {
	err = s.Read(ctx, model.ActReadQueue, func(v *store.View) (err error) {
		list, err = lists.Absences(v, s.Now())
		return err
	})
	return list, err
}

// NoteAbsence notes that a member of staff is away from one moment to another: whoever holds nothing may take over what
// they hold. An agent notes it of themselves alone (ErrForbidden); ErrAbsence where it ends before it begins, or is
// over already.
func (s *Session) NoteAbsence(ctx context.Context, staff string, from, until time.Time) error {
	return s.absence(ctx, staff, func(tx *store.Tx, entry *model.Entry) error {
		if !until.After(from) || !until.After(s.Now()) {
			return ErrAbsence
		}
		entry.Detail["until"] = until.UTC().Format(time.RFC3339)
		return lists.SaveAbsence(tx,
			model.Absence{Staff: staff, From: from, Until: until, NotedBy: s.staff.ID, NotedAt: s.Now()})
	})
}

// EndAbsence notes that a member of staff is back.
func (s *Session) EndAbsence(ctx context.Context, staff string) error {
	return s.absence(ctx, staff, func(tx *store.Tx, entry *model.Entry) error {
		entry.Detail["back"] = true
		return lists.DropAbsence(tx, staff)
	})
}

func (s *Session) absence(ctx context.Context, staff string, note func(*store.Tx, *model.Entry) error) error {
	return s.Write(ctx, model.ActNoteAbsence, func(tx *store.Tx, entry *model.Entry) error {
		if staff != s.staff.ID && !s.staff.Role.May(model.ActReadTeam) {
			return ErrForbidden
		}
		if _, err := tx.Staff(staff); err != nil {
			return err
		}
		entry.Detail["staff"] = staff
		return note(tx, entry)
	})
}

// away lists the IDs of who is away now, but one's own.
func (s *Session) away(v *store.View) ([]string, error) { return s.awayBut(v, s.staff.ID) }

// awayBut lists the IDs of who is away now, without one of them.
func (s *Session) awayBut(v *store.View, one string) (ids []string, err error) {
	list, err := lists.Absences(v, s.Now())
	for _, a := range list {
		if a.Lasts(s.Now()) && a.Staff != one {
			ids = append(ids, a.Staff)
		}
	}
	return ids, err
}

// Pressing is how many requests a member of staff must not leave for tomorrow.
type Pressing struct {
	Late, Today int64
}

// Pressing counts the requests that somebody holds and whose nearest clock has run out, or ends today in the desk's
// zone.
func (s *Session) Pressing(ctx context.Context) (p Pressing, err error) {
	err = s.Read(ctx, model.ActReadQueue, func(v *store.View) error {
		now := s.Now().In(s.Rules().Location())
		tomorrow := time.Date(now.Year(), now.Month(), now.Day()+1, 0, 0, 0, 0, now.Location())
		late, err := lists.Late(v, s.staff.ID, now)
		if err != nil {
			return err
		}
		all, err := lists.Late(v, s.staff.ID, tomorrow)
		p = Pressing{Late: late, Today: all - late}
		return err
	})
	return p, err
}
