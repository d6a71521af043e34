// Package requests keeps requests: who asks for what, and how far it has come; the references given out, and who was
// erased.
package requests

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
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/seal"
)

// Row is a request as the database holds it.
type Row struct {
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
	NameSealed    seal.Sealed
	PersonSealed  seal.Sealed
	Mac           []byte
}

func (Row) TableName() string { return "request" }

// ComparedWhenOpened says that a row which is read whole is compared with its tally as it is opened.
func (Row) ComparedWhenOpened() {}

// requestColumns are the columns of a request in the order of places.
const requestColumns = "id, reference, kind, status, outcome, channel, requester_kind, level_needed, level_reached, sensitive, holder, prepared_by, reviewed_by, " +
	"received_at, verified_at, due_at, next_due_at, closed_at, step, letter_by, meanwhile, missing_by, cause, regimes, rules, pauses, provisional, product, tags, version, intake_hash, name_sealed, person_sealed, mac"

// places are where the columns of a request are read to.
func (r *Row) places() []any {
	return []any{&r.ID, &r.Reference, &r.Kind, &r.Status, &r.Outcome, &r.Channel, &r.RequesterKind, &r.LevelNeeded,
		&r.LevelReached, &r.Sensitive, &r.Holder, &r.PreparedBy, &r.ReviewedBy,
		&r.ReceivedAt, &r.VerifiedAt, &r.DueAt, &r.NextDueAt, &r.ClosedAt, &r.Step, &r.LetterBy, &r.Meanwhile,
		&r.MissingBy, &r.Cause, &r.Regimes, &r.Rules, &r.Pauses, &r.Provisional, &r.Product, &r.Tags, &r.Version,
		&r.IntakeHash, &r.NameSealed, &r.PersonSealed, &r.Mac}
}

// readRow reads the row of a request, without GORM: everything that is done to a request begins with it. Its tally
// comes first, as everywhere: two desktops lock in one order, and a row is never older than what it is compared with.
func readRow(v *store.View, id int64, lock string) (row Row, err error) {
	if err := v.ReadTally(id); err != nil {
		return row, err
	}
	s := v.DB().Statement
	err = s.ConnPool.QueryRowContext(s.Context, "SELECT "+requestColumns+" FROM request WHERE id = "+v.Bind(1)+lock,
		id).Scan(row.places()...)
	if errors.Is(err, sql.ErrNoRows) {
		return row, store.ErrNotFound
	}
	return row, database.MapError(err)
}

// LookupRow is the keyed hash of a value that a request is found by.
type LookupRow struct {
	Kind      string
	Hash      []byte
	RequestID int64
}

func (LookupRow) TableName() string { return "lookup" }

// Person is the sealed part of a request.
type Person struct {
	Subject   model.Subject   `json:"subject"`
	Requester model.Requester `json:"requester"`
	Body      string          `json:"body,omitempty"`
	// AskedWithout says that the person asked for a copy without sensitive data.
	AskedWithout bool `json:"asked_without,omitempty"`
}

