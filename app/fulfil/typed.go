package fulfil

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/casefile"
)

// Typed is what a member of staff typed for a letter that is not written yet, kept sealed with the request: it outlives
// the window, and nobody else reads it. It says and approves nothing.
type Typed struct {
	Ask
	Version int // counts from 1 how often it was kept
	At      time.Time
	// Returned is why a second person gave the letter back; nil where none did since it was handed over last.
	Returned *Returned `json:",omitempty"`
}

// Returned is a letter that a second person gave back to its author, with what should be done differently.
type Returned struct {
	Kind    letter.Kind
	Lang    string
	By, To  string // staff IDs
	At      time.Time
	Comment string
}

// typedKey names a draft: everybody has one of their own for each letter. All answers to a request alone are one.
func typedKey(staff string, kind letter.Kind) string {
	if kind.Answers() && kind != letter.Common {
		kind = letter.Fulfilled
	}
	return staff + " " + string(kind)
}

// ReadTyped reads what the signed-in member of staff typed for the letters of a request, by kind; an answer is under
// letter.Fulfilled.
func ReadTyped(ctx context.Context, s *desk.Session, request int64) (mine map[letter.Kind]Typed, err error) {
	err = s.Read(ctx, model.ActLetter, func(v *store.View) error {
		all, err := typedOf(v, request)
		mine = map[letter.Kind]Typed{}
		for _, kind := range append(slices.Clone(letter.Kinds), letter.Common) {
			if t, there := all[typedKey(s.Staff().ID, kind)]; there {
				mine[kind] = t
			}
		}
		return err
	})
	return mine, err
}

// KeepTyped keeps what was typed for a letter so far. It is no act about the request: it takes no form out of a
// colleague's hands and leaves no entry, which the letter will. It is kept though the request has moved on since:
// nothing that was typed is lost.
func KeepTyped(ctx context.Context, s *desk.Session, rev model.Revision, ask Ask) (kept Typed, err error) {
	if len(ask.Own) > maxOwn {
		return kept, ErrOwnWords
	}
	err = s.Progress(ctx, model.ActLetter, func(tx *store.Tx) error {
		all, err := typedOf(tx.View, rev.Request)
		if err != nil {
			return err
		}
		key := typedKey(s.Staff().ID, ask.Kind)
		kept = Typed{Ask: ask, Version: all[key].Version + 1, At: s.Now(), Returned: all[key].Returned}
		all[key] = kept
		return casefile.SavePart(tx, rev.Request, casefile.PartTyped, all)
	})
	return kept, err
}

func typedOf(v *store.View, request int64) (all map[string]Typed, err error) {
	all = map[string]Typed{}
	_, err = casefile.Part(v, request, casefile.PartTyped, &all)
	return all, err
}

// dropTyped forgets a draft whose letter is kept.
func dropTyped(c *desk.Change, staff string, kind letter.Kind) error {
	all, err := typedOf(c.Tx.View, c.Request.ID)
	if err != nil {
		return err
	}
	_, there := all[typedKey(staff, kind)]
	if again := writtenAgain(all, kind); !there && !again {
		return nil
	}
	delete(all, typedKey(staff, kind))
	return casefile.SavePart(c.Tx, c.Request.ID, casefile.PartTyped, all)
}

// keepHanded keeps what was typed as it was handed to a second person: a letter that comes back goes on from there.
func keepHanded(c *desk.Change, ask Ask) error {
	all, err := typedOf(c.Tx.View, c.Request.ID)
	if err != nil {
		return err
	}
	writtenAgain(all, ask.Kind)
	key := typedKey(c.Session.Staff().ID, ask.Kind)
	all[key] = Typed{Ask: ask, Version: all[key].Version + 1, At: c.Session.Now()}
	return casefile.SavePart(c.Tx, c.Request.ID, casefile.PartTyped, all)
}

// writtenAgain lets go why a letter came back, whoever wrote it again, and reports whether there was anything.
func writtenAgain(all map[string]Typed, kind letter.Kind) (was bool) {
	for key, t := range all {
		if strings.HasSuffix(key, typedKey("", kind)) && t.Returned != nil {
			t.Returned, was = nil, true
			all[key] = t
		}
	}
	return was
}

// markReturned tells the author of a letter why it came back.
func markReturned(c *desk.Change, p model.Proposal, comment string) error {
	all, err := typedOf(c.Tx.View, c.Request.ID)
	if err != nil {
		return err
	}
	kind := letter.Kind(p.Kind)
	t := all[typedKey(p.By, kind)]
	t.Kind, t.Lang = kind, p.Lang
	t.Returned = &Returned{Kind: kind, Lang: p.Lang, By: c.Session.Staff().ID, To: p.By, At: c.Session.Now(),
		Comment: comment}
	all[typedKey(p.By, kind)] = t
	return casefile.SavePart(c.Tx, c.Request.ID, casefile.PartTyped, all)
}

// returned lists the letters of a request that came back and were not handed over again, the newest first.
func returned(v *store.View, r model.Request) (list []Returned, err error) {
	if !r.Open() {
		return nil, nil
	}
	all, err := typedOf(v, r.ID)
	for _, t := range all {
		if t.Returned != nil {
			list = append(list, *t.Returned)
		}
	}
	slices.SortFunc(list, func(a, b Returned) int {
		return cmp.Or(b.At.Compare(a.At), cmp.Compare(a.Kind, b.Kind))
	})
	return list, err
}
