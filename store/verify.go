package store

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store/auditlog"
	"orangelab.cn/rightsdesk/store/database"
)

// VerifyLog checks the whole log against its tree and signature, and against earlier heads where given. It trusts
// nothing but the entries and the public key, and needs nobody signed in. ErrNoDesk where none was set up.
func (s *Store) VerifyLog(ctx context.Context, earlier ...string) (v Verdict, err error) {
	err = s.Snapshot(ctx, func(db *gorm.DB) error {
		var desk DeskRow
		if err := database.MapError(db.First(&desk, 1).Error); errors.Is(err, ErrNotFound) {
			return ErrNoDesk
		} else if err != nil {
			return err
		}
		chain, err := s.chainOf(db)
		switch {
		case errors.Is(err, ErrRoster), errors.Is(err, ErrRosterGone):
			v.Problem("%s", err)
		case err != nil:
			return err
		case chain != nil && chain.First().AuditKey != string(desk.AuditPub):
			v.Problem("the desk's public key of the log is not the one that its roster names")
		}
		return v.Check(db, chain, string(desk.AuditPub), earlier)
	})
	return v, err
}

// CheckHead proves in a few hashes that the log still begins with what its own signature covers and, where one is
// given, with what a head seen earlier covers. It is quick enough for every sign-in; VerifyLog reads everything.
func (s *Store) CheckHead(ctx context.Context, earlier string) error {
	return s.Snapshot(ctx, func(db *gorm.DB) error {
		public, err := s.publicAuditKey(db)
		if err != nil {
			return err
		}
		chain, err := s.chainOf(db)
		if err != nil {
			return err
		}
		return auditlog.CheckHead(db, chain, public, earlier)
	})
}

// NewestHead is the newest head that somebody signed, by auditlog.Newest.
func (v *View) NewestHead(staff string) (auditlog.HeadText, error) {
	return auditlog.Newest(v.db, v.chain, staff)
}

// EntriesSince hands each the entries from an instant on, newest first, without their details.
func (v *View) EntriesSince(since time.Time, each func(model.Entry)) error {
	return auditlog.Since(v.db, since, each)
}

// MovesSince hands each the entries from an instant on that brought a request from one state into another, or settled
// why one is refused, newest first, with their details.
func (v *View) MovesSince(since time.Time, each func(model.Entry)) error {
	return auditlog.MovesSince(v.db, since, each)
}
