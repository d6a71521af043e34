package residue

import (
	"context"
	"errors"
	"sync"
	"time"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/app/source/sqldb"
)

// Pace holds a search back: it can be paused, gone on with, and limited to so many rows a second. It may be changed
// while the search runs, from any goroutine. A paused search keeps its place and its snapshot.
type Pace struct {
	mu    sync.Mutex
	going chan struct{} // closed once it goes on; nil: it goes
	rate  int           // rows a second and source; 0: as fast as the source gives them
}

// Pause lets the search wait until Resume.
func (p *Pace) Pause() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.going == nil {
		p.going = make(chan struct{})
	}
}

// Resume lets it go on.
func (p *Pace) Resume() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.going != nil {
		close(p.going)
		p.going = nil
	}
}

// Paused reports whether it waits.
func (p *Pace) Paused() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.going != nil
}

// Limit sets how many rows a second are read of each source; 0 for as many as it gives.
func (p *Pace) Limit(rows int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.rate = rows
}

// paced counts the rows of one source under a pace.
type paced struct {
	pace *Pace
	rows int       // since begun
	rate int       // by which they are counted
	at   time.Time // when it began to count
}

// row waits until the next row may be read.
func (c *paced) row(ctx context.Context) error {
	if c.pace == nil {
		return nil
	}
	const between = 64 // rows; asking the clock for each would cost more than reading it
	if c.rows++; c.rows%between != 1 {
		return nil
	}
	c.pace.mu.Lock()
	going, rate := c.pace.going, c.pace.rate
	c.pace.mu.Unlock()
	if going != nil {
		select {
		case <-going:
		case <-ctx.Done():
			return ctx.Err()
		}
		c.rate = 0 // time that it stood still is not made up for
	}
	if rate == 0 {
		c.rate = 0
		return nil
	}
	if c.rate != rate {
		c.rate, c.rows, c.at = rate, 1, time.Now()
	}
	due := c.at.Add(time.Duration(c.rows-1) * time.Second / time.Duration(rate))
	wait := time.NewTimer(time.Until(due))
	defer wait.Stop()
	select {
	case <-wait.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// SourceExtent is how much a search would read in a source.
type SourceExtent struct {
	Source string // its first fides_key
	sqldb.Extent
	Err error // it did not tell
}

// Measure returns how much a search would read in each source, as far as the engines tell without reading.
func Measure(ctx context.Context, datasets []*dataset.Dataset, sources map[string]*sqldb.Source) (list []SourceExtent) {
	for _, s := range search.DatasetsBySource(datasets, sources) {
		e := SourceExtent{Source: s.Key}
		session, err := s.Source.Begin(ctx)
		if err == nil {
			e.Extent, err = s.Source.Dialect.Extent(ctx, session.Tx)
			err = errors.Join(s.Source.Wrap(err, "it does not tell how large it is"), session.End())
		}
		e.Err = err
		list = append(list, e)
	}
	return list
}

type paceKey struct{}

// WithPace returns a context in which searches that name no pace of their own run at this one.
func WithPace(ctx context.Context, p *Pace) context.Context {
	return context.WithValue(ctx, paceKey{}, p)
}

func paceOf(ctx context.Context) *Pace {
	p, _ := ctx.Value(paceKey{}).(*Pace)
	return p
}
