package fulfil_test

import (
	"errors"
	"slices"
	"testing"

	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/datamap"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/model"
)

// A copy by e-mail alone lacked all of a system that knows people by their phone, and nobody was told.
func TestIdentifiersThatTheRowsCarryAreNamedAndTaken(t *testing.T) {
	o := newOffice(t, "sqlite")
	o.exec(t, `CREATE TABLE calls (id INTEGER PRIMARY KEY, phone TEXT, about TEXT);
INSERT INTO calls VALUES (1, '138-1234-1234', 'an order'), (2, '13900000000', 'a stranger''s'), (3, 'ring 13812341234 after 6 pm', 'not read')`)
	list, err := datamap.List(ctx, o.lead)
	if err != nil {
		t.Fatal(err)
	}
	src := list[0].Source
	src.Dataset += `      - name: calls
        fields:
          - {name: id, fides_meta: {primary_key: true}}
          - {name: phone, data_categories: [user.contact.phone_number], fides_meta: {identity: phone_number}}
          - {name: about, data_categories: [user.content]}
`
	if err := datamap.Save(ctx, o.lead, src); err != nil {
		t.Fatal(err)
	}
	sub := desktest.Submission()
	sub.Subject = model.Subject{Name: "王小明", Email: "wang.ming@163.com"}
	r, err := intake.Take(ctx, o.agent, sub)
	if err != nil {
		t.Fatal(err)
	}
	if err := prove(o.agent, r.ID, sub); err != nil {
		t.Fatal(err)
	}
	byPhone := desktest.Submission()
	byPhone.Subject = model.Subject{Name: "王小明", Phone: "+86 138 1234 1234"}
	other, err := intake.Take(ctx, o.agent, byPhone)
	if err != nil {
		t.Fatal(err)
	}
	called := func() (n int) {
		rows, err := collect.List(ctx, o.agent, r.ID, model.FindingFilter{}, 0, 100)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range rows {
			if f.Collection == "calls" {
				n++
			}
		}
		return n
	}
	o.collect(t, r.ID)
	res, err := collect.Read(ctx, o.agent, r.ID)
	if err != nil {
		t.Fatal(err)
	}
	if got := res.Notes.Carried; called() != 0 || len(got) != 1 || got[0].Kind != "phone_number" || got[0].Value != "+8613812341234" || got[0].Collection != "customer" || got[0].Shared {
		t.Errorf("carried %+v", got)
	}
	if !slices.Equal(res.Same, []string{other.Reference}) {
		t.Errorf("the same person's: %q, want %s", res.Same, other.Reference)
	}
	if _, err := collect.TakeCarried(ctx, o.lead, desktest.Seen(t, o.lead, r.ID)); err == nil {
		t.Error("somebody else than its holder took them")
	}
	if r, err = collect.TakeCarried(ctx, o.agent, desktest.Seen(t, o.agent, r.ID)); err != nil || !slices.Equal(r.Subject.Phones(), []string{"+8613812341234"}) {
		t.Fatalf("%+v, %v", r.Subject, err)
	}
	if _, err := collect.Read(ctx, o.agent, r.ID); !errors.Is(err, collect.ErrNoRun) {
		t.Errorf("what was found without them is there still: %v", err)
	}
	o.collect(t, r.ID)
	if res, err = collect.Read(ctx, o.agent, r.ID); err != nil || len(res.Notes.Carried) != 0 || called() != 1 {
		t.Errorf("carried %+v, %d calls, %v", res.Notes.Carried, called(), err)
	}
	if near := res.Notes.Near; len(near) != 1 || near[0].Collection != "calls" || near[0].Rows != 1 {
		t.Errorf("rows that nothing reads: %+v", near)
	}
	if _, err := collect.TakeCarried(ctx, o.agent, desktest.Seen(t, o.agent, r.ID)); !errors.Is(err, collect.ErrNoCarried) {
		t.Errorf("taken again: %v", err)
	}
}

// What a row carries that may be somebody else's is not taken with the rest.
func TestAnIdentifierOfASharedRowIsNotTaken(t *testing.T) {
	o := newOffice(t, "sqlite")
	o.exec(t, `INSERT INTO customer VALUES (3, '王小明', 'wang.ming@163.com;li@example.com', '13700000000', NULL, NULL, 'active', 0)`)
	sub := desktest.Submission()
	sub.Subject = model.Subject{Name: "王小明", Email: "wang.ming@163.com", Phone: "13812341234"}
	r, err := intake.Take(ctx, o.agent, sub)
	if err != nil {
		t.Fatal(err)
	}
	if err := prove(o.agent, r.ID, sub); err != nil {
		t.Fatal(err)
	}
	o.collect(t, r.ID)
	res, err := collect.Read(ctx, o.agent, r.ID)
	if err != nil || len(res.Notes.Carried) != 2 {
		t.Fatalf("%+v, %v", res.Notes.Carried, err)
	}
	for _, c := range res.Notes.Carried {
		if !c.Shared {
			t.Errorf("%s of a shared row is taken for the person's", c.Value)
		}
	}
	if _, err := collect.TakeCarried(ctx, o.agent, desktest.Seen(t, o.agent, r.ID)); !errors.Is(err, collect.ErrNoCarried) {
		t.Errorf("taken: %v", err)
	}
}
