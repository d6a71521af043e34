package style

import (
	"strings"

	"github.com/tdewolff/parse/v2/css"

	"orangelab.cn/rightsdesk/model/pattern"
)

// atRule reads a rule that begins with @.
func (s *StyleSheet) atRule(b cssBlock, around []string, maybe bool, depth int) {
	name := vendor.ReplaceAllString(b.at, "")
	if b.body == nil {
		if name == "import" && ForScreens(importMedia(b.prelude)) != No {
			s.Elsewhere = true
		}
		return
	}
	if depth > maxNested {
		s.Unread = append(s.Unread, "@"+name)
		return
	}
	holds := No
	switch name {
	case "media":
		holds = ForScreens(textOf(b.prelude))
	case "layer":
		holds = Yes
	case "supports":
		if holds = perhaps; !strings.Contains(strings.ToLower(textOf(b.prelude)), "not") {
			holds = Yes
		}
	case "container", "scope", "document":
		holds = perhaps
	case "keyframes":
		for _, frame := range rulesIn(b.body, true) {
			if hides(declarationsOf(rulesIn(frame.body, false))) {
				s.Keyframes[strings.ToLower(unescapeCSS(strings.Trim(textOf(b.prelude), `"'`)))] = true
			}
		}
	}
	if holds == No {
		return
	}
	inside := rulesIn(b.body, around == nil)
	if around != nil {
		s.put(around, declarationsOf(inside), maybe || holds == perhaps)
	}
	s.blocks(inside, around, maybe || holds == perhaps, depth+1)
}

// importMedia is what a rule that fetches a sheet says of the screens it is for.
func importMedia(prelude []css.Token) string {
	for i, t := range prelude {
		if t.TokenType == css.StringToken || t.TokenType == css.URLToken || t.TokenType == css.BadURLToken {
			return textOf(prelude[i+1:])
		}
		if t.TokenType == css.FunctionToken {
			return ""
		}
	}
	return ""
}

// answer is whether something holds.
type answer int

const (
	// No is that it does not hold.
	No answer = iota
	perhaps
	// Yes is that it holds; in between it may.
	Yes
)

// The screen that a page is read for, in points.
const (
	screenWidth  = 1280
	screenHeight = 800
)

var (
	mediaFeature = pattern.New(`\(([^()]*)\)`)
	mediaWords   = pattern.New(`[a-z-]+`)
)

// ForScreens reports whether rules are meant for the screen of a desk: those for narrow ones or for paper are not, and
// of what else can be asked of a screen nothing is known.
func ForScreens(media string) answer {
	media = strings.ToLower(unescapeCSS(strings.TrimSpace(media)))
	if media == "" {
		return Yes
	}
	best := No
	for query := range strings.SplitSeq(media, ",") {
		best = max(best, screenQuery(strings.TrimSpace(query)))
	}
	return best
}

func screenQuery(query string) answer {
	holds := Yes
	if strings.Contains(query, "((") || strings.Contains(query, " or ") {
		holds = perhaps
	}
	for _, f := range mediaFeature.FindAllStringSubmatch(query, -1) {
		holds = min(holds, feature(strings.TrimSpace(f[1])))
	}
	not := false
	for _, word := range mediaWords.FindAllString(mediaFeature.ReplaceAllString(query, " "), -1) {
		switch word {
		case "not":
			not = true
		case "and", "only", "all", "screen", "or":
		default:
			holds = No // paper, a voice, or what no program knows
		}
	}
	if not {
		return Yes - holds
	}
	return holds
}

// feature reports whether the screen has what is asked of it.
func feature(text string) answer {
	name, value, ok := strings.Cut(text, ":")
	name = strings.ReplaceAll(strings.TrimSpace(name), "device-", "")
	n, unit, isLength := length(strings.TrimSpace(value))
	n = inPoints(n, unit)
	switch {
	case !ok || !isLength:
		return perhaps
	case name == "min-width" && n <= screenWidth, name == "max-width" && n >= screenWidth,
		name == "min-height" && n <= screenHeight, name == "max-height" && n >= screenHeight:
		return Yes
	case name == "min-width", name == "max-width", name == "min-height", name == "max-height":
		return No
	}
	return perhaps
}
