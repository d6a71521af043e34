package fulfil

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/app/result"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/casefile"
	"orangelab.cn/rightsdesk/store/papers"
	"orangelab.cn/rightsdesk/store/requests"
)

// ErrNoProposal says that a letter does not wait for anybody any more.
var ErrNoProposal = errors.New("this letter waits for nobody any more: it was approved, taken back or written anew")

// Proposed is a letter that waits for a second person as it is shown to them, or an extension that is approved and not
// told.
type Proposed struct {
	Written
	ApprovedBy string // staff ID; empty while it waits
	Digest     string // of exactly this text, for whoever approves it; empty once it is approved
	Together   int    // how many requests it answers; 0 for one
}

// Proposals are the letters of a request that wait for something, and what can be done meanwhile.
type Proposals struct {
	List []Proposed
	// Meanwhile is the next step of the request itself, for whoever does not wait for a letter.
	Meanwhile model.Step
	// Returned are those that a second person gave back, until they are handed over again.
	Returned []Returned
}

// Waiting returns the proposal that the next step is about: one that waits for a second person before one that is
// approved.
func (p Proposals) Waiting() (Proposed, bool) {
	for _, waits := range []bool{true, false} {
		for _, l := range p.List {
			if (l.ApprovedBy == "") == waits {
				return l, true
			}
		}
	}
	return Proposed{}, false
}

// unbacked reports whether a letter says something that stands behind no computed fact and that nobody has approved:
// the own words of its author, the reason and day of an extension, who else holds the data. It needs a second person.
func unbacked(kind letter.Kind, facts letter.Data) bool {
	return kind == letter.Extended || kind == letter.Redirected || len(facts.Own) > 0
}

// waitForSecond lets a letter wait for a second person, in place of one that was proposed for the same. It stands in
// the list of everybody who can release it, whoever holds the request, which stays with its author; one in review is
// for whoever looks at that to take.
func waitForSecond(c *desk.Change, p model.Proposal) error {
	list, err := proposals(c.Tx.View, c.Request.ID)
	if err != nil {
		return err
	}
	answers := letter.Kind(p.Kind).Answers()
	replaced := func(o model.Proposal) bool {
		return o.Kind == p.Kind || answers && letter.Kind(o.Kind).Answers()
	}
	for _, o := range list {
		if !replaced(o) {
			continue
		}
		if err := withEach(c, o, model.ActReturnText, dropProposal); err != nil {
			return err
		}
	}
	list = slices.DeleteFunc(list, replaced)
	c.Detail["waits"] = true
	if c.Request.Status == model.Review {
		c.Request.Holder = ""
		delete(c.Detail, "claimed")
	}
	return casefile.SavePart(c.Tx, c.Request.ID, casefile.PartProposals, append(list, p))
}

func proposals(v *store.View, request int64) (list []model.Proposal, err error) {
	_, err = casefile.Part(v, request, casefile.PartProposals, &list)
	return list, err
}

// keepProposals keeps those that are left.
func keepProposals(c *desk.Change, list []model.Proposal) error {
	if len(list) == 0 {
		return casefile.DropPart(c.Tx, c.Request.ID, casefile.PartProposals)
	}
	return casefile.SavePart(c.Tx, c.Request.ID, casefile.PartProposals, list)
}

// textDigest names exactly the text of a letter, in every form in which it goes out, and what it was written from.
func textDigest(v *store.View, l papers.Letter) string {
	h := v.Digest("letter")
	fmt.Fprintf(h, "%s %s %s %d\n%s", l.ID, l.Kind, l.Lang, len(l.Data), l.Data)
	return hex.EncodeToString(h.Sum(nil))
}

func letterOf(p model.Proposal) papers.Letter {
	return papers.Letter{ID: p.ID, Kind: p.Kind, Lang: p.Lang, At: p.At, By: p.By, Data: p.Text}
}

// ReadProposals reads the letters of a request that wait.
func ReadProposals(ctx context.Context, s *desk.Session, request int64) (out Proposals, err error) {
	err = s.Read(ctx, model.ActReadRequest, func(v *store.View) error {
		r, err := requests.Read(v, request)
		if err != nil {
			return err
		}
		if out.Returned, err = returned(v, r); err != nil {
			return err
		}
		list, err := proposals(v, request)
		if err != nil || len(list) == 0 {
			return err
		}
		for _, p := range list {
			l := letterOf(p)
			if !p.Waits() {
				if l, err = papers.ReadLetter(v, request, p.ID); err != nil {
					return err
				}
			}
			w, err := openLetter(l, s.Rules().Location())
			if err != nil {
				return err
			}
			k, err := openKept(l)
			if err != nil {
				return err
			}
			one := Proposed{Written: w, ApprovedBy: p.ApprovedBy}
			if k.Shared != nil {
				one.Together = len(k.Shared.Requests)
			}
			if p.Waits() {
				if one.Digest, err = seenDigest(v, request, p); err != nil {
					return err
				}
			}
			out.List = append(out.List, one)
		}
		out.Meanwhile, err = desk.WorkStep(v, r, s.Now())
		return err
	})
	return out, err
}

