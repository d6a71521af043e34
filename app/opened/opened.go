// Package opened reads a request with everything that is shown of it, from one and the same state of the desk.
package opened

import (
	"context"
	"errors"
	"time"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/collect"
	records "orangelab.cn/rightsdesk/app/compliance"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/app/identity"
	"orangelab.cn/rightsdesk/app/incident"
	"orangelab.cn/rightsdesk/app/intake"
	library "orangelab.cn/rightsdesk/app/policy"
	"orangelab.cn/rightsdesk/app/remark"
	"orangelab.cn/rightsdesk/app/result"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/compliance"
	facts "orangelab.cn/rightsdesk/model/incident"
	"orangelab.cn/rightsdesk/model/policy"
)

// Opened is everything that an open request shows. It is never changed: when the request is read again there is a new
// one.
type Opened struct {
	Request  model.Request
	Standing identity.Standing
	// Results are nil before the first collect and before the identity level is reached.
	Results  *collect.Results
	Sent     fulfil.Sent
	Letters  []fulfil.Written
	Comments []model.Comment
	Log      []model.Entry // newest first
	// Arrival is how the request came in: what may not be so, and what came with it.
	Arrival model.Arrival
	Links   []model.Link
	// Incidents are those that it is linked to, by reference.
	Incidents []facts.Incident
	// Jots are what the signed-in member of staff was typing, see desk.Session.Jots.
	Jots map[string]string
	// Absences are who is away now or will be.
	Absences []model.Absence
	Twins    []desk.Twin // requests that may be one with it
	// Extensible is whether its answer can be put off.
	Extensible fulfil.Extensible
	// Resettled is how the request was settled again; Misled when an acknowledgement went out that names another kind
	// of request than it is settled as now, zero where none did.
	Resettled []model.Resettlement
	Misled    time.Time

	Result    model.Result // what came of the request so far; every count and outcome is read from it
	Refusals  model.Refusals
	Proposals fulfil.Proposals
	Digest    string // of what stands in review, for whoever approves it

	// Plan, Tasks and Certificates are those of a kind that changes something; Plan is nil before the first.
	Plan         *change.Plan
	Tasks        []model.Task
	Certificates []result.Certified
	// Masked reports that the values which the plan writes are to be revealed before it is approved.
	Masked   bool
	FollowUp model.FollowUp    // what was done about a complaint or a call for help
	Ways     compliance.Record // those that people have themselves in the product; no number: none are recorded
	Fee      compliance.Record // for the request; no number: it costs nothing
	Cited    *policy.Citation  // what of the privacy statement it falls under; nil: none was in force
}

// maxLog is how many entries an open request shows.
const maxLog = 200

// Read reads an open request in one transaction.
func Read(ctx context.Context, s *desk.Session, request int64) (o Opened, err error) {
	err = s.AtOnce(ctx, model.ActReadRequest, func(ctx context.Context) error {
		o = Opened{}
		if o.Request, err = s.Request(ctx, request); err != nil {
			return err
		}
		return o.read(ctx, s)
	})
	return o, err
}

func (o *Opened) read(ctx context.Context, s *desk.Session) error {
	id := o.Request.ID
	if err := errors.Join(
		to(&o.Standing)(identity.Read(ctx, s, id)),
		to(&o.Sent)(fulfil.ReadSent(ctx, s, id)),
		to(&o.Letters)(fulfil.Letters(ctx, s, id)),
		to(&o.Comments)(remark.Comments(ctx, s, id)),
		to(&o.Arrival)(intake.Arrival(ctx, s, id)),
		to(&o.Links)(collect.Links(ctx, s, id)),
		to(&o.Incidents)(incident.OfRequest(ctx, s, id)),
		to(&o.Absences)(s.Absences(ctx)),
		to(&o.Jots)(remark.Jots(ctx, s, id)),
		to(&o.Twins)(s.Twins(ctx, id)),
		to(&o.Extensible)(fulfil.ReadExtensible(ctx, s, id)),
		to(&o.Resettled)(intake.ReadResettled(ctx, s, id)),
		to(&o.Misled)(fulfil.Misacknowledged(ctx, s, id)),
		to(&o.Ways)(records.Ways(ctx, s, o.Request.Product)),
		to(&o.Fee)(records.Fee(ctx, s, o.Request.Reference)),
		to(&o.Cited)(library.Cited(ctx, s, id)),
		to(&o.Log)(s.Log(ctx, id, 0, maxLog)),
		to(&o.Refusals)(change.ReadRefusals(ctx, s, id)),
		to(&o.Proposals)(fulfil.ReadProposals(ctx, s, id)),
		to(&o.Result)(result.Read(ctx, s, id)),
	); err != nil {
		return err
	}
	results, err := collect.Read(ctx, s, id)
	if err == nil {
		o.Results = &results
	} else if !errors.Is(err, collect.ErrLevel) && !errors.Is(err, collect.ErrNoRun) {
		return err
	}
	if o.Request.Status == model.Review {
		if o.Digest, err = change.Digest(ctx, s, id); err != nil {
			return err
		}
	}
	switch kind := o.Request.Kind; {
	case kind.Changes():
		return o.readChange(ctx, s)
	case kind.FollowsUp():
		o.FollowUp, err = result.ReadFollowUp(ctx, s, id)
		return err
	}
	return nil
}

// HolderAway returns how long who holds the request is away at a moment; the zero Absence where they are here, or
// nobody holds it.
func (o Opened) HolderAway(now time.Time) model.Absence {
	for _, a := range o.Absences {
		if a.Staff == o.Request.Holder && a.Lasts(now) {
			return a
		}
	}
	return model.Absence{}
}

func (o *Opened) readChange(ctx context.Context, s *desk.Session) error {
	id := o.Request.ID
	if err := errors.Join(to(&o.Tasks)(change.Tasks(ctx, s, id)),
		to(&o.Certificates)(result.Certificates(ctx, s, id))); err != nil {
		return err
	}
	if o.Request.Step == model.StepSignPlan {
		var err error
		if o.Masked, err = change.MasksPlan(ctx, s, id); err != nil {
			return err
		}
	}
	plan, err := change.ReadPlan(ctx, s, id)
	if errors.Is(err, change.ErrNoPlan) || errors.Is(err, collect.ErrLevel) {
		return nil
	}
	o.Plan = &plan
	return err
}

// to keeps a value where it belongs and hands on its error.
func to[T any](at *T) func(T, error) error {
	return func(v T, err error) error {
		*at = v
		return err
	}
}
