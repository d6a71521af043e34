package source_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"orangelab.cn/rightsdesk/app/intake/workbook"
	"orangelab.cn/rightsdesk/app/source"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/residue"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/trial"
)

// folderOf writes files into a folder of its own and returns it.
func folderOf(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o640); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func gb(t *testing.T, text string) string {
	t.Helper()
	out, err := simplifiedchinese.GB18030.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// mapTried carries out a trial of a data map on one source.
func mapTried(t *testing.T, data, source string, args ...string) printed {
	t.Helper()
	path := filepath.Join(t.TempDir(), "data.yml")
	if err := os.WriteFile(path, []byte(data), 0o600); err != nil {
		t.Fatal(err)
	}
	var out, errOut bytes.Buffer
	status := trial.Command(t.Context(), append([]string{"--dataset", path, "--source", source, "--json"}, args...),
		&out, &errOut)
	return printed{status, out.String(), errOut.String()}
}

const filesData = `dataset:
  - fides_key: files
    collections:
      - name: customers
        fields:
          - {name: id, fides_meta: {primary_key: true}}
          - {name: 邮箱, data_categories: [user.contact.email], fides_meta: {identity: email, data_type: string}}
          - {name: 姓名, data_categories: [user.name], fides_meta: {data_type: string}}
      - name: shop/orders
        fields:
          - {name: customer, fides_meta: {references: [{dataset: files, field: customers.id, direction: from}]}}
          - {name: ship, fides_meta: {data_type: object}, fields: [{name: name, data_categories: [user.name]}, {name: zone}]}
          - {name: note, data_categories: [user.content], fides_meta: {data_type: string}}
      - name: events
        fields:
          - {name: mail, data_categories: [user.contact.email], fides_meta: {identity: email, data_type: string}}
          - {name: opened}
          - {name: n}
`

func folderFiles(t *testing.T) map[string]string {
	return map[string]string{
		"customers.csv": gb(t,
			"id;邮箱;姓名;备注\r\n001;a@b.cn;\"王;小明\";\"他说 \"\"好\"\"\"\r\n\r\n002;x@b.cn;李四;\r\n003;A@B.CN;赵五;七\r\n"),
		"shop/orders.json": "{\n  \"made\": \"2026\",\n  \"list\": 1, \"orders\" : [\n {\"customer\": \"001\", \"ship\": {\"name\": \"王\", \"zone\": 1.50}, \"note\": null},\n {\"customer\":\"002\",\"ship\":{\"name\":\"李\",\"zone\":2}} ]}\n",
		"events.jsonl":     "{\"mail\": \"a@b.cn\", \"opened\": true, \"n\": 1}\n{\"mail\": \"x@b.cn\", \"opened\": false, \"n\": 12345678901234567890}\n",
	}
}

func filesMap() string { return strings.ReplaceAll(filesData, "shop/orders", "shop/orders/orders") }

func TestAPersonIsFoundInAFolderOfFiles(t *testing.T) {
	dir := folderOf(t, folderFiles(t))
	got := mapTried(t, filesMap(), "files=folder:"+dir, "--access", "--identity", "email=a@b.cn", "--spellings").rows(t)
	want := map[string][]map[string]any{
		"files:customers": {{"id": "001", "邮箱": "a@b.cn", "姓名": "王;小明"},
			{"id": "003", "邮箱": "A@B.CN", "姓名": "赵五"}},
		"files:shop/orders/orders": {{"customer": "001",
			"ship": map[string]any{"name": "王", "zone": json.Number("1.50")}, "note": nil}},
		"files:events": {{"mail": "a@b.cn", "opened": true, "n": json.Number("1")}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%v\nwant %v", got, want)
	}
}

func TestWritingAFolderLeavesEverythingElseOfItsFilesAsItIs(t *testing.T) {
	before := folderFiles(t)
	dir := folderOf(t, before)
	args := []string{"--erase", "--strategy", `string_rewrite:{"rewrite_value": "已,删;除"}`, "--identity", "email=a@b.cn"}
	if got := mapTried(t, filesMap(), "files=folder:"+dir, args...); got.status != 0 ||
		!strings.Contains(got.out, `"apart"`) {
		t.Fatalf("%+v", got)
	}
	is := func(want map[string]string) {
		t.Helper()
		for name, text := range want {
			got, err := os.ReadFile(filepath.Join(dir, name))
			if err != nil || string(got) != text {
				t.Errorf("%s holds\n%q, %v, want\n%q", name, got, err, text)
			}
		}
	}
	is(before)
	if got := mapTried(t, filesMap(), "files=folder:"+dir, append(args, "--write")...); got.status != 0 {
		t.Fatalf("%+v", got)
	}
	is(map[string]string{
		"customers.csv": strings.Replace(before["customers.csv"], gb(t, "001;a@b.cn;\"王;小明\""),
			gb(t, "001;\"已,删;除\";\"已,删;除\""), 1),
		"shop/orders.json": strings.Replace(before["shop/orders.json"], `{"name": "王", "zone": 1.50}`,
			`{"name":"已,删;除","zone":1.50}`, 1),
		"events.jsonl": strings.Replace(before["events.jsonl"], "a@b.cn", "已,删;除", 1),
	})
	if info, err := os.Stat(filepath.Join(dir, "customers.csv")); err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("%v, %v", info, err)
	}
	if list, err := filepath.Glob(filepath.Join(dir, ".*")); err != nil || len(list) > 0 {
		t.Errorf("left behind: %q, %v", list, err)
	}
}

func TestRowsOfFilesAreDeletedWhole(t *testing.T) {
	before := folderFiles(t)
	dir := folderOf(t, before)
	if got := mapTried(t, filesMap(), "files=folder:"+dir, "--erase", "--strategy", "delete", "--identity",
		"email=x@b.cn", "--write"); got.status != 0 {
		t.Fatalf("%+v", got)
	}
	for name, gone := range map[string]string{"customers.csv": gb(t, "002;x@b.cn;李四;\r\n"),
		"shop/orders.json": ",\n {\"customer\":\"002\",\"ship\":{\"name\":\"李\",\"zone\":2}}",
		"events.jsonl":     "{\"mail\": \"x@b.cn\", \"opened\": false, \"n\": 12345678901234567890}\n"} {
		got, err := os.ReadFile(filepath.Join(dir, name))
		if want := strings.Replace(before[name], gone, "", 1); err != nil || string(got) != want {
			t.Errorf("%s holds\n%q, %v, want\n%q", name, got, err, want)
		}
	}
}

func TestAFolderIsDraftedAndChecked(t *testing.T) {
	dir := folderOf(t, folderFiles(t))
	var out, errOut bytes.Buffer
	if status := trial.Draft(t.Context(), []string{"files=folder:" + dir}, &out, &errOut); status != 0 {
		t.Fatalf("%d: %s", status, errOut.String())
	}
	for _, want := range []string{"customers", "shop/orders/orders", "user.contact.email", "邮箱"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the draft does not name %q:\n%s", want, out.String())
		}
	}
	path := filepath.Join(t.TempDir(), "data.yml")
	if err := os.WriteFile(path, []byte(strings.Replace(filesMap(), "备注", "x", 1)+"          - {name: nowhere}\n"),
		0o600); err != nil {
		t.Fatal(err)
	}
	out.Reset()
	if status := trial.Check(t.Context(), []string{"--source", "files=folder:" + dir, path}, &out,
		&errOut); status != 1 || !strings.Contains(out.String(), "nowhere") {
		t.Errorf("%d: %s %s", status, out.String(), errOut.String())
	}
}

