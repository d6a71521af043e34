package intake_test

import (
	"context"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store/storetest"
)

const spoiltFile = "id,kind,name,email,id_number\n1,export,Ann,ann@example.org,\n2,export,Bo,bo@example.org,4.40301E+17\n3,dance,Cy,cy@example.org,\nnothing\n"

// What nobody decided about stays with the desk, sealed, and is decided later in the same form.
func TestUndecidedRecordsWaitAtTheDesk(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		ctx := context.Background()
		d := desktest.New(t, engine)
		s, other := d.Add(t, "fang", model.RoleAgent), d.Add(t, "wei", model.RoleAgent)
		path, v := showFile(t, s, "store-b.csv", spoiltFile)
		v, err := intake.Keep(ctx, s, v, []int{0, 1, 2, 3})
		if err != nil {
			t.Fatal(err)
		}
		if done, err := intake.TakeShown(ctx, s, v, []intake.Decided{{Row: 0, Do: intake.TakeIn}}); err != nil ||
			len(done) != 1 {
			t.Fatalf("%+v %v", done, err)
		}
		if err := os.Remove(path); err != nil { // the desk is its keeper now
			t.Fatal(err)
		}
		list, err := intake.WaitingFiles(ctx, other)
		if err != nil || len(list) != 1 || list[0].Records != 3 || list[0].Head.File != "store-b.csv" ||
			list[0].By != s.Staff().ID || list[0].At.IsZero() {
			t.Fatalf("%+v %v", list, err)
		}
		counts, err := s.Counts(ctx)
		if err != nil || counts["received"] != 2 { // the request, and the file
			t.Errorf("%+v %v", counts, err)
		}
		later, err := intake.ShowWaiting(ctx, other, list[0].ID)
		if err != nil || len(later.Rows) != 3 || later.Rows[0].Line != 3 ||
			later.Rows[2].Proposed() != intake.Undecided || !later.Kept() {
			t.Fatalf("%+v %v", later.Rows, err)
		}
		if cells := later.Cells(0); len(cells) != 5 || cells[4].Value != "4.40301E+17" {
			t.Errorf("%+v", cells)
		}
		// Left out without a reason it goes on waiting.
		decided := []intake.Decided{{Row: 0, Do: intake.TakeWithout}, {Row: 1, Do: intake.LeaveOut},
			{Row: 2, Do: intake.LeaveOut, Reason: model.LeaveOutSentAgain}}
		if done, err := intake.TakeShown(ctx, other, later, decided); err != nil || len(done) != 2 {
			t.Fatalf("%+v %v", done, err)
		}
		if list, err = intake.WaitingFiles(ctx, s); err != nil || len(list) != 1 || list[0].Records != 1 {
			t.Fatalf("%+v %v", list, err)
		}
		// What a colleague decided meanwhile is not done again, and is nobody's fault.
		if done, err := intake.TakeShown(ctx, s, later,
			[]intake.Decided{{Row: 0, Do: intake.TakeWithout}}); err != nil || len(done) != 1 || !done[0].Before {
			t.Errorf("%+v %v", done, err)
		}
		if _, err := intake.TakeShown(ctx, s, later,
			[]intake.Decided{{Row: 1, Do: intake.LeaveOut, Reason: model.LeaveOutNoRequest}}); err != nil {
			t.Fatal(err)
		}
		if list, err = intake.WaitingFiles(ctx, s); err != nil || len(list) != 0 {
			t.Errorf("%+v %v", list, err)
		}
		if _, err := intake.ShowWaiting(ctx, s, later.ID()); !errors.Is(err, intake.ErrNotWaiting) {
			t.Errorf("decided and still shown: %v", err)
		}
		entries := logOf(t, d)
		if n := len(entries[model.ActLeaveOut]); n != 2 || entries[model.ActLeaveOut][0].Detail["left_out"] == "" ||
			len(entries[model.ActKeepFile]) != 1 {
			t.Errorf("%+v", entries)
		}
	})
}

