package fulfil_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/datamap"
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
	tested, err := datamap.Test(ctx, o.lead, address)
	if err != nil || !slices.Equal(tested.Readable, []string{"guests"}) ||
		!slices.Equal(tested.Denied, []string{"scan.pdf"}) {
		t.Fatalf("the connection: %+v, %v", tested, err)
	}
	left := o.erasedFrom(t, "lists", address, guestLists)
	if got, err := os.ReadFile(path); err != nil || string(got) != held("", "") {
		t.Fatalf("the file holds %q, %v", got, err)
	}
	if !slices.ContainsFunc(left.Failed, func(f string) bool { return strings.HasSuffix(f, "scan.pdf") }) ||
		slices.Contains(left.Failed, "lists") {
		t.Errorf("what was searched: %+v", left)
	}
}
