// Package figures counts requests for those who oversee a desk. It reads no personal field and changes nothing; each
// count is a walk along an index that is as long as the period, not as the desk is old.
package figures

import (
	"strings"
	"time"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/oversight"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/requests"
)

// Arrived counts the requests that came in, in [from, to), by kind.
func Arrived(v *store.View, from, to time.Time) (map[model.Kind]int64, error) {
	var rows []struct {
		Kind string
		N    int64
	}
	err := v.DB().
		Raw("SELECT kind, COUNT(*) AS n FROM request WHERE received_at >= ? AND received_at < ? GROUP BY kind",
			database.Millis(from), database.Millis(to)).Scan(&rows).Error
	out := map[model.Kind]int64{}
	for _, r := range rows {
		out[model.Kind(r.Kind)] = r.N
	}
	return out, database.MapError(err)
}

// Closed counts the requests that were closed in [from, to), alike in kind, outcome, regimes, holder and whether it was
// in time.
func Closed(v *store.View, from, to time.Time) ([]oversight.Closed, error) {
	var rows []struct {
		Kind, Outcome, Regimes, Holder string
		Prompt                         int64
		N                              int64
	}
	err := v.DB().
		Raw("SELECT kind, outcome, regimes, holder, CASE WHEN closed_at <= due_at THEN 1 ELSE 0 END AS prompt, COUNT(*) AS n FROM request "+
			"WHERE status = 'closed' AND closed_at >= ? AND closed_at < ? GROUP BY 1, 2, 3, 4, 5",
			database.Millis(from),
			database.Millis(to)).Scan(&rows).Error
	out := make([]oversight.Closed, len(rows))
	for i, r := range rows {
		out[i] = oversight.Closed{Kind: model.Kind(r.Kind), Outcome: model.Outcome(r.Outcome),
			Regimes: requests.Separated(r.Regimes), Holder: r.Holder, InTime: r.Prompt == 1, N: r.N}
	}
	return out, database.MapError(err)
}

// Took is how long it took from receipt to the end, for the part of n answered requests that were quickest; n is what
// Closed counts.
func Took(v *store.View, from, to time.Time, n int64, part float64) (time.Duration, error) {
	if n == 0 {
		return 0, nil
	}
	var took int64
	err := v.DB().
		Raw("SELECT closed_at - received_at FROM request WHERE status = 'closed' AND closed_at >= ? AND closed_at < ? AND outcome NOT IN ? "+
			"ORDER BY closed_at - received_at LIMIT 1 OFFSET ?", database.Millis(from), database.Millis(to),
			oversight.Unanswered, oversight.Place(int(n), part)).Scan(&took).Error
	return time.Duration(took) * time.Millisecond, database.MapError(err)
}

// open are the states of requests that are not closed: each is a walk of its own along the index by state and receipt.
func open() (list []string) {
	for _, s := range model.Statuses {
		if s != model.Closed {
			list = append(list, string(s))
		}
	}
	return list
}

// Open counts the open requests that came in within [from, to); the zero time is no bound.
func Open(v *store.View, from, to time.Time) (n int64, err error) {
	where, args := []string{"status IN ?"}, []any{open()}
	if !from.IsZero() {
		where, args = append(where, "received_at >= ?"), append(args, database.Millis(from))
	}
	if !to.IsZero() {
		where, args = append(where, "received_at < ?"), append(args, database.Millis(to))
	}
	err = v.DB().Raw("SELECT COUNT(*) FROM request WHERE "+strings.Join(where, " AND "), args...).Scan(&n).Error
	return n, database.MapError(err)
}

type pointedRow struct {
	ID         int64
	Reference  string
	Kind       string
	ReceivedAt int64
	DueAt      int64
}

func (r pointedRow) pointed() oversight.Pointed {
	if r.ID == 0 {
		return oversight.Pointed{}
	}
	return oversight.Pointed{ID: r.ID, Reference: r.Reference, Kind: model.Kind(r.Kind),
		ReceivedAt: database.Moment(r.ReceivedAt), DueAt: database.Moment(r.DueAt)}
}

// Oldest is the open request that came in first; zero where none is open.
func Oldest(v *store.View) (p oversight.Pointed, err error) {
	for _, status := range open() {
		var row pointedRow
		err := v.DB().
			Raw("SELECT id, reference, kind, received_at, due_at FROM request WHERE status = ? ORDER BY received_at, id LIMIT 1", status).Scan(&row).Error
		if err != nil {
			return p, database.MapError(err)
		}
		if row.ID != 0 && (p.ID == 0 || database.Moment(row.ReceivedAt).Before(p.ReceivedAt)) {
			p = row.pointed()
		}
	}
	return p, nil
}

// Late counts the open requests that are late, as every list means it, by who holds them, and gives the one that is so
// for longest.
func Late(v *store.View, now time.Time) (by map[string]int64, one oversight.Pointed, err error) {
	if by, err = Due(v, now); err != nil {
		return nil, one, err
	}
	var row pointedRow
	err = v.DB().
		Raw("SELECT id, reference, kind, received_at, due_at FROM request WHERE "+requests.Late+
			" ORDER BY next_due_at, id LIMIT 1", database.Millis(now)).Scan(&row).Error
	return by, row.pointed(), database.MapError(err)
}

// Unanswered counts those of the late requests whose last day has passed. The nearest clock never ends after it, and
// the index goes by that.
func Unanswered(v *store.View, now time.Time) (n int64, err error) {
	err = v.DB().Raw("SELECT COUNT(*) FROM request WHERE "+requests.Late+" AND due_at < ?", database.Millis(now),
		database.Millis(now)).Scan(&n).Error
	return n, database.MapError(err)
}

// Due counts the open requests whose nearest clock ends before an instant, by who holds them.
func Due(v *store.View, before time.Time) (map[string]int64, error) {
	return holders(v, requests.Late, database.Millis(before))
}

func holders(v *store.View, where string, args ...any) (map[string]int64, error) {
	var rows []struct {
		Holder string
		N      int64
	}
	err := v.DB().Raw("SELECT holder, COUNT(*) AS n FROM request WHERE "+where+" GROUP BY holder", args...).Scan(&rows).
		Error
	out := map[string]int64{}
	for _, r := range rows {
		out[r.Holder] = r.N
	}
	return out, database.MapError(err)
}