// searched looks for what remains of an address in a folder.
func searched(t *testing.T, dir string) residue.SearchReport {
	t.Helper()
	datasets := linked(t, d("files", c("customers", "", f("id", pk), f("mail", email))))
	src, err := source.Open(t.Context(), "folder:"+dir)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := src.Close(); err != nil {
			t.Error(err)
		}
	}()
	report, err := residue.Search(t.Context(),
		residue.SearchOptions{Datasets: datasets, Sources: map[string]*sqldb.Source{"files": src},
			Identities: dataset.Identities{"email": {"a@b.cn"}}})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func TestWhatOfAFolderCannotBeReadIsNamed(t *testing.T) {
	outside := folderOf(t, map[string]string{"secret.csv": "id,mail\n9,a@b.cn\n"})
	dir := folderOf(t, map[string]string{"customers.csv": "id,mail\n1,a@b.cn\n",
		"deep/notes.jsonl": "{\"note\": \"from a@b.cn\"}\n", "scan.pdf": "%PDF", "broken.json": "{\"a\": [",
		"quote.csv":   "a,b\n1,\"x\n",
		"unclear.csv": "n\n\xe9\xe8\xff\xfe\n", "twice.csv": "a,A\n1,2\n", "Thumbs.db": "x"})
	if err := os.Symlink(filepath.Join(outside, "secret.csv"), filepath.Join(dir, "linked.csv")); err != nil {
		t.Fatal(err)
	}
	report := searched(t, dir)
	var failed, hits []string
	for _, f := range report.Failed {
		failed = append(failed, f.Collection)
		if !strings.Contains(f.Err.Error(), "cannot") || strings.Contains(f.Err.Error(), "SQL") {
			t.Errorf("%s: %v", f.Collection, f.Err)
		}
	}
	for _, h := range report.Hits {
		hits = append(hits, h.Collection+"."+h.Column)
	}
	slices.Sort(hits)
	if want := []string{"broken.json", "linked.csv", "quote.csv", "scan.pdf", "twice.csv",
		"unclear.csv"}; !slices.Equal(failed, want) {
		t.Errorf("not read: %q, want %q", failed, want)
	}
	if want := []string{"customers.mail", "deep/notes.note"}; !slices.Equal(hits, want) {
		t.Errorf("found in %q, want %q", hits, want)
	}
}

