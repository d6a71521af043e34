package desk

import (
	"context"
	"errors"
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/identifier"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/casefile"
	"orangelab.cn/rightsdesk/store/requests"
	"orangelab.cn/rightsdesk/store/setup"
)

// Errors of two requests that may be one.
var (
	ErrNoTwin = errors.New(
		"the two requests share no identifier, or ask for something else, or came too far apart")
	ErrLaterMerges  = errors.New("the request that came in first stays: its clock runs already")
	ErrProofDiffers = errors.New("one of the two is proven and the other is not: prove it first; an unverified request neither swallows a verified one nor rides on it")
	ErrOtherAsker   = errors.New("somebody else asks in the other request: each is answered for itself")
	ErrOtherClosed  = errors.New("the other request is closed: what was asked again is answered for itself")
)

// Twin is another request that may be the same person's for the same.
type Twin struct {
	Request model.Request
	By      []identifier.LookupKind // the identifiers that both have
	Mark    model.TwinMark
}

// maxTwins bounds how many requests one is compared with.
const maxTwins = 20

// twinsOf finds the requests that may be one with r: any shared identifier, the same kind, received within the window
// of the organisation. Each is read with its own tally, so that a forged look-up brings nobody in.
func twinsOf(v *store.View, r model.Request) (list []Twin, err error) {
	o, err := setup.Organisation(v)
	if err != nil {
		return nil, err
	}
	ids, err := casefile.SameKindSharing(v, r, o.TwinWindow(), maxTwins)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		other, err := requests.Read(v, id)
		if err != nil {
			return nil, err
		}
		if by := r.Subject.Shared(other.Subject); len(by) > 0 && other.Kind == r.Kind {
			list = append(list, Twin{Request: other, By: by,
				Mark: model.TwinMark{Request: id, Reference: other.Reference}})
		}
	}
	return list, nil
}

// NoteTwins keeps which requests may be one with r, as they are recognised now; what somebody decided about them stays.
// Whoever adds an identifier calls it, so that a request that becomes a twin is named as one.
func NoteTwins(tx *store.Tx, r model.Request, detail map[string]any) error {
	twins, err := twinsOf(tx.View, r)
	if err != nil {
		return err
	}
	var marks []model.TwinMark
	if _, err := casefile.Part(tx.View, r.ID, casefile.PartTwins, &marks); err != nil {
		return err
	}
	for _, t := range twins {
		if t.Request.Open() &&
			!slices.ContainsFunc(marks, func(m model.TwinMark) bool { return m.Request == t.Request.ID }) {
			marks = append(marks, t.Mark)
			said, _ := detail["twin"].(string)
			detail["twin"] = strings.TrimPrefix(said+", "+t.Request.Reference, ", ")
		}
	}
	if len(marks) == 0 {
		return nil
	}
	return casefile.SavePart(tx, r.ID, casefile.PartTwins, marks)
}

// Twins reads the requests that may be one with a request, the closed ones too.
func (s *Session) Twins(ctx context.Context, request int64) (list []Twin, err error) {
	err = s.Read(ctx, model.ActReadRequest, func(v *store.View) error {
		r, err := requests.Read(v, request)
		if err != nil {
			return err
		}
		if list, err = twinsOf(v, r); err != nil {
			return err
		}
		var marks []model.TwinMark
		if _, err := casefile.Part(v, request, casefile.PartTwins, &marks); err != nil {
			return err
		}
		for i := range list {
			for _, m := range marks {
				if m.Request == list[i].Request.ID {
					list[i].Mark = m
				}
			}
		}
		return nil
	})
	return list, err
}

// KeepApart records that two requests that were taken for one, both as they were seen, are two.
func (s *Session) KeepApart(ctx context.Context, seen, other model.Revision) (model.Request, error) {
	return s.Change(ctx, model.ActKeepApart, seen, ByHolder, func(c *Change) error {
		if _, err := s.second(c, other); err != nil {
			return err
		}
		twins, err := twinsOf(c.Tx.View, c.Request)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(twins, func(t Twin) bool { return t.Request.ID == other.Request })
		if i < 0 {
			return ErrNoTwin
		}
		var marks []model.TwinMark
		if _, err := casefile.Part(c.Tx.View, c.Request.ID, casefile.PartTwins, &marks); err != nil {
			return err
		}
		mark := twins[i].Mark
		mark.ApartBy, mark.ApartAt = s.staff.ID, s.Now()
		marks = append(slices.DeleteFunc(marks, func(m model.TwinMark) bool { return m.Request == other.Request }),
			mark)
		c.Detail["apart"] = mark.Reference
		return casefile.SavePart(c.Tx, c.Request.ID, casefile.PartTwins, marks)
	})
}

// Merge closes a request as a duplicate of one that came in before, both as they were seen. Nothing of either is
// copied, moved or hidden: each keeps its history and names the other. It fails with ErrNoTwin, ErrLaterMerges,
// ErrProofDiffers, ErrOtherAsker or ErrOtherClosed where they are not to be one.
func (s *Session) Merge(ctx context.Context, duplicate, into model.Revision) (model.Request, error) {
	return s.Change(ctx, model.ActMerge, duplicate, ByHolder, func(c *Change) error {
		other, err := s.second(c, into)
		if err != nil {
			return err
		}
		if err := mergeable(c.Tx.View, c.Request, other); err != nil {
			return err
		}
		if err := c.Move(model.ClosedEarly); err != nil {
			return err
		}
		c.Request.Outcome = model.Duplicate
		c.Detail["outcome"], c.Detail["into"] = string(model.Duplicate), other.Reference
		if err := casefile.TieTogether(c.Tx, c.Request.ID, model.TieDuplicate, other.ID, model.TieMerged); err != nil {
			return err
		}
		return c.Other(other.ID, model.ActMerge, func(o *Change) (bool, error) {
			o.Detail["merged"] = c.Request.Reference
			return true, nil // another version, which whoever has it open is told
		})
	})
}

// mergeable says why a request cannot be closed as a duplicate of another.
func mergeable(v *store.View, r, into model.Request) error {
	o, err := setup.Organisation(v)
	if err != nil {
		return err
	}
	apart := r.ReceivedAt.Sub(into.ReceivedAt)
	switch {
	case r.ID == into.ID, r.Kind != into.Kind, len(r.Subject.Shared(into.Subject)) == 0, apart.Abs() > o.TwinWindow():
		return ErrNoTwin
	case apart < 0, apart == 0 && r.ID < into.ID:
		return ErrLaterMerges
	}
	return MayMerge(r, into)
}

// MayMerge says why a request cannot be closed as a duplicate of a twin that came in before it; nil where it can.
func MayMerge(r, into model.Request) error {
	switch {
	case r.Proven() != into.Proven():
		return ErrProofDiffers
	case r.RequesterKind != into.RequesterKind || r.RequesterKind != model.Self && r.Requester != into.Requester:
		return ErrOtherAsker
	case !into.Open():
		return ErrOtherClosed
	}
	return nil
}

// second reads another request that a change is about too, as it was seen.
func (s *Session) second(c *Change, seen model.Revision) (model.Request, error) {
	other, err := requests.ForUpdate(c.Tx, seen.Request)
	if err != nil {
		return other, err
	}
	return other, s.unmoved(c.Tx.View, other, seen)
}
