package frame

import (
	"errors"

	"orangelab.cn/rightsdesk/app/datamap"
)

// mapSentences say what errors of the data map mean and what to do.
var mapSentences = []struct {
	err         error
	title, text string
}{
	{datamap.ErrNone, "No source yet",
		"What people say is compared with what the organisation’s own systems hold. A lead or an administrator adds one on the screen Data map."},
	{datamap.ErrNobody, "Nothing to look for", "Give an e-mail address or a telephone number."},
	{datamap.ErrKey, "No key", "A source needs a short key of letters, digits, - and _."},
	{datamap.ErrEngine, "Address not understood",
		"It begins with sqlite:, folder:, postgres://, mysql://, mongodb://, ldaps:// or imaps://; a source without one is answered by its owner."},
	{datamap.ErrOwner, "No owner", "A source that is answered by hand needs an owner."},
	{datamap.ErrNoTables, "No tables to review",
		"Only a database has tables: a system with a connector file, or one whose owner answers, is described by its dataset file."},
	{datamap.ErrLayout, "Change it as text",
		"The dataset file is written so that a single column cannot be changed here. Open it under “Edit…”."},
	{datamap.ErrCategory, "No such category",
		"Choose one of the list. A category of your own is written into the text of the data map first, under “Edit…”."},
	{datamap.ErrLeadsTo, "No such column",
		"Give the table and the column that it leads to, as member.id, from another table of this source."},
	{datamap.ErrWriter, "Two different databases",
		"The address for writing leads to another kind of database. Give the same database with the credential that may write."},
}

func mapSentence(err error) (title, text string) {
	for _, s := range mapSentences {
		if errors.Is(err, s.err) {
			return L(s.title), L(s.text)
		}
	}
	return "", ""
}

// guessText says what becomes of a dataset file that holds guesses.
func guessText(e *datamap.GuessError) string {
	text := L("{{.A}} lines of it are guessed, line {{.B}} is the first. No request goes by it before its columns are gone through under “Review…”, or each guess under “Edit…”.", len(e.Lines), e.Lines[0])
	if e.Source.Dataset != "" {
		text = Sentences(text, L("What worked before stays in use."))
	}
	return text
}
