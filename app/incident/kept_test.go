package incident_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/desk/desktest"
	app "orangelab.cn/rightsdesk/app/incident"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/incident"
	files "orangelab.cn/rightsdesk/model/kept"
	"orangelab.cn/rightsdesk/store/storetest"
)

func TestEvidenceIsKeptAsItIsAndStays(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := desktest.New(t, engine)
		agent, auditor := d.Add(t, "fang", model.RoleAgent), d.Add(t, "audit", model.RoleAuditor)
		st, err := app.Open(ctx, agent, facts(d), false)
		if err != nil {
			t.Fatal(err)
		}
		secret := []byte("203.0.113.9 GET /export.csv 200 plainly readable")
		path := filepath.Join(t.TempDir(), "access.log")
		if err := os.WriteFile(path, secret, 0o600); err != nil {
			t.Fatal(err)
		}
		keep := func(path, shows string, at time.Time) error {
			next, err := app.Keep(ctx, agent, app.SeenOf(st.Incident), path, shows, at)
			if err == nil {
				st = next
			}
			return err
		}
		if err := keep(path, " ", d.Now()); !errors.Is(err, incident.ErrEvidence) {
			t.Errorf("shows nothing: %v", err)
		}
		if err := keep(path, "Who opened the link", d.Now().Add(time.Hour)); !errors.Is(err, incident.ErrDone) {
			t.Errorf("secured in the future: %v", err)
		}
		empty := filepath.Join(t.TempDir(), "empty")
		if err := os.WriteFile(empty, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := keep(empty, "Nothing", d.Now()); !errors.Is(err, files.ErrSize) {
			t.Errorf("an empty file: %v", err)
		}
		if err := keep(filepath.Dir(path), "A folder", d.Now()); err == nil {
			t.Error("a folder is kept")
		}
		if err := keep(path, "Who opened the link", d.Now()); err != nil {
			t.Fatal(err)
		}
		if _, err := app.Keep(ctx, auditor, app.SeenOf(st.Incident), path, "x", d.Now()); err == nil {
			t.Error("an auditor keeps evidence")
		}
		kept := st.Kept()
		if len(kept) != 1 || kept[0].Body.Evidence.Name != "access.log" {
			t.Fatalf("%+v", kept)
		}
		f := kept[0].Body.Evidence.File
		if got, err := app.Kept(ctx, auditor, st.ID, f); err != nil || !bytes.Equal(got, secret) {
			t.Errorf("%q, %v", got, err)
		}
		other, err := app.Open(ctx, agent, facts(d), false)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := app.Kept(ctx, agent, other.ID, f); err == nil {
			t.Error("read as another incident's")
		}
		for _, statement := range []string{"DELETE FROM incident_file", "UPDATE incident_file SET incident_id = 2"} {
			if res := d.Store().Writer(ctx).Exec(statement); res.Error == nil {
				t.Errorf("%s: the database lets it happen", statement)
			}
		}
	})
}
