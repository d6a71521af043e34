package fulfil_test

import (
	"errors"
	"slices"
	"testing"

	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/app/remark"
	"orangelab.cn/rightsdesk/model"
)

// byMail is how the letters of these tests reach the person.
// onFile is a reason for sending something to a place that the request does not name.
var onFile = model.Elsewhere{Why: model.ElsewhereOnFile, Text: "the shop holds it"}

var byMail = fulfil.Closing{Way: "email", To: "wang.ming@163.com"}

func TestARequestIsClosedOnlyWithHowItsLetterWentOrWhyItDidNot(t *testing.T) {
	for _, tt := range []struct {
		name string
		how  fulfil.Closing
		want error
		way  string // in the model.Entry
	}{
		{"nothing said", fulfil.Closing{}, fulfil.ErrNoWay, ""},
		{"a way that is none", fulfil.Closing{Way: "pigeon", To: "the roof"}, fulfil.ErrNoWay, ""},
		{"nobody to whom", fulfil.Closing{Way: "email", To: " "}, fulfil.ErrNoAddressee, ""},
		{"a masked address", fulfil.Closing{Way: "email", To: "w***@163.com"}, fulfil.ErrAddressee, ""},
		{"an address behind a masked one", fulfil.Closing{Way: "post", To: "w***@163.comwang.ming@163.com"},
			fulfil.ErrAddressee, ""},
		{"two addresses in one", fulfil.Closing{Way: "email", To: "wang.ming@163.comwang.ming@163.com"},
			fulfil.ErrAddressee, ""},
		{"sent and not sent", fulfil.Closing{Way: "email", To: "wang.ming@163.com", Unsent: "she moved"},
			fulfil.ErrNoWay, ""},
		{"sent", byMail, nil, "email"},
		{"not sent, with a reason", fulfil.Closing{Unsent: "the person read it at the counter and wanted no copy"}, nil,
			"none"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := newOffice(t, "sqlite")
			r, _ := o.erased(t, eraseHeld, nil)
			o.letters(t, r.ID, "")
			closed, err := fulfil.Close(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), tt.how)
			if !errors.Is(err, tt.want) || (closed.Status == model.Closed) != (tt.want == nil) {
				t.Fatalf("%s, %v", closed.Status, err)
			}
			sent, err := fulfil.ReadSent(ctx, o.agent, r.ID)
			if err != nil {
				t.Fatal(err)
			}
			comments, err := remark.Comments(ctx, o.agent, r.ID)
			if err != nil {
				t.Fatal(err)
			}
			if tt.want != nil {
				if len(sent.Deliveries) > 0 {
					t.Errorf("recorded %+v", sent.Deliveries)
				}
				return
			}
			if sent.Way("letter") != tt.how.Way || (tt.how.Way != "" && sent.Deliveries[0].To != tt.how.To) {
				t.Errorf("recorded %+v", sent.Deliveries)
			}
			said := false
			for _, c := range comments {
				said = said || c.Text == tt.how.Unsent
			}
			if said != (tt.how.Unsent != "") {
				t.Errorf("the reason is not kept: %+v", comments)
			}
			log, err := o.agent.Log(ctx, r.ID, 0, 100)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.ContainsFunc(log,
				func(e model.Entry) bool { return e.Action == model.ActClose && e.Detail["way"] == tt.way }) {
				t.Errorf("no entry says that it was closed, %s", tt.way)
			}
		})
	}
}
