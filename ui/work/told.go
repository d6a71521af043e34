package work

import (
	"slices"

	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/model"
)

// Delivery is how a letter went out; false while nobody recorded it.
func (w Work) Delivery(letter string) (model.Delivery, bool) {
	for _, d := range w.Sent.Deliveries {
		if d.Letter == letter {
			return d, true
		}
	}
	return model.Delivery{}, false
}

// ToldLogins reports whether a letter went out that says where to apply for ending the link to other companies'
// log-ins: that about the blockers, or the answer.
func (w Work) ToldLogins() bool {
	return slices.ContainsFunc(w.Letters, func(l fulfil.Written) bool {
		return (l.Kind == letter.Blockers || l.Kind.Answers()) && w.WasTold(l)
	})
}

// WasTold reports whether a letter has gone out to the person.
func (w Work) WasTold(l fulfil.Written) bool {
	_, is := w.Delivery(l.ID)
	return is
}
