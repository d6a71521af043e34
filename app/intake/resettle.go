package intake

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/casefile"
	"orangelab.cn/rightsdesk/store/papers"
	"orangelab.cn/rightsdesk/store/runs"
)

// Errors of settling again.
var (
	ErrWhyAgain      = errors.New("say why it was settled wrongly: whoever looks at it later needs the reason")
	ErrSameKind      = errors.New("this is what the request is settled as already")
	ErrWritten       = errors.New("something was approved, written or sent for this request already: what it was settled as stays; take in a new request")
	ErrNotSettledYet = errors.New("only a request that was settled and is not in review can be settled again")
)

// Resettle settles again what a request asks for, and how far a copy reaches, where that was settled wrongly:
// with a reason, and while nothing has been approved, written or sent. Who it is about and who asks stay, and with them
// what was proven; what was collected, settled and planned for the wrong kind falls away.
func Resettle(ctx context.Context, s *desk.Session, rev model.Revision, kind model.Kind, extent model.Extent,
	reason string) (model.Request, error) {
	if err := s.Allow(ctx, model.ActResettle); err != nil {
		return model.Request{}, err
	}
	if reason = strings.TrimSpace(reason); reason == "" {
		return model.Request{}, ErrWhyAgain
	}
	if !kind.Valid() {
		return model.Request{}, record.Wrong("kind", "is no kind of request")
	}
	return s.Change(ctx, model.ActResettle, rev, desk.ByHolder, func(c *desk.Change) error {
		r := &c.Request
		if r.Kind == kind && r.Extent() == extent {
			return ErrSameKind
		}
		if err := unwritten(c); err != nil {
			return err
		}
		was := *r
		r.Kind = kind
		r.SetExtent(extent)
		r.LevelNeeded = levelOf(s.Rules(), kind, r.Sensitive, r.RequesterKind, r.Subject, s.Now())
		r.PreparedBy, r.ReviewedBy, r.MissingBy = "", "", ""
		if err := c.Move(model.Resettled); err != nil {
			return ErrNotSettledYet
		}
		if r.LevelReached < r.LevelNeeded {
			r.VerifiedAt = time.Time{}
		} else if err := c.Move(model.LevelReached); err != nil {
			return err
		}
		c.Detail["kind"], c.Detail["level"], c.Detail["from"] = string(kind), int(r.LevelNeeded), string(was.Status)
		tellSettled(c.Detail, was, *r)
		for _, part := range casefile.PartsOfKind {
			if err := casefile.DropPart(c.Tx, r.ID, part); err != nil {
				return err
			}
		}
		// letters about what was settled before
		if err := casefile.DropPart(c.Tx, r.ID, casefile.PartProposals); err != nil {
			return err
		}
		if err := keepResettled(c,
			model.Resettlement{At: s.Now(), By: s.Staff().ID, Was: was.Kind, Now: kind, Reason: reason}); err != nil {
			return err
		}
		return errors.Join(runs.DropPlan(c.Tx, r.ID), runs.DropRuns(c.Tx, r.ID))
	})
}

// keepResettled keeps with the request how it was settled again; the log has the kinds.
func keepResettled(c *desk.Change, again model.Resettlement) error {
	var all []model.Resettlement
	if _, err := casefile.Part(c.Tx.View, c.Request.ID, casefile.PartResettled, &all); err != nil {
		return err
	}
	return casefile.SavePart(c.Tx, c.Request.ID, casefile.PartResettled, append(all, again))
}

// ReadResettled reads how a request was settled again, oldest first.
func ReadResettled(ctx context.Context, s *desk.Session, request int64) (all []model.Resettlement, err error) {
	err = s.Read(ctx, model.ActReadRequest, func(v *store.View) error {
		_, err := casefile.Part(v, request, casefile.PartResettled, &all)
		return err
	})
	return all, err
}

// unwritten refuses where something was approved, written to a source, packed or sent for the request. A letter on the
// way to the answer, such as an acknowledgement, is corrected by another one.
func unwritten(c *desk.Change) error {
	plans, err := runs.Plans(c.Tx.View, c.Request.ID)
	if err != nil {
		return err
	}
	packets, err := papers.Packets(c.Tx.View, c.Request.ID)
	if err != nil {
		return err
	}
	sent, err := papers.Deliveries(c.Tx.View, c.Request.ID)
	if err != nil {
		return err
	}
	answered := slices.ContainsFunc(sent, func(d model.Delivery) bool { return d.What != "letter" || d.Letter == "" })
	if answered || len(packets) > 0 || slices.ContainsFunc(plans, model.Plan.Signed) {
		return ErrWritten
	}
	return nil
}
