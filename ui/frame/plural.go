package frame

import (
	"strings"

	"orangelab.cn/rightsdesk/model/pattern"
)

// plurals are the nouns that follow a number in the window's English texts, with the form that one of them takes. The
// texts are written for several; L puts the number one right. Chinese has one form.
var plurals = map[string]string{
	"flaws": "flaw", "changes": "change",
	"rows": "row", "columns": "column", "places": "place", "tables": "table", "texts": "text", "sources": "source",
	"collections": "collection",
	"entries":     "entry", "tasks": "task", "days": "day", "years": "year", "hours": "hour", "minutes": "minute",
	"seconds": "second", "bytes": "byte", "characters": "character",
	"fields": "field", "values": "value", "points": "point", "people": "person", "people’s": "person’s",
	"requests": "request", "files": "file",
	"records": "record", "letters": "letter", "attachments": "attachment", "lines": "line", "times": "time",
	"digits": "digit", "words": "word",
	"errors": "error", "problems": "problem", "references": "reference", "categories": "category", "clauses": "clause",
	"parts": "part", "datasets": "dataset", "proofs": "proof", "guesses": "guess", "clocks": "clock", "seats": "seat",
	"identifiers": "identifier",
}

// agreements are the verbs that go with them.
var agreements = map[string]string{"are": "is", "were": "was", "have": "has", "hold": "holds", "wait": "waits",
	"answer": "answers", "belong": "belongs", "lead": "leads", "fit": "fits", "count": "counts", "do": "does"}

// A number that was put into a text stands between marks until its noun has been looked at.
const mark = "\x00"

var (
	oneOf  = pattern.New(mark + "1" + mark + `((?: [\pL’'-]+)*)`)
	marked = strings.NewReplacer(mark, "")
)

// nounWithin is how many words after its number a noun is looked for: "1 erased people", "1 other people’s".
const nounWithin = 3

// one gives the nouns that follow a marked number one, and their verbs, the form of one, and takes the marks away.
func one(text string) string {
	text = oneOf.ReplaceAllStringFunc(text, func(s string) string {
		words := strings.Split(s, " ")
		found := false
		for i, w := range words {
			if p, ok := plurals[w]; ok && !found && i > 0 && i <= nounWithin {
				words[i], found = p, true
			} else if v, ok := agreements[w]; ok && found {
				words[i] = v
			}
		}
		return strings.Join(words, " ")
	})
	return marked.Replace(text)
}
