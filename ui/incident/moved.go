package incident

import (
	"time"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/model/incident"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// plotted is how many bars a plot of an incident has at most.
const plotted = 16

// moved plots how the number of people and the severity moved since the awareness; nothing while neither is known.
func (s *screen) moved(st incident.Standing) []fyne.CanvasObject {
	list, step := st.Moves(s.frame.Session.Now(), plotted)
	last := list[len(list)-1]
	if !last.People.Known && last.SE == 0 {
		return nil
	}
	people, severity := part.NewFigures(frame.Thousands[int64]), part.NewFigures(func(n int64) string {
		return incident.Points(int(n))
	})
	var many, grave []int64
	var below []string
	for i, m := range list {
		many, grave = append(many, m.People.Most), append(grave, int64(m.SE))
		below = append(below, since(time.Duration(i+1)*step))
	}
	below[len(below)-1] = frame.L("now")
	people.Set(many, below)
	severity.Set(grave, below)
	if len(st.Scores) > 0 {
		severity.Now = bandColor(st.Scores[len(st.Scores)-1].Score.Band)
	}
	plot := func(title, now string, f *part.Figures) fyne.CanvasObject {
		return part.Grow(part.VBox(4, part.HBox(8, part.NewBold(title), part.Gap(), part.NewCaption(now)),
			part.Fixed(0, 92, f)))
	}
	known := last.People.String()
	if !last.People.Known {
		known = frame.L("not known")
	}
	return []fyne.CanvasObject{part.NewSubHeading(frame.L("Since it was found")),
		part.HBoxTop(24, plot(frame.L("People, at most"), known, people),
			plot(frame.L("Severity"), incident.Points(last.SE), severity)), part.Space(0, 14)}
}

// since is how long after the awareness something was.
func since(d time.Duration) string {
	if day := 24 * time.Hour; d >= 2*day && d%day == 0 {
		return frame.L("+{{.A}} d", int(d/day))
	}
	return frame.L("+{{.A}} h", int(d/time.Hour))
}
