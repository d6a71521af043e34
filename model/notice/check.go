package notice

import (
	"slices"
	"strings"
	"unicode"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/calendar"
)

// Checked is one of the required contents, and in which languages it is missing.
type Checked struct {
	Required
	// Missing are the languages that lack it; Left says that somebody said that it does not apply.
	Missing []string
	Left    bool
}

// Checklist looks for the required contents in a notice, in every language that the organisation writes in.
func (c Content) Checklist(org model.Organisation) (list []Checked) {
	for _, r := range itemsOf(c) {
		x := Checked{Required: r, Left: r.Optional && slices.Contains(c.Left, r.ID)}
		for _, lang := range org.Languages {
			if !x.Left && strings.TrimSpace(c.says(r, org, lang)) == "" {
				x.Missing = append(x.Missing, lang)
			}
		}
		list = append(list, x)
	}
	return list
}

// says is what a notice says of one of its required contents.
func (c Content) says(r Required, org model.Organisation, lang string) string {
	if r.fact != nil {
		return r.fact(c, org, lang)
	}
	text := strings.TrimSpace(c.Passages[r.ID][lang])
	if r.ID != Changes {
		return text
	}
	lines := []string{}
	for _, x := range c.Changes {
		if strings.TrimSpace(x.What[lang]) == "" {
			return "" // one change that a language does not tell is a change that it hides
		}
		lines = append(lines, "• "+strings.TrimSpace(x.What[lang]))
	}
	if text != "" {
		lines = append([]string{text}, lines...)
	}
	return strings.Join(lines, "\n")
}

// Changes is the content that lists the changes of an update.
const Changes Item = "changes"

// Title names the title where something is said of it; it is none of the required contents.
const Title Item = "title"

// Trouble is why something is wrong with a notice.
type Trouble string

// The troubles.
const (
	NoTitle        Trouble = "title"       // a language has none
	NoChannel      Trouble = "channel"     // no way to anybody is chosen
	NoText         Trouble = "text"        // a channel has no text in a language
	NoLanguage     Trouble = "language"    // the organisation writes in none
	Missing        Trouble = "missing"     // a required content is missing
	Unknown        Trouble = "variable"    // a variable stands for nothing
	NoDate         Trouble = "date"        // the day of the notice or of the effect is missing
	NotBefore      Trouble = "not_before"  // the day of the notice is not before that of the effect
	Over           Trouble = "over"        // the day of the notice is over
	TooLate        Trouble = "too_late"    // less time than a rule that binds
	Short          Trouble = "short"       // less time than a rule that may apply
	Promotes       Trouble = "promotion"   // words that look like promotion, and nobody read them
	NobodyToReach  Trouble = "audience"    // nobody to send it to
	NotClassed     Trouble = "not_classed" // a change is classed under no trigger
	TooManySMS     Trouble = "sms_parts"   // a short message of many parts
	HourOutOfRange Trouble = "hour"        // no hour of a day
	OtherLanguage  Trouble = "other"       // a text looks like one of another language
	NoVersion      Trouble = "no_version"  // the library has no version of the name that is announced
	OtherDay       Trouble = "other_day"   // the library's version takes effect on another day
	NoClause       Trouble = "no_clause"   // the announced version has no such clause
	Untold         Trouble = "untold"      // the announced version changes what the notice does not tell
	NotTitled      Trouble = "not_titled"  // the law asks for another title
)

// Problem is one thing that is wrong with a notice; of Blocking ones none may be left when it is approved.
type Problem struct {
	Trouble  Trouble
	Blocking bool
	Item     Item
	Channel  Channel
	Language string
	What     string     // a variable, words, a clause
	Days     int        // how many there are
	Need     int        // how many are needed
	Law      model.Text // the rule that says so
	Day      calendar.Date
}

// manyParts is how many short messages one text may make before somebody should know.
const manyParts = 3

