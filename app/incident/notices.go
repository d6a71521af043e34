package incident

import (
	"cmp"
	"context"
	"slices"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/regulator"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/calendar"
	"orangelab.cn/rightsdesk/model/identifier"
	"orangelab.cn/rightsdesk/model/notice"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/notices"
)

// noticesOf are the notices to people about an incident, with the texts that they get, the oldest first.
func noticesOf(v *store.View, s *desk.Session, reference string,
	o model.Organisation) (list []regulator.Notice, err error) {
	all, err := notices.All(v)
	if err != nil {
		return nil, err
	}
	for _, n := range all {
		if n.Content.Incident != reference {
			continue
		}
		about := regulator.Notice{Notice: n}
		content := n.Content
		if content.On == (calendar.Date{}) && !n.ApprovedAt.IsZero() {
			content = content.Dated(calendar.DateOf(n.ApprovedAt, s.Rules().Location()))
		}
		for _, lang := range o.Languages {
			for _, ch := range content.Channels {
				about.Texts = append(about.Texts, regulator.NoticeText{Channel: ch, Lang: lang,
					Text: content.Render(ch, o, lang, notice.Recipient{})})
			}
		}
		list = append(list, about)
	}
	slices.Reverse(list)
	return list, nil
}

// firstLeft is when the first message of a notice about each incident left, by its reference.
func firstLeft(v *store.View) (map[string]time.Time, error) {
	all, err := notices.All(v)
	if err != nil {
		return nil, err
	}
	first := map[string]time.Time{}
	for _, n := range all {
		if n.Content.Incident == "" || n.Progress.Handed == 0 {
			continue
		}
		at, err := leftOf(v, n)
		if err != nil {
			return nil, err
		}
		if before, is := first[n.Content.Incident]; !at.IsZero() && (!is || at.Before(before)) {
			first[n.Content.Incident] = at
		}
	}
	return first, nil
}

// leftOf is when the first message of a notice was taken, which one of its first receipts tells; the zero time where
// none was.
func leftOf(v *store.View, n notice.Notice) (time.Time, error) {
	const some = 100
	for after := int64(0); after < n.Progress.Receipts; after += some {
		list, err := notices.Receipts(v, n.ID, after, some)
		if err != nil {
			return time.Time{}, err
		}
		for _, r := range list {
			if r.Result == notice.Handed || r.Result == notice.Arrived {
				return r.At, nil
			}
		}
	}
	return time.Time{}, nil
}

// receiptsAtOnce is how many receipts are in memory at a time.
const receiptsAtOnce = 2000

// receiptsOf tells of the receipts that notices had when they were read, each with its recipient's address, masked.
func receiptsOf(ctx context.Context, s *desk.Session,
	of []regulator.Notice) func(id int64, each func(regulator.Receipt) error) error {
	return func(id int64, each func(regulator.Receipt) error) error {
		most := int64(0)
		for _, n := range of {
			if n.ID == id {
				most = n.Progress.Receipts
			}
		}
		for after := int64(0); after < most; {
			var some []regulator.Receipt
			if err := s.Read(ctx, model.ActFileIncident, func(v *store.View) (err error) {
				some, err = someReceipts(v, id, after)
				return err
			}); err != nil {
				return err
			}
			for _, r := range some {
				if after = r.Number; after > most {
					break
				}
				if err := each(r); err != nil {
					return err
				}
			}
		}
		return nil
	}
}

func someReceipts(v *store.View, id, after int64) (list []regulator.Receipt, err error) {
	found, err := notices.Receipts(v, id, after, receiptsAtOnce)
	if err != nil {
		return nil, err
	}
	var people []notice.Recipient
	var first int64
	for _, x := range found {
		if x.Recipient < first || x.Recipient >= first+int64(len(people)) {
			if people, first, err = notices.AudiencePart(v, id, x.Recipient); err != nil {
				return nil, err
			}
		}
		list = append(list, regulator.Receipt{Receipt: x, To: maskedAddress(x.Channel, people[x.Recipient-first])})
	}
	return list, nil
}

// maskedAddress is by what somebody is reached by a channel, masked.
func maskedAddress(ch notice.Channel, to notice.Recipient) string {
	switch {
	case ch == notice.Email && to.Email != "":
		return identifier.MaskEmail(to.Email)
	case (ch == notice.SMS || ch == notice.Call) && to.Phone != "":
		return identifier.MaskPhone(to.Phone)
	case cmp.Or(to.Device, to.Post) != "" && (ch == notice.Push || ch == notice.Letter):
		return "***"
	}
	return ""
}
