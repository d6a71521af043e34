package store_test

import (
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/casefile"
	"orangelab.cn/rightsdesk/store/doctor"
)

const pageSize = 4096

// damages are what a disk makes of a page.
var damages = []struct {
	name string
	do   func(r *rand.Rand, page []byte)
}{
	{"emptied", func(_ *rand.Rand, page []byte) { copy(page, make([]byte, len(page))) }},
	{"overwritten", func(r *rand.Rand, page []byte) {
		for i := range page {
			page[i] = byte(r.Uint32())
		}
	}},
	{"a bit flipped", func(r *rand.Rand, page []byte) { page[r.IntN(len(page))] ^= 1 << r.IntN(8) }},
	{"forty bits flipped", func(r *rand.Rand, page []byte) {
		for range 40 {
			page[r.IntN(len(page))] ^= 1 << r.IntN(8)
		}
	}},
}

// rowsIn is all that a database holds, table by table.
func rowsIn(dir string, tables []string) (all []string, err error) {
	s, err := store.Open(ctx, dir)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	for _, table := range tables {
		var rows []map[string]any
		if err := s.Reader(ctx).Raw("SELECT * FROM " + table).Scan(&rows).Error; err != nil {
			return nil, err
		}
		var lines []string
		for _, row := range rows {
			lines = append(lines, fmt.Sprint(table, row)) // fmt sorts the columns
		}
		all = append(all, lines...)
	}
	slices.Sort(all)
	return all, nil
}

// turnedAway is what somebody meets who signs in to a damaged desk and opens all there is: what no doctor can judge
// without a password.
func turnedAway(dir string, was *staffed, requests ...int64) error {
	s, err := store.Open(ctx, dir)
	if err != nil {
		return err
	}
	defer s.Close()
	at := &staffed{desk: &desk{Store: s, keys: was.desk.keys}, address: dir, staff: was.staff, keys: was.keys}
	if _, err := at.signIn(keeper.Login, keeperPassword); err != nil {
		return err
	}
	if err := at.refuses(requests); err != nil {
		return err
	}
	return at.read(func(v *store.View) error {
		for _, request := range requests {
			var blobs []string
			if err := v.RowsOf(request).Table("blob_part").Distinct().Pluck("blob_id", &blobs).Error; err != nil {
				return err
			}
			for _, blob := range blobs {
				if err := casefile.ReadBlob(v, request, blob, io.Discard); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// damage damages a page of a desk at a time, and looks what becomes of it: nothing may end the program, and either the
// doctor says that something is wrong, or whoever opens it is refused, or every row is as it was, because nothing that
// counts lay there.
func damage(t *testing.T, times int) {
	d := newStaffed(t, "sqlite")
	first, second := d.add(t, nil), d.add(t, nil)
	for i, r := range []model.Request{first, second} {
		d.about(t, r.ID, func(tx *store.Tx) error { return everyRow(tx, r, []model.Request{second, first}[i].ID) })
	}
	d.must(t, everyDeskRow)
	whole := filepath.Join(t.TempDir(), store.File)
	d.raw(t, "VACUUM INTO ?", whole)
	data, err := os.ReadFile(whole)
	if err != nil {
		t.Fatal(err)
	}
	var tables []string
	if err := d.Raw().
		Raw("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name").
		Scan(&tables).Error; err != nil {
		t.Fatal(err)
	}
	before, err := rowsIn(filepath.Dir(whole), tables)
	if err != nil || said(doctor.Examine(ctx, filepath.Dir(whole))) != "" {
		t.Fatal(err, said(doctor.Examine(ctx, filepath.Dir(whole))))
	}
	seed := rand.Uint64()
	r, found, met, harmless := rand.New(rand.NewPCG(seed, 0)), 0, 0, 0
	for n := range times {
		how := damages[n%len(damages)]
		bad, at := slices.Clone(data), r.IntN(len(data)/pageSize)*pageSize
		how.do(r, bad[at:at+pageSize])
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, store.File), bad, 0o600); err != nil {
			t.Fatal(err)
		}
		told := said(doctor.Examine(ctx, dir))
		// whoever works on all the same meets errors, and the program goes on
		switch err := turnedAway(dir, d, first.ID, second.ID); {
		case told != "":
			found++
			continue
		case err != nil:
			met++
			continue
		}
		harmless++
		after, err := rowsIn(dir, tables)
		if err != nil {
			t.Errorf("seed %d, the page at %d %s: the doctor says nothing, and the rows cannot be read: %v", seed, at,
				how.name, err)
		}
		for _, row := range after {
			if _, there := slices.BinarySearch(before, row); !there {
				t.Errorf("seed %d, the page at %d %s: the doctor says nothing of %.300s", seed, at, how.name, row)
			}
		}
	}
	t.Logf("%d times a page of %d damaged: %d told by the doctor, %d refused to who opens it, %d where nothing stood that counts", times, len(data)/pageSize, found, met, harmless)
	if found < times/2 {
		t.Errorf("the doctor tells of %d in %d", found, times)
	}
}

func TestADamagedPageIsToldAndEndsNothing(t *testing.T) { damage(t, 8) }

func TestTorture300DamagedPagesAreToldAndEndNothing(t *testing.T) {
	tortured(t)
	damage(t, 300)
}
