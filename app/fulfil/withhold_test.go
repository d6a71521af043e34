package fulfil_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/datamap"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/app/identity"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/app/packet"
	"orangelab.cn/rightsdesk/app/review"
	"orangelab.cn/rightsdesk/app/withhold"
	"orangelab.cn/rightsdesk/model"
)

// copied takes a request for a copy up to the letter: what opens, and what the letter says, in English.
func (h house) copied(t *testing.T, r model.Request, decide func()) (*packet.Opened, fulfil.Written) {
	t.Helper()
	if err := collect.Collect(ctx, h.agent, desktest.Seen(t, h.agent, r.ID), nil); err != nil {
		t.Fatal(err)
	}
	decideAll(t, h, r.ID)
	if decide != nil {
		decide()
	}
	if _, err := review.SendToReview(ctx, h.agent, desktest.Seen(t, h.agent, r.ID)); err != nil {
		t.Fatal(err)
	}
	list, err := collect.List(ctx, h.lead, r.ID, model.FindingFilter{SharedOnly: true}, 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range list {
		if _, err := review.Agree(ctx, h.lead, desktest.Seen(t, h.lead, r.ID), f.Seen()); err != nil {
			t.Fatal(err)
		}
	}
	digest, err := change.Digest(ctx, h.lead, r.ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := review.Release(ctx, h.lead, desktest.Seen(t, h.lead, r.ID), digest); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "copy.html")
	built, err := fulfil.BuildPacket(ctx, h.agent, desktest.Seen(t, h.agent, r.ID), fulfil.FormHTML, path,
		packet.English)
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
	for what, way := range map[string]string{"packet": "email", "password": "sms"} {
		if _, err := fulfil.Deliver(ctx, h.agent, desktest.Seen(t, h.agent, r.ID), what, way,
			map[string]string{"email": "wang.ming@163.com", "sms": "13812341234"}[way], onFile); err != nil {
			t.Fatal(err)
		}
	}
	w, err := fulfil.WriteLetter(ctx, h.agent, desktest.Seen(t, h.agent, r.ID),
		fulfil.Ask{Kind: letter.Fulfilled, Lang: letter.English})
	if err != nil {
		t.Fatal(err)
	}
	return opened, w
}

// rowsOf are the rows of a collection in a packet, as text, and its columns.
func rowsOf(o *packet.Opened, collection string) (rows, columns string) {
	for _, sec := range o.Sections {
		if sec.Collection != collection {
			continue
		}
		for _, row := range sec.Rows {
			rows += string(row) + "\n"
		}
		for _, c := range sec.Columns {
			columns += c.Name + " "
		}
	}
	return rows, columns
}

func TestACopyWithoutSensitiveDataHoldsNoneAndSaysSo(t *testing.T) {
	h := newHouse(t, "sqlite")
	r := h.verified(t)
	opened, w := h.copied(t, r, nil)
	rows, columns := rowsOf(opened, "orders")
	if strings.Contains(rows, "12.50") || strings.Contains(columns, "total") || !strings.Contains(rows, "100") {
		t.Errorf("orders with %s:\n%s", columns, rows)
	}
	list, err := collect.List(ctx, h.lead, r.ID, model.FindingFilter{Collection: "orders"}, 0, 10)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range list {
		if slices.Contains(f.Found.Columns, "total") || f.Sensitive {
			t.Errorf("a finding keeps what the copy does not reach to: %+v", f.Found)
		}
	}
	if i := slices.IndexFunc(opened.Withheld, func(w packet.Withheld) bool {
		return strings.HasPrefix(w.Title, "shop · Orders · ")
	}); i < 0 || opened.Withheld[i].Count != 2 ||
		!strings.Contains(opened.Withheld[i].Reason, "only once the level of identity") ||
		strings.Contains(opened.Withheld[i].Reason, "you asked") {
		t.Errorf("the copy does not say that totals are left out: %+v", opened.Withheld)
	}
	says(t, "the letter", w.Text(),
		[]string{"Left out, because it is sensitive[^-]*- [^\\n]*Orders · [^\\n]+: in 2 records"},
		[]string{"Nothing of what we found"})
}

func TestACopyWithSensitiveDataHoldsIt(t *testing.T) {
	h := newHouse(t, "sqlite")
	r := h.Request(t, h.agent)
	sub := desktest.Submission()
	sub.Sensitive = true
	if err := prove(h.agent, r.ID, sub); err != nil {
		t.Fatal(err)
	}
	held, err := identity.OnFile(ctx, h.agent, r.ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := identity.Compare(ctx, h.agent, desktest.Seen(t, h.agent, r.ID), "phone", "13812341234",
		held); err != nil {
		t.Fatal(err)
	}
	if _, err := identity.Record(ctx, h.agent, desktest.Seen(t, h.agent, r.ID), model.EvidenceStatement, true,
		"signed at the counter"); err != nil {
		t.Fatal(err)
	}
	opened, _ := h.copied(t, r, nil)
	if rows, _ := rowsOf(opened, "orders"); !strings.Contains(rows, "12.50") {
		t.Errorf("the total is missing:\n%s", rows)
	}
	if slices.ContainsFunc(opened.Withheld,
		func(w packet.Withheld) bool { return strings.HasPrefix(w.Title, "shop · Orders · ") }) {
		t.Errorf("%+v", opened.Withheld)
	}
}

func TestASensitiveFileStaysOutOfACopyWithoutSensitiveData(t *testing.T) {
	h := newHouse(t, "sqlite")
	if err := datamap.Save(ctx, h.lead, model.Source{Key: "archive", Owner: "周敏"}); err != nil {
		t.Fatal(err)
	}
	r := h.verified(t)
	opened, w := h.copied(t, r, func() {
		if _, err := collect.AnswerManual(ctx, h.agent, desktest.Seen(t, h.agent, r.ID), "archive", []collect.Handed{
			{Name: "scan.pdf", Mime: "application/pdf", Data: []byte("%PDF health record"), Sensitive: true},
			{Name: "note.txt", Mime: "text/plain", Data: []byte("plain")}}); err != nil {
			t.Fatal(err)
		}
	})
	if len(opened.Attachments) != 1 || opened.Attachments[0].Name != "note.txt" {
		t.Errorf("%+v", opened.Attachments)
	}
	says(t, "the letter", w.Text(), []string{"- archive · Files: 1 record"}, nil)
}

func TestARowOrColumnIsLeftOutOrMaskedByHandForAReason(t *testing.T) {
	h := newHouse(t, "sqlite")
	r := h.verified(t)
	opened, w := h.copied(t, r, func() {
		find := func(collection string) collect.Finding {
			list, err := collect.List(ctx, h.agent, r.ID, model.FindingFilter{Collection: collection}, 0, 10)
			if err != nil || len(list) == 0 {
				t.Fatal(list, err)
			}
			return list[0]
		}
		decide := func(f collect.Finding, d model.Decision, c collect.Choice) error {
			_, err := review.Decide(ctx, h.agent, desktest.Seen(t, h.agent, r.ID), f.Seen(), d, c)
			return err
		}
		ticket := find("ticket")
		if err := decide(ticket, model.LeaveOut, collect.Choice{Reason: "I say so"}); !errors.Is(err,
			collect.ErrNotShared) {
			t.Fatalf("a row was left out without a reason of its own: %v", err)
		}
		if err := decide(ticket, model.LeaveOut,
			collect.Choice{Why: model.WithholdScope, Reason: "I say so"}); !errors.Is(err, collect.ErrNotShared) {
			t.Fatalf("a row was left out for a reason that is not staff's to give: %v", err)
		}
		if err := decide(ticket, model.MaskSome,
			collect.Choice{Why: model.WithholdNamed, Columns: []string{"text"}, Reason: "names a neighbour"}); err !=
			nil {
			t.Fatal(err)
		}
		column := model.Withholding{Source: "shop", Collection: "customer", Column: "note", Why: model.WithholdSecret}
		if _, err := withhold.Column(ctx, h.agent, desktest.Seen(t, h.agent, r.ID), column); !errors.Is(err,
			withhold.ErrNoReason) {
			t.Fatalf("a column was left out without a word: %v", err)
		}
		column.Note = "the formula of a score"
		if _, err := withhold.Column(ctx, h.agent, desktest.Seen(t, h.agent, r.ID), column); err != nil {
			t.Fatal(err)
		}
		column.Column = "no_such"
		if _, err := withhold.Column(ctx, h.agent, desktest.Seen(t, h.agent, r.ID), column); !errors.Is(err,
			withhold.ErrNoColumn) {
			t.Fatalf("a column that is not there: %v", err)
		}
	})
	if rows, _ := rowsOf(opened, "ticket"); strings.Contains(rows, "wang.ming@163.com") ||
		strings.Contains(rows, "*") || !strings.Contains(rows, "[masked]") {
		t.Errorf("the masked text is not masked, or not marked:\n%s", rows)
	}
	if rows, columns := rowsOf(opened, "customer"); strings.Contains(columns, "note") ||
		strings.Contains(rows, "=cmd") {
		t.Errorf("customer with %s:\n%s", columns, rows)
	}
	for _, want := range []packet.Withheld{
		{Title: "shop · Ticket · ", Reason: "masked: another person is named in it", Law: "GB/T 35273-2020, 8.7 e 7",
			Count: 1},
		{Title: "shop · Customer · ", Reason: "left out: it would reveal a trade secret",
			Law: "GB/T 35273-2020, 8.7 e 8", Count: 1},
	} {
		if !slices.ContainsFunc(opened.Withheld, func(w packet.Withheld) bool {
			return strings.HasPrefix(w.Title, want.Title) && w.Reason == want.Reason && w.Law == want.Law &&
				w.Count == want.Count
		}) {
			t.Errorf("the copy does not say %+v:\n%+v", want, opened.Withheld)
		}
	}
	if w.Kind != letter.PartlyFulfilled {
		t.Errorf("the letter is %s", w.Kind)
	}
	says(t, "the letter", w.Text(),
		[]string{"Masked, because another person is named in it \\([^)]*\\):\\s+- [^\\n]*Ticket · [^\\n]+: in 1 record",
			"Left out, because it would reveal a trade secret \\([^)]*\\):\\s+- [^\\n]*Customer · [^\\n]+: in 1 record"},
		[]string{"in full", "Nothing of what we found"})
	if closed, err := fulfil.Close(ctx, h.agent, desktest.Seen(t, h.agent, r.ID), byMail); err != nil ||
		closed.Outcome != model.PartlyFulfilled {
		t.Errorf("closed as %s, %v", closed.Outcome, err)
	}
}
