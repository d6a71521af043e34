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
	ErrTogether = errors.New(
		"this letter answers several requests and is on its way, or went out, from another of them")
)

// shared names the one letter that answers several requests: kept with each, with the facts and the result of that
// request alone.
type shared struct {
	ID       string  // of the letter that they have in common
	Requests []int64 // all of them
}

// common is one request that a letter for several answers, with what the letter says of it.
type common struct {
	request int64
	letter  letter.Letter
	facts   letter.Data
	result  model.Result
}

// together composes one letter of a request and those that were asked for together with it, as far as whoever writes
// holds them and each can be answered now. It fails with ErrAlone where there is no other to answer.
func together(v *store.View, s *desk.Session, r model.Request,
	lang string) (parts []common, l letter.Letter, err error) {
	add := func(r model.Request) error {
		kinds := LetterKinds(r)
		if r.Status != model.Answering || r.Outcome == model.NotVerified || len(kinds) == 0 {
			return ErrAlone
		}
		if err := change.Approved(v, r); err != nil {
			return err
		}
		l, facts, came, err := compose(v, s, r, Ask{Kind: kinds[0], Lang: lang})
		if err == nil {
			parts = append(parts, common{r.ID, l, facts, came})
		}
		return err
	}
	if err := add(r); err != nil {
		return nil, l, err
	}
	others, err := beside(v, s, r)
	if err != nil {
		return nil, l, err
	}
	for _, other := range others {
		if len(Offered(other)) == 0 || add(other) != nil {
			continue // its end is not reached: it is answered by itself
		}
	}
	if len(parts) < 2 {
		return nil, l, ErrAlone
	}
	letters := make([]letter.Letter, len(parts))
	for i, p := range parts {
		letters[i] = p.letter
	}
	return parts, letter.Together(letters, naming.Phrase(lang, "our_answer_to_all")), nil
}

// ReadTogether returns the text of the letter that WriteTogether would write, as it would go out.
func ReadTogether(ctx context.Context, s *desk.Session, request int64, lang string) (text string, err error) {
	err = s.Read(ctx, model.ActLetter, func(v *store.View) error {
		r, err := requests.Read(v, request)
		if err != nil {
			return err
		}
		_, l, err := together(v, s, r, lang)
		text = l.Text()
		return err
	})
	return text, err
}

// WriteTogether writes one letter that answers a request and those that the person asked for together with it, as far
// as they can be answered now and the one who writes holds them. What it says of each comes from that request alone, as
// in a letter of its own; it is kept with each, and once it went out for one, it went out for all. It fails with
// ErrAlone where there is no other to answer.
func WriteTogether(ctx context.Context, s *desk.Session, rev model.Revision, lang string) (w Written, err error) {
	_, err = s.Change(ctx, model.ActLetter, rev, desk.ByHolder, func(c *desk.Change) error {
		parts, l, err := together(c.Tx.View, s, c.Request, lang)
		if err != nil {
			return err
		}
		one := shared{ID: uuid.NewString()}
		for _, p := range parts {
			one.Requests = append(one.Requests, p.request)
		}
		forms, err := l.Forms()
		if err != nil {
			return err
		}
		for _, p := range parts {
			keepShared := func(o *desk.Change) (bool, error) {
				o.Detail["together"] = len(one.Requests)
				written, err := keep(o, p.letter.Kind, lang,
					keptLetter{Forms: forms, Facts: p.facts, Result: p.result, Shared: &one})
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

// beside lists the requests that the same person asked for together with one, which whoever is signed in holds.
func beside(v *store.View, s *desk.Session, of model.Request) (list []model.Request, err error) {
	links, err := casefile.Links(v, of.ID)
	if err != nil {
		return nil, err
	}
	for _, l := range links {
		if l.Why != model.TieAlso || l.Status != model.Answering {
			continue
		}
		r, err := requests.Read(v, l.Request)
		if err != nil {
			return nil, err
		}
		same := r.RequesterKind == of.RequesterKind && reflect.DeepEqual(r.Subject, of.Subject) &&
			reflect.DeepEqual(r.Requester, of.Requester)
		if same && r.Holder == s.Staff().ID {
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

// onlyOnce refuses to send a letter again that went out, or is on its way, from another of the requests that it
// answers.
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

// wentForAll records for the other requests which a letter answers that it went out, and closes those of which it still
// says what came of them. One that moved on since stays open.
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
			o.Detail["what"], o.Detail["way"], o.Detail["together"] =
				model.DeliveredLetter, d.Channel, c.Request.Reference
			theirs := model.Delivery{What: model.DeliveredLetter, Letter: id, Channel: d.Channel, To: d.To, At: d.At,
				By: d.By}
			if err := delivered(o, theirs, elsewhere); err != nil {
				return false, err
			}
			now, came, err := closable(o)
			if err != nil || now != id {
				// what is so changed since the letter was written: a person closes, or writes anew
				o.Detail["open"] = true
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

// CanTogether reports whether several requests, of which one is read, were asked for together and wait for their
// answer: WriteTogether looks at each.
func CanTogether(r model.Request, links []model.Link) bool {
	return r.Status == model.Answering && slices.ContainsFunc(links, func(l model.Link) bool {
		return l.Why == model.TieAlso && l.Status == model.Answering
	})
}
