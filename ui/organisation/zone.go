package organisation

import (
	"strings"
	"time"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/zone"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// zoneField asks for the zone whose days the desk counts, as people call it. What is read shows below while it is
// typed, and what could be several is asked about: nothing is chosen for anybody. wrong says what else is wrong.
func zoneField(e *part.Entry, wrong func() string) *part.Field {
	hint := frame.L("Its days are counted: a city, or Area/City.")
	field := part.NewField(frame.FactName(model.FactZone), e).WithHint(hint)
	edited := e.OnEdited
	e.OnEdited = func() {
		if edited != nil {
			edited()
		}
		field.Hint = hint
		if name := zoneNamed(e.Text); name != strings.TrimSpace(e.Text) {
			field.Hint = frame.L("Read as {{.A}}", name)
		}
		field.Refresh()
	}
	return field.WithCheck(func() string {
		if name, offers := zone.Read(e.Text, time.Now()); name == "" && len(offers) > 0 {
			return frame.L("Which one: {{.A}}?", strings.Join(offers, frame.L(", ")))
		}
		return wrong()
	})
}

// zoneNamed is the name of the zone that a text stands for; the text itself where it is none.
func zoneNamed(text string) string {
	if name, _ := zone.Read(text, time.Now()); name != "" {
		return name
	}
	return strings.TrimSpace(text)
}
