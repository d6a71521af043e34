package fulfil

import (
	"context"
	"slices"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/papers"
	"orangelab.cn/rightsdesk/store/requests"
)

// acknowledgedOther returns the date of the acknowledgement of another kind of request than this one was settled as
// since, and when it went out; zero where nothing is to be corrected.
func acknowledgedOther(v *store.View, r model.Request) (dated, sent time.Time, err error) {
	list, err := papers.Letters(v, r.ID)
	if err != nil {
		return dated, sent, err
	}
	all, err := papers.Deliveries(v, r.ID)
	if err != nil {
		return dated, sent, err
	}
	var last papers.Letter // of those that went out, the one that went out last
	for _, d := range all {
		i := slices.IndexFunc(list, func(l papers.Letter) bool {
			return l.ID == d.Letter && letter.Kind(l.Kind) == letter.Acknowledgement
		})
		if d.What == model.DeliveredLetter && i >= 0 && !d.At.Before(sent) {
			last, sent = list[i], d.At
		}
	}
	if sent.IsZero() {
		return dated, sent, nil
	}
	kept, err := openKept(last)
	if err != nil || kept.Facts.About == r.Kind {
		return time.Time{}, time.Time{}, err
	}
	return last.At, sent, nil
}

// Misacknowledged returns when the person was sent an acknowledgement that names another kind of request than this one
// is settled as now: a corrected one is to be written. Zero where there is none.
func Misacknowledged(ctx context.Context, s *desk.Session, request int64) (at time.Time, err error) {
	err = s.Read(ctx, model.ActReadRequest, func(v *store.View) error {
		r, err := requests.Read(v, request)
		if err != nil || !r.Open() {
			return err
		}
		_, at, err = acknowledgedOther(v, r)
		return err
	})
	return at, err
}
