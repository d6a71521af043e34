package incident_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	app "orangelab.cn/rightsdesk/app/incident"
	"orangelab.cn/rightsdesk/app/mail"
	"orangelab.cn/rightsdesk/app/mail/mailtest"
	"orangelab.cn/rightsdesk/app/outbox"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/dispatch"
	"orangelab.cn/rightsdesk/model/incident"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/backup"
	"orangelab.cn/rightsdesk/store/incidents"
	"orangelab.cn/rightsdesk/store/storetest"
)

// posted is a desk with a mail server and an incident, or a drill, whose report to the authority is approved.
type posted struct {
	*desktest.Desk
	servers     mailtest.Servers
	agent, lead *desk.Session
	st          incident.Standing
}

func newPosted(t *testing.T, engine string, drill bool) *posted {
	t.Helper()
	d := desktest.New(t, engine)
	p := &posted{Desk: d, servers: mailtest.Real(t), agent: d.Add(t, "fang", model.RoleAgent),
		lead: d.Add(t, "jing", model.RoleLead)}
	if _, err := outbox.SaveSettings(ctx, p.lead, p.servers.Settings(mailtest.Support)); err != nil {
		t.Fatal(err)
	}
	var err error
	if p.st, err = app.Open(ctx, p.agent, facts(d), drill); err != nil {
		t.Fatal(err)
	}
	for _, seat := range p.st.Empty {
		p.did(app.Seat(ctx, p.agent, p.seen(), incident.Seating{Seat: seat.ID, Person: "Li Jing"}))(t)
	}
	p.st = drafted(t, p.agent, p.st, written(t, p.agent, p.st))
	return p
}

func (p *posted) seen() app.Seen { return app.SeenOf(p.st.Incident) }

// did goes on with what was written.
func (p *posted) did(st incident.Standing, err error) func(*testing.T) {
	return func(t *testing.T) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		p.st = st
	}
}

func (p *posted) send(to string) (incident.Standing, error) {
	return app.Send(ctx, p.agent, p.seen(), authority, "en", to, "")
}

// sendAll hands over what waits and reads what became of the newest report.
func (p *posted) sendAll(t *testing.T) incident.Mailed {
	t.Helper()
	if err := outbox.Send(ctx, p.agent, nil); err != nil {
		t.Fatal(err)
	}
	p.did(app.Read(ctx, p.agent, p.st.ID))(t)
	post, err := app.ReadPost(ctx, p.agent)
	m, is := post.Of(p.st.ID, authority)
	if err != nil || !is || !post.Sends {
		t.Fatal(post, err)
	}
	return m
}

// told is when the authority was told; the zero time where it was not.
func (p *posted) told() time.Time { return p.st.Told()[authority] }

func (p *posted) last() incident.Entry { return p.st.Record[len(p.st.Record)-1] }

