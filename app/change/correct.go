package change

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/datamap"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/identifier"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/casefile"
	"orangelab.cn/rightsdesk/store/runs"
)

// Errors of correcting.
var (
	ErrEvidence = errors.New("say what shows that the new value is right (statement COR-1)")
	ErrValue    = errors.New("enter the right value; it must differ from the one held")
	ErrOtherRow = errors.New("this row may be somebody else's: decide first that it is the person's own")
	ErrNoKey    = errors.New(
		"nothing tells this row apart from others like it: its table has no key; let the owner of the source correct it")
	ErrPlaceGone = errors.New("a place of this correction is not among the findings any more: collect again")
)

// ImmutableError says that a value stays as it was first registered, and why (statement COR-4). A supplementary
// statement can be kept beside it instead.
type ImmutableError struct{ Column, Reason string }

func (e *ImmutableError) Error() string {
	return fmt.Sprintf("%s stays as first registered (%s); offer a supplementary statement instead", e.Column, e.Reason)
}

// FoundPlace is a place that holds a value, for the screen.
type FoundPlace struct {
	model.Place
	Source, Dataset, Collection, Key string
	Category                         string
	Masked                           string
	Shared                           int    // how many other people the row may be about
	Immutable                        string // why it may not be corrected; empty where it may
}

// SamePlaces lists every place where the sources hold the same value as one place, that place first: whoever corrects
// one would leave the others wrong.
func SamePlaces(ctx context.Context, s *desk.Session, request int64, at model.Place) (places []FoundPlace, err error) {
	if err := s.Allow(ctx, model.ActReadRequest); err != nil {
		return places, err
	}
	datasets, _, err := datamap.Datasets(ctx, s)
	if err != nil {
		return nil, err
	}
	err = s.Read(ctx, model.ActReadRequest, func(v *store.View) error {
		if err := collect.CheckProven(v, request); err != nil {
			return err
		}
		places, err = samePlaces(v, request, datasets, at)
		return err
	})
	return places, err
}

func samePlaces(v *store.View, request int64, datasets []*dataset.Dataset, at model.Place) ([]FoundPlace, error) {
	run, err := runs.LatestRun(v, request)
	if err != nil {
		return nil, collect.ErrNoRun
	}
	first, err := FindingAt(v, request, run.ID, at.Seq)
	if err != nil {
		return nil, err
	}
	category := first.Category(at.Column)
	held := normalHeld(category, first.Text(at.Column))
	places := []FoundPlace{placeOf(first, at.Column, datasets)}
	if held == "" {
		return places, nil
	}
	err = collect.EachFinding(v, request, run.ID, model.FindingFilter{}, func(f collect.Finding) error {
		for _, column := range f.Found.Columns {
			if (f.Seq != at.Seq || column != at.Column) && sameCategory(f.Category(column), category) &&
				normalHeld(category, f.Text(column)) == held {
				places = append(places, placeOf(f, column, datasets))
			}
		}
		return nil
	})
	return places, err
}

// normalHeld makes values of a category comparable: identities by their rule, others where they differ only in case or
// spaces. A single letter or digit is no value to look for.
func normalHeld(category, s string) string {
	rule, ok := identifier.SpellingOfCategory(category)
	if !ok {
		rule = identifier.SpellingOf("name")
	}
	if s = rule.Key(s); len([]rune(s)) < 2 {
		return ""
	}
	return s
}

// sameCategory keeps a street number from being taken for a count of points: the same kind of data, or a kind nobody
// named.
func sameCategory(a, b string) bool {
	return a == "" || b == "" || model.ScopeCategory(a) == model.ScopeCategory(b)
}

func placeOf(f collect.Finding, column string, datasets []*dataset.Dataset) FoundPlace {
	p := FoundPlace{Place: model.Place{Seq: f.Seq, Column: column}, Source: f.Source, Dataset: f.Dataset,
		Collection: f.Collection, Key: f.Found.Key,
		Category: f.Category(column), Masked: f.Masked(column), Shared: f.Shared}
	if field := collect.FieldOf(collect.CollectionOf(datasets, f.Dataset, f.Collection), column); field != nil {
		p.Immutable = field.Immutable
		if p.Immutable == "" && (field.PrimaryKey || field.ReadOnly) {
			p.Immutable = "the data map does not let it be written"
		}
	}
	return p
}

// FindingAt is collect.FindingAt for a place that is corrected: ErrPlaceGone where the finding is not there any more.
func FindingAt(v *store.View, request int64, run string, seq int64) (collect.Finding, error) {
	f, err := collect.FindingAt(v, request, run, seq)
	if errors.Is(err, store.ErrNotFound) {
		err = ErrPlaceGone
	}
	return f, err
}

// ReadCorrections reads what a correction is to write.
func ReadCorrections(ctx context.Context, s *desk.Session, request int64) (c model.Corrections, err error) {
	err = s.Read(ctx, model.ActReadRequest, func(v *store.View) error {
		if err := collect.CheckProven(v, request); err != nil {
			return err
		}
		_, err := casefile.Part(v, request, casefile.PartCorrections, &c)
		return err
	})
	return c, err
}

