package work

import (
	"strings"

	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/identifier"
	"orangelab.cn/rightsdesk/model/pattern"
	"orangelab.cn/rightsdesk/ui/frame"
)

// RowTitle is what people call a row: its collection, and its key.
func RowTitle(f collect.Finding) string {
	return strings.TrimSpace(frame.CollectionTitle(f.Source, f.Collection) + " " + Key(f.Found.Key))
}

// aPhone and anID are keys that are somebody's number.
var aPhone, anID = pattern.New(`^(\+\d{10,15}|1[3-9]\d{9})$`), pattern.New(`^\d{17}[\dXx]$`)

// Key is the key of a row as the screen shows it: masked where it reads as an address or a number of a person, for some
// tables tell their rows apart by those.
func Key(key string) string {
	switch {
	case strings.Contains(key, "@"):
		return identifier.MaskEmail(key)
	case aPhone.MatchString(key):
		return identifier.MaskPhone(key)
	case anID.MatchString(key):
		return identifier.MaskIDNumber(key)
	}
	return key
}

// topics are the plain words for the first two levels of the data categories.
var topics = []struct{ prefix, word string }{
	{"user.name", "Name"}, {"user.contact.address", "Contact address"}, {"user.contact", "Contact"},
	{"user.financial", "Bank account"},
	{"user.government_id", "Identity document"}, {"user.behavior", "Behaviour"}, {"user.content", "Content"},
	{"user.location", "Location"},
	{"user.device", "Device"}, {"user.account", "Account"}, {"user.unique_id", "Reference"},
	{"user.children", "Minor’s data"}, {"user.childrens", "Minor’s data"}, {"user.demographic", "Profile"},
}

// ColumnTitle is what people call a column of a row.
func ColumnTitle(f collect.Finding, column string) string {
	return frame.ColumnTitle(f.Source, f.Collection, column)
}

// OrDash returns a dash for an empty text.
func OrDash(text string) string {
	if text == "" {
		return "–"
	}
	return text
}

// OrEmpty returns the word for an empty value where it is one.
func OrEmpty(text string) string {
	if text == "" {
		return frame.L("empty")
	}
	return text
}

// fateWords say what became of rows.
var fateWords = map[model.Fate]string{model.FateRewritten: "{{.A}} rows rewritten",
	model.FateDeleted: "{{.A}} rows deleted", model.FateByOwner: "{{.A}} rows done by their owner, as that says",
	model.FateHeld: "{{.A}} rows kept by law", model.FateStopped: "{{.A}} rows only stored from now on",
	model.FateRedirected: "{{.A}} rows that are somebody else’s to do",
	model.FateRefused:    "{{.A}} rows refused", model.FateOthers: "{{.A}} rows left, also somebody else’s",
	model.FateUnchanged: "{{.A}} rows with nothing to change",
	model.FateFixed:     "{{.A}} rows with a field that cannot be emptied",
	model.FateUnnamed:   "{{.A}} rows without a category in the data map",
	model.FateNotDone:   "{{.A}} rows not done yet", model.FateGiven: "{{.A}} rows in the copy",
	model.FateLeftOut: "{{.A}} rows left out of the copy"}

// FateText says of how many rows this is the fate.
func FateText(f model.Fate, rows int64) string { return frame.L(fateWords[f], rows) }

// TaskName says in words who does what.
func TaskName(t model.Task) string {
	does := frame.L(map[model.TaskKind]string{model.TaskErase: "Erase by hand", model.TaskCorrect: "Correct by hand",
		model.TaskStop:       "Stop the use",
		model.TaskSupplement: "Keep a supplementary statement", model.TaskTell: "Tell that it was corrected",
		model.TaskUnbind: "Unbind a log-in"}[t.Kind])
	if t.Who == "" {
		return does
	}
	return does + " · " + t.Who
}

// TaskWhat says what a task is about; who tells a recipient names the kind of data.
func TaskWhat(t model.Task) string {
	if t.Kind == model.TaskTell {
		return TopicWord(t.What)
	}
	return t.What
}

// IdentityWord is what the window calls something that a search found.
func IdentityWord(kind string) string {
	if n, ok := frame.IdentityName(kind); ok {
		return n
	}
	if kind == "name" {
		return frame.L("name")
	}
	return kind
}

// TopicWord is the plain word for a data category; its title where there is none.
func TopicWord(category string) string {
	if word, ok := Topic(category); ok {
		return word
	}
	return frame.CategoryTitle(category)
}

// Topic returns the plain word for a data category, and whether there is one.
func Topic(category string) (word string, ok bool) {
	for _, t := range topics {
		if dataset.Covers(t.prefix, category) {
			return frame.L(t.word), true
		}
	}
	return "", false
}