// filed is what the file for the authority holds of reports as they went, by name.
func (p *posted) filed(t *testing.T) map[string][]byte {
	t.Helper()
	path, err := app.File(ctx, p.lead, p.seen(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	all, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer all.Close()
	in := map[string][]byte{}
	for _, f := range all.File {
		if dir, name := filepath.Split(f.Name); filepath.Base(dir) == "sent" {
			r, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			if in[name], err = io.ReadAll(r); err != nil {
				t.Fatal(err)
			}
		}
	}
	return in
}

func TestAReportByMailIsReportedOnceTheServerTookIt(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		p := newPosted(t, engine, false)
		if _, err := p.send("duty@authority.test"); !errors.Is(err, incident.ErrDraft) {
			t.Errorf("nobody approved it, and it goes: %v", err)
		}
		p.did(approve(p.lead, p.st))(t)
		to := "duty-" + engine + "@person.test"
		p.did(p.send(to))(t)
		if !p.told().IsZero() || p.last().Kind != incident.Sent {
			t.Errorf("before the server took it: %+v", p.last())
		}
		if _, err := p.send(to); !errors.Is(err, incident.ErrMailed) {
			t.Errorf("a second time: %v", err)
		}
		p.Clock.Step(time.Minute)
		m := p.sendAll(t)
		took := p.servers.Taken(t, m.MessageID)[m.MessageID]
		r := p.last().Body.Report
		if m.State != dispatch.Handed || len(took) != 1 || r == nil || !strings.Contains(r.Receipt, took[0]) {
			t.Fatalf("%s, the server said %q and took it as %q: %+v", m.State, m.Said, took, r)
		}
		d, _ := p.st.Drafted(authority)
		if r.Mail != m.ID || r.Draft != d.Number || !strings.Contains(r.Channel, to) || !p.told().Equal(r.At) {
			t.Errorf("%+v, told %s", r, p.told())
		}
		arrived := p.servers.Inbox(t, to, 1)[0]
		if !bytes.Contains(arrived, []byte(p.st.Reference)) {
			t.Errorf("arrived without the reference:\n%.800s", arrived)
		}
		if pdf := m.Mail.PDF; pdf.Name != p.st.Reference+".pdf" || pdf.Size < 2000 ||
			!bytes.Contains(arrived, []byte("application/pdf")) || !bytes.Contains(arrived, []byte(pdf.Name)) {
			t.Errorf("arrived without its PDF %+v:\n%.800s", pdf, arrived)
		}
		kept, err := app.Kept(ctx, p.lead, p.st.ID, m.Mail.PDF)
		if err != nil || !bytes.HasPrefix(kept, []byte("%PDF-")) {
			t.Errorf("kept as %.20q, %v", kept, err)
		}
		if in := p.filed(t); len(in) != 1 || !bytes.Equal(in[fmt.Sprintf("%04d-report.pdf", p.last().Number)], kept) {
			t.Errorf("the file for the authority holds %v", slices.Collect(maps.Keys(in)))
		}
		if p.sendAll(t); len(p.servers.Inbox(t, to, 1)) != 1 {
			t.Error("sent again")
		}
		// It comes back: the authority was not told, and its clock runs on.
		about, err := outbox.Returned(ctx, p.agent, mail.Report{MessageID: m.MessageID, Said: "550 no such user"})
		if err != nil || about != p.st.Reference {
			t.Fatal(about, err)
		}
		if again, err := outbox.Returned(ctx, p.agent, mail.Report{MessageID: m.MessageID}); again != "" || err != nil {
			t.Error("it came back twice", again, err)
		}
		if m = p.sendAll(t); m.State != dispatch.Returned || !p.told().IsZero() || p.last().Kind != incident.Unreached {
			t.Errorf("it came back, and stands as %s, told %s", m.State, p.told())
		}
		p.Clock.Step(time.Second)
		p.did(p.send("other-" + engine + "@person.test"))(t)
		if m = p.sendAll(t); m.State != dispatch.Handed || p.told().IsZero() {
			t.Errorf("sent anew to another address: %+v", m)
		}
	})
}

func TestAReportThatAServerRefusesIsNotReported(t *testing.T) {
	p := newPosted(t, "sqlite", false)
	p.did(approve(p.lead, p.st))(t)
	p.did(p.send("refused@person.test"))(t)
	m := p.sendAll(t)
	m.Mail.HTML = ""
	if m.State != dispatch.Failed || !p.told().IsZero() || p.last().Kind != incident.Unreached {
		t.Errorf("refused: %+v, %+v", m, p.last())
	}
	p.Clock.Step(time.Second)
	p.did(p.send("later@person.test"))(t)
	if m = p.sendAll(t); m.State != dispatch.Queued || m.Tries != 1 || !m.Due.After(p.Now()) {
		t.Errorf("put off: %+v", m)
	}
	p.did(app.SettleMail(ctx, p.agent, p.seen(), m.ID, outbox.Leave))(t)
	if m = p.sendAll(t); m.State != dispatch.Cancelled || p.last().Body.Mail.Why != incident.TakenBack {
		t.Errorf("taken back: %+v", m)
	}
}

// What was being handed over when a program ended is uncertain, and goes no second time.
func TestAReportOfWhichNobodyKnowsIsDecidedByAPerson(t *testing.T) {
	p := newPosted(t, "sqlite", false)
	p.did(approve(p.lead, p.st))(t)
	p.did(p.send("duty@person.test"))(t)
	post, err := app.ReadPost(ctx, p.agent)
	if err != nil {
		t.Fatal(err)
	}
	m := post.Mails[0]
	if err := p.agent.Progress(ctx, model.ActDeliver, func(tx *store.Tx) error {
		m.State, m.Sender = dispatch.Sending, "gone"
		return incidents.MoveMail(tx, m, dispatch.Queued)
	}); err != nil {
		t.Fatal(err)
	}
	m = p.sendAll(t)
	if m.State != dispatch.Uncertain || len(p.servers.Taken(t)[m.MessageID]) != 0 || !p.told().IsZero() {
		t.Fatalf("%+v", m)
	}
	if _, err := p.send("duty@person.test"); !errors.Is(err, incident.ErrMailed) {
		t.Errorf("it may have gone, and goes again: %v", err)
	}
	p.did(app.SettleMail(ctx, p.agent, p.seen(), m.ID, outbox.Arrived))(t)
	if p.told().IsZero() || p.last().Body.Report.Mail != m.ID {
		t.Errorf("it arrived, as somebody says: %+v", p.last())
	}
}

