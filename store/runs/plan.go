package runs

import (
	"cmp"
	"crypto/hmac"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm/clause"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/seal"
)

type planRow struct {
	ID          string `gorm:"primaryKey"`
	RequestID   int64
	Version     int
	State       model.PlanState
	Digest      string
	MadeAt      int64
	MadeBy      string
	SignedAt    int64
	SignedBy    string
	SignMac     []byte
	LeaseTill   int64
	NotesSealed seal.Sealed
}

func (planRow) TableName() string { return "plan" }

type planSourceRow struct {
	PlanID    string `gorm:"primaryKey"`
	Source    string `gorm:"primaryKey"`
	Place     int
	State     model.WriteState
	Updates   int64
	Deletes   int64
	Kept      int64
	Written   int64
	EndedAt   int64
	RequestID int64

	ReasonSealed seal.Sealed
}

func (planSourceRow) TableName() string { return "plan_source" }

type planLineRow struct {
	PlanID     string `gorm:"primaryKey"`
	Seq        int64  `gorm:"primaryKey;autoIncrement:false"`
	RequestID  int64
	Source     string
	Place      int
	Dataset    string
	Collection string
	Deletes    int
	Changed    int
	RowSealed  seal.Sealed
}

func (planLineRow) TableName() string { return "plan_row" }

// StartPlan begins the next version of a request's plan. An older version that nobody signed goes.
func StartPlan(tx *store.Tx, request int64, by string, now, leaseTill time.Time,
	sources []model.PlanSource) (model.Plan, error) {
	if err := tx.RowsOf(request).Where("state IN ('making','ready')").Delete(&planRow{}).Error; err != nil {
		return model.Plan{}, database.MapError(err)
	}
	var last int
	if err := tx.RowsOf(request).Model(&planRow{}).Select("COALESCE(MAX(version), 0)").Scan(&last).Error; err != nil {
		return model.Plan{}, database.MapError(err)
	}
	row := planRow{ID: uuid.NewString(), RequestID: request, Version: last + 1, State: model.PlanMaking,
		MadeAt: database.Millis(now), MadeBy: by, LeaseTill: database.Millis(leaseTill)}
	if err := tx.DB().Create(&row).Error; err != nil {
		return model.Plan{}, database.MapError(err)
	}
	for _, s := range sources {
		if err := SetPlanSource(tx, row.ID, s); err != nil {
			return model.Plan{}, err
		}
	}
	return Plan(tx.View, request)
}

// AddPlanLines keeps rows of a plan that is being made.
func AddPlanLines(tx *store.Tx, request int64, plan string, list []model.PlanLine) error {
	if len(list) == 0 {
		return nil
	}
	key, err := tx.RequestKey(request)
	if err != nil {
		return err
	}
	rows := make([]planLineRow, len(list))
	for i, l := range list {
		sealed, err := seal.Seal(key, 0, seal.Place("plan_row", "row", fmt.Sprint(plan, l.Seq)), l.Row)
		if err != nil {
			return err
		}
		rows[i] = planLineRow{PlanID: plan, Seq: l.Seq, RequestID: request, Source: l.Source, Place: l.Place,
			Dataset:    l.Dataset,
			Collection: l.Collection, RowSealed: sealed}
		if l.Deletes {
			rows[i].Deletes = 1
		}
	}
	slices.SortFunc(rows, func(a, b planLineRow) int { return cmp.Compare(a.Seq, b.Seq) })
	return store.AddRowsIn(tx, request, store.Span{Table: "plan_row", Parent: plan}, rows, func(r planLineRow) int64 {
		return r.Seq
	})
}

// ReadyPlan closes the making of a plan with its digest and notes.
func ReadyPlan(tx *store.Tx, request int64, plan, digest string, notes []byte) error {
	key, err := tx.RequestKey(request)
	if err != nil {
		return err
	}
	sealed, err := seal.Seal(key, 0, seal.Place("plan", "notes", plan), notes)
	if err != nil {
		return err
	}
	return database.One(tx.RowsOf(request).Model(&planRow{}).Where("id = ? AND state = ?", plan, model.PlanMaking).
		Updates(map[string]any{"state": model.PlanReady, "digest": digest, "notes_sealed": sealed, "lease_till": 0}))
}

// SignPlan keeps that a second person approved exactly this plan.
func SignPlan(tx *store.Tx, request int64, plan, digest, by string, now time.Time) error {
	if err := database.One(tx.RowsOf(request).Model(&planRow{}).
		Where("id = ? AND state = ? AND digest = ? AND made_by <> ?", plan, model.PlanReady, digest, by).
		Updates(map[string]any{"state": model.PlanSigned, "signed_by": by, "signed_at": database.Millis(now),
			"sign_mac": signMAC(tx.Keys(), request, plan, digest, by, database.Millis(now))})); err != nil {
		return err
	}
	return tx.Approve(request, model.ActSignPlan, plan, digest, now)
}

// signMAC covers a signature, so that one set outside the program shows.
func signMAC(k *store.Keys, request int64, plan, digest, by string, at int64) []byte {
	return k.MAC("plan", plan, strconv.FormatInt(request, 10), digest, by, strconv.FormatInt(at, 10))
}

