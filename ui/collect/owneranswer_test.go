package collect

import (
	"testing"

	"fyne.io/fyne/v2/test"

	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/ui/part"
)

func TestAnOwnerHoldsNothingOnlyWhereSomebodySaysSo(t *testing.T) {
	test.NewTempApp(t)
	scan := collect.Handed{Name: "scan.png"}
	for what, c := range map[string]struct {
		sources, source, answer int // -1: nothing was chosen
		files                   []collect.Handed
		holds                   bool
	}{
		"nothing was chosen":                   {1, -1, -1, nil, false},
		"files, and nothing was chosen":        {1, -1, -1, []collect.Handed{scan}, false},
		"holds nothing":                        {1, -1, holdsNothing, nil, true},
		"holds nothing, and files":             {1, -1, holdsNothing, []collect.Handed{scan}, false},
		"handed over files":                    {1, -1, handedFiles, []collect.Handed{scan}, true},
		"handed over files, and there is none": {1, -1, handedFiles, nil, false},
		"holds nothing, and nobody said who":   {2, -1, holdsNothing, nil, false},
		"the second of two holds nothing":      {2, 1, holdsNothing, nil, true},
	} {
		a := newOwnerAnswer([]string{"archive", "paper"}[:c.sources], nil)
		fields := a.form.Fields
		if c.sources > 1 {
			fields[0].Input.(*part.Select).Choose(c.source)
			fields = fields[1:]
		}
		fields[0].Input.(*part.Radio).Choose(c.answer)
		a.files = c.files
		if a.form.Validate() != c.holds {
			t.Errorf("%s: recorded %v", what, !c.holds)
		}
		if c.holds && a.source != max(c.source, 0) {
			t.Errorf("%s: source %d", what, a.source)
		}
	}
}
