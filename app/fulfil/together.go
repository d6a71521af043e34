package fulfil

import (
	"context"
	"errors"
	"maps"
	"reflect"
	"slices"

	"github.com/google/uuid"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/app/naming"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/casefile"
	"orangelab.cn/rightsdesk/store/papers"
	"orangelab.cn/rightsdesk/store/requests"
)

// Errors of one letter for several requests.
var (
	ErrAlone    = errors.New("no request that was asked for together with this one can be answered yet")
	ErrTogether = errors.New("this letter answers several requests and is on its way, or went out, from another of them")
)

// shared names the one letter that answers several requests: kept with each, with the facts and the result of that request alone.
type shared struct {
	ID       string  // of the letter that they have in common
	Requests []int64 // all of them
}

// WriteTogether writes one letter that answers a request and those that the person asked for together with it, as far as they can be
// answered now and the one who writes holds them. What it says of each comes from that request alone, as in a letter of its own; it is kept
// with each, and once it went out for one, it went out for all. It fails with ErrAlone where there is no other to answer.
func WriteTogether(ctx context.Context, s *desk.Session, rev model.Revision, lang string) (w Written, err error) {
	_, err = s.Change(ctx, model.ActLetter, rev, desk.ByHolder, func(c *desk.Change) error {
		type part struct {
			request int64
			letter  letter.Letter
			facts   letter.Data
			result  model.Result
		}
		var parts []part
		add := func(r model.Request) error {
			kinds := LetterKinds(r)
			if r.Status != model.Answering || r.Outcome == model.NotVerified || len(kinds) == 0 {
				return ErrAlone
			}
			if err := change.Approved(c.Tx.View, r); err != nil {
				return err
			}
			l, facts, came, err := compose(c.Tx.View, s, r, Ask{Kind: kinds[0], Lang: lang})
			if err == nil {
				parts = append(parts, part{r.ID, l, facts, came})
			}
			return err
		}
		if err := add(c.Request); err != nil {
			return err
		}
		others, err := beside(c)
		if err != nil {
			return err
		}
		for _, r := range others {
			if len(Offered(r)) == 0 || add(r) != nil {
				continue // its end is not reached: it is answered by itself
			}
		}
		if len(parts) < 2 {
			return ErrAlone
		}
		one, letters := shared{ID: uuid.NewString()}, []letter.Letter{}
		for _, p := range parts {
			one.Requests, letters = append(one.Requests, p.request), append(letters, p.letter)
		}
		forms, err := letter.Together(letters, naming.Phrase(lang, "our_answer_to_all")).Forms()
		if err != nil {
			return err
		}
		for _, p := range parts {
			keepShared := func(o *desk.Change) (bool, error) {
				o.Detail["together"] = len(one.Requests)
				written, err := keep(o, p.letter.Kind, lang, keptLetter{Forms: forms, Facts: p.facts, Result: p.result, Shared: &one})
				if o.Request.ID == c.Request.ID {
					w = written
				}
				return true, err
			}
			if p.request == c.Request.ID {
				_, err = keepShared(c)
			} else {
				err = c.Other(p.request, model.ActLetter, keepShared)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	return w, err
}

// beside lists the requests that the same person asked for together with one, which whoever changes it holds.
func beside(c *desk.Change) (list []model.Request, err error) {
	links, err := casefile.Links(c.Tx.View, c.Request.ID)
	if err != nil {
		return nil, err
	}
	for _, l := range links {
		if l.Why != model.TieAlso || l.Status != model.Answering {
			continue
		}
		r, err := requests.Read(c.Tx.View, l.Request)
		if err != nil {
			return nil, err
		}
		same := r.RequesterKind == c.Request.RequesterKind && reflect.DeepEqual(r.Subject, c.Request.Subject) && reflect.DeepEqual(r.Requester, c.Request.Requester)
		if same && r.Holder == c.Session.Staff().ID {
			list = append(list, r)
		}
	}
	return list, nil
}

// sharers returns, for each other request that a letter answers, the ID under which it is kept there.
func sharers(v *store.View, request int64, l papers.Letter) (with map[int64]string, err error) {
	k, err := openKept(l)
	if err != nil || k.Shared == nil {
		return nil, err
	}
	with = map[int64]string{}
	for _, other := range k.Shared.Requests {
		if other == request {
			continue
		}
		list, err := papers.Letters(v, other)
		if err != nil {
			return nil, err
		}
		for _, o := range list {
			theirs, err := openKept(o)
			if err != nil {
				return nil, err
			}
			if theirs.Shared != nil && theirs.Shared.ID == k.Shared.ID {
				with[other] = o.ID
			}
		}
	}
	return with, nil
}

// onlyOnce refuses to send a letter again that went out, or is on its way, from another of the requests that it answers.
func onlyOnce(c *desk.Change, l papers.Letter) error {
	with, err := sharers(c.Tx.View, c.Request.ID, l)
	for other, id := range with {
		sent, err := papers.Deliveries(c.Tx.View, other)
		if err != nil {
			return err
		}
		mailed, err := onTheWay(c.Tx.View, other)
		if err != nil {
			return err
		}
		if told(append(sent, mailed...), id) {
			return ErrTogether
		}
	}
	return err
}

// wentForAll records for the other requests which a letter answers that it went out, and closes those of which it still says what came
// of them. One that moved on since stays open.
func wentForAll(c *desk.Change, answer string, d model.Delivery, elsewhere model.Elsewhere) error {
	l, err := papers.ReadLetter(c.Tx.View, c.Request.ID, answer)
	if err != nil {
		return err
	}
	with, err := sharers(c.Tx.View, c.Request.ID, l)
	if err != nil {
		return err
	}
	for _, other := range slices.Sorted(maps.Keys(with)) { // in one order: each is locked
		id := with[other]
		err := c.Other(other, model.ActClose, func(o *desk.Change) (bool, error) {
			sent, err := papers.Deliveries(o.Tx.View, other)
			if err != nil || told(sent, id) || o.Request.Status != model.Answering {
				return false, err
			}
			o.Detail["what"], o.Detail["way"], o.Detail["together"] = model.DeliveredLetter, d.Channel, c.Request.Reference
			theirs := model.Delivery{What: model.DeliveredLetter, Letter: id, Channel: d.Channel, To: d.To, At: d.At, By: d.By}
			if err := delivered(o, theirs, elsewhere); err != nil {
				return false, err
			}
			now, came, err := closable(o)
			if err != nil || now != id {
				o.Detail["open"] = true // what is so changed since the letter was written: a person closes, or writes anew
				return true, nil
			}
			return true, closeWith(o, came)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// CanTogether reports whether several requests, of which one is read, were asked for together and wait for their answer: WriteTogether
// looks at each.
func CanTogether(r model.Request, links []model.Link) bool {
	return r.Status == model.Answering && slices.ContainsFunc(links, func(l model.Link) bool { return l.Why == model.TieAlso && l.Status == model.Answering })
}
