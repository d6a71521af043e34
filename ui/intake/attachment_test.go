package intake

import (
	"context"
	"testing"

	"fyne.io/fyne/v2/test"

	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/frame/frametest"
	"orangelab.cn/rightsdesk/ui/part"
)

// Looking changes nothing, so one look does not end the looking.
func TestOneFileAfterAnotherIsLookedAt(t *testing.T) {
	a := frametest.New(t)
	d := desktest.New(t, "sqlite")
	s := d.Add(t, "fang", model.RoleAgent)
	sub := desktest.Submission()
	sub.Attachments = []record.Attachment{{Name: "one.txt", Type: "text/plain", Data: []byte("one")},
		{Name: "two.exe", Type: "text/plain", Data: append([]byte("MZ"), make([]byte, 200)...)}}
	r, err := intake.Take(context.Background(), s, sub)
	if err != nil {
		t.Fatal(err)
	}
	f := &frame.Frame{Session: s, Window: test.NewTempWindow(t, nil)}
	o, err := f.Load(context.Background(), r.ID)
	if err != nil || len(o.Arrival.Attachments) != 2 {
		t.Fatal(o.Arrival, err)
	}
	for i, file := range o.Arrival.Attachments {
		show(f, o, file)
		a.Until(t, file.Name+" is shown", func() bool {
			c := f.Window.Canvas()
			return !part.Held(c) && len(c.Overlays().List()) == i+1
		})
	}
	for name, want := range map[string]int{"one.txt": 0, "two.exe": 2} {
		for _, file := range o.Arrival.Attachments {
			if file.Name == name && len(warnings(file.Looked)) != want {
				t.Errorf("%s: %q", name, warnings(file.Looked))
			}
		}
	}
}
