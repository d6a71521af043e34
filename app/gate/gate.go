// Package gate keeps back what the organisation's own duties do not let pass: the work of staff who lack a record that
// is demanded of them, and what would go abroad without an authorisation.
package gate

import (
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"orangelab.cn/rightsdesk/assets"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/calendar"
	"orangelab.cn/rightsdesk/model/compliance"
	"orangelab.cn/rightsdesk/store"
	kept "orangelab.cn/rightsdesk/store/compliance"
)

// kinds are those that the program carries; they pass their own tests, so that reading them cannot fail.
var kinds = sync.OnceValue(func() *compliance.Kinds {
	k, err := compliance.Read(assets.Compliance)
	if err != nil {
		panic(err)
	}
	return k
})

// Kinds are the kinds of records that an organisation keeps of its own duties.
func Kinds() *compliance.Kinds { return kinds() }

// LackingError says that somebody may not see personal data or act on it before an administrator has recorded what they
// lack.
type LackingError struct{ Lacks []compliance.Lack }

func (e *LackingError) Error() string {
	var names []string
	for _, l := range e.Lacks {
		names = append(names, l.Title.In("en"))
	}
	return "the organisation demands of you: " + strings.Join(names, ", ") +
		"; an administrator records it under Compliance"
}

// AbroadError says that data would go to a country for which no authorisation holds.
type AbroadError struct {
	Country string
	Lacks   []string // categories of data
}

func (e *AbroadError) Error() string {
	return fmt.Sprintf("no authorisation lets %s go to %s; record one under Compliance, Authorisations abroad",
		strings.Join(e.Lacks, ", "), e.Country)
}

// open are the actions that show nobody's personal data and touch none, so that nothing is demanded for them: who lacks
// a record still signs in, sees what waits in Next with its names masked, and reads why nothing opens.
var open = []model.Action{model.ActSignIn, model.ActSignInFailed, model.ActLock, model.ActSignOut,
	model.ActChangePassword, model.ActOwnKeys, model.ActWrongCode, model.ActSetFactor,
	model.ActReadStaff, model.ActReadOrganisation, model.ActReadRules, model.ActReadPolicy, model.ActReadMap,
	model.ActReadLog, model.ActReadQueue,
	model.ActReadIncident, model.ActReadCompliance}

// Gate remembers for one session whether its owner lacks something. The zero value serves.
type Gate struct {
	mu    sync.Mutex
	known state
	lacks []compliance.Lack
}

// state is what the answer was worked out of: where it is another, it is worked out again.
type state struct {
	there            bool
	demands, records int64
	day              calendar.Date
	role             model.Role
}

// gating are the kinds that can keep somebody out.
var gating = sync.OnceValue(func() (ids []string) {
	for _, k := range kinds().Kinds {
		if k.Gates != compliance.GateNone {
			ids = append(ids, k.ID)
		}
	}
	return ids
})

// Check returns a *LackingError where a member of staff lacks a record that is demanded for an action.
func (g *Gate) Check(v *store.View, staff model.Staff, action model.Action, today calendar.Date) error {
	if staff.Role == model.RoleAdmin || slices.Contains(open, action) {
		return nil
	}
	lacks, err := g.Lacks(v, staff, today)
	if err == nil && len(lacks) > 0 {
		err = &LackingError{lacks}
	}
	return err
}

// Lacks lists what a member of staff lacks today.
func (g *Gate) Lacks(v *store.View, staff model.Staff, today calendar.Date) ([]compliance.Lack, error) {
	now := state{there: true, day: today, role: staff.Role}
	var err error
	if now.demands, now.records, err = kept.State(v, gating()...); err != nil {
		return nil, err
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.known == now {
		return g.lacks, nil
	}
	demands, err := kept.Demands(v)
	if err != nil {
		return nil, err
	}
	var records []compliance.Record
	if demands.Any(staff.Role) {
		if records, err = kept.Records(v, gating()...); err != nil {
			return nil, err
		}
	}
	g.known, g.lacks = now, kinds().Lacks(demands, staff.ID, staff.Role, records, today)
	return g.lacks, nil
}

// Records lists the records of some kinds, each with its approval where it holds for what stands now.
func Records(v *store.View, ids ...string) ([]compliance.Record, error) {
	list, err := kept.Records(v, ids...)
	if err != nil {
		return nil, err
	}
	approvals, err := v.DeskApprovals(model.ActApproveRecord)
	if err != nil {
		return nil, err
	}
	for i := range list {
		a, ok := approvals[Subject(list[i])]
		if !ok {
			continue
		}
		digest, err := Digest(v, list[i])
		if err != nil {
			return nil, err
		}
		if a.Digest == digest && model.SecondPerson(a.By, list[i].Prepared) {
			list[i].By, list[i].At = a.By, a.At
		}
	}
	return list, nil
}

// Subject names a record among what is approved about the desk.
func Subject(r compliance.Record) string { return strconv.FormatInt(r.Number, 10) }

// Digest names what a second person approves of a record.
func Digest(v *store.View, r compliance.Record) (string, error) {
	kind, ok := kinds().Kind(r.Kind)
	if !ok {
		return "", fmt.Errorf("record %d: no kind %q", r.Number, r.Kind)
	}
	raw, err := r.Approvable(kind)
	if err != nil {
		return "", err
	}
	h := v.Digest("compliance")
	h.Write(raw)
	return hex.EncodeToString(h.Sum(nil)), nil
}

// Home returns the country whose border counts for the desk.
func Home(d compliance.Demands) string {
	if d.Home != "" {
		return d.Home
	}
	return kinds().Home
}

// Elsewhere returns an *AbroadError where no authorisation lets anything at all go to a country today: for what is
// handed to somebody whose categories of data nobody lists.
func Elsewhere(v *store.View, country string, today calendar.Date) error {
	var all []string
	for _, o := range kinds().Lists["categories"] {
		all = append(all, o.ID)
	}
	err := Abroad(v, country, all, today)
	var abroad *AbroadError
	if errors.As(err, &abroad) && len(abroad.Lacks) < len(all) {
		return nil
	}
	return err
}

// Abroad returns an *AbroadError where no authorisation lets categories of data go to a country today. Whatever sends
// data to a place that is named asks it first.
func Abroad(v *store.View, country string, categories []string, today calendar.Date) error {
	if country == "" {
		return nil
	}
	demands, err := kept.Demands(v)
	if err != nil {
		return err
	}
	if country == Home(demands) {
		return nil
	}
	transfers, err := Records(v, compliance.Transfers)
	if err != nil {
		return err
	}
	if lacks := kinds().LacksAbroad(transfers, Home(demands), country, categories, today); len(lacks) > 0 {
		return &AbroadError{country, lacks}
	}
	return nil
}
