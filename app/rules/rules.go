// Package rules lets a lead or an administrator change what the desk counts, asks and refuses by: its rule pack, and
// the tables of holidays.
package rules

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/rulebook"
	"orangelab.cn/rightsdesk/assets"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/calendar"
	"orangelab.cn/rightsdesk/model/rule"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/setup"
)

// Errors of changing the rules. Each has a sentence in the window.
var (
	ErrWhy      = errors.New("say why the rules are changed: the next one who reads them wants to know")
	ErrSameText = errors.New("the text is the one in force: nothing is changed")
	// ErrMoved says that somebody else changed the rules after what was seen.
	ErrMoved   = errors.New("somebody else changed the rules meanwhile: look at them again")
	ErrNoTable = errors.New("the file names no day: nothing was imported")
)

// CalendarError says that the rules have no calendar of an ID.
type CalendarError struct {
	ID    string
	Known []string
}

func (e *CalendarError) Error() string {
	return fmt.Sprintf("there is no calendar %q; the rules have %s", e.ID, strings.Join(e.Known, ", "))
}

// State is how the rules of a desk stand.
type State struct {
	Pack *rule.Pack // in force
	Kept rulebook.Kept
	// Unread is the version that the desk edited last where this program can read it no more; empty otherwise. The pack
	// of the program is in force then.
	Unread string
}

// newest is the newest change of a kind; 0 where there is none.
func (st State) newest(kind model.RuleChangeKind) (number int64) {
	for _, c := range st.Kept.Changes {
		if c.Kind == kind {
			number = c.Number
		}
	}
	return number
}

// Versions lists the versions of the rule pack that the desk saved, the newest first.
func (st State) Versions() (list []model.RuleChange) {
	for _, c := range st.Kept.Changes {
		if c.Kind == model.RulesEdited {
			list = append(list, c)
		}
	}
	slices.Reverse(list)
	return list
}

// Counts lists what came of counting due dates again, the newest first.
func (st State) Counts() (list []desk.Counted, err error) {
	for _, c := range st.Kept.Changes {
		if c.Kind != model.CountEnded {
			continue
		}
		counted, err := desk.ReadCounted(c)
		if err != nil {
			return nil, err
		}
		list = append(list, counted)
	}
	slices.Reverse(list)
	return list, nil
}

// Read reads how the rules stand.
func Read(ctx context.Context, s *desk.Session) (st State, err error) {
	err = s.Read(ctx, model.ActReadRules, func(v *store.View) (err error) {
		st, err = read(v)
		return err
	})
	if err != nil {
		return State{}, err
	}
	if err := s.FollowRules(ctx); err != nil {
		return State{}, err
	}
	st.Pack = s.Rules()
	return st, nil
}

func read(v *store.View) (st State, err error) {
	if st.Kept, err = desk.KeptRules(v); err != nil {
		return st, err
	}
	if st.Pack, err = st.Kept.Rules(); err != nil {
		return st, err
	}
	if edited := st.Kept.Edited(); edited != "" && edited != st.Pack.Version {
		st.Unread = edited
	}
	return st, nil
}

// Carried returns the text of the rule pack that the program carries.
func Carried() string { return string(assets.RulePack) }

// CarriedVersion returns its version.
func CarriedVersion() string {
	p, err := rule.Read(assets.RulePack)
	if err != nil {
		return "" // no program is built with one
	}
	return p.Version
}

// Check reads the text of a rule pack as Save would. The error is a *rule.Fault with its line.
func Check(text string) (*rule.Pack, error) { return rulebook.With([]byte(text)) }

// Longer lists the answers of laws that a text gives more time for than the program's own pack does; nothing where it
// cannot be read.
func Longer(text string) []rule.Longer {
	p, err := Check(text)
	if err != nil {
		return nil
	}
	carried, err := Check(Carried())
	if err != nil {
		return nil
	}
	return p.Laxer(carried)
}

// Save keeps the text of a rule pack as the next version of the desk's rules, and says why. Requests that are opened
// from now on go by it; those that were opened before keep theirs. It fails with ErrMoved where somebody saved another
// version after what was seen. A pack that cannot be counted by is refused with a *rule.Fault.
func Save(ctx context.Context, s *desk.Session, seen State, text, why string) (version string, err error) {
	why = strings.TrimSpace(why)
	err = s.Write(ctx, model.ActEditRules, func(tx *store.Tx, entry *model.Entry) error {
		if why == "" {
			return ErrWhy
		}
		st, err := read(tx.View)
		if err != nil {
			return err
		}
		if text == st.Pack.Text() {
			return ErrSameText
		}
		version = fmt.Sprintf("%s/%d", s.Now().In(s.Rules().Location()).Format(time.DateOnly), len(st.Versions())+1)
		if text, err = rule.Renamed(text, version); err != nil {
			return err
		}
		if err := setup.KeepRulePack(tx, version, text, s.Now()); err != nil {
			return err
		}
		entry.Detail["version"], entry.Detail["was"] = version, st.Pack.Version
		if longer := Longer(text); len(longer) > 0 {
			entry.Detail["longer"] = len(longer)
		}
		_, err = setup.AddRuleChange(tx,
			model.RuleChange{Kind: model.RulesEdited, Version: version, Why: why, At: s.Now(), By: s.Staff().ID},
			seen.newest(model.RulesEdited))
		return err
	})
	if err != nil {
		return "", moved(err)
	}
	return version, s.FollowRules(ctx)
}

// Import keeps tables of holidays for a calendar of the rules; each stands in place of an earlier one of its year. It
// fails with ErrMoved where somebody imported others after what was seen, and with a *CalendarError where the rules
// have no such calendar. The due dates of open requests are counted again by Recount.
func Import(ctx context.Context, s *desk.Session, seen State, calendarID string, tables []calendar.Table,
	why string) error {
	err := s.Write(ctx, model.ActImportHolidays, func(tx *store.Tx, entry *model.Entry) error {
		st, err := read(tx.View)
		if err != nil {
			return err
		}
		if known := calendars(st.Pack); !slices.Contains(known, calendarID) {
			return &CalendarError{calendarID, known}
		}
		if len(tables) == 0 {
			return ErrNoTable
		}
		var years []string
		last := seen.newest(model.HolidaysImported)
		for _, t := range tables {
			if err := t.Check(); err != nil {
				return err
			}
			body, err := calendar.WriteHolidayCN(t)
			if err != nil {
				return err
			}
			c, err := setup.AddRuleChange(tx,
				model.RuleChange{Kind: model.HolidaysImported, Calendar: calendarID, Year: t.Year, Body: string(body),
					Why: strings.TrimSpace(why),
					At:  s.Now(), By: s.Staff().ID}, last)
			if err != nil {
				return err
			}
			last, years = c.Number, append(years, fmt.Sprint(t.Year))
		}
		entry.Detail["calendar"], entry.Detail["years"] = calendarID, strings.Join(years, ",")
		return nil
	})
	if err != nil {
		return moved(err)
	}
	return s.FollowRules(ctx)
}

// moved says of a conflict what it is about.
func moved(err error) error {
	if errors.Is(err, store.ErrConflict) {
		return ErrMoved
	}
	return err
}

func calendars(p *rule.Pack) (ids []string) {
	for _, c := range p.Calendars {
		ids = append(ids, c.ID)
	}
	return ids
}
