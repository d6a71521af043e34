// Package runs keeps what was found in the sources for a request and what is planned to change there: row by row, in
// blocks that tallies cover.
package runs

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/requests"
	"orangelab.cn/rightsdesk/store/seal"
)

type runRow struct {
	ID          string `gorm:"primaryKey"`
	RequestID   int64
	State       string
	StartedAt   int64
	EndedAt     int64
	ByStaff     string
	LeaseTill   int64
	NotesSealed seal.Sealed
}

func (runRow) TableName() string { return "run" }

type runSourceRow struct {
	RunID     string `gorm:"primaryKey"`
	Source    string `gorm:"primaryKey"`
	State     model.SourceState
	RowsFound int64
	DueAt     int64
	RequestID int64

	ReasonSealed seal.Sealed
}

func (runSourceRow) TableName() string { return "run_source" }

type findingRow struct {
	RunID        string `gorm:"primaryKey"`
	Seq          int64  `gorm:"primaryKey;autoIncrement:false"`
	RequestID    int64
	Source       string
	Dataset      string
	Collection   string
	Sensitive    int
	Shared       int
	Decision     string
	DecidedBy    string
	AgreedBy     string
	RowSealed    seal.Sealed
	ChoiceSealed seal.Sealed
}

func (findingRow) TableName() string { return "finding" }

// StartRun begins a collect, replacing earlier ones, whose findings go.
func StartRun(tx *store.Tx, request int64, by string, now, leaseTill time.Time,
	sources []model.RunSource) (string, error) {
	if err := tx.RowsOf(request).Delete(&runRow{}).Error; err != nil {
		return "", database.MapError(err)
	}
	row := runRow{ID: uuid.NewString(), RequestID: request, State: "running", StartedAt: database.Millis(now),
		ByStaff: by, LeaseTill: database.Millis(leaseTill)}
	if err := tx.DB().Create(&row).Error; err != nil {
		return "", database.MapError(err)
	}
	for _, s := range sources {
		if err := SetRunSource(tx, row.ID, s); err != nil {
			return "", err
		}
	}
	return row.ID, nil
}

// SetRunSource keeps how far a source got.
func SetRunSource(tx *store.Tx, run string, s model.RunSource) error {
	request, err := tx.Whose("run", run)
	if err != nil {
		return err
	}
	reason, err := sealReason(tx, request, "run", run, s.Source, s.Reason)
	if err != nil {
		return err
	}
	return database.MapError(tx.DB().Clauses(clause.OnConflict{UpdateAll: true}).
		Create(&runSourceRow{run, s.Source, s.State, s.Rows, database.Millis(s.DueAt), request, reason}).Error)
}

// ExtendLease says that the run is still at work on some desktop.
func ExtendLease(tx *store.Tx, run string, till time.Time) error {
	request, err := tx.Whose("run", run)
	if err != nil {
		return err
	}
	return database.MapError(tx.RowsOf(request).Model(&runRow{}).Where("id = ?", run).
		Update("lease_till", database.Millis(till)).Error)
}

// EndRun closes a collect with the notes of its scan.
func EndRun(tx *store.Tx, request int64, run string, now time.Time, notes json.RawMessage) error {
	key, err := tx.RequestKey(request)
	if err != nil {
		return err
	}
	sealed, err := seal.Seal(key, 0, seal.Place("run", "notes", run), notes)
	if err != nil {
		return err
	}
	return database.MapError(tx.RowsOf(request).Model(&runRow{}).Where("id = ?", run).
		Updates(map[string]any{"state": "done", "ended_at": database.Millis(now), "lease_till": 0,
			"notes_sealed": sealed}).Error)
}

// LatestRun reads the newest collect of a request; ErrNotFound where none was begun.
func LatestRun(v *store.View, request int64) (model.Run, error) {
	var row runRow
	if err := v.RowsOf(request).Order("started_at DESC").First(&row).Error; err != nil {
		return model.Run{}, database.MapError(err)
	}
	run := model.Run{ID: row.ID, RequestID: request, Done: row.State == "done",
		StartedAt: database.Moment(row.StartedAt), EndedAt: database.Moment(row.EndedAt),
		By: row.ByStaff, LeaseTill: database.Moment(row.LeaseTill)}
	var sources []runSourceRow
	if err := v.RowsOf(request).Where("run_id = ?", row.ID).Order("source").Find(&sources).Error; err != nil {
		return model.Run{}, database.MapError(err)
	}
	for _, s := range sources {
		reason, err := openReason(v, request, "run", row.ID, s.Source, s.ReasonSealed)
		if err != nil {
			return model.Run{}, err
		}
		run.Sources = append(run.Sources,
			model.RunSource{Source: s.Source, State: s.State, Rows: s.RowsFound, Reason: reason,
				DueAt: database.Moment(s.DueAt)})
	}
	if len(row.NotesSealed) > 0 {
		key, err := v.RequestKey(request)
		if err != nil {
			return model.Run{}, err
		}
		if run.Notes, err = seal.Unseal(key, seal.Place("run", "notes", row.ID), row.NotesSealed); err != nil {
			return model.Run{}, err
		}
	}
	return run, nil
}

