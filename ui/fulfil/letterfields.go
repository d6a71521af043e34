package fulfil

import (
	"cmp"
	"context"
	"time"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
	"orangelab.cn/rightsdesk/ui/work"
)

// ownPlace stands in a draft where words of the member of staff go.
const ownPlace = "…"

// placed puts a mark into every place of a letter that its author has not filled in yet, so that the draft shows it.
func placed(ask fulfil.Ask, w Work) fulfil.Ask {
	ask.Own = ownPlace
	ask.Extension.Reason = cmp.Or(ask.Extension.Reason, ownPlace)
	if ask.Extension.Until.IsZero() {
		ask.Extension.Until = w.Extensible.Limit
	}
	for _, text := range []*string{&ask.Party.Name, &ask.Party.Why, &ask.Party.Contact, &ask.Party.HeldHere} {
		*text = cmp.Or(*text, ownPlace)
	}
	return ask
}

// unfilled are the contents, by the ID of their item, that only the author can give and has not given: what the draft
// shows in their place is a mark, or the last day that would do.
func unfilled(ask fulfil.Ask) (items []string) {
	lacks := func(item string, lack bool) {
		if lack {
			items = append(items, item)
		}
	}
	switch ask.Kind {
	case letter.Extended:
		lacks("reason", ask.Extension.Reason == "")
		lacks("new_due", ask.Extension.Until.IsZero())
	case letter.Redirected:
		lacks("party", ask.Party.Name == "" || ask.Party.Why == "")
		lacks("party_contact", ask.Party.Contact == "")
		lacks("held_here", ask.Party.HeldHere == "")
	}
	return items
}

// typed is what the author of the letter has typed so far.
func (v *LetterView) typed() fulfil.Ask {
	ask := v.words[v.place()]
	ask.Kind, ask.Lang = v.kind, v.lang
	return ask
}

// change keeps what the author changed.
func (v *LetterView) change(to func(*fulfil.Ask)) {
	ask := v.typed()
	to(&ask)
	v.words[v.place()] = ask
	v.keepSoon()
}

// fields are what only the author of a letter can say, beside words of their own.
func (v *LetterView) fields() fyne.CanvasObject {
	switch v.kind {
	case letter.Extended:
		return v.extensionFields()
	case letter.Redirected:
		return v.redirectFields()
	case letter.Common:
		return v.answersAll()
	}
	return nil
}

// told is a field of which the letter says what is typed, as it is typed.
func (v *LetterView) told(label string, rows int, text func(*fulfil.Ask) *string) *part.Field {
	entry := part.NewEntry("")
	if rows > 1 {
		entry = part.NewMultiLine("", rows)
	}
	ask := v.typed()
	entry.SetText(*text(&ask))
	entry.OnChanged = func(now string) {
		v.change(func(a *fulfil.Ask) { *text(a) = now })
		v.redraft()
	}
	v.drafted(entry)
	return work.Must(work.ToPerson(label, entry, v.lang))
}

func (v *LetterView) extensionFields() fyne.CanvasObject {
	w := v.work
	limit := w.Extensible.Limit
	reason := v.told(frame.L("Why the answer takes longer"), 3, func(a *fulfil.Ask) *string {
		return &a.Extension.Reason
	})
	day := part.NewDateField(limit.In(w.Session.Rules().Location()))
	if until := v.typed().Extension.Until; !until.IsZero() {
		day.SetDate(until.In(w.Session.Rules().Location()))
	}
	day.OnChanged = func(string) {
		v.change(func(a *fulfil.Ask) { a.Extension.Until = endOf(day, w.Session) })
		v.redraft()
	}
	v.drafted(&day.Entry)
	return part.NewForm(reason,
		part.NewField(frame.L("The new day"), day).
			WithHint(
				frame.L(
					"After {{.A}}, at the latest {{.B}}; the person must hear of it before the first of them is over.",
					frame.DayYear(w.Request.DueAt), frame.DayYear(limit))))
}

// endOf is the end of the day that was entered, in the desk's zone.
func endOf(day *part.DateField, s *desk.Session) time.Time {
	t, ok := day.Date()
	if !ok {
		return time.Time{}
	}
	return s.Rules().EndOfDay(t.Year(), t.Month(), t.Day())
}

func (v *LetterView) redirectFields() fyne.CanvasObject {
	return part.NewForm(v.told(frame.L("Who holds the data"), 1, func(a *fulfil.Ask) *string { return &a.Party.Name }),
		v.told(frame.L("Why they and not you"), 2, func(a *fulfil.Ask) *string { return &a.Party.Why }),
		v.told(frame.L("How to reach them"), 1, func(a *fulfil.Ask) *string { return &a.Party.Contact }),
		v.told(frame.L("What you hold yourselves"), 2, func(a *fulfil.Ask) *string { return &a.Party.HeldHere }))
}

// redraft writes the draft anew from what is typed, and leaves the fields as they are.
func (v *LetterView) redraft() {
	gen, session, request, ask := v.gen.Next(), v.work.Session, v.work.Request.ID, placed(v.typed(), v.work)
	var draft fulfil.Draft
	v.work.Try(func(ctx context.Context) (err error) {
		draft, err = fulfil.DraftLetter(ctx, session, request, ask)
		return err
	}, func(err error) {
		if !v.gen.Current(gen) {
			return
		}
		v.problem = err
		if err == nil {
			v.draft = draft
		}
		v.show()
	})
}
