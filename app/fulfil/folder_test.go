package fulfil_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/datamap"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/result"
	sourcechange "orangelab.cn/rightsdesk/app/source/change"
	"orangelab.cn/rightsdesk/model"
)

const guestLists = `dataset:
  - fides_key: lists
    collections:
      - name: guests
        fields:
          - {name: mail, data_categories: [user.contact.email], fides_meta: {identity: email, data_type: string}}
          - {name: name, data_categories: [user.name]}
          - {name: seat}
`

func TestAFolderOfFilesIsCollectedPlannedWrittenAndSearchedForWhatRemains(t *testing.T) {
	o := newOffice(t, "sqlite")
	dir := t.TempDir()
	path := filepath.Join(dir, "guests.csv")
	held := func(mail, name string) string {
		return "mail,name,seat\r\n" + mail + "," + name + ",7\r\nother@example.com,Zhao,8\r\n"
	}
	if err := os.WriteFile(path, []byte(held("wang.ming@163.com", "Mimi")), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "scan.pdf"), []byte("%PDF"), 0o600); err != nil {
		t.Fatal(err)
	}
	address := "folder:" + dir
	if err := datamap.Save(ctx, o.lead, model.Source{Key: "lists", Owner: "Door", Address: address, WriteAddress: address, Dataset: guestLists}); err != nil {
		t.Fatal(err)
	}
	tested, err := datamap.Test(ctx, o.lead, address)
	if err != nil || !slices.Equal(tested.Readable, []string{"guests"}) || !slices.Equal(tested.Denied, []string{"scan.pdf"}) {
		t.Fatalf("the connection: %+v, %v", tested, err)
	}
	r := o.working(t, model.Deletion)
	o.settle(t, r.ID, nil)
	o.leaveShared(t, r.ID)
	plan := o.signed(t, r.ID)
	if !slices.ContainsFunc(plan.Notes.Obstacles, func(x sourcechange.Obstacle) bool { return x.Reason == sourcechange.Apart }) {
		t.Errorf("the plan does not say that files are written one by one: %+v", plan.Notes.Obstacles)
	}
	o.write(t, r.ID)
	if got, err := os.ReadFile(path); err != nil || string(got) != held("", "") {
		t.Fatalf("the file holds %q, %v", got, err)
	}
	cert, err := result.Certify(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), nil)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(cert.Residue.Failed, func(f string) bool { return strings.HasSuffix(f, "scan.pdf") }) || slices.Contains(cert.Residue.Failed, "lists") {
		t.Errorf("what was searched: %+v", cert.Residue)
	}
}
