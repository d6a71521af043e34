// Package policy keeps the desk's library of privacy statements: who reads, drafts, publishes, compares and classes
// them.
package policy

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/calendar"
	"orangelab.cn/rightsdesk/model/policy"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/setup"
)

// Errors of the library. Each has a sentence in the window.
var (
	// ErrMoved says that somebody else saved a version, or classed changes, after what was seen.
	ErrMoved      = errors.New("somebody else saved a version or classed changes meanwhile: look at it again")
	ErrNoVersion  = errors.New("the library has no such version")
	ErrNotNewest  = errors.New("there is a newer draft: read that one before you publish")
	ErrPublished  = errors.New("the version is published already")
	ErrOwnDraft   = errors.New("whoever drafted a version does not publish it: ask a second person")
	ErrNoLabel    = errors.New("the version has no name to be cited by: give it one, such as 3.2")
	ErrLabelTaken = errors.New("another published version has the same name: give this one its own")
	ErrNoDay      = errors.New("the version has no day from which it is in force: fill it in")
	ErrDayPast    = errors.New(
		"a version takes effect after it is published, and after the one before it: choose a later day")
	ErrSame  = errors.New("the text is that of the newest version: nothing was saved")
	ErrEmpty = errors.New("the version has no clause: import a text first")
)

// DefectsError says that a version cannot be published before what is wrong with its text is put right.
type DefectsError struct{ Defects []policy.Defect }

func (e *DefectsError) Error() string {
	return fmt.Sprintf("%d flaws of the text must be put right before it is published; the first is in clause %s",
		len(e.Defects), e.Defects[0].Clause)
}

// Library is what the desk has of statements and supplements.
type Library struct {
	Versions []policy.Published // the oldest of each document first
	Today    calendar.Date      // where the organisation is
}

// Documents lists the documents, statements before supplements, by name.
func (l Library) Documents() (list []string) {
	for _, supplements := range []bool{false, true} {
		for _, v := range l.Versions {
			if (v.Supplements != "") == supplements && !slices.Contains(list, v.Document) {
				list = append(list, v.Document)
			}
		}
	}
	return list
}

// Of lists the versions of a document, the oldest first.
func (l Library) Of(document string) (list []policy.Published) {
	for _, v := range l.Versions {
		if v.Document == document {
			list = append(list, v)
		}
	}
	return list
}

// Version returns a version; ErrNoVersion where the library has none of that number.
func (l Library) Version(document string, number int64) (policy.Published, error) {
	for _, v := range l.Versions {
		if v.Document == document && v.Number == number {
			return v, nil
		}
	}
	return policy.Published{}, ErrNoVersion
}

// State returns how a version stands today.
func (l Library) State(v policy.Published) policy.State {
	return policy.StateOn(l.Of(v.Document), v.Number, l.Today)
}

// InForce returns the version of a document in force on a day; nil where there is none.
func (l Library) InForce(document string, day calendar.Date) *policy.Published {
	return policy.InForceOn(l.Of(document), day)
}

// For returns what is cited on a day about a service: the supplement for it where one is in force, else the statement;
// nil where nothing is in force.
func (l Library) For(service string, day calendar.Date) (best *policy.Published) {
	for _, document := range l.Documents() {
		v := l.InForce(document, day)
		switch {
		case v == nil:
		case v.Supplements == "" && best == nil, v.Supplements != "" && v.Service == service && service != "":
			best = v
		}
	}
	return best
}

// Wrote reports whether somebody saved a version, or one before it since the last that was published, and so does not
// publish it.
func (l Library) Wrote(v policy.Published, staff string) bool {
	return wrote(l.Of(v.Document), v, staff)
}

// Read reads the library. ErrNotApproved of the store where a version counts as published that nobody signed as it
// stands.
func Read(ctx context.Context, s *desk.Session) (l Library, err error) {
	err = s.Read(ctx, model.ActReadPolicy, func(v *store.View) (err error) {
		l, err = read(v)
		l.Today = calendar.DateOf(s.Now(), s.Rules().Location())
		return err
	})
	return l, err
}

func read(v *store.View) (Library, error) { return readTexts(v, true) }

// readTexts reads the library, of drafts the text only where that is wanted.
func readTexts(v *store.View, drafts bool) (l Library, err error) {
	approvals, err := v.DeskApprovals(model.ActPublishPolicy)
	if err != nil {
		return l, err
	}
	versions, err := setup.PolicyVersionsOf(v, func(document string, number int64) bool {
		_, published := approvals[subject(document, number)]
		return drafts || published
	})
	if err != nil {
		return l, err
	}
	for _, version := range versions {
		published := policy.Published{Version: version}
		if a, ok := approvals[subject(version.Document, version.Number)]; ok {
			if a.Digest != version.Digest() || wrote(l.Of(version.Document), published, a.By) {
				return l, fmt.Errorf("version %d of %s: %w", version.Number, version.Document, store.ErrNotApproved)
			}
			published.By, published.At = a.By, a.At
		}
		l.Versions = append(l.Versions, published)
	}
	return l, nil
}

