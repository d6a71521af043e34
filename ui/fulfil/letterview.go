package fulfil

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
	"orangelab.cn/rightsdesk/ui/work"
)

// draftLetter opens the draft of a letter: nothing is written before it was seen.
func (w Work) draftLetter(kind letter.Kind, lang string) { w.ShowDraft(kind, lang) }

// LetterView is the whole-width screen of a letter before it is written: what comes from the facts is locked, with
// where it comes from; the words of the member of staff are theirs to write, and marked in the letter as it will go.
type LetterView struct {
	work  Work
	kind  letter.Kind
	lang  string
	draft fulfil.Draft
	words map[string]fulfil.Ask // what was typed, by request and letter, kept while the window is open
	own   *part.Entry
	step  *part.NextStep
	gen   frame.Generation
	keep  *time.Timer  // keeps what was typed with the request, a moment after the last key
	kept  fulfil.Typed // as it was kept last
	state *part.Text   // says so

	entries []*part.Entry // the fields of the author
	problem error         // why what is typed makes no letter
	second  bool          // the letter as typed needs a second person
	lacks   []string      // contents that its author has not given, as the list beside it says

	left, middle, right, reads *fyne.Container
	body                       fyne.CanvasObject
	// OnWritten is told that the letter was written, so that the draft gives way.
	OnWritten func()
}

// NewLetterView makes the screen; words are those written before for other drafts, and outlive it.
func NewLetterView(words map[string]fulfil.Ask) *LetterView {
	v := &LetterView{words: words, left: part.Stack(), middle: part.Stack(), right: part.Stack(), reads: part.Stack()}
	v.body = &fyne.Container{Layout: letterLayout{},
		Objects: []fyne.CanvasObject{part.Page(v.left), part.NewFill(part.ColorLine), v.middle,
			part.NewFill(part.ColorLine), part.Page(v.right)}}
	return v
}

// Body is what the window shows.
func (v *LetterView) Body() fyne.CanvasObject { return v.body }

// Open chooses which letter is drafted.
func (v *LetterView) Open(kind letter.Kind, lang string) {
	v.kind, v.lang, v.draft = kind, lang, fulfil.Draft{}
}

// typedOf is what is drafted of a request: what was typed for it, with a mark where something is still to be typed.
func (v *LetterView) typedOf(w Work) fulfil.Ask {
	ask := v.words[placeOf(w, v.kind)]
	ask.Kind, ask.Lang = v.kind, v.lang
	return placed(ask, w)
}

// Set drafts the letter anew from a request as just read.
func (v *LetterView) Set(w Work) {
	if v.step == nil {
		v.work = w
	} // else a press still means the draft on the screen, and the request as it was then
	gen, session, ask := v.gen.Next(), w.Session, v.typedOf(w)
	var draft fulfil.Draft
	var mine map[letter.Kind]fulfil.Typed
	_, typing := v.words[placeOf(w, v.kind)]
	w.Try(func(ctx context.Context) (err error) {
		if !typing {
			if mine, err = fulfil.ReadTyped(ctx, session, w.Request.ID); err != nil {
				return err
			}
			if t, there := mine[ask.Kind]; there {
				ask = placed(fulfil.Ask{Kind: ask.Kind, Lang: ask.Lang, Own: t.Own, Extension: t.Extension,
					Party: t.Party}, w)
			}
		}
		draft, err = fulfil.DraftLetter(ctx, session, w.Request.ID, ask)
		return err
	}, func(err error) {
		if !v.gen.Current(gen) {
			return
		}
		v.work, v.problem = w, nil
		if t, there := mine[v.kind]; there {
			v.words[v.place()], v.kept = t.Ask, t
		}
		if err != nil && v.kind == letter.Extended && errors.Is(err, fulfil.ErrExtension) &&
			w.Session.Now().Before(w.Request.DueAt) {
			v.problem = err // a day that cannot be: it is mended here
			v.draw()
			return
		}
		if err != nil && slices.ContainsFunc(v.entries, (*part.Entry).Typed) {
			v.problem = err // said beside the fields: nothing that was typed leaves them
			v.show()
			return
		}
		if err != nil {
			v.draft = fulfil.Draft{}
			v.left.Objects = []fyne.CanvasObject{part.Inset(14, 16, 14, 20, part.VBox(0, v.lacking(err)))}
			v.middle.Objects, v.right.Objects, v.step = nil, nil, nil
			v.body.Refresh()
			return
		}
		v.draft = draft
		v.draw()
	})
}

// lacking tells why a letter cannot be drafted, and leads to where that is mended.
func (v *LetterView) lacking(err error) fyne.CanvasObject { return v.work.Lacking(err) }

// NextStep presses the filled button.
func (v *LetterView) NextStep() bool { return v.step != nil && v.step.Run() }

// Busy reports whether somebody is writing words of their own, which must not be drawn over.
func (v *LetterView) Busy() bool {
	return slices.ContainsFunc(v.entries, func(e *part.Entry) bool { return e.Text != "" })
}

