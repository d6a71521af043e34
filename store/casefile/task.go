package casefile

import (
	"github.com/google/uuid"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/seal"
)

type taskRow struct {
	ID           string `gorm:"primaryKey"`
	RequestID    int64
	Kind         model.TaskKind
	Who          string
	Source       string
	DueAt        int64
	DoneAt       int64
	DoneBy       string
	Ending       string
	UntilAt      int64
	WhatSealed   seal.Sealed
	ResultSealed seal.Sealed
	KnownSealed  seal.Sealed
}

func (taskRow) TableName() string { return "task" }

// AddTask keeps a new task.
func AddTask(tx *store.Tx, request int64, t model.Task) (string, error) {
	key, err := tx.RequestKey(request)
	if err != nil {
		return "", err
	}
	row := taskRow{ID: uuid.NewString(), RequestID: request, Kind: t.Kind, Who: t.Who, Source: t.Source,
		DueAt: database.Millis(t.DueAt)}
	if row.WhatSealed, err = seal.Seal(key, 0, seal.Place("task", "what", row.ID), []byte(t.What)); err != nil {
		return "", err
	}
	return row.ID, database.MapError(tx.DB().Create(&row).Error)
}

// EndTask keeps what came of a task: its end, until when, what was said, by whom and when it was recorded. ErrConflict
// where it was ended already.
func EndTask(tx *store.Tx, request int64, t model.Task) error {
	key, err := tx.RequestKey(request)
	if err != nil {
		return err
	}
	sealed, err := seal.Seal(key, 0, seal.Place("task", "result", t.ID), []byte(t.Result))
	if err != nil {
		return err
	}
	known, err := seal.Seal(key, 0, seal.Place("task", "known", t.ID), []byte(t.Known))
	if err != nil {
		return err
	}
	return database.One(tx.RowsOf(request).Model(&taskRow{}).Where("id = ? AND done_at = 0", t.ID).
		Updates(map[string]any{"known_sealed": known, "done_at": database.Millis(t.DoneAt), "done_by": t.DoneBy,
			"ending": string(t.End), "until_at": database.Millis(t.Until), "result_sealed": sealed}))
}

// ReopenTask takes back what was kept of a task's end; ErrConflict where it has none.
func ReopenTask(tx *store.Tx, request int64, id string) error {
	return database.One(tx.RowsOf(request).Model(&taskRow{}).Where("id = ? AND done_at <> 0", id).
		Updates(map[string]any{"done_at": 0, "done_by": "", "ending": "", "until_at": 0}))
}

// OpenTasks counts the tasks of a request that wait.
func OpenTasks(v *store.View, request int64) (n int64, err error) {
	err = v.RowsOf(request).Model(&taskRow{}).Where("done_at = 0").Count(&n).Error
	return n, database.MapError(err)
}

// Tasks lists the tasks of a request by due date.
func Tasks(v *store.View, request int64) ([]model.Task, error) {
	rows, key, err := store.OpenRows[taskRow](v, request, v.RowsOf(request).Order("due_at, id"))
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	out := make([]model.Task, len(rows))
	for i, r := range rows {
		out[i] = model.Task{ID: r.ID, Kind: r.Kind, Who: r.Who, Source: r.Source, DueAt: database.Moment(r.DueAt),
			DoneAt: database.Moment(r.DoneAt), DoneBy: r.DoneBy,
			End: model.TaskEnd(r.Ending), Until: database.Moment(r.UntilAt)}
		what, err := seal.Unseal(key, seal.Place("task", "what", r.ID), r.WhatSealed)
		if err != nil {
			return nil, err
		}
		out[i].What = string(what)
		for _, said := range []struct {
			column string
			sealed seal.Sealed
			into   *string
		}{{"result", r.ResultSealed, &out[i].Result}, {"known", r.KnownSealed, &out[i].Known}} {
			if len(said.sealed) == 0 {
				continue
			}
			text, err := seal.Unseal(key, seal.Place("task", said.column, r.ID), said.sealed)
			if err != nil {
				return nil, err
			}
			*said.into = string(text)
		}
	}
	return out, nil
}
