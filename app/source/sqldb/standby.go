package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// Standby is a server that follows the one of a source, for reading what takes long.
type Standby struct {
	DB *sql.DB
	// Written asks the source how far it has written, in words of the engine; empty where the source is a standby
	// itself.
	Written func(ctx context.Context, q Querier) (string, error)
	// Reached asks the standby whether it has come so far; it fails where it is none.
	Reached func(ctx context.Context, q Querier, written string) (bool, error)
}

// FollowedFor is how long a standby may lag behind before the source is read itself. Tests lower it.
var FollowedFor = 20 * time.Second

// FollowedBy names the standby of a source. Close closes it too.
func (s *Source) FollowedBy(standby *Standby) *Source {
	s.standby = standby
	return s
}

// BeginLong starts a snapshot for reading that takes long: on a standby that has everything which the source had
// written when this was called, where the address names one and it comes so far in time; else on the source, as Begin
// does. aside reports which.
func (s *Source) BeginLong(ctx context.Context) (snapshot *Snapshot, aside bool, err error) {
	if s.standby != nil {
		if snapshot, err = s.beginAside(ctx); err == nil {
			return snapshot, true, nil
		}
		if ctx.Err() != nil {
			return nil, false, ctx.Err()
		}
	}
	snapshot, err = s.Begin(ctx)
	return snapshot, false, err
}

var errBehind = errors.New("the standby lags behind")

func (s *Source) beginAside(ctx context.Context) (*Snapshot, error) {
	written, err := s.standby.Written(ctx, s.DB)
	if err != nil || written == "" {
		return nil, errors.Join(err, errBehind)
	}
	for until := time.Now().Add(FollowedFor); ; {
		reached, err := s.standby.Reached(ctx, s.standby.DB, written)
		if err != nil {
			return nil, err
		}
		if reached {
			return s.begin(ctx, s.standby.DB)
		}
		if time.Now().After(until) {
			return nil, errBehind
		}
		select {
		case <-time.After(100 * time.Millisecond):
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}
