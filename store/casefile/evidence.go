package casefile

import (
	"crypto/hmac"
	"slices"
	"time"

	"github.com/google/uuid"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/seal"
)

type evidenceRow struct {
	ID         string `gorm:"primaryKey"`
	RequestID  int64
	Kind       string
	Result     string
	Discounted int
	Point      string
	At         int64
	ByStaff    string
	CodeHash   []byte
	ExpiresAt  int64
	Tries      int
	NoteSealed seal.Sealed
}

func (evidenceRow) TableName() string { return "evidence" }

// AddEvidence keeps a piece of evidence; code is set only for a six-digit code.
func AddEvidence(tx *store.Tx, request int64, e model.Evidence, expires time.Time, code, note string) (string, error) {
	key, err := tx.RequestKey(request)
	if err != nil {
		return "", err
	}
	row, err := newEvidence(request, e, expires, note, key)
	if err != nil {
		return "", err
	}
	if code != "" {
		row.CodeHash = tx.Keys().LookupMAC("code", row.ID, code)
	}
	return row.ID, database.MapError(tx.DB().Create(&row).Error)
}

// newEvidence makes the row of a piece of evidence, its note sealed under the key of its request.
func newEvidence(request int64, e model.Evidence, expires time.Time, note string,
	key []byte) (row evidenceRow, err error) {
	row = evidenceRow{ID: uuid.NewString(), RequestID: request, Kind: string(e.Kind), Result: string(e.Result),
		Point: e.Point, At: database.Millis(e.At), ByStaff: e.By, ExpiresAt: database.Millis(expires)}
	if e.Discounted {
		row.Discounted = 1
	}
	if note != "" {
		row.NoteSealed, err = seal.Seal(key, 0, seal.Place("evidence", "note", row.ID), []byte(note))
	}
	return row, err
}

// EvidenceOf lists what was brought forward for a request, oldest first.
func EvidenceOf(v *store.View, request int64) ([]model.EvidenceRecord, error) {
	var rows []evidenceRow
	if err := v.RowsOf(request).Order("at, id").Find(&rows).Error; err != nil {
		return nil, database.MapError(err)
	}
	out := make([]model.EvidenceRecord, len(rows))
	var key []byte
	for i, r := range rows {
		out[i] = model.EvidenceRecord{Evidence: model.Evidence{Kind: model.EvidenceKind(r.Kind),
			Result:     model.EvidenceResult(r.Result),
			Discounted: r.Discounted == 1, Point: r.Point, At: database.Moment(r.At), By: r.ByStaff}, ID: r.ID,
			ExpiresAt: database.Moment(r.ExpiresAt),
			Tries:     r.Tries, CodeHash: r.CodeHash}
		if len(r.NoteSealed) == 0 {
			continue
		}
		if key == nil {
			k, err := v.RequestKey(request)
			if err != nil {
				return nil, err
			}
			key = k
		}
		note, err := seal.Unseal(key, seal.Place("evidence", "note", r.ID), r.NoteSealed)
		if err != nil {
			return nil, err
		}
		out[i].Note = string(note)
	}
	return out, nil
}

// IsCode reports whether a code is the one this evidence waits for.
func IsCode(v *store.View, e model.EvidenceRecord, code string) bool {
	return len(e.CodeHash) > 0 && slices.ContainsFunc(v.Keys().LookupMACs("code", e.ID, code), func(h []byte) bool {
		return hmac.Equal(h, e.CodeHash)
	})
}

// JudgeEvidence settles a pending piece of evidence, or counts a wrong try while it stays pending.
func JudgeEvidence(tx *store.Tx, id string, result model.EvidenceResult, tries int) error {
	request, err := tx.Whose("evidence", id)
	if err != nil {
		return err
	}
	return database.MapError(tx.RowsOf(request).Model(&evidenceRow{}).Where("id = ? AND result = 'pending'", id).
		Updates(map[string]any{"result": string(result), "tries": tries}).Error)
}