// ApproveLetter lets a letter go out: by a second person, who has read exactly this text. It is kept as its author's;
// one that answers several requests is approved, and kept, for all of them or for none.
func ApproveLetter(ctx context.Context, s *desk.Session, rev model.Revision, id,
	seen string) (model.Request, error) {
	return s.Change(ctx, model.ActApproveText, rev, desk.ByAnyone, func(c *desk.Change) error {
		list, i, err := proposalOf(c, id)
		if err != nil {
			return err
		}
		p := list[i]
		if !p.Waits() {
			return ErrNoProposal
		}
		if !model.SecondPerson(s.Staff().ID, p.By) {
			return desk.ErrOwnWork
		}
		digest, err := seenDigest(c.Tx.View, c.Request.ID, p)
		if err != nil {
			return err
		}
		if digest == "" {
			return ErrOldAnswer
		}
		if digest != seen {
			return change.ErrReviewChanged
		}
		return withEach(c, p, model.ActApproveText, approve)
	})
}

// approve keeps a letter that waits, signed by whoever makes the change.
func approve(c *desk.Change, p model.Proposal) error {
	list, i, err := proposalOf(c, p.ID)
	if err != nil {
		return err
	}
	l := letterOf(p)
	if err := current(c, l); err != nil {
		return err
	}
	digest := textDigest(c.Tx.View, l)
	if err := c.Sign(model.ActApproveText, p.ID, digest); err != nil {
		return err
	}
	if err := papers.SaveLetter(c.Tx, c.Request.ID, l); err != nil {
		return err
	}
	if err := dropDrafts(c, l); err != nil {
		return err
	}
	c.Detail["letter"], c.Detail["digest"] = p.Kind, digest
	backTo(c, p.By)
	if letter.Kind(p.Kind) == letter.Extended {
		list[i].ApprovedBy, list[i].Text = c.Session.Staff().ID, nil // its delivery moves the clock
	} else {
		list = slices.Delete(list, i, i+1)
	}
	return keepProposals(c, list)
}

// dropDrafts forgets what was typed for a letter that is kept.
func dropDrafts(c *desk.Change, l papers.Letter) error {
	k, err := openKept(l)
	if err == nil && k.Shared != nil {
		err = dropTyped(c, l.By, letter.Common)
	}
	return errors.Join(err, dropTyped(c, l.By, letter.Kind(l.Kind)))
}

// backTo gives a request that nobody holds back to the author of its letter.
func backTo(c *desk.Change, author string) {
	if c.Request.Holder == "" && c.Request.Status != model.Review {
		c.Request.Holder = author
	}
}

// dropProposal takes a letter out of those that wait.
func dropProposal(c *desk.Change, p model.Proposal) error {
	list, i, err := proposalOf(c, p.ID)
	if err != nil {
		return err
	}
	return keepProposals(c, slices.Delete(list, i, i+1))
}

// current refuses a letter that does not say any more what is so.
func current(c *desk.Change, l papers.Letter) error {
	kind := letter.Kind(l.Kind)
	if !writable(c.Request, kind) {
		return ErrOldAnswer
	}
	kept, err := openKept(l)
	if err != nil {
		return err
	}
	if kind == letter.Extended {
		return checkExtension(c.Tx.View, c.Session, c.Request,
			model.Extension{Reason: kept.Facts.ExtensionReason, Until: kept.Facts.NewDue})
	}
	if !kind.Answers() {
		return nil
	}
	if err := change.Approved(c.Tx.View, c.Request); err != nil {
		return err
	}
	now, err := result.Of(c.Tx.View, c.Request)
	if err != nil {
		return err
	}
	if same, err := sameResult(kept.Result, now); err != nil || !same {
		return errors.Join(err, ErrOldAnswer)
	}
	return nil
}

// ReturnLetter takes a letter back that waits, or an extension that was not told: by its author, or by a second person
// with a comment on what should be done differently. One that answers several requests is taken back from all.
func ReturnLetter(ctx context.Context, s *desk.Session, rev model.Revision, id, comment string) (model.Request, error) {
	comment = strings.TrimSpace(comment)
	return s.Change(ctx, model.ActReturnText, rev, desk.ByAnyone, func(c *desk.Change) error {
		list, i, err := proposalOf(c, id)
		if err != nil {
			return err
		}
		p := list[i]
		if comment == "" && s.Staff().ID != p.By {
			return collect.ErrReason
		}
		c.Detail["letter"] = p.Kind
		return withEach(c, p, model.ActReturnText, func(o *desk.Change, p model.Proposal) error {
			if comment != "" {
				o.Detail["returned"] = true
				if _, err := casefile.AddComment(o.Tx, o.Request.ID, s.Staff().ID, s.Now(), comment); err != nil {
					return err
				}
				if err := markReturned(o, p, comment); err != nil {
					return err
				}
			}
			backTo(o, p.By)
			return dropProposal(o, p)
		})
	})
}

func proposalOf(c *desk.Change, id string) ([]model.Proposal, int, error) {
	list, err := proposals(c.Tx.View, c.Request.ID)
	if err != nil {
		return nil, 0, err
	}
	i := slices.IndexFunc(list, func(p model.Proposal) bool { return p.ID == id })
	if i < 0 {
		return nil, 0, ErrNoProposal
	}
	return list, i, nil
}

// mayLeave refuses a letter that needs a second person and that nobody signed as it stands.
func mayLeave(v *store.View, request int64, l papers.Letter) error {
	kept, err := openKept(l)
	if err != nil || !unbacked(letter.Kind(l.Kind), kept.Facts) {
		return err
	}
	by, err := v.Approved(request, model.ActApproveText, l.ID, textDigest(v, l))
	if err == nil && by == l.By {
		err = store.ErrNotApproved
	}
	return err
}