// TestACollectionWhoseFileCannotBeReadSaysWhy: it was said to lack its columns, or to be no table at all.
func TestACollectionWhoseFileCannotBeReadSaysWhy(t *testing.T) {
	for file, want := range map[string]string{
		"[{\"mail\": \"a@b.cn\", \"mail\": \"x@b.cn\"}]": "the name \"mail\" twice",
		"{\"orders\": [{\"a\": 1, \"a\": 2}]}":           "the name \"a\" twice",
		"{\"a\": [":                                      "it is no JSON"} {
		files := folderFiles(t)
		files["events.json"] = file
		delete(files, "events.jsonl")
		data := filesMap()
		if strings.Contains(file, "orders") {
			data = strings.ReplaceAll(data, "name: events", "name: events/orders")
		}
		got := mapTried(t, data, "files=folder:"+folderOf(t, files), "--access", "--identity", "email=a@b.cn")
		if said := got.out + got.errOut; got.status == 0 || !strings.Contains(said, "events.json") ||
			!strings.Contains(strings.ReplaceAll(said, `\"`, `"`), want) {
			t.Errorf("%s: status %d, %s", file, got.status, said)
		}
	}
}

func TestAFileThatWasChangedSinceThePlanIsNotWritten(t *testing.T) {
	dir := folderOf(t, map[string]string{"customers.csv": "id,mail,name\n1,a@b.cn,Wang\n2,x@b.cn,Li\n"})
	datasets := linked(t,
		strings.ReplaceAll(`dataset: [{fides_key: files, collections: [{name: customers, fields: [{name: id, fides_meta: {primary_key: true}},
  {name: mail, data_categories: [user.contact.email], fides_meta: {identity: email}}, {name: name, data_categories: [user.name]}]}]}]`, "\n", ""))
	address := "folder:" + dir
	opts := search.Options{Datasets: datasets, Sources: map[string]*sqldb.Source{},
		Identities: dataset.Identities{"email": {"a@b.cn"}}}
	src, err := source.Open(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	opts.Sources["files"] = src
	erasing := trial.NewErasing(opts, map[string]string{"files": address},
		dataset.Masking{Strategy: dataset.NullRewrite})
	if report, err := erasing.Preview(t.Context()); err != nil || len(erasing.Changes[address]) != 1 {
		t.Fatal(report, err)
		t.Fatal(err)
	}
	if err := src.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "customers.csv")
	for _, tt := range []struct{ name, text, want string }{
		{"another value in the row", "id,mail,name\n1,a@b.cn,Wáng\n2,x@b.cn,Li\n", ""},
		{"another row", "id,mail,name\n3,y@b.cn,Zhao\n1,a@b.cn,Wang\n", "id,mail,name\n3,y@b.cn,Zhao\n1,,\n"},
		{"written already", "id,mail,name\n1,,\n", "id,mail,name\n1,,\n"},
	} {
		if err := os.WriteFile(path, []byte(tt.text), 0o600); err != nil {
			t.Fatal(err)
		}
		err := erasing.Write(t.Context())
		if refused := tt.want == ""; refused != (err != nil) {
			t.Errorf("%s: %v", tt.name, err)
		} else if refused {
			tt.want = tt.text
		}
		if got, err := os.ReadFile(path); err != nil || string(got) != tt.want {
			t.Errorf("%s: %q, %v, want %q", tt.name, got, err, tt.want)
		}
	}
}

