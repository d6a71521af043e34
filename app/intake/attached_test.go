package intake_test

import (
	"context"
	"slices"
	"testing"

	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/look"
)

func TestWhatComesWithARequestIsLookedAt(t *testing.T) {
	ctx := context.Background()
	d := desktest.New(t, "sqlite")
	fang := d.Add(t, "fang", model.RoleAgent)
	sub := desktest.Submission()
	sub.Attachments = []record.Attachment{{Name: "proof.png", Type: "image/png",
		Data: append([]byte("MZ"), make([]byte, 200)...)},
		{Name: "letter.txt", Type: "text/plain", Data: []byte("my letter")}}
	r, err := intake.Take(ctx, fang, sub)
	if err != nil {
		t.Fatal(err)
	}
	a, err := intake.Arrival(ctx, fang, r.ID)
	if err != nil || len(a.Attachments) != 2 {
		t.Fatalf("%+v, %v", a, err)
	}
	if l := a.Attachments[0].Looked; !l.Differs || !slices.Equal(l.Active, []look.Active{look.Program}) {
		t.Errorf("a program that calls itself a picture: %+v", l)
	}
	if l := a.Attachments[1].Looked; l.Differs || len(l.Active) > 0 || l.Type != "text/plain" {
		t.Errorf("a letter: %+v", l)
	}
}
