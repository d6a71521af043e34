package desk

import (
	"cmp"
	"context"
	"slices"
	"sort"
	"strings"

	"orangelab.cn/rightsdesk/app/desk/meant"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/incoming"
	"orangelab.cn/rightsdesk/store/lists"
	"orangelab.cn/rightsdesk/store/requests"
)

// Queue names a list of requests in the navigation.
type Queue string

// The queues. Next holds what this member of staff can do: what they hold, nobody holds, or somebody who is away holds,
// without what waits for the person or for a second one to look at what they prepared; and letters of others that wait
// for a second person.
const (
	QueueNext       Queue = "next"
	QueueReceived   Queue = "received"
	QueueIdentity   Queue = "identity"
	QueueCorrection Queue = "correction"
	QueueDeletion   Queue = "deletion"
	QueueExport     Queue = "export"
	QueueReview     Queue = "review"
	QueueWithdrawal Queue = "withdrawal"
	QueueAll        Queue = "all"
	// QueueAutomatic holds no requests but automatic mail that waits; it is counted with the others.
	QueueAutomatic Queue = "automatic"
)

// queues says what each queue holds; a new queue is one line.
var queues = []struct {
	name   Queue
	filter lists.Filter
}{
	{QueueNext, lists.Filter{}},
	{QueueReceived, lists.Filter{Statuses: []model.Status{model.Received}}},
	{QueueIdentity, lists.Filter{Statuses: []model.Status{model.Verifying}}},
	{QueueCorrection, lists.Filter{Kinds: model.KindsOf(model.InCorrectionQueue)}},
	{QueueDeletion, lists.Filter{Kinds: model.KindsOf(model.InDeletionQueue)}},
	{QueueExport, lists.Filter{Kinds: model.KindsOf(model.InExportQueue)}},
	{QueueReview, lists.Filter{Second: true}},
	{QueueWithdrawal, lists.Filter{Kinds: model.KindsOf(model.InWithdrawalQueue)}},
	{QueueAll, lists.Filter{Closed: true}},
}

// Queues lists the queues in the order of the navigation.
func Queues() []Queue {
	out := make([]Queue, len(queues))
	for i, q := range queues {
		out[i] = q.name
	}
	return out
}

// filter says what a queue shows to somebody, while others are away whose work may be taken over.
func (s *Session) filter(q Queue, n Narrow, away []string) lists.Filter {
	var f lists.Filter
	whose := cmp.Or(n.Of, s.staff.ID)
	for _, def := range queues {
		if def.name == q {
			f = def.filter
		}
	}
	if len(n.Kinds) > 0 {
		f.Kinds = n.Kinds
	}
	if len(n.Statuses) > 0 && len(f.Statuses) == 0 {
		f.Statuses = n.Statuses
	}
	switch {
	case n.Mine || q == QueueNext:
		f.Holders = append([]string{whose, ""}, away...)
	case n.Holder != "":
		f.Holders = []string{n.Holder}
	case n.Unclaimed:
		f.Holders = []string{""}
	}
	f = s.labelled(f, n)
	if q == QueueNext {
		f.For = whose
	}
	return f
}

// Page reads up to limit rows of a queue after the cursor.
func (s *Session) Page(ctx context.Context, q Queue, n Narrow, after model.Cursor,
	limit int) (rows []model.QueueRow, err error) {
	err = s.Read(ctx, model.ActReadQueue, func(v *store.View) error {
		away, err := s.awayBut(v, cmp.Or(n.Of, s.staff.ID))
		if err != nil {
			return err
		}
		rows, err = lists.Queue(v, s.filter(q, n, away), after, limit)
		for i, r := range rows {
			rows[i].HolderAway = slices.Contains(away, r.Holder)
		}
		return err
	})
	return rows, err
}

// Counts are the numbers beside the queues, of one reading. What is received counts the files with records to decide
// too.
func (s *Session) Counts(ctx context.Context) (map[Queue]int64, error) {
	return s.counts(ctx, Narrow{})
}

