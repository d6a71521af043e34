package rules

import (
	"slices"
	"strings"
	"unicode/utf8"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/calendar"
	"orangelab.cn/rightsdesk/model/rule"
	"orangelab.cn/rightsdesk/ui/frame"
)

// figure is one line of what a regime asks.
type figure struct {
	what, kinds, text, source string
	confidence                rule.Confidence
}

// figuresOf lists every figure of a regime; what the pack asks whatever the regime stands with the company's own
// promises.
func figuresOf(p *rule.Pack, r rule.Regime, lang string) (list []figure) {
	limit := func(what, kinds string, l *rule.Limit) {
		if l != nil {
			list = append(list, figure{what, kinds, l.Text().In(lang), l.Source.In(lang), l.Confidence})
		}
	}
	all := frame.L("every kind")
	limit(frame.L("Acknowledge"), all, r.Acknowledge)
	limit(frame.L("Prove identity"), all, r.Identity)
	if len(p.Default) > 0 && r.ID == p.Default[0] {
		limit(frame.L("A child’s data"), all, &p.Priority)
	}
	for _, x := range r.Rules {
		kinds := kindNames(x.Kinds)
		limit(frame.L("Acknowledge"), kinds, x.Acknowledge)
		limit(frame.L("Answer"), kinds, &x.Answer)
		limit(frame.L("Outer limit"), kinds, x.Outer)
		if e := x.Extension; e != nil {
			text := frame.L("{{.A}} more, once, told before the first day passes",
				calendar.Period{Amount: e.Amount, Unit: e.Unit}.Text().In(lang))
			list = append(list, figure{frame.L("Extension"), kinds, text, e.Source.In(lang), e.Confidence})
		}
		beside := func(what, text string) {
			list = append(list, besideAnswer(what, kinds, text, x.Answer, lang))
		}
		beside(frame.L("Fee"), x.Fee.In(lang))
		if x.Level != nil {
			beside(frame.L("Identity level"), frame.L("{{.A}} ordinarily, {{.B}} with sensitive data",
				int(x.Level.Ordinary), int(x.Level.Sensitive)))
		}
		if text := x.Refusal.In(lang); text != "" {
			beside(frame.L("Refusal"), text)
		}
	}
	for _, w := range model.Waits {
		stops := slices.IndexFunc(r.Pauses, func(p rule.PauseRule) bool { return p.For == w })
		if stops < 0 {
			list = append(list, figure{frame.L("Pause"), all, frame.L(runsWords[w]),
				frame.L("nothing in it stops the clock"), ""})
			continue
		}
		list = append(list, figure{frame.L("Pause"), all, frame.L(standsWords[w]), r.Pauses[stops].Source.In(lang),
			r.Pauses[stops].Confidence})
	}
	if text := r.Refusal.In(lang); text != "" && len(r.Rules) > 0 {
		list = append(list, besideAnswer(frame.L("Refusal"), all, text, r.Rules[0].Answer, lang))
	}
	return append(list, citesOf(r, lang)...)
}

// besideAnswer is what a rule asks beside the time of its answer: it stands where its own text cites, and else where
// the answer stands, and is as sure as that.
func besideAnswer(what, kinds, text string, answer rule.Limit, lang string) figure {
	source := cited(text)
	if source == "" {
		source = frame.L("as the answer: {{.A}}", answer.Source.In(lang))
	}
	return figure{what, kinds, text, source, answer.Confidence}
}

// cited returns what a text cites in its brackets, those with a number: "no fee (GDPR 12(5))" cites GDPR 12(5).
func cited(text string) string {
	var list []string
	var open []rune // what each bracket is closed by
	begin := 0
	closedBy := map[rune]rune{'(': ')', '（': '）'}
	for i, c := range text {
		if end, opens := closedBy[c]; opens {
			if open = append(open, end); len(open) == 1 {
				begin = i + utf8.RuneLen(c)
			}
			continue
		}
		if len(open) == 0 || c != open[len(open)-1] {
			continue // a letter, or the bracket of an item: 8.7 c)
		}
		if open = open[:len(open)-1]; len(open) == 0 && strings.ContainsAny(text[begin:i], "0123456789第") {
			list = append(list, text[begin:i])
		}
	}
	return strings.Join(list, frame.L("; "))
}

// citesOf lists the articles that letters name, and whom.
func citesOf(r rule.Regime, lang string) (list []figure) {
	for _, c := range rule.Cites {
		if text := r.Cites[c].In(lang); text != "" {
			list = append(list, figure{frame.L("Letters cite"), frame.L(citeWords[c]), text, "", ""})
		}
	}
	if text := r.Authority.In(lang); text != "" {
		list = append(list, figure{frame.L("Letters name"), frame.L("who takes complaints"), text, "", ""})
	}
	return list
}

// citeWords are what letters cite a law for.
var citeWords = map[rule.Cite]string{rule.CiteComplain: "the right to complain",
	rule.CiteSue:     "the right to go to court",
	rule.CiteEarlier: "what was done before a consent was withdrawn", rule.CiteDelete: "what goes with a consent",
	rule.CiteStop:   "what is only stored",
	rule.CiteOthers: "other people’s rights", rule.CiteSecret: "trade secrets",
	rule.CiteInquiry: "investigations under way"}

// standsWords and runsWords say whether the clock stands while something is waited for.
var (
	standsWords = map[model.Wait]string{model.WaitIdentity: "the clock stands while proof of identity is waited for",
		model.WaitClarification: "the clock stands while clarification is waited for",
		model.WaitBlockers:      "the clock stands while the person clears what stands in the way"}
	runsWords = map[model.Wait]string{model.WaitIdentity: "the clock runs while proof of identity is waited for",
		model.WaitClarification: "the clock runs while clarification is waited for",
		model.WaitBlockers:      "the clock runs while the person clears what stands in the way"}
)

func kindNames(kinds []model.Kind) string {
	names := make([]string, len(kinds))
	for i, k := range kinds {
		names[i] = frame.W(k)
	}
	return strings.Join(names, frame.L(", "))
}
