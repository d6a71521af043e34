package casefile

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/seal"
)

type holdRow struct {
	ID          string `gorm:"primaryKey"`
	RequestID   *int64
	Reference   string
	Rule        string
	Until       int64
	ReturnedAt  int64
	ConfirmedBy string
	WhatSealed  seal.Sealed
}

func (holdRow) TableName() string { return "hold" }

// Hold is a duty to keep part of what was asked to be deleted. What is opaque here: whose it is and what is kept.
type Hold struct {
	ID          string
	RequestID   int64 // 0 once the request was purged
	Reference   string
	Rule        string
	Until       time.Time
	ReturnedAt  time.Time // zero while the duty runs
	ConfirmedBy string
	What        json.RawMessage
}

// AddHold keeps a duty under the desk's key: it may outlive the request.
func AddHold(tx *store.Tx, h Hold) error {
	row := holdRow{ID: uuid.NewString(), RequestID: &h.RequestID, Reference: h.Reference, Rule: h.Rule,
		Until: database.Millis(h.Until), ConfirmedBy: h.ConfirmedBy}
	var err error
	if row.WhatSealed, err = tx.Keys().SealDesk("hold", "what", row.ID, h.What); err != nil {
		return err
	}
	return database.MapError(tx.DB().Create(&row).Error)
}

// Holds lists the duties that a request left.
func Holds(v *store.View, request int64) ([]Hold, error) {
	var rows []holdRow
	if err := v.RowsOf(request).Order("until, id").Find(&rows).Error; err != nil {
		return nil, database.MapError(err)
	}
	return openHolds(v, rows)
}

// HeldRules returns the duties of the rule pack that somebody at the desk ever confirmed to apply to what it holds.
func HeldRules(v *store.View) ([]string, error) {
	var rows []holdRow
	if err := v.RowsAcross().Distinct("rule").Find(&rows).Error; err != nil {
		return nil, database.MapError(err)
	}
	rules := make([]string, len(rows))
	for i, r := range rows {
		rules[i] = r.Rule
	}
	return rules, nil
}

// EndedHolds lists up to limit duties that ended by now and whose part has not come back yet.
func EndedHolds(v *store.View, now time.Time, limit int) ([]Hold, error) {
	var rows []holdRow
	if err := v.RowsAcross().Where("returned_at = 0 AND until <= ?", database.Millis(now)).Order("until").Limit(limit).
		Find(&rows).Error; err != nil {
		return nil, database.MapError(err)
	}
	return openHolds(v, rows)
}

func openHolds(v *store.View, rows []holdRow) ([]Hold, error) {
	out := make([]Hold, len(rows))
	for i, r := range rows {
		out[i] = Hold{ID: r.ID, Reference: r.Reference, Rule: r.Rule, Until: database.Moment(r.Until),
			ReturnedAt: database.Moment(r.ReturnedAt), ConfirmedBy: r.ConfirmedBy}
		if r.RequestID != nil {
			out[i].RequestID = *r.RequestID
		}
		var err error
		if out[i].What, err = v.Keys().OpenDesk("hold", "what", r.ID, r.WhatSealed); err != nil {
			return nil, fmt.Errorf("hold of %s: %w", r.Reference, err)
		}
	}
	return out, nil
}

// ReturnHold says that the part kept has come back as a request; ErrConflict where another desktop was faster.
func ReturnHold(tx *store.Tx, id string, now time.Time) error {
	request, err := tx.Whose("hold", id)
	if err != nil {
		return err
	}
	return database.One(tx.RowsOf(request).Model(&holdRow{}).Where("id = ? AND returned_at = 0", id).
		Update("returned_at", database.Millis(now)))
}
