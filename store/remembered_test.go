package store_test

import (
	"testing"
	"time"

	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/casefile"
	"orangelab.cn/rightsdesk/store/storetest"
)

// What was worked out of a request is given again only for the very same rows.
func TestWhatIsRememberedIsOfTheSameRows(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d, r := tallyDesk(t, engine)
		worked := 0
		reads := func(v *store.View) (string, error) {
			return v.Remembered(r.ID, "test", func() (string, error) {
				worked++
				comments, err := casefile.Comments(v, r.ID)
				if err != nil {
					return "", err
				}
				return comments[0].Text, nil
			})
		}
		read := func(want string, times int) {
			t.Helper()
			var got string
			err := d.read(func(v *store.View) (err error) { got, err = reads(v); return err })
			if err != nil || got != want || worked != times {
				t.Errorf("%q after %d workings, %v; want %q after %d", got, worked, err, want, times)
			}
		}
		read("a comment", 1)
		read("a comment", 1)
		d.about(t, r.ID, func(tx *store.Tx) error {
			if _, err := reads(tx.View); err != nil || worked != 1 {
				t.Errorf("a transaction that acts on what was read reads it again: %d, %v", worked, err)
			}
			_, err := casefile.AddComment(tx, r.ID, "staff", start.Add(time.Hour), "another")
			if got, readErr := reads(tx.View); got != "another" || readErr != nil {
				t.Errorf("after a write in the same transaction: %q, %v", got, readErr)
			}
			return err
		})
		read("another", 3)
	})
}