// DecisionMAC covers the columns that decide about a person, which stay in the clear for sorting and counting: a change
// made outside the program shows.
func (r Row) DecisionMAC(k *store.Keys) []byte {
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

// RowFrom returns the row of a request, without what is sealed.
func RowFrom(r model.Request) Row {
	row := Row{ID: r.ID, Reference: r.Reference, Kind: string(r.Kind), Status: string(r.Status),
		Outcome: string(r.Outcome), Channel: string(r.Channel), RequesterKind: string(r.RequesterKind),
		LevelNeeded: int(r.LevelNeeded), LevelReached: int(r.LevelReached), Holder: r.Holder, PreparedBy: r.PreparedBy,
		ReviewedBy: r.ReviewedBy, ReceivedAt: database.Millis(r.ReceivedAt), VerifiedAt: database.Millis(r.VerifiedAt),
		DueAt:     database.Millis(r.DueAt),
		NextDueAt: database.Millis(r.NextDueAt), ClosedAt: database.Millis(r.ClosedAt), Step: string(r.Step),
		LetterBy: r.LetterBy, Meanwhile: string(r.Meanwhile), MissingBy: r.MissingBy, Cause: string(r.Cause),
		Regimes: strings.Join(r.Regimes, ","),
		Rules:   r.Rules, Pauses: pausesText(r.Pauses), Provisional: int(r.Provisional), Product: r.Product,
		Tags: strings.Join(r.Tags, ","), Version: r.Version}
	if r.Sensitive {
		row.Sensitive = 1
	}
	return row
}

// Model returns the request of a row, without what is sealed.
func (row Row) Model() model.Request {
	return model.Request{ID: row.ID, Reference: row.Reference, Kind: model.Kind(row.Kind),
		Status:  model.Status(row.Status),
		Outcome: model.Outcome(row.Outcome), Channel: model.Channel(row.Channel),
		RequesterKind: model.RequesterKind(row.RequesterKind),
		LevelNeeded:   model.Level(row.LevelNeeded), LevelReached: model.Level(row.LevelReached),
		Sensitive: row.Sensitive == 1,
		Holder:    row.Holder, PreparedBy: row.PreparedBy, ReviewedBy: row.ReviewedBy,
		ReceivedAt: database.Moment(row.ReceivedAt),
		VerifiedAt: database.Moment(row.VerifiedAt), DueAt: database.Moment(row.DueAt),
		NextDueAt: database.Moment(row.NextDueAt), ClosedAt: database.Moment(row.ClosedAt),
		Step: model.Step(row.Step), LetterBy: row.LetterBy, Meanwhile: model.Step(row.Meanwhile),
		MissingBy: row.MissingBy, Cause: model.Cause(row.Cause), Regimes: Separated(row.Regimes), Rules: row.Rules,
		Pauses: pausesIn(row.Pauses), Provisional: model.Provisional(row.Provisional),
		Labels: model.Labels{Product: row.Product, Tags: Separated(row.Tags)}, Version: row.Version}
}

// Create stores a new request under a key of its own. intake is what tells the same record arriving twice apart
// from two alike (a file's record ID); empty for a request taken by hand. ErrDuplicate where it is already there.
func Create(tx *store.Tx, r model.Request, intake string) (model.Request, error) {
	key := seal.RandomKey()
	r.Version = 1
	row := RowFrom(r)
	if intake != "" {
		row.IntakeHash = tx.Keys().RecordHash(intake)
		var twin int64
		if err := tx.RowsAcross().Model(&Row{}).Where("intake_hash IN ?", tx.Keys().RecordHashes(intake)).Count(&twin).
			Error; err != nil {
			return r, database.MapError(err)
		}
		if twin > 0 {
			return r, store.ErrDuplicate
		}
	}
	if err := SealPerson(&row, r, key); err != nil {
		return r, err
	}
	row.Mac = []byte{}
	if err := tx.DB().Create(&row).Error; err != nil {
		return r, database.MapError(err)
	}
	r.ID = row.ID
	if err := tx.RowsOf(row.ID).Model(&Row{}).Where("id = ?", row.ID).Update("mac", row.DecisionMAC(tx.Keys())).
		Error; err != nil {
		return r, database.MapError(err)
	}
	if err := tx.SaveRequestKey(row.ID, key); err != nil {
		return r, err
	}
	return r, saveLookups(tx, r)
}

// SealPerson puts the sealed person and words of a request into its row.
func SealPerson(row *Row, r model.Request, key []byte) error {
	plain, err := json.Marshal(Person{r.Subject, r.Requester, r.Body, r.AskedWithout})
	if err != nil {
		return fmt.Errorf("request %s: %w", r.Reference, err)
	}
	if row.PersonSealed, err = seal.Seal(key, 0, seal.Place("request", "person", r.Reference), plain); err != nil {
		return err
	}
	row.NameSealed, err = seal.Seal(key, 0, seal.Place("request", "name", r.Reference), []byte(r.Subject.Name))
	return err
}

func saveLookups(tx *store.Tx, r model.Request) error {
	var rows []LookupRow
	for _, l := range r.Subject.Lookups() {
		rows = append(rows, LookupRow{string(l.Kind), tx.Keys().Hash(l.Kind, l.Value), r.ID})
	}
	whole := make([]schema.Tabler, len(rows))
	for i := range rows {
		whole[i] = &rows[i]
	}
	if same, err := tx.HoldsJust(r.ID, whole); same || err != nil {
		return err
	}
	if none, err := tx.HoldsNone(r.ID, "lookup"); err != nil {
		return err
	} else if !none {
		if err := tx.RowsOf(r.ID).Delete(&LookupRow{}).Error; err != nil {
			return database.MapError(err)
		}
	}
	if len(rows) == 0 {
		return nil
	}
	return database.MapError(tx.DB().Create(&rows).Error)
}

// Save writes a request back if nobody else changed it since it was read; ErrConflict otherwise.
func Save(tx *store.Tx, r model.Request) (model.Request, error) {
	key, err := tx.RequestKey(r.ID)
	if err != nil {
		return r, err
	}
	was := r.Version
	r.Version++
	row := RowFrom(r)
	if err := SealPerson(&row, r, key); err != nil {
		return r, err
	}
	row.Mac = row.DecisionMAC(tx.Keys())
	res := tx.RowsOf(r.ID).Model(&Row{}).Where("version = ?", was).
		Select("*").Omit("id", "reference", "intake_hash").Updates(&row)
	if res.Error != nil {
		return r, database.MapError(res.Error)
	}
	if res.RowsAffected == 0 {
		return r, store.ErrConflict
	}
	return r, saveLookups(tx, r)
}

// OpenOf lists the requests that a member of staff holds and that are not closed.
func OpenOf(v *store.View, staff string) (ids []int64, err error) {
	err = v.RowsAcross().Model(&Row{}).Where("holder = ? AND status <> ?", staff, string(model.Closed)).Order("id").
		Pluck("id", &ids).Error
	return ids, database.MapError(err)
}

// Read reads one request with its personal parts. ErrNotFound, or ErrTampered where its columns do not match their
// MAC.
func Read(v *store.View, id int64) (model.Request, error) {
	row, err := readRow(v, id, "")
	if err != nil {
		return model.Request{}, err
	}
	return OpenRow(v, row)
}

// LockedRow reads a row and holds it until the end of the transaction.
func LockedRow(tx *store.Tx, id int64) (Row, error) {
	if tx.Postgres() {
		return readRow(tx.View, id, " FOR UPDATE")
	}
	return readRow(tx.View, id, "")
}

// ForUpdate reads a request for a change, holding its row until the end of the transaction.
func ForUpdate(tx *store.Tx, id int64) (model.Request, error) {
	row, err := LockedRow(tx, id)
	if err != nil {
		return model.Request{}, err
	}
	return OpenRow(tx.View, row)
}

// ReferenceOf is the reference of a request, of which nothing else is read or proved; ErrNotFound where there is none.
func ReferenceOf(v *store.View, id int64) (reference string, err error) {
	var row Row
	err = v.RowsAcross().Select("reference").Where("id = ?", id).First(&row).Error
	return row.Reference, database.MapError(err)
}

// ByReference reads one request by its reference.
func ByReference(v *store.View, ref string) (model.Request, error) {
	var row Row
	if err := v.RowsAcross().Where("reference = ?", ref).First(&row).Error; err != nil {
		return model.Request{}, database.MapError(err)
	}
	return OpenRow(v, row)
}

// OpenRow proves a row and opens the request in it.
func OpenRow(v *store.View, row Row) (model.Request, error) {
	r := row.Model()
	proved, err := v.ProveRow(row.ID, &row)
	if err != nil {
		return r, err
	}
	if !proved && !hmac.Equal(row.Mac, row.DecisionMAC(v.Keys())) {
		return r, fmt.Errorf("%w: %s", store.ErrTampered, r.Reference)
	}
	key, err := v.RequestKey(r.ID)
	if err != nil {
		return r, err
	}
	plain, err := seal.Unseal(key, seal.Place("request", "person", r.Reference), row.PersonSealed)
	if err != nil {
		return r, fmt.Errorf("request %s: %w", r.Reference, err)
	}
	var p Person
	if err := json.Unmarshal(plain, &p); err != nil {
		return r, fmt.Errorf("request %s: %w", r.Reference, err)
	}
	r.Subject, r.Requester, r.Body, r.AskedWithout = p.Subject, p.Requester, p.Body, p.AskedWithout
	return r, nil
}

// Lookup finds the requests whose subject has a near-unique value, newest first, at most 50.
func Lookup(v *store.View, kind identifier.LookupKind, normalised string) ([]int64, error) {
	var ids []int64
	err := v.RowsAcross().Model(&LookupRow{}).
		Where("kind = ? AND hash IN ?", string(kind), v.Keys().Hashes(kind, normalised)).
		Order("request_id DESC").Limit(50).Pluck("request_id", &ids).Error
	return ids, database.MapError(err)
}
