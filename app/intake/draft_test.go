package intake_test

import (
	"context"
	"errors"
	"os"
	"testing"

	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store/storetest"
)

// A file that somebody looks at is there again where the program ends before they decided, and is gone once they leave
// it.
func TestAFileThatIsOpenOutlivesTheProgram(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		ctx := context.Background()
		d := desktest.New(t, engine)
		s, other := d.Add(t, "fang", model.RoleAgent), d.Add(t, "wei", model.RoleAgent)
		waiting := func(want int) []model.WaitingFile {
			t.Helper()
			list, err := intake.WaitingFiles(ctx, other)
			if err != nil || len(list) != want {
				t.Fatalf("%+v %v", list, err)
			}
			return list
		}
		draft := func(path string, as record.As) intake.Shown {
			t.Helper()
			v, err := intake.ShowFile(ctx, s, path, as)
			if err == nil {
				v, err = intake.Draft(ctx, s, v)
			}
			if err != nil {
				t.Fatal(err)
			}
			return v
		}
		path, _ := showFile(t, s, "store-b.csv", spoiltFile)
		draft(path, record.As{})
		v := draft(path, record.As{Zone: "Asia/Tokyo"})
		if !v.Drafted() || v.Kept() || !waiting(1)[0].Draft() {
			t.Fatalf("%+v", v)
		}
		if err := intake.EndDraft(ctx, s, v); err != nil {
			t.Fatal(err)
		}
		waiting(0)

		// The program ends, the file is gone, and all of it is there, read as it was.
		draft(path, record.As{Zone: "Asia/Tokyo"})
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		if err := s.Lock(ctx); err != nil {
			t.Fatal(err)
		}
		again, err := intake.ShowWaiting(ctx, other, waiting(1)[0].ID)
		if err != nil || len(again.Rows) != 4 || again.As.Zone != "Asia/Tokyo" || !again.Kept() {
			t.Fatalf("%+v %v", again.Rows, err)
		}
		if done, err := intake.TakeShown(ctx, other, again,
			[]intake.Decided{{Row: 0, Do: intake.TakeIn},
				{Row: 3, Do: intake.LeaveOut, Reason: model.LeaveOutNoRequest}}); err != nil || len(done) != 2 {
			t.Fatalf("%+v %v", done, err)
		}
		if list := waiting(1); list[0].Records != 2 || list[0].Draft() {
			t.Errorf("%+v", list)
		}

		// What waits by a decision is neither opened anew nor forgotten by somebody who only looks at the file.
		if err := os.WriteFile(path, []byte(spoiltFile), 0o600); err != nil {
			t.Fatal(err)
		}
		before := len(logOf(t, d)[model.ActKeepFile])
		looked, err := intake.ShowFile(ctx, other, path, record.As{})
		if err == nil {
			looked, err = intake.Draft(ctx, other, looked)
		}
		if err != nil || looked.Drafted() || len(logOf(t, d)[model.ActKeepFile]) != before {
			t.Errorf("%+v %v", looked.Drafted(), err)
		}
		if err := intake.EndDraft(ctx, other, looked); err != nil || waiting(1)[0].Records != 2 {
			t.Error(err)
		}
	})
}

// A draft of which everything was taken in before the program ended asks for nothing any more.
func TestADraftOfWhichAllWasTakenInAsksForNothing(t *testing.T) {
	ctx := context.Background()
	d := desktest.New(t, "sqlite")
	s := d.Add(t, "fang", model.RoleAgent)
	_, v := showFile(t, s, "a.csv", "id,kind,name,email\n1,export,Ann,ann@example.org\n")
	v, err := intake.Draft(ctx, s, v)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := intake.TakeShown(ctx, s, v, []intake.Decided{{Row: 0, Do: intake.TakeIn}}); err != nil {
		t.Fatal(err)
	}
	list, err := intake.WaitingFiles(ctx, s)
	if err != nil || len(list) != 1 {
		t.Fatalf("%+v %v", list, err)
	}
	if _, err := intake.ShowWaiting(ctx, s, list[0].ID); !errors.Is(err, intake.ErrNotWaiting) {
		t.Error(err)
	}
	if list, err = intake.WaitingFiles(ctx, s); err != nil || len(list) != 0 {
		t.Errorf("%+v %v", list, err)
	}
}
