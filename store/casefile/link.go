package casefile

import (
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"
)

type linkRow struct {
	RequestID int64 `gorm:"primaryKey;autoIncrement:false"`
	OpenedID  int64 `gorm:"primaryKey;autoIncrement:false"`
	Why       string
}

func (linkRow) TableName() string { return "request_link" }

// AddLink says that one request led to another.
func AddLink(tx *store.Tx, request, opened int64, why model.Cause) error {
	return database.MapError(tx.DB().Create(&linkRow{request, opened, string(why)}).Error)
}

// Links lists what a request led to and what led to it.
func Links(v *store.View, request int64) ([]model.Link, error) {
	if err := v.ProveTable(request, "request_link"); err != nil {
		return nil, err
	}
	var rows []struct {
		ID        int64
		Reference string
		Kind      string
		Status    string
		Version   int64
		Why       string
		Opened    bool
	}
	err := v.DB().
		Raw(`SELECT r.id, r.reference, r.kind, r.status, r.version, l.why, TRUE AS opened FROM request_link l JOIN request r ON r.id = l.opened_id WHERE l.request_id = ?
		UNION ALL SELECT r.id, r.reference, r.kind, r.status, r.version, l.why, FALSE FROM request_link l JOIN request r ON r.id = l.request_id WHERE l.opened_id = ? AND l.why NOT IN ?
		ORDER BY 2`, request, request, database.Texts(model.Ties)).Scan(&rows).Error
	if err != nil {
		return nil, database.MapError(err)
	}
	out := make([]model.Link, len(rows))
	for i, r := range rows {
		out[i] = model.Link{Request: r.ID, Reference: r.Reference, Kind: model.Kind(r.Kind),
			Status: model.Status(r.Status), Version: r.Version,
			Why: model.Cause(r.Why), Opened: r.Opened}
	}
	return out, nil
}
