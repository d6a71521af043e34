// Package guide shows the guide over the window, or in a window beside it: a list of its pages, a search, and the page.
// It decides which page belongs to no screen; every screen says so itself.
package guide

import (
	"net/url"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"orangelab.cn/rightsdesk/docs/guide"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

const (
	contentsWidth float32 = 260
	pageWidth     float32 = 860 // wider lines are read badly
)

// view is the guide over one window, or in one of its own.
type view struct {
	canvas fyne.Canvas
	guide  *guide.Guide
	cover  *part.Cover // nil in a window of its own
	leave  func()
	search *part.SearchField
	list   *fyne.Container
	page   *fyne.Container
	scroll *container.Scroll
	at     *guide.Page
	past   []*guide.Page // pages that led here, the latest last
	failed func(error)
}

var open = map[fyne.Canvas]*view{}

// Show lays the guide over a window, at a page, in the language of the window. Closing it shows what was there, as it
// was. Where the guide has a window of its own, that turns to the page and comes to the front.
func Show(c fyne.Canvas, page string, failed func(error)) {
	if v := open[c]; v != nil && v.cover.Shown() {
		return
	}
	if beside != nil {
		beside.raise(page)
		return
	}
	v := newView(c, failed)
	if v == nil {
		return
	}
	v.leave = func() { v.cover.Remove() }
	own := part.NewButton(frame.L("In a window of its own"), func() {
		at, way := v.at.Name, v.scroll.Offset
		v.close()
		showBeside(at, way, failed)
	}).WithIcon("win")
	v.cover = part.ShowCover(c, v.body(own), v.key)
	open[c] = v
	v.show(v.pageOf(page))
}

// newView reads the guide in the language of the window; nil where that fails, which is told.
func newView(c fyne.Canvas, failed func(error)) *view {
	g, err := guide.Read(frame.Language())
	if err != nil {
		failed(err)
		return nil
	}
	v := &view{canvas: c, guide: g, failed: failed, list: part.VBox(0), page: part.VBox(10)}
	v.search = part.NewSearchField(frame.L("Search the guide"), "/")
	v.search.OnChanged = func(string) { v.fill() }
	v.search.OnSubmitted = func(text string) {
		if found := g.Find(text); len(found) > 0 {
			v.turn(found[0])
		}
	}
	v.search.OnEsc = func() { c.Unfocus() }
	v.scroll = part.Page(part.Inset(20, 28, 28, 28, limited(v.page)))
	return v
}

// body is the guide as it fills a window, with these buttons in its head.
func (v *view) body(buttons ...fyne.CanvasObject) fyne.CanvasObject {
	head := part.HBox(10, part.NewLogo(), part.NewSubHeading(frame.L("Guide")), part.Gap())
	for _, b := range append(buttons, v.closeButton()) {
		head.Add(b)
	}
	return part.Ground(part.ColorBackground, part.VBox(0,
		part.Inset(0, part.PageEdge, 0, part.PageEdge, part.Fixed(0, part.TopBarHeight, head)),
		part.HLine(),
		part.Grow(part.Workspace(v.contents(), v.scroll, part.Space(0, 0), contentsWidth, 400, 0))))
}

// pageOf is the page of a name, else the first.
func (v *view) pageOf(name string) *guide.Page {
	if p := v.guide.Page(name); p != nil {
		return p
	}
	return v.guide.First()
}

func (v *view) closeButton() *part.Button {
	b := part.NewButton(frame.L("Close the guide"), v.close)
	b.Key = "Esc"
	return b
}

func (v *view) close() {
	v.leave()
	delete(open, v.canvas)
}

func (v *view) contents() fyne.CanvasObject {
	return part.Ground(part.ColorRail,
		part.VBox(0, part.Inset(12, 12, 8, 12, v.search), part.Grow(part.Page(part.Inset(0, 8, 16, 8, v.list)))))
}

func (v *view) key(ev *fyne.KeyEvent) {
	const line float32 = 48
	height := v.scroll.Size().Height
	by := map[fyne.KeyName]float32{fyne.KeyDown: line, fyne.KeyUp: -line, fyne.KeyPageDown: height - line,
		fyne.KeyPageUp: line - height, fyne.KeySpace: height - line,
		fyne.KeyHome: -1e6, fyne.KeyEnd: 1e6}[ev.Name]
	switch {
	case ev.Name == fyne.KeyEscape:
		v.close()
	case ev.Name == fyne.KeySlash:
		part.AfterKey(func() { v.canvas.Focus(v.search.Entry) })
	case ev.Name == fyne.KeyBackspace || ev.Name == fyne.KeyLeft:
		v.back()
	case by != 0:
		v.scroll.ScrollToOffset(v.scroll.Offset.AddXY(0, by))
	}
}

// fill lists the pages, or those that were found.
func (v *view) fill() {
	v.list.Objects = nil
	row := func(p *guide.Page) {
		r := part.NewRailRow("", p.Title, func() { v.turn(p) })
		r.Selected = p == v.at
		v.list.Add(r)
	}
	if strings.TrimSpace(v.search.Text()) != "" {
		found := v.guide.Find(v.search.Text())
		for _, p := range found {
			row(p)
		}
		if len(found) == 0 {
			v.list.Add(part.Inset(8, 8, 8, 8, part.NewCaption(frame.L("Nothing found"))))
		}
		v.list.Refresh()
		return
	}
	for _, p := range v.guide.Parts {
		v.list.Add(part.Inset(12, 8, 4, 8, part.NewCaption(p.Title)))
		for _, page := range p.Pages {
			row(page)
		}
	}
	v.list.Refresh()
}

// turn shows another page, from which a key leads back.
func (v *view) turn(p *guide.Page) {
	if p == v.at {
		return
	}
	v.past = append(v.past, v.at)
	v.show(p)
}

func (v *view) back() {
	if n := len(v.past); n > 0 {
		p := v.past[n-1]
		v.past = v.past[:n-1]
		v.show(p)
	}
}

func (v *view) show(p *guide.Page) {
	v.at = p
	v.fill()
	v.page.Objects = []fyne.CanvasObject{part.NewHeading(p.Title).Short()}
	for _, b := range p.Blocks {
		v.page.Add(v.block(b))
	}
	v.page.Refresh()
	v.scroll.Refresh()
	v.scroll.ScrollToTop()
}

func (v *view) block(b guide.Block) fyne.CanvasObject {
	switch b.Kind {
	case guide.Heading:
		return part.Inset(10, 0, 0, 0, part.NewSubHeading(b.Text()).Short())
	case guide.Step:
		return part.HBoxTop(0, part.Fixed(28, 0, part.NewBold(strconv.Itoa(b.Number)+".")), part.Grow(v.prose(b.Spans)))
	case guide.Item:
		return part.HBoxTop(0, part.Fixed(28, 0, part.NewText("•")), part.Grow(v.prose(b.Spans)))
	case guide.Code:
		return part.NewCard(part.NewBody(b.Text()))
	case guide.Picture:
		data, err := guide.Image(b.File)
		if err != nil {
			return part.NewCaption(err.Error())
		}
		picture, err := part.NewPicture(b.File, data)
		if err != nil {
			return part.NewCaption(err.Error())
		}
		return part.Inset(4, 0, 8, 0, part.VBox(4, picture, part.NewParagraph(b.Text())))
	}
	return v.prose(b.Spans)
}

func (v *view) prose(spans []guide.Span) *part.Worded {
	var runs []part.Run
	for _, s := range spans {
		r := part.Run{Text: s.Text, Bold: s.Name, Key: s.Code, To: s.To}
		if s.Code {
			r.Text = part.KeyShown(s.Text)
		}
		if s.To != "" {
			r.Color = part.ColorPrimary
		}
		runs = append(runs, r)
	}
	w := part.NewWorded(runs...)
	w.OnLink = v.follow
	return w
}

// follow goes to a page, or opens an address in the browser.
func (v *view) follow(to string) {
	if p := v.guide.Page(to); p != nil {
		v.turn(p)
		return
	}
	address, err := url.Parse(to)
	if err == nil {
		err = fyne.CurrentApp().OpenURL(address)
	}
	if err != nil {
		v.failed(err)
	}
}

// limited keeps the page from becoming wider than it is read well.
func limited(o fyne.CanvasObject) fyne.CanvasObject { return part.AtMost(pageWidth, o) }
