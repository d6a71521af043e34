package packet

// Masked stands in a copy for a value that is withheld whole: another person's number leaves with none of its digits,
// and not with its length. The list of what is withheld has the reason. An empty value is nothing to mask.
func Masked(lang string) string {
	return wordsOf(lang).masked
}
