package compliance

import (
	"context"
	"slices"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/gate"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/calendar"
	"orangelab.cn/rightsdesk/model/compliance"
	"orangelab.cn/rightsdesk/store"
	kept "orangelab.cn/rightsdesk/store/compliance"
)

// Approve approves a record exactly as it was seen, by a second person. An *gate.AbroadError where it leads abroad
// without an authorisation that holds.
func Approve(ctx context.Context, s *desk.Session, seen Seen) error {
	return moved(s.Write(ctx, model.ActApproveRecord, func(tx *store.Tx, entry *model.Entry) error {
		r, kind, err := at(tx.View, seen)
		switch {
		case err != nil:
			return err
		case !kind.Second:
			return ErrNoApproval
		case !r.Open():
			return ErrEnded
		case r.By != "":
			return ErrApproved
		case !model.SecondPerson(s.Staff().ID, r.Prepared):
			return ErrOwnRecord
		}
		if kind.Abroad != nil {
			if err := gate.Abroad(tx.View, r.Values[kind.Abroad.Country], r.List(kind.Abroad.Categories),
				calendar.DateOf(s.Now(), s.Rules().Location())); err != nil {
				return err
			}
		}
		digest, err := gate.Digest(tx.View, r)
		if err != nil {
			return err
		}
		entry.Detail["kind"], entry.Detail["record"], entry.Detail["version"] = r.Kind, r.Number, r.Version
		return tx.ApproveDeskAnew(model.ActApproveRecord, gate.Subject(r), digest, entry.At)
	}))
}

// Demand settles which records are demanded of who works at the desk, and whose border counts. It fails with
// store.ErrConflict where somebody settled it after what was seen.
func Demand(ctx context.Context, s *desk.Session, d compliance.Demands) (saved compliance.Demands, err error) {
	err = s.Write(ctx, model.ActDemandRecords, func(tx *store.Tx, entry *model.Entry) (err error) {
		if d.Home != "" && !compliance.IsCountry(d.Home) {
			return compliance.ErrCountry
		}
		for id, whom := range d.Of {
			kind, ok := gate.Kinds().Kind(id)
			if !ok || kind.Gates == compliance.GateNone || !slices.Contains(compliance.Asked, whom) {
				return compliance.ErrChoice
			}
		}
		d.SavedAt, d.SavedBy = s.Now(), s.Staff().ID
		saved, err = kept.SaveDemands(tx, d)
		entry.Detail["version"] = saved.Version
		return err
	})
	return saved, moved(err)
}

// Lacks lists what whoever is signed in lacks, so that nothing personal opens to them.
func Lacks(ctx context.Context, s *desk.Session) (list []compliance.Lack, err error) {
	err = s.Read(ctx, model.ActReadCompliance, func(v *store.View) (err error) {
		if s.Staff().Role == model.RoleAdmin {
			return nil
		}
		list, err = new(gate.Gate).Lacks(v, s.Staff(), calendar.DateOf(s.Now(), s.Rules().Location()))
		return err
	})
	return list, err
}
