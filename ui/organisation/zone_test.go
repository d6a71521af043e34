package organisation

import (
	"testing"

	"fyne.io/fyne/v2/test"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// TestAZoneIsTypedAsItIsCalled: "Shanghai" was refused at set-up. What is read is shown before anything goes on with
// it, and what could be several is asked about.
func TestAZoneIsTypedAsItIsCalled(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(part.NewTheme(false))
	if err := frame.Use(frame.English); err != nil {
		t.Fatal(err)
	}
	for typed, want := range map[string]struct{ zone, hint, problem string }{
		"上海":            {"Asia/Shanghai", "Read as Asia/Shanghai", ""},
		"shanghai":      {"Asia/Shanghai", "Read as Asia/Shanghai", ""},
		"UTC+8":         {"Etc/GMT-8", "Read as Etc/GMT-8", ""},
		"Europe/Berlin": {"Europe/Berlin", "Its days are counted: a city, or Area/City.", ""},
		"Shangh":        {"Shangh", "Its days are counted: a city, or Area/City.", "Which one: Asia/Shanghai?"},
	} {
		e := part.NewEntry("")
		field := zoneField(e, func() string {
			return frame.FactProblem(model.Organisation{Zone: zoneNamed(e.Text)}.Check(), model.FactZone)
		})
		test.NewTempWindow(t, field)
		test.Type(e, typed)
		field.Validate()
		if got := zoneNamed(e.Text); got != want.zone || field.Hint != want.hint || field.Problem() != want.problem {
			t.Errorf("%q: %q, %q, %q", typed, got, field.Hint, field.Problem())
		}
	}
}
