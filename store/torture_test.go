package store_test

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/casefile"
	"orangelab.cn/rightsdesk/store/doctor"
	"orangelab.cn/rightsdesk/store/guesses"
	"orangelab.cn/rightsdesk/store/migrations"
)

// tortured skips what takes too long for every check: make torture runs it.
func tortured(t *testing.T) {
	t.Helper()
	if os.Getenv("RIGHTSDESK_TORTURE") == "" {
		t.Skip("make torture runs this")
	}
}

// counterAddress makes the test program a process that counts: "N ADDRESS" for N times, 0 until it is killed. It reads
// the count, writes the next one and an entry in one transaction, and prints how long each took.
const counterAddress = "RIGHTSDESK_TEST_COUNTER"

const counted = "counted" // the name of the count

func count(line string) error {
	times, address, _ := strings.Cut(line, " ")
	n, err := strconv.Atoi(times)
	if err != nil {
		return err
	}
	s, err := store.Open(ctx, address)
	if err != nil {
		return err
	}
	for i := 0; n == 0 || i < n; i++ {
		began, next := time.Now(), int64(0)
		if err := s.Write(ctx, nil, func(tx *store.Tx) error {
			g, err := guesses.Read(tx.View, counted)
			if err != nil {
				return err
			}
			g.Failed++
			next = int64(g.Failed)
			tx.Append(failedSignIn)
			return guesses.Save(tx, counted, g)
		}); err != nil {
			return err
		}
		fmt.Println(next, time.Since(began).Microseconds())
	}
	return s.Close()
}

func counter(times int, address string) *exec.Cmd {
	cmd := exec.Command(os.Args[0], "-test.run=^$")
	cmd.Env = append(os.Environ(), fmt.Sprintf("%s=%d %s", counterAddress, times, address))
	return cmd
}

