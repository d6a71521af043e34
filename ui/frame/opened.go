package frame

import (
	"context"

	"orangelab.cn/rightsdesk/app/opened"
	"orangelab.cn/rightsdesk/model"
)

// Opened is an open request as it was read in one go, off the UI goroutine. It is never changed. Whatever a screen
// hands to the application about a request comes from the Opened that it was drawn from.
type Opened struct {
	opened.Opened
	sight *sight
}

// Load reads an open request.
func (f *Frame) Load(ctx context.Context, id int64) (Opened, error) {
	o, err := opened.Read(ctx, f.Session, id)
	return Opened{o, &sight{rev: o.Request.Revision()}}, err
}

// Mine reports whether the signed-in member of staff works on the request or may simply begin to. Nothing is an
// auditor's.
func (f *Frame) Mine(r model.Request) bool {
	return f.May(model.ActClaim) && (r.Holder == "" || r.Holder == f.Session.Staff().ID)
}

// Second reports whether the signed-in member of staff may approve what stands in review.
func (f *Frame) Second(r model.Request) bool {
	return model.SecondPerson(f.Session.Staff().ID, r.PreparedBy) && f.Mine(r)
}
