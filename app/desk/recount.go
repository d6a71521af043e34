package desk

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/calendar"
	"orangelab.cn/rightsdesk/model/rule"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/requests"
	"orangelab.cn/rightsdesk/store/setup"
)

// countedBy is what due dates depend on beside the rules that a request was opened under: the zone, and each table of
// holidays by its calendar and year, as "cn/2027", with a hash.
type countedBy map[string]string

// zonePart is the part of countedBy that is no table.
const zonePart = "zone"

func countedByOf(p *rule.Pack) (countedBy, error) {
	by := countedBy{zonePart: p.Location().String()}
	for _, c := range p.Calendars {
		for _, t := range p.Tables(c.ID) {
			text, err := calendar.WriteHolidayCN(t)
			if err != nil {
				return nil, err
			}
			by[fmt.Sprintf("%s/%d", c.ID, t.Year)] = fmt.Sprintf("%x", sha256.Sum256(text))[:16]
		}
	}
	return by, nil
}

// since lists what is another than it was.
func (by countedBy) since(was countedBy) (parts []string) {
	for _, part := range slices.Sorted(maps.Keys(by)) {
		if by[part] != was[part] {
			parts = append(parts, part)
		}
	}
	for _, part := range slices.Sorted(maps.Keys(was)) {
		if _, still := by[part]; !still {
			parts = append(parts, part)
		}
	}
	return parts
}

// beginCounting notes what the due dates of a new desk are counted by.
func beginCounting(tx *store.Tx, p *rule.Pack, now time.Time, by string) error {
	parts, err := countedByOf(p)
	if err != nil {
		return err
	}
	body, err := json.Marshal(parts)
	if err != nil {
		return err
	}
	begun, err := setup.AddRuleChange(tx, model.RuleChange{Kind: model.CountBegun, Body: string(body), At: now, By: by},
		0)
	if err != nil {
		return err
	}
	return endCounting(tx, Counted{Number: begun.Number}, 0, now, by)
}

func endCounting(tx *store.Tx, c Counted, seen int64, now time.Time, by string) error {
	body, err := json.Marshal(c)
	if err != nil {
		return err
	}
	_, err = setup.AddRuleChange(tx, model.RuleChange{Kind: model.CountEnded, Body: string(body), At: now, By: by},
		seen)
	return err
}

// Counted is what came of counting the due dates of open requests again.
type Counted struct {
	Number int64 `json:"of"` // the RuleChange with which it began
	Open   int64 `json:"open"`
	Moved  int64 `json:"moved"`
}

// ReadCounted reads what came of a count, as the change that ended it says.
func ReadCounted(c model.RuleChange) (out Counted, err error) {
	if err := json.Unmarshal([]byte(c.Body), &out); err != nil {
		return out, fmt.Errorf("change %d of the rules: %w", c.Number, err)
	}
	return out, nil
}

// recountStep is how many requests one transaction counts: others write in between.
var recountStep = 100

// Recount counts the due dates of all open requests again where something that they depend on is another since they
// were counted: a table of holidays arrived, here or with a newer program, or the organisation moved to another zone.
// It goes on where somebody stopped, and does nothing where nothing changed. Progress, which may be nil, hears how many
// of how many are done. What moved is in the log, an entry for each request, and in MovedDues.
func (s *Session) Recount(ctx context.Context, progress func(done, all int64)) (c Counted, err error) {
	parts, c, err := s.beginRecount(ctx)
	if err != nil || c.Number == 0 {
		return c, err
	}
	for after := int64(0); ; {
		ids, all, err := s.openAfter(ctx, after)
		if err != nil {
			return c, err
		}
		if len(ids) == 0 {
			return s.endRecount(ctx, c)
		}
		if err := s.recountSome(ctx, c.Number, parts, ids); err != nil {
			return c, err
		}
		after, c.Open = ids[len(ids)-1], c.Open+int64(len(ids))
		if progress != nil {
			progress(c.Open, max(all, c.Open))
		}
	}
}

// beginRecount notes what is counted by from now on, and returns which parts of it are new. A count of nothing has
// number 0.
func (s *Session) beginRecount(ctx context.Context) (parts []string, c Counted, err error) {
	due := false
	look := func(v *store.View) (body string, begun int64, err error) {
		rules, err := s.desk.follow(v)
		if err != nil {
			return "", 0, err
		}
		now, err := countedByOf(rules)
		if err != nil {
			return "", 0, err
		}
		was, begun, ended, before, err := lastCount(v)
		if err != nil {
			return "", 0, err
		}
		parts, due = now.since(was), len(now.since(was)) > 0
		if !due && !ended { // goes on with one that was interrupted
			parts, c.Number = was.since(before), begun
		}
		raw, err := json.Marshal(now)
		return string(raw), begun, err
	}
	if err := s.Read(ctx, model.ActRecount, func(v *store.View) error {
		_, _, err := look(v)
		return err
	}); err != nil || !due {
		return parts, c, err
	}
	err = s.Write(ctx, model.ActRecount, func(tx *store.Tx, entry *model.Entry) error {
		body, begun, err := look(tx.View)
		if err != nil {
			return err
		}
		change, err := setup.AddRuleChange(tx,
			model.RuleChange{Kind: model.CountBegun, Body: body, At: s.Now(), By: s.staff.ID}, begun)
		c.Number = change.Number
		entry.Detail["because"], entry.Detail["count"] = strings.Join(parts, ","), c.Number
		return err
	})
	return parts, c, err
}

