package setup

import (
	"encoding/json"
	"fmt"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/mapreview"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"
)

// reviewRow is a table of a source with what was settled in it.
type reviewRow struct {
	SourceKey string `gorm:"primaryKey"`
	Name      string `gorm:"primaryKey"`
	Version   int64
	Program   string
	Body      string
}

func (reviewRow) TableName() string { return "source_review" }

// reviewBody is what a row holds beside its keys.
type reviewBody struct {
	Columns []mapreview.Column  `json:"columns"`
	Settled []mapreview.Settled `json:"settled,omitempty"`
}

// Reviews lists what was settled of a source, or of all where key is empty, by source and table. Whose signatures hold,
// ReviewHolds says.
func Reviews(v *store.View, key string) ([]mapreview.Table, error) {
	query := v.DeskRows().Order("source_key, name")
	if key != "" {
		query = query.Where("source_key = ?", key)
	}
	var rows []reviewRow
	if err := query.Find(&rows).Error; err != nil {
		return nil, database.MapError(err)
	}
	tables := make([]mapreview.Table, len(rows))
	for i, r := range rows {
		var body reviewBody
		if err := json.Unmarshal([]byte(r.Body), &body); err != nil {
			return nil, fmt.Errorf("what was settled of %s.%s: %w", r.SourceKey, r.Name, err)
		}
		tables[i] = mapreview.Table{Source: r.SourceKey, Name: r.Name, Version: r.Version, Program: r.Program,
			Columns: body.Columns, Settled: body.Settled}
	}
	return tables, nil
}

// SaveReview adds a table of a source (Version 0) or changes it; store.ErrConflict where somebody else changed it
// meanwhile.
func SaveReview(tx *store.Tx, t mapreview.Table) error {
	raw, err := json.Marshal(reviewBody{t.Columns, t.Settled})
	if err != nil {
		return fmt.Errorf("keep what was settled of %s.%s: %w", t.Source, t.Name, err)
	}
	row := reviewRow{SourceKey: t.Source, Name: t.Name, Version: t.Version + 1, Program: t.Program, Body: string(raw)}
	if t.Version == 0 {
		return database.MapError(tx.DB().Create(&row).Error)
	}
	res := tx.DeskRows().Model(&reviewRow{}).
		Where("source_key = ? AND name = ? AND version = ?", t.Source, t.Name, t.Version).
		Select("version", "program", "body").Updates(&row)
	if res.Error == nil && res.RowsAffected == 0 {
		return store.ErrConflict
	}
	return database.MapError(res.Error)
}

// DropReview takes a table of a source out; every table where name is empty.
func DropReview(tx *store.Tx, key, name string) error {
	query := tx.DeskRows().Where("source_key = ?", key)
	if name != "" {
		query = query.Where("name = ?", name)
	}
	return database.MapError(query.Delete(&reviewRow{}).Error)
}

// ReviewHolds returns what tells, of the tables of a review, whether what a member of staff settled there bears their
// own signature.
func ReviewHolds(v *store.View) (func(t mapreview.Table, by string) bool, error) {
	signed, err := v.DeskApprovals(model.ActSettleMap)
	if err != nil {
		return nil, err
	}
	return func(t mapreview.Table, by string) bool {
		a, is := signed[t.Subject(by)]
		digest, err := t.Digest(by)
		return is && err == nil && a.By == by && a.Digest == digest
	}, nil
}