// DropPlan removes the version of a plan that nobody signed yet: what it was made from has changed.
func DropPlan(tx *store.Tx, request int64) error {
	return database.MapError(tx.RowsOf(request).Where("state IN ('making','ready')").Delete(&planRow{}).Error)
}

// SetPlanSource keeps how far a source is.
func SetPlanSource(tx *store.Tx, plan string, s model.PlanSource) error {
	request, err := tx.Whose("plan", plan)
	if err != nil {
		return err
	}
	reason, err := sealReason(tx, request, "plan", plan, s.Source, s.Reason)
	if err != nil {
		return err
	}
	return database.MapError(tx.DB().Clauses(clause.OnConflict{UpdateAll: true}).
		Create(&planSourceRow{plan, s.Source, s.Place, s.State, s.Updates, s.Deletes, s.Kept, s.Written,
			database.Millis(s.EndedAt), request, reason}).Error)
}

// MarkChanged says that a row was found changed when the plan was run.
func MarkChanged(tx *store.Tx, request int64, plan string, seq int64) error {
	rows, err := tx.ChangeRowsIn(request, store.NewSpan("plan_row", plan, seq, seq))
	if err != nil {
		return err
	}
	return database.One(rows.Model(&planLineRow{}).Where("seq = ?", seq).Update("changed", 1))
}

// Plan reads the newest version of a request's plan; ErrNotFound where none was made.
func Plan(v *store.View, request int64) (model.Plan, error) {
	var row planRow
	if err := v.RowsOf(request).Order("version DESC").First(&row).Error; err != nil {
		return model.Plan{}, database.MapError(err)
	}
	return openPlan(v, row)
}

// Plans reads every version of a request's plan, newest first.
func Plans(v *store.View, request int64) ([]model.Plan, error) {
	var rows []planRow
	if err := v.RowsOf(request).Order("version DESC").Find(&rows).Error; err != nil {
		return nil, database.MapError(err)
	}
	out := make([]model.Plan, len(rows))
	for i, row := range rows {
		var err error
		if out[i], err = openPlan(v, row); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func openPlan(v *store.View, row planRow) (model.Plan, error) {
	p := model.Plan{ID: row.ID, RequestID: row.RequestID, Version: row.Version, State: row.State, Digest: row.Digest,
		MadeAt: database.Moment(row.MadeAt),
		MadeBy: row.MadeBy, SignedAt: database.Moment(row.SignedAt), SignedBy: row.SignedBy,
		LeaseTill: database.Moment(row.LeaseTill)}
	if p.Signed() && !hmac.Equal(row.SignMac,
		signMAC(v.Keys(), row.RequestID, row.ID, row.Digest, row.SignedBy, row.SignedAt)) {
		return p, fmt.Errorf("%w: version %d of a plan", store.ErrTampered, row.Version)
	}
	if p.Signed() {
		if err := planSigned(v, row); errors.Is(err, store.ErrNotApproved) {
			return p, fmt.Errorf("%w: version %d of a plan: %w", store.ErrTampered, row.Version, err)
		} else if err != nil {
			return p, err
		}
	}
	var sources []planSourceRow
	if err := v.RowsOf(row.RequestID).Where("plan_id = ?", row.ID).Order("place, source").Find(&sources).
		Error; err != nil {
		return p, database.MapError(err)
	}
	for _, s := range sources {
		reason, err := openReason(v, row.RequestID, "plan", row.ID, s.Source, s.ReasonSealed)
		if err != nil {
			return p, err
		}
		p.Sources = append(p.Sources,
			model.PlanSource{Source: s.Source, Place: s.Place, State: s.State, Updates: s.Updates,
				Deletes: s.Deletes, Kept: s.Kept, Written: s.Written, Reason: reason,
				EndedAt: database.Moment(s.EndedAt)})
	}
	if len(row.NotesSealed) > 0 {
		key, err := v.RequestKey(row.RequestID)
		if err != nil {
			return p, err
		}
		if p.Notes, err = seal.Unseal(key, seal.Place("plan", "notes", row.ID), row.NotesSealed); err != nil {
			return p, err
		}
	}
	return p, nil
}

// DeadPlans lists the requests whose plan a desktop began to make or to write and did not finish before its lease
// ended.
func DeadPlans(v *store.View, now time.Time) (requests []model.Revision, err error) {
	return revisions(v, v.RowsAcross().Model(&planRow{}).
		Where("lease_till > 0 AND lease_till < ?", database.Millis(now)).Select("request_id"))
}

// DropMaking removes a plan that was being made and may not be kept.
func DropMaking(tx *store.Tx, plan string) error {
	request, err := tx.Whose("plan", plan)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return database.MapError(tx.RowsOf(request).Where("id = ? AND state = ?", plan, model.PlanMaking).
		Delete(&planRow{}).Error)
}

// FreePlan gives a request's plan free whose desktop died: one that was being made goes, one that was being written can
// be taken up again.
func FreePlan(tx *store.Tx, request int64) error {
	if err := tx.RowsOf(request).Where("state = ?", model.PlanMaking).Delete(&planRow{}).Error; err != nil {
		return database.MapError(err)
	}
	return database.MapError(tx.RowsOf(request).Model(&planRow{}).Where("lease_till <> 0").Update("lease_till", 0).
		Error)
}
