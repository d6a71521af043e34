package intake

import (
	"context"
	"reflect"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/model"
)

// Triage settles what a request is and whose, and puts right when it came in where the submission names another time;
// then who asks is proven, where that needs proof.
func Triage(ctx context.Context, s *desk.Session, rev model.Revision, sub record.Submission) (model.Request, error) {
	if err := s.Allow(ctx, model.ActTriage); err != nil {
		return model.Request{}, err
	}
	if err := sub.Check(s.Now()); err != nil {
		return model.Request{}, err
	}
	return s.Change(ctx, model.ActTriage, rev, desk.ByHolder, func(c *desk.Change) error {
		r := &c.Request
		was := *r
		if err := receiveAgain(r, sub.ReceivedAt, s.Now(), c.Detail); err != nil {
			return err
		}
		r.Kind, r.RequesterKind, r.Subject = sub.Kind, sub.Requester, sub.Subject
		r.SetExtent(sub.Extent())
		r.Requester = model.Requester{Name: sub.RequesterName, Contact: sub.RequesterContact}
		r.Body = sub.Body
		r.LevelNeeded = levelOf(s.Rules(), r.Kind, r.Sensitive, r.RequesterKind, r.Subject, s.Now())
		c.Detail["kind"], c.Detail["level"] = string(r.Kind), int(r.LevelNeeded)
		tellSettled(c.Detail, was, *r)
		if err := c.Move(model.Triaged); err != nil || r.LevelReached < r.LevelNeeded {
			return err
		}
		return c.Move(model.LevelReached) // what needs no proof, a complaint, waits for none
	})
}

// tellSettled says in an entry what was settled otherwise than the request came in: old codes and new, and of the
// person only that something changed.
func tellSettled(detail map[string]any, was, now model.Request) {
	if was.Kind != now.Kind {
		detail["kind_was"] = string(was.Kind)
	}
	if was.RequesterKind != now.RequesterKind {
		detail["requester_was"], detail["requester"] = string(was.RequesterKind), string(now.RequesterKind)
	}
	if was.Sensitive != now.Sensitive {
		detail["sensitive_was"], detail["sensitive"] = was.Sensitive, now.Sensitive
	}
	if was.Extent() != now.Extent() {
		detail["extent_was"], detail["extent"] = string(was.Extent()), string(now.Extent())
	}
	if !reflect.DeepEqual(was.Subject, now.Subject) || was.Requester != now.Requester {
		detail["person_changed"] = true
	}
	if was.Body != now.Body {
		detail["words_changed"] = true
	}
}
