package store_test

import (
	"bytes"
	"errors"
	"io"
	"net"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/casefile"
	"orangelab.cn/rightsdesk/store/storetest"
)

// wire stands between a desk and its server, and cuts the connection in the moment of a commit.
type wire struct {
	listener net.Listener
	server   string
	cut      atomic.Int32 // what is lost next: see below
	cuts     atomic.Int32 // how often something was
	down     atomic.Bool  // nobody is let through any more
	mu       sync.Mutex
	open     []net.Conn
}

const (
	nothing = iota
	commit  // the server never hears of it
	answer  // the server has made it, the desk never hears of it
)

// between puts a wire before the server of an address, and returns the address that leads through it.
func between(t *testing.T, address string) (*wire, string) {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w := &wire{listener: l, server: u.Host}
	u.Host = l.Addr().String()
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go w.carry(c)
		}
	}()
	t.Cleanup(func() { l.Close(); w.drop() })
	return w, u.String()
}

func (w *wire) drop() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, c := range w.open {
		c.Close()
	}
	w.open = nil
}

func (w *wire) carry(desk net.Conn) {
	server, err := net.Dial("tcp", w.server)
	if err != nil || w.down.Load() {
		desk.Close()
		return
	}
	w.mu.Lock()
	w.open = append(w.open, desk, server)
	w.mu.Unlock()
	var deaf atomic.Bool
	go func() {
		buf := make([]byte, 64<<10)
		for {
			n, err := server.Read(buf)
			if deaf.Load() { // the server has answered
				desk.Close()
				server.Close()
				return
			}
			if n > 0 {
				if _, err := desk.Write(buf[:n]); err != nil {
					return
				}
			}
			if err != nil {
				desk.Close()
				return
			}
		}
	}()
	buf := make([]byte, 64<<10)
	for {
		n, err := desk.Read(buf)
		if what := w.cut.Load(); what != nothing && bytes.Contains(buf[:n], []byte("commit\x00")) {
			w.cut.Store(nothing)
			w.cuts.Add(1)
			if what == commit {
				desk.Close()
				server.Close()
				return
			}
			deaf.Store(true)
		}
		if n > 0 {
			if _, err := server.Write(buf[:n]); err != nil {
				desk.Close()
				return
			}
		}
		if err != nil {
			if !errors.Is(err, io.EOF) {
				server.Close()
			}
			return
		}
	}
}

func TestACommitWhoseAnswerWasLostIsNeverMadeTwice(t *testing.T) {
	w, address := between(t, storetest.Address(t, "postgres"))
	s, err := store.Open(ctx, address)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	d := setUp(t, s)
	r := d.add(t, nil)
	want := 0
	for _, lost := range []int32{commit, answer, answer, commit} {
		before, runs := w.cuts.Load(), 0
		w.cut.Store(lost)
		err := d.write(func(tx *store.Tx) error {
			runs++
			_, err := casefile.AddComment(tx, r.ID, "fang", start, "said once")
			return err
		})
		want++
		if err != nil || w.cuts.Load() != before+1 {
			t.Fatalf("lost %d: %v after %d cuts", lost, err, w.cuts.Load()-before)
		}
		if (lost == answer) != (runs == 1) {
			t.Errorf("lost %d: written in %d runs", lost, runs)
		}
	}
	kept := func() int {
		var list []model.Comment
		if err := d.read(func(v *store.View) (err error) {
			list, err = casefile.Comments(v, r.ID)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return len(list)
	}
	if got := kept(); got != want {
		t.Errorf("%d comments of %d", got, want)
	}
	if v, err := s.VerifyLog(ctx); err != nil || len(v.Problems) > 0 || v.Entries != int64(want)+2 {
		t.Errorf("log: %+v, %v", v, err)
	}

	back := store.LookUpFor(time.Second / 2)
	defer back()
	w.cut.Store(answer)
	err = d.write(func(tx *store.Tx) error {
		w.down.Store(true)
		_, err := casefile.AddComment(tx, r.ID, "fang", start, "and never known")
		return err
	})
	if !errors.Is(err, store.ErrUncertain) {
		t.Errorf("a server that does not come back: %v", err)
	}
	if err := d.write(func(tx *store.Tx) error { return nil }); !errors.Is(err, store.ErrAway) {
		t.Errorf("while it is away: %v", err)
	}
	w.down.Store(false)
	if got := kept(); got != want+1 {
		t.Errorf("%d comments, the last one was made", got)
	}
}