// Title is what the head of the window says about the draft.
func (v *LetterView) Title() string {
	return frame.L("Draft: {{.A}}", v.work.letterName(v.kind))
}

func (v *LetterView) place() string { return placeOf(v.work, v.kind) }

func placeOf(w Work, kind letter.Kind) string { return fmt.Sprint(w.Request.ID, " ", kind) }

func (v *LetterView) draw() {
	v.left.Objects = []fyne.CanvasObject{part.Inset(14, 16, 14, 20, v.passages())}
	v.middle.Objects = []fyne.CanvasObject{v.letter()}
	v.surround()
	v.show()
	v.body.Refresh()
	v.focusFirst()
}

// passages are the parts of the letter: locked ones with where they come from, and the one that is theirs to write.
func (v *LetterView) passages() fyne.CanvasObject {
	languages := part.HBox(6, part.NewCaption(frame.L("Edit in")))
	for _, l := range letter.Languages {
		b := part.NewButton(work.LanguageName(l), func() {
			if v.lang != l {
				v.lang = l
				v.Set(v.work)
			}
		}).AsSmall()
		b.SetActive(l == v.lang)
		languages.Add(b)
	}
	v.state = part.NewCaption(v.keptWord()).In(part.ColorText3)
	column := part.VBox(8, part.NewBold(v.work.letterName(v.kind)), part.HBox(8, part.Grow(v.state), languages))
	for _, line := range v.work.returnedLines(v.kind) {
		column.Add(line)
	}
	v.own, v.entries = nil, nil
	if fields := v.fields(); fields != nil {
		column.Add(fields)
	}
	for _, p := range v.draft.Passages {
		if p.Own {
			column.Add(v.ownField())
			continue
		}
		column.Add(v.locked(p))
	}
	column.Add(part.Space(1, 4))
	column.Add(part.NewParagraph(frame.L("Grey parts come from the facts and cannot be edited here.")))
	return column
}

// shownLines bounds how many lines of a locked passage stand on the left; the letter beside it has them all.
const shownLines = 5

func (v *LetterView) locked(p fulfil.Passage) fyne.CanvasObject {
	head := part.Flow(2, part.HBox(8, part.NewIcon("lock", part.ColorText2, 14), part.NewBold(p.Title)), part.Gap(),
		part.NewCaption(v.origin(p.From)))
	card := part.VBox(3, head)
	for i, line := range p.Lines {
		if i == shownLines {
			card.Add(part.Inset(0, 0, 0, 22,
				part.NewCaption(frame.L("and {{.A}} more lines", len(p.Lines)-i)).In(part.ColorText3)))
			break
		}
		card.Add(part.Inset(0, 0, 0, 22, part.NewCaption(line).In(part.ColorText2).Short()))
	}
	return part.Ground(part.ColorRaised, part.Inset(8, 12, 8, 12, card))
}

// origin says where the facts of a passage come from.
func (v *LetterView) origin(from fulfil.Origin) string {
	r := v.draft.Result
	switch from {
	case fulfil.FromResult:
		return frame.L("outcome")
	case fulfil.FromPlan:
		if p := v.work.Plan; p != nil && len(p.Digest) >= 8 {
			return frame.L("plan {{.A}}, version {{.B}}", p.Digest[:4]+" "+p.Digest[4:8], p.Version)
		}
		return frame.L("what was done")
	case fulfil.FromHolds:
		return frame.L("duties to keep")
	case fulfil.FromSearch:
		if r.Search != nil {
			return frame.L("search, {{.A}}", frame.Clock(r.Search.At, v.work.Session.Now()))
		}
		return frame.L("search")
	case fulfil.FromDecisions:
		return frame.L("decisions, with reasons")
	case fulfil.FromPacket:
		return frame.L("packet")
	case fulfil.FromOrganisation:
		return frame.L("organisation, version {{.A}}", v.draft.Organisation)
	}
	return frame.L("request")
}

func (v *LetterView) ownField() fyne.CanvasObject {
	v.own = part.NewMultiLine("", 4)
	v.own.SetText(v.typed().Own)
	v.own.OnChanged = func(text string) {
		v.change(func(a *fulfil.Ask) { a.Own = text })
		v.show()
	}
	v.drafted(v.own)
	return part.VBox(4, part.HBox(8, part.Grow(part.NewBold(frame.L("In your own words"))),
		part.NewCaption(frame.L("yours to write"))), v.own,
		part.NewParagraph(
			frame.L("May stay empty; a new line is a new paragraph. The person reads it in the letter, which is in {{.A}}; a second person approves it first.", work.LanguageName(v.lang))))
}

// letter is the sheet as it will go.
func (v *LetterView) letter() fyne.CanvasObject {
	head := part.HBox(8, part.NewBold(frame.L("How it reads")), part.Gap(),
		part.Fixed(11, 11, part.NewFill(part.ColorSelection)), part.NewCaption(frame.L("your words")))
	return part.VBox(8, part.Inset(14, 20, 0, 20, head),
		part.Grow(part.Page(part.Inset(0, 20, 16, 20, part.NewCard(part.Inset(6, 8, 8, 8, v.reads))))))
}

