package compliance

import (
	"context"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	records "orangelab.cn/rightsdesk/app/compliance"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/compliance"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/frame/frametest"
	"orangelab.cn/rightsdesk/ui/part"
)

// on is the screen in a window, once it has read what there is.
func on(t *testing.T, a frametest.App, s *desk.Session) *screen {
	t.Helper()
	f := &frame.Frame{Session: s, Window: test.NewTempWindow(t, nil)}
	sc := newScreen(f, "")
	f.Window.SetContent(sc.body())
	f.Window.Resize(fyne.NewSize(1100, 700))
	sc.reload()
	a.Until(t, "the records", func() bool { return sc.state.Sources != nil })
	return sc
}

func keep(t *testing.T, s *desk.Session, kind string, values map[string]string) compliance.Record {
	t.Helper()
	r, err := records.Keep(context.Background(), s, kind, records.Seen{}, values)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// said is every text in an object, and whether it has a button of that name.
func said(o fyne.CanvasObject, button string) (text string, has bool) {
	var words []string
	for _, x := range test.LaidOutObjects(o) {
		switch x := x.(type) {
		case *part.Button:
			has = has || x.Text == button
		case *part.Paragraph:
			words = append(words, x.Text)
		}
	}
	return strings.Join(words, "\n"), has
}

func TestWhatIsDueShowsWithWhatToDoAboutIt(t *testing.T) {
	a := frametest.New(t)
	d := desktest.New(t, "sqlite")
	fang, jing := d.Add(t, "fang", model.RoleAgent), d.Add(t, "jing", model.RoleLead)
	recipient := map[string]string{"name": "Lion City Messaging", "role": "processor", "country": "SG",
		"purposes": "provide", "categories": "contact", "basis": "entrusted"}
	keep(t, fang, "recipient", recipient)
	keep(t, fang, "drill", map[string]string{"scenario": "Ransom note", "planned": "2026-11-01", "lead": "Jing"})
	keep(t, fang, "drill", map[string]string{"scenario": "Far ahead", "planned": "2027-11-01", "lead": "Jing"})
	s := on(t, a, jing)
	if len(s.rows) != 2 || s.rows[0].flaw != compliance.FlawAbroad || s.rows[1].flaw != compliance.FlawOverdue {
		t.Fatalf("what is due: %+v", s.rows)
	}
	if text, has := said(s.right, "Record…"); !has || !strings.Contains(text, "Singapore") {
		t.Errorf("a recipient abroad says %q, and its button is there: %v", text, has)
	}
	s.search = "lion"
	s.list()
	if len(s.rows) != 1 || s.rows[0].record.Values["name"] != "Lion City Messaging" {
		t.Errorf("a search finds %+v", s.rows)
	}
	s.search = "Singapore"
	if s.list(); len(s.rows) != 1 {
		t.Errorf("a search by the country finds %+v", s.rows)
	}
}

func TestASecondPersonIsOfferedTheApproval(t *testing.T) {
	a := frametest.New(t)
	d := desktest.New(t, "sqlite")
	fang, jing := d.Add(t, "fang", model.RoleAgent), d.Add(t, "jing", model.RoleLead)
	values := map[string]string{"title": "Plan", "type": "plan", "version": "1", "owner": "Jing", "from": "2026-01-01",
		"review": "2027-06-01"}
	keep(t, jing, "document", values)
	for _, c := range []struct {
		who  *desk.Session
		sees bool
	}{{fang, false}, {jing, false}, {d.Admin, true}} {
		s := on(t, a, c.who)
		if _, has := said(s.right, "Approve…"); has != c.sees {
			t.Errorf("%s is offered the approval: %v, want %v", c.who.Staff().Login, has, c.sees)
		}
	}
}
