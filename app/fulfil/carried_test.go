package fulfil_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/app/packet"
	"orangelab.cn/rightsdesk/app/result"
	"orangelab.cn/rightsdesk/app/review"
	"orangelab.cn/rightsdesk/model"
)

// A copy by e-mail alone lacked all of a system that knows people by their phone, and nobody was told.
func TestIdentifiersThatTheRowsCarryAreNamedAndTaken(t *testing.T) {
	o := newOffice(t, "sqlite")
	o.exec(t, `CREATE TABLE calls (id INTEGER PRIMARY KEY, phone TEXT, about TEXT);
INSERT INTO calls VALUES (1, '138-1234-1234', 'an order'), (2, '13900000000', 'a stranger''s'), (3, 'ring 13812341234 after 6 pm', 'not read')`)
	o.remap(t, func(src *model.Source) {
		src.Dataset += `      - name: calls
        fields:
          - {name: id, fides_meta: {primary_key: true}}
          - {name: phone, data_categories: [user.contact.phone_number], fides_meta: {identity: phone_number}}
          - {name: about, data_categories: [user.content]}
`
	})
	sub := desktest.Submission()
	sub.Subject = model.Subject{Name: "王小明", Email: "wang.ming@163.com"}
	r, err := intake.Take(ctx, o.agent, sub)
	if err != nil {
		t.Fatal(err)
	}
	if err := prove(o.agent, r.ID, sub); err != nil {
		t.Fatal(err)
	}
	byPhone := desktest.Submission()
	byPhone.Subject = model.Subject{Name: "王小明", Phone: "+86 138 1234 1234"}
	other, err := intake.Take(ctx, o.agent, byPhone)
	if err != nil {
		t.Fatal(err)
	}
	called := func() (n int) {
		rows, err := collect.List(ctx, o.agent, r.ID, model.FindingFilter{}, 0, 100)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range rows {
			if f.Collection == "calls" {
				n++
			}
		}
		return n
	}
	o.collect(t, r.ID)
	res, err := collect.Read(ctx, o.agent, r.ID)
	if err != nil {
		t.Fatal(err)
	}
	if got := res.Notes.Carried; called() != 0 || len(got) != 1 || got[0].Kind != "phone_number" ||
		got[0].Value != "+8613812341234" || got[0].Collection != "customer" || got[0].Shared {
		t.Errorf("carried %+v", got)
	}
	if !slices.Equal(res.Same, []string{other.Reference}) {
		t.Errorf("the same person's: %q, want %s", res.Same, other.Reference)
	}
	if _, err := collect.TakeCarried(ctx, o.lead, desktest.Seen(t, o.lead, r.ID), nil); err == nil {
		t.Error("somebody else than its holder took them")
	}
	for _, none := range [][]model.Carried{nil, {}, {{Kind: "phone_number", Value: "+8613900000000"}},
		append(slices.Clone(res.Notes.Carried), model.Carried{Kind: "account", Value: "x"})} {
		if _, err := collect.TakeCarried(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), none); !errors.Is(err,
			collect.ErrNoCarried) {
			t.Fatalf("%+v ticked: %v", none, err)
		}
	}
	if r, err = collect.TakeCarried(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), res.Notes.Carried); err != nil ||
		!slices.Equal(r.Subject.Phones(), []string{"+8613812341234"}) {
		t.Fatalf("%+v, %v", r.Subject, err)
	}
	taken := res.Notes.Carried
	if _, err := collect.Read(ctx, o.agent, r.ID); !errors.Is(err, collect.ErrNoRun) {
		t.Errorf("what was found without them is there still: %v", err)
	}
	o.collect(t, r.ID)
	if res, err = collect.Read(ctx, o.agent, r.ID); err != nil || len(res.Notes.Carried) != 0 || called() != 1 {
		t.Errorf("carried %+v, %d calls, %v", res.Notes.Carried, called(), err)
	}
	if near := res.Notes.Near; len(near) != 1 || near[0].Collection != "calls" || near[0].Rows != 1 {
		t.Errorf("rows that nothing reads: %+v", near)
	}
	if _, err := collect.TakeCarried(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), taken); !errors.Is(err,
		collect.ErrNoCarried) {
		t.Errorf("taken again: %v", err)
	}
}

// What a row carries that may be somebody else's is not taken with the rest.
func TestAnIdentifierOfASharedRowIsNotTaken(t *testing.T) {
	o := newOffice(t, "sqlite")
	o.exec(t,
		`INSERT INTO customer VALUES (3, '王小明', 'wang.ming@163.com;li@example.com', '13700000000', NULL, NULL, 'active', 0)`)
	sub := desktest.Submission()
	sub.Subject = model.Subject{Name: "王小明", Email: "wang.ming@163.com", Phone: "13812341234"}
	r := o.collected(t, sub)
	res, err := collect.Read(ctx, o.agent, r.ID)
	if err != nil || len(res.Notes.Carried) != 2 {
		t.Fatalf("%+v, %v", res.Notes.Carried, err)
	}
	for _, c := range res.Notes.Carried {
		if !c.Shared {
			t.Errorf("%s of a shared row is taken for the person's", c.Value)
		}
	}
	if _, err := collect.TakeCarried(ctx, o.agent, desktest.Seen(t, o.agent, r.ID),
		res.Notes.Carried[:1]); !errors.Is(err, collect.ErrNoCarried) {
		t.Errorf("taken: %v", err)
	}
}