// Correct adds one correction: the right value for one or more places with the evidence for it, or a supplementary
// statement where the value stays. It refuses a place that must stay as first registered with an *ImmutableError.
func Correct(ctx context.Context, s *desk.Session, rev model.Revision,
	item model.CorrectionItem) (model.Request, error) {
	if err := s.Allow(ctx, model.ActCorrect); err != nil {
		return model.Request{}, err
	}
	datasets, _, err := datamap.Datasets(ctx, s)
	if err != nil {
		return model.Request{}, err
	}
	item.Value, item.Evidence, item.Supplement = strings.TrimSpace(item.Value), strings.TrimSpace(
		item.Evidence), strings.TrimSpace(item.Supplement)
	if item.Evidence == "" {
		return model.Request{}, ErrEvidence
	}
	if len(item.Places) == 0 {
		return model.Request{}, ErrPlaceGone
	}
	return s.Change(ctx, model.ActCorrect, rev, desk.ByHolder, func(c *desk.Change) error {
		if err := settling(c, model.SettlesCorrections); err != nil {
			return err
		}
		run, err := runs.LatestRun(c.Tx.View, rev.Request)
		if err != nil {
			return collect.ErrNoRun
		}
		if !run.Done {
			return collect.ErrBusy
		}
		if item.Run != run.ID {
			return ErrPlaceGone // the numbers of another collect may be other people's rows
		}
		for _, p := range item.Places {
			f, err := FindingAt(c.Tx.View, rev.Request, run.ID, p.Seq)
			if err != nil {
				return err
			}
			if err := correctable(f, p.Column, item, datasets); err != nil {
				return err
			}
			if item.Category == "" {
				item.Category = f.Category(p.Column)
			}
		}
		var all model.Corrections
		if _, err := casefile.Part(c.Tx.View, rev.Request, casefile.PartCorrections, &all); err != nil {
			return err
		}
		item.ID = uuid.NewString()
		all.Items = append(slices.DeleteFunc(all.Items, func(o model.CorrectionItem) bool {
			return slices.ContainsFunc(o.Places, func(p model.Place) bool { return slices.Contains(item.Places, p) })
		}), item)
		c.Detail["places"], c.Detail["category"], c.Detail["supplement"] = len(
			item.Places), item.Category, item.Supplement != ""
		return casefile.SavePart(c.Tx, rev.Request, casefile.PartCorrections, all)
	})
}

func correctable(f collect.Finding, column string, item model.CorrectionItem, datasets []*dataset.Dataset) error {
	p := placeOf(f, column, datasets)
	switch {
	case !slices.Contains(f.Found.Columns, column):
		return ErrPlaceGone
	case f.Found.Key == "":
		return ErrNoKey
	case !f.Theirs():
		return ErrOtherRow
	case item.Supplement != "":
		return nil
	case p.Immutable != "":
		return &ImmutableError{column, p.Immutable}
	case item.Value == "" || item.Value == f.Text(column):
		return ErrValue
	}
	return nil
}

// DropCorrection takes a correction back before it is planned.
func DropCorrection(ctx context.Context, s *desk.Session, rev model.Revision, id string) (model.Request, error) {
	return s.Change(ctx, model.ActCorrect, rev, desk.ByHolder, func(c *desk.Change) error {
		if err := settling(c, model.SettlesCorrections); err != nil {
			return err
		}
		var all model.Corrections
		if _, err := casefile.Part(c.Tx.View, rev.Request, casefile.PartCorrections, &all); err != nil {
			return err
		}
		all.Items = slices.DeleteFunc(all.Items, func(o model.CorrectionItem) bool { return o.ID == id })
		c.Detail["dropped"] = true
		return casefile.SavePart(c.Tx, rev.Request, casefile.PartCorrections, all)
	})
}

// corrections is the settlement of a request to put values right.
type corrections struct{}

func (corrections) read(t *treatments, v *store.View, _ *desk.Session, r model.Request, run string) error {
	var all model.Corrections
	if _, err := casefile.Part(v, r.ID, casefile.PartCorrections, &all); err != nil {
		return err
	}
	for _, item := range all.Items {
		if item.Supplement != "" {
			continue
		}
		for _, p := range item.Places {
			f, err := FindingAt(v, r.ID, run, p.Seq)
			if err != nil {
				return err
			}
			id := RowID(dataset.Address{Dataset: f.Dataset, Collection: f.Collection}, f.Found.Key)
			if t.set[id] == nil {
				t.set[id] = map[string]any{}
			}
			t.set[id][p.Column] = item.Value
		}
	}
	return nil
}

func (corrections) treat(t *treatments, _ *dataset.Collection, f search.Finding,
	shared *collect.Finding) dataset.Treatment {
	key, err := collect.KeyText(f.Key)
	if err != nil || shared != nil && !shared.Theirs() {
		// a key that cannot be written down was never pointed at; and what was decided may be otherwise by now
		return dataset.Treatment{}
	}
	return dataset.Treatment{Set: t.set[RowID(addressOf(f), key)]}
}

func (corrections) follow(c *desk.Change, sources []datamap.Entry, _ []*dataset.Dataset) error {
	return tellRecipients(c, sources)
}

func (corrections) named(*treatments, *dataset.Collection) bool { return false }
