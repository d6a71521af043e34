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
