package frame

import (
	"context"
	"errors"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/model"
)

func TestWhoActsOnAnOlderRequestIsToldWhatHasBeenDoneSince(t *testing.T) {
	test.NewTempApp(t)
	if err := Use(English); err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	d := desktest.New(t, "sqlite")
	fang, jing := d.Add(t, "fang", model.RoleAgent), d.Add(t, "jing", model.RoleLead)
	r := d.Request(t, fang)
	f := &Frame{Session: fang}
	o, err := f.Load(ctx, r.ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := jing.CloseEarly(ctx, r.Revision(), model.Withdrawn); err != nil {
		t.Fatal(err)
	}
	_, err = fang.Claim(ctx, o.Revision())
	var moved *desk.MovedOnError
	if !errors.As(err, &moved) || len(moved.Since) != 1 || moved.Since[0].Action != model.ActCloseEarly {
		t.Fatalf("%v, since %+v", err, moved)
	}
	if _, text := Sentence(err); !strings.Contains(text, r.Reference) ||
		!strings.Contains(text, "Closed early: withdrawn") {
		t.Errorf("told: %s", text)
	}
	if told := o.Told(err); told.Revision() != moved.Now.Revision() || o.Revision() != r.Revision() {
		t.Errorf("a form goes on with %v, every other screen with %v", told.Revision(), o.Revision())
	}
	other := o
	other.Request.ID++
	if told := other.Told(err); told.Revision() != o.Revision() {
		t.Errorf("another request was taken up: %v", told.Revision())
	}
}
