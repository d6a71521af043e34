package fulfil_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"testing"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/app/result"
	"orangelab.cn/rightsdesk/app/review"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
)

// approvals are the ways out of review.
var approvals = map[string]func(context.Context, *desk.Session, model.Revision, string) (model.Request, error){
	"release the copy": review.Release, "sign the plan": change.SignPlan, "approve the refusal": change.ApproveRefusal,
	"approve what was done": result.ApproveFollowUp}

// refusal is one that every kind can be refused with.
var refusal = model.Refusal{
	Grounds: []model.GivenGround{{ID: "EXC-3", Facts: "The records are evidence in a pending case.",
		Evidence: "file 0108-1003"}}}

func TestTheKindOfARequestDecidesWhichEndItCanReach(t *testing.T) {
	o := newOffice(t, "sqlite")
	for _, c := range []struct {
		name    string
		end     string
		prepare func() int64
	}{
		{"deletion", "sign the plan", func() int64 {
			r := o.working(t, model.Deletion)
			o.settle(t, r.ID, nil)
			o.leaveShared(t, r.ID)
			if err := change.MakePlan(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), nil); err != nil {
				t.Fatal(err)
			}
			return r.ID
		}},
		{"copy", "release the copy", func() int64 {
			r := o.working(t, model.Export)
			o.leaveShared(t, r.ID)
			return r.ID
		}},
		{"copy that is refused", "approve the refusal", func() int64 {
			r := o.working(t, model.Export)
			o.leaveShared(t, r.ID)
			if _, err := change.Refuse(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), "", refusal); err != nil {
				t.Fatal(err)
			}
			return r.ID
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			id := c.prepare()
			if _, err := review.SendToReview(ctx, o.agent, desktest.Seen(t, o.agent, id)); err != nil {
				t.Fatal(err)
			}
			list, err := collect.List(ctx, o.lead, id, model.FindingFilter{SharedOnly: true}, 0, 100)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range list {
				if _, err := review.Agree(ctx, o.lead, desktest.Seen(t, o.lead, id), f.Seen()); err != nil {
					t.Fatal(err)
				}
			}
			for name, approve := range approvals {
				if name == c.end {
					continue
				}
				var transition *model.TransitionError
				if _, err := approve(ctx, o.lead, desktest.Seen(t, o.lead, id), digest(t, o.lead, id)); !errors.As(err,
					&transition) {
					t.Errorf("%s: %v", name, err)
				}
			}
			if _, err := approvals[c.end](ctx, o.lead, desktest.Seen(t, o.lead, id),
				"what was never shown"); !errors.Is(err, change.ErrReviewChanged) {
				t.Errorf("%s without having seen it: %v", c.end, err)
			}
			if _, err := approvals[c.end](ctx, o.lead, desktest.Seen(t, o.lead, id),
				digest(t, o.lead, id)); err != nil {
				t.Fatalf("%s: %v", c.end, err)
			}
			if c.end == "release the copy" {
				return
			}
			path := filepath.Join(t.TempDir(), "copy.html")
			var transition *model.TransitionError
			if _, err := fulfil.BuildPacket(ctx, o.agent, desktest.Seen(t, o.agent, id), fulfil.FormHTML, path,
				letter.English); !errors.As(err, &transition) {
				t.Errorf("a packet of what is no copy to be handed out: %v", err)
			}
		})
	}
}

func TestTheDigestOfAReviewNamesEverythingInIt(t *testing.T) {
	h := newHouse(t, "sqlite")
	r := h.verified(t)
	if err := collect.Collect(ctx, h.agent, r.Revision(), nil); err != nil {
		t.Fatal(err)
	}
	list, err := collect.List(ctx, h.agent, r.ID, model.FindingFilter{SharedOnly: true}, 0, 10)
	if err != nil {
		t.Fatal(err)
	}
	decide := func(d model.Decision, choice collect.Choice) func() error {
		return func() error {
			rows, err := collect.List(ctx, h.agent, r.ID, model.FindingFilter{Seq: list[0].Seq}, 0, 1)
			if err != nil {
				return err
			}
			_, err = review.Decide(ctx, h.agent, desktest.Seen(t, h.agent, r.ID), rows[0].Seen(), d, choice)
			return err
		}
	}
	seen := map[string]string{digest(t, h.lead, r.ID): "as collected"}
	for _, change := range []struct {
		what string
		do   func() error
	}{
		{"a decision", decide(model.LeaveOut, collect.Choice{Reason: "hers"})},
		{"its reason", decide(model.LeaveOut, collect.Choice{Reason: "his sister's"})},
		{"a mask", decide(model.MaskSome, collect.Choice{Reason: "his sister's", Columns: list[0].Found.Columns[:1]})},
		{"a refusal", func() error {
			_, err := change.Refuse(ctx, h.agent, desktest.Seen(t, h.agent, r.ID), "", refusal)
			return err
		}},
		{"another collect", func() error {
			return collect.Collect(ctx, h.agent, desktest.Seen(t, h.agent, r.ID), nil)
		}},
	} {
		if err := change.do(); err != nil {
			t.Fatalf("%s: %v", change.what, err)
		}
		d := digest(t, h.lead, r.ID)
		if before, ok := seen[d]; ok {
			t.Errorf("%s has the digest of: %s", change.what, before)
		}
		seen[d] = change.what
	}
}