// Nothing is taken that was not ticked, and nothing where one that was ticked may be another's.
func TestWhatTheRowsCarryIsTakenWhereItIsTicked(t *testing.T) {
	o := newOffice(t, "sqlite")
	o.exec(t, `CREATE TABLE member (id INTEGER PRIMARY KEY, mail TEXT, login TEXT, paper TEXT);
CREATE TABLE play (id INTEGER PRIMARY KEY, login TEXT);
INSERT INTO member VALUES (1, 'wang.ming@163.com', 'ming7', '11010519491231002x'), (2, 'wang.ming@163.com', '-', '无'), (3, 'wang.ming@163.com', 'ｍing8', NULL), (4, 'li@example.com', 'li', NULL);
INSERT INTO play VALUES (1, 'ming7'), (2, 'MING7'), (3, 'ming8')`)
	o.remap(t, func(src *model.Source) {
		src.Dataset += `      - name: member
        fields:
          - {name: id, fides_meta: {primary_key: true}}
          - {name: mail, data_categories: [user.contact.email], fides_meta: {identity: email}}
          - {name: login, data_categories: [user.account], fides_meta: {identity: account}}
          - {name: paper, data_categories: [user.government_id], fides_meta: {identity: id_number}}
      - name: play
        fields:
          - {name: id, fides_meta: {primary_key: true}}
          - {name: login, data_categories: [user.account], fides_meta: {identity: account}}
`
	})
	sub := desktest.Submission()
	sub.Kind = model.Deletion
	sub.Subject = model.Subject{Name: "王小明", Email: "wang.ming@163.com", Phone: "13812341234"}
	r := o.collected(t, sub)
	res, err := collect.Read(ctx, o.agent, r.ID)
	if err != nil {
		t.Fatal(err)
	}
	var named []string
	var look []model.Carried
	for _, c := range res.Notes.Carried {
		line := c.Kind + " " + c.Value
		if c.Shared {
			line += " doubtful" // in full width it would be typed, and so searched, as another
		}
		named, look = append(named, line), append(look, c)
	}
	if want := []string{"account ming7", "account ｍing8 doubtful", "id_number 11010519491231002X"}; !slices.Equal(named,
		want) {
		t.Errorf("named %q, want %q", named, want)
	}
	if _, err := collect.TakeCarried(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), nil); !errors.Is(err,
		collect.ErrNoCarried) {
		t.Errorf("taken where nothing is ticked: %v", err)
	}
	if _, err := collect.TakeCarried(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), look); !errors.Is(err,
		collect.ErrNoCarried) {
		t.Errorf("taken with a doubtful one: %v", err)
	}
	look = slices.DeleteFunc(look, func(c model.Carried) bool { return c.Shared })
	if r, err = collect.TakeCarried(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), look); err != nil ||
		!slices.Equal(r.Subject.Accounts(), []string{"ming7"}) || r.Subject.IDNumber != "11010519491231002X" {
		t.Fatalf("%+v, %v", r.Subject, err)
	}
	o.collect(t, r.ID)
	if res, err = collect.Read(ctx, o.agent, r.ID); err != nil {
		t.Fatal(err)
	}
	rows, err := collect.List(ctx, o.agent, r.ID, model.FindingFilter{}, 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	var played []string
	for _, f := range rows {
		if f.Collection == "play" {
			played = append(played, f.Found.Key)
		}
	}
	if !slices.Equal(played, []string{"1"}) {
		t.Errorf("the account leads to %q", played)
	}
	if i := slices.IndexFunc(res.Notes.Near, func(n collect.NearRows) bool {
		return n.Collection == "play"
	}); i < 0 || res.Notes.Near[i].Rows != 1 {
		t.Errorf("MING7 is not said: %+v", res.Notes.Near)
	}
}

