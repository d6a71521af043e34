package runs

import (
	"fmt"

	"gorm.io/gorm"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/seal"
)

// PlanLines reads up to limit rows of a plan in the order in which they are written.
func PlanLines(v *store.View, request int64, plan string, f model.PlanFilter, limit int) ([]model.PlanLine, error) {
	key, err := v.RequestKey(request)
	if err != nil {
		return nil, err
	}
	q := func(db *gorm.DB) *gorm.DB {
		db = db.Where("(source, place, seq) > (?, ?, ?)", f.AfterSource, f.AfterPlace, f.AfterSeq).
			Order("source, place, seq").Limit(limit)
		if f.Source != "" {
			db = db.Where("source = ?", f.Source)
		}
		if f.ChangedOnly {
			db = db.Where("changed = 1")
		}
		return db
	}
	var seqs []int64
	if err := q(v.UnprovenRows(request, store.AllRows("plan_row", plan)).Model(&planLineRow{})).Pluck("seq", &seqs).
		Error; err != nil {
		return nil, database.MapError(err)
	}
	page, err := v.RowsInBlocksOf(request, store.AllRows("plan_row", plan), seqs, len(seqs) < limit)
	if err != nil {
		return nil, err
	}
	var rows []planLineRow
	if err := q(page).Find(&rows).Error; err != nil {
		return nil, database.MapError(err)
	}
	out := make([]model.PlanLine, len(rows))
	for i, r := range rows {
		if out[i], err = r.open(key); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// PlanLine reads one row of a plan.
func PlanLine(v *store.View, request int64, plan string, seq int64) (model.PlanLine, error) {
	key, err := v.RequestKey(request)
	if err != nil {
		return model.PlanLine{}, err
	}
	q, err := v.RowsIn(request, store.NewSpan("plan_row", plan, seq, seq))
	if err != nil {
		return model.PlanLine{}, err
	}
	var row planLineRow
	if err := q.First(&row).Error; err != nil {
		return model.PlanLine{}, database.MapError(err)
	}
	return row.open(key)
}

func (r planLineRow) open(key []byte) (model.PlanLine, error) {
	l := model.PlanLine{Seq: r.Seq, Source: r.Source, Place: r.Place, Dataset: r.Dataset, Collection: r.Collection,
		Deletes: r.Deletes == 1, Changed: r.Changed == 1}
	var err error
	l.Row, err = seal.Unseal(key, seal.Place("plan_row", "row", fmt.Sprint(r.PlanID, r.Seq)), r.RowSealed)
	return l, err
}

// PlanCounts counts the rows of a plan per collection.
func PlanCounts(v *store.View, request int64, plan string) (out []model.PlanCount, err error) {
	whole := store.AllRows("plan_row", plan)
	counts, kept, err := v.CountsOf(request, whole)
	if err != nil {
		return nil, err
	}
	for _, c := range counts {
		out = append(out, model.PlanCount{Source: c.Source, Dataset: c.Dataset, Collection: c.Collection,
			Updates: c.N[0], Deletes: c.N[1]})
	}
	if kept {
		return out, nil
	}
	if err := v.ProveSpan(request, whole); err != nil {
		return nil, err
	}
	err = v.DB().Raw(`SELECT source, dataset, collection, SUM(1 - deletes) AS updates, SUM(deletes) AS deletes
		FROM plan_row WHERE plan_id = ? GROUP BY source, dataset, collection ORDER BY source, dataset, collection`, whole.Parent).Scan(&out).Error
	return out, database.MapError(err)
}
