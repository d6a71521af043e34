package fulfil_test

import (
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/identity"
	"orangelab.cn/rightsdesk/model"
)

// All that is found of somebody known to be under fourteen is sensitive: it asks for the level of sensitive data though
// nobody asked for any, each row says so, and the copy leaves at that level alone.
func TestEverythingOfAChildIsSensitive(t *testing.T) {
	h := newHouse(t, "sqlite")
	sub := desktest.Submission()
	sub.Subject.IDNumber, sub.Subject.BirthDate = "", h.Now().AddDate(-10, 0, 0).Format("2006-01-02")
	r := h.Take(t, h.agent, sub)
	if err := prove(h.agent, r.ID, sub); err != nil {
		t.Fatal(err)
	}
	need := h.agent.Rules().Levels[r.Kind].Sensitive
	if r, _ = h.agent.Request(ctx, r.ID); r.Sensitive || r.LevelNeeded != need || r.LevelReached >= need {
		t.Fatalf("the level of a child: %d of %d", r.LevelReached, r.LevelNeeded)
	}
	if err := collect.Collect(ctx, h.agent, desktest.Seen(t, h.agent, r.ID), nil); err == nil {
		t.Fatal("a child's data was collected at the level of ordinary data")
	}
	for _, kind := range []model.EvidenceKind{model.EvidenceStatement, model.EvidenceGuardianID,
		model.EvidenceRelationship, model.EvidenceGuardianYes} {
		if _, err := identity.Record(ctx, h.agent, desktest.Seen(t, h.agent, r.ID), kind, true, "seen"); err != nil {
			t.Fatal(kind, err)
		}
	}
	held, err := identity.OnFile(ctx, h.agent, r.ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := identity.Compare(ctx, h.agent, desktest.Seen(t, h.agent, r.ID), "phone", "13812341234",
		held); err != nil {
		t.Fatal(err)
	}
	opened, _ := h.copied(t, r, func() {
		list, err := collect.List(ctx, h.agent, r.ID, model.FindingFilter{}, 0, 1000)
		if err != nil || len(list) == 0 {
			t.Fatalf("%d rows, %v", len(list), err)
		}
		for _, f := range list {
			if !f.Sensitive && f.Found.Attachment == nil && len(f.Found.Columns) > 0 {
				t.Errorf("%s %v of a child is ordinary", f.Collection, f.Found.Key)
			}
		}
	})
	if rows, _ := rowsOf(opened, "orders"); rows == "" {
		t.Error("the copy of a child is empty")
	} else if strings.Contains(rows, "12.50") {
		t.Error("what the person did not ask for is in it")
	}
}

// Whoever is fourteen is no child any more, and what is ordinary stays so.
func TestNotEverythingOfWhoIsFourteenIsSensitive(t *testing.T) {
	h := newHouse(t, "sqlite")
	day := h.agent.Today()
	for years, want := range map[int]bool{-13: true, -15: false} {
		who := model.Subject{BirthDate: h.Now().AddDate(years, 0, 0).Format("2006-01-02")}
		if collect.Child(who, day) != want {
			t.Errorf("born %s", who.BirthDate)
		}
	}
	if collect.Child(model.Subject{}, day) {
		t.Error("whose age nobody knows")
	}
	r := h.verified(t)
	if err := collect.Collect(ctx, h.agent, desktest.Seen(t, h.agent, r.ID), nil); err != nil {
		t.Fatal(err)
	}
	list, err := collect.List(ctx, h.agent, r.ID, model.FindingFilter{SensitiveOnly: true}, 0, 1000)
	all, allErr := collect.List(ctx, h.agent, r.ID, model.FindingFilter{}, 0, 1000)
	if err != nil || allErr != nil || len(list) == len(all) {
		t.Errorf("%d of %d rows of an adult are sensitive, %v %v", len(list), len(all), err, allErr)
	}
}
