package store_test

import (
	"testing"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/requests"
	"orangelab.cn/rightsdesk/store/runs"
)

// BenchmarkDecide is one decision about a row that was found, with its request and its entry, on disk.
func BenchmarkDecide(b *testing.B) {
	s, err := store.Open(ctx, b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	d := setUp(b, s)
	r := d.add(b, nil)
	var run string
	d.must(b, func(tx *store.Tx) (err error) {
		if run, err = runs.StartRun(tx, r.ID, "staff", start, start,
			[]model.RunSource{{Source: "shop", State: model.SourceDone}}); err != nil {
			return err
		}
		var list []model.Finding
		for seq := range int64(1000) {
			list = append(list, model.Finding{Seq: seq + 1, Source: "shop", Dataset: "shop", Collection: "account",
				Decision: model.Undecided, Row: make([]byte, 500)})
		}
		return runs.AddFindings(tx, r.ID, run, list)
	})
	for i := 0; b.Loop(); i++ {
		if err := s.Write(ctx, d.keys, func(tx *store.Tx) error {
			r, err := requests.ForUpdate(tx, r.ID)
			if err != nil {
				return err
			}
			if err := runs.Decide(tx, r.ID, run, int64(i%1000+1), model.Include, "staff", []byte("{}")); err != nil {
				return err
			}
			if _, err := requests.Save(tx, r); err != nil {
				return err
			}
			e := entry("decide")
			e.RequestID = r.ID
			tx.Append(e)
			return nil
		}); err != nil {
			b.Fatal(err)
		}
	}
}