// A copy went to review with a phone on the screen by which nothing was searched, and nobody had said why.
func TestWhatTheRowsCarryIsSettledBeforeTheReview(t *testing.T) {
	for _, tt := range []struct {
		why     model.UnsoughtWhy
		told    bool
		outcome model.Outcome
	}{
		{model.UnsoughtNotTheirs, false, model.Fulfilled},
		{model.UnsoughtUnknown, true, model.PartlyFulfilled},
		{model.UnsoughtOther, true, model.PartlyFulfilled},
	} {
		t.Run(string(tt.why), func(t *testing.T) {
			o := newOffice(t, "sqlite")
			o.exec(t, `DELETE FROM address; UPDATE customer SET phone = '13812341234' WHERE id = 1`)
			sub := desktest.Submission()
			sub.Subject = model.Subject{Name: "王小明", Email: "wang.ming@163.com"}
			r := o.collected(t, sub)
			o.step(t, r.ID, model.StepSettleCarried)
			res, err := collect.Read(ctx, o.agent, r.ID)
			if err != nil || len(res.OpenCarried) != 1 {
				t.Fatalf("open: %+v, %v", res.OpenCarried, err)
			}
			open := res.OpenCarried
			var carried *collect.OpenCarriedError
			if _, err := review.SendToReview(ctx, o.agent, desktest.Seen(t, o.agent, r.ID)); !errors.As(err,
				&carried) || len(carried.List) != 1 || !strings.Contains(err.Error(), open[0].Masked()) {
				t.Fatalf("sent to review undecided: %v", err)
			}
			for _, wrong := range []struct {
				s      *desk.Session
				list   []model.Carried
				why    model.UnsoughtWhy
				reason string
			}{{o.agent, open, tt.why, "  "}, {o.agent, open, "", "so"}, {o.agent, nil, tt.why, "so"},
				{o.agent, []model.Carried{{Kind: "email", Value: "other@example.com"}}, tt.why, "so"},
				{o.lead, open, tt.why, "so"}} {
				if _, err := collect.LeaveCarried(ctx, wrong.s, desktest.Seen(t, wrong.s, r.ID), wrong.list, wrong.why,
					wrong.reason); err == nil {
					t.Errorf("%+v was kept", wrong)
				}
			}
			if _, err := collect.LeaveCarried(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), open, tt.why,
				"asked on the phone"); err != nil {
				t.Fatal(err)
			}
			log, err := o.agent.Log(ctx, r.ID, 0, 100)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.ContainsFunc(log, func(e model.Entry) bool {
				return e.Detail["step"] == "not_searched" && e.Detail["unsought"] == string(tt.why)
			}) {
				t.Error("the log lacks it")
			}
			o.leaveShared(t, r.ID)
			if _, err := review.SendToReview(ctx, o.agent, desktest.Seen(t, o.agent, r.ID)); err != nil {
				t.Fatal(err)
			}
			seen := digest(t, o.lead, r.ID)
			if _, err := review.Return(ctx, o.lead, desktest.Seen(t, o.lead, r.ID), "again"); err != nil {
				t.Fatal(err)
			}
			if _, err := collect.LeaveCarried(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), open, tt.why,
				"asked in writing"); err != nil {
				t.Fatal(err)
			}
			if _, err := review.SendToReview(ctx, o.agent, desktest.Seen(t, o.agent, r.ID)); err != nil {
				t.Fatal(err)
			}
			if digest(t, o.lead, r.ID) == seen {
				t.Error("the second person signs another reason unseen")
			}
			if res, err = collect.Read(ctx, o.lead, r.ID); err != nil || len(res.OpenCarried) != 0 ||
				len(res.Unsought) != 1 || res.Unsought[0].Reason != "asked in writing" {
				t.Fatalf("the second person is shown %+v, %v", res.Unsought, err)
			}
			result, err := result.Read(ctx, o.lead, r.ID)
			if err != nil || len(result.Unsought) == 1 != tt.told ||
				slices.Contains(result.Shortfalls(), model.ShortUnsought) != tt.told {
				t.Errorf("%s: %+v, %v", result.Outcome(), result.Unsought, err)
			}
			if !tt.told {
				return
			}
			o.releaseAndBuild(t, r.ID, open[0].Masked())
		})
	}
}

// releaseAndBuild hands a copy out; copy and letter must name what.
func (o office) releaseAndBuild(t *testing.T, id int64, what string) {
	t.Helper()
	if _, err := review.Release(ctx, o.lead, desktest.Seen(t, o.lead, id), digest(t, o.lead, id)); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "copy.html")
	built, err := fulfil.BuildPacket(ctx, o.agent, desktest.Seen(t, o.agent, id), fulfil.FormHTML, path, packet.English)
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
	if !slices.ContainsFunc(opened.Withheld, func(w packet.Withheld) bool {
		return strings.Contains(w.Title, what) && strings.HasPrefix(w.Reason, "not searched: ")
	}) {
		t.Errorf("the copy does not name %s: %+v", what, opened.Withheld)
	}
	for name, way := range map[string]string{"packet": "email", "password": "sms"} {
		if _, err := fulfil.Deliver(ctx, o.agent, desktest.Seen(t, o.agent, id), name, way,
			map[string]string{"email": "wang.ming@163.com", "sms": "13812341234"}[way], onFile); err != nil {
			t.Fatal(err)
		}
	}
	w, err := fulfil.WriteLetter(ctx, o.agent, desktest.Seen(t, o.agent, id),
		fulfil.Ask{Kind: letter.PartlyFulfilled, Lang: letter.English})
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(w.Text(), what) {
		t.Errorf("the letter does not name %s:\n%s", what, w.Text())
	}
}
