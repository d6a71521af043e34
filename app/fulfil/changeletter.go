package fulfil

import (
	"slices"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/app/naming"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/identifier"
	"orangelab.cn/rightsdesk/model/rule"
	"orangelab.cn/rightsdesk/store/casefile"
	"orangelab.cn/rightsdesk/store/papers"
	"orangelab.cn/rightsdesk/store/runs"
)

// changeFacts adds what the answer to a correction, a deletion, a cancellation, a withdrawal or an objection says.
func changeFacts(c drafting, d letter.Data, lang string) (letter.Data, error) {
	if _, err := runs.Plan(c.Tx, c.Request.ID); err != nil {
		return d, change.ErrNoPlan
	}
	if err := sayResult(c, &d, lang); err != nil {
		return d, err
	}
	switch c.Request.Kind.Means().Settles {
	case model.SettlesCorrections:
		return correctionFacts(c, d, lang)
	case model.SettlesPurposes:
		return withdrawalFacts(c, d, lang)
	}
	return erasureFacts(c, d, lang)
}

// groundsOf writes out the grounds of a refusal, with the laws that the request falls under.
func groundsOf(c drafting, r model.Refusal, lang string) (list []letter.Ground) {
	rules := c.Session.Rules()
	regimes := rules.RegimesOf(c.Request)
	for _, given := range r.Grounds {
		g, _ := rules.Ground(given.ID)
		list = append(list, letter.Ground{Title: g.Named(lang, given.Sub), Facts: given.Facts,
			Law: g.Cites(lang, given.Law, c.Request.Kind, regimes), Item: r.Item, Instead: g.Offer.In(lang)})
	}
	return list
}

func correctionFacts(c drafting, d letter.Data, lang string) (letter.Data, error) {
	var all model.Corrections
	if _, err := casefile.Part(c.Tx, c.Request.ID, casefile.PartCorrections, &all); err != nil {
		return d, err
	}
	reg, err := change.RegisterIn(c.Tx)
	if err != nil {
		return d, err
	}
	names, err := naming.NamesIn(c.Tx, reg, lang)
	if err != nil {
		return d, err
	}
	run, err := runs.LatestRun(c.Tx, c.Request.ID)
	if err != nil {
		return d, collect.ErrNoRun
	}
	for _, item := range all.Items {
		what, err := called(c, run.ID, item, names)
		if err != nil {
			return d, err
		}
		if item.Supplement != "" {
			facts := naming.Phrase(lang, "the_value_was_registered_first_your")
			if kept(c.Result, item.Supplement) {
				facts = naming.Phrase(lang, "the_value_was_registered_first")
				d.Supplements = append(d.Supplements, letter.Supplement{What: what, Statement: item.Supplement})
			}
			stays, _ := c.Session.Rules().Ground("IMMUT")
			law := stays.Cites(lang, "", c.Request.Kind, c.Session.Rules().RegimesOf(c.Request))
			d.Grounds = append(d.Grounds, letter.Ground{Title: stays.Title.In(lang), Law: law, Item: what,
				Facts: facts})
			continue
		}
		var where []string
		for _, p := range item.Places {
			f, err := change.FindingAt(c.Tx, c.Request.ID, run.ID, p.Seq)
			if err != nil {
				return d, err
			}
			// What is not corrected is told with the system, see sayResult.
			if in, ok := c.Result.System(f.Source); ok && in.State.Done() &&
				!slices.Contains(where, names.System(f.Source)) {
				where = append(where, names.System(f.Source))
				// Who asked for another name is not greeted by the wrong one.
				if d.Recipient == c.Request.Subject.Name && f.Text(p.Column) == d.Recipient {
					d.Recipient = item.Value
				}
			}
		}
		if len(where) == 0 {
			continue
		}
		d.Corrected = append(d.Corrected,
			letter.Corrected{What: what, Where: strings.Join(where, naming.Say(lang, ", ", "、")),
				Now: seenOf(identifier.MaskCategory(item.Category, item.Value))})
	}
	d.NobodyTold = len(d.Told) == 0 && !c.Result.Tells() && nobodyReceived(reg, all)
	return d, nil
}

// kept reports whether a statement is kept beside the value that stays: whoever was asked for it says when it is not.
func kept(r model.Result, statement string) bool {
	return !slices.ContainsFunc(r.Tasks, func(t model.TaskResult) bool {
		return t.Kind == model.TaskSupplement && t.What == statement && t.Behind()
	})
}

// called is what a person calls the value that a correction is about: its column, where it is called the same in all
// its places, else its kind of data.
func called(c drafting, run string, item model.CorrectionItem, n naming.Names) (title string, err error) {
	for _, p := range item.Places {
		f, err := change.FindingAt(c.Tx, c.Request.ID, run, p.Seq)
		if err != nil {
			return "", err
		}
		switch t := n.Column(f.Source, f.Collection, p.Column); {
		case title == "":
			title = t
		case title != t:
			return naming.TitleOf(n.Register, item.Category, n.Lang), nil
		}
	}
	if title == "" {
		title = naming.TitleOf(n.Register, item.Category, n.Lang)
	}
	return title, nil
}

// seenOf is a masked value, empty where nothing of it can be seen.
func seenOf(masked string) string {
	if strings.Trim(masked, "*") == "" {
		return ""
	}
	return masked
}

