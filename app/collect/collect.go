package collect

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"orangelab.cn/rightsdesk/app/datamap"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/proven"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/residue"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/app/source/shared"
	"orangelab.cn/rightsdesk/app/source/value"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/runs"
)

// Progress tells how far a collect is.
type Progress struct {
	Source      string
	Done, Total int // collections of the source
	Rows        int64
	Err         error
}

// Relay passes on how far the sources are, each by its key, to whoever listens; nobody has to.
func Relay(m *datamap.Map, progress func(Progress)) func(search.SourceProgress) {
	return func(p search.SourceProgress) {
		if progress != nil {
			progress(Progress{m.Keys[p.Source], p.Done, p.Total, p.Rows, p.Err})
		}
	}
}

const (
	// Lease is how long a desktop that stopped answering keeps a collect to itself.
	Lease = 2 * time.Minute
	// Batch is how many findings one transaction keeps.
	Batch = 1000
	// SourceBits leaves each source a range of finding numbers of its own, so that their order is that of the sources
	// though these are read side by side.
	SourceBits = 40
)

// Collect reads everything the sources hold of a request's subject and keeps it sealed. It streams, so a person with a
// million rows fits in memory; a source that fails is named and does not stop the others. Cancelling ctx leaves the run
// unfinished; Collect begins again from nothing then.
func Collect(ctx context.Context, s *desk.Session, rev model.Revision, progress func(Progress)) (err error) {
	if err := s.Allow(ctx, model.ActCollect); err != nil {
		return err
	}
	m, err := datamap.Open(ctx, s)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, m.Close()) }()
	c := &collector{session: s, request: rev.Request, data: m, outside: map[model.Withholding]int64{}}
	var who model.Subject
	r, err := s.Change(ctx, model.ActCollect, rev, desk.ByHolder, func(ch *desk.Change) error {
		if ch.Request.LevelReached < ch.Request.LevelNeeded {
			return ErrLevel
		}
		if ch.Request.Status != model.Working {
			return &model.TransitionError{From: ch.Request.Status, On: model.SentToReview}
		}
		if old, err := runs.LatestRun(ch.Tx.View, rev.Request); err == nil && !old.Done &&
			s.Now().Before(old.LeaseTill) {
			return ErrBusy
		} else if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		ch.Request.MissingBy = ""
		ch.Detail["step"] = "begin"
		if err := runs.DropPlan(ch.Tx, rev.Request); err != nil {
			return err
		}
		if who, _, err = proven.Subject(ch.Tx.View, ch.Request); err != nil {
			return err
		}
		c.run, err = runs.StartRun(ch.Tx, rev.Request, s.Staff().ID, s.Now(), s.Now().Add(Lease), c.plan())
		return err
	})
	if err != nil {
		return err
	}
	c.child = Child(who, s.Today()) || Child(r.Subject, s.Today())
	c.began, c.ordinary = r.Revision(), r.Kind.Copies() && !GivesSensitive(r, s.Rules())
	report, err := c.read(ctx, who, progress)
	if err != nil {
		return err
	}
	if err := c.end(ctx, report); err != nil {
		return errors.Join(err,
			GiveUp(context.WithoutCancel(ctx), s, model.ActCollect, c.began, func(tx *store.Tx) error {
				return runs.DropRun(tx, c.run)
			}))
	}
	return nil
}

type collector struct {
	session      *desk.Session
	request      int64
	began        model.Revision // the request once the run had begun: nobody else may touch it until the end
	data         *datamap.Map
	run          string
	mu           sync.Mutex
	buffer       []model.Finding
	last         map[string]int64   // the number given out last, by source key
	rows         map[string]int64   // by source key
	numbers      map[string][]int64 // by collection and what tells its rows apart: rows alike have several
	residue      *residue.Scan
	unsearchable []string
	strange      []datamap.Strange // what nobody has said of, see datamap.Map.Strange
	carrying     *carrying
	completed    completions
	completing   map[*dataset.Collection]*dataset.Field // which field tells it

	child    bool                        // known to be under fourteen: all of it is sensitive
	ordinary bool                        // a copy without sensitive data: what is sensitive is counted and not kept
	outside  map[model.Withholding]int64 // what was not kept so, in rows
}

