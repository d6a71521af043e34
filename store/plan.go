package store

import (
	"crypto/hmac"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"orangelab.cn/rightsdesk/model"
)

type planRow struct {
	ID          string `gorm:"primaryKey"`
	RequestID   int64
	Version     int
	State       string
	Digest      string
	MadeAt      int64
	MadeBy      string
	SignedAt    int64
	SignedBy    string
	SignMac     []byte
	LeaseTill   int64
	NotesSealed Sealed
}

func (planRow) TableName() string { return "plan" }

type planSourceRow struct {
	PlanID    string `gorm:"primaryKey"`
	Source    string `gorm:"primaryKey"`
	Place     int
	State     string
	Updates   int64
	Deletes   int64
	Kept      int64
	Written   int64
	EndedAt   int64
	RequestID int64

	ReasonSealed Sealed
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
	RowSealed  Sealed
}

func (planLineRow) TableName() string { return "plan_row" }

// The states of a plan. A signed plan does not change: the database refuses it.
const (
	PlanMaking = "making"
	PlanReady  = "ready"
	PlanSigned = "signed"
	PlanDone   = "done" // every source is written, handed over, or left as it is for a reason
)

// The states of a source in a plan.
const (
	WriteWaiting    = "waiting"
	WriteRunning    = "running"
	WriteDone       = "done"
	WriteFailed     = "failed"     // the source refused it; it holds what it held before
	WriteChanged    = "changed"    // a row changed since the preview; it holds what it held before
	WriteUnwritable = "unwritable" // the desk has no write credential: it stays as it is
	WriteHanded     = "handed"     // its owner does it by hand
	WriteByOwner    = "by_owner"   // its owner has done it
	WriteBlocked    = "blocked"    // the preview says that it would be refused; the plan must be mended first
)

// Plan is what would be written to the sources for a request, version by version.
type Plan struct {
	ID        string
	RequestID int64
	Version   int
	State     string
	Digest    string // View.Digest over every row in order, in hex
	MadeAt    time.Time
	MadeBy    string
	SignedAt  time.Time
	SignedBy  string
	LeaseTill time.Time // a desktop is at work on it until then
	Notes     []byte
	Sources   []PlanSource
}

// Signed reports whether a second person approved the plan.
func (p Plan) Signed() bool { return p.State == PlanSigned || p.State == PlanDone }

// PlanSource is a source in a plan: what would be written, and how far that is.
type PlanSource struct {
	Source  string
	Place   int // the order of writing
	State   string
	Updates int64 // rows
	Deletes int64
	Kept    int64 // rows left as they are: held, stopped, refused, not ours, or also somebody else's
	Written int64
	Reason  string
	EndedAt time.Time
}

// Settled reports whether nothing more is to be written to the source.
func (s PlanSource) Settled() bool {
	switch s.State {
	case WriteDone, WriteUnwritable, WriteHanded, WriteByOwner:
		return true
	}
	return false
}

// ByHand reports whether its owner changes all of it, and the desk planned nothing there.
func (s PlanSource) ByHand() bool {
	return s.Updates+s.Deletes == 0 && (s.State == WriteHanded || s.State == WriteByOwner)
}

// PlanLine is one row of a plan. Row is opaque here: key, before and after.
type PlanLine struct {
	Seq        int64
	Source     string
	Place      int // of its collection within the source
	Dataset    string
	Collection string
	Deletes    bool
	Changed    bool // found changed when the plan was run
	Row        []byte
}

