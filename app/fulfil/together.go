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
	request model.Request
	letter  letter.Letter
	facts   letter.Data
	result  model.Result
}

// together composes one letter of a request and those that were asked for together with it, as far as whoever writes
// holds them and each can be answered now. Own words stand in it once. It fails with ErrAlone where there is no other
// to answer.
func together(v *store.View, s *desk.Session, r model.Request,
	lang, own string) (parts []common, l letter.Letter, err error) {
	add := func(r model.Request) error {
		kinds := LetterKinds(r)
		if r.Status != model.Answering || r.Outcome == model.NotVerified || len(kinds) == 0 {
			return ErrAlone
		}
		if err := change.Approved(v, r); err != nil {
			return err
		}
		l, facts, came, err := compose(v, s, r, Ask{Kind: kinds[0], Lang: lang, Own: own})
		if err == nil {
			parts = append(parts, common{r, l, facts, came})
		}
		return err
	}
	if len(own) > maxOwn {
		return nil, l, ErrOwnWords
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

// draftTogether is the draft of one letter for several requests.
func draftTogether(v *store.View, s *desk.Session, r model.Request, ask Ask) (d Draft, err error) {
	parts, l, err := together(v, s, r, ask.Lang, ask.Own)
	if err != nil {
		return d, err
	}
	d = Draft{Letter: l, Result: parts[0].result, Organisation: parts[0].facts.OrganisationVersion,
		Passages: passages(l)}
	for i, p := range parts {
		if i > 0 {
			d.With = append(d.With, p.request.Revision())
		}
		for _, said := range letter.Says(p.letter.Kind, p.facts) {
			at := slices.IndexFunc(d.Required, func(o letter.Said) bool { return o.ID == said.ID })
			switch {
			case at < 0:
				d.Required = append(d.Required, said)
			case said.Extent == letter.Partly || d.Required[at].Extent == letter.Silent:
				d.Required[at] = said // of what does not arise in one, another says what there is
			}
		}
	}
	return d, nil
}

// WriteTogether writes one letter that answers a request and those that the person asked for together with it, as far
// as they can be answered now and the one who writes holds them; with are the others as the draft showed them. What it
// says of each comes from that request alone, as in a letter of its own; own words stand in it once, and a second
// person reads the letter before it goes out, see ApproveLetter. It is kept with each, and once it went out for one, it
// went out for all. It fails with ErrAlone where there is no other to answer, and with a *desk.MovedOnError where one
// of them is not as it was seen.
func WriteTogether(ctx context.Context, s *desk.Session, rev model.Revision, with []model.Revision,
	lang, own string) (w Written, err error) {
	_, err = s.Change(ctx, model.ActLetter, rev, desk.ByHolder, func(c *desk.Change) error {
		parts, l, err := together(c.Tx.View, s, c.Request, lang, own)
		if err != nil {
			return err
		}
		if err := asSeen(c.Tx.View, parts[1:], with); err != nil {
			return err
		}
		one := shared{ID: uuid.NewString()}
		for _, p := range parts {
			one.Requests = append(one.Requests, p.request.ID)
		}
		forms, err := l.Forms()
		if err != nil {
			return err
		}
		for _, p := range parts {
			keepShared := func(o *desk.Change) (bool, error) {
				o.Request.Holder = s.Staff().ID // as it is, but where its letter waited
				o.Detail["together"], o.Detail["own_words"] = len(one.Requests), len(p.facts.Own) > 0
				written, err := keep(o, p.letter.Kind, lang,
					keptLetter{Forms: forms, Facts: p.facts, Result: p.result, Shared: &one})
				if o.Request.ID == c.Request.ID {
					w = written
				}
				return true, errors.Join(err, dropCommon(o, written))
			}
			if p.request.ID == c.Request.ID {
				_, err = keepShared(c)
			} else {
				err = c.Other(p.request.ID, model.ActLetter, keepShared)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	return w, err
}

// dropCommon forgets the draft of a letter for several requests once it is kept.
func dropCommon(c *desk.Change, w Written) error {
	if w.Waits || w.By == "" {
		return nil
	}
	return dropTyped(c, w.By, letter.Common)
}

// asSeen refuses requests that are not those that were seen, each as it was.
func asSeen(v *store.View, parts []common, seen []model.Revision) error {
	for _, p := range parts {
		if !slices.Contains(seen, p.request.Revision()) {
			return &desk.MovedOnError{Now: p.request}
		}
	}
	for _, rev := range seen {
		if !slices.ContainsFunc(parts, func(p common) bool { return p.request.ID == rev.Request }) {
			r, err := requests.Read(v, rev.Request)
			if err != nil {
				return err
			}
			return &desk.MovedOnError{Now: r}
		}
	}
	return nil
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
		if !same {
			continue
		}
		mine := r.Holder == s.Staff().ID
		if r.Holder == "" { // it is back in the queue with a letter of theirs that waits for a second person
			if mine, err = waitsByMe(v, s, r.ID); err != nil {
				return nil, err
			}
		}
		if mine {
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
