package store

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"gorm.io/gorm/clause"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store/database"
)

// approvalRow is what a member of staff signed with their own key: that they approve exactly what a digest names.
type approvalRow struct {
	RequestID int64  `gorm:"primaryKey;autoIncrement:false"`
	Action    string `gorm:"primaryKey"`
	Subject   string `gorm:"primaryKey"`
	Digest    string
	Staff     string
	Roster    int64
	At        int64
	Sig       []byte
}

func (approvalRow) TableName() string { return "approval" }

// Errors of approvals. Each has a sentence in the window.
var (
	// ErrGivenPassword says that somebody was given a new password, and that whoever gave it could sign with it too:
	// they approve nothing before they have chosen their own.
	ErrGivenPassword = errors.New("whoever was given a new password chooses their own before they approve anything")
	// ErrNotApproved says that something is to be acted on that nobody signed as it stands.
	ErrNotApproved = errors.New("what stands here is not what a second person approved")
)

// ErrUnsignedApproval is the ErrNotApproved of what has no signature at all.
var ErrUnsignedApproval = fmt.Errorf("%w: nobody signed it", ErrNotApproved)

// text is what is signed. It names the desk, so that it approves nothing at another.
func (a approvalRow) text(desk string) ([]byte, error) {
	body, err := json.Marshal([]any{desk, a.RequestID, a.Action, a.Subject, a.Digest, a.Staff, a.Roster, a.At})
	return append([]byte("rightsdesk approval 1\n"), body...), err
}

// Approve signs, by whoever the transaction belongs to, that they approve what a digest names: the subject of an action
// on a request, such as a plan; the empty subject where there is but one. ErrGivenPassword where they must choose a
// password first. On a desk whose roster was never signed it keeps nothing.
func (tx *Tx) Approve(request int64, action model.Action, subject, digest string, now time.Time) error {
	if tx.chain == nil {
		return nil
	}
	row, err := tx.signed(request, action, subject, digest, now)
	if err != nil {
		return err
	}
	return database.MapError(tx.db.Clauses(clause.OnConflict{UpdateAll: true}).Create(&row).Error)
}

// signed is an approval by whoever the transaction belongs to, of which the log will tell.
func (tx *Tx) signed(request int64, action model.Action, subject, digest string,
	now time.Time) (row approvalRow, err error) {
	roster := tx.chain.Last()
	m, ok := roster.Member(tx.keys.me)
	if !ok || !m.Role.May(action) {
		return row, ErrNotOnRoster
	}
	if m.Reset {
		return row, ErrGivenPassword
	}
	row = approvalRow{RequestID: request, Action: string(action), Subject: subject, Digest: digest, Staff: m.ID,
		Roster: roster.Version, At: database.Millis(now)}
	text, err := row.text(tx.chain.ID())
	if err != nil {
		return row, fmt.Errorf("sign an approval: %w", err)
	}
	row.Sig = tx.keys.signer().Sign(text)
	if tx.marks == nil {
		tx.marks = map[string]int64{}
	}
	tx.marks[row.mark()] = request
	return row, nil
}

// Approved returns who signed that they approve what a digest names, see Approve. ErrNotApproved where nobody did, or
// something else, or somebody who might not. What was approved before anybody could sign stays approved, and by nobody,
// while its request is open.
func (v *View) Approved(request int64, action model.Action, subject, digest string) (by string, err error) {
	var rows []approvalRow
	if err := v.RowsOf(request).Where("action = ? AND subject = ?", string(action), subject).Find(&rows).
		Error; err != nil {
		return "", database.MapError(err)
	}
	if len(rows) == 0 {
		if v.chain == nil || slices.Contains(v.chain.First().Requests, request) {
			return "", nil
		}
		return "", ErrUnsignedApproval
	}
	if rows[0].Digest != digest {
		return "", fmt.Errorf("%w: it is another one now", ErrNotApproved)
	}
	return rows[0].Staff, v.holds(rows[0])
}

// holds reports, as an error, why an approval does not hold: its author's key, standing and role are those of the
// roster by which they signed.
func (v *View) holds(a approvalRow) error {
	forged := fmt.Errorf("%w: its signature does not hold", ErrNotApproved)
	roster := v.chain.Version(a.Roster)
	if roster == nil {
		return forged
	}
	m, ok := roster.Member(a.Staff)
	if !ok || m.DisabledAt != 0 || m.Reset || !m.Role.May(model.Action(a.Action)) ||
		len(m.Signing) != ed25519.PublicKeySize {
		return forged
	}
	text, err := a.text(v.chain.ID())
	if err != nil || !ed25519.Verify(m.Signing, text, a.Sig) {
		return forged
	}
	logged, err := v.logged(a)
	if err == nil && !logged {
		return fmt.Errorf("%w: the log does not know of it", ErrNotApproved)
	}
	return err
}

// markDetail names, in an entry of the log, the approvals that were signed with it.
const markDetail = "approved"

// mark names an approval in the log.
func (a approvalRow) mark() string {
	sum := sha256.Sum256(a.Sig)
	return hex.EncodeToString(sum[:8])
}

// logged reports whether the log tells of an approval in its author's name. Somebody who was disabled and kept their
// keys could date an approval back to when they were not; an entry in the log they cannot.
func (v *View) logged(a approvalRow) (bool, error) {
	if _, ok := v.marks[a.mark()]; ok { // signed in this very transaction
		return true, nil
	}
	entries := v.db.Model(&EntryRow{}).Where("staff = ? AND detail LIKE ?", a.Staff, "%"+a.mark()+"%")
	if a.RequestID == theDesk { // in the words of its index
		entries = entries.Where(`request_id = 0 AND detail LIKE '%"approved":%'`)
	} else {
		entries = entries.Where("request_id = ? AND request_id <> 0", a.RequestID)
	}
	var n int64
	err := entries.Count(&n).Error
	return n > 0, database.MapError(err)
}

// DropApproval forgets what was signed about something that is another thing now.
func (tx *Tx) DropApproval(request int64, action model.Action, subject string) error {
	if none, err := tx.HoldsNone(request, "approval"); none || err != nil {
		return err
	}
	return database.MapError(tx.RowsOf(request).Where("action = ? AND subject = ?", string(action), subject).
		Delete(&approvalRow{}).Error)
}

// BeforeSigning reports whether a request is older than anybody's own key, so that what was agreed about it may have no
// signature.
func (v *View) BeforeSigning(request int64) bool {
	return v.chain == nil || request <= v.chain.First().LastRequest
}

// FirstSigned is the number after which a finding's request is too new for an agreement without a signature.
func (v *View) FirstSigned() int64 {
	if v.chain == nil {
		return math.MaxInt64
	}
	return v.chain.First().LastRequest
}

// OlderThanRoster reports whether what is of a moment is older than the desk's first roster, so that it counts as it
// was found.
func (v *View) OlderThanRoster(at int64) bool {
	return v.chain == nil || v.chain.First().AsFound && at < v.chain.First().At
}
