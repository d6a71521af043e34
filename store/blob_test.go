package store_test

import (
	"bytes"
	"errors"
	"testing"

	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/casefile"
	"orangelab.cn/rightsdesk/store/seal"
	"orangelab.cn/rightsdesk/store/storetest"
)

func TestABlobIsReadWholeOrNotAtAll(t *testing.T) {
	const part = 1 << 20
	storetest.Each(t, func(t *testing.T, engine string) {
		d := newDesk(t, engine)
		r := d.add(t, nil)
		storetest.FitTallies(t)
		for _, size := range []int{0, 1, part - 1, part, part + 1, 2 * part, 3*part - 1} {
			data := bytes.Repeat([]byte{byte(size), 7}, size/2+1)[:size]
			var id string
			d.must(t, func(tx *store.Tx) (err error) {
				id, err = casefile.SaveBlob(tx, r.ID, bytes.NewReader(data))
				return err
			})
			read := func() ([]byte, error) {
				var out bytes.Buffer
				err := d.read(func(v *store.View) error { return casefile.ReadBlob(v, r.ID, id, &out) })
				return out.Bytes(), err
			}
			if got, err := read(); err != nil || !bytes.Equal(got, data) {
				t.Errorf("%d bytes: %d came back, %v", size, len(got), err)
			}
			if size <= part {
				continue
			}
			d.raw(t,
				"DELETE FROM blob_part WHERE blob_id = ? AND seq = (SELECT MAX(seq) FROM blob_part WHERE blob_id = ?)",
				id, id)
			if _, err := read(); !errors.Is(err, seal.ErrUnseal) {
				t.Errorf("%d bytes, the end cut off: %v", size, err)
			}
		}
	})
}

func TestABlobOfATimeWithoutEndsIsStillRead(t *testing.T) {
	d := newDesk(t, "sqlite")
	r := d.add(t, nil)
	if err := d.SaveOlderBlob(d.keys, r.ID, "older", []byte("first, "), []byte("second")); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := d.read(func(v *store.View) error {
		return casefile.ReadBlob(v, r.ID, "older", &out)
	}); err != nil || out.String() != "first, second" {
		t.Errorf("%q, %v", out.String(), err)
	}
}