func bookOf(t *testing.T, fill func(f *excelize.File) error) string {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for at, v := range map[string]any{"A2": "id", "B2": "mail", "C2": "name", "A3": 1, "B3": "a@b.cn", "C3": "王小明",
		"A4": 2, "B4": "x@b.cn", "C4": "李四", "D4": "left of a@b.cn"} {
		if err := f.SetCellValue("Sheet1", at, v); err != nil {
			t.Fatal(err)
		}
	}
	if err := fill(f); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestAWorkbookInAFolderIsReadAndWritten(t *testing.T) {
	data :=
		`dataset: [{fides_key: files, collections: [{name: people/Sheet1, fields: [{name: id, fides_meta: {primary_key: true}},
  {name: mail, data_categories: [user.contact.email], fides_meta: {identity: email}}, {name: name, data_categories: [user.name]}, {name: D}]}]}]`
	dir := folderOf(t, map[string]string{"people.xlsx": bookOf(t, func(*excelize.File) error { return nil })})
	got := mapTried(t, data, "files=folder:"+dir, "--access", "--identity", "email=a@b.cn").rows(t)
	if want := []map[string]any{{"id": "1", "mail": "a@b.cn", "name": "王小明", "D": nil}}; !reflect.DeepEqual(
		got["files:people/Sheet1"], want) {
		t.Errorf("%v, want %v", got, want)
	}
	for _, strategy := range []string{"null_rewrite", "delete"} {
		if got := mapTried(t, data, "files=folder:"+dir, "--erase", "--strategy", strategy, "--identity",
			map[string]string{"null_rewrite": "email=a@b.cn", "delete": "email=x@b.cn"}[strategy],
			"--write"); got.status != 0 {
			t.Fatalf("%+v", got)
		}
	}
	written, err := os.ReadFile(filepath.Join(dir, "people.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	whole, err := workbook.ReadWhole(written)
	if want := []workbook.Row{{N: 2, Cells: []string{"id", "mail", "name"}},
		{N: 3, Cells: []string{"1"}}}; err != nil || !reflect.DeepEqual(whole.Sheets[0].Rows, want) {
		t.Errorf("%+v, %v", whole, err)
	}
	with := bookOf(t, func(f *excelize.File) error { return f.SetCellFormula("Sheet1", "E3", "B3") })
	dir = folderOf(t, map[string]string{"people.xlsx": with})
	refused := mapTried(t, data, "files=folder:"+dir, "--erase", "--strategy", "null_rewrite", "--identity",
		"email=a@b.cn", "--write")
	if now, err := os.ReadFile(filepath.Join(dir, "people.xlsx")); err != nil || string(now) != with ||
		refused.status != 1 || !strings.Contains(refused.out, `"copies"`) {
		t.Errorf("with a formula: %+v, %v", refused, err)
	}
}
