package store

import (
	"fmt"

	"orangelab.cn/rightsdesk/model"
)

// PlanLines reads up to limit rows of a plan in the order in which they are written.
func (v *View) PlanLines(request int64, plan string, f model.PlanFilter, limit int) ([]model.PlanLine, error) {
	key, err := v.requestKey(request)
	if err != nil {
		return nil, err
	}
	q := v.db.Where("plan_id = ? AND request_id = ?", plan, request).
		Where("(source, place, seq) > (?, ?, ?)", f.AfterSource, f.AfterPlace, f.AfterSeq).Order("source, place, seq").Limit(limit)
	if f.Source != "" {
		q = q.Where("source = ?", f.Source)
	}
	if f.ChangedOnly {
		q = q.Where("changed = 1")
	}
	var rows []planLineRow
	if err := q.Find(&rows).Error; err != nil {
		return nil, mapError(err)
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
	key, err := v.requestKey(request)
	if err != nil {
		return model.PlanLine{}, err
	}
	var row planLineRow
	if err := v.db.Where("plan_id = ? AND request_id = ? AND seq = ?", plan, request, seq).First(&row).Error; err != nil {
		return model.PlanLine{}, mapError(err)
	}
	return row.open(key)
}

func (r planLineRow) open(key []byte) (model.PlanLine, error) {
	l := model.PlanLine{Seq: r.Seq, Source: r.Source, Place: r.Place, Dataset: r.Dataset, Collection: r.Collection, Deletes: r.Deletes == 1, Changed: r.Changed == 1}
	var err error
	l.Row, err = unseal(key, place("plan_row", "row", fmt.Sprint(r.PlanID, r.Seq)), r.RowSealed)
	return l, err
}

// PlanCounts counts the rows of a plan per collection.
func (v *View) PlanCounts(plan string) ([]model.PlanCount, error) {
	var out []model.PlanCount
	err := v.db.Raw(`SELECT source, dataset, collection, SUM(1 - deletes) AS updates, SUM(deletes) AS deletes
		FROM plan_row WHERE plan_id = ? GROUP BY source, dataset, collection ORDER BY source, dataset, collection`, plan).Scan(&out).Error
	return out, mapError(err)
}
