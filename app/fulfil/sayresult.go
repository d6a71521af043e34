package fulfil

import (
	"cmp"
	"fmt"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/app/naming"
	"orangelab.cn/rightsdesk/app/result"
	"orangelab.cn/rightsdesk/app/withhold"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/rule"
)

// sayResult puts what came of the request into the facts of its answer. Every entry comes from the result, and every
// shortfall of the result has its entry.
func sayResult(c drafting, d *letter.Data, lang string) error {
	reg, err := change.RegisterIn(c.Tx)
	if err != nil {
		return err
	}
	names, err := naming.NamesIn(c.Tx, reg, lang)
	if err != nil {
		return err
	}
	say := saying{c: c, d: d, names: names, lang: lang, rests: naming.RestsOf(c.Session.Rules(), c.Request, lang)}
	say.systems()
	say.tasks()
	say.stays()
	for _, r := range c.Result.Refused {
		d.Grounds = append(d.Grounds, groundsOf(c, r, lang)...)
	}
	say.others()
	say.fixed()
	say.search()
	say.withheld()
	return nil
}

// saying is an answer while it is filled in.
type saying struct {
	c     drafting
	d     *letter.Data
	names naming.Names
	lang  string
	rests naming.Rests
}

func (s saying) text(en, zh string) string { return naming.Say(s.lang, en, zh) }

func (s saying) phrase(name string, values ...string) string {
	return naming.Phrase(s.lang, name, values...)
}

func (s saying) systems() {
	for _, sys := range s.c.Result.Systems {
		s.unchanged(sys)
		if what := doneIn(sys, s.lang); what != "" {
			s.d.Done = append(s.d.Done, letter.Done{System: s.names.System(sys.Source), What: what})
			s.d.Emptied = s.d.Emptied || s.c.Result.Kind.Erases() && sys.State == model.SystemWritten &&
				sys.Count(model.FateRewritten) > 0
			continue
		}
		p := letter.Pending{What: s.names.System(sys.Source), By: sys.Until}
		switch sys.State {
		case model.SystemNotDone:
			p.Why = s.phrase("the_department_that_runs_the") + letter.Sentence(sys.Why, s.lang)
		case model.SystemNotTheirs:
			p.Why = s.phrase("the_department_that_was_asked") + letter.Sentence(sys.Why, s.lang)
		case model.SystemLeft:
			p.Why = s.phrase("it_is_unchanged_it_has")
		default:
			p.Why = s.phrase("it_is_unchanged_until_now")
		}
		if rows := result.SayFates(sys, s.lang); rows != "" {
			p.Why += s.phrase("what_we_found_there", rows)
		}
		s.d.Pending = append(s.d.Pending, p)
	}
	for _, source := range s.c.Result.Missing {
		s.d.Pending = append(s.d.Pending, stillToCome(s.c, s.names.System(source), s.lang))
	}
	if s.c.Result.Kind.Copies() {
		return // the copy names it among what it leaves out, and so does its letter
	}
	for _, u := range s.c.Result.Unsought {
		s.d.Pending = append(s.d.Pending,
			letter.Pending{What: naming.UnsoughtWhat(u, s.lang),
				Why: letter.Sentence(naming.UnsoughtWhy(u, s.lang), s.lang)})
	}
}

// unchanged names the records of a system that stay as they were: the count alone leaves the person asking which.
func (s saying) unchanged(sys model.SystemResult) {
	for _, c := range sys.Collections {
		name := func(list *[]letter.Records, n int64) {
			if n > 0 {
				*list = append(*list, letter.Records{What: s.names.Place(c.Source, c.Collection), Rows: n})
			}
		}
		name(&s.d.Unnamed, c.Rows[model.FateUnnamed])
		name(&s.d.Unchanged, c.Rows[model.FateUnchanged])
	}
}

// fixed names the records that still hold, in a field that could not be emptied, what was to be deleted.
func (s saying) fixed() {
	for _, c := range s.c.Result.Fixed() {
		s.d.Fixed = append(s.d.Fixed,
			letter.Records{What: s.names.Place(c.Source, c.Collection), Rows: c.Rows[model.FateFixed] + c.Partly})
	}
}

// doneIn says what was done in a system; empty where it is not done.
func doneIn(sys model.SystemResult, lang string) string {
	rows := result.SayFates(sys, lang)
	switch sys.State {
	case model.SystemRead:
		return naming.Phrase(lang, "searched") +
			after(naming.Say(lang, "; ", "，"), cmp.Or(rows, naming.Phrase(lang, "no_record_of_yours")))
	case model.SystemWritten:
		return rows
	case model.SystemNothing:
		return cmp.Or(rows, naming.Phrase(lang, "nothing_to_be_changed"))
	case model.SystemByOwner:
		return naming.Phrase(lang, "done_by_the_department_that") + after(naming.Say(lang, "; ", "；"), rows)
	}
	return ""
}

// after puts a separator before a text that is not empty.
func after(separator, text string) string {
	if text == "" {
		return ""
	}
	return separator + text
}

