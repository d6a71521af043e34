package collect

import (
	"testing"

	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/work/worktest"
)

// finding is a row as the findings show it.
func finding(seq int64, collection, key string) collect.Finding {
	f := collect.Finding{Finding: model.Finding{Seq: seq, Source: "shop", Collection: collection,
		Decision: model.Include}}
	f.Found.Key = key
	f.Found.Reached = []search.Reach{{Identity: "email"}}
	return f
}

func TestTheSearchLeavesTheRowsThatHoldEveryWord(t *testing.T) {
	w := On(worktest.New(t))
	v := NewFindings()
	v.work, v.complete = w, true
	v.read = []collect.Finding{finding(1, "address", "5519"), finding(2, "address", "5521"),
		finding(3, "orders", "88213")}
	for _, c := range []struct {
		text string
		want []int64
	}{
		{"ADDRESS", []int64{1, 2}}, {"shop 5521", []int64{2}}, {"e-mail", []int64{1, 2, 3}}, {"address 88213", nil},
		{"", []int64{1, 2, 3}},
	} {
		v.find.SetText(c.text)
		var got []int64
		for _, f := range v.rows {
			got = append(got, f.Seq)
		}
		if len(got) != len(c.want) || len(got) > 0 && got[len(got)-1] != c.want[len(c.want)-1] {
			t.Errorf("%q leaves %v, want %v", c.text, got, c.want)
		}
	}
	if len(v.read) != 3 {
		t.Error("a search loses rows")
	}
}

func TestASourceFolds(t *testing.T) {
	w := On(worktest.New(t))
	w.Results = &collect.Results{Run: model.Run{Sources: []model.RunSource{{Source: "shop"}}},
		Counts: []model.FindingCount{{Source: "shop", Collection: "a"}, {Source: "shop", Collection: "b"}}}
	v := NewFindings()
	v.work = w
	v.drawTree()
	open := len(v.tree.Objects)
	v.fold("shop")
	if n := len(v.tree.Objects); n != open-2 {
		t.Errorf("folded: %d lines of %d", n, open)
	}
	v.fold("shop")
	if n := len(v.tree.Objects); n != open {
		t.Errorf("opened again: %d lines of %d", n, open)
	}
}

func TestThePacketCountsAsTheResultDoesAndNoRowThatNobodyDecided(t *testing.T) {
	w := On(worktest.New(t))
	w.Result.Systems = []model.SystemResult{{Source: "shop"}}
	w.Result.Systems[0].At("orders").Add(model.FateGiven, 22)
	// one of them was not collected, two hang on those left to somebody else
	w.Result.Systems[0].At("orders").Add(model.FateLeftOut, 6)
	w.Result.Withheld = []model.Withholding{{Source: "shop", Collection: "orders", Rows: 5, Why: model.WithholdOthers},
		{Source: "shop", Collection: "orders", Rows: 1, Why: model.WithholdLevel},
		{Source: "shop", Collection: "orders", Column: "price", Rows: 3, Why: model.WithholdLevel}}
	w.Results = &collect.Results{Counts: []model.FindingCount{{Rows: 20, Shared: 2, Undecided: 1, LeftOut: 3},
		{Rows: 5, Masked: 2}}}
	v := NewFindings()
	v.work = w
	if in, out, outside := v.packed(); in != 21 || out != 6 || outside != 1 {
		t.Errorf("%d rows in the packet, %d left out, %d of them outside; want 21, the result's 4, and 1", in, out,
			outside)
	}
}
