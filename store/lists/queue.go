// Package lists reads requests as lists: the queues, what they are narrowed by, what was kept of them, and who is away.
package lists

import (
	"cmp"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/requests"
	"orangelab.cn/rightsdesk/store/seal"
)

// Filter says which requests a queue shows. Empty lists do not narrow.
type Filter struct {
	Kinds    []model.Kind
	Statuses []model.Status
	// Holders are staff IDs; "" among them stands for unclaimed requests.
	Holders []string
	// For is the staff ID of somebody whose list of things to do it is; empty: nobody's. What waits for a second person
	// to look at what they prepared is left out, for nobody approves their own work, but where there is something to do
	// meanwhile. What waits for the person is left out. A letter of somebody else's that waits for a second person is
	// there, whoever holds its request.
	For string
	// Second shows what waits for a second person alone: what is in review, and letters that wait, wherever their
	// request is.
	Second bool
	// Closed shows closed requests too and orders by the time of receipt, newest first; otherwise only open ones, by
	// nearest clock.
	Closed bool
	// IDs shows exactly these requests (the result of a look-up), whatever else is set.
	IDs []int64
	// Channels, Products and Tags narrow by what a request carries; "" among the products stands for none. A request
	// shows where it carries any of the tags.
	Channels       []model.Channel
	Products, Tags []string
	// Regimes narrows to requests that fall under any of these; "" among them stands for those that fall under the
	// desk's own.
	Regimes []string
	// DueBefore shows open requests whose nearest clock ends before, whatever Closed says; the zero time does not
	// narrow.
	DueBefore time.Time

	carried   []string // see Carried; nil where that was not asked
	carriedIn string   // the column of those
}

type queueRow struct {
	ID          int64
	Reference   string
	Kind        string
	Status      string
	Outcome     string
	Holder      string
	PreparedBy  string
	Step        string
	LetterBy    string
	Meanwhile   string
	Channel     string
	Requester   string
	ReceivedAt  int64
	NextDueAt   int64
	DueAt       int64
	ClosedAt    int64
	Regimes     string
	Product     string
	Tags        string
	Version     int64
	Provisional int
	NameSealed  seal.Sealed
	KeySealed   seal.Sealed
}

const queueColumns = "id, reference, kind, status, outcome, holder, prepared_by, step, letter_by, meanwhile, channel, requester_kind AS requester, received_at, next_due_at, due_at, closed_at, regimes, product, tags, version, provisional, name_sealed"

// Queue reads up to limit rows after the cursor. It is paged by key: the tenth page costs what the first does.
func Queue(v *store.View, f Filter, after model.Cursor, limit int) ([]model.QueueRow, error) {
	f, err := f.Carried(v)
	if err != nil {
		return nil, err
	}
	query, args := f.SQL(after, limit)
	var rows []queueRow
	if err := v.DB().Raw(query, args...).Scan(&rows).Error; err != nil {
		return nil, database.MapError(err)
	}
	out, keys := make([]model.QueueRow, len(rows)), make(map[int64][]byte, len(rows))
	for i, r := range rows {
		name, key, err := openName(v, r)
		if err != nil {
			return nil, err
		}
		keys[r.ID] = key
		out[i] = model.QueueRow{ID: r.ID, Reference: r.Reference, Kind: model.Kind(r.Kind),
			Status:  model.Status(r.Status),
			Outcome: model.Outcome(r.Outcome), Holder: r.Holder, PreparedBy: r.PreparedBy, Step: model.Step(r.Step),
			LetterBy: r.LetterBy, Meanwhile: model.Step(r.Meanwhile),
			Channel: model.Channel(r.Channel), Requester: model.RequesterKind(r.Requester),
			ReceivedAt: database.Moment(r.ReceivedAt),
			Clock: model.NearestClock(model.Status(r.Status), database.Moment(r.NextDueAt),
				database.Moment(r.DueAt), model.Provisional(r.Provisional)), Name: name,
			DueAt: database.Moment(r.DueAt), ClosedAt: database.Moment(r.ClosedAt),
			Regimes: requests.Separated(r.Regimes),
			Labels:  model.Labels{Product: r.Product, Tags: requests.Separated(r.Tags)}, Version: r.Version,
			Cursor: f.cursor(r)}
	}
	if err := count(v, out); err != nil {
		return nil, err
	}
	return out, complete(v, out, keys)
}

