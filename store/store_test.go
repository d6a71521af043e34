package store_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/requests"
	"orangelab.cn/rightsdesk/store/seal"
	"orangelab.cn/rightsdesk/store/storetest"
)

var (
	ctx   = context.Background()
	start = time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)
)

// keeper is the administrator that a test's desk is set up by, whose keys are in hand.
var keeper = model.Staff{ID: "staff", Login: "keeper", Name: "Keeper", Role: model.RoleAdmin, CreatedAt: start}

const keeperPassword = "the keeper's password"

// desk is a set-up desk with its keys in hand.
type desk struct {
	*store.Store
	keys     *store.Keys
	recovery seal.Identity
}

func newDesk(tb testing.TB, engine string) *desk {
	tb.Helper()
	return setUp(tb, storetest.Open(tb, engine))
}

func setUp(tb testing.TB, s *store.Store) *desk {
	tb.Helper()
	d := &desk{Store: s}
	var err error
	if d.recovery, err = seal.NewIdentity(); err != nil {
		tb.Fatal(err)
	}
	err = s.Write(ctx, nil, func(tx *store.Tx) error {
		if _, err := tx.CreateDesk(model.DeskInfo{Name: "Desk", Organisation: "Orangelab", CreatedAt: start},
			d.recovery, keeper, keeperPassword); err != nil {
			return err
		}
		d.keys = tx.Keys()
		tx.Append(entry("created"))
		return nil
	})
	if err != nil {
		tb.Fatal(err)
	}
	return d
}

func entry(what string) model.Entry {
	return model.Entry{At: start, Staff: "staff", Action: model.ActTakeRequest, Detail: map[string]any{"what": what}}
}

// must runs a change with its audit entry.
func (d *desk) must(tb testing.TB, change func(*store.Tx) error) {
	tb.Helper()
	if err := d.write(change); err != nil {
		tb.Fatal(err)
	}
}

func (d *desk) write(change func(*store.Tx) error) error {
	return d.Write(ctx, d.keys, func(tx *store.Tx) error {
		tx.Append(entry("change"))
		return change(tx)
	})
}

// read reads with the keys.
func (d *desk) read(fn func(*store.View) error) error { return d.Read(ctx, d.keys, fn) }

func newRequest() model.Request {
	return model.Request{Kind: model.Export, Status: model.Received, Channel: model.ByPhone, RequesterKind: model.Self,
		LevelNeeded: 2,
		ReceivedAt:  start, DueAt: start.Add(30 * 24 * time.Hour), NextDueAt: start.Add(24 * time.Hour),
		Step:    model.StepTriage,
		Subject: model.Subject{Name: "王小明", Email: "wang@163.com", Phone: "13812341234"}, Body: "请给我副本"}
}

// add stores a request changed from newRequest.
func (d *desk) add(tb testing.TB, change func(*model.Request)) model.Request {
	tb.Helper()
	r := newRequest()
	if change != nil {
		change(&r)
	}
	d.must(tb, func(tx *store.Tx) (err error) {
		if r.Reference, err = requests.NextReference(tx, 2026); err != nil {
			return err
		}
		r, err = requests.Create(tx, r, "")
		return err
	})
	return r
}

// raw runs a statement that somebody outside the program could run.
func (d *desk) raw(tb testing.TB, query string, args ...any) {
	tb.Helper()
	if err := d.Raw().Exec(query, args...).Error; err != nil {
		tb.Fatalf("%s: %v", query, err)
	}
}

func (d *desk) request(id int64) (r model.Request, err error) {
	err = d.read(func(v *store.View) (err error) {
		r, err = requests.Read(v, id)
		return err
	})
	return r, err
}

// column reads one value.
func column[T any](tb testing.TB, d *desk, query string, args ...any) (v T) {
	tb.Helper()
	if err := d.Raw().Raw(query, args...).Row().Scan(&v); err != nil {
		tb.Fatalf("%s: %v", query, err)
	}
	return v
}

func name(prefix string, n int) string { return fmt.Sprintf("%s %d", prefix, n) }
