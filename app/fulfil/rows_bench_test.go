package fulfil_test

import (
	"fmt"
	"os"
	"strconv"
	"testing"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/model"
)

// BenchmarkRows collects the rows of one person, reads what was found, and plans to delete them. RIGHTSDESK_BENCH_ROWS
// says how many there are.
func BenchmarkRows(b *testing.B) {
	n := 2000
	if text := os.Getenv("RIGHTSDESK_BENCH_ROWS"); text != "" {
		var err error
		if n, err = strconv.Atoi(text); err != nil {
			b.Fatal(err)
		}
	}
	o := newOffice(b, "sqlite")
	o.exec(b,
		fmt.Sprintf("INSERT INTO place_log WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d) SELECT 100 + i, 1, 'city ' || i FROM n", n))
	r := o.working(b, model.Deletion)
	b.Run("collect", func(b *testing.B) {
		for b.Loop() {
			o.collect(b, r.ID)
		}
		b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*n), "µs/row")
	})
	b.Run("read", func(b *testing.B) {
		for b.Loop() {
			if _, err := collect.Read(ctx, o.agent, r.ID); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("page", func(b *testing.B) {
		for b.Loop() {
			if list, err := collect.List(ctx, o.agent, r.ID, model.FindingFilter{}, 0, 100); err != nil ||
				len(list) != 100 {
				b.Fatal(len(list), err)
			}
		}
	})
	o.leaveShared(b, r.ID)
	o.settle(b, r.ID, nil)
	b.Run("plan", func(b *testing.B) {
		for b.Loop() {
			if err := change.MakePlan(ctx, o.agent, desktest.Seen(b, o.agent, r.ID), nil); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*n), "µs/row")
	})
	b.Run("read the plan", func(b *testing.B) {
		for b.Loop() {
			if _, err := change.ReadPlan(ctx, o.agent, r.ID); err != nil {
				b.Fatal(err)
			}
		}
	})
}
