package store

import (
	"errors"
	"fmt"
	"time"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store/database"
)

// deskApprovalRow is an approval of something that belongs to the desk and to no request. It is signed as one of
// request 0.
type deskApprovalRow struct {
	Action  string `gorm:"primaryKey"`
	Subject string `gorm:"primaryKey"`
	Digest  string
	Staff   string
	Roster  int64
	At      int64
	Sig     []byte
}

func (deskApprovalRow) TableName() string { return "desk_approval" }

func (r deskApprovalRow) approval() approvalRow {
	return approvalRow{Action: r.Action, Subject: r.Subject, Digest: r.Digest, Staff: r.Staff, Roster: r.Roster,
		At: r.At, Sig: r.Sig}
}

// DeskApproval is what somebody signed about the desk: that they approve exactly what a digest names.
type DeskApproval struct {
	Subject, Digest string
	By              string // ID of the member of staff
	At              time.Time
}

// ErrNoRoster says that nobody's signature can be told on a desk whose roster was never signed.
var ErrNoRoster = errors.New("an administrator signs in once first, so that the desk knows whose signature is whose")

// ApproveDesk signs, by whoever the transaction belongs to, that they approve what a digest names: the subject of an
// action that is about no request. It is signed once: ErrConflict where somebody signed about the subject before.
func (tx *Tx) ApproveDesk(action model.Action, subject, digest string, now time.Time) error {
	if tx.chain == nil {
		return ErrNoRoster
	}
	row, err := tx.signed(theDesk, action, subject, digest, now)
	if err != nil {
		return err
	}
	return tx.CreateNext(&deskApprovalRow{Action: row.Action, Subject: row.Subject, Digest: row.Digest,
		Staff: row.Staff, Roster: row.Roster, At: row.At, Sig: row.Sig})
}

// DeskApprovals lists by subject what was signed about the desk in an action. ErrNotApproved where one does not hold:
// whoever acts on it compares its digest with what stands.
func (v *View) DeskApprovals(action model.Action) (map[string]DeskApproval, error) {
	var rows []deskApprovalRow
	if err := v.DeskRows().Where("action = ?", string(action)).Find(&rows).Error; err != nil {
		return nil, database.MapError(err)
	}
	approvals := make(map[string]DeskApproval, len(rows))
	for _, r := range rows {
		if v.chain == nil {
			return nil, ErrUnsignedApproval
		}
		if err := v.holds(r.approval()); err != nil {
			return nil, err
		}
		approvals[r.Subject] = DeskApproval{Subject: r.Subject, Digest: r.Digest, By: r.Staff,
			At: database.Moment(r.At)}
	}
	return approvals, nil
}

// ApproveDeskAnew is ApproveDesk of what may be approved again once it was changed: the newest approval counts.
func (tx *Tx) ApproveDeskAnew(action model.Action, subject, digest string, now time.Time) error {
	if err := tx.DeskRows().Where("action = ? AND subject = ?", string(action), subject).Delete(&deskApprovalRow{}).
		Error; err != nil {
		return database.MapError(err)
	}
	return tx.ApproveDesk(action, subject, digest, now)
}

// ApprovedDesk returns who signed about the desk that they approve what a digest names. ErrNotApproved where nobody
// did, or something else, or somebody who might not.
func (v *View) ApprovedDesk(action model.Action, subject, digest string) (by string, err error) {
	var row deskApprovalRow
	switch err := database.MapError(v.DeskRows().Where("action = ? AND subject = ?", string(action), subject).
		First(&row).Error); {
	case errors.Is(err, ErrNotFound):
		return "", ErrUnsignedApproval
	case err != nil:
		return "", err
	case v.chain == nil:
		return "", ErrUnsignedApproval
	case row.Digest != digest:
		return "", fmt.Errorf("%w: it is another one now", ErrNotApproved)
	}
	return row.Staff, v.holds(row.approval())
}
