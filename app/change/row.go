package change

import (
	"orangelab.cn/rightsdesk/app/collect"
)

// Seen returns the row of the plan as it stands in r.
func (r PlanRow) Seen() collect.Row {
	return collect.Row{Seq: r.Seq, Digest: collect.DigestRow(r.Row, r.Source, r.Dataset, r.Collection, r.Deletes)}
}
