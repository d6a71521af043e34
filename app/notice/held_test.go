package notice_test

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	campaign "orangelab.cn/rightsdesk/app/notice"
	"orangelab.cn/rightsdesk/app/outbox"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/dispatch"
	"orangelab.cn/rightsdesk/model/notice"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/backup"
	"orangelab.cn/rightsdesk/store/notices"
)

// otherFacts changes what the organisation says of itself, as one lead may alone.
func otherFacts(t *testing.T, s *desk.Session, contact string) {
	t.Helper()
	org, err := s.Organisation(ctx)
	if err != nil {
		t.Fatal(err)
	}
	org.Contact = contact
	if _, err := s.SaveOrganisation(ctx, org); err != nil {
		t.Fatal(err)
	}
}

// sendFrom changes the address that the desk sends from.
func sendFrom(t *testing.T, s *desk.Session, from string) {
	t.Helper()
	settings, err := outbox.ReadSettings(ctx, s)
	if err != nil {
		t.Fatal(err)
	}
	settings.From = from
	if _, err := outbox.SaveSettings(ctx, s, settings); err != nil {
		t.Fatal(err)
	}
}

func TestNothingGoesOutThatIsNotAsItWasApproved(t *testing.T) {
	d := desktest.New(t, "sqlite")
	jing, li := d.Add(t, "jing", model.RoleLead), d.Add(t, "li", model.RoleLead)
	o, servers := approved(t, d, jing, li, "facts@desk.test",
		"name,email\nA,facts-a@person.test\nB,facts-b@person.test\n")
	org, err := jing.Organisation(ctx)
	if err != nil {
		t.Fatal(err)
	}
	otherFacts(t, jing, "send your password to eve@evil.test")
	if err := campaign.Send(ctx, jing, o.Seen()); !errors.Is(err, campaign.ErrChanged) ||
		!errors.Is(err, store.ErrNotApproved) {
		t.Fatalf("sent with other facts: %v", err)
	}
	otherFacts(t, jing, org.Contact)
	sendFrom(t, jing, "another@desk.test")
	if err := campaign.Send(ctx, jing, o.Seen()); !errors.Is(err, campaign.ErrChanged) {
		t.Fatalf("sent from another address: %v", err)
	}
	sendFrom(t, jing, "facts@desk.test")
	if err := campaign.Send(ctx, jing, o.Seen()); err != nil {
		t.Fatalf("put back as it was: %v", err)
	}
	// On its way it rests, and goes on once it is again what was approved.
	other := drafted(t, jing, "name,email\nC,facts-c@person.test\n")
	if err := campaign.Approve(ctx, li, other.Seen(), other.Digest); err != nil {
		t.Fatal(err)
	}
	other = read(t, jing, other.ID)
	otherFacts(t, jing, "eve@evil.test")
	sendAll(t, jing)
	o = read(t, jing, o.ID)
	if p := o.Progress; !p.Paused || p.Why != outbox.HeldChanged || p.Tried != 0 {
		t.Fatalf("%+v", p)
	}
	if err := campaign.Pause(ctx, li, o.Seen(), false); !errors.Is(err, campaign.ErrChanged) {
		t.Errorf("goes on with other facts: %v", err)
	}
	otherFacts(t, jing, org.Contact)
	if err := campaign.Pause(ctx, li, o.Seen(), false); err != nil {
		t.Fatal(err)
	}
	if err := campaign.Send(ctx, jing, other.Seen()); err != nil {
		t.Fatal(err)
	}
	sendAll(t, jing)
	if p := read(t, jing, o.ID).Progress; p.Handed != 2 || p.Why != "" {
		t.Errorf("%+v", p)
	}
	for _, to := range []string{"facts-a@person.test", "facts-b@person.test", "facts-c@person.test"} {
		if got := string(servers.Inbox(t, to, 1)[0]); strings.Contains(got, "eve@evil.test") {
			t.Errorf("%s got what nobody approved", to)
		}
	}
}

