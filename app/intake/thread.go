package intake

import (
	"errors"
	"slices"

	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/identifier"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/incoming"
	"orangelab.cn/rightsdesk/store/mailing"
	"orangelab.cn/rightsdesk/store/requests"
	"orangelab.cn/rightsdesk/store/seal"
)

// Belongs is an open request that a mail may belong to, and why.
type Belongs struct {
	Earlier
	// Answers says that the mail answers one of the request's messages, Names that it names its reference.
	Answers, Names bool
	// Own says that the From line of the mail itself is an address that the request names, whoever is written of in it.
	// It is a claim: it proves nobody's identity.
	Own bool
	// Damaged says that the request was changed outside the program: nothing but its reference is known.
	Damaged bool
}

// damaged reports whether an error says that what is kept is not what was written.
func damaged(err error) bool {
	return errors.Is(err, store.ErrTampered) || errors.Is(err, seal.ErrUnseal)
}

// sure reports whether nothing but a forged sender speaks against it.
func (b Belongs) sure() bool { return b.Own && (b.Answers || b.Names) }

// unasked reports whether a mail joins the request with nobody asked: it is surely its person's own, asks for no other
// right, and nothing about it is doubtful.
func (b Belongs) unasked(sub record.Submission, all []Belongs) bool {
	var passed []record.Doubt
	for _, o := range all {
		passed = append(passed, o.doubt())
	}
	return b.sure() && sub.ForwardedBy == "" && sameMail(sub.Sender, sub.Subject.Email) &&
		sub.Certain(b.Said.Kind, passed...)
}

// maxThread is how many messages of its thread a mail may name, and references its text.
const maxThread = 50

// belongs finds the open requests that a mail may belong to, those that it answers first.
func belongs(v *store.View, sub record.Submission) (list []Belongs, err error) {
	if sub.Channel != model.ByMail {
		return nil, nil
	}
	answers, err := answered(v, sub)
	if err != nil {
		return nil, err
	}
	named := model.ReferencesIn(sub.Title + "\n" + sub.Body)
	senders := []string{sub.Sender, sub.Subject.Email, sub.RequesterContact}
	byAddress, err := withAddress(v, senders)
	if err != nil {
		return nil, err
	}
	var all []string
	for _, refs := range [][]string{answers, named[:min(len(named), maxThread)], byAddress} {
		for _, ref := range refs {
			if !slices.Contains(all, ref) {
				all = append(all, ref)
			}
		}
	}
	for _, ref := range all {
		r, err := requests.ByReference(v, ref)
		if damaged(err) {
			list = append(list, Belongs{Earlier: Earlier{Reference: ref}, Damaged: true})
			continue
		}
		if errors.Is(err, store.ErrNotFound) || err == nil && !r.Open() {
			continue
		}
		if err != nil {
			return nil, err
		}
		list = append(list, Belongs{Earlier{ref, r.Revision(), r}, slices.Contains(answers, ref),
			slices.Contains(named, ref), namesAddress(r, sub.Sender), false})
	}
	return list, nil
}

// namesAddress reports whether an address is one of a request's: of the person, or of who asks for them.
func namesAddress(r model.Request, address string) bool {
	return slices.ContainsFunc(append(slices.Clone(r.Subject.Emails()), r.Requester.Contact), func(a string) bool {
		return sameMail(a, address)
	})
}

func sameMail(a, b string) bool {
	x, err := identifier.NormaliseEmail(a)
	y, other := identifier.NormaliseEmail(b)
	return err == nil && other == nil && x == y
}

// answered are the references of the requests whose messages a mail answers: those that the desk sent, and the person's
// own.
func answered(v *store.View, sub record.Submission) (list []string, err error) {
	for _, id := range sub.Answers[:min(len(sub.Answers), maxThread)] {
		ref, err := mailing.Named(v, id)
		if err == nil {
			if list, err = referTo(v, list, ref.RequestID); err != nil {
				return nil, err
			}
			continue
		}
		if !errors.Is(err, store.ErrNotFound) {
			return nil, err
		}
		more, err := incoming.Numbered(v, "mail:"+id)
		if err != nil {
			return nil, err
		}
		list = append(list, more...)
	}
	return list, nil
}

// withAddress are the references of the requests that name an address.
func withAddress(v *store.View, addresses []string) (list []string, err error) {
	for _, a := range addresses {
		normal, err := identifier.NormaliseEmail(a)
		if err != nil {
			continue // no address
		}
		ids, err := requests.Lookup(v, identifier.LookupEmail, normal)
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			if list, err = referTo(v, list, id); err != nil {
				return nil, err
			}
		}
	}
	return list, nil
}

// referTo adds the reference of a request, also of one that cannot be read.
func referTo(v *store.View, list []string, request int64) ([]string, error) {
	reference, err := requests.ReferenceOf(v, request)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return list, nil
	case err != nil:
		return nil, err
	}
	return append(list, reference), nil
}

// doubt names what is not certain about a mail that may belong to a request.
func (b Belongs) doubt() record.Doubt {
	switch {
	case b.Damaged:
		return record.Doubtful("",
			"may belong to {{.A}}, which was changed outside the program and cannot be read: run “rightsdesk doctor”",
			b.Reference)
	case b.sure():
		return record.Doubtful("",
			"belongs to {{.A}}: it answers a message of it or names it, and comes from its address", b.Reference)
	case b.Answers:
		return record.Doubtful("email",
			"answers a message of {{.A}}, but comes from an address that the request does not name: find out who writes", b.Reference)
	case b.Names:
		return record.Doubtful("email",
			"names {{.A}}, but comes from an address that the request does not name: find out who writes", b.Reference)
	case b.Own:
		return record.Doubtful("", "comes from an address of {{.A}}, which is open: it may belong there", b.Reference)
	}
	return record.Doubtful("",
		"is about somebody at an address of {{.A}}, which is open, and comes from another: find out who writes",
		b.Reference)
}