// plan lists the sources of a run: databases wait to be read, manual ones for their owner.
func (c *collector) plan() []model.RunSource {
	var out []model.RunSource
	for _, src := range c.data.All {
		rs := model.RunSource{Source: src.Key, State: model.SourceWaiting}
		if src.Engine == model.EngineManual {
			rs.State, rs.DueAt = model.SourceManual, c.session.Now().AddDate(0, 0, src.Days)
		}
		out = append(out, rs)
	}
	return out
}

func (c *collector) read(ctx context.Context, subject model.Subject, progress func(Progress)) (search.Report, error) {
	c.rows, c.numbers, c.last = map[string]int64{}, map[string][]int64{}, map[string]int64{}
	for i, src := range c.data.All {
		c.last[src.Key] = int64(i) << SourceBits
	}
	opts := search.Options{Datasets: c.data.Datasets, Sources: c.data.Sources, Services: c.data.Services,
		Identities: subject.Identities(), Spellings: true, Undeclared: true,
		Progress: Relay(c.data, progress)}
	finder, err := shared.NewFinder(opts)
	if err != nil {
		return search.Report{}, err
	}
	c.unsearchable = dataset.Unsearchable(c.data.Datasets, opts.Identities)
	c.carrying = newCarrying(opts.Identities)
	c.completed, c.completing = completions{}, completedFields(c.data.Datasets)
	c.residue = residue.NewScan(opts.Identities, []string{subject.Name})
	report, err := search.Access(ctx, opts, func(f search.Finding) error {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.residue.Look(f)
		if err := finder.Note(f); err != nil {
			return err
		}
		return c.keep(ctx, f)
	})
	if err != nil {
		return report, err
	}
	c.strange = c.data.Strange(ctx)
	c.mu.Lock()
	defer c.mu.Unlock()
	if err := c.flush(ctx); err != nil {
		return report, err
	}
	return report, finder.Look(ctx, func(row shared.Row) error { return c.markShared(ctx, row) })
}

// markShared makes a finding wait for a decision, with the reasons why it may be somebody else's.
func (c *collector) markShared(ctx context.Context, row shared.Row) error {
	id := row.Address.String() + "\x00" + row.ID
	c.carrying.shared(id)
	for _, seq := range c.numbers[id] {
		if err := c.markFinding(ctx, seq, row); err != nil {
			return err
		}
	}
	return nil
}

func (c *collector) markFinding(ctx context.Context, seq int64, row shared.Row) error {
	return c.session.Progress(ctx, model.ActCollect, func(tx *store.Tx) error {
		list, err := runs.Findings(tx.View, c.request, c.run, model.FindingFilter{Seq: seq}, 0, 1)
		if err != nil || len(list) == 0 {
			return errors.Join(err, store.ErrNotFound)
		}
		f, err := OpenFinding(list[0])
		if err != nil {
			return err
		}
		f.Found.Whose = row.Reasons
		people := 0
		for _, r := range row.Reasons {
			people = max(people, r.People)
		}
		raw, err := json.Marshal(f.Found)
		if err != nil {
			return fmt.Errorf("keep a row of %s: %w", f.Collection, err)
		}
		return runs.MarkShared(tx, c.request, c.run, seq, people, raw)
	})
}

func (c *collector) keep(ctx context.Context, f search.Finding) error {
	id := dataset.Address{Dataset: f.Dataset, Collection: f.Collection}.String() + "\x00" + shared.RowID(f)
	of := CollectionOf(c.data.Datasets, f.Dataset, f.Collection)
	c.carrying.note(f, of, id, c.ordinary)
	left, in := c.within(&f, of)
	if !in {
		return nil
	}
	found, err := foundOf(f)
	if err != nil {
		return err
	}
	found.Outside = left
	if field := c.completing[of]; field != nil {
		c.completed.note(of, field, Finding{Found: found}.Text(field.Name), c.session.Rules().Location())
	}
	raw, err := json.Marshal(found)
	if err != nil {
		return fmt.Errorf("keep a row of %s: %w", f.Collection, err)
	}
	key := c.data.Keys[f.Dataset]
	c.rows[key]++
	c.last[key]++
	c.numbers[id] = append(c.numbers[id], c.last[key])
	c.buffer = append(c.buffer,
		model.Finding{Seq: c.last[key], Source: key, Dataset: f.Dataset, Collection: f.Collection,
			Sensitive: f.Sensitive || c.child, Decision: model.Include, DecidedBy: c.session.Staff().ID, Row: raw})
	if len(c.buffer) >= Batch {
		return c.flush(ctx)
	}
	return nil
}

