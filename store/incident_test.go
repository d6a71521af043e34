package store_test

import (
	"errors"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/model/incident"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/incidents"
	"orangelab.cn/rightsdesk/store/storetest"
)

func TestTheRecordOfAnIncidentOnlyGrows(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := newDesk(t, engine)
		d.must(t, everyIncidentRow)
		for what, statement := range map[string]string{
			"an entry changed":           "UPDATE incident_entry SET at = at - 3600000",
			"an entry taken away":        "DELETE FROM incident_entry WHERE number = 2",
			"a drill made an incident":   "UPDATE incident SET drill = 0",
			"an incident taken away":     "DELETE FROM incident",
			"a drill that was reported":  "INSERT INTO incident_entry SELECT incident_id, 3, at, by_staff, 'reported', body_sealed FROM incident_entry WHERE incident_id = 2 AND number = 2",
			"an incident that is played": "INSERT INTO incident_entry SELECT incident_id, 3, at, by_staff, 'played', body_sealed FROM incident_entry WHERE incident_id = 1 AND number = 2",
			"a drill that was sent":      "INSERT INTO incident_entry SELECT incident_id, 3, at, by_staff, 'sent', body_sealed FROM incident_entry WHERE incident_id = 2 AND number = 2",
			"a drill that came back":     "INSERT INTO incident_entry SELECT incident_id, 3, at, by_staff, 'unreached', body_sealed FROM incident_entry WHERE incident_id = 2 AND number = 2",
			"a mail of a drill":          "INSERT INTO incident_mail SELECT 'x', 2, state, 'x', at, by_staff, due_at, tries, sent_at, sender, why, mail_sealed, said_sealed FROM incident_mail WHERE incident_id = 1",
			"a mail made a drill's":      "UPDATE incident_mail SET incident_id = 2",
			"a drill by another name":    "INSERT INTO incident (id, reference, drill) VALUES (9, 'I-2026-0009', 1)",
		} {
			if res := d.Raw().Exec(statement); res.Error == nil {
				t.Errorf("%s: the database lets it happen", what)
			}
		}
		if res := d.Raw().
			Exec("INSERT INTO incident_entry SELECT incident_id, 3, at, by_staff, 'reported', body_sealed FROM incident_entry WHERE incident_id = 1 AND number = 2"); res.Error != nil {
			t.Errorf("the database refuses the report of an incident too, so that it shows nothing of drills: %v",
				res.Error)
		}
	})
}

func TestIncidentsAndDrillsCountForThemselvesAndComeBackAsTheyWereWritten(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := newDesk(t, engine)
		d.must(t, everyIncidentRow)
		d.must(t, everyIncidentRow)
		var list []incident.Incident
		if err := d.read(func(v *store.View) (err error) { list, err = incidents.All(v); return err }); err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, i := range list {
			names = append(names, i.Reference)
			if i.Version != 2 || i.Record[1].Body.Text != "The link was closed" ||
				!i.Record[1].Body.Done.Equal(start) || i.Facts.Title == "" ||
				i.Drill != strings.HasPrefix(i.Reference, "D-") {
				t.Errorf("%s comes back as %+v", i.Reference, i)
			}
		}
		if got := strings.Join(names, " "); got != "D-2026-0002 I-2026-0002 D-2026-0001 I-2026-0001" {
			t.Errorf("the references are %s", got)
		}
		err := d.Write(ctx, d.keys, func(tx *store.Tx) error {
			tx.Append(entry("change"))
			_, err := incidents.AddEntry(tx, list[0],
				incident.Entry{Number: 3, At: start, Kind: incident.Reported,
					Body: incident.Body{Report: &incident.Report{}}})
			return err
		})
		if !errors.Is(err, incident.ErrDrill) {
			t.Errorf("a drill was reported: %v", err)
		}
		err = d.Write(ctx, d.keys, func(tx *store.Tx) error {
			tx.Append(entry("change"))
			older := list[1]
			older.Version = 1
			_, err := incidents.AddEntry(tx, older,
				incident.Entry{Number: 2, At: start, Kind: incident.Noted, Body: incident.Body{Text: "x"}})
			return err
		})
		if !errors.Is(err, store.ErrConflict) {
			t.Errorf("an entry was written over another: %v", err)
		}
	})
}
