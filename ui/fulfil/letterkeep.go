package fulfil

import (
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// keepAfter is how long after the last key what was typed is kept with the request.
const keepAfter = time.Second

// drafted makes an entry one of the draft.
func (v *LetterView) drafted(e *part.Entry) {
	e.Drafted = true
	v.entries = append(v.entries, e)
}

// focusFirst goes on in the first field of the draft, behind what stands in it.
func (v *LetterView) focusFirst() {
	if len(v.entries) > 0 {
		v.work.Window.Canvas().Focus(v.entries[0])
		v.entries[0].GoToEnd()
	}
}

// keepSoon keeps what was typed, once the keys rest for a moment.
func (v *LetterView) keepSoon() {
	v.stopKeeping()
	w, ask := v.work, v.typed()
	v.keep = time.AfterFunc(keepAfter, func() { fyne.Do(func() { v.keepNow(w, ask) }) })
}

func (v *LetterView) stopKeeping() {
	if v.keep != nil {
		v.keep.Stop()
		v.keep = nil
	}
}

// keepNow keeps what was typed. Where that is not possible it stays in the window, which asks before it is thrown away.
func (v *LetterView) keepNow(w Work, ask fulfil.Ask) {
	session, rev := w.Session, w.Revision()
	var kept fulfil.Typed
	w.Try(func(ctx context.Context) (err error) {
		kept, err = fulfil.KeepTyped(ctx, session, rev, ask)
		return err
	}, func(err error) {
		if v.work.Request.ID != w.Request.ID || v.kind != ask.Kind {
			return
		}
		for _, e := range v.entries {
			e.Drafted = err == nil
		}
		if err != nil {
			return
		}
		v.kept = kept
		for _, e := range v.entries {
			e.Kept()
		}
		if v.typed() != ask {
			v.keepSoon() // typed on meanwhile
		}
		if v.state != nil {
			v.state.SetText(v.keptWord())
		}
	})
}

// keptWord says that a draft is kept, and which.
func (v *LetterView) keptWord() string {
	if v.kept.Version == 0 {
		return ""
	}
	return frame.L("Draft {{.A}}, kept {{.B}}", v.kept.Version, frame.Clock(v.kept.At, v.work.Session.Now()))
}

// Leave keeps at once what was typed and is not kept yet, because the keys did not rest or because it was not possible
// before.
func (v *LetterView) Leave() {
	if v.keep != nil || slices.ContainsFunc(v.entries, (*part.Entry).Typed) {
		v.stopKeeping()
		v.keepNow(v.work, v.typed())
	}
}
