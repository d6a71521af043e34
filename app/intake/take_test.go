package intake_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store/storetest"
)

func takeData(t *testing.T, s *desk.Session, name, data string) intake.Report {
	t.Helper()
	r, err := intake.TakeData(context.Background(), s, name, []byte(data), record.As{})
	if err != nil || len(r.Problems) > 0 {
		t.Fatalf("%+v %v", r, err)
	}
	return r
}

func arrival(t *testing.T, s *desk.Session, r model.Request) model.Arrival {
	t.Helper()
	a, err := intake.Arrival(context.Background(), s, r.ID)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestARecordIsWhatItSaysAndNotItsNumber(t *testing.T) {
	const one = "From: wang@example.cn\nSubject: x\nMessage-ID: <same@mail.example>\n\nPlease delete my data"
	tests := []struct{ name, file, first, same, other string }{
		{"two shops that number from 1", "a.csv", "id,kind,name,email\n1,deletion,Ann Berg,ann@example.org\n",
			"\xef\xbb\xbfid;kind;name;email;\r\n1;deletion;Ann Berg;ann@example.org;\r\n",
			"id,kind,name,email\n1,export,Bert Dal,bert@example.net\n"},
		{"two mails with one Message-ID", "a.eml", mail(one, ""),
			strings.Replace(mail(one, ""), "10:00:05", "10:00:09", 1), mail(strings.Replace(one, "wang", "li", 1), "")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, engine string) {
				s := desktest.New(t, engine).Add(t, "fang", model.RoleAgent)
				first := takeData(t, s, tt.file, tt.first)
				if len(first.Taken) != 1 {
					t.Fatalf("%+v", first)
				}
				for _, again := range []string{tt.first, tt.same} {
					if r := takeData(t, s, tt.file, again); len(r.Taken) != 0 || r.Duplicates != 1 {
						t.Errorf("the same record: %+v", r)
					}
				}
				v := show(t, s, tt.file, tt.other)
				if d := v.Submissions[0].Doubts; v.Rows[0].Known != record.OtherContent ||
					!strings.Contains(d[len(d)-1].String(), first.Taken[0].Reference) ||
					v.Rows[0].Earlier[0].Reference != first.Taken[0].Reference {
					t.Errorf("shown: %+v", v.Rows)
				}
				other := takeData(t, s, tt.file, tt.other)
				if len(other.Taken) != 1 || !slices.Equal(other.Numbers, []string{other.Taken[0].Reference}) {
					t.Fatalf("another record of the same number: %+v", other)
				}
				doubts := arrival(t, s, other.Taken[0]).Doubts
				if d := doubts[len(doubts)-1]; d.Field != "id" || d.Values[0] != first.Taken[0].Reference {
					t.Errorf("not named: %+v", doubts)
				}
				if v := show(t, s, tt.file, tt.other); v.Rows[0].Known != record.Same {
					t.Errorf("taken, it is %v", v.Rows[0].Known)
				}
			})
		})
	}
}

func TestRecordsThatRepeatEachOtherInAFileAreKnown(t *testing.T) {
	s := desktest.New(t, "sqlite").Add(t, "fang", model.RoleAgent)
	v := show(t, s, "a.csv", "id,kind,email\n1,export,a@b.cn\n1,export,a@b.cn\n1,export,c@d.cn\n2,export,a@b.cn\n")
	for i, want := range []record.Known{record.New, record.Same, record.OtherContent, record.New} {
		if v.Rows[i].Known != want {
			t.Errorf("row %d: %s, want %s", i, v.Rows[i].Known, want)
		}
	}
}

