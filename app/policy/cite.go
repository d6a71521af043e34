package policy

import (
	"context"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/calendar"
	"orangelab.cn/rightsdesk/model/policy"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/requests"
)

// CitedFor returns what the papers about a request cite: of the supplement for its product where one was in force when
// it arrived and grants what is asked, else of the statement; nil where none was in force. Days begin in zone.
func CitedFor(v *store.View, r model.Request, zone *time.Location) (*policy.Citation, error) {
	l, err := readTexts(v, false)
	if err != nil {
		return nil, err
	}
	day := calendar.DateOf(r.ReceivedAt, zone)
	for _, service := range []string{r.Product, ""} {
		in := l.For(service, day)
		if in == nil {
			continue
		}
		if cited := in.Cited(r.Kind); service == "" || len(cited.Clauses) > 0 {
			return &cited, nil
		}
	}
	return nil, nil
}

// Cited is CitedFor of an open request.
func Cited(ctx context.Context, s *desk.Session, request int64) (cited *policy.Citation, err error) {
	err = s.Read(ctx, model.ActReadRequest, func(v *store.View) error {
		r, err := requests.Read(v, request)
		if err == nil {
			cited, err = CitedFor(v, r, s.Rules().Location())
		}
		return err
	})
	return cited, err
}
