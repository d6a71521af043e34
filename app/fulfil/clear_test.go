package fulfil_test

import (
	"archive/zip"
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/datamap"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/app/packet"
	"orangelab.cn/rightsdesk/app/review"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
)

const attachmentName = "体检报告-王小明.pdf"

// personal is what the desk came to know of the person on the way through these tests.
var personal = []string{"王小明", "wang.ming@163.com", "WM2019", "13812341234", "11010519491231002X", "幸福路 1 号", "请注意",
	"Mary Jones", "体检报告"}

// leaks fails for each personal value that stands in the clear in a file below a folder.
func leaks(t *testing.T, folder string) {
	t.Helper()
	files := 0
	err := filepath.WalkDir(folder, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		files++
		data, err := os.ReadFile(path)
		for _, value := range personal {
			if at := bytes.Index(data, []byte(value)); at >= 0 {
				t.Errorf("%s stands in %s: …%q…", value, e.Name(), data[max(0, at-60):min(len(data), at+80)])
			}
			if strings.Contains(path, value) {
				t.Errorf("%s stands in the name %s", value, path)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if files == 0 {
		t.Errorf("there is nothing in %s", folder)
	}
}

// What a source says when it refuses a row repeats what the row holds.
func TestWhatARefusingSourceSaysStandsNowhereInTheClear(t *testing.T) {
	o := newOffice(t, "sqlite")
	o.exec(t,
		`CREATE TRIGGER refused BEFORE UPDATE ON customer BEGIN SELECT RAISE(ABORT, '请注意: ' || old.name || ' ' || old.email); END`)
	r := o.working(t, model.Deletion)
	o.leaveShared(t, r.ID)
	o.settle(t, r.ID, nil)
	o.signed(t, r.ID)
	o.write(t, r.ID)
	plan, err := change.ReadPlan(ctx, o.agent, r.ID)
	if err != nil {
		t.Fatal(err)
	}
	if plan.Sources[0].State != model.WriteFailed || !strings.Contains(plan.Sources[0].Reason, "a trigger") {
		t.Errorf("%+v", plan.Sources)
	}
	for _, value := range personal {
		if strings.Contains(plan.Sources[0].Reason, value) {
			t.Errorf("staff are shown %s without revealing it: %s", value, plan.Sources[0].Reason)
		}
	}
	leaks(t, o.Address())
	leaks(t, o.StateDir)
}

func TestACopyWithAttachmentsLeavesNothingInTheClear(t *testing.T) {
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	h := newHouse(t, "sqlite")
	if err := datamap.Save(ctx, h.lead, model.Source{Key: "paper", Owner: "Archive"}); err != nil {
		t.Fatal(err)
	}
	r := h.verified(t)
	if err := collect.Collect(ctx, h.agent, desktest.Seen(t, h.agent, r.ID), nil); err != nil {
		t.Fatal(err)
	}
	report := collect.Handed{Name: attachmentName, Mime: "application/pdf", Data: []byte("%PDF 王小明")}
	if _, err := collect.AnswerManual(ctx, h.agent, desktest.Seen(t, h.agent, r.ID), "paper",
		[]collect.Handed{report}); err != nil {
		t.Fatal(err)
	}
	h.released(t, r.ID)
	out := t.TempDir()
	for _, form := range []string{fulfil.FormHTML, fulfil.FormZip} {
		built, err := fulfil.BuildPacket(ctx, h.agent, desktest.Seen(t, h.agent, r.ID), form,
			filepath.Join(out, "copy."+form), packet.Chinese)
		if err != nil {
			t.Fatal(err)
		}
		if len(built.Manifest.Attachments) != 1 || !strings.Contains(built.Manifest.Attachments[0].Name, "王小明") {
			t.Errorf("the manifest forgot the attachment: %+v", built.Manifest.Attachments)
		}
	}
	leaks(t, h.Address())
	leaks(t, h.StateDir)
	leaks(t, out)
	if left, err := os.ReadDir(temporary); err != nil || len(left) != 0 {
		t.Errorf("left in the folder for temporary files: %v, %v", left, err)
	}
	// A zip names its files to everybody.
	z, err := zip.OpenReader(filepath.Join(out, "copy.zip"))
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	for _, f := range z.File {
		if strings.Contains(f.Name, "王小明") || strings.Contains(f.Name, "体检") {
			t.Errorf("the zip shows %s", f.Name)
		}
	}
}

// released takes a collected request up to a copy that may go out.
func (h house) released(t *testing.T, id int64) {
	t.Helper()
	list, err := collect.List(ctx, h.agent, id, model.FindingFilter{SharedOnly: true}, 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range list {
		if _, err := review.Decide(ctx, h.agent, desktest.Seen(t, h.agent, id), f.Seen(), model.LeaveOut,
			collect.Choice{Reason: "hers"}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := review.SendToReview(ctx, h.agent, desktest.Seen(t, h.agent, id)); err != nil {
		t.Fatal(err)
	}
	if list, err = collect.List(ctx, h.lead, id, model.FindingFilter{SharedOnly: true}, 0, 100); err != nil {
		t.Fatal(err)
	}
	for _, f := range list {
		if _, err := review.Agree(ctx, h.lead, desktest.Seen(t, h.lead, id), f.Seen()); err != nil {
			t.Fatal(err)
		}
	}
	digest, err := change.Digest(ctx, h.lead, id)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := review.Release(ctx, h.lead, desktest.Seen(t, h.lead, id), digest); err != nil {
		t.Fatal(err)
	}
}

// A digest stands in the log in the clear. Two desks that hold the same digest of the same plan would let anybody try
// values against it.
func TestADigestTellsNothingToWhoHasNotTheDesksKey(t *testing.T) {
	seen := map[string]bool{}
	for range 2 {
		d := desktest.New(t, "sqlite")
		if err := d.Admin.Read(ctx, model.ActReadMap, func(v *store.View) error {
			for _, purpose := range []string{"plan", "release"} {
				h := v.Digest(purpose)
				h.Write([]byte("the same"))
				seen[string(h.Sum(nil))] = true
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	if len(seen) != 4 {
		t.Errorf("%d digests of 4 differ", len(seen))
	}
}
