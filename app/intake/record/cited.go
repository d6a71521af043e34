package record

import (
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/pattern"
)

// Letters of generators and templates name the article by which they ask: "I am hereby requesting access according to
// Article 15 GDPR". The article that is named first, in a sentence that asks, is what the letter is about; what else it
// asks for stands beside it.
var (
	article = pattern.New(`\bart(?:icle|ikel|ículo|icolo|\.)?\s*(15|16|17|18|20|21)\b[^\n。;；]{0,60}?\b(?:gdpr|general data protection regulation|ds-?gvo|datenschutz-grundverordnung|rgpd|règlement général|reglamento general)`)
	// section is one of the California Consumer Privacy Act.
	section = pattern.New(`\b1798\.(100|105|106|110|115|120|130)\b`)
	// demands is how somebody asks who cites what they ask by.
	demands = pattern.New(`\bi (?:am |would like to |wish to |want to |hereby |also |further |now |formally )*(?:request|ask|exercis|invok|mak|demand|object|seek|submit)\w*|\bplease\b|\bmy right\b|beantrage|fordere|verlange|widerspreche|mache\b|bitte|je vous (?:prie|demande)|je (?:souhaite|m['’]oppose|demande|sollicite)|solicito|ejerz\w+|ejercer`)

	// ends is where a sentence may end, and shortened what ends none: gem. Art. 15.
	ends      = pattern.New(`[.!?;]+(?:\s|$)|[。！？；]|\n\s*\n`)
	shortened = pattern.New(`(?:^|[^\p{L}])(?:art|gem|nr|abs|vgl|civ|cal|no|par|sec|lit|v|m|z|b)\.$`)
	// lawful are words about the law that hold a hedge and take nothing back.
	lawful = pattern.New(`(?:according|pursuant) to|in accordance with|as laid down in|said consent|without undue delay|whether(?: or not)?|(?:indiquer|confirmer|savoir) si\b|\bob sie\b`)

	articleKinds = map[string]model.Kind{"15": model.Access, "16": model.Correction, "17": model.Deletion,
		"18": model.Restriction, "20": model.Export, "21": model.Objection}
	sectionKinds = map[string]model.Kind{"100": model.Access, "110": model.Access, "115": model.Access,
		"130": model.Access, "105": model.Deletion, "106": model.Correction, "120": model.Objection}
)

// cited returns what a text asks for by naming the law, in the order of the text, each kind once; text is in small
// letters.
func cited(text string, in *tongue) (list []Asked) {
	type place struct {
		at  int
		ask Asked
	}
	var places []place
	for _, by := range []struct {
		words *pattern.Pattern
		kinds map[string]model.Kind
	}{{article, articleKinds}, {section, sectionKinds}} {
		for _, m := range by.words.FindAllStringSubmatchIndex(text, 20) {
			if !asksBy(text, m[0], m[1], in) {
				continue
			}
			words := strings.Join(strings.Fields(text[m[0]:m[1]]), " ")
			places = append(places, place{m[0], Asked{Kind: by.kinds[text[m[2]:m[3]]], Words: words}})
		}
	}
	slices.SortStableFunc(places, func(a, b place) int { return a.at - b.at })
	for _, p := range places {
		if !slices.ContainsFunc(list, func(a Asked) bool { return a.Kind == p.ask.Kind }) {
			list = append(list, p.ask)
		}
	}
	return list
}

// asksBy reports whether a citation stands in a sentence that asks, and that says no no, but or if of it.
func asksBy(text string, start, end int, in *tongue) bool {
	const far = 400 // bytes
	from, to := max(0, start-far), min(len(text), end+far)
	for _, m := range slices.Backward(ends.FindAllStringIndex(text[from:start], -1)) {
		if !shortened.MatchString(text[max(0, from+m[0]-8) : from+m[0]+1]) {
			from += m[1]
			break
		}
	}
	for _, m := range ends.FindAllStringIndex(text[end:to], -1) {
		if !shortened.MatchString(text[end-8 : end+m[0]+1]) {
			to = end + m[1]
			break
		}
	}
	before, after := strings.ToValidUTF8(text[from:start], ""), strings.ToValidUTF8(text[end:to], "")
	quoted := strings.Count(quotes.Replace(before), `"`)%2 == 1
	if _, denied := notAsked(before, text[start:end], after); denied || quoted || strings.ContainsAny(after, "?？") {
		return false
	}
	bare := in.withoutHarmless(lawful.ReplaceAllStringFunc(before+" "+after, blank))
	return demands.MatchString(before+after) && in.hedgeIn(bare) == ""
}

// leadBy puts what a text asks for by naming the law first: it is plain, whatever else the text says.
func leadBy(law, list []Asked) []Asked {
	rest := slices.DeleteFunc(slices.Clone(list), func(a Asked) bool {
		return slices.ContainsFunc(law, func(l Asked) bool { return l.Kind == a.Kind })
	})
	return append(law, rest...)
}
