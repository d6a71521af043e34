package notice

import (
	"context"
	"errors"

	"orangelab.cn/rightsdesk/app/desk"
	app "orangelab.cn/rightsdesk/app/incident"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/incident"
	"orangelab.cn/rightsdesk/model/notice"
)

// Whom is who of those affected a notice goes to.
type Whom string

// Who of those affected may be told.
const (
	Everybody Whom = "everybody"
	Children  Whom = "children" // under 14: their guardians are told (PIPL 31)
	Others    Whom = "others"   // everybody else
)

// Errors of audiences of an incident.
var (
	ErrDrillAudience = errors.New("nobody is told of a drill")
	ErrNotCounted    = errors.New("nobody was counted as affected by this incident")
)

// AudienceIncident chooses the audience of a draft from those whom the counts of an incident found, each person once. Whoever may be several,
// who share a telephone number, say, is told at each address. A drill has no audience.
func AudienceIncident(ctx context.Context, s *desk.Session, seen notice.Seen, about app.Seen, whom Whom) (n notice.Notice, err error) {
	if err := s.Allow(ctx, model.ActAudience); err != nil {
		return n, err
	}
	i, err := app.Read(ctx, s, about.ID)
	switch {
	case err != nil:
		return n, err
	case i.Version != about.Version:
		return n, app.ErrMovedOn
	case i.Drill:
		return n, ErrDrillAudience
	case len(i.Measures()) == 0:
		return n, ErrNotCounted
	}
	each := func(tell func(incident.Affected) error) error {
		return app.EachAffected(ctx, s, i.Incident, tell)
	}
	return gather(ctx, s, seen, i.Reference, func(_ context.Context, add func(notice.Recipient) error) error {
		return recipients(each, whom, add)
	})
}

// called is what somebody is called, and in which language.
type called struct{ name, lang string }

// recipients makes recipients of lines about people: first the lines that give both an address and a number, then those that give an address,
// then the others, so that somebody whom several lines name is reached by the most ways.
func recipients(each func(func(incident.Affected) error) error, whom Whom, add func(notice.Recipient) error) error {
	all, names := incident.NewCrowd(), map[uint32]called{}
	if err := each(func(a incident.Affected) error {
		all.Add(a)
		return nil
	}); err != nil {
		return err
	}
	if err := each(func(a incident.Affected) error {
		if p, is := all.Who(a); is && p.Most == 1 && (a.Name != "" || a.Lang != "") {
			was := names[p.ID]
			if a.Name != "" {
				was.name = a.Name
			}
			if a.Lang != "" {
				was.lang = a.Lang
			}
			names[p.ID] = was
		}
		return nil
	}); err != nil {
		return err
	}
	told := map[uint32]bool{}
	for _, wanted := range []func(r notice.Recipient) bool{
		func(r notice.Recipient) bool { return r.Email != "" && r.Phone != "" },
		func(r notice.Recipient) bool { return r.Email != "" },
		func(r notice.Recipient) bool { return r.Phone != "" },
	} {
		if err := each(func(a incident.Affected) error {
			r := recipient(a)
			p, is := all.Who(a)
			if !is || !wanted(r) || whom == Children && !p.Under14 || whom == Others && p.Under14 || told[p.ID] && p.Most == 1 {
				return nil
			}
			told[p.ID] = true
			if c := names[p.ID]; r.Name == "" && r.Lang == "" {
				r.Name, r.Lang = c.name, c.lang
			}
			return add(r)
		}); err != nil {
			return err
		}
	}
	return nil
}

// recipient is what a line gives to reach somebody by.
func recipient(a incident.Affected) notice.Recipient {
	r := notice.Recipient{Name: a.Name, Lang: a.Lang}
	for _, k := range a.Keys {
		switch {
		case k.Kind == "email" && r.Email == "":
			r.Email = k.Value
		case k.Kind == "phone_number" && r.Phone == "":
			r.Phone = k.Value
		}
	}
	return r
}
