package notice_test

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/app/mail/mailtest"
	campaign "orangelab.cn/rightsdesk/app/notice"
	"orangelab.cn/rightsdesk/app/outbox"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/dispatch"
	"orangelab.cn/rightsdesk/model/notice"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/doctor"
	"orangelab.cn/rightsdesk/store/notices"
)

// approved is a notice that a second person approved, on a desk that sends by the real server as a mailbox of its own.
func approved(t testing.TB, d *desktest.Desk, writer, lead *desk.Session, from,
	people string) (campaign.Open, mailtest.Servers) {
	t.Helper()
	servers := mailtest.Real(t)
	if _, err := outbox.SaveSettings(ctx, lead, servers.Settings(from)); err != nil {
		t.Fatal(err)
	}
	o := drafted(t, writer, people)
	if err := campaign.Approve(ctx, lead, o.Seen(), o.Digest); err != nil {
		t.Fatal(err)
	}
	return read(t, writer, o.ID), servers
}

func sendAll(t testing.TB, s *desk.Session) {
	t.Helper()
	if err := outbox.Send(ctx, s, func(*desk.Change, dispatch.Outgoing) error { return nil }); err != nil {
		t.Fatal(err)
	}
}

func receiptsOf(t testing.TB, s *desk.Session, id int64) []campaign.Receipt {
	t.Helper()
	list, err := campaign.Receipts(ctx, s, id, 0, 100_000)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// count counts the receipts by their result.
func count(list []campaign.Receipt) map[notice.Result]int {
	n := map[notice.Result]int{}
	for _, x := range list {
		n[x.Result]++
	}
	return n
}

func TestEverybodyGetsANoticeOnceAndTheReceiptsAreThoseOfTheServer(t *testing.T) {
	d := desktest.New(t, "sqlite")
	jing, li := d.Add(t, "jing", model.RoleLead), d.Add(t, "li", model.RoleLead)
	people :=
		"name,email,phone,language\nRefused,refused@person.test,,en\nLater,later@person.test,,zh\nGone,nobody@gone.test,,zh\nBy phone alone,,13812341234,\n"
	for i := range 17 {
		people += fmt.Sprintf("Person %d,many-%d@person.test,,%s\n", i, i, []string{"en", "zh"}[i%2])
	}
	o, servers := approved(t, d, jing, li, "many@desk.test", people)
	if err := campaign.Send(ctx, jing, o.Seen()); err != nil {
		t.Fatal(err)
	}
	sendAll(t, jing)
	o = read(t, jing, o.ID)
	if p := o.Progress; o.State != notice.Sending || p.Handed != 18 || p.Failed != 1 || p.Later != 1 ||
		p.Elsewhere != 1 || p.Tried != 20 {
		t.Fatalf("%s, %+v", o.State, p)
	}
	// The one whom the server put off is tried again, and nobody else.
	for range 20 {
		d.Clock.Step(4 * time.Hour)
		sendAll(t, jing)
	}
	o = read(t, jing, o.ID)
	list := receiptsOf(t, jing, o.ID)
	if n := count(list); o.State != notice.Sent || n[notice.Handed] != 18 || n[notice.Failed] != 2 ||
		n[notice.Uncertain] != 0 || n[notice.Later] != 15 {
		t.Errorf("%s, receipts %v", o.State, n)
	}
	// Line by line against the server's own log.
	var ids []string
	said := map[string]string{}
	if err := jing.Read(ctx, model.ActReadNotice, func(v *store.View) error {
		for _, x := range list {
			if id := notices.MessageID(v, o.ID, x.Recipient, x.Round, "desk.test"); x.Result == notice.Handed {
				ids, said[id] = append(ids, id), x.Said
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	took := servers.Taken(t, ids...)
	for id, n := range took {
		if !strings.HasPrefix(id, fmt.Sprintf("n%d.", o.ID)) || said[id] == "" {
			continue
		}
		if len(n) != 1 || !strings.Contains(said[id], n[0]) {
			t.Errorf("%s: the receipt says %q, the server's log %q", id, said[id], n)
		}
	}
	if mails := servers.Inbox(t, "many-3@person.test", 1); len(mails) != 1 ||
		!strings.Contains(string(mails[0]), "Auto-Submitted: auto-generated") {
		t.Errorf("somebody got %d mails", len(mails))
	}
	// The one that came back is on the list of those who were not reached.
	servers.Inbox(t, "many@desk.test", 1)
	if err := intake.Hear(ctx, jing); err != nil {
		t.Fatal(err)
	}
	o = read(t, jing, o.ID)
	if o.Progress.Returned != 1 || o.Progress.Handed != 17 {
		t.Errorf("after the bounce: %+v", o.Progress)
	}
	need, err := campaign.Needing(ctx, jing, o.ID, 0, 10)
	if err != nil || len(need) != 3 || need[0].Result != notice.Returned || need[0].Said == "" {
		t.Fatalf("to do: %+v %v", need, err)
	}
	for _, x := range need {
		if err := campaign.Settle(ctx, jing, o.Seen(), x.Receipt, outbox.Leave, ""); err != nil {
			t.Fatal(err)
		}
		if err := campaign.Settle(ctx, jing, o.Seen(), x.Receipt, outbox.Leave, ""); err == nil {
			t.Error("it is settled twice")
		}
	}
	if need, err = campaign.Needing(ctx, jing, o.ID, 0, 10); err != nil || len(need) != 0 {
		t.Errorf("still to do: %+v %v", need, err)
	}
	if verdict, err := d.Store().VerifyLog(ctx); err != nil || len(verdict.Problems) > 0 {
		t.Errorf("%+v %v", verdict, err)
	}
}

func TestAPausedNoticeRestsAndAStoppedOneEnds(t *testing.T) {
	d := desktest.New(t, "sqlite")
	jing, li := d.Add(t, "jing", model.RoleLead), d.Add(t, "li", model.RoleLead)
	o, _ := approved(t, d, jing, li, "paused@desk.test", "name,email\nA,paused-a@person.test\nB,paused-b@person.test\n")
	if err := campaign.Send(ctx, jing, o.Seen()); err != nil {
		t.Fatal(err)
	}
	if err := campaign.Pause(ctx, li, read(t, li, o.ID).Seen(), true); err != nil {
		t.Fatal(err)
	}
	sendAll(t, jing)
	if p := read(t, jing, o.ID).Progress; p.Tried != 0 || !p.Paused {
		t.Errorf("a paused notice goes on: %+v", p)
	}
	if err := campaign.Pause(ctx, li, read(t, li, o.ID).Seen(), false); err != nil {
		t.Fatal(err)
	}
	sendAll(t, jing)
	if o = read(t, jing, o.ID); o.State != notice.Sent || o.Progress.Handed != 2 {
		t.Errorf("%s, %+v", o.State, o.Progress)
	}
	other := drafted(t, jing, "name,email\nC,paused-c@person.test\n")
	if err := campaign.Approve(ctx, li, other.Seen(), other.Digest); err != nil {
		t.Fatal(err)
	}
	if err := campaign.Send(ctx, jing, notice.Seen{ID: other.ID, Version: other.Version + 1}); err != nil {
		t.Fatal(err)
	}
	if err := campaign.Stop(ctx, jing, read(t, jing, other.ID).Seen()); err != nil {
		t.Fatal(err)
	}
	sendAll(t, jing)
	if other = read(t, jing, other.ID); other.State != notice.Stopped || other.Progress.Tried != 0 {
		t.Errorf("%s, %+v", other.State, other.Progress)
	}
	if err := campaign.Pause(ctx, jing, other.Seen(), false); err == nil {
		t.Error("a stopped notice goes on")
	}
}

func TestAReceiptThatSomebodyForgedIsRefused(t *testing.T) {
	for name, forge := range map[string]string{
		"another result":  "UPDATE notice_receipt SET result = 'later' WHERE number = 1",
		"one taken away":  "DELETE FROM notice_receipt WHERE number = 1",
		"the last":        "DELETE FROM notice_receipt WHERE number = 2",
		"one put in":      "INSERT INTO notice_receipt SELECT notice_id, 3, recipient, round, channel, 'later', at, why, said_sealed, link FROM notice_receipt WHERE number = 1",
		"somebody else's": "UPDATE notice_receipt SET recipient = 1",
		"to whom it goes": "UPDATE notice_part SET people = 1",
	} {
		t.Run(name, func(t *testing.T) {
			d := desktest.New(t, "sqlite")
			jing, li := d.Add(t, "jing", model.RoleLead), d.Add(t, "li", model.RoleLead)
			o, _ := approved(t, d, jing, li, "forged@desk.test",
				"name,email\nA,forged-a@person.test\nB,forged-b@person.test\n")
			if err := campaign.Send(ctx, jing, o.Seen()); err != nil {
				t.Fatal(err)
			}
			sendAll(t, jing)
			if n := count(receiptsOf(t, jing, o.ID)); n[notice.Handed] != 2 {
				t.Fatal(n)
			}
			db, err := sql.Open("sqlite", "file:"+filepath.Join(d.Address(), store.File)+"?_pragma=busy_timeout(5000)")
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			for _, statement := range []string{"DROP TRIGGER notice_receipt_stays", "DROP TRIGGER notice_receipt_kept",
				forge} {
				if _, err := db.Exec(statement); err != nil {
					t.Fatal(err)
				}
			}
			if list, err := campaign.Receipts(ctx, jing, o.ID, 0, 10); err == nil {
				t.Errorf("the receipts are shown: %+v", list)
			}
			if !slices.ContainsFunc(doctor.Examine(ctx, d.Address()), func(c doctor.Check) bool {
				return (c.Name == "receipts" || c.Name == "tallies") && c.Problem != ""
			}) {
				t.Error("the doctor says nothing")
			}
		})
	}
}
