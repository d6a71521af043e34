package part

import (
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

var (
	_ fyne.Widget = (*Field)(nil)
	_ heighter    = (*Field)(nil)
)

// Field is a labelled input: the label above it, below it a hint. What is wrong stands beside the label, so that
// nothing moves when it appears; below the input where there is no room.
type Field struct {
	widget.BaseWidget
	Label string
	Hint  string
	Input fyne.CanvasObject
	// Check says what is wrong with the input, in the reader's language; empty: nothing. Nil: nothing can be.
	Check func() string

	side    float32 // width of labels that stand left of their inputs; 0: above
	problem string
	full    string // that the input took no more
	// below the input that a problem took: it stays, or what is under the pointer would jump when the problem goes
	room    float32
	growing bool // the dialog is making room for it
}

// NewField returns a labelled input.
func NewField(label string, input fyne.CanvasObject) *Field {
	f := &Field{Label: label, Input: input}
	f.ExtendBaseWidget(f)
	if e, ok := entryOf(input); ok {
		e.onFull, e.onTyped = f.setFull, f.typed
	}
	tellOf(input, f.typed)
	return f
}

// WithHint adds a hint below the input and returns the field.
func (f *Field) WithHint(hint string) *Field {
	f.Hint = hint
	return f
}

// WithCheck adds the check of the input and returns the field.
func (f *Field) WithCheck(check func() string) *Field {
	f.Check = check
	return f
}

// Required lets a form pass only where something was typed; a check that the field has is made of what was.
func (f *Field) Required() *Field {
	check := f.Check
	return f.WithCheck(func() string {
		if e, ok := entryOf(f.Input); ok && strings.TrimSpace(e.Text) == "" {
			return say.FillIn
		}
		if check != nil {
			return check()
		}
		return ""
	})
}

// SetProblem shows what is wrong; empty takes it away.
func (f *Field) SetProblem(problem string) {
	if width := f.Size().Width; width > 0 && f.problem != "" {
		f.room = max(f.room, f.belowHeight(width))
	}
	f.problem = problem
	if input, ok := f.Input.(interface{ SetInvalid(bool) }); ok {
		input.SetInvalid(problem != "")
	}
	f.Refresh()
}

// typed looks again at an input in which something was wrong: what was said of the old text is not true of the new.
func (f *Field) typed() {
	switch {
	case f.problem == "":
	case f.Check != nil:
		f.Validate()
	default:
		f.SetProblem("")
	}
}

// setFull says that the input took no more, or takes the sentence away again.
func (f *Field) setFull(sentence string) {
	if f.full == sentence {
		return
	}
	f.full = sentence
	f.Refresh()
}

// Refresh shows the field as it is now. A dialog grows with a field that says more than it has room for.
func (f *Field) Refresh() {
	f.BaseWidget.Refresh()
	if s := f.Size(); f.growing || s.Width == 0 || f.HeightFor(s.Width) <= s.Height {
		return
	}
	if c := canvasOf(f); c != nil {
		if top, ok := c.Overlays().Top().(*overlay); ok {
			f.growing = true // a field that cannot grow is refreshed with its dialog, and would ask again
			top.Refresh()
			top.body.Refresh() // a dialog as high as its window keeps its size, and would not be laid out again
			f.growing = false
		}
	}
}

// Focus gives the input the focus.
func (f *Field) Focus() {
	if input, c := firstField(f.Input), canvasOf(f); input != nil && c != nil {
		c.Focus(input)
	}
}

// Problem is what is shown to be wrong.
func (f *Field) Problem() string { return f.problem }

// Validate checks the input and shows what is wrong; it says whether all is well.
func (f *Field) Validate() bool {
	problem := ""
	if f.Check != nil {
		problem = f.Check()
	}
	if problem != f.problem {
		f.SetProblem(problem)
	}
	return problem == ""
}

// beside reports whether what is wrong has room beside the label.
func (f *Field) beside(width float32) bool {
	return f.problem != "" && f.labelHeight() > 0 &&
		textWidth(f.Label, SizeCaption, true)+problemGap+textWidth(f.problem, SizeCaption, false) <= width
}

const problemGap float32 = 12

func (f *Field) below(width float32) (string, fyne.ThemeColorName) {
	if f.problem != "" && !f.beside(width) {
		return f.problem, theme.ColorNameError
	}
	if f.full != "" {
		return f.full, ColorAmber
	}
	return f.Hint, ColorText3
}

func (f *Field) labelHeight() float32 {
	if f.side > 0 || f.Label == "" {
		return 0
	}
	return 20
}

// HeightFor is the height of label, input and what is below at this width.
func (f *Field) HeightFor(width float32) float32 {
	h := f.labelHeight() + heightFor(f.Input, width-f.side)
	return h + max(f.belowHeight(width), f.room)
}

// belowHeight is how high what stands below the input is.
func (f *Field) belowHeight(width float32) float32 {
	text, _ := f.below(width)
	if text == "" {
		return 0
	}
	return 3 + float32(len(wrap(text, SizeCaption, false, width-f.side)))*lineHeight(SizeCaption)
}

// CreateRenderer is called by Fyne.
func (f *Field) CreateRenderer() fyne.WidgetRenderer {
	label, beside, below := textLine(SizeCaption, true), textLine(SizeCaption, false), NewParagraph("")
	beside.Alignment = fyne.TextAlignTrailing
	place := func(s fyne.Size) {
		top := f.labelHeight()
		ih := heightFor(f.Input, s.Width-f.side)
		if f.side > 0 {
			label.Text = fit(f.Label, SizeText, false, f.side-12)
			put(label, 0, 0, f.side-12, min(ih, ButtonHeight))
		} else {
			put(label, 0, 0, s.Width, 16)
			put(beside, 0, 0, s.Width, 16)
		}
		put(f.Input, f.side, top, s.Width-f.side, ih)
		put(below, f.side, top+ih+3, s.Width-f.side, below.HeightFor(s.Width-f.side))
	}
	return paint(f,
		func() fyne.Size {
			w := f.Size().Width
			if w == 0 {
				w = 320
			}
			return fyne.NewSize(f.Input.MinSize().Width+f.side, f.HeightFor(w))
		},
		place,
		func() {
			label.TextSize, label.TextStyle.Bold = SizeCaption, true
			if f.side > 0 {
				label.TextSize, label.TextStyle.Bold = SizeText, false
			}
			setText(label, f.Label, ColorText2)
			width := f.Size().Width
			setText(beside, f.problem, theme.ColorNameError)
			show(beside, f.beside(width))
			text, name := f.below(width)
			below.Text, below.Color = text, name
			below.Refresh()
			show(below, text != "")
		},
		label, beside, f.Input, below)
}

var (
	_ fyne.Widget = (*Form)(nil)
	_ heighter    = (*Form)(nil)
)

// Form is a column of fields that are checked together.
type Form struct {
	widget.BaseWidget
	Fields []*Field

	column *fyne.Container
}

// NewForm returns a form of these fields, labels above the inputs.
func NewForm(fields ...*Field) *Form {
	f := &Form{Fields: fields}
	objects := make([]fyne.CanvasObject, len(fields))
	for i, field := range fields {
		objects[i] = field
	}
	f.column = VBox(12, objects...)
	f.ExtendBaseWidget(f)
	return f
}

// NewSideForm returns a form whose labels stand left of the inputs, in a column as wide as the longest needs.
func NewSideForm(fields ...*Field) *Form {
	side := float32(0)
	for _, field := range fields {
		side = max(side, min(ceil(textWidth(field.Label, SizeText, false))+16, 180))
	}
	for _, field := range fields {
		field.side = side
	}
	f := NewForm(fields...)
	f.column.Layout = &columnLayout{gap: 8}
	return f
}

// Pair puts two objects side by side, each half as wide; for two short fields of a form use it as an input.
func Pair(left, right fyne.CanvasObject) *fyne.Container {
	return HBoxTop(12, Grow(left), Grow(right))
}

// Validate checks every field that shows, shows all that is wrong and moves to the first; it says whether all is well.
func (f *Form) Validate() bool {
	var first *Field
	for _, field := range f.Fields {
		if field.Visible() && !field.Validate() && first == nil {
			first = field
		}
	}
	if first == nil {
		return true
	}
	f.Refresh()
	first.Focus()
	return false
}

// First is the field to begin with: the first that is empty, or else the very first; nil where there is none.
func (f *Form) First() fyne.Focusable {
	var first fyne.Focusable
	for _, field := range f.Fields {
		e, ok := entryOf(field.Input)
		switch {
		case !ok:
		case e.Text == "":
			return e.self.(fyne.Focusable)
		case first == nil:
			first = e.self.(fyne.Focusable)
		}
	}
	return first
}

// Empty is the first field, after the one that has the focus, in which nothing has been typed or chosen yet; nil if
// none is left.
func (f *Form) Empty(focused fyne.Focusable) fyne.Focusable {
	past := false
	for _, field := range f.Fields {
		if slices.Contains(fieldsIn(field.Input), focused) {
			past = true
			continue
		}
		input := firstField(field.Input)
		if past && input != nil && unanswered(field.Input) {
			return input
		}
	}
	return nil
}

// unanswered reports whether nothing has been typed into an input, or chosen from it, yet.
func unanswered(input fyne.CanvasObject) bool {
	if e, ok := entryOf(input); ok {
		return e.Text == ""
	}
	choice, ok := input.(interface{ Current() int })
	return ok && choice.Current() < 0
}

// HeightFor is the height of the fields at this width.
func (f *Form) HeightFor(width float32) float32 { return heightFor(f.column, width) }

// CreateRenderer is called by Fyne.
func (f *Form) CreateRenderer() fyne.WidgetRenderer {
	return paint(f, f.column.MinSize, f.column.Resize, func() {
		if f.column.Size().Width > 0 {
			f.column.Refresh()
		}
	}, f.column)
}

// DateForm is how a date entry writes dates; it reads several forms.
const DateForm = "2006-01-02"

// ParseDate reads a date as people type it: 2026-12-04, 2026/12/4, 2026.12.4, 20261204 or 2026年12月4日. The date is at
// midnight UTC; it says whether the text is a date.
func ParseDate(text string) (time.Time, bool) {
	text = strings.TrimSpace(text)
	text = strings.NewReplacer("/", "-", ".", "-", "年", "-", "月", "-", "日", "").Replace(text)
	for _, form := range []string{"2006-1-2", "20060102"} {
		if t, err := time.Parse(form, text); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// DateField is an entry for a date.
type DateField struct {
	Entry
}

// NewDateField returns an entry for a date; a day that could be entered shows the form.
func NewDateField(example time.Time) *DateField {
	d := &DateField{}
	d.init(d, example.Format(DateForm))
	return d
}

// Date is what has been typed, if it is a date.
func (d *DateField) Date() (time.Time, bool) { return ParseDate(d.Text) }

// SetDate writes a date.
func (d *DateField) SetDate(t time.Time) { d.SetText(t.Format(DateForm)) }

// FocusLost writes the date in the standard form.
func (d *DateField) FocusLost() {
	if t, ok := d.Date(); ok && d.Text != t.Format(DateForm) {
		d.Entry.Entry.SetText(t.Format(DateForm)) // what was typed, in another form: typed it stays
	}
	d.Entry.FocusLost()
}