// show puts the words as they stand into the letter.
func (v *LetterView) show() {
	typed := v.typed()
	if typed.NeedsSecond() != v.second || !slices.Equal(unfilled(typed), v.lacks) {
		v.surround()
	}
	if v.problem != nil {
		v.reads.Objects = []fyne.CanvasObject{part.VBox(0, v.lacking(v.problem), part.Gap())}
		v.reads.Refresh()
		return
	}
	l := withOwn(v.draft.Letter, typed.Own)
	sheet := part.VBox(8,
		part.HBox(8, part.Grow(part.NewCaption(l.Organisation)),
			part.NewCaption(letter.Day(l.Language, l.Date)+" · "+l.Reference)),
		part.NewHeading(l.Title))
	sheet.Add(letterText(l))
	v.reads.Objects = []fyne.CanvasObject{sheet}
	v.reads.Refresh()
}

// surround draws what stands on the right.
func (v *LetterView) surround() {
	v.second, v.lacks = v.typed().NeedsSecond(), unfilled(v.typed())
	v.right.Objects = []fyne.CanvasObject{part.Inset(14, 16, 14, 16, v.around())}
	v.right.Refresh()
}

// onward is the next step of the draft: it is written, or handed to a second person.
func (v *LetterView) onward() part.NextStepParts {
	p := part.NextStepParts{Caption: frame.L("Next step"), Narrow: true, Title: frame.L("Write the letter"),
		Primary: work.Primary(frame.L("Write the letter"), v.write)}
	switch {
	case v.second:
		p.Title, p.Then = frame.L("Hand the letter to a second person"), frame.L("then: a second person")
		p.Why =
			frame.L("It says what no computed fact stands behind. It goes out once a second person has approved exactly this text.")
		p.Primary = work.Primary(frame.L("Hand it over"), v.write)
	case v.kind.Answers():
		p.Then, p.Why = frame.L("then: send and close"), frame.L(
			"It is kept exactly as it reads here. Save it, send it, then close the request.")
	default:
		p.Then, p.Why = frame.L("then: send it"), frame.L(
			"It is kept exactly as it reads here. Save it, send it, and record how it went out. The request stays open.")
	}
	return p
}

// around is the next step, what the letter rests on, and what it has to say.
func (v *LetterView) around() fyne.CanvasObject {
	v.step = part.NewNextStep(v.onward())
	column := part.VBox(0, v.step, part.Space(1, 14))
	if card := v.work.resultCard(); card != nil {
		column.Add(card)
		column.Add(part.Space(1, 14))
	}
	if len(v.draft.Required) == 0 {
		return column // nothing could be drafted yet: a day that cannot be
	}
	lacks := v.lacks
	there, arise := 0, 0
	for _, item := range v.draft.Required {
		if filled := !slices.Contains(lacks, item.ID); item.Extent != letter.Silent || !filled {
			arise++
			if filled && item.Extent == letter.Whole {
				there++
			}
		}
	}
	count := frame.L("all {{.A}}", there)
	if there < arise {
		count = frame.L("{{.A}} of {{.B}}", there, arise)
	}
	column.Add(part.HBox(8, part.NewBold(frame.L("Required contents")), part.Gap(), part.NewCaption(count)))
	column.Add(part.Space(1, 4))
	for _, item := range v.draft.Required {
		name := item.English
		if frame.Language() == frame.Chinese {
			name = item.Chinese
		}
		icon := part.NewIcon("check", part.ColorGreen, 14)
		switch {
		case slices.Contains(lacks, item.ID):
			icon, name = part.NewIcon("pen", part.ColorAmber, 14), frame.L("{{.A}}: {{.B}}", name,
				frame.L("still to be filled in"))
		case item.Extent == letter.Partly:
			icon, name = part.NewIcon("warn", part.ColorAmber, 14), frame.L("{{.A}}: {{.B}}", name, frame.L("in part"))
		case item.Extent == letter.Silent:
			icon, name = part.NewIcon("info", part.ColorText3, 14), frame.L("{{.A}}: {{.B}}", name,
				frame.L("nothing of this in the letter"))
		}
		column.Add(part.Inset(4, 0, 4, 0, part.HBoxTop(8, icon, part.Grow(part.NewParagraph(name)))))
	}
	return column
}

// write keeps the letter as it reads.
func (v *LetterView) write() {
	w, ask, place, with := v.work, v.typed(), v.place(), v.draft.With
	var written fulfil.Written
	w.ChangeThen(func(ctx context.Context, s *desk.Session, rev model.Revision) (r model.Request, err error) {
		written, err = keepLetter(ctx, s, rev, ask, with)
		return r, err
	}, func() {
		v.stopKeeping()
		delete(v.words, place)
		v.own, v.step, v.entries = nil, nil, nil
		v.OnWritten()
		w.Done()
		if !written.Waits {
			w.read(written.Letter)
		}
	})
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
