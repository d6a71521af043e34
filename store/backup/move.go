package backup

import (
	"context"
	"errors"
	"fmt"
	"io"

	"gorm.io/driver/postgres"
	"gorm.io/gorm"

	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/portable"
)

// move copies one moment of a desk into an empty one of the same schema in one transaction, and compares them before it
// is committed.
func move(ctx context.Context, from, to *store.Store) (counts []portable.Count, err error) {
	r, w := io.Pipe()
	wrote := make(chan error, 1)
	go func() {
		err := from.Snapshot(ctx, func(db *gorm.DB) error {
			_, err := portable.Write(ctx, portableOf(from, db), portable.Head{}, w)
			return err
		})
		wrote <- err
		w.CloseWithError(err)
	}()
	err = to.Writer(ctx).Transaction(func(db *gorm.DB) error {
		if err := db.Exec("LOCK TABLE desk IN ACCESS EXCLUSIVE MODE").Error; err != nil {
			return database.MapError(err)
		}
		if _, err := store.DeskAsFound(db); !errors.Is(err, store.ErrNotFound) {
			return errors.Join(ErrOccupied, err)
		}
		c, err := portable.Open(r)
		if err != nil {
			return err
		}
		if counts, err = c.Load(ctx, portableOf(to, db)); err != nil {
			return fmt.Errorf("the server did not take the desk, and holds nothing of it: %w", database.MapError(err))
		}
		_, err = to.Database().CompareRules(db, true)
		return err
	})
	return counts, errors.Join(err, r.CloseWithError(io.ErrClosedPipe), <-wrote)
}

// emptyServer reports, as an error, that a database holds something: a desk, or tables of others. Tables of a desk that
// was never set up, as an interrupted restore leaves them, are nothing.
func emptyServer(ctx context.Context, address string) (err error) {
	secure, err := database.Encrypted(address)
	if err != nil {
		return err
	}
	if err := database.Reach(ctx, address); err != nil {
		return err
	}
	db, err := gorm.Open(postgres.Open(secure), database.GormConfig())
	if err != nil {
		return database.ReachError(err)
	}
	pool, err := db.DB()
	if err != nil {
		return database.ReachError(err)
	}
	defer func() { err = errors.Join(err, pool.Close()) }()
	// besides the list of migrations, which alone is there where a restore was killed before the first
	var tables, desks int64
	if err := db.WithContext(ctx).
		Raw("SELECT COUNT(*), COUNT(*) FILTER (WHERE relname = 'desk') FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace AND relname <> 'goose_db_version'").
		Row().Scan(&tables, &desks); err != nil {
		return database.MapError(err)
	}
	if tables > 0 && desks == 1 {
		if err := db.WithContext(ctx).Raw("SELECT (SELECT COUNT(*) FROM desk) + (SELECT COUNT(*) FROM entry)").
			Scan(&tables).Error; err != nil {
			return database.MapError(err)
		}
	}
	if tables > 0 {
		return fmt.Errorf("%w: restore into an empty database, this one is not", ErrOccupied)
	}
	return nil
}
