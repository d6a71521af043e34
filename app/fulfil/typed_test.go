package fulfil_test

import (
	"testing"

	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/app/letter"
)

func TestWhatIsTypedForALetterIsKeptForItsAuthorUntilTheLetterIs(t *testing.T) {
	h := newHouse(t, "sqlite")
	r := h.verified(t)
	ask := fulfil.Ask{Kind: letter.Acknowledgement, Lang: letter.English, Own: "We will"}
	if _, err := fulfil.KeepTyped(ctx, h.agent, r.Revision(), ask); err != nil {
		t.Fatal(err)
	}
	ask.Own = "We will ring you on Monday."
	kept, err := fulfil.KeepTyped(ctx, h.agent, r.Revision(), ask)
	if err != nil || kept.Version != 2 {
		t.Fatalf("%+v, %v", kept, err)
	}
	if now, err := h.agent.Request(ctx, r.ID); err != nil || now.Version != r.Version {
		t.Errorf("the request is at version %d, was %d; %v", now.Version, r.Version, err)
	}
	if mine, err := fulfil.ReadTyped(ctx, h.agent, r.ID); err != nil || mine[letter.Acknowledgement].Own != ask.Own {
		t.Errorf("%+v, %v", mine, err)
	}
	if theirs, err := fulfil.ReadTyped(ctx, h.lead, r.ID); err != nil || len(theirs) != 0 {
		t.Errorf("a colleague reads %+v, %v", theirs, err)
	}
	if _, err := fulfil.WriteLetter(ctx, h.agent, desktest.Seen(t, h.agent, r.ID), ask); err != nil {
		t.Fatal(err)
	}
	if mine, err := fulfil.ReadTyped(ctx, h.agent, r.ID); err != nil || len(mine) != 1 {
		t.Errorf("while it waits for a second person, who may return it, its draft is %+v, %v", mine, err)
	}
	approve(t, h.lead, r.ID)
	if mine, err := fulfil.ReadTyped(ctx, h.agent, r.ID); err != nil || len(mine) != 0 {
		t.Errorf("of a letter that is kept a draft is left: %+v, %v", mine, err)
	}
}

// TestWhoWroteALetterLearnsWhyItCameBack: with the words that were handed over, which may be newer than those kept.
func TestWhoWroteALetterLearnsWhyItCameBack(t *testing.T) {
	h := newHouse(t, "sqlite")
	r := h.verified(t)
	ask := fulfil.Ask{Kind: letter.Acknowledgement, Lang: letter.English, Own: "We will"}
	if _, err := fulfil.KeepTyped(ctx, h.agent, r.Revision(), ask); err != nil {
		t.Fatal(err)
	}
	returned := func() []fulfil.Returned {
		all, err := fulfil.ReadProposals(ctx, h.agent, r.ID)
		if err != nil {
			t.Fatal(err)
		}
		return all.Returned
	}
	hand := func(own string) {
		ask.Own = own
		if _, err := fulfil.WriteLetter(ctx, h.agent, desktest.Seen(t, h.agent, r.ID), ask); err != nil {
			t.Fatal(err)
		}
		if list := returned(); len(list) != 0 {
			t.Errorf("it waits, and came back: %+v", list)
		}
	}
	hand("We will ring you on Monday.")
	one := waiting(t, h.lead, r.ID)
	if _, err := fulfil.ReturnLetter(ctx, h.lead, desktest.Seen(t, h.lead, r.ID), one.ID,
		"Say which Monday."); err != nil {
		t.Fatal(err)
	}
	list := returned()
	if len(list) != 1 || list[0].Comment != "Say which Monday." || list[0].By != h.lead.Staff().ID ||
		list[0].To != h.agent.Staff().ID || list[0].Kind != letter.Acknowledgement {
		t.Fatalf("%+v", list)
	}
	mine, err := fulfil.ReadTyped(ctx, h.agent, r.ID)
	if err != nil || mine[letter.Acknowledgement].Own != "We will ring you on Monday." {
		t.Errorf("its draft is %+v, %v", mine, err)
	}
	ask.Own += " The 30th."
	if _, err := fulfil.KeepTyped(ctx, h.agent, desktest.Seen(t, h.agent, r.ID), ask); err != nil {
		t.Fatal(err)
	}
	if len(returned()) != 1 {
		t.Error("typed on, and why it came back is told no more")
	}
	hand("We will ring you on Monday 30 November.")
	approve(t, h.lead, r.ID)
	if list := returned(); len(list) != 0 {
		t.Errorf("approved, and came back: %+v", list)
	}
}
