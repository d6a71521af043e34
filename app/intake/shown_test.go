package intake_test

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
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

// showFile writes a file and shows it.
func showFile(t *testing.T, s *desk.Session, name, data string) (path string, v intake.Shown) {
	t.Helper()
	path = filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(data), 0o600); err != nil {
		t.Fatal(err)
	}
	v, err := intake.ShowFile(context.Background(), s, path, record.As{})
	if err != nil {
		t.Fatal(err)
	}
	return path, v
}

func show(t *testing.T, s *desk.Session, name, data string) intake.Shown {
	t.Helper()
	_, v := showFile(t, s, name, data)
	return v
}

// proposed is what becomes of every row that nobody decides about.
func proposed(v intake.Shown) (list []intake.Decided) {
	for i, r := range v.Rows {
		list = append(list, intake.Decided{Row: i, Do: r.Proposed()})
	}
	return list
}

func TestOnlyWhatIsNewAndCanBeReadIsTakenWithoutADecision(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		ctx := context.Background()
		s := desktest.New(t, engine).Add(t, "fang", model.RoleAgent)
		first := takeData(t, s, "old.csv",
			"id,kind,name,email\n1,deletion,Ann,ann@example.org\n2,export,Bo,bo@example.org\n").Taken
		v := show(t, s, "new.csv",
			"id,kind,name,email,id_number\n1,deletion,Ann,ann@example.org,\n2,export,Cy,cy@example.org,\n3,export,Di,di@example.org,4.40301E+17\n4,access,Ed,ed@example.org,\nnothing\n")
		var got []intake.Decision
		for _, d := range proposed(v) {
			got = append(got, d.Do)
		}
		want := []intake.Decision{intake.LeaveOut, intake.Undecided, intake.Undecided, intake.TakeIn, intake.Undecided}
		if !slices.Equal(got, want) {
			t.Fatalf("proposed %q, want %q", got, want)
		}
		done, err := intake.TakeShown(ctx, s, v, proposed(v))
		if err != nil || len(done) != 1 || done[0].Row != 3 || done[0].Reference == "" {
			t.Fatalf("%+v %v", done, err)
		}
		if a := arrival(t, s, model.Request{ID: done[0].Request}); a.FileDigest != v.Digest || a.File != "new.csv" {
			t.Errorf("%+v", a)
		}
		done, err = intake.TakeShown(ctx, s, v,
			[]intake.Decided{{Row: 0, Do: intake.TakeIn}, {Row: 1, Do: intake.SameAs}, {Row: 2, Do: intake.TakeWithout},
				{Row: 3, Do: intake.TakeIn}, {Row: 4, Do: intake.TakeIn}, {Row: 9, Do: intake.TakeIn}})
		if err != nil || len(done) != 3 {
			t.Fatalf("%+v %v", done, err)
		}
		if joined := arrival(t, s, first[1]).Joined; done[0].Reference != first[1].Reference || len(joined) != 1 ||
			joined[0].Subject.Email != "cy@example.org" {
			t.Errorf("joined: %+v %+v", done[0], joined)
		}
		without, err := s.Request(ctx, done[1].Request)
		if err != nil || without.Subject.IDNumber != "" || without.Subject.Name != "Di" {
			t.Errorf("without: %+v %v", without, err)
		}
		if doubts := arrival(t, s, without).Doubts; len(doubts) != 1 || doubts[0].Field != "id_number" {
			t.Errorf("without: %+v", doubts)
		}
		if !done[2].Before {
			t.Errorf("what was taken in is taken in again: %+v", done[2])
		}
		for i, r := range show(t, s, "again.csv",
			"id,kind,name,email\n2,export,Cy,cy@example.org\n4,access,Ed,ed@example.org\n").Rows {
			if r.Known != record.Same {
				t.Errorf("row %d is %s", i, r.Known)
			}
		}
	})
}