// wrote reports whether somebody saved a version, or one before it since the last that was published: what they wrote
// may stand in it still, whoever saved it last.
func wrote(all []policy.Published, v policy.Published, by string) bool {
	did := !model.SecondPerson(by, v.SavedBy)
	for i := len(all) - 1; i >= 0; i-- {
		if all[i].Number >= v.Number {
			continue
		}
		if all[i].By != "" {
			break
		}
		did = did || !model.SecondPerson(by, all[i].SavedBy)
	}
	return did
}

func subject(document string, number int64) string { return fmt.Sprintf("%s/%d", document, number) }

// Draft saves a version as the next of its document. Seen is the newest one as whoever drafts it knows it; ErrMoved
// where there is another by now.
func Draft(ctx context.Context, s *desk.Session, v policy.Version, seen policy.Ref) (saved policy.Version, err error) {
	v.Label, v.Document = strings.TrimSpace(v.Label), strings.TrimSpace(v.Document)
	err = s.Write(ctx, model.ActDraftPolicy, func(tx *store.Tx, entry *model.Entry) error {
		if len(v.Clauses) == 0 {
			return ErrEmpty
		}
		l, err := read(tx.View)
		if err != nil {
			return err
		}
		newest := policy.Newest(l.Of(v.Document)).Version
		newest.Document = v.Document
		if newest.Ref() != seen {
			return ErrMoved
		}
		if v.Number = newest.Number; v.Ref() == seen && v.Number > 0 {
			return ErrSame
		}
		v.SavedAt, v.SavedBy = s.Now(), s.Staff().ID
		saved, err = setup.AddPolicyVersion(tx, v, seen.Number)
		entry.Detail["document"], entry.Detail["number"], entry.Detail["label"] = v.Document, saved.Number, v.Label
		return err
	})
	return saved, moved(err)
}

// Publish lets a version be in force from its day on. Whoever publishes it is not who drafted it, and signs what they
// saw; ErrMoved where another text stands there. A version with flaws that keep it back fails with a *DefectsError, but
// for the first of a document: people have read that already.
func Publish(ctx context.Context, s *desk.Session, seen policy.Ref) error {
	return moved(s.Write(ctx, model.ActPublishPolicy, func(tx *store.Tx, entry *model.Entry) error {
		l, err := read(tx.View)
		if err != nil {
			return err
		}
		l.Today = calendar.DateOf(s.Now(), s.Rules().Location())
		v, err := l.Version(seen.Document, seen.Number)
		if err != nil {
			return err
		}
		if v.Ref() != seen {
			return ErrMoved
		}
		organisation, err := setup.Organisation(tx.View)
		if err != nil {
			return err
		}
		if err := publishable(l, v, s.Staff().ID,
			policy.Facts{Name: organisation.Name, Address: organisation.Address}); err != nil {
			return err
		}
		entry.Detail["document"], entry.Detail["number"], entry.Detail["label"], entry.Detail["from"] =
			v.Document, v.Number, v.Label, v.From.String()
		return tx.ApproveDesk(model.ActPublishPolicy, subject(v.Document, v.Number), seen.Digest, entry.At)
	}))
}

// moved tells who was overtaken by another desktop that it was about what they saw.
func moved(err error) error {
	if errors.Is(err, store.ErrConflict) {
		return ErrMoved
	}
	return err
}

// publishable returns why a version cannot be published by a member of staff.
func publishable(l Library, v policy.Published, by string, facts policy.Facts) error {
	all := l.Of(v.Document)
	var last *policy.Published
	for i := range all {
		if all[i].By != "" {
			last = &all[i]
		}
	}
	switch {
	case v.By != "":
		return ErrPublished
	case policy.Newest(all).Number != v.Number:
		return ErrNotNewest
	case wrote(all, v, by):
		return ErrOwnDraft
	case v.Label == "":
		return ErrNoLabel
	case v.From == (calendar.Date{}):
		return ErrNoDay
	case last == nil:
		return nil
	case slices.ContainsFunc(all, func(o policy.Published) bool { return o.By != "" && o.Label == v.Label }):
		return ErrLabelTaken
	case v.From.Before(l.Today), !last.From.Before(v.From):
		return ErrDayPast
	}
	if blocking := policy.Blocking(v.Check(facts)); len(blocking) > 0 {
		return &DefectsError{blocking}
	}
	return nil
}
