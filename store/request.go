package store

import (
	"crypto/hmac"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"gorm.io/gorm/schema"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/identifier"
	"orangelab.cn/rightsdesk/store/database"
)

type requestRow struct {
	ID            int64 `gorm:"primaryKey"`
	Reference     string
	Kind          string
	Status        string
	Outcome       string
	Channel       string
	RequesterKind string
	LevelNeeded   int
	LevelReached  int
	Sensitive     int
	Holder        string
	PreparedBy    string
	ReviewedBy    string
	ReceivedAt    int64
	VerifiedAt    int64
	DueAt         int64
	NextDueAt     int64
	ClosedAt      int64
	Step          string
	LetterBy      string
	Meanwhile     string
	MissingBy     string
	Cause         string
	Regimes       string // separated by commas
	Rules         string
	Pauses        string // JSON
	Product       string
	Tags          string // separated by commas
	Provisional   int
	Version       int64
	IntakeHash    []byte
	NameSealed    Sealed
	PersonSealed  Sealed
	Mac           []byte
}

func (requestRow) TableName() string { return "request" }

// requestColumns are the columns of a request in the order of places.
const requestColumns = "id, reference, kind, status, outcome, channel, requester_kind, level_needed, level_reached, sensitive, holder, prepared_by, reviewed_by, " +
	"received_at, verified_at, due_at, next_due_at, closed_at, step, letter_by, meanwhile, missing_by, cause, regimes, rules, pauses, provisional, product, tags, version, intake_hash, name_sealed, person_sealed, mac"

// places are where the columns of a request are read to.
func (r *requestRow) places() []any {
	return []any{&r.ID, &r.Reference, &r.Kind, &r.Status, &r.Outcome, &r.Channel, &r.RequesterKind, &r.LevelNeeded, &r.LevelReached, &r.Sensitive, &r.Holder, &r.PreparedBy, &r.ReviewedBy,
		&r.ReceivedAt, &r.VerifiedAt, &r.DueAt, &r.NextDueAt, &r.ClosedAt, &r.Step, &r.LetterBy, &r.Meanwhile, &r.MissingBy, &r.Cause, &r.Regimes, &r.Rules, &r.Pauses, &r.Provisional, &r.Product, &r.Tags, &r.Version, &r.IntakeHash, &r.NameSealed, &r.PersonSealed, &r.Mac}
}

// requestRow reads the row of a request, without GORM: everything that is done to a request begins with it. Its tally comes
// first, as everywhere: two desktops lock in one order, and a row is never older than what it is compared with.
func (v *View) requestRow(id int64, lock string) (row requestRow, err error) {
	if v.KeepsTallies() {
		if _, err := v.tally(id); err != nil {
			return row, err
		}
	}
	s := v.DB().Statement
	err = s.ConnPool.QueryRowContext(s.Context, "SELECT "+requestColumns+" FROM request WHERE id = "+v.Bind(1)+lock, id).Scan(row.places()...)
	if errors.Is(err, sql.ErrNoRows) {
		return row, ErrNotFound
	}
	return row, database.MapError(err)
}

type lookupRow struct {
	Kind      string
	Hash      []byte
	RequestID int64
}

func (lookupRow) TableName() string { return "lookup" }

// person is the sealed part of a request.
type person struct {
	Subject   model.Subject   `json:"subject"`
	Requester model.Requester `json:"requester"`
	Body      string          `json:"body,omitempty"`
	// AskedWithout says that the person asked for a copy without sensitive data.
	AskedWithout bool `json:"asked_without,omitempty"`
}

// decisionMAC covers the columns that decide about a person, which stay in the clear for sorting and counting: a change
// made outside the program shows.
func (r requestRow) decisionMAC(k *Keys) []byte {
	n := func(v int64) string { return strconv.FormatInt(v, 10) }
	parts := []string{"request", n(r.ID), r.Reference, r.Kind, r.Status, r.Outcome, r.RequesterKind,
		n(int64(r.LevelNeeded)), n(int64(r.LevelReached)), n(int64(r.Sensitive)), r.Holder, r.PreparedBy, r.ReviewedBy,
		n(r.ReceivedAt), n(r.VerifiedAt), n(r.DueAt), n(r.ClosedAt), r.MissingBy, n(r.Version)}
	if r.Cause != "" { // rows older than the column have none
		parts = append(parts, r.Cause)
	}
	for _, clock := range [][2]string{{"regimes", r.Regimes}, {"rules", r.Rules}, {"pauses", r.Pauses}} { // nor these
		if clock[1] != "" {
			parts = append(parts, clock[0], clock[1])
		}
	}
	if r.Provisional != 0 {
		parts = append(parts, "provisional", n(int64(r.Provisional)))
	}
	return k.MAC(parts...)
}