// lastCount reads what was counted by last, the count with which that began, whether it ended, and what was counted by
// before it.
func lastCount(v *store.View) (was countedBy, begun int64, ended bool, before countedBy, err error) {
	changes, err := setup.RuleChanges(v)
	if err != nil {
		return nil, 0, false, nil, err
	}
	for _, c := range changes {
		switch c.Kind {
		case model.CountBegun:
			if ended || begun == 0 {
				before = was
			}
			was, begun, ended = countedBy{}, c.Number, false
			if err := json.Unmarshal([]byte(c.Body), &was); err != nil {
				return nil, 0, false, nil, fmt.Errorf("change %d of the rules: %w", c.Number, err)
			}
		case model.CountEnded:
			ended = true
		}
	}
	return was, begun, ended, before, nil
}

func (s *Session) openAfter(ctx context.Context, after int64) (ids []int64, all int64, err error) {
	err = s.Read(ctx, model.ActRecount, func(v *store.View) (err error) {
		if all, err = requests.CountOpen(v); err != nil {
			return err
		}
		ids, err = requests.Open(v, after, recountStep)
		return err
	})
	return ids, all, err
}

// recountSome counts requests again in one transaction, with an entry for each whose dates moved.
func (s *Session) recountSome(ctx context.Context, count int64, parts []string, ids []int64) error {
	keys, err := s.permitted(model.ActRecount)
	if err != nil {
		return err
	}
	err = s.end(s.desk.store.Write(ctx, keys, func(tx *store.Tx) error {
		if err := s.stands(tx.View, model.ActRecount); err != nil {
			return err
		}
		for _, id := range ids {
			r, err := requests.ForUpdate(tx, id)
			if errors.Is(err, store.ErrNotFound) || err == nil && !r.Open() {
				continue
			}
			if err != nil {
				return err
			}
			if err := s.recountOne(tx, count, parts, r); err != nil {
				return err
			}
		}
		return nil
	}))
	if errors.Is(err, store.ErrNoEntry) {
		return nil // nothing moved, so nothing was written
	}
	return err
}

func (s *Session) recountOne(tx *store.Tx, count int64, parts []string, was model.Request) error {
	r := was
	if err := s.desk.countDates(tx, &r); err != nil {
		return err
	}
	if r.DueAt.Equal(was.DueAt) && r.NextDueAt.Equal(was.NextDueAt) && r.Provisional == was.Provisional {
		return nil
	}
	saved, err := requests.Save(tx, r)
	if err != nil {
		return err
	}
	zone, why := s.Rules().Location(), strings.Join(s.concerns(was, parts), ",")
	detail := map[string]any{"reference": r.Reference, versionDetail: saved.Version, "because": why, "count": count}
	moved := model.MovedDue{Request: r.ID, Count: count, Clock: r.Final().Name, Was: was.DueAt, Is: r.DueAt, Why: why}
	if r.DueAt.Equal(was.DueAt) {
		moved.Clock, moved.Was, moved.Is = r.Clock().Name, was.NextDueAt, r.NextDueAt
	}
	if !moved.Was.Equal(moved.Is) {
		detail["was"], detail["until"] = moved.Was.In(zone).Format(time.DateOnly), moved.Is.In(zone).
			Format(time.DateOnly)
		if err := requests.AddMovedDue(tx, moved); err != nil {
			return err
		}
	}
	tx.Append(model.Entry{At: s.Now(), Staff: s.staff.ID, Action: model.ActRecount, RequestID: r.ID, Detail: detail})
	return nil
}

// concerns lists the parts that a request's dates depend on; all where none is known to.
func (s *Session) concerns(r model.Request, parts []string) (list []string) {
	rules := s.Rules().Of(r)
	for _, part := range parts {
		id, _, _ := strings.Cut(part, "/")
		if part == zonePart || slices.ContainsFunc(rules.RegimesOf(r), func(regime string) bool {
			x, there := rules.Regime(regime)
			return there && x.Calendar == id
		}) {
			list = append(list, part)
		}
	}
	if len(list) == 0 {
		return parts
	}
	return list
}

// endRecount notes that a count is done. Where another desktop counted too, one of them says so.
func (s *Session) endRecount(ctx context.Context, c Counted) (Counted, error) {
	err := s.Write(ctx, model.ActRecount, func(tx *store.Tx, entry *model.Entry) (err error) {
		changes, err := setup.RuleChanges(tx.View)
		if err != nil {
			return err
		}
		last := int64(0)
		for _, change := range changes {
			if change.Kind == model.CountEnded {
				last = change.Number
			}
		}
		if _, c.Moved, err = requests.MovedDues(tx.View, c.Number, 0); err != nil {
			return err
		}
		entry.Detail["count"], entry.Detail["open"], entry.Detail["moved"] = c.Number, c.Open, c.Moved
		return endCounting(tx, c, last, s.Now(), s.staff.ID)
	})
	return c, err
}

// MovedDues lists up to limit of the due dates that moved in a count, and says how many there are.
func (s *Session) MovedDues(ctx context.Context, c Counted, limit int) (list []model.MovedDue, total int64, err error) {
	err = s.Read(ctx, model.ActReadRules, func(v *store.View) (err error) {
		list, total, err = requests.MovedDues(v, c.Number, limit)
		return err
	})
	return list, total, err
}