// tamper takes a row out of the newest signed plan of a source, outside the program and past its triggers.
func (o office) tamper(t *testing.T, key string) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(o.Address(), store.File)+"?_pragma=busy_timeout(5000)")
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}()
	rows, err := db.Query(`SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'plan_row'`)
	if err != nil {
		t.Fatal(err)
	}
	var triggers []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		triggers = append(triggers, name)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		t.Fatal(err)
	}
	for _, name := range triggers {
		if _, err := db.Exec(`DROP TRIGGER ` + name); err != nil {
			t.Fatal(err)
		}
	}
	res, err := db.Exec(`DELETE FROM plan_row WHERE seq = (SELECT max(seq) FROM plan_row WHERE source = ?)`, key)
	if err != nil {
		t.Fatal(err)
	}
	if n, err := res.RowsAffected(); err != nil || n != 1 {
		t.Fatalf("%d rows, %v", n, err)
	}
}

func TestAPlanIsWrittenOnlyAsItWasSigned(t *testing.T) {
	t.Run("changed before the run", func(t *testing.T) {
		o := newOffice(t, "sqlite")
		r := o.working(t, model.Deletion)
		o.settle(t, r.ID, nil)
		o.leaveShared(t, r.ID)
		o.signed(t, r.ID)
		before := o.dump(t)
		o.tamper(t, "office")
		if err := change.WritePlan(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), nil); !errors.Is(err,
			change.ErrPlanChanged) {
			t.Errorf("written: %v", err)
		}
		if after := o.dump(t); fmt.Sprint(after) != fmt.Sprint(before) {
			t.Error("a plan that is not the signed one was written")
		}
	})
	t.Run("changed during the run", func(t *testing.T) {
		o, twin := newOffice(t, "sqlite"), newOffice(t, "sqlite")
		o.also(t, twin)
		r := o.working(t, model.Deletion)
		o.settle(t, r.ID, nil)
		o.leaveShared(t, r.ID)
		plan := o.signed(t, r.ID)
		second := map[string]office{"office": o, "twin": twin}
		last := plan.Sources[1].Source
		before := second[last].dump(t)
		var once sync.Once
		if err := change.WritePlan(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), func(collect.Progress) {
			once.Do(func() { o.tamper(t, last) })
		}); err != nil {
			t.Fatal(err)
		}
		after, err := change.ReadPlan(ctx, o.lead, r.ID)
		if err != nil || after.Sources[0].State != model.WriteDone || after.Sources[1].State != model.WriteFailed {
			t.Errorf("%+v %v", after.Sources, err)
		}
		if after := second[last].dump(t); fmt.Sprint(after) != fmt.Sprint(before) {
			t.Error("rows that do not come to what was signed were written")
		}
	})
}

func TestWhoSignsSeesWhatThePreparersSearchFound(t *testing.T) {
	o := newOffice(t, "sqlite")
	o.exec(t, `INSERT INTO note VALUES (2, 'call wang.ming@163.com back')`)
	r := o.working(t, model.Deletion)
	if found, err := result.ReadSearch(ctx, o.lead, r.ID); err != nil || !found.At.IsZero() {
		t.Fatalf("%+v %v", found, err)
	}
	before := digest(t, o.lead, r.ID)
	mine, err := result.ResidueNow(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), nil)
	if err != nil || len(mine.Hits) == 0 {
		t.Fatalf("%+v %v", mine, err)
	}
	theirs, err := result.ReadSearch(ctx, o.lead, r.ID)
	if err != nil || fmt.Sprint(theirs.Hits) != fmt.Sprint(mine.Hits) || !theirs.At.Equal(mine.At) {
		t.Errorf("the second person sees %+v, %v; found was %+v", theirs, err, mine)
	}
	if digest(t, o.lead, r.ID) == before {
		t.Error("what was found is not among what is approved")
	}
}
