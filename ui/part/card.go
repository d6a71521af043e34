package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

var (
	_ fyne.Widget = (*Card)(nil)
	_ heighter    = (*Card)(nil)
)

// Card outlines something that stands apart: a clock, a figure, a preview, a sign-off.
type Card struct {
	widget.BaseWidget
	Content fyne.CanvasObject
	Tinted  bool // as the next step is
	// PadX and PadY are the room inside.
	PadX, PadY float32
}

// NewCard returns a card around content.
func NewCard(content fyne.CanvasObject) *Card {
	c := &Card{Content: content, PadX: 14, PadY: 10}
	c.ExtendBaseWidget(c)
	return c
}

// HeightFor is the height of the card at this width.
func (c *Card) HeightFor(width float32) float32 {
	return heightFor(c.Content, width-2*c.PadX) + 2*c.PadY
}

// CreateRenderer is called by Fyne.
func (c *Card) CreateRenderer() fyne.WidgetRenderer {
	box := &canvas.Rectangle{}
	return paint(c,
		func() fyne.Size { return c.Content.MinSize().AddWidthHeight(2*c.PadX, 2*c.PadY) },
		func(s fyne.Size) {
			put(box, 0, 0, s.Width, s.Height)
			put(c.Content, c.PadX, c.PadY, s.Width-2*c.PadX, s.Height-2*c.PadY)
		},
		func() {
			if c.Tinted {
				setOutline(box, ColorPrimaryTint, ColorPrimaryTintBorder, 1, radiusCard)
				return
			}
			setOutline(box, ColorBackground, ColorLine, 1, radiusCard)
		},
		box, c.Content)
}

// NextStep is the tinted card at the top of a column of work: the next step as a sentence with a verb, why, and the
// one primary button of the screen.
type NextStep struct {
	widget.BaseWidget
	Caption *Text      // "Next step"
	Then    *Text      // what comes after
	Title   *Paragraph // the sentence
	Why     *Paragraph // why
	Actions *fyne.Container
	Primary *Button

	card *Card
}

// NextStepParts is what a next step consists of. Everything but Title and Primary may be left out.
type NextStepParts struct {
	Caption, Then, Title, Why string
	Fields                    []fyne.CanvasObject // before the primary button: a code, a choice
	Primary                   *Button
	Others                    []fyne.CanvasObject // secondary buttons
	Link                      *Button             // right edge
	Narrow                    bool                // in a side panel
}

// Offer puts before the step's own buttons everything that can be done in another one, with the fields that it needs.
func (p *NextStepParts) Offer(under NextStepParts) {
	p.Fields, p.Primary = append(under.Fields, p.Fields...), under.Primary
	p.Others = append(under.Others, p.Others...)
	if p.Link == nil {
		p.Link = under.Link
	}
}

var _ heighter = (*NextStep)(nil)

// NewNextStep returns the card.
func NewNextStep(p NextStepParts) *NextStep {
	n := &NextStep{
		Caption: newText(p.Caption, SizeCaption, ColorPrimary, true),
		Then:    newText(p.Then, SizeCaption, ColorText3, false).Trailing().Short(),
		Title:   NewBody(p.Title),
		Why:     NewParagraph(p.Why),
		Primary: p.Primary,
	}
	n.Title.TextSize, n.Title.Smaller, n.Title.Bold = SizeSubHeading, SizeText, true
	for _, field := range p.Fields {
		n.goOn(field)
	}
	row := append([]fyne.CanvasObject{}, p.Fields...)
	if p.Primary != nil {
		row = append(row, p.Primary)
	}
	row = append(row, p.Others...)
	if p.Link != nil {
		row = append(row, Gap(), p.Link)
	}
	n.Actions = Flow(8, row...)
	content := VBox(4, HBox(12, n.Caption, Grow(n.Then)), n.Title)
	if p.Why != "" {
		content.Add(n.Why)
	}
	if len(row) > 0 {
		content.Add(Space(1, 2))
		content.Add(n.Actions)
	}
	n.card = NewCard(content)
	n.card.Tinted, n.card.PadX, n.card.PadY = true, 17, 13
	if p.Narrow {
		n.card.PadX, n.card.PadY = 13, 12
	}
	n.ExtendBaseWidget(n)
	return n
}

// goOn lets Enter in a field of one line do the step.
func (n *NextStep) goOn(field fyne.CanvasObject) {
	submitted := func(string) { n.Run() }
	if code, ok := field.(*CodeField); ok && code.OnSubmitted == nil {
		code.OnSubmitted = submitted
	}
	if e, ok := entryOf(field); ok && !e.MultiLine && e.OnSubmitted == nil {
		e.OnSubmitted = submitted
	}
}

// HeightFor is the height of the card at this width.
func (n *NextStep) HeightFor(width float32) float32 { return n.card.HeightFor(width) }

// Run does the next step, for Ctrl+Enter; it says whether the step could be done.
func (n *NextStep) Run() bool { return n.Primary != nil && n.Primary.Tap() }

// CreateRenderer is called by Fyne.
func (n *NextStep) CreateRenderer() fyne.WidgetRenderer {
	return paint(n, n.card.MinSize, n.card.Resize, n.card.Refresh, n.card)
}