// Problems lists what is wrong with the text of a notice, what blocks first; see DateProblems for its dates.
func (c Content) Problems(org model.Organisation) (list []Problem) {
	add := func(p Problem) { list = append(list, p) }
	if len(org.Languages) == 0 {
		add(Problem{Trouble: NoLanguage, Blocking: true})
	}
	if len(c.Channels) == 0 {
		add(Problem{Trouble: NoChannel, Blocking: true})
	}
	for _, x := range c.Checklist(org) {
		for _, lang := range x.Missing {
			add(Problem{Trouble: Missing, Blocking: true, Item: x.ID, Language: lang})
		}
	}
	for _, x := range c.Changes {
		if len(x.Triggers) == 0 {
			add(Problem{Trouble: NotClassed, Blocking: true, What: x.Clause})
		}
	}
	for _, lang := range org.Languages {
		if strings.TrimSpace(c.Title[lang]) == "" {
			add(Problem{Trouble: NoTitle, Blocking: true, Language: lang})
		} else if !c.titled(lang) {
			add(Problem{Trouble: NotTitled, Blocking: true, Item: Title, Language: lang, What: CaliforniaTitle,
				Law: californiaLaw})
		} else if otherLanguage(c.Title[lang], lang) {
			add(Problem{Trouble: OtherLanguage, Item: Title, Language: lang})
		}
		for _, short := range c.shortTexts() {
			switch text := strings.TrimSpace(short.text[lang]); {
			case c.Uses(short.channel) && text == "":
				add(Problem{Trouble: NoText, Blocking: true, Channel: short.channel, Language: lang})
			case c.Uses(short.channel) && otherLanguage(text, lang):
				add(Problem{Trouble: OtherLanguage, Channel: short.channel, Language: lang})
			}
		}
		for _, x := range c.Checklist(org) {
			if text := c.says(x.Required, org, lang); x.Passage() && !x.Left && otherLanguage(text, lang) {
				add(Problem{Trouble: OtherLanguage, Item: x.ID, Language: lang})
			}
		}
		for _, name := range c.unknown(org, lang) {
			add(Problem{Trouble: Unknown, Blocking: true, Language: lang, What: name})
		}
		if p := CountSMS(c.Render(SMS, org, lang, Recipient{}).Text); c.Uses(SMS) && p.Parts > manyParts {
			add(Problem{Trouble: TooManySMS, Channel: SMS, Language: lang, Days: p.Parts})
		}
	}
	for lang, words := range c.promotionIn() {
		if !c.Promotion {
			add(Problem{Trouble: Promotes, Blocking: true, Language: lang, What: strings.Join(words, ", ")})
		}
	}
	slices.SortStableFunc(list, func(a, b Problem) int { return rank(a) - rank(b) })
	return list
}

// otherLanguage reports whether most letters of a text are of a script that the language is not written in: Chinese in
// an English text, or a sentence without a Chinese character in a Chinese one. A few words and names prove nothing.
func otherLanguage(text, lang string) bool {
	han, latin := 0, 0
	for _, r := range text {
		switch {
		case unicode.Is(unicode.Han, r):
			han++
		case unicode.Is(unicode.Latin, r):
			latin++
		}
	}
	if lang == "zh-Hans" {
		return han == 0 && latin > 20
	}
	return han > 4 && han > latin/4
}

func rank(p Problem) int {
	if p.Blocking {
		return 0
	}
	return 1
}

// Blocks reports whether one of the problems keeps a notice from being approved.
func Blocks(list []Problem) bool {
	return slices.ContainsFunc(list, func(p Problem) bool { return p.Blocking })
}

type shortText struct {
	channel Channel
	text    model.Text
}

// shortTexts are the texts of the channels that have their own.
func (c Content) shortTexts() []shortText {
	return []shortText{{SMS, c.SMS}, {Push, c.Push}, {Home, c.Banner}, {Call, c.Call}}
}

// unknown lists the variables of a language's texts that stand for nothing, each once.
func (c Content) unknown(org model.Organisation, lang string) (names []string) {
	texts := []string{c.Title[lang]}
	for _, short := range c.shortTexts() {
		if c.Uses(short.channel) {
			texts = append(texts, short.text[lang])
		}
	}
	for _, r := range itemsOf(c) {
		if r.Passage() {
			texts = append(texts, c.says(r, org, lang))
		}
	}
	for _, text := range texts {
		_, unknown := c.fill(text, org, lang, "")
		for _, name := range unknown {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}
