package letter

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/model"
)

// CheckItem is something a letter must say.
type CheckItem struct {
	ID      string // the name that a template gives to {{covers}}
	English string
	Chinese string
	missing func(Data) string // names the fact that is missing; empty when all is there
}

// Checklist says what a letter of this kind must cover where about was asked, in the order of the letter; nil for a
// kind that does not exist. The items rest on PIPL 15, 45-50 and 65, GB/T 35273 8.5 and 8.7, the Regulations on
// Protection of Minors in Cyberspace 34, and the statement's clauses on correction, deletion, log-out and contact.
func Checklist(kind Kind, about model.Kind) []CheckItem {
	switch kind {
	case Fulfilled:
		return slices.Concat([]CheckItem{request, receivedOn}, outcome(about),
			[]CheckItem{internalReview, regulator, court, contact})
	case PartlyFulfilled:
		return slices.Concat([]CheckItem{request, receivedOn}, outcome(about),
			[]CheckItem{decision, partGrounds, inWriting, internalReview, regulator, court, contact})
	}
	return slices.Clone(checklists[kind])
}

// checklists are those that do not depend on what was asked.
var checklists = map[Kind][]CheckItem{
	Acknowledgement: {caseNumber, received, request, due, identityStep, noFee, contact},
	IdentityNeeded:  {request, why, leastData, howToSend, useOnly, byDate, clock, alternatives, contact},
	Extended: {request, originalDue, sentBefore, extensionReason, extensionBasis, newDue, internalReview,
		regulator, court, contact},
	Refused: {request, receivedOn, decision, grounds, stillDone, inWriting, internalReview, regulator, court,
		contact},
	Blockers: {request, receivedOn, blockers, clear, waive, recheck, ifNothing, dueOn, internalReview, regulator,
		court, contact},
	NotVerified: {request, receivedOn, tried, decision, useOnlyAfter, again, internalReview, regulator, court,
		contact},
	Redirected: {request, receivedOn, party, partyContact, heldHere, internalReview, regulator, court, contact},
}

// need asks for a fact that is not empty; a list must have an entry, and none may be empty.
func need[T string | []string | time.Time](name string, get func(Data) T) func(Data) string {
	return func(d Data) string { return unlessFilled(name, get(d)) }
}

func unlessFilled(name string, fact any) string {
	filled := false
	switch f := fact.(type) {
	case string:
		filled = f != ""
	case []string:
		filled = len(f) > 0 && !slices.Contains(f, "")
	case time.Time:
		filled = !f.IsZero()
	}
	if filled {
		return ""
	}
	return name
}

func identity[T string | []string | time.Time](name string, get func(Identity) T) func(Data) string {
	return func(d Data) string {
		if d.Identity == nil {
			return name
		}
		return unlessFilled(name, get(*d.Identity))
	}
}

func partyFact(name string, get func(Party) []string) func(Data) string {
	return func(d Data) string {
		if d.Party == nil {
			return name
		}
		return unlessFilled(name, get(*d.Party))
	}
}

func each[T any](name string, get func(Data) []T, facts func(T) []string) func(Data) string {
	return func(d Data) string {
		list := get(d)
		if len(list) == 0 {
			return name
		}
		return emptyPart(name, list, facts)
	}
}

// emptyPart names the first entry of which a part is empty; a list may be empty.
func emptyPart[T any](name string, list []T, facts func(T) []string) string {
	for i, entry := range list {
		if slices.Contains(facts(entry), "") {
			return fmt.Sprintf("%s (entry %d has an empty part)", name, i+1)
		}
	}
	return ""
}

func listOrNone(name string, get func(Data) ([]string, bool)) func(Data) string {
	return func(d Data) string {
		list, none := get(d)
		if none && len(list) == 0 {
			return ""
		}
		if none {
			return name + " (both a list and the word that there is none)"
		}
		return unlessFilled(name, list)
	}
}

func all(checks ...func(Data) string) func(Data) string {
	return func(d Data) string {
		for _, check := range checks {
			if lack := check(d); lack != "" {
				return lack
			}
		}
		return ""
	}
}

// after asks that one day come after another; either missing is somebody else's complaint.
func after(name string, get func(Data) time.Time, than string, other func(Data) time.Time) func(Data) string {
	return func(d Data) string {
		a, b := get(d), other(d)
		if a.IsZero() || b.IsZero() || a.After(b) {
			return ""
		}
		return fmt.Sprintf("%s after %s (it is %s, the other %s)", name, than, dateIn(English, a), dateIn(English, b))
	}
}

// notAfterDate refuses a day that is still to come when the letter is written.
func notAfterDate(name string, get func(Data) time.Time) func(Data) string {
	return func(d Data) string {
		if t := get(d); !d.Date.IsZero() && t.After(d.Date) {
			return fmt.Sprintf("%s before the date of the letter (it is %s)", name, dateIn(English, t))
		}
		return ""
	}
}

func afterDate(name string, get func(Data) time.Time) func(Data) string {
	return after(name, get, "the date of the letter", func(d Data) time.Time { return d.Date })
}

// lacking names every fact that the kind needs and the data do not have.
func lacking(kind Kind, d Data) []string {
	var lack []string
	for _, f := range []struct{ name, fact string }{
		{"the name of the organisation", d.Organisation}, {"the contact", d.Contact},
		{"the reference", d.Reference}, {"the recipient", d.Recipient},
	} {
		if strings.TrimSpace(f.fact) == "" {
			lack = append(lack, f.name)
		}
	}
	if d.Zone == nil {
		lack = append(lack, "the zone of its dates")
	}
	if d.Date.IsZero() {
		lack = append(lack, "the date of the letter")
	}
	if d.Copy != nil && d.About != "" && !d.About.Copies() {
		lack = append(lack, "no copy, because none was asked for")
	}
	if name := contradicts(kind, d); name != "" {
		lack = append(lack, name)
	}
	for _, item := range Checklist(kind, d.About) {
		if name := item.missing(d); name != "" && !slices.Contains(lack, name) {
			lack = append(lack, name)
		}
	}
	return lack
}
