package fulfil_test

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/app/packet"
	"orangelab.cn/rightsdesk/app/remark"
	"orangelab.cn/rightsdesk/model"
)

// Post went to a telephone number.
func TestWhatIsWrittenIsAPlaceThatTheWayLeadsTo(t *testing.T) {
	for _, tt := range []struct {
		way, to string
		want    error
	}{
		{"email", "wang.ming@163.com", nil}, {"email", "18600001091", fulfil.ErrAddressee},
		{"email", "1 High Street", fulfil.ErrAddressee},
		{"sms", "18600001091", nil}, {"sms", "+49 170 1234567", nil}, {"sms", "wang.ming@163.com", fulfil.ErrWay},
		{"phone", "1 High Street", fulfil.ErrWay}, {"phone", "010-62512345", nil},
		{"post", "1 High Street, London", nil}, {"post", "北京市海淀区中关村大街1号", nil}, {"post", "18600001091", fulfil.ErrWay},
		{"post", "wang.ming@163.com", fulfil.ErrWay},
		{"counter", "Wang Ming", nil}, {"counter", "18600001091", fulfil.ErrWay},
		{"counter", "", fulfil.ErrNoAddressee},
	} {
		if err := fulfil.CheckAddressee(tt.way, tt.to); !errors.Is(err, tt.want) || tt.want == nil && err != nil {
			t.Errorf("%s to %q: %v", tt.way, tt.to, err)
		}
	}
}

// A delivery that was recorded wrongly stayed so, and the letter told it to the person.
func TestADeliveryIsPutRightBeforeTheRequestCloses(t *testing.T) {
	h := newHouse(t, "sqlite")
	r := h.verified(t)
	if err := collect.Collect(ctx, h.agent, r.Revision(), nil); err != nil {
		t.Fatal(err)
	}
	h.released(t, r.ID)
	seen := func() model.Revision { return desktest.Seen(t, h.agent, r.ID) }
	if _, err := fulfil.BuildPacket(ctx, h.agent, seen(), fulfil.FormHTML, filepath.Join(t.TempDir(), "copy.html"),
		packet.English); err != nil {
		t.Fatal(err)
	}
	for _, sent := range [][3]string{{"password", "post", "1 High Street"}, {"packet", "email", "wang.ming@163.com"}} {
		if r, err := h.agent.Request(ctx, r.ID); err != nil || r.Clock().Name != model.ClockTell {
			t.Errorf("neither letter nor copy went out, and the nearest clock is %s, %v", r.Clock().Name, err)
		}
		if _, err := fulfil.Deliver(ctx, h.agent, seen(), sent[0], sent[1], sent[2], onFile); err != nil {
			t.Fatal(err)
		}
	}
	if r, err := h.agent.Request(ctx, r.ID); err != nil || r.Clock().Name != model.ClockAnswer {
		t.Errorf("the copy went out, and the nearest clock is %s, %v", r.Clock().Name, err)
	}
	sent, err := fulfil.ReadSent(ctx, h.agent, r.ID)
	if err != nil || len(sent.Deliveries) != 2 {
		t.Fatal(sent, err)
	}
	write := func() fulfil.Written {
		t.Helper()
		kind := letter.Fulfilled
		if leftOut(t, h, r.ID) {
			kind = letter.PartlyFulfilled
		}
		w, err := fulfil.WriteLetter(ctx, h.agent, seen(), fulfil.Ask{Kind: kind, Lang: letter.English})
		if err != nil {
			t.Fatal(err)
		}
		return w
	}
	wrong := write()
	h.Clock.Step(time.Minute)
	id :=
		sent.Deliveries[slices.IndexFunc(sent.Deliveries,
			func(d model.Delivery) bool { return d.What == "password" })].ID
	for _, tt := range []struct {
		way, to string
		why     model.Elsewhere
		want    error
	}{
		{"post", "13812341234", onFile, fulfil.ErrWay}, {"email", "wang.ming@163.com", onFile, collect.ErrSameWay},
		{"sms", "13900000000", model.Elsewhere{}, fulfil.ErrElsewhere},
	} {
		if _, err := fulfil.CorrectDelivery(ctx, h.agent, seen(), id, tt.way, tt.to, tt.why); !errors.Is(err, tt.want) {
			t.Errorf("%s to %s: %v", tt.way, tt.to, err)
		}
	}
	if _, err := fulfil.CorrectDelivery(ctx, h.lead, desktest.Seen(t, h.lead, r.ID), id, "sms", "13812341234",
		onFile); err == nil {
		t.Error("somebody else than its holder put it right")
	}
	if _, err := fulfil.CorrectDelivery(ctx, h.agent, seen(), id, "sms", "13812341234", model.Elsewhere{}); err != nil {
		t.Fatal(err)
	}
	if sent, err = fulfil.ReadSent(ctx, h.agent, r.ID); err != nil || len(sent.Deliveries) != 2 ||
		sent.Way("password") != "sms" {
		t.Errorf("%+v, %v", sent.Deliveries, err)
	}
	if _, err := fulfil.Close(ctx, h.agent, seen(), byMail); !errors.Is(err, fulfil.ErrOldAnswer) {
		t.Errorf("closed with a letter that tells the wrong way: %v", err)
	}
	log, err := h.agent.Log(ctx, r.ID, 0, 100)
	if err != nil || !slices.ContainsFunc(log, func(e model.Entry) bool {
		return e.Action == model.ActDeliver && e.Detail["way"] == "sms" && e.Detail["way_was"] == "post"
	}) {
		t.Errorf("the log lacks the old way and the new: %v", err)
	}
	remarks, err := remark.Comments(ctx, h.agent, r.ID)
	if err != nil || !slices.ContainsFunc(remarks,
		func(c model.Comment) bool { return strings.Contains(c.Text, "1 High Street") }) {
		t.Errorf("where it was said to have gone is lost: %+v, %v", remarks, err)
	}
	right := write()
	if wrong.Text() == right.Text() || strings.Contains(right.Text(), "by post") {
		t.Errorf("the letter tells the wrong way:\n%s", right.Text())
	}
	if _, err := fulfil.Close(ctx, h.agent, seen(), byMail); err != nil {
		t.Fatal(err)
	}
	if _, err := fulfil.CorrectDelivery(ctx, h.agent, seen(), id, "post", "1 High Street", onFile); err == nil {
		t.Error("put right after the request was closed")
	}
}
