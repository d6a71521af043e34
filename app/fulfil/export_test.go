package fulfil_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	_ "modernc.org/sqlite" // the driver of the sample source

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/app/packet"
	"orangelab.cn/rightsdesk/app/review"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store/storetest"
)

func TestAnExportGoesFromTheDoorToTheSealedCopy(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		h := newHouse(t, engine)
		r := h.verified(t)
		if err := collect.Collect(ctx, h.agent, desktest.Seen(t, h.agent, r.ID), nil); err != nil {
			t.Fatal(err)
		}
		res, err := collect.Read(ctx, h.agent, r.ID)
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]int64{}
		shared := int64(0)
		for _, c := range res.Counts {
			got[c.Collection] = c.Rows
			shared += c.Undecided
		}
		for name, n := range map[string]int64{"customer": 1, "orders": 2, "address": 2, "ticket": 1} {
			if got[name] != n {
				t.Errorf("%s: %d rows, want %d", name, got[name], n)
			}
		}
		if shared == 0 {
			t.Fatal("the address that another customer's order uses is not flagged")
		}
		if len(res.Notes.Uncategorised) == 0 || res.Notes.Uncategorised[0].Column != "text" {
			t.Errorf("the e-mail in ticket.text was not pointed out: %+v", res.Notes)
		}
		if _, err := review.SendToReview(ctx, h.agent, desktest.Seen(t, h.agent, r.ID)); !errors.Is(err,
			collect.ErrShared) {
			t.Fatalf("undecided rows went to review: %v", err)
		}
		list, err := collect.List(ctx, h.agent, r.ID, model.FindingFilter{SharedOnly: true}, 0, 100)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range list {
			d, choice := model.LeaveOut, collect.Choice{Reason: "hers"}
			if f.Collection == "address" {
				d, choice = model.MaskSome, collect.Choice{Reason: "gift", Columns: []string{"recipient"}}
			}
			if _, err := review.Decide(ctx, h.agent, desktest.Seen(t, h.agent, r.ID), f.Seen(), d, choice); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := review.SendToReview(ctx, h.agent, desktest.Seen(t, h.agent, r.ID)); err != nil {
			t.Fatal(err)
		}
		digest, err := change.Digest(ctx, h.lead, r.ID)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := review.Release(ctx, h.agent, desktest.Seen(t, h.agent, r.ID), digest); !errors.Is(err,
			desk.ErrOwnWork) {
			t.Fatalf("who prepared it released it: %v", err)
		}
		if _, err := review.Release(ctx, h.lead, desktest.Seen(t, h.lead, r.ID), digest); !errors.Is(err,
			collect.ErrShared) {
			t.Fatalf("released without agreeing: %v", err)
		}
		if _, err := review.Agree(ctx, h.lead, desktest.Seen(t, h.lead, r.ID), list[0].Seen()); !errors.Is(err,
			collect.ErrChanged) {
			t.Fatalf("agreed with a row as it was before the decision: %v", err)
		}
		if list, err = collect.List(ctx, h.lead, r.ID, model.FindingFilter{SharedOnly: true}, 0, 100); err != nil {
			t.Fatal(err)
		}
		for _, f := range list {
			if _, err := review.Agree(ctx, h.lead, desktest.Seen(t, h.lead, r.ID), f.Seen()); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := review.Release(ctx, h.lead, desktest.Seen(t, h.lead, r.ID), "another digest"); !errors.Is(err,
			change.ErrReviewChanged) {
			t.Fatalf("released what was not seen: %v", err)
		}
		if r, err = review.Release(ctx, h.lead, desktest.Seen(t, h.lead, r.ID), digest); err != nil ||
			r.Status != model.Answering || r.Holder != h.agent.Staff().ID {
			t.Fatalf("%+v %v", r, err)
		}
		h.answer(t, r)
	})
}

// withoutCourt runs fn while the desk does not know the court.
func (h house) withoutCourt(t *testing.T, fn func()) {
	t.Helper()
	save := func(court model.Text) {
		o, err := h.Admin.Organisation(ctx)
		if err != nil {
			t.Fatal(err)
		}
		o.Court = court
		if _, err := h.Admin.SaveOrganisation(ctx, o); err != nil {
			t.Fatal(err)
		}
	}
	save(nil)
	fn()
	save(desktest.Organisation().Court)
}

