package store_test

import (
	"errors"
	"fmt"
	"testing"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/runs"
	"orangelab.cn/rightsdesk/store/seal"
	"orangelab.cn/rightsdesk/store/storetest"
)

func (d *staffed) approve(login string, request int64, action model.Action, subject, digest string) error {
	return d.does(login, request, func(tx *store.Tx) error {
		return tx.Approve(request, action, subject, digest, start)
	})
}

// does lets a member of staff change something about a request.
func (d *staffed) does(login string, request int64, change func(*store.Tx) error) error {
	return d.Write(ctx, d.keys[login], func(tx *store.Tx) error {
		tx.Append(model.Entry{At: start, Staff: d.staff[login].ID, Action: model.ActNote, RequestID: request})
		return change(tx)
	})
}

func (d *staffed) approved(request int64, action model.Action, subject, digest string) (by string, err error) {
	err = d.read(func(v *store.View) (err error) {
		by, err = v.Approved(request, action, subject, digest)
		return err
	})
	return by, err
}

func TestOnlyWhatSomebodySignedIsApproved(t *testing.T) {
	const act, digest = model.ActReleaseCopy, "what was seen"
	for _, tt := range []struct {
		name  string
		forge func(*testing.T, *staffed, model.Request)
		holds bool
	}{
		{"nothing", func(*testing.T, *staffed, model.Request) {}, true},
		{"who signed was disabled later", func(t *testing.T, d *staffed, _ model.Request) {
			d.must(t, func(tx *store.Tx) error { return tx.DisableStaff(d.staff["jing"].ID, start) })
		}, true},
		{"who signed has new keys", func(t *testing.T, d *staffed, _ model.Request) {
			d.must(t, func(tx *store.Tx) error {
				return tx.ResetStaff(d.staff["jing"].ID, "another password of jing", start)
			})
		}, true},
		{"another digest", func(t *testing.T, d *staffed,
			_ model.Request) {
			d.raw(t, "UPDATE approval SET digest = 'another'")
		}, false},
		{"a digest changed to what stands there", func(t *testing.T, d *staffed, r model.Request) {
			if err := d.approve("jing", r.ID, act, "", "another"); err != nil {
				t.Fatal(err)
			}
			d.raw(t, "UPDATE approval SET digest = ?", digest)
		}, false},
		{"another request's", func(t *testing.T, d *staffed, r model.Request) {
			other := d.add(t, nil)
			if err := d.approve("jing", other.ID, act, "", digest); err != nil {
				t.Fatal(err)
			}
			d.raw(t, "DELETE FROM approval WHERE request_id = ?", r.ID)
			d.raw(t, "UPDATE approval SET request_id = ?", r.ID)
		}, false},
		{"another action's", func(t *testing.T, d *staffed, r model.Request) {
			if err := d.approve("jing", r.ID, model.ActApproveRefusal, "", digest); err != nil {
				t.Fatal(err)
			}
			d.raw(t, "DELETE FROM approval WHERE action = ?", string(act))
			d.raw(t, "UPDATE approval SET action = ?", string(act))
		}, false},
		{"another subject's", func(t *testing.T, d *staffed, r model.Request) {
			if err := d.approve("jing", r.ID, act, "x", digest); err != nil {
				t.Fatal(err)
			}
			d.raw(t, "DELETE FROM approval WHERE subject = ''")
			d.raw(t, "UPDATE approval SET subject = ''")
		}, false},
		{"an agent's in a lead's name", func(t *testing.T, d *staffed, r model.Request) {
			if err := d.approve("fang", r.ID, act, "", digest); err != nil {
				t.Fatal(err)
			}
			d.raw(t, "UPDATE approval SET staff = ?", d.staff["jing"].ID)
		}, false},
		{"by an older roster",
			func(t *testing.T, d *staffed, _ model.Request) { d.raw(t, "UPDATE approval SET roster = 1") }, false},
		{"at another time", func(t *testing.T, d *staffed, _ model.Request) { d.raw(t, "UPDATE approval SET at = 7") },
			false},
		{"dated back by somebody who was disabled", func(t *testing.T, d *staffed, r model.Request) {
			old := d.keys["jing"]
			d.must(t, func(tx *store.Tx) error { return tx.DisableStaff(d.staff["jing"].ID, start) })
			d.raw(t, "DELETE FROM approval")
			if err := d.ForgeApproval(old, r.ID, act, digest); err != nil {
				t.Fatal(err)
			}
		}, false},
		{"taken away", func(t *testing.T, d *staffed, _ model.Request) { d.raw(t, "DELETE FROM approval") }, false},
	} {
		storetest.Each(t, func(t *testing.T, engine string) {
			t.Run(tt.name, func(t *testing.T) {
				d := newStaffed(t, engine)
				r := d.add(t, nil)
				if err := d.approve("jing", r.ID, act, "", digest); err != nil {
					t.Fatal(err)
				}
				tt.forge(t, d, r)
				storetest.FitTallies(t)
				by, err := d.approved(r.ID, act, "", digest)
				if tt.holds && (err != nil || by != d.staff["jing"].ID) ||
					!tt.holds && !errors.Is(err, store.ErrNotApproved) {
					t.Errorf("approved by %q, %v", by, err)
				}
			})
		})
	}
}

