package packet

// ReviewRoute says how to ask the organisation for a review, and within how many calendar days it answers.
func ReviewRoute(lang, contact string, days int) string {
	return fill(wordsOf(lang).review, "contact", contact, "days", days)
}

// AuthorityRoute says how to complain to an authority.
func AuthorityRoute(lang, authority, how string) string {
	return fill(wordsOf(lang).authority, "authority", authority, "how", how)
}

// CourtRoute says before which court an action can be brought.
func CourtRoute(lang, court string) string {
	return fill(wordsOf(lang).court, "court", court)
}
