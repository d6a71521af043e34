package shell

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"

	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// sheet is a page of a few lines in the middle of the window, before anybody has signed in or while it is locked, with
// language and light at the top. Enter goes to the next empty field and then on; Esc goes back. What goes wrong is said
// below the lines, so that nothing moves and nothing typed is lost.
type sheet struct {
	title, below string
	width        float32
	body         fyne.CanvasObject
	form         *part.Form          // of the body, if there is one: checked before going on
	links        []fyne.CanvasObject // side paths, left of the buttons
	next         *part.Button
	back         func()         // nil: there is no way back
	first        fyne.Focusable // nil: the first empty field of the form, or the button
	guide        string         // the page of the guide that tells of it

	app     *App
	problem *part.Banner
	scroll  *container.Scroll
}

// showSheet shows a page and gives its first field the focus.
func (s *App) showSheet(p *sheet) *sheet {
	s.sheet = p
	p.app, p.problem = s, part.NewBanner(part.BannerRed, "warn", "", "")
	p.problem.Hide()
	column := part.VBox(0,
		part.HBox(12, part.NewLogo(),
			part.Grow(part.VBox(0, part.NewHeading(p.title).Short(),
				part.NewCaption(p.below).In(part.ColorText2).Short()))),
		part.Space(1, 20), p.body)
	foot := append(append([]fyne.CanvasObject{}, p.links...), part.Gap())
	if p.back != nil {
		foot = append(foot, part.NewButton(frame.L("Back"), p.leave))
	}
	if p.next != nil {
		do := p.next.OnTap
		p.next.OnTap = func() {
			p.problem.Hide()
			if p.form == nil || p.form.Validate() {
				do()
			}
			p.scroll.Refresh()
		}
		foot = append(foot, p.next)
	}
	if len(foot) > 1 {
		column.Add(part.Space(1, 16))
		column.Add(part.HBox(8, foot...))
	}
	content := part.VBox(16, column, p.problem)
	p.scroll = part.Page(part.Inset(4, sheetEdge, 16, sheetEdge, content))
	s.show(part.VBox(0, part.Inset(8, 16, 0, 16,
		part.HBox(8, part.Gap(), s.languageSwitch(), s.darkSwitch(), s.guideButton())),
		part.Grow(&fyne.Container{Layout: &sheetLayout{width: p.width, content: content},
			Objects: []fyne.CanvasObject{p.scroll}})))
	c := s.window.Canvas()
	part.SetKeys(c, p.key)
	c.AddShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: part.CommandKey()}, func(fyne.Shortcut) {
		p.goOn()
	})
	switch {
	case p.first != nil:
		c.Focus(p.first)
	case p.form != nil:
		c.Focus(p.form.First())
	case p.next != nil:
		c.Focus(p.next)
	}
	return p
}

func (p *sheet) key(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		c := p.app.window.Canvas()
		if p.form != nil {
			if empty := p.form.Empty(c.Focused()); empty != nil {
				c.Focus(empty)
				return
			}
		}
		p.goOn()
	case fyne.KeyEscape:
		p.leave()
	case fyne.KeyF1:
		part.Help(p.app.window.Canvas())
	}
}

func (p *sheet) goOn() {
	if p.next != nil {
		p.next.Tap()
	}
}

func (p *sheet) leave() {
	if p.back != nil {
		part.Leave(p.app.window.Canvas(), part.Typed(p.body), p.back)
	}
}

// fail says what went wrong, in the place kept for it.
func (p *sheet) fail(lead, text string) {
	p.problem.Set(lead, text)
	p.problem.Show()
	p.scroll.Refresh()
	p.scroll.ScrollToBottom() // in a low window it would lie below the edge
}

// sheetLayout puts a page into the middle, its head at the same height whether or not something went wrong.
type sheetLayout struct {
	width   float32
	content fyne.CanvasObject
	want    float32 // height of the content as it was laid out first, with room for what may go wrong
}

func (l *sheetLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(l.width, 200) }

func (l *sheetLayout) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	const problemRoom = 72
	if l.want == 0 {
		l.content.Resize(fyne.NewSize(l.width, 1))
		l.want = l.content.MinSize().Height + problemRoom
	}
	top := max(min(s.Height*0.3, s.Height-l.want), 0)
	objects[0].Move(fyne.NewPos((s.Width-l.width)/2-sheetEdge, top))
	objects[0].Resize(fyne.NewSize(l.width+2*sheetEdge, s.Height-top))
}

// sheetEdge keeps the outline of a field with the focus, and the scroll bar, clear of the edge.
const sheetEdge float32 = 12