// tasks are what was asked of somebody beside the systems: a use to stop, a statement to keep, a recipient to tell.
func (s saying) tasks() {
	for _, t := range s.c.Result.Tasks {
		what := s.task(t)
		switch {
		case t.Behind() && t.End == model.TaskUnended:
			s.d.Pending = append(s.d.Pending, letter.Pending{What: what, Why: s.phrase("it_is_not_done_until")})
		case t.Behind():
			s.d.Pending = append(s.d.Pending,
				letter.Pending{What: what, By: t.Until,
					Why: s.phrase("it_is_not_done") + letter.Sentence(t.Why, s.lang)})
		case t.Kind == model.TaskTell && t.End == model.TaskDone:
			s.d.Told = append(s.d.Told, t.Who)
		}
	}
}

func (s saying) task(t model.TaskResult) string {
	switch t.Kind {
	case model.TaskTell:
		return s.phrase("telling_of_the_correction", t.Who)
	case model.TaskSupplement:
		return s.phrase("keeping_your_statement_beside_the", s.names.System(t.Source))
	case model.TaskStop:
		return s.phrase("stopping_the_use_in", s.names.System(t.Source))
	case model.TaskUnbind:
		return s.phrase("unbinding_the_login", s.names.System(t.Source))
	}
	return s.names.System(t.Source)
}

// stays are the parts of an erasure that stay. That a use has stopped is said where its owner says so, and not before.
func (s saying) stays() {
	rules := s.c.Session.Rules()
	for _, l := range s.c.Result.Stays {
		what := s.names.Line(l)
		switch l.Way {
		case model.WayHold:
			duty, _ := rules.Hold(l.Hold)
			s.d.Kept = append(s.d.Kept, letter.Kept{What: what, Law: duty.Law.In(s.lang), Until: l.Until, Rows: l.Rows})
		case model.WayStop:
			if s.c.Result.Stopped(l.Source) {
				s.d.Stopped = append(s.d.Stopped, letter.Stopped{What: what, Why: l.Reason})
			}
		case model.WayRedirect:
			s.d.Grounds = append(s.d.Grounds, letter.Ground{Title: s.phrase("held_by_somebody_else"), Item: what,
				Law:   s.phrase("our_privacy_statement_section_on"),
				Facts: s.phrase("please_turn_to", l.Party)})
		case model.WayRefuse:
			r := *l.Refusal
			r.Item = what
			s.d.Grounds = append(s.d.Grounds, groundsOf(s.c, r, s.lang)...)
		}
	}
	s.d.NothingKept = s.c.Result.Kind.Erases() && len(s.d.Kept) == 0
}

// othersLaw is why a record that is also somebody else's is neither given nor erased.
func othersLaw(rests naming.Rests, lang string) string {
	if law := rests.Law(rule.CiteOthers); law != "" {
		return law
	}
	return naming.Phrase(lang, "it_is_theirs_as_much")
}

func (s saying) others() {
	for _, o := range s.c.Result.Under(model.FateOthers) {
		rows := o.Rows[model.FateOthers]
		s.d.Grounds = append(s.d.Grounds,
			letter.Ground{Title: s.phrase("rights_of_others"), Item: s.names.Place(o.Source, o.Collection, ""),
				Law: othersLaw(s.rests, s.lang),
				Facts: s.text(naming.Counted(rows, "record is also another person's and stays as it is.",
					"records are also another person's and stay as they are."),
					fmt.Sprintf("有 %d 条记录同时涉及他人，保持原状。", rows))})
	}
}

func (s saying) search() {
	found := s.c.Result.Search
	if found == nil {
		return
	}
	s.d.Searched, s.d.Unsearched = found.At, s.names.Sources(found.Unsearched)
	for _, r := range found.Open() {
		entry := letter.Remains{Where: s.names.Place(r.Source, r.Collection, r.Column), Rows: r.Rows}
		if r.Settled != nil {
			entry.Why, entry.By = r.Settled.Reason, r.Settled.Until
		}
		s.d.Remains = append(s.d.Remains, entry)
	}
}

// withheld lists what a copy leaves out or masks.
func (s saying) withheld() {
	if !s.c.Result.Kind.Copies() {
		return
	}
	for _, l := range withhold.JoinAlike(s.c.Result.Withheld) {
		why := withhold.Words[l.Why]
		s.d.Withheld = append(s.d.Withheld,
			letter.Withheld{What: s.names.Place(l.Source, l.Collection, l.Columns...), Rows: l.Rows, Masked: l.Masked,
				Whole:  len(l.Columns) == 0,
				Reason: s.text(why.EN, why.ZH), Law: s.rests.Law(why.Law)})
	}
	for _, u := range s.c.Result.Unsought {
		s.d.Withheld = append(s.d.Withheld,
			letter.Withheld{What: naming.UnsoughtWhat(u, s.lang), Reason: naming.UnsoughtWhy(u, s.lang)})
	}
	s.d.WholeCopy = len(s.c.Result.Withheld)+len(s.c.Result.Missing)+len(s.c.Result.Unsought) == 0
}
