package request

import (
	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/ui/change"
	"orangelab.cn/rightsdesk/ui/collect"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/fulfil"
	"orangelab.cn/rightsdesk/ui/part"
)

// draw shows the request as it was read, on the tab that is chosen.
func (v *View) draw() {
	o := *v.shown
	v.step = nil
	// the findings stay, and a reason may be written in them right now
	if v.tab != tabFindings || v.find == nil || o.Results == nil {
		part.UnfocusIn(v.frame.Window.Canvas(), v.body)
	}
	parts, ok := v.nextStep()
	switch {
	case v.tab == tabFindings && o.Results != nil:
		v.plan = nil
		if v.find == nil {
			v.find = collect.NewFindings()
		}
		v.find.Set(collect.On(v.work()), parts)
		v.drawWide(v.find.Body())
		return
	case v.tab == tabPlan && o.Results != nil:
		v.find = nil
		if v.plan == nil {
			v.plan = change.NewPlanView()
		}
		if !ok {
			parts = part.NextStepParts{}
		}
		v.plan.Set(change.On(v.work()), parts)
		v.drawWide(v.plan.Body())
		return
	}
	if v.tab == tabLetters && v.letter != nil {
		v.find, v.plan = nil, nil
		v.letter.Set(fulfil.On(v.work()))
		v.drawWide(v.letter.Body())
		return
	}
	v.wide(false)
	v.find, v.plan = nil, nil
	column := part.VBox(0, v.head(), part.Space(1, 12))
	var fields []fyne.CanvasObject
	if ok {
		fields = parts.Fields
		v.step = part.NewNextStep(parts)
		column.Add(v.step)
		column.Add(part.Space(1, 12))
	}
	column.Add(v.strip())
	column.Add(part.Space(1, 12))
	column.Add(v.tabBody())
	if v.tab != tabLog && len(o.Log) > 0 {
		column.Add(part.Space(1, 20))
		column.Add(v.lastEntries())
	}
	v.body.Objects = []fyne.CanvasObject{frame.Scroll(part.Inset(10, part.PageEdge, 16, part.PageEdge, column))}
	v.body.Refresh()
	if v.onward {
		v.onward = false
		for _, o := range fields {
			if f, ok := o.(fyne.Focusable); ok {
				v.frame.Window.Canvas().Focus(f)
				break
			}
		}
	}
}

// drawWide shows a screen that takes the whole width.
func (v *View) drawWide(body fyne.CanvasObject) {
	v.wide(true)
	v.body.Objects = []fyne.CanvasObject{part.VBox(0, v.wideHead(), part.Grow(body))}
	v.body.Refresh()
}
