package store

import (
	"fmt"

	"gorm.io/gorm"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store/database"
)

// PlanLines reads up to limit rows of a plan in the order in which they are written.
func (v *View) PlanLines(request int64, plan string, f model.PlanFilter, limit int) ([]model.PlanLine, error) {
	key, err := v.RequestKey(request)
	if err != nil {
		return nil, err
	}
	q := func(db *gorm.DB) *gorm.DB {
		db = db.Where("(source, place, seq) > (?, ?, ?)", f.AfterSource, f.AfterPlace, f.AfterSeq).Order("source, place, seq").Limit(limit)
		if f.Source != "" {
			db = db.Where("source = ?", f.Source)
		}
		if f.ChangedOnly {
			db = db.Where("changed = 1")
		}
		return db
	}
	var seqs []int64
	if err := q(v.UnprovenRows(request, AllRows("plan_row", plan)).Model(&planLineRow{})).Pluck("seq", &seqs).Error; err != nil {
		return nil, database.MapError(err)
	}
	page, err := v.RowsInBlocksOf(request, AllRows("plan_row", plan), seqs, len(seqs) < limit)
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
func (v *View) PlanLine(request int64, plan string, seq int64) (model.PlanLine, error) {
	key, err := v.RequestKey(request)
	if err != nil {
		return model.PlanLine{}, err
	}
	q, err := v.RowsIn(request, Span{"plan_row", plan, seq, seq})
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
	l := model.PlanLine{Seq: r.Seq, Source: r.Source, Place: r.Place, Dataset: r.Dataset, Collection: r.Collection, Deletes: r.Deletes == 1, Changed: r.Changed == 1}
	var err error
	l.Row, err = Unseal(key, Place("plan_row", "row", fmt.Sprint(r.PlanID, r.Seq)), r.RowSealed)
	return l, err
}
