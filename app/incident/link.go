package incident

import (
	"context"
	"strings"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/incident"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/incidents"
	"orangelab.cn/rightsdesk/store/requests"
)

// LinkRequest writes down that a request, by its reference, refers to an incident as it was seen. It fails with
// store.ErrNotFound where there is no such request, and with incident.ErrLinked where it is linked already.
func LinkRequest(ctx context.Context, s *desk.Session, seen Seen, reference string) (incident.Standing, error) {
	return change(ctx, s, model.ActNoteIncident, seen,
		func(tx *store.Tx, i incident.Incident) (incident.Incident, error) {
			r, err := requests.ByReference(tx.View, strings.ToUpper(strings.TrimSpace(reference)))
			if err != nil {
				return i, err
			}
			return add(tx, s, i, incident.Linked,
				incident.Body{Link: &incident.Linking{Request: r.ID, Reference: r.Reference}})
		})
}

// OfRequest lists the incidents and drills that a request is linked to: their references and nothing else of them.
func OfRequest(ctx context.Context, s *desk.Session, request int64) (list []incident.Incident, err error) {
	err = s.Read(ctx, model.ActReadIncident, func(v *store.View) (err error) {
		list, err = incidents.OfRequest(v, request)
		return err
	})
	return list, err
}
