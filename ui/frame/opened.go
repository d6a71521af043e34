package frame

import (
	"context"
	"errors"

	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/app/identity"
	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
)

// Opened is everything an open request shows, read in one go off the UI goroutine. It is never changed: when the request is
// read again there is a new one. Whatever a screen hands to the application about a request comes from the Opened that it
// was drawn from.
type Opened struct {
	Request  model.Request
	Standing identity.Standing
	// Results are nil before the first collect and before the identity level is reached.
	Results  *fulfil.Results
	Sent     fulfil.Sent
	Letters  []fulfil.Written
	Comments []store.Comment
	Log      []store.Entry
	// Arrival is how the request came in: what may not be so, and what came with it.
	Arrival model.Arrival
	sight   *sight
}

// maxLog is how many entries an open request shows.
const maxLog = 200

// Load reads an open request.
func (f *Frame) Load(ctx context.Context, id int64) (o Opened, err error) {
	s := f.Session
	if o.Request, err = s.Request(ctx, id); err != nil {
		return o, err
	}
	o.sight = &sight{rev: o.Request.Revision()}
	if o.Standing, err = identity.Read(ctx, s, id); err != nil {
		return o, err
	}
	results, err := fulfil.Read(ctx, s, id)
	switch {
	case err == nil:
		o.Results = &results
	case !errors.Is(err, fulfil.ErrLevel) && !errors.Is(err, fulfil.ErrNoRun):
		return o, err
	}
	if o.Sent, err = fulfil.ReadSent(ctx, s, id); err != nil {
		return o, err
	}
	if o.Letters, err = fulfil.Letters(ctx, s, id); err != nil {
		return o, err
	}
	if o.Comments, err = fulfil.Comments(ctx, s, id); err != nil {
		return o, err
	}
	if o.Arrival, err = intake.Arrival(ctx, s, id); err != nil {
		return o, err
	}
	o.Log, err = s.Log(ctx, id, 0, maxLog)
	return o, err
}

// Mine reports whether the signed-in member of staff works on the request or may simply begin to. Nothing is an auditor's.
func (f *Frame) Mine(r model.Request) bool {
	return f.May(model.ActClaim) && (r.Holder == "" || r.Holder == f.Session.Staff().ID)
}

// Second reports whether the signed-in member of staff may approve what stands in review.
func (f *Frame) Second(r model.Request) bool {
	return model.SecondPerson(f.Session.Staff().ID, r.PreparedBy) && f.Mine(r)
}
