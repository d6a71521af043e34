package incident_test

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/desk/desktest"
	app "orangelab.cn/rightsdesk/app/incident"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store/storetest"
)

func TestTheRegulatorFileIsThereOnceTheLogTellsOfIt(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := desktest.New(t, engine)
		lead := d.Add(t, "jing", model.RoleLead)
		st, err := app.Open(ctx, lead, facts(d), false)
		if err != nil {
			t.Fatal(err)
		}
		folder := t.TempDir()
		path, err := app.File(ctx, lead, app.SeenOf(st.Incident), folder)
		if err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if name := filepath.Base(path); !strings.HasPrefix(name, st.Reference) || filepath.Ext(name) != ".zip" {
			t.Errorf("it is called %s", name)
		}
		log, err := lead.Log(ctx, 0, 0, 1)
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(data)
		if e := log[0]; e.Action != model.ActFileIncident || e.Detail["sha256"] != hex.EncodeToString(sum[:]) ||
			e.Detail["incident"] != st.Reference {
			t.Errorf("the log has %+v", e)
		}
		d.Clock.Step(time.Minute)
		if _, err := app.Note(ctx, lead, app.SeenOf(st.Incident), "more", d.Now()); err != nil {
			t.Fatal(err)
		}
		if _, err := app.File(ctx, lead, app.SeenOf(st.Incident), folder); !errors.Is(err, app.ErrMovedOn) {
			t.Errorf("a file is made of what was not seen: %v", err)
		}
		if left, err := os.ReadDir(folder); err != nil || len(left) != 1 {
			t.Errorf("the folder holds %v, %v", left, err)
		}
	})
}
