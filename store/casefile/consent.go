package casefile

import (
	"github.com/google/uuid"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"
)

type consentRow struct {
	ID        string `gorm:"primaryKey"`
	RequestID *int64
	Purpose   string
	Event     model.ConsentEvent
	Channel   string
	At        int64
	ByStaff   string
}

func (consentRow) TableName() string { return "consent" }

type consentPersonRow struct {
	Kind      string
	Hash      []byte
	ConsentID string
	RequestID *int64
}

func (consentPersonRow) TableName() string { return "consent_person" }

// AddConsent writes a line; the person is kept as keyed hashes only.
func AddConsent(tx *store.Tx, request int64, who model.Subject, c model.Consent) error {
	row := consentRow{uuid.NewString(), &request, c.Purpose, c.Event, c.Channel, database.Millis(c.At), c.By}
	if err := tx.DB().Create(&row).Error; err != nil {
		return database.MapError(err)
	}
	var people []consentPersonRow
	for _, l := range who.Lookups() {
		people = append(people, consentPersonRow{string(l.Kind), tx.Keys().Hash(l.Kind, l.Value), row.ID, &request})
	}
	if len(people) == 0 {
		return nil
	}
	return database.MapError(tx.DB().Create(&people).Error)
}

// Consents reads what is known of a person's consents, newest first.
func Consents(v *store.View, who model.Subject) ([]model.Consent, error) {
	var ids []string
	for _, l := range who.Lookups() {
		var some []string
		if err := v.RowsAcross().Model(&consentPersonRow{}).Where("kind = ? AND hash IN ?", string(l.Kind),
			v.Keys().Hashes(l.Kind, l.Value)).Pluck("consent_id", &some).Error; err != nil {
			return nil, database.MapError(err)
		}
		ids = append(ids, some...)
	}
	if len(ids) == 0 {
		return nil, nil
	}
	var rows []consentRow
	if err := v.RowsAcross().Where("id IN ?", ids).Order("at DESC, purpose").Find(&rows).Error; err != nil {
		return nil, database.MapError(err)
	}
	out := make([]model.Consent, len(rows))
	for i, r := range rows {
		out[i] = model.Consent{Purpose: r.Purpose, Event: r.Event, Channel: r.Channel, At: database.Moment(r.At),
			By: r.ByStaff}
	}
	return out, nil
}
