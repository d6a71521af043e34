package fulfil

import (
	"errors"
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/gate"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/calendar"
	"orangelab.cn/rightsdesk/model/compliance"
	"orangelab.cn/rightsdesk/model/identifier"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/casefile"
	"orangelab.cn/rightsdesk/store/papers"
)

// ErrElsewhere says that something went to a place that the request does not name, without a reason.
var ErrElsewhere = errors.New(
	"this is no contact of the request: say why it goes there, with a kind of reason and in words")

// Contacts are a request's own contact points: what was given of the person and of who asks for them, without those
// that the proof of identity speaks against.
type Contacts struct {
	Emails, Phones []string
}

// contactsOf reads the contact points of a request. One that was found not to be the person's, or that was changed
// shortly before the request, is none of them.
func contactsOf(v *store.View, r model.Request) (c Contacts, err error) {
	proofs, err := casefile.EvidenceOf(v, r.ID)
	if err != nil {
		return c, err
	}
	if !spokenAgainst(proofs, "email", model.EvidenceEmailCode) {
		c.Emails = append(slices.Clone(r.Subject.Emails()), r.Requester.Contact)
	}
	if !spokenAgainst(proofs, "phone", model.EvidencePhoneCode, model.EvidenceCallBack) {
		c.Phones = append(slices.Clone(r.Subject.Phones()), r.Requester.Contact)
	}
	return c, nil
}

// spokenAgainst reports whether the proof of identity speaks against a contact point, and no other piece of it for it.
func spokenAgainst(proofs []model.EvidenceRecord, point string, kinds ...model.EvidenceKind) bool {
	against := false
	for _, e := range proofs {
		compared := e.Kind == model.EvidenceDataPoint && e.Point == point
		switch {
		case !compared && !slices.Contains(kinds, e.Kind):
		case e.Result == model.Passed && !e.Discounted:
			return false
		case e.Result == model.Passed, compared && e.Result == model.Failed:
			against = true
		}
	}
	return against
}

// Own reports whether something that goes to an addressee this way goes to a contact point of the request. What is
// handed over at the counter goes to whoever stands there; no request names a postal address.
func (c Contacts) Own(way, to string) bool {
	switch way {
	case "counter":
		return true
	case "email":
		return oneOf("email", c.Emails, to)
	case "sms", "phone":
		return oneOf("phone_number", c.Phones, to)
	}
	return false
}

// oneOf reports whether an address or number is a spelling of one of the contacts of its kind, by the rule of the
// searches.
func oneOf(kind string, contacts []string, to string) bool {
	rule := identifier.SpellingOf(kind)
	return rule.Reads(to) && slices.ContainsFunc(contacts, func(own string) bool {
		return rule.Reads(own) && rule.Same(own, to)
	})
}

// deliver records that something went out. Nothing goes to a place that the request does not name without a reason,
// which the log has as a code and the request in words.
func deliver(c *desk.Change, d model.Delivery, why model.Elsewhere) error {
	why, err := reasonFor(c, d, why)
	if err != nil {
		return err
	}
	return delivered(c, d, why)
}

// reasonFor is why something goes to a place that the request does not name, as permitted has it; the zero value where
// it names it.
func reasonFor(c *desk.Change, d model.Delivery, why model.Elsewhere) (model.Elsewhere, error) {
	own, err := contactsOf(c.Tx.View, c.Request)
	switch {
	case err != nil:
		return model.Elsewhere{}, err
	case own.Own(d.Channel, d.To):
		return model.Elsewhere{}, nil
	}
	return permitted(c, why)
}

// permitted returns the reason why something goes to a place that the request does not name, as it is kept.
// ErrElsewhere where none is given; a *gate.AbroadError where it goes abroad and no authorisation lets it.
func permitted(c *desk.Change, why model.Elsewhere) (model.Elsewhere, error) {
	if !why.Given() {
		return why, ErrElsewhere
	}
	if why.Country != "" {
		code := compliance.CountryOf(why.Country)
		if code == "" {
			return why, compliance.ErrCountry
		}
		// else it is the person who receives it
		if why.Country = code; why.Why == model.ElsewhereActing || why.Why == model.ElsewhereOther {
			s := c.Session
			if err := gate.Elsewhere(c.Tx.View, code, calendar.DateOf(s.Now(), s.Rules().Location())); err != nil {
				return why, err
			}
		}
		c.Detail["country"] = code
	}
	return why, nil
}

// delivered records that something went out, with the reason where it went to a place that the request does not name.
func delivered(c *desk.Change, d model.Delivery, why model.Elsewhere) error {
	return errors.Join(papers.AddDelivery(c.Tx, c.Request.ID, d), keepReason(c, d, why))
}

// keepReason keeps why something went to a place that the request does not name, where it did.
func keepReason(c *desk.Change, d model.Delivery, why model.Elsewhere) error {
	if !why.Given() {
		return nil
	}
	c.Detail["elsewhere"] = string(why.Why)
	var all []model.Elsewhere
	if _, err := casefile.Part(c.Tx.View, c.Request.ID, casefile.PartElsewhere, &all); err != nil {
		return err
	}
	why.What, why.Letter, why.To, why.At, why.Text = d.What, d.Letter, d.To, d.At, strings.TrimSpace(why.Text)
	return casefile.SavePart(c.Tx, c.Request.ID, casefile.PartElsewhere, append(all, why))
}

// Elsewhere returns why something went to a place that the request does not name; false where it did not.
func (s Sent) Elsewhere(d model.Delivery) (model.Elsewhere, bool) {
	i := slices.IndexFunc(s.Others, func(e model.Elsewhere) bool { return e.Of(d) })
	if i < 0 {
		return model.Elsewhere{}, false
	}
	return s.Others[i], true
}
