package notice

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	app "orangelab.cn/rightsdesk/app/incident"
	"orangelab.cn/rightsdesk/app/naming"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/calendar"
	"orangelab.cn/rightsdesk/model/incident"
	"orangelab.cn/rightsdesk/model/notice"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/notices"
	"orangelab.cn/rightsdesk/store/setup"
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

// AudienceIncident chooses the audience of a draft from those whom the counts of an incident found, each person once.
// Whoever may be several, who share a telephone number, say, is told at each address. A drill has no audience.
func AudienceIncident(ctx context.Context, s *desk.Session, seen notice.Seen, about app.Seen,
	whom Whom) (n notice.Notice, err error) {
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

// recipients makes recipients of lines about people: first the lines that give both an address and a number, then those
// that give an address, then the others, so that somebody whom several lines name is reached by the most ways.
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
			if !is || !wanted(r) || whom == Children && !p.Under14 || whom == Others && p.Under14 ||
				told[p.ID] && p.Most == 1 {
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

// BeginIncident keeps a new draft of the notice that tells people of an incident as it was seen, with what its record
// knows, and writes down in the record that it was begun. A drill's is a draft for ever.
func BeginIncident(ctx context.Context, s *desk.Session, about app.Seen, whom Whom) (n notice.Notice, err error) {
	if err := s.Allow(ctx, model.ActDraftIncident); err != nil {
		return n, err
	}
	err = s.Write(ctx, model.ActWriteNotice, func(tx *store.Tx, entry *model.Entry) error {
		org, err := setup.Organisation(tx.View)
		if err != nil {
			return err
		}
		i, err := app.Noticed(tx, about, s.Staff().ID, s.Now(), func(i incident.Incident) (incident.Noticing, error) {
			n, err = notices.Add(tx, notice.Notice{Content: tells(i, org, s, whom)}, s.Now(), s.Rules().Location())
			return incident.Noticing{Reference: n.Reference, Children: whom == Children}, err
		})
		if err != nil {
			return err
		}
		entry.Detail["notice"], entry.Detail["kind"], entry.Detail["incident"] = n.Reference, string(
			notice.Breach), i.Reference
		return nil
	})
	return n, err
}

// tells is what a notice of an incident begins with. What nobody knows stays empty, for the checklist to name.
func tells(i incident.Incident, org model.Organisation, s *desk.Session, whom Whom) notice.Content {
	c := notice.Content{Kind: notice.Breach, Title: maps.Clone(titles[notice.Breach]), Products: org.Products,
		Regimes: slices.Clone(s.Rules().Default), Channels: []notice.Channel{notice.Email},
		On: calendar.DateOf(s.Now(), s.Rules().Location()), Incident: i.Reference, Guardians: whom == Children,
		Passages: map[notice.Item]model.Text{}}
	for _, id := range app.Rules().Regimes() {
		if i.Facts.Places[id].Most > 0 && !slices.Contains(c.Regimes, id) {
			c.Regimes = append(c.Regimes, id)
		}
	}
	if c.Californian() {
		c.Title["en"] = notice.CaliforniaTitle
	}
	if i.Drill {
		c.Title = model.Say("DRILL: %s", "【演练】%s", c.Title)
	}
	total, counted := i.Scope()
	for _, lang := range org.Languages {
		say := func(item notice.Item, text model.Text) {
			if c.Passages[item] == nil {
				c.Passages[item] = model.Text{}
			}
			if t := text.In(lang); t != "" {
				c.Passages[item][lang] = t
			}
		}
		zone := s.Rules().Location()
		day := func(t time.Time) string { return t.In(zone).Format(time.DateOnly) }
		basic := model.Say("%s. We found this on %s.", "%s。我们于%s发现。", i.Facts.Title, day(i.Facts.Aware))
		if !i.Facts.Happened.IsZero() {
			basic = model.Say("%s It happened on %s.", "%s发生于%s。", basic, day(i.Facts.Happened))
		}
		say("basic", basic)
		say("cause", model.Say("%s", "%s", i.Facts.Cause))
		if !i.Facts.Contained.IsZero() {
			say("measures", model.Say("We contained it on %s.", "我们已于%s控制事件。", day(i.Facts.Contained)))
		}
		if counted {
			say("selfhelp", notice.Advice(slices.Collect(maps.Keys(total.Categories))))
			var kinds []string
			for _, category := range slices.Sorted(maps.Keys(total.Categories)) {
				if name := naming.TitleOf(nil, category, lang); !slices.Contains(kinds, name) {
					kinds = append(kinds, name)
				}
			}
			say("kinds",
				model.Say("%s", "%s", strings.Join(kinds, map[string]string{"en": ", ", "zh-Hans": "、"}[lang])))
		}
	}
	return c
}