// StartPlan begins the next version of a request's plan. An older version that nobody signed goes.
func (tx *Tx) StartPlan(request int64, by string, now, leaseTill time.Time, sources []PlanSource) (Plan, error) {
	if err := tx.of(request).Where("state IN ('making','ready')").Delete(&planRow{}).Error; err != nil {
		return Plan{}, mapError(err)
	}
	var last int
	if err := tx.of(request).Model(&planRow{}).Select("COALESCE(MAX(version), 0)").Scan(&last).Error; err != nil {
		return Plan{}, mapError(err)
	}
	row := planRow{ID: uuid.NewString(), RequestID: request, Version: last + 1, State: PlanMaking, MadeAt: ms(now), MadeBy: by, LeaseTill: ms(leaseTill)}
	if err := tx.db.Create(&row).Error; err != nil {
		return Plan{}, mapError(err)
	}
	for _, s := range sources {
		if err := tx.SetPlanSource(row.ID, s); err != nil {
			return Plan{}, err
		}
	}
	return tx.Plan(request)
}

// AddPlanLines keeps rows of a plan that is being made.
func (tx *Tx) AddPlanLines(request int64, plan string, list []PlanLine) error {
	if len(list) == 0 {
		return nil
	}
	key, err := tx.requestKey(request)
	if err != nil {
		return err
	}
	rows := make([]planLineRow, len(list))
	for i, l := range list {
		sealed, err := seal(key, 0, place("plan_row", "row", fmt.Sprint(plan, l.Seq)), l.Row)
		if err != nil {
			return err
		}
		rows[i] = planLineRow{PlanID: plan, Seq: l.Seq, RequestID: request, Source: l.Source, Place: l.Place, Dataset: l.Dataset,
			Collection: l.Collection, RowSealed: sealed}
		if l.Deletes {
			rows[i].Deletes = 1
		}
	}
	return mapError(tx.db.CreateInBatches(rows, 100).Error)
}

// ReadyPlan closes the making of a plan with its digest and notes.
func (tx *Tx) ReadyPlan(request int64, plan, digest string, notes []byte) error {
	key, err := tx.requestKey(request)
	if err != nil {
		return err
	}
	sealed, err := seal(key, 0, place("plan", "notes", plan), notes)
	if err != nil {
		return err
	}
	return one(tx.of(request).Model(&planRow{}).Where("id = ? AND state = ?", plan, PlanMaking).
		Updates(map[string]any{"state": PlanReady, "digest": digest, "notes_sealed": sealed, "lease_till": 0}))
}

// SignPlan keeps that a second person approved exactly this plan.
func (tx *Tx) SignPlan(request int64, plan, digest, by string, now time.Time) error {
	if err := one(tx.of(request).Model(&planRow{}).Where("id = ? AND state = ? AND digest = ? AND made_by <> ?", plan, PlanReady, digest, by).
		Updates(map[string]any{"state": PlanSigned, "signed_by": by, "signed_at": ms(now), "sign_mac": signMAC(tx.keys, request, plan, digest, by, ms(now))})); err != nil {
		return err
	}
	return tx.Approve(request, model.ActSignPlan, plan, digest, now)
}

// signMAC covers a signature, so that one set outside the program shows.
func signMAC(k *Keys, request int64, plan, digest, by string, at int64) []byte {
	return mac(k.mac, "plan", plan, strconv.FormatInt(request, 10), digest, by, strconv.FormatInt(at, 10))
}

// DropPlan removes the version of a plan that nobody signed yet: what it was made from has changed.
func (tx *Tx) DropPlan(request int64) error {
	return mapError(tx.of(request).Where("state IN ('making','ready')").Delete(&planRow{}).Error)
}

// SetPlanSource keeps how far a source is.
func (tx *Tx) SetPlanSource(plan string, s PlanSource) error {
	request, err := tx.whose("plan", plan)
	if err != nil {
		return err
	}
	reason, err := tx.sealReason(request, "plan", plan, s.Source, s.Reason)
	if err != nil {
		return err
	}
	return mapError(tx.db.Clauses(clause.OnConflict{UpdateAll: true}).
		Create(&planSourceRow{plan, s.Source, s.Place, s.State, s.Updates, s.Deletes, s.Kept, s.Written, ms(s.EndedAt), request, reason}).Error)
}

// MarkChanged says that a row was found changed when the plan was run.
func (tx *Tx) MarkChanged(request int64, plan string, seq int64) error {
	return one(tx.db.Model(&planLineRow{}).Where("plan_id = ? AND seq = ? AND request_id = ?", plan, seq, request).Update("changed", 1))
}