// The command line keeps what it cannot read in the same place, before it takes anything in.
func TestWhatTheCommandLineCannotReadWaitsToo(t *testing.T) {
	ctx := context.Background()
	s := desktest.New(t, "sqlite").Add(t, "fang", model.RoleAgent)
	for range 2 { // the same file twice waits once
		r, err := intake.TakeData(ctx, s, "b.csv", []byte(spoiltFile), record.As{})
		if err != nil || !slices.Equal(r.Waiting, []int{3, 4, 5}) || len(r.Problems) != 3 {
			t.Fatalf("%+v %v", r, err)
		}
	}
	list, err := intake.WaitingFiles(ctx, s)
	if err != nil || len(list) != 1 || list[0].Records != 3 {
		t.Fatalf("%+v %v", list, err)
	}
	v, err := intake.ShowWaiting(ctx, s, list[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := intake.TakeShown(ctx, s, v, []intake.Decided{{Row: 0, Do: intake.TakeWithout}}); err != nil {
		t.Fatal(err)
	}
	if r, err := intake.TakeData(ctx, s, "b.csv", []byte(spoiltFile), record.As{}); err != nil ||
		!slices.Equal(r.Waiting, []int{4, 5}) {
		t.Errorf("what was decided waits again: %+v %v", r, err)
	}
}

func TestASpoiltNumberIsTypedFromThePaper(t *testing.T) {
	ctx := context.Background()
	d := desktest.New(t, "sqlite")
	s := d.Add(t, "fang", model.RoleAgent)
	const file = "id,kind,name,email,phone,account,id_number\n1,export,Ann,ann@example.org,,,4.40301E+17\n2,export,Bo,bo@example.org,,,110105194912310000\n3,export,Cy,cy@example.org,1.38E+10,,\n4,export,Di,di@example.org,,123456789012345000,\n5,export,Ed,ed@example.org,,3月4日,\n6,export,Flo,flo@example.org,,A-17,\n"
	v := show(t, s, "a.csv", file)
	for row, want := range []string{"id_number", "id_number", "phone", "account", "account", ""} {
		if got := strings.Join(v.Rows[row].Spoilt(), " "); got != want ||
			(want != "") != slices.Contains(v.Rows[row].Choices(), intake.TakeTyped) {
			t.Errorf("row %d: spoilt %q, choices %q", row, got, v.Rows[row].Choices())
		}
	}
	for _, tt := range []struct {
		row          int
		field, typed string
	}{{0, "id_number", "110105194912310021"}, {0, "id_number", ""}, {1, "id_number", "4.40301E+17"}, {2, "phone", "12"},
		{3, "account", "123456789012345000"}, {0, "account", "x"}, {5, "account", "x"}} {
		done, err := intake.TakeShown(ctx, s, v,
			[]intake.Decided{{Row: tt.row, Do: intake.TakeTyped, Typed: map[string]string{tt.field: tt.typed}}})
		var field *record.FieldError
		if len(done) > 0 || tt.row != 5 && !errors.As(err, &field) {
			t.Errorf("%+v is taken: %+v %v", tt, done, err)
		}
	}
	done, err := intake.TakeShown(ctx, s, v,
		[]intake.Decided{{Row: 0, Do: intake.TakeTyped, Typed: map[string]string{"id_number": " 11010519491231002x"}},
			{Row: 2, Do: intake.TakeTyped, Typed: map[string]string{"phone": "13800000003"}},
			{Row: 4, Do: intake.TakeTyped, Typed: map[string]string{"account": "3-4"}}})
	if err != nil || len(done) != 3 {
		t.Fatalf("%+v %v", done, err)
	}
	var got []string
	for i, b := range done {
		r, err := s.Request(ctx, b.Request)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, r.Subject.IDNumber+r.Subject.Phone+r.Subject.Account)
		doubts := arrival(t, s, r).Doubts
		if said := []string{"4.40301E+17", "1.38E+10", "3月4日"}[i]; len(doubts) != 1 ||
			!slices.Contains(doubts[0].Values, any(said)) {
			t.Errorf("%+v does not say that the file said %s", doubts, said)
		}
	}
	if want := []string{"11010519491231002X", "13800000003", "3-4"}; !slices.EqualFunc(got, want, strings.EqualFold) {
		t.Errorf("%q, want %q", got, want)
	}
	for i, r := range show(t, s, "a.csv", file).Rows { // typed or not, it is the record of the file
		if (r.Known == record.Same) != (i == 0 || i == 2 || i == 4) {
			t.Errorf("again, row %d is %q", i, r.Known)
		}
	}
	typed := 0
	for _, e := range logOf(t, d)[model.ActTakeRequest] {
		if e.Detail["typed"] != nil {
			typed++
		}
	}
	if typed != 3 {
		t.Errorf("%d entries say that something was typed", typed)
	}
}

// A time without a zone is meant where the desk is, unless staff say where.
func TestTimesOfAFileAreInTheZoneThatIsSaid(t *testing.T) {
	ctx := context.Background()
	s := desktest.New(t, "sqlite").Add(t, "fang", model.RoleAgent)
	path, v := showFile(t, s, "a.csv",
		"id,kind,received,name,email\n1,export,2026-11-20 09:30,Ann,ann@example.org\n2,export,2026-11-20T09:30:00+08:00,Bo,bo@example.org\n")
	if v.As.Zone != s.Rules().Location().String() {
		t.Errorf("read in %q", v.As.Zone)
	}
	for zone, want := range map[string]string{"Europe/Berlin": "2026-11-20 08:30", "UTC+8": "2026-11-20 01:30",
		"-03:30": "2026-11-20 13:00"} {
		v, err := intake.ShowFile(ctx, s, path, record.As{Zone: zone})
		if err != nil || len(v.Submissions) != 2 ||
			v.Submissions[0].ReceivedAt.UTC().Format("2006-01-02 15:04") != want ||
			v.Submissions[1].ReceivedAt.UTC().Format("15:04") != "01:30" {
			t.Errorf("%s: %+v %v", zone, v.Submissions, err)
		}
	}
	if v, err := intake.ShowFile(ctx, s, path, record.As{Zone: "Mars/Olympus"}); err != nil || len(v.Submissions) > 0 ||
		!strings.Contains(v.Problems[0].Err.Error(), "Mars/Olympus") {
		t.Errorf("%+v %v", v.Problems, err)
	}
}

// logOf is the log of a desk by action.
func logOf(t *testing.T, d *desktest.Desk) map[model.Action][]model.Entry {
	t.Helper()
	auditor := d.Add(t, "auditor"+time.Now().Format("150405.000000"), model.RoleAuditor)
	list, err := auditor.Log(context.Background(), 0, 0, 200)
	if err != nil {
		t.Fatal(err)
	}
	by := map[model.Action][]model.Entry{}
	for _, e := range list {
		by[e.Action] = append(by[e.Action], e)
	}
	return by
}

// TestEveryValueThatCannotBeReadIsTypedInPlace: the day, the name, the address, the kind and the day of birth as well
// as a number.
func TestEveryValueThatCannotBeReadIsTypedInPlace(t *testing.T) {
	ctx := context.Background()
	d := desktest.New(t, "sqlite")
	s := d.Add(t, "fang", model.RoleAgent)
	const file = "id,kind,name,email,received,birth_date,requester,requester_name\n" +
		"1,export,Ann,ann@example.org,yesterday,,,\n2,export,Bo,bo at example,,,,\n3,nonsense,Cy,cy@example.org,,,,\n4,export,Di,di@example.org,,in May,,\n" +
		"5,export,,,,,,\n6,export,Ed,ed@example.org,,,guardian,\n7,export,Flo,flo@example.org,,,,\n"
	v := show(t, s, "a.csv", file)
	typed := []struct{ field, wrong, right string }{{"received", "tomorrow or so", "2026-11-03 09:30"},
		{"email", "bo", "bo@example.org"}, {"kind", "nonsense", string(model.Deletion)},
		{"birth_date", "May", "2001-05-31"}, {"subject", " ", "Dora"}, {"requester_name", "", "Ed's mother"}}
	var decided []intake.Decided
	for row, tt := range typed {
		if got := v.Rows[row].Typable(); !slices.Contains(got, tt.field) ||
			!slices.Contains(v.Rows[row].Choices(), intake.TakeTyped) {
			t.Fatalf("row %d: %q can be typed, choices %q; problem %v", row, got, v.Rows[row].Choices(),
				v.Rows[row].Problem)
		}
		var field *record.FieldError
		if _, err := v.Rows[row].WithTyped(map[string]string{tt.field: tt.wrong}, s.Now(),
			s.Rules().Location()); !errors.As(err, &field) {
			t.Errorf("%s: %q is taken: %v", tt.field, tt.wrong, err)
		}
		decided = append(decided,
			intake.Decided{Row: row, Do: intake.TakeTyped, Typed: map[string]string{tt.field: tt.right}})
	}
	if got := v.Rows[6].Typable(); len(got) > 0 {
		t.Errorf("of a sound row %q can be typed", got)
	}
	done, err := intake.TakeShown(ctx, s, v, decided)
	if err != nil || len(done) != len(typed) {
		t.Fatalf("%+v %v", done, err)
	}
	for i, want := range []func(model.Request) bool{
		func(r model.Request) bool {
			return r.ReceivedAt.Equal(time.Date(2026, 11, 3, 9, 30, 0, 0, s.Rules().Location()))
		},
		func(r model.Request) bool { return r.Subject.Email == "bo@example.org" },
		func(r model.Request) bool { return r.Kind == model.Deletion },
		func(r model.Request) bool { return r.Subject.BirthDate == "2001-05-31" },
		func(r model.Request) bool { return r.Subject.Name == "Dora" },
		func(r model.Request) bool { return r.Requester.Name == "Ed's mother" },
	} {
		if r, err := s.Request(ctx, done[i].Request); err != nil || !want(r) {
			t.Errorf("%s: taken as %+v %v", typed[i].field, r, err)
		}
	}
}