// AddFindings keeps rows of a run, each sealed under the request's key.
func AddFindings(tx *store.Tx, request int64, run string, list []model.Finding) error {
	if len(list) == 0 {
		return nil
	}
	key, err := tx.RequestKey(request)
	if err != nil {
		return err
	}
	rows := make([]findingRow, len(list))
	for i, f := range list {
		sealed, err := seal.Seal(key, 0, seal.Place("finding", "row", fmt.Sprint(run, f.Seq)), f.Row)
		if err != nil {
			return err
		}
		rows[i] = findingRow{RunID: run, Seq: f.Seq, RequestID: request, Source: f.Source, Dataset: f.Dataset,
			Collection: f.Collection, Shared: f.Shared, Decision: string(f.Decision), DecidedBy: f.DecidedBy,
			RowSealed: sealed}
		if f.Sensitive {
			rows[i].Sensitive = 1
		}
	}
	slices.SortFunc(rows, func(a, b findingRow) int { return cmp.Compare(a.Seq, b.Seq) })
	return store.AddRowsIn(tx, request, store.Span{Table: "finding", Parent: run}, rows, func(r findingRow) int64 {
		return r.Seq
	})
}

// DropFindings removes a source's findings of a run, before it is collected again.
func DropFindings(tx *store.Tx, request int64, run, source string) error {
	rows, err := tx.ChangeRowsIn(request, store.AllRows("finding", run))
	if err != nil {
		return err
	}
	return database.MapError(rows.Where("source = ?", source).Delete(&findingRow{}).Error)
}

// LastFinding is the highest number a run has given out, 0 before the first.
func LastFinding(v *store.View, request int64, run string) (int64, error) {
	rows, err := v.RowsIn(request, store.AllRows("finding", run))
	if err != nil {
		return 0, err
	}
	var n int64
	err = rows.Model(&findingRow{}).Select("COALESCE(MAX(seq), 0)").Scan(&n).Error
	return n, database.MapError(err)
}

// narrowFindings lets a query read those that a filter asks for.
func narrowFindings(q *gorm.DB, f model.FindingFilter) *gorm.DB {
	for column, value := range map[string]string{"source": f.Source, "dataset": f.Dataset, "collection": f.Collection,
		"decision": string(f.Decision)} {
		if value != "" {
			q = q.Where(column+" = ?", value)
		}
	}
	if f.SharedOnly {
		q = q.Where("shared > 0")
	}
	if f.SensitiveOnly {
		q = q.Where("sensitive = 1")
	}
	return q
}

// pageEnd is the number of the last finding that a page of them reaches to, which says how far they are compared before
// they are read.
func pageEnd(v *store.View, request int64, page store.Span, f model.FindingFilter, limit int) (int64, error) {
	var last []int64
	q := narrowFindings(v.UnprovenRows(request, page).Model(&findingRow{}), f)
	if err := q.Order("seq").Offset(limit-1).Limit(1).Pluck("seq", &last).Error; err != nil {
		return 0, database.MapError(err)
	}
	if len(last) == 0 {
		return math.MaxInt64, nil // it is the last page
	}
	return last[0], nil
}