// TestAReportOfADrillNeverLeaves tries every way to let one go by mail, the last ones past the program.
func TestAReportOfADrillNeverLeaves(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		p := newPosted(t, engine, true)
		p.did(approve(p.lead, p.st))(t)
		to := "drill-" + engine + "@person.test"
		if _, err := p.send(to); !errors.Is(err, incident.ErrDrill) {
			t.Errorf("it is sent: %v", err)
		}
		m := incident.Mailed{ID: "forged", Incident: p.st.ID, State: dispatch.Queued, MessageID: "forged@desk.test",
			At: p.Now(), Due: p.Now(), By: p.agent.Staff().ID, Mail: incident.Envelope{Clock: authority, To: to}}
		try := func(do func(*store.Tx) error) error {
			return p.agent.Write(ctx, model.ActReportIncident,
				func(tx *store.Tx, _ *model.Entry) error { return do(tx) })
		}
		keep := func(tx *store.Tx) error { return incidents.AddMail(tx, m) }
		if err := try(keep); !errors.Is(err, incident.ErrDrill) {
			t.Errorf("the store keeps it: %v", err)
		}
		for _, kind := range []incident.EntryKind{incident.Sent, incident.Unreached, incident.Reported} {
			err := try(func(tx *store.Tx) error {
				e := incident.Entry{Number: p.st.Version + 1, At: p.Now(), Kind: kind,
					Body: incident.Body{Mail: &incident.Mailing{}, Report: &incident.Report{}}}
				_, err := incidents.AddEntry(tx, p.st.Incident, e)
				return err
			})
			if !errors.Is(err, incident.ErrDrill) {
				t.Errorf("the record says %s: %v", kind, err)
			}
		}
		// A program of somebody's own makes it for a real incident first, and moves it.
		other, err := app.Open(ctx, p.agent, facts(p.Desk), false)
		if err != nil {
			t.Fatal(err)
		}
		m.Incident = other.ID
		if err := try(func(tx *store.Tx) error {
			if err := incidents.AddMail(tx, m); err != nil {
				return err
			}
			return tx.DeskRows().Table("incident_mail").Where("id = ?", m.ID).Update("incident_id", p.st.ID).Error
		}); err == nil {
			t.Error("a report was moved to the drill")
		}
		// And one that nobody approved.
		if err := try(keep); err != nil {
			t.Fatal(err)
		}
		if err := outbox.Send(ctx, p.agent, nil); !errors.Is(err, store.ErrNotApproved) {
			t.Errorf("what nobody approved: %v", err)
		}
		if took := p.servers.Taken(t)[m.MessageID]; len(took) != 0 {
			t.Errorf("the server took %q", took)
		}
	})
}

// What waited in a back-up may have gone since: the desk that was restored from it asks a person.
func TestARestoredDeskSendsNoReportAgainUnasked(t *testing.T) {
	p := newPosted(t, "sqlite", false)
	p.did(approve(p.lead, p.st))(t)
	p.did(p.send("restored@person.test"))(t)
	file, place := filepath.Join(t.TempDir(), "backup"), filepath.Join(t.TempDir(), "desk")
	if _, err := backup.Write(p.Store(), ctx, file, false); err != nil {
		t.Fatal(err)
	}
	if m := p.sendAll(t); m.State != dispatch.Handed {
		t.Fatalf("%+v", m)
	}
	if _, err := backup.Restore(ctx, file, place, backup.WithPassword("fang", desktest.Password)); err != nil {
		t.Fatal(err)
	}
	p.Clock.Step(time.Hour)
	back, err := desk.Open(ctx, place, desk.Options{StateDir: t.TempDir(), Now: p.Clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	defer back.Close()
	if p.agent, err = back.SignIn(ctx, "fang", desktest.Password); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		m := p.sendAll(t)
		if m.State != dispatch.Uncertain || m.Why != string(mail.Restored) || !p.told().IsZero() {
			t.Errorf("in the restored desk: %s, %s, told %s", m.State, m.Why, p.told())
		}
		if took := p.servers.Taken(t, m.MessageID)[m.MessageID]; len(took) != 1 {
			t.Errorf("the server took it %d times", len(took))
		}
	}
}

// A report whose row somebody changed is not sent, and says so.
func TestAReportThatSomebodyChangedDoesNotLeave(t *testing.T) {
	p := newPosted(t, "sqlite", false)
	p.did(approve(p.lead, p.st))(t)
	p.did(p.send("changed@person.test"))(t)
	if res := p.Store().Writer(ctx).Exec("UPDATE incident_mail SET mail_sealed = said_sealed"); res.Error != nil {
		t.Fatal(res.Error)
	}
	if err := outbox.Send(ctx, p.agent, nil); !errors.Is(err, store.ErrTampered) {
		t.Errorf("nothing is said of it: %v", err)
	}
	var state string
	if err := p.Store().Reader(ctx).Raw("SELECT state FROM incident_mail").Scan(&state).Error; err != nil {
		t.Fatal(err)
	}
	if state != string(dispatch.Queued) {
		t.Errorf("it is %s", state)
	}
}