func (c *collector) flush(ctx context.Context) error {
	list := c.buffer
	c.buffer = nil
	return c.session.Progress(ctx, model.ActCollect, func(tx *store.Tx) error {
		if err := runs.ExtendLease(tx, c.run, c.session.Now().Add(Lease)); err != nil {
			return err
		}
		return runs.AddFindings(tx, c.request, c.run, list)
	})
}

func foundOf(f search.Finding) (Found, error) {
	out := Found{Reached: f.Reached, Categories: f.Categories}
	var err error
	if out.Key, err = KeyText(f.Key); err != nil {
		return out, fmt.Errorf("key of %s: %w", f.Collection, err)
	}
	for _, cell := range f.Row {
		raw, err := json.Marshal(cell.Value)
		if err != nil {
			return out, fmt.Errorf("%s.%s: %w", f.Collection, cell.Name, err)
		}
		out.Columns, out.Values = append(out.Columns, cell.Name), append(out.Values, raw)
	}
	return out, nil
}

// KeyText is a row's primary key for people: "5521".
func KeyText(key []value.Cell) (string, error) {
	var parts []string
	for _, k := range key {
		raw, err := json.Marshal(value.Readable(k.Value))
		if err != nil {
			return "", err
		}
		parts = append(parts, ValueText(raw))
	}
	return strings.Join(parts, " · "), nil
}

// end closes the run: the state of every source, and what the scan pointed out.
func (c *collector) end(ctx context.Context, report search.Report) error {
	states := map[string]model.RunSource{}
	for _, src := range c.data.All {
		if src.Engine != model.EngineManual {
			states[src.Key] = model.RunSource{Source: src.Key, State: model.SourceDone, Rows: c.rows[src.Key]}
		}
	}
	notes := Notes{Uncategorised: c.residue.Result(), Outside: c.leftOutside(), Maps: map[string]int64{},
		Unsearchable: c.unsearchable, Carried: c.carrying.result(), CompletedDays: c.completed, Strange: c.strange}
	for _, src := range c.data.All {
		notes.Maps[src.Key] = src.Version
	}
	for _, col := range report.Collections {
		key := c.data.Keys[col.Dataset]
		st := states[key]
		for _, near := range col.Near {
			notes.Near = append(notes.Near, NearRows{col.Dataset, col.Collection, near})
		}
		for _, referring := range col.Referring {
			notes.Referring = append(notes.Referring, NearRows{col.Dataset, col.Collection, referring})
		}
		for _, other := range col.Others {
			notes.Others = append(notes.Others, NearRows{col.Dataset, col.Collection, other})
		}
		switch {
		case col.State == search.Failed:
			st.State, st.Reason = model.SourceFailed, ErrorText(col.Err)
		case len(col.Incomplete) > 0 && st.State == model.SourceDone:
			st.State, st.Reason = model.SourceIncomplete, col.Incomplete[0].String()
		case col.State == search.NotReached:
			notes.NotReached = append(notes.NotReached, col.String())
		}
		states[key] = st
	}
	raw, err := json.Marshal(notes)
	if err != nil {
		return fmt.Errorf("notes of the collect: %w", err)
	}
	keys := slices.Sorted(maps.Keys(states))
	_, err = c.session.Change(ctx, model.ActCollect, c.began, desk.ByHolder, func(ch *desk.Change) error {
		failed, total := 0, int64(0)
		for _, k := range keys {
			total += c.rows[k]
			if states[k].State != model.SourceDone {
				failed++
			}
			if err := runs.SetRunSource(ch.Tx, c.run, states[k]); err != nil {
				return err
			}
		}
		ch.Detail["step"], ch.Detail["rows"], ch.Detail["sources"], ch.Detail["failed"] = "end", total, len(
			keys), failed
		if err := runs.EndRun(ch.Tx, c.request, c.run, c.session.Now(), raw); err != nil {
			return err
		}
		return c.notice(ch)
	})
	return err
}

// notice keeps what the findings show that the desk must act on without being asked.
func (c *collector) notice(ch *desk.Change) error {
	if ch.Request.Kind.Clears() {
		found, err := findBlockers(ch.Tx.View, c.session, c.request, c.run, c.data.Datasets)
		if err != nil {
			return err
		}
		if err := keepBlockers(ch, found); err != nil {
			return err
		}
	}
	return openForChild(ch, c.run, c.data.Datasets)
}

// ErrorText returns what an error says; nothing where there is none.
func ErrorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