// answer builds the packet, checks what is in it, and closes the request.
func (h house) answer(t *testing.T, r model.Request) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "copy.html")
	h.withoutCourt(t, func() {
		var missing *model.MissingFactsError
		if _, err := fulfil.BuildPacket(ctx, h.agent, desktest.Seen(t, h.agent, r.ID), fulfil.FormHTML, path,
			packet.Chinese); !errors.As(err, &missing) ||
			!slices.Equal(missing.Facts, []model.OrganisationFact{model.FactCourt}) {
			t.Errorf("a copy that names no court: %v", err)
		}
		if _, err := fulfil.WriteLetter(ctx, h.agent, desktest.Seen(t, h.agent, r.ID),
			fulfil.Ask{Kind: letter.Fulfilled, Lang: letter.English}); !errors.As(err, &missing) {
			t.Errorf("a letter that names no court: %v", err)
		}
	})
	built, err := fulfil.BuildPacket(ctx, h.agent, desktest.Seen(t, h.agent, r.ID), fulfil.FormHTML, path,
		packet.Chinese)
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{"wang.ming@163.com", "王小明", "Mary"} {
		if bytes.Contains(data, []byte(secret)) {
			t.Errorf("%s stands in the clear in the packet", secret)
		}
	}
	opened, err := packet.Open(bytes.NewReader(data), built.Password)
	if err != nil {
		t.Fatal(err)
	}
	var all bytes.Buffer
	for _, sec := range opened.Sections {
		for _, row := range sec.Rows {
			all.Write(row)
		}
	}
	if !bytes.Contains(all.Bytes(), []byte("幸福路 1 号")) {
		t.Error("the person's own address is not in the copy")
	}
	if bytes.Contains(all.Bytes(), []byte("Mary Jones")) {
		t.Error("another person's name is in the copy")
	}
	if _, err := fulfil.Close(ctx, h.agent, desktest.Seen(t, h.agent, r.ID), byMail); err == nil {
		t.Error("closed without a letter")
	}
	if _, err := fulfil.Deliver(ctx, h.agent, desktest.Seen(t, h.agent, r.ID), "packet", "email", "wang.ming@163.com",
		onFile); err != nil {
		t.Fatal(err)
	}
	if _, err := fulfil.Deliver(ctx, h.agent, desktest.Seen(t, h.agent, r.ID), "password", "email", "wang.ming@163.com",
		onFile); !errors.Is(err, collect.ErrSameWay) {
		t.Fatalf("password by the way of the packet: %v", err)
	}
	if _, err := fulfil.Deliver(ctx, h.agent, desktest.Seen(t, h.agent, r.ID), "password", "sms", " ",
		onFile); !errors.Is(err, fulfil.ErrNoAddressee) {
		t.Errorf("recorded without saying to whom: %v", err)
	}
	if _, err := fulfil.Deliver(ctx, h.agent, desktest.Seen(t, h.agent, r.ID), "password", "sms", "138 1234 1234",
		onFile); err != nil {
		t.Fatal(err)
	}
	for _, lang := range letter.Languages {
		w, err := fulfil.WriteLetter(ctx, h.agent, desktest.Seen(t, h.agent, r.ID),
			fulfil.Ask{Kind: letter.Fulfilled, Lang: lang})
		if err != nil {
			t.Fatal(err)
		}
		if w.Kind == letter.Fulfilled && leftOut(t, h, r.ID) {
			t.Error("the letter says all was handed over though rows were left out")
		}
		if pdf, missing, err := w.PDF(); err != nil || len(missing) > 0 || len(pdf) == 0 {
			t.Fatalf("PDF: %v %v", missing, err)
		}
	}
	closed, err := fulfil.Close(ctx, h.agent, desktest.Seen(t, h.agent, r.ID), byMail)
	if err != nil || closed.Status != model.Closed ||
		(closed.Outcome != model.Fulfilled && closed.Outcome != model.PartlyFulfilled) {
		t.Fatalf("%+v %v", closed, err)
	}
	letters, err := fulfil.Letters(ctx, h.agent, r.ID)
	if err != nil || len(letters) != 2 {
		t.Fatalf("%v %v", letters, err)
	}
	for _, l := range letters {
		if want := desktest.Organisation(); l.Organisation != want.Name[l.Lang] ||
			!strings.Contains(l.Text(), want.Court[l.Lang]) {
			t.Errorf("the letter in %s does not come from the desk's organisation:\n%s", l.Lang, l.Text())
		}
	}
	entries, err := h.lead.Log(ctx, r.ID, 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if (e.Action == model.ActLetter || e.Action == model.ActPacket) && e.Detail["organisation"] != float64(3) {
			t.Errorf("%s does not say by which version of the organisation: %v", e.Action, e.Detail)
		}
	}
	verdict, err := h.Store().VerifyLog(ctx)
	if err != nil || len(verdict.Problems) > 0 {
		t.Fatalf("%+v %v", verdict, err)
	}
	log, err := h.lead.Log(ctx, r.ID, 0, 100)
	if err != nil || len(log) < 15 {
		t.Errorf("%d entries, %v", len(log), err)
	}
}
