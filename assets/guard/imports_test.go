package guard

import (
	"go/parser"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "orangelab.cn/rightsdesk"

// floors are the floors of the house: imports go down or stay on their own floor, never up.
var floors = map[string]int{"assets": 0, "docs": 0, "private": 0, "model": 1, "store": 2, "app": 3, "ui": 4,
	"packaging": 5, "main": 5}

func floor(path string) string {
	first, _, below := strings.Cut(path, "/")
	if !below {
		return "main"
	}
	return first
}

const unkeyed = "what is approved is digested with the desk's key (store.View.Digest): a plain hash of a short value is guessed"

// deskless are the imports of what knows nothing of how the desk is kept.
var deskless = []string{module + "/store", module + "/app/desk"}

const reads = "what reads files knows nothing of how the desk is kept; the session's part of intake lies in app/intake itself"

// forbidden are imports that a folder must not have, by the beginning of the import path.
var forbidden = []struct {
	folder string
	not    []string
	except []string
	why    string
}{
	{"app/source/", []string{module + "/store", module + "/app/desk"}, nil,
		"the data map knows nothing of requests and of how the desk is kept"},
	{"app/intake/style/", deskless, nil, reads},
	{"app/intake/record/", deskless, nil, reads},
	{"app/intake/mail/", deskless, nil, reads},
	{"app/intake/sheet/", deskless, nil, reads},
	{"app/intake/workbook/", deskless, nil, reads},
	{"app/intake/protocol/", deskless, nil, reads},
	{"app/packet/", []string{module + "/store", module + "/app/desk"}, nil,
		"the packet knows nothing of how the desk is kept"},
	{"app/letter/", []string{module + "/store", module + "/app/desk"}, nil,
		"the letters know nothing of how the desk is kept"},
	{"app/mail/", []string{module + "/store", module + "/app/desk"}, nil, "mail knows nothing of how the desk is kept"},
	{"app/", []string{"fyne.io/"}, nil, "what staff can do needs no window"},
	{"app/change/approval.go", []string{"crypto/"}, nil, unkeyed},
	{"app/change/plan.go", []string{"crypto/"}, nil, unkeyed},
	{"app/change/write.go", []string{"crypto/"}, nil, unkeyed},
	{"store/", []string{"fyne.io/"}, nil, "the store needs no window"},
	{"model/", []string{"fyne.io/", "gorm.io/", "os", "net", "net/", "database/", "io", "io/"},
		[]string{"net/mail", "net/netip", "net/url"}, "the model is pure: no I/O, no database, no window"},
	{"assets/", []string{module, "fyne.io/", "gorm.io/"}, nil, "assets are data"},
	{"ui/", []string{"gorm.io/", "database/sql"}, nil, "the window writes only through app"},
	{"ui/", []string{module + "/store"}, nil, "the window shows values of app and of the model"},
	{"ui/", []string{"fyne.io/fyne/v2/dialog"}, nil,
		"there is one kind of dialog, part.Dialog, and one way to choose a file, frame.ChooseFile"},
}

// wings are the packages that lie in rooms, the lowest first: imports between the rooms of a wing go down, and those in
// one folder below another, such as engines, know nothing of one another.
var wings = map[string][]string{
	"app/source": {"value", "dataset", "connector", "mask", "sqldb", "sqldb/sqlite", "sqldb/postgres", "sqldb/mysql",
		"mirror", "mirror/files", "mirror/ldap", "mirror/mailbox", "mirror/mongo",
		"mirror/mirrortest", "", "search", "httpapi",
		"shared", "change", "apply", "residue", "draft/letters", "draft/shape", "draft/because", "draft/guess",
		"draft", "trial"},
	"store": {"migrations", "internal/proving", "internal/work", "database", "seal", "rowhash", "roster", "covered",
		"auditlog", "vouch", "portable", "", "storetest", "driver", "guesses", "drafts", "factor", "requests",
		"casefile", "runs", "papers", "lists", "setup", "incoming", "mailing", "keptfiles", "notices", "incidents",
		"compliance", "figures", "doctor", "backup", "news", "team"},
	"app/intake": {"style", "record", "mail", "workbook", "sheet", "protocol", ""},
}

// room is the place of a folder among the rooms of a wing; -1 where it is none of them.
func room(wing, path string) int {
	rest, ok := strings.CutPrefix(path, wing)
	if !ok {
		return -1
	}
	return slices.Index(wings[wing], strings.TrimPrefix(rest, "/"))
}

func TestRoomsOfAWingImportDownwards(t *testing.T) {
	for wing, rooms := range wings {
		for _, f := range goFiles(t, wing, parser.ImportsOnly) {
			here := room(wing, path.Dir(f.path))
			if here < 0 {
				t.Errorf("%s lies in no room of %s: add its folder to wings", f.path, wing)
				continue
			}
			if f.test() {
				continue
			}
			for _, spec := range f.ast.Imports {
				imported, err := strconv.Unquote(spec.Path.Value)
				if err != nil {
					t.Fatal(err)
				}
				rest, ours := strings.CutPrefix(imported, module+"/")
				if !ours || !strings.HasPrefix(rest, wing) {
					continue
				}
				below := room(wing, rest)
				siblings := below >= 0 && strings.Contains(rooms[here], "/") &&
					path.Dir(rooms[here]) == path.Dir(rooms[below])
				if below >= here || siblings {
					t.Errorf("%s imports %s, which is no room below it", f.at(spec), imported)
				}
			}
		}
	}
}

// forTests are the packages that only tests import.
var forTests = []string{module + "/store/storetest", module + "/app/desk/desktest", module + "/ui/work/worktest",
	module + "/app/source/mirror/mirrortest"}

func matches(path string, list []string) bool {
	for _, p := range list {
		if path == p || strings.HasPrefix(path, strings.TrimSuffix(p, "/")+"/") {
			return true
		}
	}
	return false
}

func TestImportsRunOneWay(t *testing.T) {
	for _, f := range goFiles(t, ".", parser.ImportsOnly) {
		if f.test() || strings.HasPrefix(f.path, "store/driver/") {
			continue
		}
		here, ok := floors[floor(f.path)]
		if !ok {
			t.Errorf("%s: the folder %s is on no floor of the house: add it to floors", f.path, floor(f.path))
		}
		for _, spec := range f.ast.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			if rest, ours := strings.CutPrefix(imported, module+"/"); ours && floors[floor(rest+"/")] > here {
				t.Errorf("%s imports %s, which is a floor above", f.at(spec), imported)
			}
			for _, rule := range forbidden {
				if strings.HasPrefix(f.path, rule.folder) && matches(imported, rule.not) &&
					!matches(imported, rule.except) {
					t.Errorf("%s imports %s: %s", f.at(spec), imported, rule.why)
				}
			}
			if matches(imported, forTests) && !matches(module+"/"+f.path, forTests) {
				t.Errorf("%s imports %s, which is for tests: it makes guessing a password nearly free", f.at(spec),
					imported)
			}
			if imported == "fyne.io/fyne/v2/app" && f.path != "main.go" {
				t.Errorf("%s imports %s: only main.go may, so that everything else runs without a display", f.at(spec),
					imported)
			}
		}
	}
}

// A reading of several statements is of one moment of the desk, on PostgreSQL as well: Store.Snapshot says how, and
// nothing begins a transaction of the reading connection beside it.
func TestWhatReadsADeskReadsOneMomentOfIt(t *testing.T) {
	const begins = "Reader(ctx).Transaction("
	found := 0
	walk(t, "store", func(file string) {
		if strings.HasSuffix(file, ".go") && !strings.HasSuffix(file, "_test.go") &&
			strings.Contains(text(t, file), begins) {
			found++
			if file != "store/handle.go" {
				t.Errorf("%s: %s…) sees another moment in each statement on PostgreSQL: use Snapshot", file, begins)
			}
		}
	})
	if found != 1 {
		t.Errorf("%d files begin a reading: the search is broken", found)
	}
}
