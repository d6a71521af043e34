package mail

import (
	"slices"
	"strings"
)

// maxAnswers is how many messages a mail is read to answer: those it names last are the nearest.
const maxAnswers = 50

// answers are the messages that a mail says it answers (RFC 5322 3.6.4), the nearest first, without angle brackets.
func (m *message) answers() (list []string) {
	for _, name := range []string{"in-reply-to", "references"} {
		ids := messageNames(m.header.get(name))
		slices.Reverse(ids)
		for _, id := range ids {
			if !slices.Contains(list, id) && len(list) < maxAnswers {
				list = append(list, id)
			}
		}
	}
	return list
}

// messageNames are what stands between angle brackets.
func messageNames(text string) (ids []string) {
	for {
		_, after, ok := strings.Cut(text, "<")
		id, rest, closed := strings.Cut(after, ">")
		if !ok || !closed {
			return ids
		}
		if id = strings.Join(strings.Fields(id), ""); id != "" && len(id) < 500 {
			ids = append(ids, id)
		}
		text = rest
	}
}