// Findings reads up to limit findings with a number above after.
func Findings(v *store.View, request int64, run string, f model.FindingFilter, after int64,
	limit int) ([]model.Finding, error) {
	key, err := v.RequestKey(request)
	if err != nil {
		return nil, err
	}
	page := store.NewSpan("finding", run, after+1, math.MaxInt64)
	if f.Seq != 0 {
		page.From, page.To = f.Seq, f.Seq
	} else if page.To, err = pageEnd(v, request, page, f, limit); err != nil {
		return nil, err
	}
	q, err := v.RowsIn(request, page)
	if err != nil {
		return nil, err
	}
	q = narrowFindings(q.Order("seq").Limit(limit), f)
	var rows []findingRow
	if err := q.Find(&rows).Error; err != nil {
		return nil, database.MapError(err)
	}
	out := make([]model.Finding, len(rows))
	for i, r := range rows {
		out[i] = model.Finding{Seq: r.Seq, Source: r.Source, Dataset: r.Dataset, Collection: r.Collection,
			Sensitive: r.Sensitive == 1,
			Shared:    r.Shared, Decision: model.Decision(r.Decision), DecidedBy: r.DecidedBy, AgreedBy: r.AgreedBy}
		if out[i].Row, err = seal.Unseal(key, seal.Place("finding", "row", fmt.Sprint(run, r.Seq)),
			r.RowSealed); err != nil {
			return nil, err
		}
		if len(r.ChoiceSealed) > 0 {
			if out[i].Choice, err = seal.Unseal(key, seal.Place("finding", "choice", fmt.Sprint(run, r.Seq)),
				r.ChoiceSealed); err != nil {
				return nil, err
			}
		}
	}
	return out, checkAgreements(v, request, run, out)
}

// Decide keeps what is to happen with a finding; an earlier agreement to another choice falls away.
func Decide(tx *store.Tx, request int64, run string, seq int64, d model.Decision, by string, choice []byte) error {
	key, err := tx.RequestKey(request)
	if err != nil {
		return err
	}
	sealed, err := seal.Seal(key, 0, seal.Place("finding", "choice", fmt.Sprint(run, seq)), choice)
	if err != nil {
		return err
	}
	rows, err := tx.ChangeRowsIn(request, store.NewSpan("finding", run, seq, seq))
	if err != nil {
		return err
	}
	res := rows.Model(&findingRow{}).Where("seq = ?", seq).
		Updates(map[string]any{"decision": string(d), "decided_by": by, "agreed_by": "", "choice_sealed": sealed})
	if res.Error == nil && res.RowsAffected == 0 {
		return store.ErrNotFound
	}
	if res.Error != nil {
		return database.MapError(res.Error)
	}
	return tx.DropApproval(request, model.ActAgree, AgreementSubject(run, seq))
}

// DeadRuns lists the requests whose collect is unfinished though nobody has been at work on it since its lease ended.
func DeadRuns(v *store.View, now time.Time) (list []model.Revision, err error) {
	dead := v.RowsAcross().Model(&runRow{}).Where("state = 'running' AND lease_till < ?", database.Millis(now)).
		Select("request_id")
	return revisions(v, dead)
}

// revisions are how far the requests have come that a query names.
func revisions(v *store.View, ids *gorm.DB) (list []model.Revision, err error) {
	err = v.RowsAcross().Model(&requests.Row{}).Where("id IN (?)", ids).Order("id").Select("id AS request, version").
		Scan(&list).Error
	return list, database.MapError(err)
}

// DropRun removes one collect with its findings.
func DropRun(tx *store.Tx, run string) error {
	request, err := tx.Whose("run", run)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return database.MapError(tx.RowsOf(request).Where("id = ?", run).Delete(&runRow{}).Error)
}

// DropRuns removes a request's collects with their findings.
func DropRuns(tx *store.Tx, request int64) error {
	return database.MapError(tx.RowsOf(request).Delete(&runRow{}).Error)
}

// MarkShared says that a finding may be somebody else's too: it waits for a decision. row is the finding with the
// reasons in it.
func MarkShared(tx *store.Tx, request int64, run string, seq int64, people int, row []byte) error {
	key, err := tx.RequestKey(request)
	if err != nil {
		return err
	}
	sealed, err := seal.Seal(key, 0, seal.Place("finding", "row", fmt.Sprint(run, seq)), row)
	if err != nil {
		return err
	}
	rows, err := tx.ChangeRowsIn(request, store.NewSpan("finding", run, seq, seq))
	if err != nil {
		return err
	}
	return database.MapError(rows.Model(&findingRow{}).Where("seq = ?", seq).
		Updates(map[string]any{"shared": max(people, 1), "decision": string(model.Undecided), "decided_by": "",
			"row_sealed": sealed}).Error)
}

// Waited are the requests whose person has been waited for long enough at a time.
func Waited(v *store.View, now time.Time) (list []model.Revision, err error) {
	over := v.RowsAcross().Model(&requests.Row{}).Where("status = 'waiting' AND next_due_at < ?", database.Millis(now)).
		Select("id")
	return revisions(v, over)
}
