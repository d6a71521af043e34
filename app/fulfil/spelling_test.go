package fulfil_test

import (
	"database/sql"
	"slices"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/datamap"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/model"
)

// The shop holds the person three times over, as three systems wrote them down; each row says by which spelling it was
// found, and what is linked to it comes along.
func TestACollectFindsThePersonInEverySpellingAndKeepsIt(t *testing.T) {
	h := newHouse(t, "sqlite")
	db, err := sql.Open("sqlite", h.shop)
	if err != nil {
		t.Fatal(err)
	}
	_, err =
		db.Exec(`INSERT INTO customer VALUES (3, '王小明', 'Wang.Ming@163.COM', NULL, '朝阳区', NULL, NULL), (4, '王 小明', NULL, '+86 138-1234-1234', NULL, NULL, NULL),
		(5, 'stranger', 'wang.ming@163.com.cn', '13812341235', NULL, NULL, NULL);
INSERT INTO ticket VALUES (8, 3, 'a second account'), (9, 5, 'a stranger''s')`)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	r := h.verified(t)
	if err := collect.Collect(ctx, h.agent, desktest.Seen(t, h.agent, r.ID), nil); err != nil {
		t.Fatal(err)
	}
	var spelled, tickets []string
	list, err := collect.List(ctx, h.agent, r.ID, model.FindingFilter{}, 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range list {
		switch f.Collection {
		case "ticket":
			tickets = append(tickets, f.Found.Key)
		case "customer":
			for _, reach := range f.Found.Reached {
				if reach.Identity != "" {
					spelled = append(spelled, f.Found.Key+" "+reach.Value)
				}
			}
		}
	}
	slices.Sort(spelled)
	slices.Sort(tickets)
	if want := []string{"1 13812341234", "1 wang.ming@163.com", "3 Wang.Ming@163.COM",
		"4 +86 138-1234-1234"}; !slices.Equal(spelled, want) {
		t.Errorf("customers were found by %q, want %q", spelled, want)
	}
	if want := []string{"7", "8"}; !slices.Equal(tickets, want) {
		t.Errorf("tickets %q, want %q", tickets, want)
	}
}

// An identity by which nothing can be searched is named with what was found, or an empty copy would look like a full
// one.
func TestACollectNamesTheIdentitiesByWhichNothingIsSearched(t *testing.T) {
	h := newHouse(t, "sqlite")
	r := h.verified(t)
	for _, tt := range []struct {
		shop string
		want []string
	}{
		{shopMap, []string{"account", "id_number"}},
		{strings.Replace(shopMap, "identity: phone_number", "title: Phone", 1),
			[]string{"account", "id_number", "phone_number"}},
		{strings.Replace(shopMap, "- {name: note,", "- {name: note, fides_meta: {identity: account},", 1),
			[]string{"id_number"}},
	} {
		list, err := datamap.List(ctx, h.lead)
		if err != nil || len(list) != 1 {
			t.Fatal(list, err)
		}
		list[0].Dataset = tt.shop
		if err := datamap.Save(ctx, h.lead, list[0].Source); err != nil {
			t.Fatal(err)
		}
		if err := collect.Collect(ctx, h.agent, desktest.Seen(t, h.agent, r.ID), nil); err != nil {
			t.Fatal(err)
		}
		res, err := collect.Read(ctx, h.agent, r.ID)
		if err != nil || !slices.Equal(res.Notes.Unsearchable, tt.want) {
			t.Errorf("names %q, want %q; %v", res.Notes.Unsearchable, tt.want, err)
		}
	}
}
