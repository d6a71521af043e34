package incident

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// Way is how somebody counted who is affected.
type Way string

// The ways.
const (
	BySource Way = "source" // a rule over a source of the data map
	ByList   Way = "list"   // a table of people
	ByLog    Way = "log"    // an extract of a log that names them
)

// Measure is one count of who is affected.
type Measure struct {
	// ID names the people that are kept of it, within the incident.
	ID  int64  `json:"id"`
	Way Way    `json:"way"`
	Of  string `json:"of"` // key of the source, or name of the file
	// Collection is the one that is affected, as dataset:collection; empty: every one of the source.
	Collection string `json:"collection,omitempty"`
	// Where is which of its rows are affected: values by the name of the field. All are where it is empty.
	Where map[string][]string `json:"where,omitempty"`
	// Mark is what stands before each identity in a log, and Kind which kind that is; empty: addresses and numbers
	// wherever they stand.
	Mark string `json:"mark,omitempty"`
	Kind string `json:"kind,omitempty"`
	// File is the digest of the file.
	File string `json:"file,omitempty"`
	// Lines are how many told of somebody or should have; Nameless those that name nobody.
	Lines    int64 `json:"lines"`
	Nameless int64 `json:"nameless,omitempty"`
	// Unread are sources that could not be asked for what else is known of the people.
	Unread []string `json:"unread,omitempty"`
	// Digest names exactly the people that are kept of it.
	Digest string `json:"digest"`
	Count  Count  `json:"count"` // of this measure alone
}

// Count is how many people are affected, and by what.
type Count struct {
	// People is a range where the data leaves it open whether two are one: they share a telephone number, say, and
	// nothing else.
	People Range `json:"people"`
	// Categories are how many people have data of each category in it.
	Categories map[string]int64 `json:"categories,omitempty"`
	Sensitive  int64            `json:"sensitive,omitempty"` // with data of a sensitive category
	Minors     Ages             `json:"minors,omitzero"`
	// Regimes are how many people live under each regime; Nowhere how many of whom nothing tells it.
	Regimes map[string]int64 `json:"regimes,omitempty"`
	Nowhere int64            `json:"nowhere,omitempty"`
	// Email, Phone and Unreached are how many can be written to, called, and neither.
	Email     int64 `json:"email,omitempty"`
	Phone     int64 `json:"phone,omitempty"`
	Unreached int64 `json:"unreached,omitempty"`
}

// Ages are people by their age when the incident became known.
type Ages struct {
	Under14 int64 `json:"under14,omitempty"`
	Under18 int64 `json:"under18,omitempty"` // 14 to 17
	Adult   int64 `json:"adult,omitempty"`
	Unknown int64 `json:"unknown,omitempty"`
}

// Scoping is what an entry says about the scope: a measure that was added, or one that was dropped with the reason, and
// what all that count come to, each person once.
type Scoping struct {
	Measure *Measure `json:"measure,omitempty"`
	Dropped int64    `json:"dropped,omitempty"` // ID of a measure
	Why     string   `json:"why,omitempty"`
	Total   Count    `json:"total"`
}

// Errors about a scope.
var (
	ErrMeasure  = errors.New("this count was taken out already")
	ErrNoPeople = errors.New("nobody was found: nothing is counted")
)

// Measures are the counts that stand, oldest first.
func (i Incident) Measures() (list []Measure) {
	for _, e := range i.Record {
		s := e.Body.Scope
		if s == nil {
			continue
		}
		if s.Measure != nil {
			list = append(list, *s.Measure)
		}
		list = slices.DeleteFunc(list, func(m Measure) bool { return m.ID == s.Dropped })
	}
	return list
}

// Scope returns what all measures come to now; false where nothing was counted.
func (i Incident) Scope() (total Count, counted bool) {
	for _, e := range i.Record {
		if e.Body.Scope != nil {
			total = e.Body.Scope.Total
		}
	}
	return total, len(i.Measures()) > 0
}

// Counted are the facts after a count that holds everybody who is affected: it states the people, where they live, and
// what it found. What it cannot know stays as it is.
func (f Facts) Counted(c Count, r *Rules) Facts {
	places, answers := map[string]Range{}, map[string]Answer{}
	maps.Copy(places, f.Places)
	maps.Copy(answers, f.Answers)
	f.People, f.Places, f.Answers = c.People, places, answers
	for _, regime := range r.Regimes() {
		if n := c.Regimes[regime]; regime != "cn" && (n > 0 || c.Nowhere == 0) {
			f.Places[regime] = Range{Known: true, Least: n, Most: n + c.Nowhere}
		}
	}
	for id, found := range map[string]bool{"sensitive": c.Sensitive > 0,
		"minors": c.Minors.Under14+c.Minors.Under18 > 0,
		"unique_ids": slices.ContainsFunc(slices.Collect(maps.Keys(c.Categories)),
			func(category string) bool { return strings.HasPrefix(category, "user.government_id") })} {
		if _, asked := r.Question(id); asked && found {
			f.Answers[id] = Yes
		}
	}
	return f
}

