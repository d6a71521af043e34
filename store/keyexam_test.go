package store_test

import (
	"errors"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/doctor"
	"orangelab.cn/rightsdesk/store/incoming"
	"orangelab.cn/rightsdesk/store/papers"
	"orangelab.cn/rightsdesk/store/storetest"
)

// problemOf is what the doctor says in one of its checks.
func problemOf(checks []doctor.Check, name string) string {
	for _, c := range checks {
		if c.Name == name {
			return c.Problem
		}
	}
	return "there is no check " + name
}

func TestTheDoctorFindsKeysThatLetNobodyIn(t *testing.T) {
	for harm, want := range map[string]string{
		"SELECT 1": "",
		"DELETE FROM key_wrap WHERE recipient = (SELECT id FROM staff WHERE login = 'fang')":                                          `not sealed to "fang"`,
		"DELETE FROM key_wrap WHERE recipient = 'recovery'":                                                                           "not sealed to the recovery print",
		"UPDATE key_wrap SET wrapped = salt FROM staff WHERE recipient = staff.id":                                                    "is none",
		`UPDATE staff SET salt = j.salt, locked_priv = j.locked_priv FROM staff AS j WHERE j.login = 'jing' AND staff.login = 'fang'`: "the same locked key",
		"UPDATE staff SET salt = pub WHERE login = 'fang'":                                                                            `the locked key of "fang" has not the form`,
		"DELETE FROM desk_secret WHERE name = 'mac'":                                                                                  `"mac" is missing`,
		"UPDATE desk_secret SET value_sealed = (SELECT value_sealed FROM desk_secret AS o WHERE o.name = 'audit') WHERE name = 'mac'": `"mac" is not the one that belongs there`,
	} {
		storetest.Each(t, func(t *testing.T, engine string) {
			d := newStaffed(t, engine)
			d.raw(t, harm)
			got := problemOf(doctor.Examine(ctx, d.address), "keys")
			if (got == "") != (want == "") || !strings.Contains(got, want) {
				t.Errorf("after %s the doctor says %q, want %q", harm, got, want)
			}
		})
	}
}

func TestADeskWhoseRosterWasTakenAwayIsNotTakenForOneThatNeverHadIt(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := newStaffed(t, engine)
		d.unguardRoster(t)
		d.raw(t, "DELETE FROM roster")
		said := problemOf(doctor.Examine(ctx, d.address), "roster")
		if !strings.Contains(said, "this desk had one") || strings.Contains(said, "let an administrator sign in") {
			t.Errorf("the doctor says %q", said)
		}
		v, err := d.VerifyLog(ctx)
		if err != nil || !strings.Contains(strings.Join(v.Problems, "\n"), "this desk had one") {
			t.Errorf("verify: %v, %v", v.Problems, err)
		}
	})
}

func TestAnEntryAddedByAnotherHandIsSaidInOurWords(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := newStaffed(t, engine)
		d.raw(t,
			"INSERT INTO entry SELECT seq + 1, at, staff, action, request_id, detail FROM entry ORDER BY seq DESC LIMIT 1")
		_, err := d.signIn("fang", staffPassword)
		if err == nil {
			err = d.write(func(*store.Tx) error { return nil })
		}
		if !errors.Is(err, store.ErrLogBroken) || strings.Contains(err.Error(), "constraint") ||
			strings.Contains(err.Error(), "SQLSTATE") {
			t.Errorf("writing on: %v", err)
		}
	})
}

func TestTheDoctorMissesWhatTheLogKnows(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := newStaffed(t, engine)
		r, other := d.add(t, nil), d.add(t, nil)
		d.must(t, func(tx *store.Tx) error {
			for _, e := range []model.Entry{{Action: model.ActTakeRequest}, {Action: model.ActLetter},
				{Action: model.ActCertify}} {
				e.At, e.Staff, e.RequestID = start, keeper.ID, r.ID
				tx.Append(e)
			}
			tx.Append(model.Entry{At: start, Staff: keeper.ID, Action: model.ActTakeRequest, RequestID: other.ID})
			return errors.Join(papers.SaveLetter(tx, r.ID,
				papers.Letter{ID: "l", Kind: "fulfilled", Lang: "en", At: start, By: "fang", Data: []byte(`{}`)}),
				papers.AddCertificate(tx, r.ID,
					papers.Certificate{Number: "1", At: start, By: "fang", Data: []byte(`{}`)}))
		})
		d.must(t, func(tx *store.Tx) error {
			for _, record := range []string{"a", "b"} {
				id, err := incoming.AddAutomatic(tx, model.AutomaticMail{Kind: "bounce", At: start, By: "fang"}, record,
					[]byte("a mail"))
				if err == nil && record == "a" {
					err = incoming.EndAutomatic(tx, id, start)
				}
				if err != nil {
					return err
				}
			}
			return nil
		})
		for _, step := range []struct{ harm, want string }{
			{"SELECT 1", ""},
			{"UPDATE automatic_mail SET done_at = 1 WHERE done_at = 0", "1 automatic mails"},
			{"DELETE FROM letter", "letters of the requests"},
			{"DELETE FROM certificate", "certificates of the requests"},
			{"DELETE FROM request WHERE id = (SELECT MAX(id) FROM request)", "requests with the numbers"},
		} {
			d.raw(t, step.harm)
			got := problemOf(doctor.Examine(ctx, d.address), "log and desk")
			if (got == "") != (step.want == "") || !strings.Contains(got, step.want) {
				t.Errorf("after %s the doctor says %q", step.harm, got)
			}
		}
	})
}
