package store_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/casefile"
	"orangelab.cn/rightsdesk/store/lists"
	"orangelab.cn/rightsdesk/store/papers"
	"orangelab.cn/rightsdesk/store/requests"
	"orangelab.cn/rightsdesk/store/runs"
	"orangelab.cn/rightsdesk/store/storetest"
)

func TestADecisionChangedOutsideTheProgramShows(t *testing.T) {
	changes := map[string]string{
		"status": "'closed'", "kind": "'deletion'", "outcome": "'fulfilled'", "holder": "'me'", "prepared_by": "'me'",
		"reviewed_by": "'me'",
		"missing_by":  "'me'", "cause": "'minor'", "level_needed": "0", "level_reached": "3", "sensitive": "1",
		"requester_kind": "'guardian'",
		"verified_at":    "1", "due_at": "due_at + 1", "received_at": "received_at - 1", "closed_at": "1",
		"version": "version + 1", "reference": "'R-2026-000777'",
	}
	storetest.Each(t, func(t *testing.T, engine string) {
		d := newDesk(t, engine)
		for column, value := range changes {
			t.Run(column, func(t *testing.T) {
				r := d.add(t, nil)
				d.raw(t, "UPDATE request SET "+column+" = "+value+" WHERE id = ?", r.ID)
				if _, err := d.request(r.ID); !errors.Is(err, store.ErrTampered) {
					t.Errorf("it was read: %v", err)
				}
			})
		}
	})
}

func TestOfTwoWhoChangeTheSameRequestTheSecondIsTold(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := newDesk(t, engine)
		r := d.add(t, nil)
		save := func(holder string) error {
			mine := r
			mine.Holder = holder
			return d.write(func(tx *store.Tx) error { _, err := requests.Save(tx, mine); return err })
		}
		if err := save("fang"); err != nil {
			t.Fatal(err)
		}
		if err := save("jing"); !errors.Is(err, store.ErrConflict) {
			t.Errorf("the second: %v", err)
		}
		if now, err := d.request(r.ID); err != nil || now.Holder != "fang" {
			t.Errorf("held by %q, %v", now.Holder, err)
		}
	})
}

func TestTheSameRecordIsTakenInOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := newDesk(t, engine)
		take := func(record string) error {
			return d.write(func(tx *store.Tx) (err error) {
				r := newRequest()
				if r.Reference, err = requests.NextReference(tx, 2026); err != nil {
					return err
				}
				_, err = requests.Create(tx, r, record)
				return err
			})
		}
		for record, want := range map[string]error{"csv:1": store.ErrDuplicate, "": nil} {
			if err := take(record); err != nil {
				t.Fatal(err)
			}
			if err := take(record); !errors.Is(err, want) {
				t.Errorf("%q again: %v", record, err)
			}
		}
	})
}

func TestReferencesCountUpWithinTheirYear(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := newDesk(t, engine)
		d.must(t, func(tx *store.Tx) error {
			for _, want := range []struct {
				year int
				ref  string
			}{{2026, "R-2026-000001"}, {2026, "R-2026-000002"}, {2027, "R-2027-000001"}, {2026, "R-2026-000003"}} {
				if got, err := requests.NextReference(tx, want.year); err != nil || got != want.ref {
					t.Errorf("%s, %v, want %s", got, err, want.ref)
				}
			}
			return nil
		})
	})
}

func TestInstantsAreKeptAsMillisecondsAndComeBackAsUTC(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := newDesk(t, engine)
		there := time.Date(2026, 11, 23, 10, 0, 0, 123456789, time.FixedZone("UTC+8", 8*3600))
		r := d.add(t, func(r *model.Request) { r.ReceivedAt = there })
		if kept := column[int64](t, d, "SELECT received_at FROM request"); kept != there.UnixMilli() {
			t.Errorf("kept %d, want %d", kept, there.UnixMilli())
		}
		back, err := d.request(r.ID)
		if err != nil || !back.ReceivedAt.Equal(there.Truncate(time.Millisecond)) ||
			back.ReceivedAt.Location() != time.UTC || !back.VerifiedAt.IsZero() {
			t.Errorf("received %v, verified %v, %v", back.ReceivedAt, back.VerifiedAt, err)
		}
	})
}

func TestTheKeptCountsAreTheCounts(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := newDesk(t, engine)
		var all []model.Request
		holders := []string{"", "fang", "jing"}
		draw := func(t *rapid.T, r *model.Request) {
			r.Kind = rapid.SampledFrom(model.Kinds).Draw(t, "kind")
			r.Status = rapid.SampledFrom(model.Statuses).Draw(t, "status")
			r.Holder = rapid.SampledFrom(holders).Draw(t, "holder")
		}
		rapid.Check(t, func(rt *rapid.T) {
			switch what := rapid.IntRange(0, 4).Draw(rt, "what"); {
			case what < 2 || len(all) == 0:
				all = append(all, d.add(t, func(r *model.Request) { draw(rt, r) }))
			case what < 4:
				i := rapid.IntRange(0, len(all)-1).Draw(rt, "which")
				draw(rt, &all[i])
				d.must(t, func(tx *store.Tx) (err error) { all[i], err = requests.Save(tx, all[i]); return err })
			default:
				i := rapid.IntRange(0, len(all)-1).Draw(rt, "which")
				d.must(t, func(tx *store.Tx) error { _, err := casefile.Purge(tx, all[i].ID); return err })
				all = append(all[:i], all[i+1:]...)
			}
			want := map[lists.Count]int64{}
			for _, r := range all {
				want[lists.Count{Kind: r.Kind, Status: r.Status, Holder: r.Holder}]++
			}
			var got []lists.Count
			if err := d.read(func(v *store.View) (err error) { got, err = lists.Counts(v); return err }); err != nil {
				rt.Fatal(err)
			}
			if len(got) != len(want) {
				rt.Fatalf("%d counts, want %d", len(got), len(want))
			}
			for _, c := range got {
				if want[lists.Count{Kind: c.Kind, Status: c.Status, Holder: c.Holder}] != c.N {
					rt.Fatalf("%+v is wrong", c)
				}
			}
		})
	})
}