// OwnCounts are Counts of what I hold and of what nobody holds, as a list of my own shows it.
func (s *Session) OwnCounts(ctx context.Context) (map[Queue]int64, error) {
	return s.counts(ctx, Narrow{Mine: true})
}

func (s *Session) counts(ctx context.Context, n Narrow) (map[Queue]int64, error) {
	var counts []lists.Count
	var automatic, files int64
	var away []string
	err := s.Read(ctx, model.ActReadQueue, func(v *store.View) (err error) {
		if counts, err = lists.Counts(v); err != nil {
			return err
		}
		if away, err = s.away(v); err != nil {
			return err
		}
		if automatic, err = incoming.CountAutomatic(v); err != nil {
			return err
		}
		files, err = incoming.CountWaitingFiles(v)
		return err
	})
	if err != nil {
		return nil, err
	}
	out := map[Queue]int64{QueueAutomatic: automatic, QueueReceived: files}
	for _, def := range queues {
		f := s.filter(def.name, n, away)
		for _, c := range counts {
			if f.Of(c) {
				out[def.name] += c.N
			}
		}
	}
	return out, nil
}

// CountPage is how many rows a narrowed queue has in all; of one that only a walk can count at most CountBound.
func (s *Session) CountPage(ctx context.Context, q Queue, n Narrow) (total int64, err error) {
	err = s.Read(ctx, model.ActReadQueue, func(v *store.View) error {
		away, err := s.awayBut(v, cmp.Or(n.Of, s.staff.ID))
		if err != nil {
			return err
		}
		f := s.filter(q, n, away)
		if !f.Counted() {
			total, err = lists.CountQueue(v, f, CountBound)
			return err
		}
		counts, err := lists.Counts(v)
		for _, c := range counts {
			if f.Of(c) {
				total += c.N
			}
		}
		return err
	})
	return total, err
}

// maxHits is how many requests a search shows.
const maxHits = 50

// Search finds requests by the beginning of their reference, by exact e-mail, phone, account, ID number, or part of a
// name.
func (s *Session) Search(ctx context.Context, text string) ([]model.QueueRow, error) {
	if err := s.Allow(ctx, model.ActReadRequest); err != nil {
		return nil, err
	}
	text = strings.TrimSpace(text)
	if text == "" {
		return nil, nil
	}
	ids, err := s.hits(ctx, text)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	var rows []model.QueueRow
	err = s.Read(ctx, model.ActReadRequest, func(v *store.View) (err error) {
		rows, err = lists.Queue(v, lists.Filter{IDs: ids}, model.Cursor{}, maxHits)
		return err
	})
	return rows, err
}

func (s *Session) hits(ctx context.Context, text string) ([]int64, error) {
	seen := map[int64]bool{}
	err := s.Read(ctx, model.ActReadRequest, func(v *store.View) error {
		for _, ref := range meant.References(text, s.Now().In(s.Rules().Location()).Year()) {
			found, err := lists.ReferencesFrom(v, ref)
			if err != nil {
				return err
			}
			for _, id := range found {
				seen[id] = true
			}
		}
		if model.BeginsReference(strings.ToUpper(text)) {
			return nil
		}
		asked := model.Subject{Email: text, Phone: text, Account: text, IDNumber: text}
		for _, l := range asked.Lookups() {
			found, err := requests.Lookup(v, l.Kind, l.Value)
			if err != nil {
				return err
			}
			for _, id := range found {
				seen[id] = true
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, name := range meant.Names(text) {
		named, err := s.findNames(ctx, name)
		if err != nil {
			return nil, err
		}
		for _, id := range named {
			seen[id] = true
		}
	}
	ids := make([]int64, 0, len(seen))
	for id := range seen {
		ids = append(ids, id)
	}
	sort.Slice(ids, func(i, j int) bool { return ids[i] > ids[j] })
	return ids[:min(len(ids), maxHits)], nil
}
