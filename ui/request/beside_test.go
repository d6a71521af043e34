package request

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/app/identity"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/dispatch"
	"orangelab.cn/rightsdesk/ui/part"
)

func offers(p part.NextStepParts, text string) bool {
	return slices.ContainsFunc(p.Others, func(o fyne.CanvasObject) bool {
		b, ok := o.(*part.Button)
		return ok && b.Text == text
	})
}

// TestAPerhapsEqualRequestStandsBesideTheNextStep: until somebody found that they are two.
func TestAPerhapsEqualRequestStandsBesideTheNextStep(t *testing.T) {
	s := newSeat(t)
	s.Show(s.a.ID)
	s.until(t, "the request", func() bool { return s.shown != nil })
	o := *s.shown
	for _, c := range []struct {
		twins []desk.Twin
		told  bool
	}{
		{nil, false},
		{[]desk.Twin{{Request: s.b}}, true},
		{[]desk.Twin{{Request: s.b, Mark: model.TwinMark{ApartBy: "fang"}}}, false},
	} {
		o.Twins = c.twins
		s.tab = tabIdentity
		var p part.NextStepParts
		s.tellTwins(o, &p)
		if strings.Contains(p.Why, s.b.Reference) != c.told || offers(p, "Compare the two") != c.told {
			t.Errorf("%+v: %+v", c.twins, p)
		}
	}
}

// TestTheAcknowledgementIsOfferedUntilALetterWentOut: with the day by which a rule demands it.
func TestTheAcknowledgementIsOfferedUntilALetterWentOut(t *testing.T) {
	s := newSeat(t)
	s.Show(s.a.ID)
	s.until(t, "the request", func() bool { return s.shown != nil })
	p, _ := s.nextStep()
	if !offers(p, "Acknowledge…") || !strings.Contains(p.Why, "the person must know that the request arrived") {
		t.Errorf("a new request: %+v", p)
	}
	o := *s.shown
	o.Letters = []fulfil.Written{{Kind: letter.Acknowledgement}}
	p = part.NextStepParts{}
	if s.askAcknowledgement(o, &p); offers(p, "Acknowledge…") || !offers(p, "Send the acknowledgement") ||
		!strings.Contains(p.Why, "not recorded as sent") {
		t.Errorf("it is written and not sent: %+v", p)
	}
	o.Sent.Mails = []dispatch.Outgoing{{What: model.DeliveredLetter, State: dispatch.Queued}}
	p = part.NextStepParts{}
	if s.askAcknowledgement(o, &p); len(p.Others) != 0 || !strings.Contains(p.Why, "waits to be handed over") {
		t.Errorf("it is on its way: %+v", p)
	}
	o.Sent.Mails, o.Sent.Deliveries = nil, []model.Delivery{{What: model.DeliveredLetter}}
	p = part.NextStepParts{}
	if s.askAcknowledgement(o, &p); len(p.Others) != 0 || p.Why != "" {
		t.Errorf("it went out: %+v", p)
	}
	o.Sent.Deliveries, o.Letters, o.Request.Status = nil, nil, model.Working
	if s.askAcknowledgement(o, &p); offers(p, "Acknowledge…") {
		t.Error("it is offered though work has begun")
	}
}

// TestACodeIsTypedWhileALetterWaits: its author can check the code that was sent, which no tab of the request offers.
func TestACodeIsTypedWhileALetterWaits(t *testing.T) {
	s := newSeat(t)
	s.Show(s.a.ID)
	s.until(t, "the request", func() bool { return s.shown != nil })
	now, me := s.session.Now(), s.session.Staff().ID
	s.shown.Request.Status, s.shown.Request.Holder = model.Verifying, me
	s.shown.Request.Step, s.shown.Request.LetterBy = model.StepApproveLetter, me
	s.shown.Standing = identity.Standing{Pending: &model.EvidenceRecord{Evidence: model.Evidence{
		Kind: model.EvidenceEmailCode, Result: model.Pending, At: now}, ExpiresAt: now.Add(time.Minute)}}
	s.shown.Proposals = fulfil.Proposals{Meanwhile: model.StepCheckCode, List: []fulfil.Proposed{
		{Written: fulfil.Written{Kind: letter.Acknowledgement, By: me, Waits: true}}}}
	p, _ := s.nextStep()
	if p.Primary == nil || !strings.HasPrefix(p.Primary.Text, "Check code") || len(p.Fields) != 1 || p.Link == nil ||
		!offers(p, "Take it back…") {
		t.Errorf("%+v", p)
	}
}

// TestALetterThatCameBackSaysWhy: beside the step of its author, among the letters, and where it is written again.
func TestALetterThatCameBackSaysWhy(t *testing.T) {
	s := newSeat(t)
	s.Show(s.a.ID)
	s.until(t, "the request", func() bool { return s.shown != nil })
	s.shown.Proposals.Returned = []fulfil.Returned{{Kind: letter.Acknowledgement, Lang: letter.English, By: "jing",
		To: s.session.Staff().ID, At: s.session.Now(), Comment: "Say which Monday."}}
	p, _ := s.nextStep()
	if !strings.Contains(p.Why, "with a comment") || !offers(p, "Read why, and write it again…") {
		t.Errorf("%+v", p)
	}
	s.choose(tabLetters)
	reads := func() bool {
		return slices.ContainsFunc(test.LaidOutObjects(s.Body()), func(o fyne.CanvasObject) bool {
			b, ok := o.(*part.Banner)
			return ok && b.Text == "Say which Monday." && strings.Contains(b.Lead, "Acknowledgement")
		})
	}
	if !reads() {
		t.Error("the tab of the letters does not say why it came back")
	}
	s.shown.Proposals.Returned[0].To = "min"
	if p, _ := s.nextStep(); offers(p, "Read why, and write it again…") {
		t.Error("a colleague is told that their letter came back")
	}
}

// TestWhatCannotBeOneIsNotOfferedAsADuplicate: where the proof of who asks differs, it says what is wanted first.
func TestWhatCannotBeOneIsNotOfferedAsADuplicate(t *testing.T) {
	s := newSeat(t)
	s.Show(s.a.ID)
	s.until(t, "the request", func() bool { return s.shown != nil })
	for name, c := range map[string]struct {
		change func(*model.Request)
		says   string
	}{
		"alike": {func(*model.Request) {}, ""},
		"proven": {func(r *model.Request) {
			r.LevelNeeded, r.LevelReached, r.VerifiedAt = 1, 1, r.ReceivedAt
		}, "prove"},
		"by an agent": {func(r *model.Request) { r.RequesterKind = model.Agent }, "somebody else asks"},
	} {
		other := s.b
		c.change(&other)
		twin := desk.Twin{Request: other}
		var offered, said bool
		var look func(fyne.CanvasObject)
		look = func(o fyne.CanvasObject) {
			switch o := o.(type) {
			case *fyne.Container:
				for _, inside := range o.Objects {
					look(inside)
				}
			case *part.Button:
				offered = offered || strings.HasPrefix(o.Text, "Close "+s.b.Reference)
			case *part.Paragraph:
				said = said || c.says != "" && strings.Contains(strings.ToLower(o.Text), c.says)
			}
		}
		look(s.twinButtons(twin))
		if offered != (c.says == "") || said != (c.says != "") {
			t.Errorf("%s: offered %t, said %t", name, offered, said)
		}
	}
}
