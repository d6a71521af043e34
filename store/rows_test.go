package store_test

import (
	"time"

	"orangelab.cn/rightsdesk/model/dispatch"
	"orangelab.cn/rightsdesk/model/incident"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/incidents"
	"orangelab.cn/rightsdesk/store/keptfiles"
)

// everyIncidentRow gives a desk an incident and a drill, each with a record.
func everyIncidentRow(tx *store.Tx) error {
	facts := incident.Facts{Title: "An export was readable", FoundBy: "Staff", Aware: start}
	for _, drill := range []bool{false, true} {
		i, err := incidents.Open(tx, drill, 2026,
			incident.Entry{Number: 1, At: start, By: "staff", Kind: incident.Opened,
				Body: incident.Body{Facts: &facts}})
		if err != nil {
			return err
		}
		note := incident.Entry{Number: 2, At: start.Add(time.Hour), By: "staff", Kind: incident.Noted,
			Body: incident.Body{Text: "The link was closed", Done: start}}
		if _, err := incidents.AddEntry(tx, i, note); err != nil {
			return err
		}
		if err := incidents.AddPeople(tx, i.ID, 1,
			[]incident.Affected{{Keys: []incident.Key{{Kind: "email", Value: "wang@person.test"}}}}); err != nil {
			return err
		}
		if _, err := keptfiles.OfIncident.Add(tx, i.ID, "access.log", []byte("Who opened the link")); err != nil {
			return err
		}
		if drill {
			continue
		}
		if err := incidents.AddMail(tx, incident.Mailed{ID: i.Reference, Incident: i.ID, State: dispatch.Queued,
			MessageID: i.Reference + "@desk.test", At: start, Due: start, By: "staff", Sender: "nobody", Why: "busy",
			Mail: incident.Envelope{To: "report@authority.test", Text: "What"}, Said: "450 later"}); err != nil {
			return err
		}
	}
	return nil
}
