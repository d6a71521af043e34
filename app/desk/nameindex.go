package desk

import (
	"context"
	"errors"
	"runtime"
	"runtime/debug"

	"golang.org/x/sync/errgroup"

	"orangelab.cn/rightsdesk/app/desk/names"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/lists"
)

// namePartIDs is how many IDs are read in one short transaction.
const namePartIDs = 10000

// nameReaders is how many read at once: one a core, while one of the store's four connections is left to the person.
func nameReaders() int { return min(runtime.NumCPU(), 3) }

// LoadNames reads the names not read yet, on every core; the window calls it in the background after sign-in.
func (s *Session) LoadNames(ctx context.Context) error { return s.loadNames(ctx, namePartIDs) }

func (s *Session) loadNames(ctx context.Context, size int64) error {
	s.loadingNames.Lock()
	defer s.loadingNames.Unlock()
	session, after := s.names.Begin()
	var newest int64
	if err := s.Read(ctx, model.ActReadRequest, func(v *store.View) (err error) {
		newest, err = lists.NewestRequest(v)
		return err
	}); err != nil {
		return err
	}
	var parts []names.Part
	for from := after; from < newest; from += size {
		parts = append(parts, names.Part{After: from, Last: min(from+size, newest)})
	}
	readers, reading := errgroup.WithContext(ctx)
	readers.SetLimit(nameReaders())
	for i := range parts {
		readers.Go(func() error { return s.readNames(reading, &parts[i]) })
	}
	err := readers.Wait()
	s.names.Take(session, parts)
	if after == 0 {
		// The first reading leaves twice its worth of memory behind, beside the 64 MiB that the password took.
		debug.FreeOSMemory()
		return err
	}
	return errors.Join(err, s.lateNames(ctx, after))
}

// lateWithin is how far below the newest ID a request may have been committed after a later one.
const lateWithin = 200

// lateNames reads the names of requests that were not committed yet when their neighbours were read.
func (s *Session) lateNames(ctx context.Context, upTo int64) error {
	late := map[int64]string{}
	if err := s.Read(ctx, model.ActReadRequest, func(v *store.View) error {
		return lists.Names(v, upTo-lateWithin, upTo, func(id int64, name string) { late[id] = name })
	}); err != nil {
		return err
	}
	for id, name := range late {
		if !s.names.Has(id) {
			s.names.Correct(id, name)
		}
	}
	return nil
}

func (s *Session) readNames(ctx context.Context, p *names.Part) error {
	return s.Read(ctx, model.ActReadRequest, func(v *store.View) error {
		return p.Fill(func(tell func(int64, string)) error { return lists.Names(v, p.After, p.Last, tell) })
	})
}

func (s *Session) findNames(ctx context.Context, text string) ([]int64, error) {
	if text == "" {
		return nil, nil
	}
	if err := s.LoadNames(ctx); err != nil {
		return nil, err
	}
	return s.names.Find(text, maxHits), nil
}
