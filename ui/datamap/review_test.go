package datamap

import (
	"context"
	"database/sql"
	"path/filepath"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"orangelab.cn/rightsdesk/app/datamap"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/mapreview"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/frame/frametest"
	"orangelab.cn/rightsdesk/ui/part"
)

// reviewSeat shows the review of a small source to a lead.
func reviewSeat(t *testing.T) (frametest.App, *review) {
	t.Helper()
	ctx, path := context.Background(), filepath.Join(t.TempDir(), "club.sqlite")
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, s := range []string{
		"CREATE TABLE member (id INTEGER PRIMARY KEY, email VARCHAR(80), full_name VARCHAR(60), status TINYINT)",
		"CREATE TABLE visit (id INTEGER PRIMARY KEY, member_id INTEGER, ip_address VARCHAR(40))",
		"INSERT INTO member VALUES (3011, 'wang@person.test', '王小明', 1)",
		"INSERT INTO visit VALUES (1, 3011, '192.0.2.7')"} {
		if _, err := db.Exec(s); err != nil {
			t.Fatal(err)
		}
	}
	a := frametest.New(t)
	a.Settings().SetTheme(part.NewTheme(false))
	lead := desktest.New(t, "sqlite").Add(t, "jing", model.RoleLead)
	if err := datamap.Save(ctx, lead, model.Source{Key: "club", Address: "sqlite:" + path, Owner: "somebody"}); err !=
		nil {
		t.Fatal(err)
	}
	if err := datamap.TakeStock(ctx, lead, model.Source{Key: "club", Version: 1}, "en"); err != nil {
		t.Fatal(err)
	}
	f := &frame.Frame{Session: lead, Window: test.NewTempWindow(t, nil), ShowTask: func(frame.Task) {}}
	r := &review{frame: f, folded: map[string]bool{}, samples: map[string]sample{}, column: -1}
	shown, err := datamap.ReadReview(ctx, lead, "club")
	if err != nil {
		t.Fatal(err)
	}
	r.show(shown)
	f.Window.SetContent(r.Body())
	f.Window.Resize(fyne.NewSize(1440, 900))
	return a, r
}

// kept is the review as the desk keeps it.
func kept(t *testing.T, r *review) datamap.Review {
	t.Helper()
	shown, err := datamap.ReadReview(context.Background(), r.frame.Session, "club")
	if err != nil {
		t.Fatal(err)
	}
	return shown
}

// Whoever is sure of columns does not wait for each to be kept: every key counts, in its order.
func TestColumnsAreSettledFasterThanTheyAreKept(t *testing.T) {
	a, r := reviewSeat(t)
	if r.table != "member" && r.table != "visit" || len(r.shown.Tables) != 2 {
		t.Fatalf("%q of %+v", r.table, r.shown.Tables)
	}
	for range 3 {
		r.accept()
	}
	table, column := r.table, r.selected().Name
	r.notPersonal()
	if got := r.shown.Coverage; got.Settled != 4 {
		t.Errorf("the screen says %+v at once", got)
	}
	r.takeBack()
	a.Until(t, "all is kept", func() bool {
		return !r.keeping && len(r.waiting) == 0 && kept(t, r).Coverage.Settled == 3
	})
	if c := r.selected(); r.table != table || c == nil || c.Name != column {
		t.Errorf("what was taken back is %s.%s, and the screen looks at %s, %v", table, column, r.table, c)
	}
	states := map[mapreview.State]int{}
	for _, tb := range kept(t, r).Tables {
		for _, c := range tb.Columns {
			states[c.State]++
		}
	}
	if states[mapreview.Accepted] != 3 || states[mapreview.NotPersonal] != 0 {
		t.Errorf("kept: %v", states)
	}
}

func TestAReviewIsGoneThroughAndPutInUseByTheNextStepAlone(t *testing.T) {
	a, r := reviewSeat(t)
	for range r.shown.Tables {
		if !r.Run(part.CmdNextStep) {
			t.Fatal("the next step cannot be done")
		}
	}
	a.Until(t, "everything is settled", func() bool {
		return !r.keeping && kept(t, r).Coverage.Whole() && r.shown.Coverage.Whole() &&
			r.shown.Tables[0].Columns[0].At.Year() > 2000
	})
	r.draw()
	if !r.Run(part.CmdNextStep) {
		t.Fatal("it cannot be put in use")
	}
	a.Until(t, "it is in use", func() bool { return kept(t, r).InUse })
}

// The letter that opens the box is no part of what is typed into it.
func TestTheKeyThatAsksWhatAColumnHoldsStandsInNoField(t *testing.T) {
	a, r := reviewSeat(t)
	if !r.Run(part.CmdEncoding) {
		t.Fatal("the key does nothing")
	}
	if r.frame.Window.Canvas().Overlays().Top() != nil {
		t.Error("the box opens before the key is done with")
	}
	a.Until(t, "the box is open", func() bool { return r.frame.Window.Canvas().Overlays().Top() != nil })
}

func TestACategoryIsChosenByWhatPeopleCallIt(t *testing.T) {
	a, r := reviewSeat(t)
	if !r.Run(part.CmdEncoding) {
		t.Fatal("the key does nothing")
	}
	c := r.frame.Window.Canvas()
	a.Until(t, "the box is open", func() bool { return c.Overlays().Top() != nil })
	box := c.Overlays().Top()
	var category *part.Entry
	var choose *part.Button
	for _, o := range test.LaidOutObjects(box) {
		if e, is := o.(*part.Entry); is && category == nil {
			category = e
		}
		if b, is := o.(*part.Button); is && b.Text == "Choose…" {
			choose = b
		}
	}
	if category == nil || choose == nil {
		t.Fatal("no category is asked")
	}
	test.Tap(choose)
	test.Type(c.Focused(), "phone num")
	c.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if category.Text != "user.contact.phone_number" || c.Overlays().Top() != box {
		t.Errorf("%q", category.Text)
	}
}

// TestTheListStaysWhileColumnsAreSettled: as doubts became fewer a table went down under the hand of whoever settled
// it, and why a column was guessed stood on beside what somebody said of it instead.
func TestTheListStaysWhileColumnsAreSettled(t *testing.T) {
	a, r := reviewSeat(t)
	name := func() (list []string) {
		for _, row := range r.rows {
			if row.table != nil {
				list = append(list, row.table.Name)
			}
		}
		return list
	}
	// The other order of equal tables: as if the second had had more to doubt before.
	slices.Reverse(r.shown.Tables)
	r.draw()
	before := name()
	r.choose(before[0])
	column := r.selected().Name
	r.notPersonal()
	a.Until(t, "it is kept", func() bool { return len(r.undo) == 1 && !r.keeping })
	r.reload()
	reread := false
	a.Until(t, "it is read anew", func() bool {
		for _, c := range r.shown.Table(before[0]).Columns {
			reread = reread || c.Name == column && !c.At.IsZero()
		}
		return reread
	})
	if got := name(); !slices.Equal(got, before) {
		t.Errorf("the tables were %v and are %v", before, got)
	}
	for _, c := range r.shown.Table(before[0]).Columns {
		if c.Name == column && len(c.Reasons) > 0 {
			t.Errorf("%s is not personal, because of %v", column, c.Reasons)
		}
	}
}