func requestToRow(r model.Request) requestRow {
	row := requestRow{ID: r.ID, Reference: r.Reference, Kind: string(r.Kind), Status: string(r.Status),
		Outcome: string(r.Outcome), Channel: string(r.Channel), RequesterKind: string(r.RequesterKind),
		LevelNeeded: int(r.LevelNeeded), LevelReached: int(r.LevelReached), Holder: r.Holder, PreparedBy: r.PreparedBy,
		ReviewedBy: r.ReviewedBy, ReceivedAt: database.Millis(r.ReceivedAt), VerifiedAt: database.Millis(r.VerifiedAt), DueAt: database.Millis(r.DueAt),
		NextDueAt: database.Millis(r.NextDueAt), ClosedAt: database.Millis(r.ClosedAt), Step: string(r.Step), LetterBy: r.LetterBy, Meanwhile: string(r.Meanwhile), MissingBy: r.MissingBy, Cause: string(r.Cause), Regimes: strings.Join(r.Regimes, ","),
		Rules: r.Rules, Pauses: pausesText(r.Pauses), Provisional: int(r.Provisional), Product: r.Product, Tags: strings.Join(r.Tags, ","), Version: r.Version}
	if r.Sensitive {
		row.Sensitive = 1
	}
	return row
}

func (row requestRow) model() model.Request {
	return model.Request{ID: row.ID, Reference: row.Reference, Kind: model.Kind(row.Kind), Status: model.Status(row.Status),
		Outcome: model.Outcome(row.Outcome), Channel: model.Channel(row.Channel), RequesterKind: model.RequesterKind(row.RequesterKind),
		LevelNeeded: model.Level(row.LevelNeeded), LevelReached: model.Level(row.LevelReached), Sensitive: row.Sensitive == 1,
		Holder: row.Holder, PreparedBy: row.PreparedBy, ReviewedBy: row.ReviewedBy, ReceivedAt: database.Moment(row.ReceivedAt),
		VerifiedAt: database.Moment(row.VerifiedAt), DueAt: database.Moment(row.DueAt), NextDueAt: database.Moment(row.NextDueAt), ClosedAt: database.Moment(row.ClosedAt),
		Step: model.Step(row.Step), LetterBy: row.LetterBy, Meanwhile: model.Step(row.Meanwhile), MissingBy: row.MissingBy, Cause: model.Cause(row.Cause), Regimes: Separated(row.Regimes), Rules: row.Rules, Pauses: pausesIn(row.Pauses), Provisional: model.Provisional(row.Provisional), Labels: model.Labels{Product: row.Product, Tags: Separated(row.Tags)}, Version: row.Version}
}

// CreateRequest stores a new request under a key of its own. intake is what tells the same record arriving twice apart
// from two alike (a file's record ID); empty for a request taken by hand. ErrDuplicate where it is already there.
func (tx *Tx) CreateRequest(r model.Request, intake string) (model.Request, error) {
	key := RandomKey()
	r.Version = 1
	row := requestToRow(r)
	if intake != "" {
		row.IntakeHash = tx.Keys().RecordHash(intake)
		var twin int64
		if err := tx.RowsAcross().Model(&requestRow{}).Where("intake_hash = ?", row.IntakeHash).Count(&twin).Error; err != nil {
			return r, database.MapError(err)
		}
		if twin > 0 {
			return r, ErrDuplicate
		}
	}
	if err := sealPerson(&row, r, key); err != nil {
		return r, err
	}
	row.Mac = []byte{}
	if err := tx.DB().Create(&row).Error; err != nil {
		return r, database.MapError(err)
	}
	r.ID = row.ID
	if err := tx.RowsOf(row.ID).Model(&requestRow{}).Where("id = ?", row.ID).Update("mac", row.decisionMAC(tx.Keys())).Error; err != nil {
		return r, database.MapError(err)
	}
	if err := tx.saveRequestKey(row.ID, key); err != nil {
		return r, err
	}
	return r, tx.saveLookups(r)
}

func sealPerson(row *requestRow, r model.Request, key []byte) error {
	plain, err := json.Marshal(person{r.Subject, r.Requester, r.Body, r.AskedWithout})
	if err != nil {
		return fmt.Errorf("request %s: %w", r.Reference, err)
	}
	if row.PersonSealed, err = Seal(key, 0, Place("request", "person", r.Reference), plain); err != nil {
		return err
	}
	row.NameSealed, err = Seal(key, 0, Place("request", "name", r.Reference), []byte(r.Subject.Name))
	return err
}

