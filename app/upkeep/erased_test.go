package upkeep_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/upkeep"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/backup"
	"orangelab.cn/rightsdesk/store/requests"
)

func TestARestoredDeskLearnsWhatWasErasedSince(t *testing.T) {
	ctx := t.Context()
	d := desktest.New(t, "sqlite")
	jing := d.Add(t, "jing", model.RoleLead)
	folder := t.TempDir()
	erase := func(r model.Request) {
		t.Helper()
		if err := jing.Write(ctx, model.ActWritePlan, func(tx *store.Tx, entry *model.Entry) error {
			entry.RequestID = r.ID
			return requests.AddErased(tx, r.Subject, r.Reference, d.Now())
		}); err != nil {
			t.Fatal(err)
		}
	}
	person := func(name, email string) model.Request {
		sub := desktest.Submission()
		sub.Subject = model.Subject{Name: name, Email: email}
		return d.Take(t, jing, sub)
	}
	before, since := person("Ann", "ann@example.com"), person("Bob", "bob@example.com")
	erase(before)
	if err := upkeep.SaveBackups(ctx, d.Admin, folder, 24*time.Hour, 9); err != nil {
		t.Fatal(err)
	}
	backUp := func() {
		t.Helper()
		d.Clock.Step(time.Minute)
		if _, err := upkeep.BackUp(ctx, d.Admin); err != nil {
			t.Fatal(err)
		}
	}
	backUp()
	later := person("Cid", "cid@example.com")
	erase(since)
	erase(later)
	backUp()

	files, err := filepath.Glob(filepath.Join(folder, "*"))
	if err != nil || len(files) != 4 {
		t.Fatal(files, err)
	}
	ledger, err := os.ReadFile(files[3])
	if err != nil || !strings.HasSuffix(files[3], ".erased") {
		t.Fatal(files[3], err)
	}
	for _, value := range []string{"Bob", "bob@example.com", "Cid", "cid@"} {
		if strings.Contains(string(ledger), value) {
			t.Errorf("the ledger holds %s", value)
		}
	}
	place := t.TempDir()
	if _, err := backup.Restore(ctx, files[0], place, backup.WithPassword("jing", desktest.Password)); err != nil {
		t.Fatal(err)
	}
	restored := desktest.OpenAt(t, place, d.Clock.Now)
	s, err := restored.SignIn(ctx, "jing", desktest.Password)
	if err != nil {
		t.Fatal(err)
	}
	for what, text := range map[string]string{"nothing": "",
		"another line": strings.Replace(string(ledger), since.Reference, later.Reference, 1),
		"a row less":   strings.Replace(string(ledger), strings.SplitAfter(string(ledger), "\n")[1], "", 1)} {
		if _, err := upkeep.EraseAgain(ctx, s, text); !errors.Is(err, requests.ErrLedgerFile) {
			t.Errorf("%s: %v", what, err)
		}
	}
	again, err := upkeep.EraseAgain(ctx, s, string(ledger))
	if err != nil || len(again) != 2 || again[0].Reference != since.Reference || !again[0].Known ||
		again[1].Reference != later.Reference || again[1].Known {
		t.Fatalf("again: %+v, %v", again, err)
	}
	if err := s.Read(ctx, model.ActCompareLedger, func(v *store.View) error {
		l, err := requests.OpenLedger(v)
		if err == nil && l.Len() != 2 {
			t.Errorf("%d identities in the ledger of the restored desk", l.Len())
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if again, err = upkeep.EraseAgain(ctx, s, string(ledger)); err != nil || len(again) != 1 {
		t.Errorf("once more: %+v, %v", again, err)
	}
}