// nobodyReceived reports whether the register says of every corrected kind of data that nobody else receives it.
func nobodyReceived(reg model.Register, all model.Corrections) bool {
	for _, item := range all.Items {
		if item.Supplement != "" {
			continue
		}
		if _, ok := reg.For(item.Category); !ok {
			return false
		}
		for _, p := range reg.Everywhere(item.Category) {
			if p.Recipients == nil || len(*p.Recipients) > 0 {
				return false
			}
		}
	}
	return true
}

// unfinished reports whether a system is behind, or did not answer: then nothing has ended, or is closed, everywhere.
func unfinished(r model.Result) bool {
	short := r.Shortfalls()
	return slices.Contains(short, model.ShortNotDone) || slices.Contains(short, model.ShortMissing)
}

func withdrawalFacts(c drafting, d letter.Data, lang string) (letter.Data, error) {
	var p model.Purposes
	if _, err := casefile.Part(c.Tx, c.Request.ID, casefile.PartPurposes, &p); err != nil {
		return d, err
	}
	for _, id := range p.IDs {
		rule, _ := c.Session.Rules().Purpose(id)
		if slices.Contains(c.Result.Unfound, id) {
			d.NotFound = append(d.NotFound, rule.Title.In(lang))
			continue
		}
		lost := rule.ServicesLost[lang]
		if len(lost) == 0 {
			lost = []string{naming.Phrase(lang, "nothing_else_our_services_stay")}
		}
		into := &d.Ended
		if unfinished(c.Result) {
			into = &d.Ending
		}
		*into = append(*into, letter.Ended{Use: rule.Title.In(lang), ServicesLost: lost, HowTo: rule.HowTo.In(lang)})
	}
	links, err := casefile.Links(c.Tx, c.Request.ID)
	if err != nil {
		return d, err
	}
	for _, l := range links {
		if l.Opened && l.Why == model.CauseWithdrawn {
			d.Linked = l.Reference
		}
	}
	return d, nil
}

func erasureFacts(c drafting, d letter.Data, lang string) (letter.Data, error) {
	certificates, err := papers.Certificates(c.Tx, c.Request.ID)
	if err != nil {
		return d, err
	}
	if len(certificates) > 0 {
		d.Certificate = certificates[0].Number
	}
	d.NothingErased = d.Certificate == ""
	if !c.Request.Kind.Clears() {
		return d, nil
	}
	if unfinished(c.Result) {
		return d, nil // nothing says that the account is closed everywhere
	}
	for _, sys := range c.Result.Systems {
		if sys.EndedAt.After(d.Disabled) {
			d.Disabled = sys.EndedAt
		}
	}
	blockers, err := desk.Blockers(c.Tx, c.Request.ID)
	if err != nil {
		return d, err
	}
	d.Logins = loginsOf(c, blockers, lang)
	d.NoLogins = !blockers.At.IsZero() && len(d.Logins) == 0
	return d, nil
}

// loginsOf names the linked log-ins of other companies, with where to apply there.
func loginsOf(c drafting, all model.Blockers, lang string) (list []letter.Login) {
	for _, provider := range all.Logins {
		login := c.Session.Rules().Login(provider)
		name := login.Title.In(lang)
		if login.ID == rule.OtherLogin {
			name = provider
		}
		list = append(list, letter.Login{Provider: name, Apply: login.Apply.In(lang)})
	}
	return list
}

// recheck is when the desk looks again, and by when the person hears: never after the day of the answer, as long as
// that is still ahead.
func recheck(rules *rule.Pack, now, due time.Time) (look, hear time.Time) {
	look = rules.WaitUntil(now, due)
	if look.After(due) {
		return look, look
	}
	return look, due
}

func blockerFacts(c drafting, d letter.Data, lang string) (letter.Data, error) {
	all, err := desk.Blockers(c.Tx, c.Request.ID)
	if err != nil {
		return d, err
	}
	for _, b := range all.List {
		if b.Waived() {
			continue
		}
		rule, _ := c.Session.Rules().Blocker(b.Kind)
		detail := b.Detail
		if detail == "" {
			detail = b.Key
		}
		d.Blockers = append(d.Blockers,
			letter.Blocker{What: rule.Title.In(lang), Detail: detail, Clear: rule.Clear.In(lang),
				Waive: rule.Waive.In(lang)})
	}
	if len(d.Blockers) == 0 {
		return d, change.ErrNoBlocker
	}
	d.Logins = loginsOf(c, all, lang)
	d.Recheck, d.Due = recheck(c.Session.Rules(), c.Session.Now(), d.Due)
	d.IfNothing = naming.Phrase(lang, "where_something_is_still_open")
	return d, nil
}

func refusalFacts(c drafting, d letter.Data, lang string) (letter.Data, error) {
	var refusals model.Refusals
	if _, err := casefile.Part(c.Tx, c.Request.ID, casefile.PartRefusals, &refusals); err != nil {
		return d, err
	}
	whole, ok := refusals[""]
	if !ok {
		return d, change.ErrNoRefusal
	}
	d.Grounds = groundsOf(c, whole, lang)
	reg, err := change.RegisterIn(c.Tx)
	if err != nil {
		return d, err
	}
	names, err := naming.NamesIn(c.Tx, reg, lang)
	if err != nil {
		return d, err
	}
	if d.StillDone, err = stillDone(c, names); err != nil {
		return d, err
	}
	d.NothingDone = len(d.StillDone) == 0
	return d, nil
}