func TestANoticeThatIsTooLateRestsAndSaysTheDayItGoesOut(t *testing.T) {
	d := desktest.New(t, "sqlite")
	jing, li := d.Add(t, "jing", model.RoleLead), d.Add(t, "li", model.RoleLead)
	o, servers := approved(t, d, jing, li, "late@desk.test",
		"name,email\nA,late-a@person.test\nLater,later@person.test\n")
	if err := campaign.Send(ctx, jing, o.Seen()); err != nil {
		t.Fatal(err)
	}
	sendAll(t, jing)
	got, day := string(servers.Inbox(t, "late-a@person.test", 1)[0]), d.Clock.Now().In(jing.Rules().Location()).
		Format("2 January 2006")
	if !strings.Contains(got, day) || strings.Contains(got, "1 December 2026") {
		t.Errorf("it went out on %s and says another day:\n%.900s", day, got)
	}
	if err := campaign.Pause(ctx, li, read(t, li, o.ID).Seen(), true); err != nil {
		t.Fatal(err)
	}
	d.Clock.Step(90 * 24 * time.Hour)
	if err := campaign.Pause(ctx, li, read(t, li, o.ID).Seen(), false); !errors.Is(err, campaign.ErrPromise) {
		t.Fatalf("it goes on after the day on which it takes effect: %v", err)
	}
	// Of a desk that nobody opened for so long the sender itself asks.
	if err := jing.Write(ctx, model.ActSendNotice, func(tx *store.Tx, _ *model.Entry) error {
		run, err := notices.ReadRun(tx.View, o.ID)
		if err != nil {
			return err
		}
		run.Paused = false
		return notices.SaveRun(tx, run)
	}); err != nil {
		t.Fatal(err)
	}
	sendAll(t, jing)
	if o = read(t, jing, o.ID); !o.Progress.Paused || o.Progress.Why != outbox.HeldLate || o.Progress.Later != 1 ||
		len(receiptsOf(t, jing, o.ID)) != 2 {
		t.Errorf("%s %+v", o.State, o.Progress)
	}
}

// inFlight leaves a notice as a sender does that is killed after it named a recipient.
func inFlight(t *testing.T, s *desk.Session, id int64) {
	t.Helper()
	if err := s.Write(ctx, model.ActSendNotice, func(tx *store.Tx, _ *model.Entry) error {
		run, err := notices.ReadRun(tx.View, id)
		if err != nil {
			return err
		}
		run.Cursor, run.InFlight = 1, 1
		return notices.SaveRun(tx, run)
	}); err != nil {
		t.Fatal(err)
	}
}

func TestAStoppedNoticeTellsOfTheMessageInFlight(t *testing.T) {
	for name, stop := range map[string]func(*testing.T, *desk.Session, campaign.Open){
		"stopped": func(t *testing.T, s *desk.Session, o campaign.Open) {
			if err := campaign.Stop(ctx, s, o.Seen()); err != nil {
				t.Fatal(err)
			}
		},
		"changed": func(t *testing.T, s *desk.Session, _ campaign.Open) { otherFacts(t, s, "another@desk.test") },
	} {
		t.Run(name, func(t *testing.T) {
			d := desktest.New(t, "sqlite")
			jing, li := d.Add(t, "jing", model.RoleLead), d.Add(t, "li", model.RoleLead)
			o, _ := approved(t, d, jing, li, "flight@desk.test",
				"name,email\nA,flight-a@person.test\nB,flight-b@person.test\n")
			if err := campaign.Send(ctx, jing, o.Seen()); err != nil {
				t.Fatal(err)
			}
			inFlight(t, jing, o.ID)
			stop(t, li, read(t, li, o.ID))
			for range 3 {
				d.Clock.Step(time.Hour)
				sendAll(t, jing)
			}
			p := read(t, jing, o.ID).Progress
			need, err := campaign.Needing(ctx, jing, o.ID, 0, 10)
			if err != nil || p.Uncertain != 1 || p.Tried != 1 || len(need) != 1 || len(receiptsOf(t, jing, o.ID)) != 1 {
				t.Errorf("%+v, needing %d: %v", p, len(need), err)
			}
		})
	}
}

