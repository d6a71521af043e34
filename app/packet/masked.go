package packet

// Masked is a value of which only the form is given, with a mark that tells it from a whole one wherever it stands: on the
// page, in a table and in the data. An empty value is nothing to mask.
func Masked(lang, form string) string {
	return wordsOf(lang).masked + form
}
