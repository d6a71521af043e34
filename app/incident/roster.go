package incident

import (
	"context"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/incident"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/incidents"
)

// Roster reads who takes the seats of a response team; version 0 where none was kept.
func Roster(ctx context.Context, s *desk.Session) (r incident.Roster, err error) {
	err = s.Read(ctx, model.ActReadIncident, func(v *store.View) (err error) {
		r, err = incidents.ResponseRoster(v)
		return err
	})
	return r, err
}

// SaveRoster keeps a roster as the version after the one that was seen. It fails with store.ErrConflict where that is
// not the newest.
func SaveRoster(ctx context.Context, s *desk.Session, r incident.Roster) (saved incident.Roster, err error) {
	err = s.Write(ctx, model.ActEditRoster, func(tx *store.Tx, entry *model.Entry) (err error) {
		if err := r.Check(Rules()); err != nil {
			return err
		}
		r.SavedAt, r.SavedBy = s.Now(), s.Staff().ID
		saved, err = incidents.SaveResponseRoster(tx, r)
		entry.Detail["version"] = saved.Version
		return err
	})
	return saved, err
}

// SeatRoster gives every empty seat of an incident to whom the roster names, as it was seen. It fails with
// store.ErrConflict where the roster is another one now.
func SeatRoster(ctx context.Context, s *desk.Session, seen Seen, r incident.Roster) (incident.Standing, error) {
	return change(ctx, s, model.ActSeatIncident, seen,
		func(tx *store.Tx, i incident.Incident) (incident.Incident, error) {
			now, err := incidents.ResponseRoster(tx.View)
			if err != nil {
				return i, err
			}
			if now.Version != r.Version {
				return i, store.ErrConflict
			}
			for _, standby := range now.Named(i.EmptySeats(Rules())) {
				seating := standby.Seating()
				if i, err = add(tx, s, i, incident.Seated, incident.Body{Seat: &seating}); err != nil {
					return i, err
				}
			}
			return i, nil
		})
}
