package store_test

import (
	"errors"
	"testing"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/policy"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/setup"
	"orangelab.cn/rightsdesk/store/storetest"
)

// everyPolicyRow writes a row into every table that policies have.
func everyPolicyRow(tx *store.Tx) error {
	version, versionErr := setup.AddPolicyVersion(tx,
		policy.Version{Document: "statement", Label: "1", SavedAt: start, SavedBy: "staff"}, 0)
	_, classingErr := setup.AddPolicyClassing(tx,
		policy.Classing{Document: "statement", From: 1, To: 1, Comparison: version.Digest(), SavedAt: start,
			SavedBy: "staff"}, 0)
	return errors.Join(versionErr, classingErr, tx.ApproveDesk(model.ActSignRoster, "statement/1", "digest", start))
}

func (d *staffed) approveDesk(login string, action model.Action, subject, digest string) error {
	return d.does(login, 0, func(tx *store.Tx) error { return tx.ApproveDesk(action, subject, digest, start) })
}

func (d *staffed) deskApprovals(action model.Action) (list map[string]store.DeskApproval, err error) {
	err = d.read(func(v *store.View) (err error) {
		list, err = v.DeskApprovals(action)
		return err
	})
	return list, err
}

func TestOnlyWhatSomebodySignedIsApprovedAtTheDesk(t *testing.T) {
	const act = model.ActReleaseCopy
	for _, tt := range []struct {
		name  string
		forge func(*testing.T, *staffed)
		holds bool
	}{
		{"nothing", func(*testing.T, *staffed) {}, true},
		{"who signed was disabled later", func(t *testing.T, d *staffed) {
			d.must(t, func(tx *store.Tx) error { return tx.DisableStaff(d.staff["jing"].ID, start) })
		}, true},
		{"another digest", func(t *testing.T, d *staffed) { d.raw(t, "UPDATE desk_approval SET digest = 'another'") },
			false},
		{"about another subject",
			func(t *testing.T, d *staffed) { d.raw(t, "UPDATE desk_approval SET subject = 'statement/3'") }, false},
		{"somebody else's", func(t *testing.T, d *staffed) {
			d.raw(t, "UPDATE desk_approval SET staff = ?", d.staff["fang"].ID)
		}, false},
		{"a later day", func(t *testing.T, d *staffed) { d.raw(t, "UPDATE desk_approval SET at = at + 1") }, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := newStaffed(t, "sqlite")
			if err := d.approveDesk("jing", act, "statement/2", "what was seen"); err != nil {
				t.Fatal(err)
			}
			tt.forge(t, d)
			list, err := d.deskApprovals(act)
			got := list["statement/2"]
			if holds := err == nil && got.Digest == "what was seen" && got.By == d.staff["jing"].ID; holds != tt.holds {
				t.Errorf("holds: %v (%+v, %v), want %v", holds, got, err, tt.holds)
			}
		})
	}
}

func TestSomethingAtTheDeskIsApprovedOnce(t *testing.T) {
	d := newStaffed(t, "sqlite")
	if err := d.approveDesk("jing", model.ActReleaseCopy, "statement/2", "what was seen"); err != nil {
		t.Fatal(err)
	}
	if err := d.approveDesk("fang", model.ActReleaseCopy, "statement/2", "what was seen"); !errors.Is(err,
		store.ErrConflict) {
		t.Errorf("approved a second time: %v", err)
	}
	if err := d.approveDesk("fang", model.ActSignRoster, "statement/3", "x"); !errors.Is(err, store.ErrNotOnRoster) {
		t.Errorf("approved by somebody who may not: %v", err)
	}
}

func TestAVersionIsSavedAfterTheOneThatWasSeen(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := newDesk(t, engine)
		save := func(document string, seen int64) error {
			return d.Write(ctx, d.keys, func(tx *store.Tx) error {
				tx.Append(entry("policy"))
				_, err := setup.AddPolicyVersion(tx,
					policy.Version{Document: document, Label: "1", SavedAt: start, SavedBy: "staff",
						Clauses: []policy.Clause{{ID: "1", Heading: model.Text{"en": "Keeping"}}}}, seen)
				return err
			})
		}
		for _, tt := range []struct {
			document string
			seen     int64
			want     error
		}{{"statement", 0, nil}, {"statement", 0, store.ErrConflict}, {"statement", 1, nil}, {"supplement", 0, nil},
			{"supplement", 2, store.ErrConflict}} {
			if err := save(tt.document, tt.seen); !errors.Is(err, tt.want) {
				t.Errorf("%s after %d: %v, want %v", tt.document, tt.seen, err, tt.want)
			}
		}
		err := d.Read(ctx, d.keys, func(v *store.View) error {
			list, err := setup.PolicyVersions(v)
			if err == nil && (len(list) != 3 || list[1].Number != 2 || list[0].Clauses[0].Heading["en"] != "Keeping" ||
				!list[0].SavedAt.Equal(start)) {
				t.Errorf("kept %+v", list)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