func TestNobodyApprovesWhoMayNotOrWasGivenAPassword(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := newStaffed(t, engine)
		r := d.add(t, nil)
		if err := d.approve("fang", r.ID, model.ActMissing, "", "x"); !errors.Is(err, store.ErrNotOnRoster) {
			t.Errorf("an agent accepts what only a lead may: %v", err)
		}
		d.must(t, func(tx *store.Tx) error {
			return tx.ResetStaff(d.staff["jing"].ID, "from the administrator", start)
		})
		var err error
		if d.keys["jing"], err = d.signIn("jing", "from the administrator"); err != nil {
			t.Fatal(err)
		}
		if err := d.approve("jing", r.ID, model.ActReleaseCopy, "", "x"); !errors.Is(err, store.ErrGivenPassword) {
			t.Errorf("with a password from an administrator: %v", err)
		}
		if err := d.does("jing", r.ID, func(tx *store.Tx) error {
			return tx.RenewKeys("a password of my own", start)
		}); err != nil {
			t.Fatal(err)
		}
		if err := d.approve("jing", r.ID, model.ActReleaseCopy, "", "x"); err != nil {
			t.Errorf("with a password of their own: %v", err)
		}
	})
}

func TestAnAgreementThatNobodySignedIsNone(t *testing.T) {
	for _, tt := range []struct {
		name, sql string
		agreed    bool
		want      error
	}{
		{"nothing", "SELECT 1", true, nil},
		{"another choice after it", "UPDATE finding SET decision = 'include'", true, store.ErrTampered},
		{"another who chose", "UPDATE finding SET decided_by = 'lei'", true, store.ErrTampered},
		{"another who agreed", "UPDATE finding SET agreed_by = 'lei'", true, store.ErrTampered},
		{"another source", "UPDATE finding SET source = 'another'", true, store.ErrTampered},
		{"an older choice put back",
			"UPDATE finding SET choice_sealed = (SELECT choice_sealed FROM finding WHERE seq = 2) WHERE seq = 1", true,
			seal.ErrUnseal},
		{"the signature taken away", "DELETE FROM approval", false, nil},
	} {
		storetest.Each(t, func(t *testing.T, engine string) {
			t.Run(tt.name, func(t *testing.T) {
				d := newStaffed(t, engine)
				r := d.add(t, nil)
				var run string
				d.must(t, func(tx *store.Tx) (err error) {
					if run, err = runs.StartRun(tx, r.ID, d.staff["fang"].ID, start, start, nil); err != nil {
						return err
					}
					var list []model.Finding
					for seq := range int64(2) {
						list = append(list, model.Finding{Seq: seq + 1, Source: "shop", Dataset: "shop",
							Collection: "account", Shared: 1, Decision: model.Undecided, Row: []byte(`{}`)})
					}
					if err := runs.AddFindings(tx, r.ID, run, list); err != nil {
						return err
					}
					for seq := range int64(2) {
						err = errors.Join(err,
							runs.Decide(tx, r.ID, run, seq+1, model.LeaveOut, d.staff["fang"].ID,
								[]byte(fmt.Sprint(seq))))
					}
					return err
				})
				if err := d.does("jing", r.ID, func(tx *store.Tx) error {
					return runs.Agree(tx, r.ID, run, 1, d.staff["jing"].ID, start)
				}); err != nil {
					t.Fatal(err)
				}
				d.raw(t, tt.sql)
				storetest.FitTallies(t)
				var list []model.Finding
				var counts []model.FindingCount
				err := d.read(func(v *store.View) (err error) {
					if counts, err = runs.FindingCounts(v, r.ID, run); err != nil {
						t.Error(err)
					}
					list, err = runs.Findings(v, r.ID, run, model.FindingFilter{Seq: 1}, 0, 10)
					return err
				})
				if !errors.Is(err, tt.want) {
					t.Fatalf("read: %v, want %v", err, tt.want)
				}
				if err == nil && (list[0].AgreedBy != "") != tt.agreed {
					t.Errorf("agreed by %q", list[0].AgreedBy)
				}
				if want := map[bool]int64{true: 1, false: 2}[tt.agreed]; counts[0].Unagreed != want {
					t.Errorf("%d without agreement, want %d", counts[0].Unagreed, want)
				}
			})
		})
	}
}
