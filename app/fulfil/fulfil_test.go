package fulfil_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	_ "modernc.org/sqlite" // the driver of the sample source

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/datamap"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/app/identity"
	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/app/packet"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store/storetest"
)

var ctx = context.Background()

const shopSQL = `
CREATE TABLE customer (id INTEGER PRIMARY KEY, name TEXT, email TEXT, phone TEXT, district TEXT, note TEXT, phone_since TEXT);
INSERT INTO customer VALUES (1, '王小明', 'wang.ming@163.com', '13812341234', '朝阳区', '=cmd', '2026-11-21 10:00:00'), (2, 'Mary Jones', 'mary@example.com', '13900000000', '海淀区', NULL, NULL);
CREATE TABLE address (id INTEGER PRIMARY KEY, recipient TEXT, street TEXT);
INSERT INTO address VALUES (10, '王小明', '幸福路 1 号'), (11, 'Mary Jones', '和平路 2 号');
CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER, address_id INTEGER, total TEXT);
INSERT INTO orders VALUES (100, 1, 10, '12.50'), (101, 1, 11, '99.00'), (102, 2, 11, '5.00');
CREATE TABLE ticket (id INTEGER PRIMARY KEY, customer_id INTEGER, text TEXT);
INSERT INTO ticket VALUES (7, 1, 'please write to wang.ming@163.com');`

const shopMap = `dataset:
  - fides_key: shop
    collections:
      - name: customer
        fields:
          - {name: id, fides_meta: {primary_key: true}}
          - {name: name, data_categories: [user.name]}
          - {name: email, data_categories: [user.contact.email], fides_meta: {identity: email}}
          - {name: phone, data_categories: [user.contact.phone_number], fides_meta: {identity: phone_number}}
          - {name: district, data_categories: [user.contact.address.district]}
          - {name: note, data_categories: [user.content]}
          - {name: phone_since, data_categories: [user.account], fides_meta: {changed: phone_number}}
      - name: orders
        fields:
          - {name: id, fides_meta: {primary_key: true}}
          - name: customer_id
            data_categories: [user.unique_id]
            fides_meta: {references: [{dataset: shop, field: customer.id, direction: from}]}
          - {name: address_id, data_categories: [user.unique_id]}
          - {name: total, data_categories: [user.financial]}
      - name: address
        fields:
          - name: id
            fides_meta: {primary_key: true, references: [{dataset: shop, field: orders.address_id, direction: from}]}
          - {name: recipient, data_categories: [user.name]}
          - {name: street, data_categories: [user.contact.address.street]}
      - name: ticket
        fields:
          - {name: id, fides_meta: {primary_key: true}}
          - name: customer_id
            fides_meta: {references: [{dataset: shop, field: customer.id, direction: from}]}
          - {name: text}
`

// house is a desk with a shop, an agent and a lead.
type house struct {
	*desktest.Desk
	agent, lead *desk.Session
	shop        string
}

func newHouse(t testing.TB, engine string) house {
	t.Helper()
	d := desktest.New(t, engine)
	h := house{d, d.Add(t, "fang", model.RoleAgent), d.Add(t, "jing", model.RoleLead), filepath.Join(t.TempDir(), "shop.sqlite")}
	db, err := sql.Open("sqlite", h.shop)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(shopSQL); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if err := datamap.Save(ctx, h.lead, model.Source{Key: "shop", Address: "sqlite:" + h.shop, Dataset: shopMap}); err != nil {
		t.Fatal(err)
	}
	return h
}

// verified takes an export request up to proven identity.
func (h house) verified(t testing.TB) model.Request {
	t.Helper()
	r := h.Request(t, h.agent)
	if err := prove(h.agent, r.ID, desktest.Submission()); err != nil {
		t.Fatal(err)
	}
	r, err := h.agent.Request(ctx, r.ID)
	if err != nil || r.Step != model.StepCollect {
		t.Fatalf("%+v %v", r, err)
	}
	return r
}