func TestARestoredDeskSendsNoNoticeAgainUnasked(t *testing.T) {
	d := desktest.New(t, "sqlite")
	jing, li := d.Add(t, "jing", model.RoleLead), d.Add(t, "li", model.RoleLead)
	o, servers := approved(t, d, jing, li, "again@desk.test",
		"name,email\nA,again-a@person.test\nB,again-b@person.test\n")
	if err := campaign.Send(ctx, jing, o.Seen()); err != nil {
		t.Fatal(err)
	}
	inFlight(t, jing, o.ID)
	file := filepath.Join(t.TempDir(), "backup")
	if _, err := backup.Write(d.Store(), ctx, file, false); err != nil {
		t.Fatal(err)
	}
	sendAll(t, jing) // B has it, and A's is uncertain
	place := filepath.Join(t.TempDir(), "desk")
	if _, err := backup.Restore(ctx, file, place, backup.WithPassword("jing", desktest.Password)); err != nil {
		t.Fatal(err)
	}
	d.Clock.Step(12 * time.Hour)
	back, err := desk.Open(ctx, place, desk.Options{StateDir: t.TempDir(), Now: d.Clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	defer back.Close()
	s, err := back.SignIn(ctx, "jing", desktest.Password)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		sendAll(t, s)
	}
	now := read(t, s, o.ID)
	if p := now.Progress; !p.Paused || p.Why != outbox.HeldRestored || p.Uncertain != 1 || p.Handed != 0 ||
		now.State != notice.Sending {
		t.Fatalf("%s %+v", now.State, p)
	}
	if n := len(servers.Inbox(t, "again-b@person.test", 1)); n != 1 {
		t.Errorf("B has the notice %d times", n)
	}
	if err := campaign.Pause(ctx, s, now.Seen(), false); err != nil { // a person says that nothing went out since
		t.Fatal(err)
	}
	sendAll(t, s)
	if p := read(t, s, o.ID).Progress; p.Handed != 1 || p.Uncertain != 1 {
		t.Errorf("%+v", p)
	}
}

// A desk whose mail server was taken away had "sent" a notice, and counted whom it did not reach as reached another
// way.
func TestANoticeByMailStandsStillWhileTheDeskHasNoMailServer(t *testing.T) {
	d := desktest.New(t, "sqlite")
	jing, li := d.Add(t, "jing", model.RoleLead), d.Add(t, "li", model.RoleLead)
	o, servers := approved(t, d, jing, li, "still@desk.test",
		"name,email\nAnn,still-1@person.test\nBo,still-2@person.test\n")
	if err := campaign.Send(ctx, jing, o.Seen()); err != nil {
		t.Fatal(err)
	}
	all := servers.Settings("still@desk.test")
	without, err := outbox.ReadSettings(ctx, li)
	if err != nil {
		t.Fatal(err)
	}
	without.Out = dispatch.Server{}
	if without, err = outbox.SaveSettings(ctx, li, without); err != nil {
		t.Fatal(err)
	}
	sendAll(t, jing)
	if o = read(t, jing, o.ID); o.State != notice.Sending || o.Progress.Paused ||
		o.Progress.Tried+o.Progress.Elsewhere != 0 {
		t.Fatalf("without a server it is %s, %+v", o.State, o.Progress)
	}
	all.Version = without.Version
	if _, err := outbox.SaveSettings(ctx, li, all); err != nil {
		t.Fatal(err)
	}
	sendAll(t, jing)
	if o = read(t, jing, o.ID); o.State != notice.Sent || o.Progress.Handed != 2 {
		t.Errorf("with its server again it is %s, %+v", o.State, o.Progress)
	}
}
