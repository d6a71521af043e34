package fulfil

import (
	"context"
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/requests"
)

// Draft is a letter as it would be written now, passage by passage: what comes from facts, which nobody can edit, and
// where the words of the member of staff stand.
type Draft struct {
	letter.Letter
	Result       model.Result
	Organisation int64 // version of the facts of the organisation
	Passages     []Passage
	Required     []letter.Said // what a letter of this kind must say, and how much of it the draft says
	// With are the other requests that a letter for several answers, each as it was seen; WriteTogether wants them.
	With []model.Revision
}

// Passage is a part of a letter under one heading.
type Passage struct {
	Title string // empty for the words of the member of staff
	Lines []string
	Own   bool
	From  Origin
}

// Origin is where the facts of a passage come from.
type Origin string

// The origins.
const (
	FromRequest      Origin = "request" // with what was proven about who asks
	FromResult       Origin = "result"  // computed from what was done
	FromPlan         Origin = "plan"
	FromHolds        Origin = "holds"
	FromSearch       Origin = "search"
	FromDecisions    Origin = "decisions" // what was withheld, refused or given up, and why
	FromPacket       Origin = "packet"
	FromOrganisation Origin = "organisation"
)

// origins are where what an item of a checklist asks for comes from; the rest comes from the request.
var origins = map[string]Origin{"done": FromPlan, "pending": FromPlan, "corrected": FromPlan, "ended": FromPlan,
	"earlier": FromPlan, "stopped": FromPlan,
	"disabled": FromPlan, "recipients": FromPlan, "kept": FromHolds, "remains": FromSearch, "certificate": FromSearch,
	"beyond":   FromOrganisation,
	"decision": FromResult, "still_done": FromResult, "grounds": FromDecisions, "withheld": FromDecisions,
	"blockers": FromDecisions, "copy": FromPacket,
	"automated": FromOrganisation, "abroad": FromOrganisation, "internal_review": FromOrganisation,
	"regulator": FromOrganisation, "court": FromOrganisation,
	"contact": FromOrganisation, "no_fee": FromOrganisation}

// DraftLetter shows a letter as it would be written now; nothing is kept. Of letter.Common it is what WriteTogether
// would write.
func DraftLetter(ctx context.Context, s *desk.Session, request int64, ask Ask) (d Draft, err error) {
	err = s.Read(ctx, model.ActLetter, func(v *store.View) error {
		r, err := requests.Read(v, request)
		if err != nil {
			return err
		}
		if ask.Kind == letter.Common {
			d, err = draftTogether(v, s, r, ask)
			return err
		}
		l, facts, result, err := compose(v, s, r, ask)
		d = Draft{l, result, facts.OrganisationVersion, passages(l), letter.Says(l.Kind, facts), nil}
		return err
	})
	return d, err
}

// passages parts a letter at its headings, and at the words of the member of staff.
func passages(l letter.Letter) (list []Passage) {
	list = append(list, Passage{Title: l.Title, From: FromRequest})
	for _, b := range l.Blocks {
		last := &list[len(list)-1]
		switch {
		case b.Own && last.Own:
			last.Lines = append(last.Lines, b.Text)
			continue
		case b.Own:
			list = append(list, Passage{Own: true, Lines: []string{b.Text}})
			continue
		case b.Kind == letter.Heading:
			list = append(list, Passage{Title: b.Text, From: originOf(b.Covers)})
			continue
		case last.Own:
			list = append(list, Passage{})
			last = &list[len(list)-1]
		}
		last.Lines = append(last.Lines, b.Text)
		if last.From == "" {
			last.From = originOf(b.Covers)
		}
	}
	return slices.DeleteFunc(list, func(p Passage) bool { return p.Title == "" && len(p.Lines) == 0 })
}

func originOf(covers string) Origin {
	for id := range strings.FieldsSeq(covers) {
		if from, ok := origins[id]; ok {
			return from
		}
	}
	return ""
}
