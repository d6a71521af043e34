package fulfil_test

import (
	"errors"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/app/remark"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store/storetest"
)

// Own words in a letter for several requests stand in it once, and go out once a second person has read exactly this
// letter, from whichever of the requests. It is kept with all of them, or with none.
func TestOwnWordsInOneLetterForSeveralAreReadByASecondPersonOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		o := newOffice(t, engine)
		first, second := o.both(t)
		if _, err := fulfil.KeepTyped(ctx, o.agent, desktest.Seen(t, o.agent, first),
			fulfil.Ask{Kind: letter.Common, Lang: letter.English, Own: ownWords}); err != nil {
			t.Fatal(err)
		}
		w, err := o.together(t, o.agent, first, ownWords)
		if err != nil || !w.Waits {
			t.Fatalf("waits %v, %v", w.Waits, err)
		}
		for _, id := range []int64{first, second} {
			if kept, err := fulfil.Letters(ctx, o.agent, id); err != nil || len(kept) != 0 {
				t.Errorf("%d letters are kept before anybody read it, %v", len(kept), err)
			}
			o.step(t, id, model.StepApproveLetter)
			inNext(t, o.lead, id, true)
			inNext(t, o.agent, id, false)
		}
		a, b := waiting(t, o.lead, first), waiting(t, o.lead, second)
		text := string(a.Plain)
		if a.Digest == "" || a.Digest != b.Digest || string(b.Plain) != text || strings.Count(text, ownWords) != 1 {
			t.Fatalf("it is not one letter: digests %s and %s\n%s", a.Digest, b.Digest, text)
		}
		if _, err := fulfil.ApproveLetter(ctx, o.agent, desktest.Seen(t, o.agent, second), b.ID,
			b.Digest); !errors.Is(err, desk.ErrOwnWork) {
			t.Errorf("its author approves it: %v", err)
		}
		approve(t, o.lead, second)
		for _, id := range []int64{first, second} {
			kept, err := fulfil.Letters(ctx, o.agent, id)
			if err != nil || len(kept) != 1 || string(kept[0].Plain) != text || kept[0].By != o.agent.Staff().ID {
				t.Fatalf("%d keeps %d letters, %v", id, len(kept), err)
			}
			o.step(t, id, model.StepClose)
			if r := o.request(t, id); r.Holder != o.agent.Staff().ID {
				t.Errorf("%s is held by %q", r.Reference, r.Holder)
			}
		}
		if mine, err := fulfil.ReadTyped(ctx, o.agent, first); err != nil || len(mine) != 0 {
			t.Errorf("of a letter that is kept a draft is left: %+v, %v", mine, err)
		}
		if _, err := fulfil.Close(ctx, o.agent, desktest.Seen(t, o.agent, first), byMail); err != nil {
			t.Fatal(err)
		}
		for _, id := range []int64{first, second} {
			if r := o.request(t, id); r.Status != model.Closed {
				t.Errorf("%s is %s", r.Reference, r.Status)
			}
		}
	})
}

// What is returned, taken back or answered by itself is so for all that the letter answers.
func TestALetterForSeveralThatWaitsIsOneThing(t *testing.T) {
	o := newOffice(t, "sqlite")
	first, second := o.both(t)
	write := func(own string) fulfil.Proposed {
		t.Helper()
		if _, err := o.together(t, o.agent, first, own); err != nil {
			t.Fatal(err)
		}
		return waiting(t, o.lead, second)
	}
	none := func() {
		t.Helper()
		for _, id := range []int64{first, second} {
			if all, err := fulfil.ReadProposals(ctx, o.lead, id); err != nil || len(all.List) != 0 {
				t.Errorf("%d letters wait with %d, %v", len(all.List), id, err)
			}
		}
	}
	one := write(ownWords)
	if _, err := fulfil.ReturnLetter(ctx, o.lead, desktest.Seen(t, o.lead, second), one.ID, "Say when."); err != nil {
		t.Fatal(err)
	}
	none()
	for _, id := range []int64{first, second} {
		said, err := remark.Comments(ctx, o.agent, id)
		if err != nil || len(said) == 0 || said[len(said)-1].Text != "Say when." {
			t.Errorf("its author reads %+v, %v", said, err)
		}
		if r := o.request(t, id); r.Holder != o.agent.Staff().ID {
			t.Errorf("%s is held by %q", r.Reference, r.Holder)
		}
	}

	one = write("We will call you on Monday.")
	newer := write("We will call you on Tuesday.")
	if _, err := fulfil.ApproveLetter(ctx, o.lead, desktest.Seen(t, o.lead, second), one.ID,
		one.Digest); !errors.Is(err, fulfil.ErrNoProposal) {
		t.Errorf("approved what was written anew: %v", err)
	}
	if _, err := fulfil.ApproveLetter(ctx, o.lead, desktest.Seen(t, o.lead, second), newer.ID,
		one.Digest); !errors.Is(err, change.ErrReviewChanged) {
		t.Errorf("approved by the digest of another text: %v", err)
	}

	// One of them gets a letter of its own: what was for both waits with neither.
	if _, err := fulfil.WriteLetter(ctx, o.agent, desktest.Seen(t, o.agent, second),
		fulfil.Ask{Kind: letter.Fulfilled, Lang: letter.English, Own: "Only this."}); err != nil {
		t.Fatal(err)
	}
	if all, err := fulfil.ReadProposals(ctx, o.lead, first); err != nil || len(all.List) != 0 {
		t.Errorf("%d letters wait with the first, %v", len(all.List), err)
	}
	if got := waiting(t, o.lead, second); strings.Contains(string(got.Plain), "Tuesday") {
		t.Errorf("the second waits with\n%s", got.Plain)
	}
}

// A letter for several is written of the requests that its draft showed, each as it was then.
func TestALetterForSeveralIsWrittenOfWhatWasSeen(t *testing.T) {
	o := newOffice(t, "sqlite")
	first, second := o.both(t)
	d, err := fulfil.DraftLetter(ctx, o.agent, first, fulfil.Ask{Kind: letter.Common, Lang: letter.English})
	if err != nil || len(d.With) != 1 || d.With[0].Request != second || len(d.Required) == 0 {
		t.Fatalf("%+v, %v", d.With, err)
	}
	if _, err := fulfil.WriteLetter(ctx, o.agent, desktest.Seen(t, o.agent, second),
		fulfil.Ask{Kind: letter.Fulfilled, Lang: letter.English}); err != nil {
		t.Fatal(err)
	}
	var moved *desk.MovedOnError
	if _, err := fulfil.WriteTogether(ctx, o.agent, desktest.Seen(t, o.agent, first), d.With, letter.English,
		""); !errors.As(err, &moved) || moved.Now.ID != second {
		t.Errorf("the other one moved on: %v", err)
	}
	if _, err := fulfil.WriteTogether(ctx, o.agent, desktest.Seen(t, o.agent, first), nil, letter.English,
		""); !errors.As(err, &moved) {
		t.Errorf("without the other one: %v", err)
	}
}
