package store_test

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/casefile"
	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/storetest"
)

// desktops write comments, each with a text of its own, until there are enough acknowledged; it returns which were.
func desktops(t *testing.T, d *desk, address string, request int64, many, enough int,
	reached func(n int64)) (acknowledged []string, uncertain int64) {
	t.Helper()
	var mu sync.Mutex
	var wg sync.WaitGroup
	var doubtful, done atomic.Int64
	for i := range many {
		s, err := store.Open(ctx, address)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { s.Close() })
		other := &desk{Store: s, keys: d.keys, recovery: d.recovery}
		wg.Go(func() {
			for n := 0; done.Load() < int64(enough); n++ {
				text := fmt.Sprintf("desktop %d writes %d", i, n)
				for {
					err := other.Write(ctx, other.keys, func(tx *store.Tx) error {
						// as of work: no two entries say the same, so that a lost one is not taken for another
						tx.Append(entry(text))
						_, err := casefile.AddComment(tx, request, "fang", start, text)
						return err
					})
					if errors.Is(err, database.ErrAway) {
						time.Sleep(50 * time.Millisecond)
						continue // nothing was changed: somebody does it again
					}
					if errors.Is(err, store.ErrUncertain) {
						doubtful.Add(1)
						break
					}
					if err != nil {
						t.Errorf("%s: %v", text, err)
						break
					}
					mu.Lock()
					acknowledged = append(acknowledged, text)
					mu.Unlock()
					reached(done.Add(1))
					break
				}
			}
		})
	}
	wg.Wait()
	return acknowledged, doubtful.Load()
}

// standing compares what was acknowledged with what stands.
func standing(t *testing.T, d *desk, request int64, acknowledged []string) {
	t.Helper()
	var kept []model.Comment
	if err := d.read(func(v *store.View) (err error) {
		kept, err = casefile.Comments(v, request)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	times := map[string]int{}
	for _, c := range kept {
		times[c.Text]++
	}
	for text, n := range times {
		if n > 1 {
			t.Errorf("%q stands %d times", text, n)
		}
	}
	for _, text := range acknowledged {
		if times[text] != 1 {
			t.Errorf("%q was acknowledged and stands %d times", text, times[text])
		}
	}
	if v, err := d.VerifyLog(ctx); err != nil || len(v.Problems) > 0 {
		t.Errorf("log: %+v, %v", v, err)
	}
}

func TestTortureSixDesktopsGoOnWhileTheirServerIsKilled(t *testing.T) {
	tortured(t)
	server := storetest.NewServer(t)
	address := server.Address()
	s, err := store.Open(ctx, address)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	d := setUp(t, s)
	r := d.add(t, nil)
	var kills atomic.Int64
	next := make(chan bool, 9)
	var killer sync.WaitGroup
	killer.Go(func() {
		for range next {
			server.Kill(t)
			time.Sleep(300 * time.Millisecond)
			server.Start(t)
			kills.Add(1)
		}
	})
	acknowledged, uncertain := desktops(t, d, address, r.ID, 6, 300, func(n int64) {
		if n%50 == 0 && n < 300 {
			next <- true
		}
	})
	close(next)
	killer.Wait()
	standing(t, d, r.ID, acknowledged)
	t.Logf("%d kills, %d acknowledged, %d uncertain", kills.Load(), len(acknowledged), uncertain)
}

func TestTortureAStandbyThatIsPromotedHasEverythingAcknowledged(t *testing.T) {
	tortured(t)
	first := storetest.NewServer(t)
	second := first.Standby(t, "second")
	conn, err := pgx.Connect(ctx, first.Address())
	if err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{"ALTER SYSTEM SET synchronous_standby_names = 'second'",
		"SELECT pg_reload_conf()"} {
		if _, err := conn.Exec(ctx, statement); err != nil {
			t.Fatal(err)
		}
	}
	if err := conn.Close(ctx); err != nil {
		t.Fatal(err)
	}
	address := first.Address(second)
	s, err := store.Open(ctx, address)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	d := setUp(t, s)
	r := d.add(t, nil)
	var once sync.Once
	var failing sync.WaitGroup
	acknowledged, uncertain := desktops(t, d, address, r.ID, 6, 200, func(n int64) {
		if n >= 100 {
			once.Do(func() {
				failing.Go(func() {
					first.Kill(t)
					second.Promote(t)
				})
			})
		}
	})
	failing.Wait()
	standing(t, d, r.ID, acknowledged)
	t.Logf("%d acknowledged, %d uncertain", len(acknowledged), uncertain)
}

// How many changes a second, each with its entry, one server takes from so many desktops.
func TestTortureEntriesASecondOfManyDesktops(t *testing.T) {
	tortured(t)
	server := storetest.NewServer(t)
	address := server.Address()
	s, err := store.Open(ctx, address)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	d := setUp(t, s)
	for _, many := range []int{1, 5, 20} {
		var open []*desk
		for range many {
			s, err := store.Open(ctx, address)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			open = append(open, &desk{Store: s, keys: d.keys, recovery: d.recovery})
		}
		requests := make([]model.Request, many)
		for i := range requests {
			requests[i] = d.add(t, nil)
		}
		var mu sync.Mutex
		var took []time.Duration
		var wg sync.WaitGroup
		until := time.Now().Add(10 * time.Second)
		for i, other := range open {
			wg.Go(func() {
				for time.Now().Before(until) {
					began := time.Now()
					if err := other.write(func(tx *store.Tx) error {
						_, err := casefile.AddComment(tx, requests[i].ID, "fang", start, "a remark")
						return err
					}); err != nil {
						t.Error(err)
						return
					}
					mu.Lock()
					took = append(took, time.Since(began))
					mu.Unlock()
				}
			})
		}
		wg.Wait()
		slices.Sort(took)
		t.Logf("%d desktops: %.0f a second, median %s, p99 %s", many, float64(len(took))/10, took[len(took)/2],
			took[len(took)*99/100])
	}
	if v, err := s.VerifyLog(ctx); err != nil || len(v.Problems) > 0 {
		t.Errorf("log: %+v, %v", v, err)
	}
}