func TestWhatCameWithAMailIsKeptSealedWithTheRequest(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		ctx := context.Background()
		d := desktest.New(t, engine)
		s, auditor := d.Add(t, "fang", model.RoleAgent), d.Add(t, "audit", model.RoleAuditor)
		r := takeData(t, s, "a.eml",
			mail(sender+"Content-Type: multipart/mixed; boundary=b",
				"--b\n\nPlease delete my data\n--b\nContent-Type: application/pdf; name=authority.pdf\n\n%PDF-1.4\n--b--\n")).Taken[0]
		a := arrival(t, s, r)
		if a.Words != "delete" || a.File != "a.eml" || len(a.Attachments) != 1 ||
			a.Attachments[0].Name != "authority.pdf" || a.Attachments[0].Size != 8 {
			t.Fatalf("%+v", a)
		}
		data, err := intake.Open(ctx, s, r.Revision(), a.Attachments[0].Blob)
		if err != nil || string(data) != "%PDF-1.4" {
			t.Errorf("%q %v", data, err)
		}
		if _, err := intake.Open(ctx, auditor, r.Revision(), a.Attachments[0].Blob); !errors.Is(err,
			desk.ErrForbidden) {
			t.Errorf("an auditor opens it: %v", err)
		}
		if _, err := intake.Open(ctx, s, r.Revision(), "another"); !errors.Is(err, intake.ErrNoAttachment) {
			t.Errorf("another blob: %v", err)
		}
		log, err := s.Log(ctx, r.ID, 0, 10)
		if err != nil || log[0].Action != model.ActReveal || log[0].Detail["what"] != "attachment" {
			t.Errorf("%+v %v", log, err)
		}
	})
}

func TestAutomaticMailWaitsInItsOwnPlaceWithoutAClock(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		ctx := context.Background()
		s := desktest.New(t, engine).Add(t, "fang", model.RoleAgent)
		reply := func(n string) string {
			return mail(strings.Replace(sender, "<1@", "<"+n+"@", 1)+"Auto-Submitted: auto-replied",
				"Please delete my data")
		}
		for _, n := range []string{"1", "2"} {
			if r := takeData(t, s, "a.eml", reply(n)); len(r.Taken) != 0 || r.Aside != 1 {
				t.Fatalf("%+v", r)
			}
		}
		if r := takeData(t, s, "a.eml", reply("1")); r.Aside != 0 || r.Duplicates != 1 {
			t.Errorf("the same mail again: %+v", r)
		}
		list, err := intake.AutomaticMails(ctx, s)
		if err != nil || len(list) != 2 || list[0].Kind != "auto-reply" || list[0].Head.From != "wang@example.cn" ||
			list[0].Head.Subject != "x" {
			t.Fatalf("%+v %v", list, err)
		}
		r, err := intake.TakeAutomatic(ctx, s, list[0].ID)
		if err != nil || r.Kind != model.Deletion || r.Subject.Email != "wang@example.cn" {
			t.Fatalf("%+v %v", r, err)
		}
		if err := intake.DismissAutomatic(ctx, s, list[1].ID); err != nil {
			t.Fatal(err)
		}
		for _, m := range list {
			if err := intake.DismissAutomatic(ctx, s, m.ID); !errors.Is(err, intake.ErrAsideGone) {
				t.Errorf("ended twice: %v", err)
			}
			if _, err := intake.TakeAutomatic(ctx, s, m.ID); !errors.Is(err, intake.ErrAsideGone) {
				t.Errorf("taken after its end: %v", err)
			}
		}
		if gone, err := intake.DismissedMails(ctx, s); err != nil || len(gone) != 1 || gone[0].ID != list[1].ID ||
			gone[0].DismissedBy != s.Staff().ID || gone[0].DismissedAt.IsZero() || gone[0].Head.Received.IsZero() {
			t.Errorf("dismissed: %+v %v", gone, err)
		}
		if text, err := intake.AutomaticText(ctx, s, list[1].ID); err != nil ||
			!strings.Contains(text, "Please delete my data") {
			t.Errorf("it reads %q, %v", text, err)
		}
		if err := intake.BringBackAutomatic(ctx, s, list[1].ID); err != nil {
			t.Fatal(err)
		}
		if err := intake.BringBackAutomatic(ctx, s, list[1].ID); !errors.Is(err, intake.ErrAsideGone) {
			t.Errorf("brought back twice: %v", err)
		}
		if again, err := intake.AutomaticMails(ctx, s); err != nil || len(again) != 1 || again[0].ID != list[1].ID {
			t.Errorf("brought back: %+v %v", again, err)
		}
		if err := intake.DismissAutomatic(ctx, s, list[1].ID); err != nil {
			t.Fatal(err)
		}
		if counts, err := s.Counts(ctx); counts[desk.QueueAutomatic] != 0 || err != nil {
			t.Errorf("%d wait, %v", counts[desk.QueueAutomatic], err)
		}
		if r := takeData(t, s, "a.eml", reply("2")); r.Duplicates != 1 {
			t.Errorf("a dismissed mail comes up again: %+v", r)
		}
	})
}