func TestAPurgedRequestLeavesNothingBehind(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := newDesk(t, engine)
		r, other := d.add(t, nil), d.add(t, nil)
		fill := func(id int64) {
			d.must(t, func(tx *store.Tx) error {
				run, err := runs.StartRun(tx, id, "fang", start, start,
					[]model.RunSource{{Source: "shop", State: model.SourceDone}})
				if err != nil {
					return err
				}
				_, blobErr := casefile.SaveBlob(tx, id, strings.NewReader("a picture of a document"))
				_, commentErr := casefile.AddComment(tx, id, "fang", start, "a comment")
				_, evidenceErr := casefile.AddEvidence(tx, id,
					model.Evidence{Kind: model.EvidenceDocument, Result: model.Passed, At: start, By: "fang"},
					time.Time{}, "", "a note")
				return errors.Join(blobErr, commentErr, evidenceErr,
					runs.AddFindings(tx, id, run,
						[]model.Finding{{Seq: 1, Source: "shop", Dataset: "shop", Collection: "account",
							Decision: model.Include, Row: []byte("row")}}),
					runs.EndRun(tx, id, run, start, []byte(`{}`)),
					papers.SaveLetter(tx, id,
						papers.Letter{ID: name("letter", int(id)), Kind: "fulfilled", Lang: "en", At: start, By: "fang",
							Data: []byte(`{}`)}),
					papers.SavePacket(tx, id,
						papers.Packet{ID: name("packet", int(id)), Form: "html", Manifest: []byte(`{}`), Password: "pw",
							CreatedAt: start, By: "fang", ExpiresAt: start}),
					papers.AddDelivery(tx, id, model.Delivery{What: "letter", Channel: "email", At: start, By: "fang"}))
			})
		}
		fill(r.ID)
		fill(other.ID)
		if err := d.Raw().Exec("DELETE FROM request_key WHERE request_id = ?", other.ID).Error; err != nil {
			t.Fatal(err)
		}
		if _, err := d.request(other.ID); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("a request opens without its key: %v", err)
		}
		d.must(t, func(tx *store.Tx) error { _, err := casefile.Purge(tx, r.ID); return err })
		for _, table := range []string{"request_key", "lookup", "evidence", "blob_part", "run", "finding", "packet",
			"delivery", "letter", "comment"} {
			if n := column[int64](t, d, "SELECT COUNT(*) FROM "+table+" WHERE request_id = ?", r.ID); n != 0 {
				t.Errorf("%d rows stayed in %s", n, table)
			}
			if n := column[int64](t, d, "SELECT COUNT(*) FROM "+table); n == 0 && table != "request_key" {
				t.Errorf("%s never held anything: the test proves nothing", table)
			}
		}
		if _, err := d.request(r.ID); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("the purged request: %v", err)
		}
	})
}

func TestAPurgedKeyIsNotInTheFileAnyMore(t *testing.T) {
	dir := storetest.Migrated(t, "sqlite")
	s, err := store.Open(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	d := setUp(t, s)
	var purged []int64
	for range 20 {
		purged = append(purged, d.add(t, nil).ID)
	}
	d.add(t, nil)
	markers := map[string][]byte{}
	for _, c := range []string{"SELECT key_sealed FROM request_key WHERE request_id = ?",
		"SELECT name_sealed FROM request WHERE id = ?", "SELECT person_sealed FROM request WHERE id = ?"} {
		markers[c] = column[[]byte](t, d, c, purged[7])
	}
	inFile := func(marker []byte) bool {
		d.raw(t, "PRAGMA wal_checkpoint(TRUNCATE)")
		for _, f := range []string{store.File, store.File + "-wal"} {
			data, err := os.ReadFile(filepath.Join(dir, f))
			if err != nil {
				t.Fatal(err)
			}
			if bytes.Contains(data, marker) {
				return true
			}
		}
		return false
	}
	for c, m := range markers {
		if !inFile(m) {
			t.Fatalf("%s is not in the file before: the test proves nothing", c)
		}
	}
	d.must(t, func(tx *store.Tx) error {
		for _, id := range purged {
			if _, err := casefile.Purge(tx, id); err != nil {
				return err
			}
		}
		return nil
	})
	for c, m := range markers {
		if inFile(m) {
			t.Errorf("%s is still in the file", c)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}
