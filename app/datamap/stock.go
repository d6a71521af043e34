package datamap

import (
	"context"
	"errors"
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/source"
	"orangelab.cn/rightsdesk/app/source/draft"
	"orangelab.cn/rightsdesk/app/source/draft/because"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/mapreview"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/setup"
)

// TakeStock reads the tables of a source, guesses what they hold, and keeps that for its review. What the dataset file
// says stays as it is; tables and columns that it lacks are added to it as guesses, in a draft. Where stock was taken
// before, what the source has since is named as a difference. seen is the source as it was looked at; store.ErrConflict
// where it was changed since.
func TakeStock(ctx context.Context, s *desk.Session, seen model.Source, lang string) (err error) {
	if err := s.Allow(ctx, model.ActSettleMap); err != nil {
		return err
	}
	sources, err := read(ctx, s)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(sources, func(src model.Source) bool {
		return src.Key == seen.Key && src.Version == seen.Version
	})
	if at < 0 {
		return store.ErrConflict
	}
	src := sources[at]
	if _, known := source.EngineOf(src.Address); !known {
		return ErrNoTables
	}
	db, err := source.Open(ctx, src.Address)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	p, err := draft.Study(ctx, db)
	if err != nil {
		return err
	}
	return s.Write(ctx, model.ActSettleMap, func(tx *store.Tx, entry *model.Entry) error {
		stock := stocktaking{tx: tx, session: s, lang: lang, proposal: p}
		entry.Detail["source"], entry.Detail["stock"] = src.Key, true
		if err := stock.take(src); err != nil {
			return err
		}
		entry.Detail["tables"], entry.Detail["differences"] = len(p.Tables), stock.differences
		return nil
	})
}

// ErrNoTables says that only databases have tables to review.
var ErrNoTables = errors.New("only a database has tables to review: this source has none that the desk could read")

// stocktaking is a reading of a source's tables as it is kept.
type stocktaking struct {
	tx          *store.Tx
	session     *desk.Session
	lang        string
	proposal    *draft.Proposal
	differences int
}

func (k *stocktaking) take(src model.Source) error {
	kept, err := setup.Reviews(k.tx.View, src.Key)
	if err != nil {
		return err
	}
	before := map[string]mapreview.Table{}
	for _, t := range kept {
		before[t.Name] = t
	}
	text := Entry{Source: src}.Text()
	m, drafted := readMap(text), readMap(k.proposal.Text(src.Key, k.lang))
	written := map[string]bool{} // what stood in the file as no guess, and not because a draft knew nothing of it
	for _, t := range k.proposal.Tables {
		for _, c := range t.Columns {
			left := !m.categorised(t.Name, c.Name) && m.said(t.Name, c.Name) == drafted.said(t.Name, c.Name)
			written[t.Name+"\x00"+c.Name] = m.column(t.Name, c.Name) != nil && !m.guessed(t.Name, c.Name) && !left
		}
	}
	if len(m.tables) == 0 {
		m, written = drafted, map[string]bool{}
	} else {
		k.complete(m, src.Key)
	}
	for _, t := range k.proposal.Tables {
		if err := k.keep(k.merged(m, src.Key, t, before[t.Name], len(kept) > 0, written)); err != nil {
			return err
		}
		delete(before, t.Name)
	}
	for _, gone := range before {
		if err := k.keep(k.missing(gone)); err != nil {
			return err
		}
	}
	if m.text() == text {
		return nil
	}
	src.Draft = m.text()
	return setup.SaveSource(k.tx, src)
}

// complete adds to a file what it lacks of the proposal.
func (k *stocktaking) complete(m *mapText, key string) {
	for _, t := range k.proposal.Tables {
		if m.tables[strings.ToLower(t.Name)] == nil {
			m.addTable(k.proposal.TableText(t.Name, key, k.lang))
			continue
		}
		for _, c := range t.Columns {
			if m.column(t.Name, c.Name) == nil {
				m.addColumn(t.Name, k.proposal.ColumnText(t.Name, c.Name, key, k.lang))
			}
		}
	}
}

