package fulfil_test

import (
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver of the PostgreSQL source

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/datamap"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/storetest"
)

// crashPlan is the request whose plan a child process writes until it is killed.
const crashPlan = "RIGHTSDESK_CRASH_PLAN"

// crashed is the instant at which the desks of this test stand.
var crashed = time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)

func writeUntilKilled(address, state, request string) error {
	id, err := strconv.ParseInt(request, 10, 64)
	if err != nil {
		return err
	}
	d, err := desk.Open(ctx, address, desk.Options{StateDir: state, Now: func() time.Time { return crashed }})
	if err != nil {
		return err
	}
	agent, err := d.SignIn(ctx, "fang", desktest.Password)
	if err != nil {
		return err
	}
	fmt.Println("ready")
	if err := change.WritePlan(ctx, agent, now(agent, id), nil); err != nil {
		return err
	}
	fmt.Println("written")
	return d.Close()
}

const visits = 3000

const visitMap = `dataset:
  - fides_key: visits
    collections:
      - name: visit
        fides_meta: {masking_strategy_override: {strategy: delete}}
        fields:
          - {name: id, fides_meta: {primary_key: true}}
          - {name: email, data_categories: [user.contact.email], fides_meta: {identity: email}}
          - {name: city, data_categories: [user.location]}
`

// visitSource is a second source, on PostgreSQL where a server is named: what is in it, and how to fill it anew.
type visitSource struct {
	address string
	db      *sql.DB
}

func newVisits(t *testing.T, engine string) visitSource {
	t.Helper()
	v := visitSource{address: "sqlite:" + filepath.Join(t.TempDir(), "visits.sqlite")}
	driver, dsn := "sqlite", strings.TrimPrefix(v.address, "sqlite:")
	if engine == "postgres" {
		v.address = storetest.Address(t, engine)
		if _, err := url.Parse(v.address); err != nil {
			t.Fatal(err)
		}
		driver, dsn = "pgx", v.address
	}
	db, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	v.db = db
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	v.must(t, "CREATE TABLE visit (id INTEGER PRIMARY KEY, email TEXT, city TEXT)")
	return v
}

func (v visitSource) must(t *testing.T, query string, args ...any) {
	t.Helper()
	if _, err := v.db.Exec(query, args...); err != nil {
		t.Fatal(err)
	}
}

func (v visitSource) fill(t *testing.T) {
	t.Helper()
	v.must(t, "DELETE FROM visit")
	var rows []string
	for i := range visits {
		email := "wang.ming@163.com"
		if i%10 == 0 {
			email = "mary@example.com"
		}
		rows = append(rows, fmt.Sprintf("(%d, '%s', '北京')", i, email))
	}
	v.must(t, "INSERT INTO visit VALUES "+strings.Join(rows, ", "))
}

func (v visitSource) dump(t *testing.T) string {
	t.Helper()
	var n, his int
	if err := v.db.QueryRow(
		"SELECT COUNT(*), COALESCE(SUM(CASE WHEN email = 'wang.ming@163.com' THEN 1 ELSE 0 END), 0) FROM visit").
		Scan(&n, &his); err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(n, " visits, ", his, " his")
}

// killsWhileWriting is how many children are killed on each engine of the second source.
var killsWhileWriting = map[string]int{"sqlite": 30, "postgres": 30}

func TestKilledWhileWritingAPlanTheSourcesEndAsIfUndisturbed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		v := newVisits(t, engine)
		v.fill(t)
		o := newOffice(t, "sqlite")
		if err := datamap.Save(ctx, o.lead,
			model.Source{Key: "visits", Address: v.address, WriteAddress: v.address, Dataset: visitMap}); err != nil {
			t.Fatal(err)
		}
		r := o.working(t, model.Deletion)
		o.settle(t, r.ID, nil)
		o.leaveShared(t, r.ID)
		o.signed(t, r.ID)
		signed := t.TempDir()
		storetest.Copy(t, o.Address(), filepath.Join(signed, store.File))
		office, err := os.ReadFile(o.path)
		if err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		o.write(t, r.ID)
		took := time.Since(began)
		wantOffice, wantVisits := fmt.Sprint(o.dump(t)), v.dump(t)
		if !strings.HasSuffix(wantVisits, " 0 his") {
			t.Fatal(wantVisits)
		}
		random := rand.New(rand.NewPCG(3, 4))
		unfinished := 0
		for range killsWhileWriting[engine] {
			v.fill(t)
			restore(t, o.path, office)
			dir := filepath.Join(t.TempDir(), "desk")
			if err := os.CopyFS(dir, os.DirFS(signed)); err != nil {
				t.Fatal(err)
			}
			if !writeAndKill(t, dir, r.ID, time.Duration(random.Int64N(int64(took)+1))) {
				unfinished++
			}
			resume(t, dir, r.ID)
			if got := fmt.Sprint(o.dump(t)); got != wantOffice {
				t.Fatalf("the office holds\n%s\nwant\n%s", got, wantOffice)
			}
			if got := v.dump(t); got != wantVisits {
				t.Fatalf("%s, want %s", got, wantVisits)
			}
		}
		if unfinished < killsWhileWriting[engine]/4 {
			t.Errorf("only %d of %d children were killed at work", unfinished, killsWhileWriting[engine])
		}
	})
}

// restore puts a SQLite source back as it was, without what a killed writer left beside it.
func restore(t *testing.T, path string, content []byte) {
	t.Helper()
	for _, beside := range []string{"-wal", "-shm", "-journal"} {
		if err := os.Remove(path + beside); err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

// writeAndKill runs a child and kills it a while after it began to write; it says whether the child had finished.
func writeAndKill(t *testing.T, dir string, request int64, after time.Duration) (finished bool) {
	t.Helper()
	env := []string{crashDesk + "=" + dir, crashState + "=" + t.TempDir(),
		crashPlan + "=" + strconv.FormatInt(request, 10)}
	_, err := killed(env, after, func(line string) bool { return line == "ready" },
		func(line string) { finished = finished || line == "written" })
	if err != nil {
		t.Fatal(err)
	}
	return finished
}

// resume takes the plan up again on another desktop, after the first one's lease has ended.
func resume(t *testing.T, dir string, request int64) {
	t.Helper()
	d, err := desk.Open(ctx, dir, desk.Options{StateDir: t.TempDir(), Now: func() time.Time {
		return crashed.Add(time.Hour)
	}})
	if err != nil {
		t.Fatal(err)
	}
	agent, err := d.SignIn(ctx, "fang", desktest.Password)
	if err != nil {
		t.Fatal(err)
	}
	if err := change.Sweep(ctx, agent); err != nil {
		t.Fatal(err)
	}
	r, err := agent.Request(ctx, request)
	if err != nil {
		t.Fatal(err)
	}
	if r.Step == model.StepWritePlan {
		if err := change.WritePlan(ctx, agent, desktest.Seen(t, agent, request), nil); err != nil {
			t.Fatal(err)
		}
	}
	if r, err = agent.Request(ctx, request); err != nil || r.Step != model.StepCertify {
		t.Fatalf("after taking it up again: %s %s, %v", r.Status, r.Step, err)
	}
	if verdict, err := d.Store().VerifyLog(ctx); err != nil || len(verdict.Problems) > 0 {
		t.Fatalf("%+v %v", verdict, err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
}
