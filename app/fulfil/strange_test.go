package fulfil_test

import (
	"slices"
	"testing"

	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/datamap"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/model/mapreview"
)

// A source that grew a column and a table since its data map was settled was collected in part, and the request did not
// say so.
func TestACollectionSaysWhatNobodyHasSettledInItsSource(t *testing.T) {
	o := newOffice(t, "sqlite")
	sources, err := datamap.List(ctx, o.lead)
	if err != nil {
		t.Fatal(err)
	}
	if err := datamap.TakeStock(ctx, o.lead, sources[0].Source, "en"); err != nil {
		t.Fatal(err)
	}
	review, err := datamap.ReadReview(ctx, o.lead, "office")
	if err != nil {
		t.Fatal(err)
	}
	var list []datamap.Settling
	for _, tb := range review.Tables {
		for _, c := range tb.Columns {
			if !c.State.Settled() {
				list = append(list, datamap.Settling{Table: tb.Name, Column: c.Name, Said: c.Said,
					State: mapreview.NotPersonal})
			}
		}
	}
	if _, err := datamap.Settle(ctx, o.lead, "office", list); err != nil {
		t.Fatal(err)
	}
	if review, err = datamap.ReadReview(ctx, o.lead, "office"); err != nil {
		t.Fatal(err)
	}
	if !review.InUse {
		if err := datamap.PutInUse(ctx, o.lead, review.Source); err != nil {
			t.Fatal(err)
		}
	}
	sub := desktest.Submission()
	r, err := intake.Take(ctx, o.agent, sub)
	if err != nil {
		t.Fatal(err)
	}
	if err := prove(o.agent, r.ID, sub); err != nil {
		t.Fatal(err)
	}
	says := func() []datamap.Strange {
		t.Helper()
		o.collect(t, r.ID)
		res, err := collect.Read(ctx, o.agent, r.ID)
		if err != nil {
			t.Fatal(err)
		}
		return res.Notes.Strange
	}
	if got := says(); len(got) != 0 {
		t.Errorf("nothing changed, and it says %+v", got)
	}
	o.exec(t, "ALTER TABLE customer ADD COLUMN second_phone TEXT")
	o.exec(t, "CREATE TABLE newsletter (id INTEGER PRIMARY KEY, email TEXT)")
	want := []datamap.Strange{{Source: "office", Table: "customer", Column: "second_phone", Difference: mapreview.New},
		{Source: "office", Table: "newsletter", Difference: mapreview.New}}
	if got := says(); !slices.Equal(got, want) {
		t.Errorf("it says %+v", got)
	}
}