// openName opens the key of a request and its person's name.
func openName(v *store.View, r queueRow) (string, []byte, error) {
	key, err := v.Keys().OpenDesk("request_key", "key", fmt.Sprint(r.ID), r.KeySealed)
	if err != nil {
		return "", nil, fmt.Errorf("request %s: %w", r.Reference, err)
	}
	name, err := seal.Unseal(key, seal.Place("request", "name", r.Reference), r.NameSealed)
	if err != nil {
		return "", nil, fmt.Errorf("request %s: %w", r.Reference, err)
	}
	return string(name), key, nil
}

func (f Filter) cursor(r queueRow) model.Cursor {
	if f.closed() || len(f.IDs) > 0 {
		return model.Cursor{At: r.ReceivedAt, ID: r.ID}
	}
	return model.Cursor{At: r.NextDueAt, ID: r.ID}
}

// SQL builds one arm per combination of kind, status and holder, each a walk along an index that stops at limit, and
// merges them: an OR over them would sort the table.
func (f Filter) SQL(after model.Cursor, limit int) (string, []any) {
	order, step := "next_due_at, id", ">"
	if f.closed() || len(f.IDs) > 0 {
		order, step = "received_at DESC, id DESC", "<"
	}
	column := strings.Fields(strings.ReplaceAll(order, ",", " "))[0]
	if f.walks() {
		return f.walk(after, limit, column, order, step)
	}
	var arms []string
	var args []any
	for _, arm := range f.arms() {
		where := arm.where
		args = append(args, arm.args...)
		if after != (model.Cursor{}) {
			where = append(where, fmt.Sprintf("(%s, id) %s (?, ?)", column, step))
			args = append(args, after.At, after.ID)
		}
		if len(where) == 0 {
			where = []string{"true"}
		}
		arms = append(arms, fmt.Sprintf("SELECT * FROM (SELECT %s FROM request WHERE %s ORDER BY %s LIMIT ?) AS arm",
			queueColumns, strings.Join(where, " AND "), order))
		args = append(args, limit)
	}
	query := fmt.Sprintf("SELECT page.*, k.key_sealed FROM (SELECT * FROM (%s) AS arms ORDER BY %s LIMIT ?) AS page "+
		"JOIN request_key AS k ON k.request_id = page.id ORDER BY %s", strings.Join(arms, " UNION ALL "), order,
		"page."+strings.ReplaceAll(order, ", id", ", page.id"))
	return query, append(args, limit)
}

type arm struct {
	where []string
	args  []any
}

func (f Filter) arms() []arm {
	if len(f.IDs) > 0 {
		return []arm{{[]string{"id IN ?"}, []any{f.IDs}}}
	}
	arms := []arm{{}}
	cross := func(column string, values []string) {
		if len(values) == 0 {
			return
		}
		var next []arm
		for _, a := range arms {
			for i, v := range values {
				if slices.Contains(values[:i], v) {
					continue // named twice, it would show twice
				}
				next = append(next, a.and(column+" = ?", v))
			}
		}
		arms = next
	}
	cross("kind", database.Texts(f.Kinds))
	if f.For == "" {
		cross("status", database.Texts(f.Statuses))
		cross("holder", f.Holders)
	} else {
		letters := f.othersLetters(arms)
		cross("status", database.Texts(f.toDo()))
		cross("holder", f.Holders)
		if len(f.toDo()) == 0 {
			arms = nil // nothing but what waits for the person was asked for
		}
		for i := range arms {
			arms[i] = arms[i].and("NOT (status = 'review' AND prepared_by = ? AND NOT ("+colleaguesLetter+")) "+
				"AND (letter_by <> ? OR meanwhile <> '')", f.For, f.For)
		}
		arms = append(arms, letters...)
	}
	if f.Second {
		var both []arm
		for _, a := range arms {
			both = append(both, a.and("status = 'review'"), a.and("status <> 'review'").and(LetterWaits))
		}
		arms = both
	}
	for i := range arms {
		if !f.closed() {
			arms[i] = arms[i].and("status <> 'closed'")
		}
		arms[i] = f.narrowed(arms[i])
	}
	return arms
}

// toDo lists the statuses of the filter in which somebody at the desk has something to do.
func (f Filter) toDo() (list []model.Status) {
	for _, s := range model.Statuses {
		if in(f.Statuses, s) && s != model.Waiting && (f.closed() || s != model.Closed) {
			list = append(list, s)
		}
	}
	return list
}

// othersLetters are the arms of letters that wait for whose list it is, of requests that stand in it for no other
// reason.
func (f Filter) othersLetters(arms []arm) []arm {
	out := make([]arm, 0, len(arms))
	for _, a := range arms {
		a = a.and(LetterWaits).and("letter_by <> ? AND NOT (status = 'review' AND letter_by = '' AND prepared_by = ?)",
			f.For, f.For)
		if len(f.Statuses) > 0 {
			a = a.and("status IN ?", database.Texts(f.Statuses))
		}
		if len(f.Holders) > 0 {
			a = a.and("(status = 'waiting' OR holder NOT IN ?)", f.Holders)
		} else {
			a = a.and("status = 'waiting'")
		}
		out = append(out, a)
	}
	return out
}

