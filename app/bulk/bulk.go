// Package bulk does one thing to many requests, each by the very action and in the version in which it is done to one.
// What can be done to many is a closed list: no refusal, no release and nothing that is signed has a place in it.
package bulk

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/app/identity"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/model"
)

// Errors of single items.
var (
	ErrNotBegun  = errors.New("it was stopped before its turn: nothing was done to it")
	ErrStillTime = errors.New("the person still has time to prove who they are")
	ErrUnwritten = errors.New("it was given up as not proven, and its letter was not written: write it on the request")
	// ErrWritten says that a request has the letter already: another one is written on the request itself, by who has
	// read the first.
	ErrWritten = errors.New("it has this letter already")
	// ErrProofOver says that the letter would name a day that has passed.
	ErrProofOver = errors.New("the day for proving identity is over")
	ErrNoDeed    = errors.New("nothing was chosen to be done")
)

// Max is how many requests one run takes.
const Max = 500

// ErrTooMany says that more was selected than one run takes.
var ErrTooMany = errors.New("one run takes 500 requests: select fewer")

// Item is one request as it was selected.
type Item struct {
	Seen      model.Revision
	Reference string
}

// Deed is what is done to each. Only this package makes one, out of Assign, Acknowledge, AskIdentity, Extend and
// CloseUnproven; the zero Deed does nothing.
type Deed struct {
	needs model.Action
	do    func(context.Context, *desk.Session, model.Revision) error
}

// Needs is the action that whoever does it must be allowed.
func (d Deed) Needs() model.Action { return d.needs }

// Assign hands each to a member of staff.
func Assign(staff string) Deed {
	return Deed{model.ActAssign, func(ctx context.Context, s *desk.Session, seen model.Revision) error {
		_, err := s.Assign(ctx, seen, staff)
		return err
	}}
}

// Acknowledge writes each an acknowledgement, in the person's language where the request tells it, else in lang. It is
// kept as a letter to be sent, as one by one.
func Acknowledge(lang string) Deed { return letters(letter.Acknowledgement, lang, once) }

// AskIdentity writes each what proof of identity is needed, while there is time to give it.
func AskIdentity(lang string) Deed {
	return letters(letter.IdentityNeeded, lang,
		func(ctx context.Context, s *desk.Session, r model.Request, ask *fulfil.Ask) error {
			if r.Status != model.Received && s.Rules().Dates(r, s.Now()).Identity.At.Before(s.Now()) {
				return ErrProofOver
			}
			return once(ctx, s, r, ask)
		})
}

// Extend proposes each an extension for one reason, to the last day that its own rules allow, for a second person to
// read one by one. A request whose rules allow none refuses it.
func Extend(lang, reason string) Deed {
	return letters(letter.Extended, lang,
		func(ctx context.Context, s *desk.Session, r model.Request, ask *fulfil.Ask) error {
			x, err := fulfil.ReadExtensible(ctx, s, r.ID)
			ask.Extension = model.Extension{Reason: reason, Until: x.Limit}
			return err
		})
}

// once leaves out a request that has such a letter.
func once(ctx context.Context, s *desk.Session, r model.Request, ask *fulfil.Ask) error {
	list, err := fulfil.Letters(ctx, s, r.ID)
	if err == nil && slices.ContainsFunc(list, func(w fulfil.Written) bool { return w.Kind == ask.Kind }) {
		return ErrWritten
	}
	return err
}

func letters(kind letter.Kind, lang string,
	more func(context.Context, *desk.Session, model.Request, *fulfil.Ask) error) Deed {
	return Deed{model.ActLetter, func(ctx context.Context, s *desk.Session, seen model.Revision) error {
		r, err := s.Still(ctx, model.ActLetter, seen)
		if err != nil {
			return err
		}
		ask := fulfil.Ask{Kind: kind, Lang: letter.LanguageFor(r.Subject.Language, r.Body, lang)}
		if err := more(ctx, s, r, &ask); err != nil {
			return err
		}
		_, err = fulfil.WriteLetter(ctx, s, seen, ask)
		return err
	}}
}

// CloseUnproven gives up each whose identity was not proven by its day, and writes the letter that says so; it is
// closed once that has gone out, as one by one. ErrStillTime before that day is over.
func CloseUnproven(lang string) Deed {
	return Deed{model.ActNotProven, func(ctx context.Context, s *desk.Session, seen model.Revision) error {
		r, err := s.Still(ctx, model.ActNotProven, seen)
		if err != nil {
			return err
		}
		if r.Status == model.Verifying && s.Now().Before(s.Rules().Dates(r, s.Now()).Nearest(r.Status).At) {
			return ErrStillTime
		}
		if r, err = identity.NotProven(ctx, s, seen); err != nil {
			return err
		}
		ask := fulfil.Ask{Kind: letter.NotVerified, Lang: letter.LanguageFor(r.Subject.Language, r.Body, lang)}
		if _, err = fulfil.WriteLetter(ctx, s, r.Revision(), ask); err != nil {
			return fmt.Errorf("%w: %w", ErrUnwritten, err)
		}
		return nil
	}}
}

// Result is what became of one item; Err is nil where it was done.
type Result struct {
	Item
	Err error
}

// Run does a deed to every item in turn, and tells each result as it comes. An item that fails stops none of the
// others. Once the context is done, what has not begun fails with ErrNotBegun; what was done stays done. The error is
// about the whole run: nothing was begun.
func Run(ctx context.Context, s *desk.Session, d Deed, items []Item, told func(done int, r Result)) ([]Result, error) {
	if err := s.Allow(ctx, model.ActClaim); err != nil {
		return nil, err
	}
	switch {
	case d.do == nil:
		return nil, ErrNoDeed
	case len(items) > Max:
		return nil, ErrTooMany
	}
	if err := s.Allow(ctx, d.needs); err != nil {
		return nil, err
	}
	results := make([]Result, len(items))
	for i, item := range items {
		results[i] = Result{item, ErrNotBegun}
		if ctx.Err() == nil {
			results[i].Err = d.do(context.WithoutCancel(ctx), s, item.Seen) // what is begun is finished
		}
		if told != nil {
			told(i+1, results[i])
		}
	}
	return results, nil
}

// Failed are the items that were not done: what stays selected.
func Failed(results []Result) (list []Result) {
	for _, r := range results {
		if r.Err != nil {
			list = append(list, r)
		}
	}
	return list
}