// A record that was added to another's request is no secret of that request: it can be made a request of its own, with
// its own clock, and nothing of it stays.
func TestARecordThatWasAddedByMistakeBecomesARequestOfItsOwn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		ctx := context.Background()
		s := desktest.New(t, engine).Add(t, "fang", model.RoleAgent)
		first := takeData(t, s, "old.csv", "id,kind,name,email\n1,deletion,Ann,ann@example.org\n").Taken[0]
		const other = "id,kind,received,name,email,text\n1,export,2026-11-20,Bo,bo@example.org,a copy\n"
		v := show(t, s, "new.csv", other)
		if e := v.Rows[0].Earlier; len(e) != 1 || e[0].Said.Subject.Name != "Ann" || e[0].Said.Kind != model.Deletion {
			t.Errorf("shown beside it: %+v", e)
		}
		if _, err := intake.TakeShown(ctx, s, v, []intake.Decided{{Row: 0, Do: intake.SameAs}}); err != nil {
			t.Fatal(err)
		}
		now, err := s.Request(ctx, first.ID)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := intake.Separate(ctx, s, first.Revision(), 0); err == nil {
			t.Error("separated at a version that was not seen")
		}
		own, err := intake.Separate(ctx, s, now.Revision(), 0)
		if err != nil {
			t.Fatal(err)
		}
		if own, err = s.Request(ctx, own.ID); err != nil || own.Subject.Name != "Bo" || own.Kind != model.Export ||
			own.ReceivedAt.In(s.Rules().Location()).Format(time.DateOnly) != "2026-11-20" || own.DueAt.IsZero() ||
			own.Body != "a copy" {
			t.Errorf("%+v %v", own, err)
		}
		if left := arrival(t, s, first).Joined; len(left) != 0 {
			t.Errorf("left behind: %+v", left)
		}
		if r := show(t, s, "again.csv", other).Rows[0]; r.Known != record.Same {
			t.Errorf("again: %s", r.Known)
		}
		now, err = s.Request(ctx, first.ID)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := intake.Separate(ctx, s, now.Revision(), 0); !errors.Is(err, intake.ErrNotJoined) {
			t.Errorf("twice: %v", err)
		}
	})
}

func TestWhatIsTakenIsWhatWasShown(t *testing.T) {
	ctx := context.Background()
	s := desktest.New(t, "sqlite").Add(t, "fang", model.RoleAgent)
	const data = "id,kind,name,email\n1,deletion,Ann,ann@example.org\n"
	path, v := showFile(t, s, "a.csv", data)
	if err := os.WriteFile(path, []byte(strings.Replace(data, "deletion", "export  ", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(path, time.Now(), time.Now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	if done, err := intake.TakeShown(ctx, s, v, proposed(v)); !errors.Is(err, intake.ErrFileChanged) || len(done) > 0 {
		t.Errorf("changed: %+v %v", done, err)
	}
	if err := os.WriteFile(path, []byte(data), 0o600); err != nil {
		t.Fatal(err)
	}
	if done, err := intake.TakeShown(ctx, s, v, proposed(v)); err != nil || len(done) != 1 {
		t.Errorf("as it was: %+v %v", done, err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if _, err := intake.TakeShown(ctx, s, v, proposed(v)); err == nil {
		t.Error("a file that is gone is taken in")
	}
}

// The screen and the command line show one computed value.
func TestAFileIsPrintedAsItIsShown(t *testing.T) {
	s := desktest.New(t, "sqlite").Add(t, "fang", model.RoleAgent)
	takeData(t, s, "old.csv", "id,kind,name,email\n1,deletion,Ann,ann@example.org\n")
	raw, err := json.Marshal(show(t, s, "a.csv",
		"id,kind,name,email\n1,deletion,Ann,ann@example.org\n1,export,Bo,bo@example.org\n2,dance,Cy,cy@example.org\n3,export,Di,di@example.org\n").Preview(s.Rules(), s.Now()))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"line":2,"kind":"deletion"`, `"known":"same"`, `"known":"other content"`,
		`"known":"new"`, `"problems":[{"line":4,"field":"kind"`} {
		if !strings.Contains(string(raw), want) {
			t.Errorf("no %s in %s", want, raw)
		}
	}
}

func TestARecordShowsAsItStandsInItsFile(t *testing.T) {
	s := desktest.New(t, "sqlite").Add(t, "fang", model.RoleAgent)
	v := show(t, s, "a.csv", "title\nid,kind,name,text\n1,deletion,Ann,\"two\nlines\"\n2,dance,Bo,x\n")
	for row, want := range map[int]string{0: "two\nlines", 1: "x"} {
		if c := v.Cells(row); len(c) != 4 || c[3].Value != want || c[2].As != "name" {
			t.Errorf("row %d: %+v", row, c)
		}
	}
}