// and narrows an arm by one more condition.
func (a arm) and(where string, args ...any) arm {
	return arm{append(slices.Clone(a.where), where), append(slices.Clone(a.args), args...)}
}

// LetterWaits is true of a request with a letter that waits for a second person; in the words of its index.
const LetterWaits = "step IN ('approve_letter', 'approve_extension')"

// colleaguesLetter is true of a request in review with a letter that waits, and that somebody else wrote than prepared
// what is reviewed.
const colleaguesLetter = LetterWaits + " AND letter_by NOT IN ('', prepared_by)"

// AuthorOf is the author by which the kept counts count a request: who prepared what is in review, with a blank and who
// wrote the letter that waits beside it where that is somebody else; elsewhere who wrote the letter that waits.
const AuthorOf = "CASE WHEN status <> 'review' THEN letter_by WHEN " + colleaguesLetter +
	" THEN prepared_by || ' ' || letter_by ELSE prepared_by END"

// Count is how many requests of a kind, status and holder there are; those with something that waits for a second
// person by its author, too.
type Count struct {
	Kind   model.Kind
	Status model.Status
	Holder string
	Author string // of what waits; empty where nothing does, and of letters that began to wait before that was kept
	// LetterBy is who wrote the letter that waits, where work in review has another author.
	LetterBy string
	Letter   bool // what waits is a letter
	Busy     bool // the author can do something meanwhile
	N        int64
}

// Of reports whether a count is of requests that the filter shows; it says nothing of one by IDs or of one that the
// kept counts do not tell apart, see View.CountQueue.
func (f Filter) Of(c Count) bool {
	if !f.closed() && c.Status == model.Closed || !in(f.Kinds, c.Kind) ||
		f.Second && !c.Letter && c.Status != model.Review {
		return false
	}
	held := in(f.Holders, c.Holder)
	switch {
	case !in(f.Statuses, c.Status):
		return false
	case f.For == "":
		return held
	case c.Status == model.Waiting || !held:
		return c.Letter && cmp.Or(c.LetterBy, c.Author) != f.For
	case c.Status == model.Review:
		return c.Author != f.For || c.LetterBy != ""
	}
	return c.Author != f.For || c.Busy
}

// in reports whether v is in list; an empty list does not narrow.
func in[T comparable](list []T, v T) bool { return len(list) == 0 || slices.Contains(list, v) }

// Counts reads the kept counts; their number grows with staff, not with requests. They are read along their index: on a
// server that just took a million requests in, as after a restore, the table is full of what they were before.
func Counts(v *store.View) ([]Count, error) {
	var out []Count
	err := v.DB().
		Raw("SELECT kind, status, holder, author, letter, busy, n FROM request_count WHERE n <> 0 AND kind >= ''").
		Scan(&out).Error
	for i, c := range out {
		out[i].Author, out[i].LetterBy, _ = strings.Cut(c.Author, " ")
	}
	return out, database.MapError(err)
}

// NewestRequest is the highest ID of a request, 0 where there is none.
func NewestRequest(v *store.View) (id int64, err error) {
	err = v.DB().Raw("SELECT COALESCE(MAX(id), 0) FROM request").Scan(&id).Error
	return id, database.MapError(err)
}

// Names hands found the subject's name of every request with an ID above after and up to last, in order of ID: for the
// search in memory after sign-in. It reads row by row; GORM's scanning would cost more than the opening.
func Names(v *store.View, after, last int64, found func(id int64, name string)) (err error) {
	rows, err := v.DB().
		Raw("SELECT r.id, r.reference, r.name_sealed, k.key_sealed FROM request AS r JOIN request_key AS k ON k.request_id = r.id "+
			"WHERE r.id > ? AND r.id <= ? ORDER BY r.id", after, last).Rows()
	if err != nil {
		return database.MapError(err)
	}
	defer func() { err = database.MapError(errors.Join(err, rows.Close())) }()
	for rows.Next() {
		var r queueRow
		var name, key sql.RawBytes // good until the next row, which is long enough
		if err := rows.Scan(&r.ID, &r.Reference, &name, &key); err != nil {
			return err
		}
		r.NameSealed, r.KeySealed = seal.Sealed(name), seal.Sealed(key)
		opened, _, err := openName(v, r)
		if err != nil {
			return err
		}
		found(r.ID, opened)
	}
	return rows.Err()
}
