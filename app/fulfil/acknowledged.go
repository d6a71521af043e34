package fulfil

import (
	"context"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/papers"
	"orangelab.cn/rightsdesk/store/requests"
)

// acknowledgedOther returns when the person was sent an acknowledgement of another kind of request than this one was settled as
// since; zero where nothing is to be corrected.
func acknowledgedOther(v *store.View, r model.Request) (time.Time, error) {
	list, err := papers.Letters(v, r.ID)
	if err != nil {
		return time.Time{}, err
	}
	sent, err := papers.Deliveries(v, r.ID)
	if err != nil {
		return time.Time{}, err
	}
	for _, l := range list { // newest first
		if letter.Kind(l.Kind) != letter.Acknowledgement || !told(sent, l.ID) {
			continue
		}
		kept, err := openKept(l)
		if err != nil || kept.Facts.About == r.Kind {
			return time.Time{}, err
		}
		return l.At, nil
	}
	return time.Time{}, nil
}

// Misacknowledged returns when the person was sent an acknowledgement that names another kind of request than this one is settled
// as now: a corrected one is to be written. Zero where there is none.
func Misacknowledged(ctx context.Context, s *desk.Session, request int64) (at time.Time, err error) {
	err = s.Read(ctx, model.ActReadRequest, func(v *store.View) error {
		r, err := requests.Read(v, request)
		if err != nil || !r.Open() {
			return err
		}
		at, err = acknowledgedOther(v, r)
		return err
	})
	return at, err
}