// one is ErrConflict unless exactly one row was meant.
func one(res *gorm.DB) error {
	if res.Error == nil && res.RowsAffected != 1 {
		return ErrConflict
	}
	return mapError(res.Error)
}

// Plan reads the newest version of a request's plan; ErrNotFound where none was made.
func (v *View) Plan(request int64) (Plan, error) {
	var row planRow
	if err := v.of(request).Order("version DESC").First(&row).Error; err != nil {
		return Plan{}, mapError(err)
	}
	return v.openPlan(row)
}

// Plans reads every version of a request's plan, newest first.
func (v *View) Plans(request int64) ([]Plan, error) {
	var rows []planRow
	if err := v.of(request).Order("version DESC").Find(&rows).Error; err != nil {
		return nil, mapError(err)
	}
	out := make([]Plan, len(rows))
	for i, row := range rows {
		var err error
		if out[i], err = v.openPlan(row); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (v *View) openPlan(row planRow) (Plan, error) {
	p := Plan{ID: row.ID, RequestID: row.RequestID, Version: row.Version, State: row.State, Digest: row.Digest, MadeAt: at(row.MadeAt),
		MadeBy: row.MadeBy, SignedAt: at(row.SignedAt), SignedBy: row.SignedBy, LeaseTill: at(row.LeaseTill)}
	if p.Signed() && !hmac.Equal(row.SignMac, signMAC(v.keys, row.RequestID, row.ID, row.Digest, row.SignedBy, row.SignedAt)) {
		return p, fmt.Errorf("%w: version %d of a plan", ErrTampered, row.Version)
	}
	if p.Signed() {
		if err := v.planSigned(row); errors.Is(err, ErrNotApproved) {
			return p, fmt.Errorf("%w: version %d of a plan: %w", ErrTampered, row.Version, err)
		} else if err != nil {
			return p, err
		}
	}
	var sources []planSourceRow
	if err := v.of(row.RequestID).Where("plan_id = ?", row.ID).Order("place, source").Find(&sources).Error; err != nil {
		return p, mapError(err)
	}
	for _, s := range sources {
		reason, err := v.openReason(row.RequestID, "plan", row.ID, s.Source, s.ReasonSealed)
		if err != nil {
			return p, err
		}
		p.Sources = append(p.Sources, PlanSource{s.Source, s.Place, s.State, s.Updates, s.Deletes, s.Kept, s.Written, reason, at(s.EndedAt)})
	}
	if len(row.NotesSealed) > 0 {
		key, err := v.requestKey(row.RequestID)
		if err != nil {
			return p, err
		}
		if p.Notes, err = unseal(key, place("plan", "notes", row.ID), row.NotesSealed); err != nil {
			return p, err
		}
	}
	return p, nil
}

// DeadPlans lists the requests whose plan a desktop began to make or to write and did not finish before its lease ended.
func (v *View) DeadPlans(now time.Time) (requests []model.Revision, err error) {
	return v.revisions(v.across().Model(&planRow{}).Where("lease_till > 0 AND lease_till < ?", ms(now)).Select("request_id"))
}

// DropMaking removes a plan that was being made and may not be kept.
func (tx *Tx) DropMaking(plan string) error {
	request, err := tx.whose("plan", plan)
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return mapError(tx.of(request).Where("id = ? AND state = ?", plan, PlanMaking).Delete(&planRow{}).Error)
}

// FreePlan gives a request's plan free whose desktop died: one that was being made goes, one that was being written can be
// taken up again.
func (tx *Tx) FreePlan(request int64) error {
	if err := tx.of(request).Where("state = ?", PlanMaking).Delete(&planRow{}).Error; err != nil {
		return mapError(err)
	}
	return mapError(tx.of(request).Model(&planRow{}).Where("lease_till <> 0").Update("lease_till", 0).Error)
}