// counts compares the count with the log: each entry but those before has its change, and each change its entry.
func counts(t *testing.T, s *store.Store, before int64) (n int64) {
	t.Helper()
	if err := s.Read(ctx, nil, func(v *store.View) error {
		g, err := guesses.Read(v, counted)
		n = int64(g.Failed)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if v, err := s.VerifyLog(ctx); err != nil || len(v.Problems) > 0 || v.Entries != n+before {
		t.Fatalf("counted to %d after %d entries: %+v, %v", n, before, v, err)
	}
	return n
}

func TestTortureAWriterKilled200TimesLosesNothing(t *testing.T) {
	tortured(t)
	address := t.TempDir()
	s, err := store.Open(ctx, address)
	if err != nil {
		t.Fatal(err)
	}
	setUp(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	acknowledged, slowest := int64(0), time.Duration(0)
	for range 200 {
		cmd := counter(0, address)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		for range 1 + rand.IntN(8) {
			if lines.Scan() {
				fmt.Sscan(lines.Text(), &acknowledged)
			}
		}
		time.Sleep(time.Duration(rand.IntN(4000)) * time.Microsecond)
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		for lines.Scan() {
			fmt.Sscan(lines.Text(), &acknowledged)
		}
		_ = cmd.Wait() // it was killed
		began := time.Now()
		s, err := store.Open(ctx, address)
		if err != nil {
			t.Fatal(err)
		}
		slowest = max(slowest, time.Since(began))
		if n := counts(t, s, 1); n < acknowledged {
			t.Fatalf("counted to %d, acknowledged %d", n, acknowledged)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if slowest > 2*time.Second {
		t.Errorf("opened in %s", slowest)
	}
	t.Logf("200 kills, %d acknowledged writes, the slowest opening %s", acknowledged, slowest)
}

func TestTortureSixProcessesOnOneDeskLoseNoUpdate(t *testing.T) {
	tortured(t)
	address := t.TempDir()
	s, err := store.Open(ctx, address)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	setUp(t, s)
	const processes, each = 6, 500
	var mu sync.Mutex
	var took []int64
	var wg sync.WaitGroup
	began := time.Now()
	for range processes {
		wg.Go(func() {
			out, err := counter(each, address).CombinedOutput()
			if err != nil {
				t.Errorf("%v: %s", err, out)
			}
			mu.Lock()
			defer mu.Unlock()
			for line := range strings.Lines(string(out)) {
				var n, us int64
				fmt.Sscan(line, &n, &us)
				took = append(took, us)
			}
		})
	}
	wg.Wait()
	if n := counts(t, s, 1); n != processes*each {
		t.Errorf("counted to %d of %d", n, processes*each)
	}
	slices.Sort(took)
	p99 := time.Duration(took[len(took)*99/100]) * time.Microsecond
	t.Logf("%d updates in %s, p99 %s, slowest %s", len(took), time.Since(began), p99,
		time.Duration(took[len(took)-1])*time.Microsecond)
	if p99 > 250*time.Millisecond {
		t.Errorf("p99 is %s", p99)
	}
}

func TestTortureAFullDiskLosesNothingAcknowledged(t *testing.T) {
	tortured(t)
	dir := t.TempDir()
	if err := exec.Command("mount", "-t", "tmpfs", "-o", "size=6m,mode=0700", "tmpfs", dir).Run(); err != nil {
		t.Skip("a small disk can be made by root alone")
	}
	t.Cleanup(func() {
		if err := exec.Command("umount", dir).Run(); err != nil {
			t.Error(err)
		}
	})
	address := filepath.Join(dir, "desk")
	s, err := store.Open(ctx, address)
	if err != nil {
		t.Fatal(err)
	}
	d := setUp(t, s)
	r := d.add(t, nil)
	comment := func() error {
		return d.write(func(tx *store.Tx) error {
			_, err := casefile.AddComment(tx, r.ID, "fang", start, strings.Repeat("a long comment ", 500))
			return err
		})
	}
	acknowledged := 0
	fill, err := os.Create(filepath.Join(dir, "fill"))
	if err != nil {
		t.Fatal(err)
	}
	for full := false; !full; { // all but a little, so that the desk meets the end of the disk itself
		if _, err := fill.Write(make([]byte, 64<<10)); err != nil {
			full = true
		}
	}
	if err := fill.Truncate(max(0, sizeOf(t, fill)-(512<<10))); err != nil {
		t.Fatal(err)
	}
	var full error
	for full == nil && acknowledged < 1000 {
		if full = comment(); full == nil {
			acknowledged++
		}
	}
	if !errors.Is(full, store.ErrDiskFull) {
		t.Fatalf("after %d comments: %v", acknowledged, full)
	}
	if err := errors.Join(fill.Close(), os.Remove(fill.Name())); err != nil {
		t.Fatal(err)
	}
	if err := comment(); err != nil {
		t.Fatalf("with room again: %v", err)
	}
	var kept []model.Comment
	if err := d.read(func(v *store.View) (err error) {
		kept, err = casefile.Comments(v, r.ID)
		return err
	}); err != nil || len(kept) != acknowledged+1 {
		t.Errorf("%d comments are kept, %d were acknowledged: %v", len(kept), acknowledged+1, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if got := sick(doctor.Examine(ctx, address)); got != nil {
		t.Errorf("the doctor finds %v", got)
	}
	t.Logf("%d acknowledged before the disk was full", acknowledged)
}

func sizeOf(t *testing.T, f *os.File) int64 {
	t.Helper()
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	return info.Size()
}

// upgradeKills is how often the upgrade from each earlier schema is killed.
const upgradeKills = 50

// TestTortureAnUpgradeKilledIsOldOrNewAndNeverHalf kills the upgrade from each earlier schema again and again, each
// time from the old file, at a moment between the start of the program and its end. What a kill leaves has the schema
// of one version, the old one or a later one, and nothing of the next; opened again, it is that of a fresh desk.
func TestTortureAnUpgradeKilledIsOldOrNewAndNeverHalf(t *testing.T) {
	tortured(t)
	files, err := fs.Glob(migrations.Files, "sqlite/*.sql")
	if err != nil {
		t.Fatal(err)
	}
	// the desk of each version, and what its schema says
	versions, desks, rules := []int64{}, map[int64]string{}, map[int64]string{}
	growing := t.TempDir()
	for _, file := range files {
		var v int64
		if _, err := fmt.Sscanf(filepath.Base(file), "%d_", &v); err != nil {
			t.Fatal(err)
		}
		s, err := store.OpenFolder(ctx, growing, v)
		if err != nil {
			t.Fatal(err)
		}
		desks[v], rules[v] = t.TempDir(), rulesOf(t, s)
		s.Raw().Exec("VACUUM INTO ?", filepath.Join(desks[v], store.File))
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		versions = append(versions, v)
	}
	newest := versions[len(versions)-1]
	opener := func(address string) *exec.Cmd {
		cmd := exec.Command(os.Args[0], "-test.run=^$")
		cmd.Env = append(os.Environ(), openerAddress+"="+address)
		return cmd
	}
	copied := func(v int64) string {
		data, err := os.ReadFile(filepath.Join(desks[v], store.File))
		if err != nil {
			t.Fatal(err)
		}
		address := t.TempDir()
		if err := os.WriteFile(filepath.Join(address, store.File), data, 0o600); err != nil {
			t.Fatal(err)
		}
		return address
	}
	took := func(v int64) time.Duration { // the shortest of three: how long an opener of that version works
		shortest := time.Hour
		for range 3 {
			address, began := copied(v), time.Now()
			if out, err := opener(address).CombinedOutput(); err != nil {
				t.Fatalf("from %d: %v: %s", v, err, out)
			}
			shortest = min(shortest, time.Since(began))
		}
		return shortest
	}
	started := took(newest) // with nothing to upgrade
	kills, met := 0, map[string]int{}
	for _, from := range versions[:len(versions)-1] {
		t.Run(fmt.Sprint(from), func(t *testing.T) {
			span := max(took(from)-started/2, time.Millisecond)
			for range upgradeKills {
				address := copied(from)
				cmd := opener(address)
				if err := cmd.Start(); err != nil {
					t.Fatal(err)
				}
				time.Sleep(started/2 + rand.N(span))
				if cmd.Process.Kill() == nil {
					kills++
				}
				_ = cmd.Wait() // it was killed
				reached := schemaAt(t, address, from, rules)
				switch {
				case reached == from:
					met["old"]++
				case reached == newest:
					met["new"]++
				default:
					met["between"]++
				}
				s, err := store.Open(ctx, address)
				if err != nil {
					t.Fatalf("killed at %d: %v", reached, err)
				}
				if got := rulesOf(t, s); got != rules[newest] {
					t.Errorf("killed at %d: tables and triggers differ from those of a fresh desk", reached)
				}
				if err := errors.Join(s.Close(), os.RemoveAll(address)); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
	if kills == 0 || met["between"] == 0 {
		t.Errorf("%d kills left %v", kills, met)
	}
	t.Logf("%d kills, of %d earlier schemas, left %v", kills, len(versions)-1, met)
}

// schemaAt is the version that a killed upgrade left, whose schema its file has to the letter.
func schemaAt(t *testing.T, address string, from int64, rules map[int64]string) int64 {
	t.Helper()
	s, err := store.OpenFolder(ctx, address, from) // which has nothing to do
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var reached int64
	if err := s.Raw().Raw("SELECT MAX(version_id) FROM goose_db_version WHERE is_applied").
		Scan(&reached).Error; err != nil {
		t.Fatal(err)
	}
	if want, there := rules[reached]; !there || reached < from || rulesOf(t, s) != want {
		t.Errorf("from %d: what a kill left says that it is at %d, and its schema is not that", from, reached)
	}
	return reached
}

// rulesOf is everything that the schema of a SQLite desk says, in a form that does not know how it came about.
func rulesOf(t *testing.T, s *store.Store) string {
	t.Helper()
	var lines []string
	if err := s.Raw().
		Raw("SELECT type || ' ' || name || ' ' || CASE type WHEN 'table' THEN '' ELSE sql END FROM sqlite_master WHERE sql IS NOT NULL ORDER BY 1").Scan(&lines).Error; err != nil {
		t.Fatal(err)
	}
	return strings.Join(lines, "\n")
}
