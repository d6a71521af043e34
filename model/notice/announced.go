package notice

import (
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/model/calendar"
	"orangelab.cn/rightsdesk/model/policy"
)

// AnnouncedVersion is what the desk's library of statements has of the version that an update announces.
type AnnouncedVersion struct {
	Library bool // the library has a statement at all
	Known   bool // and a version of that name
	From    calendar.Date
	Changes []policy.ClassedChange // from the old version to it; none where the library has no version of the old name
	Version policy.Version
}

// Announce looks for the version that an update announces, and for the one that it replaces. Settled is how the changes
// between the two were classed; an empty one where nobody did.
func (c Content) Announce(versions []policy.Version, settled policy.Classing) (a AnnouncedVersion) {
	if c.Kind != PolicyUpdate {
		return a
	}
	a.Library = len(versions) > 0
	now := labelled(versions, "", c.New)
	if now == nil {
		return a
	}
	a.Known, a.From, a.Version = true, now.From, *now
	if was := labelled(versions, now.Document, c.Old); was != nil && was.Number != now.Number {
		a.Changes = policy.Compare(*was, *now).Classed(settled)
	}
	return a
}

// Pair returns the document and the numbers of the two versions that an update names; false where the library lacks
// one.
func (c Content) Pair(versions []policy.Version) (document string, from, to int64, ok bool) {
	now := labelled(versions, "", c.New)
	if now == nil {
		return "", 0, 0, false
	}
	was := labelled(versions, now.Document, c.Old)
	if was == nil || was.Number == now.Number {
		return "", 0, 0, false
	}
	return now.Document, was.Number, now.Number, true
}

// Announces reports whether the content is about an update to a version, by its label.
func (c Content) Announces(label string) bool {
	return c.Kind == PolicyUpdate && label != "" && bareLabel(c.New) == bareLabel(label)
}

// labelled is the newest version that is cited by a label, of a document or of any, the statement before supplements;
// nil where none is.
func labelled(versions []policy.Version, document, label string) (best *policy.Version) {
	label = bareLabel(label)
	for i := range versions {
		v := &versions[i]
		if label == "" || bareLabel(v.Label) != label || document != "" && v.Document != document {
			continue
		}
		switch {
		case best == nil, best.Supplements != "" && v.Supplements == "":
			best = v
		case (best.Supplements != "") == (v.Supplements != "") && v.Number > best.Number:
			best = v
		}
	}
	return best
}

// bareLabel is a label without what people put around it: "V3.3" and "3.3 版" are 3.3.
func bareLabel(label string) string {
	return strings.Trim(strings.TrimSpace(label), "vV版 ")
}

// AgainstLibrary lists where a notice says something else than the version that it announces: its day, clauses that it
// does not have, and changes that nobody is told of. None of them blocks: the library may be behind, and whoever
// approves sees them.
func (c Content) AgainstLibrary(a AnnouncedVersion) (list []Problem) {
	if !a.Library || c.New == "" {
		return nil
	}
	if !a.Known {
		return []Problem{{Trouble: NoVersion, Item: "versions", What: c.New}}
	}
	none := calendar.Date{}
	if a.From != none && c.Effective != none && a.From != c.Effective {
		list = append(list, Problem{Trouble: OtherDay, Item: "effective", What: c.New, Day: a.From})
	}
	if unknown := c.clausesNotIn(a); len(unknown) > 0 {
		list = append(list, Problem{Trouble: NoClause, Item: Changes, What: strings.Join(unknown, ", ")})
	}
	if untold := c.untold(a); len(untold) > 0 {
		list = append(list, Problem{Trouble: Untold, Item: Changes, What: strings.Join(untold, ", ")})
	}
	return list
}

// clausesNotIn are the clauses that a notice names and neither the announced version has nor it took out.
func (c Content) clausesNotIn(a AnnouncedVersion) (list []string) {
	for _, x := range c.Changes {
		for _, id := range clauseIDs(x.Clause) {
			gone := slices.ContainsFunc(a.Changes, func(change policy.ClassedChange) bool {
				return change.Removed() && change.Was.ID == id
			})
			if a.Version.Clause(id) == nil && !gone && !slices.Contains(list, id) {
				list = append(list, id)
			}
		}
	}
	return list
}

// untold are the clauses whose change the notice tells nobody of. What only moved, and what a person classed as wording
// alone, needs no telling.
func (c Content) untold(a AnnouncedVersion) (list []string) {
	told := map[string]bool{}
	for _, x := range c.Changes {
		for _, id := range clauseIDs(x.Clause) {
			told[id] = true
		}
	}
	for _, change := range a.Changes {
		id := change.ID()
		if told[id] || slices.Contains(change.Triggers, policy.NoteOnly) {
			continue
		}
		list = append(list, id)
	}
	return list
}

// clauseIDs reads the clauses that a field names: "4.2", "4.2 and 5", "clause 4.2", 第4.2条、第5条.
func clauseIDs(text string) (list []string) {
	apart := strings.NewReplacer("clauses", " ", "clause", " ", "Clauses", " ", "Clause", " ", " and ", " ", "第", " ",
		"条", " ", "和", " ", "及", " ", "§", " ", "&", " ", ",", " ", "，", " ", "、", " ", ";", " ", "；", " ")
	for _, id := range strings.Fields(apart.Replace(text)) {
		list = append(list, strings.TrimRight(id, "."))
	}
	return list
}
