package fulfil

import (
	"context"
	"slices"
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
		kept = Typed{Ask: ask, Version: all[key].Version + 1, At: s.Now()}
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
	if _, there := all[typedKey(staff, kind)]; !there {
		return nil
	}
	delete(all, typedKey(staff, kind))
	return casefile.SavePart(c.Tx, c.Request.ID, casefile.PartTyped, all)
}