// prove settles what is asked and proves who asks, as far as the request needs.
// sendCode makes a code and says that it was sent.
func sendCode(s *desk.Session, rev model.Revision, kind model.EvidenceKind, held identity.Held) (string, error) {
	code, err := identity.MakeCode(ctx, s, rev, kind, held)
	if err != nil {
		return "", err
	}
	_, err = identity.SendCode(ctx, s, rev, code)
	return code.Digits, err
}

func prove(s *desk.Session, id int64, sub intake.Submission) error {
	if _, err := intake.Triage(ctx, s, now(s, id), sub); err != nil {
		return err
	}
	held, err := identity.OnFile(ctx, s, id)
	if err != nil {
		return err
	}
	code, err := sendCode(s, now(s, id), model.EvidenceEmailCode, held)
	if err != nil {
		return err
	}
	r, err := identity.CheckCode(ctx, s, now(s, id), code)
	for point, said := range map[string]string{"name": "王小明", "district": "朝阳区"} {
		if err != nil || r.LevelReached >= r.LevelNeeded {
			return err
		}
		if _, err = identity.Compare(ctx, s, now(s, id), point, said, held); err == nil {
			r, err = s.Request(ctx, id)
		}
	}
	return err
}

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
		if _, err := fulfil.SendToReview(ctx, h.agent, desktest.Seen(t, h.agent, r.ID)); !errors.Is(err, collect.ErrShared) {
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
			if _, err := fulfil.Decide(ctx, h.agent, desktest.Seen(t, h.agent, r.ID), f.Seen(), d, choice); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := fulfil.SendToReview(ctx, h.agent, desktest.Seen(t, h.agent, r.ID)); err != nil {
			t.Fatal(err)
		}
		digest, err := change.Digest(ctx, h.lead, r.ID)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := fulfil.Release(ctx, h.agent, desktest.Seen(t, h.agent, r.ID), digest); !errors.Is(err, desk.ErrOwnWork) {
			t.Fatalf("who prepared it released it: %v", err)
		}
		if _, err := fulfil.Release(ctx, h.lead, desktest.Seen(t, h.lead, r.ID), digest); !errors.Is(err, collect.ErrShared) {
			t.Fatalf("released without agreeing: %v", err)
		}
		if _, err := fulfil.Agree(ctx, h.lead, desktest.Seen(t, h.lead, r.ID), list[0].Seen()); !errors.Is(err, collect.ErrChanged) {
			t.Fatalf("agreed with a row as it was before the decision: %v", err)
		}
		if list, err = collect.List(ctx, h.lead, r.ID, model.FindingFilter{SharedOnly: true}, 0, 100); err != nil {
			t.Fatal(err)
		}
		for _, f := range list {
			if _, err := fulfil.Agree(ctx, h.lead, desktest.Seen(t, h.lead, r.ID), f.Seen()); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := fulfil.Release(ctx, h.lead, desktest.Seen(t, h.lead, r.ID), "another digest"); !errors.Is(err, change.ErrReviewChanged) {
			t.Fatalf("released what was not seen: %v", err)
		}
		if r, err = fulfil.Release(ctx, h.lead, desktest.Seen(t, h.lead, r.ID), digest); err != nil || r.Status != model.Answering || r.Holder != h.agent.Staff().ID {
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
		if _, err := fulfil.BuildPacket(ctx, h.agent, desktest.Seen(t, h.agent, r.ID), fulfil.FormHTML, path, packet.Chinese); !errors.As(err, &missing) || !slices.Equal(missing.Facts, []model.OrganisationFact{model.FactCourt}) {
			t.Errorf("a copy that names no court: %v", err)
		}
		if _, err := fulfil.WriteLetter(ctx, h.agent, desktest.Seen(t, h.agent, r.ID), fulfil.Ask{Kind: letter.Fulfilled, Lang: letter.English}); !errors.As(err, &missing) {
			t.Errorf("a letter that names no court: %v", err)
		}
	})
	built, err := fulfil.BuildPacket(ctx, h.agent, desktest.Seen(t, h.agent, r.ID), fulfil.FormHTML, path, packet.Chinese)
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
	if _, err := fulfil.Deliver(ctx, h.agent, desktest.Seen(t, h.agent, r.ID), "packet", "email", "wang.ming@163.com", onFile); err != nil {
		t.Fatal(err)
	}
	if _, err := fulfil.Deliver(ctx, h.agent, desktest.Seen(t, h.agent, r.ID), "password", "email", "wang.ming@163.com", onFile); !errors.Is(err, collect.ErrSameWay) {
		t.Fatalf("password by the way of the packet: %v", err)
	}
	if _, err := fulfil.Deliver(ctx, h.agent, desktest.Seen(t, h.agent, r.ID), "password", "sms", " ", onFile); !errors.Is(err, fulfil.ErrNoAddressee) {
		t.Errorf("recorded without saying to whom: %v", err)
	}
	if _, err := fulfil.Deliver(ctx, h.agent, desktest.Seen(t, h.agent, r.ID), "password", "sms", "138 1234 1234", onFile); err != nil {
		t.Fatal(err)
	}
	for _, lang := range letter.Languages {
		w, err := fulfil.WriteLetter(ctx, h.agent, desktest.Seen(t, h.agent, r.ID), fulfil.Ask{Kind: letter.Fulfilled, Lang: lang})
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
	if err != nil || closed.Status != model.Closed || (closed.Outcome != model.Fulfilled && closed.Outcome != model.PartlyFulfilled) {
		t.Fatalf("%+v %v", closed, err)
	}
	letters, err := fulfil.Letters(ctx, h.agent, r.ID)
	if err != nil || len(letters) != 2 {
		t.Fatalf("%v %v", letters, err)
	}
	for _, l := range letters {
		if want := desktest.Organisation(); l.Organisation != want.Name[l.Lang] || !strings.Contains(l.Text(), want.Court[l.Lang]) {
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

func TestACodeToAPhoneChangedTwoDaysBeforeCountsForNothing(t *testing.T) {
	h := newHouse(t, "sqlite")
	r := h.Request(t, h.agent)
	if _, err := intake.Triage(ctx, h.agent, desktest.Seen(t, h.agent, r.ID), desktest.Submission()); err != nil {
		t.Fatal(err)
	}
	held, err := identity.OnFile(ctx, h.agent, r.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range []model.EvidenceKind{model.EvidencePhoneCode, model.EvidenceEmailCode} {
		code, err := sendCode(h.agent, desktest.Seen(t, h.agent, r.ID), kind, held)
		if err != nil {
			t.Fatal(err)
		}
		if r, err = identity.CheckCode(ctx, h.agent, desktest.Seen(t, h.agent, r.ID), code); err != nil {
			t.Fatal(err)
		}
		if want := map[model.EvidenceKind]model.Level{model.EvidencePhoneCode: 0, model.EvidenceEmailCode: 1}[kind]; r.LevelReached != want {
			t.Errorf("after %s level %d, want %d", kind, r.LevelReached, want)
		}
	}
}

func leftOut(t *testing.T, h house, request int64) bool {
	t.Helper()
	res, err := collect.Read(ctx, h.agent, request)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range res.Counts {
		if c.LeftOut > 0 {
			return true
		}
	}
	return false
}

func TestNothingIsSeenBeforeIdentityStands(t *testing.T) {
	h := newHouse(t, "sqlite")
	r := h.Request(t, h.agent)
	if err := collect.Collect(ctx, h.agent, desktest.Seen(t, h.agent, r.ID), nil); !errors.Is(err, collect.ErrLevel) {
		t.Errorf("collect: %v", err)
	}
	if _, err := collect.Read(ctx, h.agent, r.ID); !errors.Is(err, collect.ErrLevel) {
		t.Errorf("read: %v", err)
	}
}

func TestASourceThatIsDownIsNamedAndHoldsTheCopyBack(t *testing.T) {
	h := newHouse(t, "sqlite")
	down := "dataset:\n  - fides_key: crm\n    collections:\n      - name: contact\n        fields:\n          - {name: id, fides_meta: {primary_key: true}}\n          - {name: email, fides_meta: {identity: email}}\n"
	r := h.verified(t)
	if err := datamap.Save(ctx, h.lead, model.Source{Key: "crm", Address: "postgres://nobody@127.0.0.1:1/none?connect_timeout=1", Dataset: down}); err != nil {
		t.Fatal(err)
	}
	if err := collect.Collect(ctx, h.agent, desktest.Seen(t, h.agent, r.ID), nil); err != nil {
		t.Fatal(err)
	}
	res, err := collect.Read(ctx, h.agent, r.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range res.Run.Sources {
		if want := map[string]model.SourceState{"crm": model.SourceFailed, "shop": model.SourceDone}[s.Source]; s.State != want {
			t.Errorf("%s is %s (%s), want %s", s.Source, s.State, s.Reason, want)
		}
	}
	if r, err = h.agent.Request(ctx, r.ID); err != nil || r.Step != model.StepRetrySources {
		t.Errorf("next step %s, %v", r.Step, err)
	}
	decideAll(t, h, r.ID)
	if _, err := fulfil.SendToReview(ctx, h.agent, desktest.Seen(t, h.agent, r.ID)); !errors.Is(err, collect.ErrMissing) {
		t.Fatalf("went to review without a source: %v", err)
	}
	if _, err := fulfil.AcceptMissing(ctx, h.agent, desktest.Seen(t, h.agent, r.ID), "down"); !errors.Is(err, desk.ErrForbidden) {
		t.Errorf("an agent accepts alone: %v", err)
	}
	if _, err := fulfil.AcceptMissing(ctx, h.lead, desktest.Seen(t, h.lead, r.ID), "the CRM is being moved; it holds no more than shop"); err != nil {
		t.Fatal(err)
	}
	if _, err := fulfil.SendToReview(ctx, h.agent, desktest.Seen(t, h.agent, r.ID)); err != nil {
		t.Fatal(err)
	}
}

// leaveCarried says of all that the rows found carry that it is somebody else's.
func leaveCarried(t testing.TB, s *desk.Session, request int64) {
	t.Helper()
	res, err := collect.Read(ctx, s, request)
	if err != nil {
		t.Fatal(err)
	}
	if len(res.OpenCarried) == 0 {
		return
	}
	if _, err := collect.LeaveCarried(ctx, s, desktest.Seen(t, s, request), res.OpenCarried, model.UnsoughtNotTheirs, "the recipient's"); err != nil {
		t.Fatal(err)
	}
}

func decideAll(t *testing.T, h house, request int64) {
	t.Helper()
	leaveCarried(t, h.agent, request)
	list, err := collect.List(ctx, h.agent, request, model.FindingFilter{SharedOnly: true}, 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range list {
		if _, err := fulfil.Decide(ctx, h.agent, desktest.Seen(t, h.agent, request), f.Seen(), model.LeaveOut, collect.Choice{Reason: "not his"}); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAManualSourceWaitsForItsOwner(t *testing.T) {
	h := newHouse(t, "sqlite")
	if err := datamap.Save(ctx, h.lead, model.Source{Key: "archive", Owner: "周敏"}); err != nil {
		t.Fatal(err)
	}
	r := h.verified(t)
	if err := collect.Collect(ctx, h.agent, desktest.Seen(t, h.agent, r.ID), nil); err != nil {
		t.Fatal(err)
	}
	if r, _ = h.agent.Request(ctx, r.ID); r.Step != model.StepManualSources {
		t.Errorf("next step %s", r.Step)
	}
	if _, err := collect.AnswerManual(ctx, h.agent, desktest.Seen(t, h.agent, r.ID), "shop", nil); !errors.Is(err, collect.ErrNotManual) {
		t.Errorf("a database answered by hand: %v", err)
	}
	if _, err := collect.AnswerManual(ctx, h.agent, desktest.Seen(t, h.agent, r.ID), "archive", []collect.Handed{{Name: "scan.pdf", Mime: "application/pdf", Data: []byte("%PDF")}}); err != nil {
		t.Fatal(err)
	}
	decideAll(t, h, r.ID)
	if _, err := fulfil.SendToReview(ctx, h.agent, desktest.Seen(t, h.agent, r.ID)); err != nil {
		t.Fatal(err)
	}
}
