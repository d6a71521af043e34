package remark

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/drafts"
)

// maxWords is how many words one form may hold: what stood in each field before, too.
const maxWords = 400

// Form is what somebody was typing into a form that belongs to no request yet, or to none at all, and has done nothing
// with.
type Form struct {
	Name  string // tells it from their others, and says nothing of anybody
	At    time.Time
	Words map[string]string // by field
}

// Forms lists what the signed-in member of staff was typing into forms that belong to no request, the newest first.
// What nobody went on with for 30 days is gone.
func Forms(ctx context.Context, s *desk.Session) (mine []Form, err error) {
	err = s.Read(ctx, model.ActDraft, func(v *store.View) error {
		list, err := drafts.Of(v, s.Staff().ID, s.Now())
		for _, f := range list {
			mine = append(mine, Form(f))
		}
		return err
	})
	return mine, err
}

// KeepForm keeps what is being typed into such a form, sealed under the desk key, so that it outlives a lock, a crash
// and a restart; words that say nothing forget it. It is nobody else's business and leaves no entry. Of the forms of
// one person the newest 40 are kept.
func KeepForm(ctx context.Context, s *desk.Session, name string, words map[string]string) error {
	said := map[string]string{}
	for field, text := range words {
		if len(text) > maxJot {
			text = strings.ToValidUTF8(text[:maxJot], "")
		}
		if strings.TrimSpace(text) != "" && len(said) < maxWords {
			said[field] = text
		}
	}
	return s.Progress(ctx, model.ActDraft, func(tx *store.Tx) error {
		mine, err := drafts.Of(tx.View, s.Staff().ID, s.Now())
		if err != nil {
			return err
		}
		at := slices.IndexFunc(mine, func(f drafts.Form) bool { return f.Name == name })
		switch {
		case len(said) == 0 && at < 0, len(said) > 0 && at >= 0 && maps.Equal(mine[at].Words, said):
			return nil
		case len(said) == 0:
			return drafts.Drop(tx, s.Staff().ID, name)
		case at < 0 && len(mine) >= maxJots:
			if err := drafts.Drop(tx, s.Staff().ID, mine[len(mine)-1].Name); err != nil {
				return err
			}
		}
		return drafts.Save(tx, s.Staff().ID, drafts.Form{Name: name, At: s.Now(), Words: said})
	})
}
