package intake

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
)

// Masked is the resting state of another person's name and address too.
func TestAnAddedRecordShowsItsPersonMasked(t *testing.T) {
	for name, j := range map[string]model.Joined{
		"as it is kept":  {Kind: model.Export, Subject: model.Subject{Name: "Bert Dal", Email: "bert@example.net", Phone: "13800006630", IDNumber: "11010519491231002X"}, Text: "a copy"},
		"as it was kept": {Text: "export, Bert Dal, bert@example.net, 13800006630, 11010519491231002X\na copy"},
	} {
		who, words := joinedText(j)
		for _, clear := range []string{"Bert", "Dal", "bert@", "13800006630", "11010519491231002X"} {
			if strings.Contains(who, clear) {
				t.Errorf("%s: %q stands in the clear: %s", name, clear, who)
			}
		}
		if words != "a copy" || who == "" {
			t.Errorf("%s: %q %q", name, who, words)
		}
	}
}

// A file with records that nobody decided about is left only by whoever was told how many they are, and of whom.
func TestUndecidedRecordsAreNotLeftWithoutAQuestion(t *testing.T) {
	test.NewTempApp(t)
	win := test.NewTempWindow(t, nil)
	p := &preview{frame: &frame.Frame{Window: win}, shown: sampleRows(), do: map[int]intake.Decision{}, done: map[int]intake.Became{}}
	left := 0
	p.Leave(func() { left++ })
	if text := p.lostBy(); left != 0 || !strings.Contains(text, "2") || !strings.Contains(text, "line 5") || !strings.Contains(text, "line 7") || strings.Contains(text, "a@example.org") {
		t.Errorf("left %d times, said %q", left, text)
	}
	if len(win.Canvas().Overlays().List()) == 0 {
		t.Error("nothing is asked")
	}
	p.left = true // as its dialog does
	if p.Leave(func() { left++ }); left != 1 {
		t.Error("asked again after it was agreed")
	}
	p.left, p.do = false, map[int]intake.Decision{3: intake.LeaveOut, 5: intake.LeaveOut, 0: intake.LeaveOut, 1: intake.LeaveOut, 4: intake.LeaveOut}
	if p.Leave(func() { left++ }); left != 2 {
		t.Errorf("asked though everything is decided: %q", p.lostBy())
	}
}
