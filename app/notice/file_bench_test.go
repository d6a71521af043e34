package notice_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/desk/desktest"
	app "orangelab.cn/rightsdesk/app/incident"
	campaign "orangelab.cn/rightsdesk/app/notice"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/notice"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/notices"
)

// The file for a regulator about an incident whose notice left 100,000 receipts, read from the desk. The bar is 30 s
// and 200 MB.
func BenchmarkTheRegulatorFileWithManyReceipts(b *testing.B) {
	d := desktest.New(b, "sqlite")
	jing := d.Add(b, "jing", model.RoleLead)
	st := happened(b, d, jing, false)
	n, err := campaign.BeginIncident(ctx, jing, app.SeenOf(st.Incident), campaign.Everybody)
	if err != nil {
		b.Fatal(err)
	}
	o := whole(b, jing, n)
	var people strings.Builder
	people.WriteString("name,email\n")
	const many = 100_000
	for i := range many {
		fmt.Fprintf(&people, "王小明,p%d@person.test\n", i)
	}
	if n, err = campaign.AudienceFile(ctx, jing, o.Seen(), file(b, people.String())); err != nil {
		b.Fatal(err)
	}
	run := notices.Run{Notice: n.ID, Progress: notice.Progress{Round: 1, Due: d.Now()}}
	for first := 0; first < many; first += 1000 {
		if err := jing.Write(ctx, model.ActSendNotice, func(tx *store.Tx, _ *model.Entry) error {
			if first == 0 {
				if err := notices.SaveRun(tx, run); err != nil {
					return err
				}
			}
			run, err := notices.ReadRun(tx.View, n.ID)
			if err != nil {
				return err
			}
			var list []notice.Receipt
			for i := range 1000 {
				list = append(list, notice.Receipt{Recipient: int64(first + i + 1), Round: 1, Channel: notice.Email,
					Result: notice.Handed, At: d.Now(), Said: fmt.Sprintf("2.0.0 Ok: queued as 4bTk%08x", first+i)})
			}
			if err := notices.AddReceipts(tx, &run, list); err != nil {
				return err
			}
			return notices.SaveRun(tx, run)
		}); err != nil {
			b.Fatal(err)
		}
	}
	most := resident()
	for b.Loop() {
		st, err := app.Read(ctx, jing, st.ID)
		if err != nil {
			b.Fatal(err)
		}
		path, err := app.File(ctx, jing, app.SeenOf(st.Incident), b.TempDir())
		if err != nil {
			b.Fatal(err)
		}
		info, err := os.Stat(path)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(info.Size())/1e6, "MB")
	}
	b.ReportMetric(most(), "MB-most")
}
