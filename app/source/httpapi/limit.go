package httpapi

import (
	"context"
	"sync"
	"time"

	"orangelab.cn/rightsdesk/app/source/connector"
)

// limiter counts requests in fixed windows of the clock.
type limiter struct {
	mu    sync.Mutex
	spent map[window]int
}

// window is one window of the clock for what is counted together.
type window struct {
	key   string
	limit connector.RateLimit
	start int64 // UNIX seconds
}

var lengths = map[string]time.Duration{"second": time.Second, "minute": time.Minute, "hour": time.Hour,
	"day": 24 * time.Hour}

// take waits until every limit lets one request more pass, and counts it.
func (l *limiter) take(ctx context.Context, limits *connector.RateLimits, key string, now func() time.Time,
	wait func(context.Context, time.Duration) error) error {
	if limits == nil {
		return nil
	}
	for {
		free := l.try(limits.Limits, key, now())
		if free <= 0 {
			return ctx.Err()
		}
		if err := wait(ctx, free); err != nil {
			return err
		}
	}
}

// try counts a request in every window, or returns how long until it may be tried again.
func (l *limiter) try(limits []connector.RateLimit, key string, now time.Time) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	var free time.Duration
	open := map[window]bool{}
	for _, limit := range limits {
		length := lengths[limit.Period]
		start := now.Truncate(length)
		w := window{key, limit, start.Unix()}
		if limit.Key != "" {
			w.key = limit.Key
		}
		open[w] = true
		if l.spent[w] >= limit.Rate {
			free = max(free, start.Add(length).Sub(now))
		}
	}
	if free > 0 {
		return free
	}
	spent := map[window]int{} // windows that are over are forgotten
	for w, n := range l.spent {
		if now.Before(time.Unix(w.start, 0).Add(lengths[w.limit.Period])) {
			spent[w] = n
		}
	}
	for w := range open {
		spent[w]++
	}
	l.spent = spent
	return 0
}
