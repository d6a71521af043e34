package fulfil_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/app/packet"
	"orangelab.cn/rightsdesk/app/result"
	"orangelab.cn/rightsdesk/app/review"
	"orangelab.cn/rightsdesk/model"
)

// marysNumber lets Mary's row have the number that is Wang's by now, and a row of hers hang on it that two steps lead
// to.
const marysNumber = `UPDATE customer SET phone = '13812341234' WHERE id = 2`

// whatHangs are the rows that only Mary's row leads to. The address of her order is Wang's too, who sent to it.
var whatHangs = map[string][]string{"wallet": {"2|100"}, "place_log": {"22|2|广州"}, "login": {"6|2|qq"},
	"orders": {"102|2|11|5.00|2026-09-01"}}

func (o office) hanging(t testing.TB, id int64) (list []collect.Finding) {
	t.Helper()
	all, err := collect.List(ctx, o.agent, id, model.FindingFilter{}, 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range all {
		if f.Hangs {
			list = append(list, f)
		}
	}
	return list
}

// decideShared decides every shared row of a collection.
func (o office) decideShared(t testing.TB, id int64, collection string, d model.Decision, choice collect.Choice) {
	t.Helper()
	list, err := collect.List(ctx, o.agent, id, model.FindingFilter{Collection: collection, SharedOnly: true}, 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range list {
		if _, err := review.Decide(ctx, o.agent, desktest.Seen(t, o.agent, id), f.Seen(), d, choice); err != nil {
			t.Fatal(err)
		}
	}
}

// Nobody means harm: Wang's telephone number was Mary's before, and her row still has it.
func TestWhatHangsOnARowThatIsLeftStays(t *testing.T) {
	for name, choice := range map[string]struct {
		decision model.Decision
		choice   collect.Choice
	}{
		"left out": {model.LeaveOut, collect.Choice{Reason: "also Mary's"}},
		"masked":   {model.MaskSome, collect.Choice{Columns: []string{"phone"}, Reason: "only the number is his"}},
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t, "sqlite")
			o.exec(t, marysNumber)
			r := o.working(t, model.Deletion)
			o.leaveShared(t, r.ID)
			o.decideShared(t, r.ID, "customer", choice.decision, choice.choice)
			if list := o.hanging(t, r.ID); len(list) != 3+1 {
				t.Fatalf("%d rows hang on hers: %+v", len(list), list)
			}
			before := o.dump(t)
			o.settle(t, r.ID, nil)
			o.signed(t, r.ID)
			o.write(t, r.ID)
			after := o.dump(t)
			for table, rows := range whatHangs {
				for _, row := range rows {
					if !slices.Contains(before[table], row) || !slices.Contains(after[table], row) {
						t.Errorf("Mary's row of %s is written: %s", table, row)
					}
				}
			}
			if slices.Contains(after["wallet"], "1|3620") {
				t.Error("Wang's own wallet stays")
			}
			if _, err := result.Certify(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), nil); err != nil {
				t.Fatal(err)
			}
			res, err := result.Read(ctx, o.agent, r.ID)
			if err != nil {
				t.Fatal(err)
			}
			for _, collection := range []string{"wallet", "login", "place_log"} {
				sys, _ := res.System("office")
				if at := sys.At(collection); at.Rows[model.FateOthers] != 1 {
					t.Errorf("%s: %v", collection, at.Rows)
				}
			}
			if open := res.Search.Open(); len(open) > 0 {
				t.Errorf("the search afterwards takes what is left for a rest: %+v", open)
			}
		})
	}
}

// released has a copy released with what was decided about its rows.
func (o office) released(t testing.TB, id int64) {
	t.Helper()
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
	if _, err := review.Release(ctx, o.lead, desktest.Seen(t, o.lead, id), digest(t, o.lead, id)); err != nil {
		t.Fatal(err)
	}
}

// copied builds the released copy and opens it: every row as text, by collection.
func (o office) copied(t testing.TB, id int64) map[string][]string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "copy.html")
	built, err := fulfil.BuildPacket(ctx, o.agent, desktest.Seen(t, o.agent, id), fulfil.FormHTML, path, packet.English)
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	opened, err := packet.Open(bytes.NewReader(data), built.Password)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]string{}
	for _, section := range opened.Sections {
		for _, row := range section.Rows {
			out[section.Collection] = append(out[section.Collection], string(row))
		}
	}
	return out
}

func TestACopyGivesNothingThatHangsOnARowLeftOut(t *testing.T) {
	o := newOffice(t, "sqlite")
	o.exec(t, marysNumber)
	r := o.working(t, model.Export)
	o.leaveShared(t, r.ID)
	o.released(t, r.ID)
	rows := o.copied(t, r.ID)
	if all := fmt.Sprint(rows); strings.Contains(all, "qq") || len(rows["wallet"]) != 1 || len(rows["login"]) != 1 ||
		len(rows["orders"]) != 2 {
		t.Errorf("Wang's copy holds what is Mary's: %v", rows)
	}
	res, err := result.Read(ctx, o.agent, r.ID)
	if err != nil {
		t.Fatal(err)
	}
	sys, _ := res.System("office")
	for _, collection := range []string{"wallet", "login", "orders"} {
		if at := sys.At(collection); at.Rows[model.FateLeftOut] != 1 || at.Rows[model.FateGiven] < 1 {
			t.Errorf("%s: %v", collection, at.Rows)
		}
		if !slices.ContainsFunc(res.Withheld, func(w model.Withholding) bool {
			return w.Collection == collection && w.Column == "" && w.Rows == 1 && w.Why == model.WithholdOthers
		}) {
			t.Errorf("the paper does not say that a row of %s is left out: %+v", collection, res.Withheld)
		}
	}
	// What a higher identity level gives is told of the rows that are his.
	columns := 0
	for _, w := range res.Withheld {
		if w.Column == "" || w.Why != model.WithholdLevel {
			continue
		}
		columns++
		if given := sys.At(w.Collection).Rows[model.FateGiven]; w.Rows > given {
			t.Errorf("%s.%s is promised of %d rows, and %d are his", w.Collection, w.Column, w.Rows, given)
		}
	}
	if columns == 0 {
		t.Error("no column is sensitive: nothing was tried")
	}
}

func TestACopyGivesWhatAGivenColumnLedTo(t *testing.T) {
	o := newOffice(t, "sqlite")
	r := o.working(t, model.Export)
	// His order 101 went to Mary's address: the address is left out, and the order is his.
	o.leaveShared(t, r.ID)
	if list := o.hanging(t, r.ID); len(list) != 0 {
		t.Fatalf("%d of his own rows hang on hers", len(list))
	}
	o.exec(t, marysNumber)
	o.collect(t, r.ID)
	leaveCarried(t, o.agent, r.ID)
	o.leaveShared(t, r.ID)
	// Her row is given without its number: by its own key it leads on, by the number it led to nothing.
	o.decideShared(t, r.ID, "customer", model.MaskSome, collect.Choice{Columns: []string{"phone"}, Reason: "hers"})
	if list := o.hanging(t, r.ID); len(list) != 0 {
		t.Errorf("what a given column leads to is left out: %+v", list)
	}
	o.decideShared(t, r.ID, "customer", model.MaskSome,
		collect.Choice{Columns: []string{"phone", "id"}, Reason: "hers"})
	if list := o.hanging(t, r.ID); len(list) != 4 {
		t.Errorf("%d rows hang on a column that is masked", len(list))
	}
}
