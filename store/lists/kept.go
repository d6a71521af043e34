package lists

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/seal"
)

type savedViewRow struct {
	ID         string `gorm:"primaryKey"`
	Owner      string
	Shared     int
	At         int64
	ViewSealed seal.Sealed
}

func (savedViewRow) TableName() string { return "saved_view" }

// keptView is the sealed part of a saved view: a name that somebody typed may say anything.
type keptView struct {
	Name string        `json:"name"`
	List model.ListAsk `json:"list"`
}

// SaveView keeps a view, in the place of one with the same ID; an empty ID makes a new one. It returns the ID.
func SaveView(tx *store.Tx, s model.SavedView) (id string, err error) {
	if s.ID == "" {
		s.ID = uuid.NewString()
	}
	row := savedViewRow{ID: s.ID, Owner: s.Owner, At: database.Millis(s.At)}
	if s.Shared {
		row.Shared = 1
	}
	if row.ViewSealed, err = sealKept(tx, "saved_view", "view", s.ID, keptView{s.Name, s.List}); err != nil {
		return "", err
	}
	return s.ID, database.MapError(tx.DeskRows().Save(&row).Error)
}

// sealKept seals a value as JSON under the desk key.
func sealKept(tx *store.Tx, table, column, row string, value any) (seal.Sealed, error) {
	raw, err := json.Marshal(value)
	if err != nil {
		return nil, fmt.Errorf("keep a %s: %w", table, err)
	}
	return tx.Keys().SealDesk(table, column, row, raw)
}

func openKept(v *store.View, table, column, row string, sealed seal.Sealed, value any) error {
	raw, err := v.Keys().OpenDesk(table, column, row, sealed)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(raw, value); err != nil {
		return fmt.Errorf("a %s: %w", table, err)
	}
	return nil
}

func savedView(v *store.View, row savedViewRow) (model.SavedView, error) {
	var kept keptView
	err := openKept(v, "saved_view", "view", row.ID, row.ViewSealed, &kept)
	return model.SavedView{ID: row.ID, Owner: row.Owner, Shared: row.Shared == 1, At: database.Moment(row.At),
		Name: kept.Name, List: kept.List}, err
}

// SavedViews lists the views of a member of staff and those that are shared, oldest first.
func SavedViews(v *store.View, staff string) (list []model.SavedView, err error) {
	var rows []savedViewRow
	if err := v.DeskRows().Where("owner = ? OR shared = 1", staff).Order("at, id").Find(&rows).Error; err != nil {
		return nil, database.MapError(err)
	}
	for _, row := range rows {
		one, err := savedView(v, row)
		if err != nil {
			return nil, err
		}
		list = append(list, one)
	}
	return list, nil
}

// SavedView reads one view; ErrNotFound.
func SavedView(v *store.View, id string) (model.SavedView, error) {
	var row savedViewRow
	if err := v.DeskRows().Where("id = ?", id).First(&row).Error; err != nil {
		return model.SavedView{}, database.MapError(err)
	}
	return savedView(v, row)
}

// DropView forgets a view.
func DropView(tx *store.Tx, id string) error {
	return database.MapError(tx.DeskRows().Where("id = ?", id).Delete(&savedViewRow{}).Error)
}

type registerAskRow struct {
	ID        string `gorm:"primaryKey"`
	ByStaff   string
	At        int64
	DoneAt    int64
	DoneBy    string
	AskSealed seal.Sealed
}

func (registerAskRow) TableName() string { return "register_ask" }

// keptAsk is the sealed part of what was asked for.
type keptAsk struct {
	List   model.ListAsk `json:"list"`
	Form   string        `json:"form"`
	Reason string        `json:"reason"`
}

// AskRegister keeps that somebody asks for a register with people's names, and returns the ID of it.
func AskRegister(tx *store.Tx, a model.RegisterAsk) (id string, err error) {
	row := registerAskRow{ID: uuid.NewString(), ByStaff: a.By, At: database.Millis(a.At)}
	if row.AskSealed, err = sealKept(tx, "register_ask", "ask", row.ID, keptAsk{a.List, a.Form, a.Reason}); err != nil {
		return "", err
	}
	return row.ID, database.MapError(tx.DeskRows().Create(&row).Error)
}

func registerAsk(v *store.View, row registerAskRow) (model.RegisterAsk, error) {
	var kept keptAsk
	err := openKept(v, "register_ask", "ask", row.ID, row.AskSealed, &kept)
	return model.RegisterAsk{ID: row.ID, By: row.ByStaff, At: database.Moment(row.At), List: kept.List, Form: kept.Form,
		Reason: kept.Reason}, err
}

// RegisterAsks lists the registers that wait, oldest first.
func RegisterAsks(v *store.View) (list []model.RegisterAsk, err error) {
	var rows []registerAskRow
	if err := v.DeskRows().Where("done_at = 0").Order("at, id").Find(&rows).Error; err != nil {
		return nil, database.MapError(err)
	}
	for _, row := range rows {
		one, err := registerAsk(v, row)
		if err != nil {
			return nil, err
		}
		list = append(list, one)
	}
	return list, nil
}

// RegisterAsk reads one that waits; ErrNotFound where none of this ID does.
func RegisterAsk(v *store.View, id string) (model.RegisterAsk, error) {
	var row registerAskRow
	if err := v.DeskRows().Where("id = ? AND done_at = 0", id).First(&row).Error; err != nil {
		return model.RegisterAsk{}, database.MapError(err)
	}
	return registerAsk(v, row)
}

// EndRegisterAsk ends the waiting of a register; ErrNotFound where it does not wait.
func EndRegisterAsk(tx *store.Tx, id, by string, now time.Time) error {
	res := tx.DeskRows().Model(&registerAskRow{}).Where("id = ? AND done_at = 0", id).
		Updates(map[string]any{"done_at": database.Millis(now), "done_by": by})
	if res.Error == nil && res.RowsAffected == 0 {
		return store.ErrNotFound
	}
	return database.MapError(res.Error)
}