func TestARequestByHandNamesAWayToReachOrFindThePerson(t *testing.T) {
	s := desktest.New(t, "sqlite").Add(t, "fang", model.RoleAgent)
	asks := record.Submission{Kind: model.Export, Channel: model.ByPhone, Requester: model.Self,
		Subject: model.Subject{Name: "Ann"}, ReceivedAt: s.Now()}
	var field *record.FieldError
	if _, err := intake.TakeByHand(context.Background(), s, asks); !errors.As(err, &field) || field.Field != "phone" {
		t.Errorf("a name alone: %v", err)
	}
	several := asks
	several.Subject = record.TypedSubject("Ann", "ann@example.org; ann@example.net", "138 0000 0001；010-62345678",
		"ann1; ann2", "", "")
	if got := several.Subject; len(got.Emails()) != 2 || len(got.Phones()) != 2 || len(got.Accounts()) != 2 {
		t.Errorf("several: %+v", got)
	}
	byAgent := asks
	byAgent.Requester, byAgent.RequesterName, byAgent.RequesterContact = model.Guardian, "Bo", "bo@example.org"
	for what, sub := range map[string]record.Submission{"several": several, "who asks can be reached": byAgent} {
		if _, err := intake.TakeByHand(context.Background(), s, sub); err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func TestWhoPassedAMailOnIsKept(t *testing.T) {
	s := desktest.New(t, "sqlite").Add(t, "fang", model.RoleAgent)
	data := mail("From: Fang <fang@shop.example>\nSubject: Fwd: my data\nContent-Type: text/plain; charset=utf-8",
		"---------- Forwarded message ---------\nFrom: <wang@example.cn>\nDate: Monday\nSubject: my data\nTo: shop\n\nPlease delete my data\n")
	r := takeData(t, s, "m.eml", data)
	if a := arrival(t, s, r.Taken[0]); a.ForwardedBy != "fang@shop.example" ||
		r.Taken[0].Subject.Email != "wang@example.cn" {
		t.Errorf("%+v, asked by %+v", a, r.Taken[0].Subject)
	}
}

func TestEveryPeriodOfARequestByHandIsCountedFromItsReceipt(t *testing.T) {
	s := desktest.New(t, "sqlite").Add(t, "fang", model.RoleAgent)
	zone := s.Rules().Location()
	came := s.Now().AddDate(0, 0, -9).In(zone)
	letter := record.Submission{Kind: model.Export, Channel: model.ByPhone, Requester: model.Self,
		Subject: model.Subject{Name: "Ann", Email: "ann@example.org"}}
	var field *record.FieldError
	for what, at := range map[string]time.Time{"not said": {}, "a minute ahead": s.Now().Add(time.Minute),
		"of another century": time.Date(1999, 12, 31, 0, 0, 0, 0, zone)} {
		sub := letter
		sub.ReceivedAt = at
		if _, err := intake.TakeByHand(context.Background(), s, sub); !errors.As(err, &field) ||
			field.Field != "received" {
			t.Errorf("%s: %v", what, err)
		}
	}
	letter.ReceivedAt = came
	r, err := intake.TakeByHand(context.Background(), s, letter)
	if err != nil || !r.ReceivedAt.Equal(came) || !r.DueAt.Equal(s.Rules().Dates(r, s.Now()).Answer.At) ||
		!r.DueAt.Before(s.Now().AddDate(0, 0, 23)) {
		t.Fatalf("received %v, due %v: %v", r.ReceivedAt, r.DueAt, err)
	}
	settled := letter
	settled.SetExtent(model.ExtentAll)
	settled.ReceivedAt = s.Now().Add(time.Hour)
	if _, err := intake.Triage(context.Background(), s, r.Revision(), settled); !errors.As(err, &field) ||
		field.Field != "received" {
		t.Errorf("settled as received in an hour: %v", err)
	}
	settled.ReceivedAt = came.AddDate(0, 0, -5)
	again, err := intake.Triage(context.Background(), s, r.Revision(), settled)
	if err != nil || !again.ReceivedAt.Equal(settled.ReceivedAt) || !again.DueAt.Before(r.DueAt) {
		t.Errorf("settled: received %v, due %v where it was %v: %v", again.ReceivedAt, again.DueAt, r.DueAt, err)
	}
	entries, err := s.Log(context.Background(), r.ID, 0, 50)
	if err != nil {
		t.Fatal(err)
	}
	told := false
	for _, e := range entries {
		told = told || e.Action == model.ActTriage && e.Detail["received_was"] == came.UTC().Format(time.RFC3339) &&
			e.Detail["received"] == settled.ReceivedAt.UTC().Format(time.RFC3339)
	}
	if !told {
		t.Error("the log does not say what the time of receipt was")
	}
}

func TestATimeOfReceiptIsReadAsStaffTypeIt(t *testing.T) {
	zone := time.FixedZone("UTC+8", 8*60*60)
	now := time.Date(2026, 11, 27, 12, 0, 0, 0, zone)
	for text, want := range map[string]string{"2026-11-20 09:30": "2026-11-20T09:30:00+08:00",
		"2026/11/20": "2026-11-20T00:00:00+08:00", "2026年11月20日 下午2:30": "2026-11-20T14:30:00+08:00",
		"20 Nov 2026 9:30": "2026-11-20T09:30:00+08:00", "2026-11-27 12:01": "", "2026-11-28": "", "03/04/2026": "",
		"yesterday": "", "": "", "1999-12-31": ""} {
		at, err := intake.TypedReceipt(text, zone, now)
		var field *record.FieldError
		if want == "" && !errors.As(err, &field) || want != "" && (err != nil || at.Format(time.RFC3339) != want) {
			t.Errorf("%q: %v %v", text, at, err)
		}
	}
}

// TestARequestByHandKeepsItsProductAndTags: only words that the organisation has.
func TestARequestByHandKeepsItsProductAndTags(t *testing.T) {
	ctx := context.Background()
	d := desktest.New(t, "sqlite")
	s := d.Add(t, "jing", model.RoleLead)
	org, err := s.Organisation(ctx)
	if err != nil {
		t.Fatal(err)
	}
	org.Products, org.Tags = []string{"Shop"}, []string{"press", "urgent"}
	if _, err := s.SaveOrganisation(ctx, org); err != nil {
		t.Fatal(err)
	}
	sub := desktest.Submission()
	sub.ReceivedAt = s.Now()
	sub.Labels = model.Labels{Product: "Shop", Tags: []string{"urgent", "press", "urgent"}}
	r, err := intake.TakeByHand(ctx, s, sub)
	if err != nil || r.Product != "Shop" || !slices.Equal(r.Tags, []string{"press", "urgent"}) {
		t.Errorf("taken with %+v, %v", r.Labels, err)
	}
	sub.Labels.Product = "Cinema"
	if _, err := intake.TakeByHand(ctx, s, sub); !errors.Is(err, model.ErrUnknownLabel) {
		t.Errorf("a product that the organisation does not have: %v", err)
	}
}
