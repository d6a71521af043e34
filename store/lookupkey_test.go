package store_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/identifier"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/casefile"
	"orangelab.cn/rightsdesk/store/incoming"
	"orangelab.cn/rightsdesk/store/requests"
	"orangelab.cn/rightsdesk/store/storetest"
)

// take stores a request that was read from a file, with its record and the record's number.
func (d *desk) take(t *testing.T, email, record, number string) model.Request {
	t.Helper()
	r := newRequest()
	r.Subject = model.Subject{Name: "李雷", Email: email}
	d.must(t, func(tx *store.Tx) (err error) {
		if r.Reference, err = requests.NextReference(tx, 2026); err != nil {
			return err
		}
		if r, err = requests.Create(tx, r, record); err != nil {
			return err
		}
		return incoming.SaveRecordNumber(tx, r.ID, number)
	})
	return r
}

func TestWhatWasWrittenBeforeARotationIsFoundAfterIt(t *testing.T) {
	for _, one := range []bool{false, true} {
		storetest.Each(t, func(t *testing.T, engine string) {
			if one {
				defer store.NewDesksHaveOneTallyKey()()
			}
			d := newStaffed(t, engine)
			file := []byte("a file")
			old := d.take(t, "lilei@163.com", "record 1", "1")
			later := start.Add(time.Hour)
			d.about(t, old.ID, func(tx *store.Tx) error {
				_, fileErr := incoming.HearFile(tx, model.WaitingFile{At: start, By: "staff"}, file, []int{1})
				_, codeErr := casefile.AddEvidence(tx, old.ID,
					model.Evidence{Kind: model.EvidencePhoneCode, Result: model.Pending, Point: "phone", At: start,
						By: "staff"}, later, "123456", "")
				return errors.Join(fileErr, codeErr,
					casefile.AddConsent(tx, old.ID, old.Subject,
						model.Consent{Purpose: "news", Event: model.ConsentGiven, Channel: "phone", At: start,
							By: "staff"}),
					requests.AddErased(tx, old.Subject, old.Reference, start))
			})
			for range 2 {
				d.must(t, func(tx *store.Tx) error { return tx.RotateKeys(start) })
			}
			twin := newRequest()
			twin.Reference = "R-2026-000099"
			for what, err := range map[string]error{
				"the same record": d.write(func(tx *store.Tx) error {
					_, err := requests.Create(tx, twin, "record 1")
					return err
				}),
				"the same file": d.write(func(tx *store.Tx) error {
					_, err := incoming.HearFile(tx, model.WaitingFile{At: start, By: "staff"}, file, []int{1})
					return err
				}),
				"the same mail": d.write(func(tx *store.Tx) error {
					_, err := incoming.AddAutomatic(tx, model.AutomaticMail{At: start, By: "staff"}, "record 1", file)
					return err
				}),
			} {
				if !errors.Is(err, store.ErrDuplicate) {
					t.Errorf("%s is taken again: %v", what, err)
				}
			}
			young := d.take(t, "lilei@163.com", "record 2", "1")
			if err := d.read(func(v *store.View) error {
				found, err := requests.Lookup(v, identifier.LookupEmail, "lilei@163.com")
				if !slices.Equal(found, []int64{young.ID, old.ID}) {
					t.Errorf("by the address %v are found", found)
				}
				known, knownErr := incoming.RecordsKnown(v, []string{"record 1", "record 2", "record 3", "1"})
				if fmt.Sprint(known) != "map[1:true record 1:true record 2:true]" {
					t.Errorf("records %v are known", known)
				}
				numbered, numberedErr := incoming.Numbered(v, "1")
				if len(numbered) != 2 {
					t.Errorf("%v carried the number", numbered)
				}
				consents, consentsErr := casefile.Consents(v, old.Subject)
				if len(consents) != 1 {
					t.Errorf("consents %v", consents)
				}
				sharing, sharingErr := casefile.SameKindSharing(v, young, time.Hour, 5)
				if !slices.Equal(sharing, []int64{old.ID}) {
					t.Errorf("%v share an identifier", sharing)
				}
				ledger, ledgerErr := requests.OpenLedger(v)
				if _, ok := ledger.Find(identifier.LookupEmail, "lilei@163.com"); !ok {
					t.Error("who was erased is not known")
				}
				evidence, evidenceErr := casefile.EvidenceOf(v, old.ID)
				if len(evidence) != 1 || !casefile.IsCode(v, evidence[0], "123456") ||
					casefile.IsCode(v, evidence[0], "123457") {
					t.Error("the code that was sent is not known")
				}
				return errors.Join(err, knownErr, numberedErr, consentsErr, sharingErr, ledgerErr, evidenceErr)
			}); err != nil {
				t.Error(err)
			}
			d.whole(t, "after", old.ID, young.ID)
		})
	}
}

// Whoever was disabled has kept every key of look-ups there was, and reads the database.
func TestWhoeverWasDisabledTriesNoGuessAtWhatIsWrittenLater(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := newStaffed(t, engine)
		old := d.keys["fang"]
		before := d.take(t, "lilei@163.com", "record 1", "1")
		d.must(t, func(tx *store.Tx) error { return tx.DisableStaff(d.staff["fang"].ID, start) })
		d.take(t, "han@163.com", "record 2", "2")
		guesses := func(email, record, number string) (n int64) {
			for _, hash := range append(old.Hashes(identifier.LookupEmail, email),
				append(old.RecordHashes(record), old.RecordHashes(number)...)...) {
				n += column[int64](t, d.desk,
					"SELECT (SELECT COUNT(*) FROM lookup WHERE hash = ?) + (SELECT COUNT(*) FROM request WHERE intake_hash = ?) + (SELECT COUNT(*) FROM record_number WHERE hash = ?)", hash, hash, hash)
			}
			return n
		}
		if n := guesses("lilei@163.com", "record 1", "1"); n != 3 {
			t.Errorf("%d guesses at what was there before are right, want 3", n)
		}
		if n := guesses("han@163.com", "record 2", "2"); n != 0 {
			t.Errorf("%d guesses at what came later are right", n)
		}
		// Whoever saves a request writes its look-ups anew.
		d.about(t, before.ID, func(tx *store.Tx) error {
			r, err := requests.ForUpdate(tx, before.ID)
			if err == nil {
				_, err = requests.Save(tx, r)
			}
			return err
		})
		if n := column[int64](t, d.desk, "SELECT COUNT(*) FROM lookup WHERE hash = ?",
			old.Hash(identifier.LookupEmail, "lilei@163.com")); n != 0 {
			t.Error("a request that was saved is still found by the older hash")
		}
	})
}
