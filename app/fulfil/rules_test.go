package fulfil_test

import (
	"database/sql"
	"path/filepath"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/datamap"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/result"
	"orangelab.cn/rightsdesk/model"
)

// A column that two kinds of data share stays where one of them does, whichever comes first in the data map.
func TestWhatStaysUnderOneCategoryIsNotErasedUnderAnother(t *testing.T) {
	for _, categories := range []string{"user.contact.email, user.account", "user.account, user.contact.email"} {
		t.Run(categories, func(t *testing.T) {
			o := newOffice(t, "sqlite")
			o.remap(t, func(src *model.Source) {
				src.Dataset = strings.Replace(src.Dataset, "{name: email, data_categories: [user.contact.email]",
					"{name: email, data_categories: ["+categories+"]", 1)
			})
			r := o.working(t, model.Deletion)
			o.settle(t, r.ID, func(l *model.ScopeLine) {
				if l.Collection == "customer" && l.Category == "user.account" {
					l.Way, l.Hold, l.Until = model.WayHold, "ecommerce", o.Clock.Now().AddDate(2, 0, 0)
				}
			})
			o.leaveShared(t, r.ID)
			o.signed(t, r.ID)
			o.write(t, r.ID)
			// The e-mail is held as part of the account; the telephone number, which is contact alone, goes.
			if got := o.dump(t)["customer"][0]; got != "1|gone|wang.ming@163.com|<nil>|<nil>|<nil>|active|1" {
				t.Errorf("wrote %s", got)
			}
		})
	}
}

// newShelf adds a second source whose rows are erased only after the customers of the office.
func (o office) newShelf(t *testing.T) office {
	t.Helper()
	shelf := office{o.house, filepath.Join(t.TempDir(), "shelf.sqlite")}
	shelf.exec(t,
		"CREATE TABLE note (id INTEGER PRIMARY KEY, email TEXT); INSERT INTO note VALUES (1, 'wang.ming@163.com'), (2, 'mary@example.com')")
	if err := datamap.Save(ctx, o.lead,
		model.Source{Key: "shelf", Owner: "Shelf", Address: "sqlite:" + shelf.path,
			WriteAddress: "sqlite:" + shelf.path, Dataset: `dataset:
  - fides_key: shelf
    collections:
      - name: note
        fides_meta: {erase_after: [office.customer]}
        fields:
          - {name: id, fides_meta: {primary_key: true}}
          - {name: email, data_categories: [user.contact.email], fides_meta: {identity: email}}
`}); err != nil {
		t.Fatal(err)
	}
	return shelf
}

func TestASourceThatComesAfterOneThatFailedIsNotWritten(t *testing.T) {
	o := newOffice(t, "sqlite")
	shelf := o.newShelf(t)
	r := o.working(t, model.Deletion)
	o.settle(t, r.ID, nil)
	o.leaveShared(t, r.ID)
	o.signed(t, r.ID)
	o.exec(t, "CREATE TRIGGER no BEFORE UPDATE ON customer BEGIN SELECT RAISE(ABORT, 'not now'); END")
	o.write(t, r.ID)
	states := func() map[string]model.WriteState {
		plan, err := change.ReadPlan(ctx, o.agent, r.ID)
		if err != nil {
			t.Fatal(err)
		}
		out := map[string]model.WriteState{}
		for _, src := range plan.Sources {
			out[src.Source] = src.State
		}
		return out
	}
	held := func() string {
		var found string
		db, err := sql.Open("sqlite", shelf.path)
		if err != nil {
			t.Fatal(err)
		}
		if err := db.QueryRow("SELECT COALESCE(email, '') FROM note WHERE id = 1").Scan(&found); err != nil {
			t.Fatal(err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		return found
	}
	if got := states(); got["office"] != model.WriteFailed || got["shelf"] != model.WriteFailed ||
		held() != "wang.ming@163.com" {
		t.Fatalf("%v, and the shelf holds %q", got, held())
	}
	// In part is what a letter would say, and the counts are those of the plan that is not carried out.
	part, err := result.Read(ctx, o.agent, r.ID)
	if err != nil || part.Outcome() != model.PartlyFulfilled {
		t.Errorf("%s, %v", part.Outcome(), err)
	}
	if rewritten, deleted := part.Count(model.FateRewritten), part.Count(model.FateDeleted); rewritten+deleted != 0 {
		t.Errorf("%d rewritten and %d deleted though nothing was", rewritten, deleted)
	}
	o.exec(t, "DROP TRIGGER no")
	o.write(t, r.ID)
	if got := states(); got["office"] != model.WriteDone || got["shelf"] != model.WriteDone || held() != "" {
		t.Errorf("%v, and the shelf holds %q", got, held())
	}
	if _, err := result.Certify(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), nil); err != nil {
		t.Fatal(err)
	}
}
