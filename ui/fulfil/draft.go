package fulfil

import (
	"context"
	"strings"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// ownPlace stands in a draft where the words of the member of staff go.
const ownPlace = "…"

// draftLetter shows a letter before it is written: what comes from facts is locked, the words of the member of staff are
// theirs to write and marked in it.
func (w Work) draftLetter(kind letter.Kind, lang string) {
	session, id := w.Session, w.Request.ID
	var draft letter.Letter
	w.Run(func(ctx context.Context) (err error) {
		draft, _, err = fulfil.DraftLetter(ctx, session, id, fulfil.Ask{Kind: kind, Lang: lang, Own: ownPlace})
		return err
	}, func() { w.showDraft(draft, kind, lang) })
}

func (w Work) showDraft(draft letter.Letter, kind letter.Kind, lang string) {
	reads := part.Stack()
	own := part.NewMultiLine("", 5)
	show := func(text string) {
		reads.Objects = nil
		reads.Add(letterText(withOwn(draft, text)))
		reads.Refresh()
	}
	show("")
	own.OnChanged = show
	locked := part.HBox(6, part.NewIcon("lock", part.ColorText2, 14), part.NewCaption(frame.L("What comes from the facts is locked; your own words are marked.")).In(part.ColorText2))
	form := part.NewForm(part.NewField(frame.L("In your own words"), own).WithHint(frame.L("may stay empty; a new line is a new paragraph")))
	body := part.VBox(10, locked, part.Fixed(0, 320, frame.Scroll(part.Inset(0, 12, 0, 0, reads))), form)
	var written fulfil.Written
	then := w // it keeps which version it was told of, should the writing fail
	then.Done = func() {
		w.Done()
		w.read(written.Letter)
	}
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: draft.Title, Body: body, Form: form, Confirm: frame.L("Write the letter"), Cancel: frame.L("Cancel"), Width: 720,
		OnConfirm: func() bool {
			ask := fulfil.Ask{Kind: kind, Lang: lang, Own: own.Text}
			return then.submit(d, func(ctx context.Context, s *desk.Session, rev model.Revision) (r model.Request, err error) {
				written, err = fulfil.WriteLetter(ctx, s, rev, ask)
				return r, err
			}, nil)
		}})
	d.Show(w.Window.Canvas())
}

// withOwn puts the words into their place in a draft.
func withOwn(l letter.Letter, text string) letter.Letter {
	blocks := l.Blocks
	l.Blocks = nil
	for _, b := range blocks {
		if !b.Own {
			l.Blocks = append(l.Blocks, b)
			continue
		}
		for line := range strings.Lines(text) {
			if line = strings.TrimSpace(line); line != "" {
				l.Blocks = append(l.Blocks, letter.Block{Kind: letter.Paragraph, Text: line, Own: true})
			}
		}
	}
	return l
}