// merged is a table as it is kept from now: the columns that it has now, with what was settled before of those that are
// the same.
func (k *stocktaking) merged(m *mapText, key string, t draft.Table, before mapreview.Table, again bool,
	written map[string]bool) mapreview.Table {
	out := mapreview.Table{Source: key, Name: t.Name, Version: before.Version, Program: t.Program,
		Settled: before.Settled}
	me, now := k.session.Staff().ID, k.session.Now().UnixMilli()
	for _, c := range t.Columns {
		kept := mapreview.Column{Name: c.Name, Type: c.Type, Key: c.Key, Why: whys(c), Sure: c.Sure()}
		at := slices.IndexFunc(before.Columns, func(b mapreview.Column) bool { return b.Name == c.Name })
		switch {
		case at < 0 && again:
			kept.Difference = mapreview.New
		case at >= 0 && before.Columns[at].Type != c.Type:
			kept.Difference = mapreview.Retyped
		case at >= 0 && before.Columns[at].Difference != mapreview.Missing:
			kept.Difference = before.Columns[at].Difference // nobody settled it yet
		}
		state := mapreview.State("")
		switch {
		case kept.Difference == mapreview.Retyped:
			// whatever it held, it is another column now
			out.Settle(me, mapreview.Mark{Column: c.Name, State: mapreview.Proposed, At: now})
		case at >= 0, kept.Difference != "":
		case written[t.Name+"\x00"+c.Name]:
			state = mapreview.Written
		case t.Program != "" && programSays(c):
			state = mapreview.Recognised
		}
		if kept.Difference != "" && (at < 0 || before.Columns[at].Difference != kept.Difference) {
			k.differences++
		}
		if state != "" {
			out.Settle(me, mapreview.Mark{Column: c.Name, State: state, Said: m.said(t.Name, c.Name), At: now})
		}
		out.Columns = append(out.Columns, kept)
	}
	for _, b := range before.Columns {
		if !slices.ContainsFunc(t.Columns, func(c draft.Column) bool { return c.Name == b.Name }) {
			out.Columns = append(out.Columns, k.lost(&out, b))
		}
	}
	return out
}

// programSays reports whether what is said of a column of a known program comes from its map, and not from a guess.
func programSays(c draft.Column) bool {
	return c.Why.Code == because.Program || c.Why.Code == because.Key &&
		!slices.ContainsFunc(c.References, func(r draft.Reference) bool { return r.Why.Code != because.Program })
}

// missing is a table that the source has no more.
func (k *stocktaking) missing(t mapreview.Table) mapreview.Table {
	for i, c := range t.Columns {
		t.Columns[i] = k.lost(&t, c)
	}
	return t
}

// lost is a column that the source has no more: somebody settles that it leaves the data map.
func (k *stocktaking) lost(t *mapreview.Table, c mapreview.Column) mapreview.Column {
	if c.Difference != mapreview.Missing {
		k.differences++
		c.Difference = mapreview.Missing
		t.Settle(k.session.Staff().ID,
			mapreview.Mark{Column: c.Name, State: mapreview.Proposed, At: k.session.Now().UnixMilli()})
	}
	return c
}

// keep keeps a table, with the signature of whoever takes stock under what they settle by it.
func (k *stocktaking) keep(t mapreview.Table) error { return keepReview(k.tx, k.session, t) }

// keepReview keeps a table, signed by whoever changes it.
func keepReview(tx *store.Tx, s *desk.Session, t mapreview.Table) error {
	me := s.Staff().ID
	digest, err := t.Digest(me)
	if err != nil {
		return err
	}
	if digest != "" {
		if err := tx.ApproveDeskAnew(model.ActSettleMap, t.Subject(me), digest, s.Now()); err != nil {
			return err
		}
	}
	return setup.SaveReview(tx, t)
}

func whys(c draft.Column) (list []mapreview.Why) {
	add := func(r because.Reason) {
		w := mapreview.Why{Code: string(r.Code), About: r.About, Found: r.Found, Part: r.Part}
		if !slices.Contains(list, w) {
			list = append(list, w)
		}
	}
	if c.Why.Code != because.Key || len(c.References) == 0 {
		add(c.Why)
	}
	for _, r := range c.References {
		add(r.Why)
	}
	return list
}