// mayScope refuses to drop what does not stand.
func (i Incident) mayScope(s Scoping) error {
	if s.Dropped != 0 && !slices.ContainsFunc(i.Measures(), func(m Measure) bool { return m.ID == s.Dropped }) {
		return ErrMeasure
	}
	return nil
}

// check refuses a scope that counts nobody, or that drops a measure without a reason.
func (s Scoping) check() error {
	switch {
	case (s.Measure == nil) == (s.Dropped == 0):
		return ErrMeasure
	case s.Measure != nil && s.Measure.Count.People.Most == 0:
		return ErrNoPeople
	case s.Dropped != 0 && strings.TrimSpace(s.Why) == "":
		return ErrReason
	case utf8.RuneCountInString(s.Why) > maxText:
		return ErrLong
	}
	return nil
}

// Tags of somebody affected. What a tag stands for is counted by Crowd.Count.
const (
	tagCategory  = "c:"
	tagSensitive = "s"
	tagPlace     = "r:" // lives under the regime, as a field says
	tagDialled   = "d:" // lives under the regime, as the telephone number says
	tagAge       = "a:"
	tagEmail     = "e"
	tagPhone     = "p"
)

// The ages that TagAge tells apart.
const (
	ageUnder14 = "14"
	ageUnder18 = "18"
	ageAdult   = "+"
)

// TagCategory says that data of a category is affected.
func TagCategory(category string, sensitive bool) []string {
	if sensitive {
		return []string{tagCategory + category, tagSensitive}
	}
	return []string{tagCategory + category}
}

// TagPlace says under which regime somebody lives; dialled: by their telephone number alone, which counts where nothing
// else tells.
func TagPlace(regime string, dialled bool) string {
	if dialled {
		return tagDialled + regime
	}
	return tagPlace + regime
}

// TagAge says how old somebody was.
func TagAge(years int) string {
	switch {
	case years < 14:
		return tagAge + ageUnder14
	case years < 18:
		return tagAge + ageUnder18
	}
	return tagAge + ageAdult
}

// TagReach says by what somebody can be reached.
func TagReach(phone bool) string {
	if phone {
		return tagPhone
	}
	return tagEmail
}

// Count counts the people of a crowd.
func (c *Crowd) Count() Count {
	n := Count{People: Range{Known: true}, Categories: map[string]int64{}, Regimes: map[string]int64{}}
	bySet := map[uint32]int64{}
	for i, p := range c.people {
		if c.parent[i] != uint32(i) {
			continue // somebody else's line
		}
		if p.named { // whoever is known by the key of a row only may be somebody who was counted already
			n.People.Least++
		}
		n.People.Most += p.most()
		bySet[p.tags]++
	}
	for set, people := range bySet {
		n.addTags(c.sets.of(set), people)
	}
	return n
}

// addTags counts people who all have the same tags.
func (n *Count) addTags(tags []string, people int64) {
	has := func(tag string) bool { return slices.Contains(tags, tag) }
	var placed, dialled []string
	for _, tag := range tags {
		if category, is := strings.CutPrefix(tag, tagCategory); is {
			n.Categories[category] += people
		}
		if regime, is := strings.CutPrefix(tag, tagPlace); is {
			placed = append(placed, regime)
		}
		if regime, is := strings.CutPrefix(tag, tagDialled); is {
			dialled = append(dialled, regime)
		}
	}
	if len(placed) == 0 {
		placed = dialled
	}
	for _, regime := range placed {
		n.Regimes[regime] += people
	}
	if len(placed) == 0 {
		n.Nowhere += people
	}
	switch {
	case has(tagAge + ageUnder14):
		n.Minors.Under14 += people
	case has(tagAge + ageUnder18):
		n.Minors.Under18 += people
	case has(tagAge + ageAdult):
		n.Minors.Adult += people
	default:
		n.Minors.Unknown += people
	}
	if has(tagSensitive) {
		n.Sensitive += people
	}
	if has(tagEmail) {
		n.Email += people
	}
	if has(tagPhone) {
		n.Phone += people
	}
	if !has(tagEmail) && !has(tagPhone) {
		n.Unreached += people
	}
}
