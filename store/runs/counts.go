package runs

import (
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"
)

// FindingCounts counts the findings of a run per collection.
func FindingCounts(v *store.View, request int64, run string) ([]model.FindingCount, error) {
	whole := store.AllRows("finding", run)
	counts, kept, err := v.CountsOf(request, whole)
	if err != nil {
		return nil, err
	}
	if !kept {
		return countFindings(v, request, whole)
	}
	var out []model.FindingCount
	shared := int64(0)
	for _, c := range counts {
		out = append(out, model.FindingCount{Source: c.Source, Dataset: c.Dataset, Collection: c.Collection,
			Rows: c.N[0], Sensitive: c.N[1], Shared: c.N[2],
			Undecided: c.N[3], Masked: c.N[4], LeftOut: c.N[5], Unagreed: c.N[2]})
		shared += c.N[2]
	}
	if shared == 0 {
		return out, nil
	}
	return out, takeAgreed(v, request, whole, out)
}

// agreedSQL selects the findings that somebody agreed with, as far as a count can tell: what decides is the signature.
const agreedSQL = `agreed_by <> '' AND (request_id <= ? OR EXISTS (SELECT 1 FROM approval AS a
	WHERE a.request_id = finding.request_id AND a.action = ? AND a.subject = run_id || '/' || seq))`

// takeAgreed takes from counts what was agreed with.
func takeAgreed(v *store.View, request int64, whole store.Span, counts []model.FindingCount) error {
	if err := v.ProveTable(request, "approval"); err != nil {
		return err
	}
	blocks, err := v.Blocks(request, whole)
	if err != nil {
		return err
	}
	for _, b := range blocks {
		list, err := b.Counted()
		if err != nil {
			return err
		}
		for _, c := range list {
			if c.N[2] == 0 {
				continue
			}
			if err := v.ProveSpan(request, store.NewSpan(whole.Table, whole.Parent, b.FromSeq, b.ToSeq)); err != nil {
				return err
			}
		}
	}
	var agreed []model.FindingCount
	if err := v.DB().
		Raw(
			`SELECT source, dataset, collection, COUNT(*) AS "rows" FROM finding WHERE run_id = ? AND shared > 0 AND `+agreedSQL+" GROUP BY source, dataset, collection",
			whole.Parent, v.FirstSigned(), string(model.ActAgree)).Scan(&agreed).Error; err != nil {
		return database.MapError(err)
	}
	for _, a := range agreed {
		for i := range counts {
			if c := &counts[i]; c.Source == a.Source && c.Dataset == a.Dataset && c.Collection == a.Collection {
				c.Unagreed -= a.Rows
			}
		}
	}
	return nil
}

// countFindings counts the rows themselves, where no blocks say what is in them.
func countFindings(v *store.View, request int64, whole store.Span) (out []model.FindingCount, err error) {
	if err := v.ProveSpan(request, whole); err != nil {
		return nil, err
	}
	err = v.DB().Raw(`SELECT source, dataset, collection, COUNT(*) AS "rows", SUM(sensitive) AS sensitive,
		SUM(CASE WHEN shared > 0 THEN 1 ELSE 0 END) AS shared,
		SUM(CASE WHEN decision = 'undecided' THEN 1 ELSE 0 END) AS undecided,
		SUM(CASE WHEN decision = 'mask' THEN 1 ELSE 0 END) AS masked,
		SUM(CASE WHEN decision = 'leave_out' THEN 1 ELSE 0 END) AS left_out,
		SUM(CASE WHEN shared > 0 AND NOT (`+agreedSQL+`) THEN 1 ELSE 0 END) AS unagreed
		FROM finding WHERE run_id = ? GROUP BY source, dataset, collection ORDER BY source, dataset, collection`, v.FirstSigned(), string(model.ActAgree), whole.Parent).Scan(&out).Error
	return out, database.MapError(err)
}
