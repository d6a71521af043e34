package request

import (
	"strconv"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/fulfil"
	"orangelab.cn/rightsdesk/ui/identity"
	"orangelab.cn/rightsdesk/ui/part"
)

// tabs of an open request, in order. The number keys follow those that its kind has.
var tabs = []string{"Who", "What", "Identity", "Findings", "Plan", "Letters", "Log"}

const (
	tabWho = iota
	tabWhat
	tabIdentity
	tabFindings
	tabPlan
	tabLetters
	tabLog
)

// tabsOf are the tabs of a kind of request: only a change has a plan.
func tabsOf(kind model.Kind) []int {
	var list []int
	for t := range tabs {
		if t != tabPlan || kind.Changes() {
			list = append(list, t)
		}
	}
	return list
}

// tabFor is the tab where the next step is done.
func tabFor(o frame.Opened) int {
	r := o.Request
	if r.Step.OfLetter() {
		return tabLetters
	}
	switch r.Status {
	case model.Received:
		return tabWhat
	case model.Verifying:
		return tabIdentity
	case model.Waiting, model.Closed:
		return tabLetters
	case model.Answering:
		if r.Step != model.StepTasks {
			return tabLetters
		}
	case model.Working, model.Review:
		if o.Refusals.Whole() {
			return tabWhat
		}
	}
	switch r.Step {
	case model.StepFollowUp, model.StepApproveAnswer:
		return tabWhat
	case model.StepCollect, model.StepCollecting, model.StepRetrySources, model.StepManualSources,
		model.StepSettleCarried, model.StepDecideShared, model.StepAgreeShared:
		return tabFindings
	}
	if r.Kind.Changes() {
		return tabPlan
	}
	return tabFindings
}

func (v *View) strip() *part.TabStrip {
	o := *v.shown
	past := o.Request.Status != model.Received
	done := map[int]bool{tabWho: past, tabWhat: past, tabIdentity: o.Request.LevelReached >= o.Request.LevelNeeded}
	count := map[int]string{tabLog: strconv.Itoa(len(o.Log))}
	if o.Results != nil {
		rows := int64(0)
		for _, c := range o.Results.Counts {
			rows += c.Rows
		}
		count[tabFindings] = strconv.FormatInt(rows, 10)
	}
	if v.shown.Plan != nil {
		rows := int64(0)
		for _, s := range v.shown.Plan.Sources {
			rows += s.Updates + s.Deletes
		}
		count[tabPlan] = strconv.FormatInt(rows, 10)
	}
	if n := len(o.Letters) + len(v.shown.Certificates); n > 0 {
		count[tabLetters] = strconv.Itoa(n)
	}
	var list []part.Tab
	current := 0
	for i, t := range tabsOf(o.Request.Kind) {
		list = append(list, part.Tab{ID: tabs[t], Text: frame.L(tabs[t]), Done: done[t], Count: count[t]})
		if t == v.tab {
			current = i
		}
	}
	strip := part.NewTabStrip(list, nil)
	strip.Choose(current)
	strip.OnChange = func(i int) { v.ChooseTab(i) }
	return strip
}

// tabBody is what a tab shows that does not take the whole width.
func (v *View) tabBody() fyne.CanvasObject {
	switch v.tab {
	case tabWho:
		return v.who()
	case tabWhat:
		return v.what()
	case tabIdentity:
		return identity.Tab(v.frame, *v.shown, v.done(*v.shown))
	case tabFindings, tabPlan:
		return fulfil.Before(*v.shown)
	case tabLetters:
		return fulfil.On(v.work()).LetterList()
	default:
		return v.log()
	}
}
