package identity

import (
	"reflect"
	"slices"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/proven"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store/casefile"
)

// share lets the requests that one person asked for together have what proves who asks: they are proven once. It goes
// into each that is still being proven and names the very same person and asker; what was settled otherwise since is
// left alone.
func share(c *desk.Change) error {
	links, err := casefile.Links(c.Tx.View, c.Request.ID)
	if err != nil {
		return err
	}
	for _, l := range links {
		if l.Why != model.TieAlso || l.Status != model.Verifying {
			continue
		}
		if err := c.Other(l.Request, model.ActIdentity, func(other *desk.Change) (bool, error) {
			return Take(other, c.Request)
		}); err != nil {
			return err
		}
	}
	return nil
}

// Take gives a request what was brought forward for another one that the same person asked for with it, and reports
// whether that was anything. A code that waits to be checked stays with the request it was sent for.
func Take(c *desk.Change, from model.Request) (took bool, err error) {
	if c.Request.Status != model.Verifying || !sameAsker(c.Request, from) {
		return false, nil
	}
	theirs, err := casefile.EvidenceOf(c.Tx.View, from.ID)
	if err != nil {
		return false, err
	}
	own, err := casefile.EvidenceOf(c.Tx.View, c.Request.ID)
	if err != nil {
		return false, err
	}
	of, err := proven.ProofsOf(c.Tx.View, from.ID)
	if err != nil {
		return false, err
	}
	for _, e := range theirs {
		if e.Result == model.Pending ||
			slices.ContainsFunc(own, func(o model.EvidenceRecord) bool { return o.Evidence == e.Evidence }) {
			continue
		}
		id, err := casefile.AddEvidence(c.Tx, c.Request.ID, e.Evidence, time.Time{}, "", e.Note)
		if err != nil {
			return false, err
		}
		if spoken, some := of.Of[e.ID]; some {
			if err := speaks(c, id, spoken); err != nil {
				return false, err
			}
		}
		took = true
	}
	if !took {
		return false, nil
	}
	if len(of.Taken) > 0 {
		mine, err := proven.ProofsOf(c.Tx.View, c.Request.ID)
		if err != nil {
			return false, err
		}
		mine.Taken = of.Taken
		if err := casefile.SavePart(c.Tx, c.Request.ID, casefile.PartProofs, mine); err != nil {
			return false, err
		}
	}
	c.Detail["from"] = from.Reference
	return true, reach(c)
}

// sameAsker reports whether two requests are by the same person about the same person, in every field.
func sameAsker(a, b model.Request) bool {
	return a.RequesterKind == b.RequesterKind && a.Requester == b.Requester && reflect.DeepEqual(a.Subject, b.Subject)
}

// reach moves a request on where what was brought forward reaches the level that it needs.
func reach(c *desk.Change) error {
	now, err := standing(c.Tx.View, c.Request, c.Session.Today())
	if err != nil {
		return err
	}
	c.Request.LevelReached = now.Reached
	c.Detail["level"] = int(now.Reached)
	if now.Reached < c.Request.LevelNeeded {
		return nil
	}
	c.Request.VerifiedAt = c.Session.Now()
	return c.Move(model.LevelReached)
}
