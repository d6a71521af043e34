package fulfil

import (
	"slices"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/holds"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/app/naming"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/rule"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/casefile"
)

// duties are the duties to keep that hold for what a copy shows: of those that somebody at the desk confirmed to apply
// to the organisation, the ones that cover a kind of data in it. A copy that names only how long the organisation
// itself wants to keep something says less than its answer to a deletion.
type duties struct {
	datasets []*dataset.Dataset
	of       map[string][]duty // by dataset and collection
}

type duty struct {
	rule  rule.Hold
	until time.Time
}

func dutiesOf(v *store.View, s *desk.Session, request int64, res collect.Results,
	datasets []*dataset.Dataset) (map[string][]duty, error) {
	known, err := casefile.HeldRules(v)
	if err != nil || len(known) == 0 {
		return nil, err
	}
	of := map[string][]duty{}
	for _, d := range datasets {
		for _, c := range d.Collections {
			if !slices.ContainsFunc(res.Counts,
				func(n model.FindingCount) bool { return n.Dataset == d.Key && n.Collection == c.Name }) {
				continue
			}
			days, err := res.CompletedDays(v, request, c, s.Rules().Location())
			if err != nil {
				return nil, err
			}
			for _, category := range change.Categories(c) {
				over, runs := holds.Over(s.Rules(), s.Now(), days, category, func(id string) bool {
					return slices.Contains(known, id)
				})
				key := d.Key + ":" + c.Name
				if runs && !slices.ContainsFunc(of[key], func(x duty) bool { return x.rule.ID == over.Rule.ID }) {
					of[key] = append(of[key], duty{over.Rule, over.Until(days)})
				}
			}
		}
	}
	return of, nil
}

// say adds to how long something is kept what a law orders.
func (d duties) say(retention string, f collect.Finding, lang string, zone *time.Location) string {
	sentences := []string{strings.TrimRight(retention, ".。 ")}
	for _, x := range d.of[f.Dataset+":"+f.Collection] {
		day, law := letter.Day(lang, x.until.In(zone)), x.rule.Law.In(lang)
		sentences = append(sentences, naming.Phrase(lang, "a_law_has_it_kept", day, law))
	}
	if len(sentences) == 1 {
		return retention
	}
	if sentences[0] == "" {
		sentences = sentences[1:]
	}
	return strings.Join(sentences, naming.Say(lang, "; ", "；"))
}