func (tx *Tx) saveLookups(r model.Request) error {
	var rows []lookupRow
	for _, l := range r.Subject.Lookups() {
		rows = append(rows, lookupRow{string(l.Kind), tx.Keys().Hash(l.Kind, l.Value), r.ID})
	}
	whole := make([]schema.Tabler, len(rows))
	for i := range rows {
		whole[i] = &rows[i]
	}
	if same, err := tx.holdsJust(r.ID, whole); same || err != nil {
		return err
	}
	if none, err := tx.holdsNone(r.ID, "lookup"); err != nil {
		return err
	} else if !none {
		if err := tx.RowsOf(r.ID).Delete(&lookupRow{}).Error; err != nil {
			return database.MapError(err)
		}
	}
	if len(rows) == 0 {
		return nil
	}
	return database.MapError(tx.DB().Create(&rows).Error)
}

// SaveRequest writes a request back if nobody else changed it since it was read; ErrConflict otherwise.
func (tx *Tx) SaveRequest(r model.Request) (model.Request, error) {
	key, err := tx.RequestKey(r.ID)
	if err != nil {
		return r, err
	}
	was := r.Version
	r.Version++
	row := requestToRow(r)
	if err := sealPerson(&row, r, key); err != nil {
		return r, err
	}
	row.Mac = row.decisionMAC(tx.Keys())
	res := tx.RowsOf(r.ID).Model(&requestRow{}).Where("version = ?", was).
		Select("*").Omit("id", "reference", "intake_hash").Updates(&row)
	if res.Error != nil {
		return r, database.MapError(res.Error)
	}
	if res.RowsAffected == 0 {
		return r, ErrConflict
	}
	return r, tx.saveLookups(r)
}

// OpenRequestsOf lists the requests that a member of staff holds and that are not closed.
func (v *View) OpenRequestsOf(staff string) (ids []int64, err error) {
	err = v.RowsAcross().Model(&requestRow{}).Where("holder = ? AND status <> ?", staff, string(model.Closed)).Order("id").Pluck("id", &ids).Error
	return ids, database.MapError(err)
}

// Request reads one request with its personal parts. ErrNotFound, or ErrTampered where its columns do not match their
// MAC.
func (v *View) Request(id int64) (model.Request, error) {
	row, err := v.requestRow(id, "")
	if err != nil {
		return model.Request{}, err
	}
	return v.open(row)
}

// lockedRow reads a row and holds it until the end of the transaction.
func (tx *Tx) lockedRow(id int64) (requestRow, error) {
	if tx.Postgres() {
		return tx.requestRow(id, " FOR UPDATE")
	}
	return tx.requestRow(id, "")
}

// RequestForUpdate reads a request for a change, holding its row until the end of the transaction.
func (tx *Tx) RequestForUpdate(id int64) (model.Request, error) {
	row, err := tx.lockedRow(id)
	if err != nil {
		return model.Request{}, err
	}
	return tx.open(row)
}

// ReferenceOf is the reference of a request, of which nothing else is read or proved; ErrNotFound where there is none.
func (v *View) ReferenceOf(id int64) (reference string, err error) {
	var row requestRow
	err = v.RowsAcross().Select("reference").Where("id = ?", id).First(&row).Error
	return row.Reference, database.MapError(err)
}

// RequestByReference reads one request by its reference.
func (v *View) RequestByReference(ref string) (model.Request, error) {
	var row requestRow
	if err := v.RowsAcross().Where("reference = ?", ref).First(&row).Error; err != nil {
		return model.Request{}, database.MapError(err)
	}
	return v.open(row)
}

func (v *View) open(row requestRow) (model.Request, error) {
	r := row.model()
	proved, err := v.proveRow(row)
	if err != nil {
		return r, err
	}
	if !proved && !hmac.Equal(row.Mac, row.decisionMAC(v.Keys())) {
		return r, fmt.Errorf("%w: %s", ErrTampered, r.Reference)
	}
	key, err := v.RequestKey(r.ID)
	if err != nil {
		return r, err
	}
	plain, err := Unseal(key, Place("request", "person", r.Reference), row.PersonSealed)
	if err != nil {
		return r, fmt.Errorf("request %s: %w", r.Reference, err)
	}
	var p person
	if err := json.Unmarshal(plain, &p); err != nil {
		return r, fmt.Errorf("request %s: %w", r.Reference, err)
	}
	r.Subject, r.Requester, r.Body, r.AskedWithout = p.Subject, p.Requester, p.Body, p.AskedWithout
	return r, nil
}

// Lookup finds the requests whose subject has a near-unique value, newest first, at most 50.
func (v *View) Lookup(kind identifier.LookupKind, normalised string) ([]int64, error) {
	var ids []int64
	err := v.RowsAcross().Model(&lookupRow{}).Where("kind = ? AND hash = ?", string(kind), v.Keys().Hash(kind, normalised)).
		Order("request_id DESC").Limit(50).Pluck("request_id", &ids).Error
	return ids, database.MapError(err)
}
