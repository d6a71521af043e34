package incident

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/incident"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// TestWhatIsAskedAboutADrillSaysThatItIsOne: a dialog lies over the banner that says so, and asked for the cause and
// the loss of "the incident".
func TestWhatIsAskedAboutADrillSaysThatItIsOne(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(part.NewTheme(false))
	jing := desktest.New(t, "sqlite").Add(t, "jing", model.RoleLead)
	for _, drill := range []bool{true, false} {
		f := &frame.Frame{Session: jing, Window: test.NewTempWindow(t, part.Space(1, 1))}
		s := &screen{frame: f}
		st := incident.Standing{Incident: incident.Incident{ID: 7, Reference: "D-2026-0007", Drill: drill}}
		for name, ask := range map[string]func(){"close": func() { s.close(st) }, "facts": func() { s.facts(st) },
			"note": func() { s.note(st) }, "decide": func() { s.decide(st) }} {
			ask()
			box := f.Window.Canvas().Overlays().Top()
			var texts []string
			for _, o := range test.LaidOutObjects(box) {
				if text, is := o.(*part.Text); is {
					texts = append(texts, text.Text)
				}
			}
			if said := strings.Contains(strings.Join(texts, "|"), "DRILL"); said != drill {
				t.Errorf("%s, drill %v: says %q", name, drill, texts)
			}
			f.Window.Canvas().Overlays().Remove(box)
		}
	}
}
