package database

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"
	"gorm.io/gorm"
)

// Desktops of a shared desk tell one another by LISTEN and NOTIFY that something is new: what it is they read from the
// tables, under their own keys. A message is therefore worth nothing to who forges one, and holds no value of anybody.
// A desktop that hears none looks by itself every now and then, as one whose desk lies in a folder does.

// Changed is the message of a transaction that changed the desk.
const Changed = "changed"

// Bounds of the connection that listens.
const (
	listenAgain = time.Second      // between two tries to connect
	listenLook  = 30 * time.Second // how long it may be silent before it is asked whether it still stands
)

// channelOf names the channel of the desk in a schema: a server may keep several.
func channelOf(schema string) string {
	sum := sha256.Sum256([]byte(schema))
	return "rightsdesk_" + hex.EncodeToString(sum[:8])
}

// Tell tells the other desktops of a shared desk something, with the transaction if db is one. A desk in a folder has
// none.
func (d *Database) Tell(db *gorm.DB, message string) error {
	if !d.Postgres {
		return nil
	}
	return MapError(db.Exec("SELECT pg_notify(?, ?)", d.channel, message).Error)
}

// Listen hears what is told to the desktops of a shared desk, until ctx ends. It keeps a connection that does nothing
// else, and makes another where that breaks: connected is called each time, since what was told meanwhile was missed.
// For a desk in a folder it returns at once.
func (d *Database) Listen(ctx context.Context, connected func(), heard func(message string)) {
	for d.Postgres && ctx.Err() == nil {
		d.listen(ctx, connected, heard)
		select {
		case <-ctx.Done():
		case <-time.After(listenAgain):
		}
	}
}

// listen hears until its connection breaks or ctx ends. Why it breaks is told by whoever looks at the desk next.
func (d *Database) listen(ctx context.Context, connected func(), heard func(string)) {
	conn, err := within(ctx, connectTimeout, func(ctx context.Context) (*pgx.Conn, error) {
		return pgx.Connect(ctx, d.address)
	})
	if err != nil {
		return
	}
	defer func() {
		// it is given up
		_, _ = within(context.Background(), time.Second, func(ctx context.Context) (any, error) {
			return nil, conn.Close(ctx)
		})
	}()
	if _, err := conn.Exec(ctx, "LISTEN "+pgx.Identifier{d.channel}.Sanitize()); err != nil {
		return
	}
	connected()
	for {
		n, err := within(ctx, listenLook, conn.WaitForNotification)
		switch {
		case err == nil:
			heard(n.Payload)
		case ctx.Err() != nil || !errors.Is(err, context.DeadlineExceeded):
			return
		default:
			if _, err := within(ctx, connectTimeout, func(ctx context.Context) (any, error) {
				return nil, conn.Ping(ctx)
			}); err != nil {
				return
			}
		}
	}
}

func within[T any](ctx context.Context, limit time.Duration, do func(context.Context) (T, error)) (T, error) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	return do(ctx)
}
