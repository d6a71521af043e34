package source_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/source"
	"orangelab.cn/rightsdesk/app/source/apply"
	"orangelab.cn/rightsdesk/app/source/change"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/trial"
)

// crashPlan names the file with the plan that a child process applies until it is killed.
const crashPlan = "RIGHTSDESK_CRASH_PLAN"

// killedPlan is what the child needs to know.
type killedPlan struct {
	DSN     string
	Map     string
	Changes []change.RowChange
}

func TestMain(m *testing.M) {
	if file := os.Getenv(crashPlan); file != "" {
		if err := applyUntilKilled(file); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	drop, err := ownDatabase()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	status := m.Run()
	if err := drop(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(status)
}

// applyUntilKilled says when it begins, applies the plan and then waits for its end.
func applyUntilKilled(file string) error {
	written, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var plan killedPlan
	if err := json.Unmarshal(written, &plan); err != nil {
		return err
	}
	datasets, problems := dataset.Parse("m.yml", []byte(plan.Map))
	if err := errors.Join(problems.Err(), dataset.Link(datasets).Err()); err != nil {
		return err
	}
	w, err := source.OpenWriter(context.Background(), plan.DSN)
	if err != nil {
		return err
	}
	if err := w.Ping(context.Background()); err != nil {
		return err
	}
	fmt.Println("begin")
	if _, err := apply.Changes(context.Background(), w, datasets, each(plan.Changes), nil); err != nil {
		return err
	}
	_, err = io.ReadAll(os.Stdin)
	return err
}

const crashMap = `dataset:
  - fides_key: m
    collections:
      - name: person
        fields:
          - {name: id, fides_meta: {primary_key: true}}
          - {name: email, fides_meta: {identity: email}}
          - {name: name, data_categories: [user.name], fides_meta: {masking_strategy_override: {strategy: hash, configuration: {salt: s}}}}
          - {name: city, data_categories: [user.contact]}
      - name: note
        fides_meta: {masking_strategy_override: {strategy: delete}}
        fields:
          - {name: id, fides_meta: {primary_key: true}}
          - {name: person, fides_meta: {references: [{dataset: m, field: person.id, direction: from}]}}
      - name: visit
        fields:
          - {name: email, data_categories: [user.contact.email], fides_meta: {identity: email}}
          - {name: page}
`

// kills is how often the child is killed on each engine.
const kills = 105

func TestKillingApplyAtAnyMomentLeavesAllOrNothingAndItCanBeRepeated(t *testing.T) {
	onEngines(t, func(t *testing.T, db *testDB) {
		if db.engine == "MySQL" {
			t.Skip("the same statements as on the two others")
		}
		tables := []string{"person", "note", "visit"}
		var script strings.Builder
		script.WriteString(
			"CREATE TABLE person (id INT PRIMARY KEY, email VARCHAR(50), name VARCHAR(100), city VARCHAR(50));\n" +
				"CREATE TABLE note (id INT PRIMARY KEY, person INT REFERENCES person (id));\nCREATE TABLE visit (email VARCHAR(50), page VARCHAR(50));\n")
		var reset strings.Builder
		rows := map[string][]string{}
		for n := range 150 {
			rows["person"] = append(rows["person"], fmt.Sprintf("(%d, 'p%d@x', 'Person %d', 'Rome')", n, n%2, n))
			rows["note"] = append(rows["note"], fmt.Sprintf("(%d, %d)", n, n))
			rows["visit"] = append(rows["visit"], fmt.Sprintf("('p%d@x', 'page %d')", n%2, n/4))
		}
		for _, table := range tables {
			fmt.Fprintf(&script, "INSERT INTO %s VALUES %s;\n", table, strings.Join(rows[table], ", "))
		}
		for _, table := range tables {
			fmt.Fprintf(&script, "CREATE TABLE kept_%s AS SELECT * FROM %s;\n", table, table)
		}
		reset.WriteString("DELETE FROM note;\nDELETE FROM person;\nDELETE FROM visit;\n")
		for _, table := range tables {
			fmt.Fprintf(&reset, "INSERT INTO %s SELECT * FROM kept_%s;\n", table, table)
		}
		db.exec(t, script.String())
		state := func() string {
			var out []string
			for _, table := range tables {
				out = append(out, db.dump(t, "SELECT * FROM "+table))
			}
			return strings.Join(out, "\n")
		}
		// A server may commit what a killed program sent while the tables are being read one after another.
		settled := func() string {
			for last := state(); ; {
				now := state()
				if now == last {
					return now
				}
				last = now
			}
		}
		datasets := linked(t, crashMap)
		erasing := trial.NewErasing(search.Options{Datasets: datasets,
			Sources: map[string]*sqldb.Source{"m": opened(t, db)}, Identities: dataset.Identities{"email": {"p1@x"}}},
			map[string]string{"m": db.dsn}, dataset.Masking{Strategy: dataset.NullRewrite})
		if _, err := erasing.Preview(context.Background()); err != nil {
			t.Fatal(err)
		}
		changes := erasing.Changes[db.dsn]
		slices.SortStableFunc(changes, func(a, b change.RowChange) int { return a.Order - b.Order })
		w, err := source.OpenWriter(context.Background(), db.dsn)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { closed(t, w.Source.DB) })
		original := state()
		began := time.Now()
		if _, err := apply.Changes(context.Background(), w, datasets, each(changes), nil); err != nil {
			t.Fatal(err)
		}
		took := time.Since(began)
		undisturbed := state()
		written, err := json.Marshal(killedPlan{db.dsn, crashMap, changes})
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(t.TempDir(), "plan.json")
		if err := os.WriteFile(file, written, 0o600); err != nil {
			t.Fatal(err)
		}
		random := rand.New(rand.NewPCG(3, 4))
		before, after := 0, 0
		for range kills {
			db.exec(t, reset.String())
			killApply(t, file, time.Duration(random.Int64N(int64(3*took))))
			switch now := settled(); now {
			case original:
				before++
			case undisturbed:
				after++
			default:
				t.Fatalf("half a plan is written:\n%s", now)
			}
			if _, err := apply.Changes(context.Background(), w, datasets, each(changes), nil); err != nil {
				t.Fatal(err)
			}
			if now := state(); now != undisturbed {
				t.Fatalf("after a kill and a repetition there is\n%s\nwant\n%s", now, undisturbed)
			}
		}
		t.Logf("%d kills before the commit, %d after it", before, after)
	})
}

// killApply runs the child and kills it a while after it has begun to apply.
func killApply(t *testing.T, file string, after time.Duration) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), crashPlan+"="+file)
	var problem strings.Builder
	cmd.Stderr = &problem
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() && lines.Text() != "begin" {
	}
	killed := time.AfterFunc(after, func() {
		if err := cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
			t.Error(err)
		}
	})
	defer killed.Stop()
	var exit *exec.ExitError
	if err := cmd.Wait(); !errors.As(err, &exit) || exit.Exited() {
		t.Fatalf("the child ended by itself: %v %s", err, problem.String())
	}
	if err := stdin.Close(); err != nil && !errors.Is(err, os.ErrClosed) {
		t.Error(err)
	}
}
