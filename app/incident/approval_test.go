package incident_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	app "orangelab.cn/rightsdesk/app/incident"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/incident"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/incidents"
	"orangelab.cn/rightsdesk/store/storetest"
)

const authority = "cn_authority"

// written is a report with every field filled in.
func written(t *testing.T, s *desk.Session, st incident.Standing) incident.Draft {
	t.Helper()
	dr, err := app.Begin(ctx, s, st, authority, "en")
	if err != nil {
		t.Fatal(err)
	}
	form, _ := app.Rules().FormOf(authority)
	if dr.Fields == nil {
		dr.Fields = map[string]string{}
	}
	for _, f := range form.Fields {
		if dr.Fields[f.ID] == "" {
			dr.Fields[f.ID] = "x"
		}
	}
	return dr
}

func drafted(t *testing.T, s *desk.Session, st incident.Standing, dr incident.Draft) incident.Standing {
	t.Helper()
	st, err := app.Draft(ctx, s, app.SeenOf(st.Incident), dr)
	if err != nil {
		t.Fatal(err)
	}
	return st
}

func approve(s *desk.Session, st incident.Standing) (incident.Standing, error) {
	d, _ := st.Drafted(authority)
	return app.Approve(ctx, s, app.SeenOf(st.Incident), d)
}

func TestAnApprovalIsSignedByWhomItNames(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		for name, body := range map[string]incident.Body{
			"an approval": {Approval: &incident.Approval{Draft: 2}},
			"a decision not to report": {Decision: &incident.Decision{What: "not to tell", Reason: "x",
				Clock: authority}},
		} {
			t.Run(name, func(t *testing.T) {
				d := desktest.New(t, engine)
				agent, lead := d.Add(t, "fang", model.RoleAgent), d.Add(t, "jing", model.RoleLead)
				st, err := app.Open(ctx, agent, facts(d), false)
				if err != nil {
					t.Fatal(err)
				}
				st = drafted(t, agent, st, written(t, agent, st))
				kind := incident.Approved
				if body.Decision != nil {
					kind = incident.Decided
				}
				if err := agent.Write(ctx, model.ActNoteIncident, func(tx *store.Tx, _ *model.Entry) error {
					i, err := incidents.Read(tx.View, st.ID)
					if err != nil {
						return err
					}
					_, err = incidents.AddEntry(tx, i,
						incident.Entry{Number: i.Version + 1, At: d.Now(), By: lead.Staff().ID, Kind: kind, Body: body})
					return err
				}); err == nil {
					t.Error("an agent signs it")
				}
				// A program of an agent's own, with the keys of their password, that signs nothing.
				agent = d.Add(t, "li", model.RoleAgent)
				if err := agent.Write(ctx, model.ActNoteIncident, func(tx *store.Tx, _ *model.Entry) error {
					raw, err := json.Marshal(body)
					if err != nil {
						return err
					}
					sealed, err := tx.Keys().SealDesk("incident_entry", "body",
						fmt.Sprintf("%d/%d", st.ID, st.Version+1), raw)
					if err != nil {
						return err
					}
					return tx.DB().Table("incident_entry").
						Create(map[string]any{"incident_id": st.ID, "number": st.Version + 1, "at": d.Now().UnixMilli(),
							"by_staff": lead.Staff().ID,
							"kind":     string(kind), "body_sealed": sealed}).Error
				}); err != nil {
					t.Fatal(err)
				}
				if _, err := app.Read(ctx, lead, st.ID); !errors.Is(err, store.ErrTampered) {
					t.Errorf("an agent wrote it in a lead's name, and it is read: %v", err)
				}
			})
		}
	})
}

func TestAnApprovedReportIsReadAsItWasSigned(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := desktest.New(t, engine)
		agent, lead := d.Add(t, "fang", model.RoleAgent), d.Add(t, "jing", model.RoleLead)
		st, err := app.Open(ctx, agent, facts(d), false)
		if err != nil {
			t.Fatal(err)
		}
		st = drafted(t, agent, st, written(t, agent, st))
		d.Clock.Step(time.Minute)
		if st, err = approve(lead, st); err != nil {
			t.Fatal(err)
		}
		if st, err = app.Waive(ctx, lead, app.SeenOf(st.Incident), "cn_people", "not needed"); err != nil {
			t.Fatal(err)
		}
		back, err := app.Read(ctx, agent, st.ID)
		if err != nil {
			t.Fatal(err)
		}
		if got, _ := back.Drafted(authority); got.Approved.By != lead.Staff().ID || !back.Waived("cn_people") {
			t.Errorf("approved by %q", got.Approved.By)
		}
	})
}

func TestNobodyWhoWroteAReportApprovesIt(t *testing.T) {
	d := desktest.New(t, "sqlite")
	agent, lead, other := d.Add(t, "fang", model.RoleAgent), d.Add(t, "jing", model.RoleLead), d.Add(t, "wei",
		model.RoleLead)
	st, err := app.Open(ctx, agent, facts(d), false)
	if err != nil {
		t.Fatal(err)
	}
	dr := written(t, lead, st)
	st = drafted(t, lead, st, dr)
	if _, err := app.Draft(ctx, agent, app.SeenOf(st.Incident), dr); !errors.Is(err, incident.ErrSame) {
		t.Errorf("the same words were kept once more: %v", err)
	}
	again := incident.Draft{Clock: dr.Clock, First: dr.First, Fields: map[string]string{}}
	for k, v := range dr.Fields {
		again.Fields[k] = v + "."
	}
	st = drafted(t, agent, st, again)
	if _, err := approve(lead, st); !errors.Is(err, incident.ErrOwn) {
		t.Errorf("who wrote it approved it, since a colleague kept it once more: %v", err)
	}
	if st, err = approve(other, st); err != nil {
		t.Fatal(err)
	}
	// After an approval what others write begins anew.
	st = drafted(t, agent, st, dr)
	if _, err := approve(lead, st); err != nil {
		t.Errorf("a supplement that the lead did not write: %v", err)
	}
}
