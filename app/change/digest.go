package change

import (
	"encoding/hex"
	"fmt"
	"hash"

	"orangelab.cn/rightsdesk/model"

	"orangelab.cn/rightsdesk/store"
)

// planDigest names exactly what a plan writes: every row with key, before and after, in order.
func planDigest(v *store.View, request int64, plan string) (string, error) {
	digest, _, err := planDigests(v, request, plan)
	return digest, err
}

// planDigests are the digest of a plan, and those of its rows by source.
func planDigests(v *store.View, request int64, plan string) (all string, bySource map[string]string, err error) {
	whole, parts := newPlanDigest(v), map[string]rowsDigest{}
	err = eachLine(v, request, plan, "", func(l model.PlanLine) error {
		if _, ok := parts[l.Source]; !ok {
			parts[l.Source] = newPlanDigest(v)
		}
		whole.add(l)
		parts[l.Source].add(l)
		return nil
	})
	bySource = map[string]string{}
	for key, part := range parts {
		bySource[key] = part.sum()
	}
	return whole.sum(), bySource, err
}

// rowsDigest digests rows of a plan one after another.
type rowsDigest struct{ hash.Hash }

func newPlanDigest(v *store.View) rowsDigest { return rowsDigest{v.Digest("plan")} }

func (d rowsDigest) add(l model.PlanLine) {
	fmt.Fprintf(d, "%q %d %d %q %q %t %d\n", l.Source, l.Place, l.Seq, l.Dataset, l.Collection, l.Deletes, len(l.Row))
	d.Write(l.Row)
}

func (d rowsDigest) sum() string { return hex.EncodeToString(d.Sum(nil)) }
