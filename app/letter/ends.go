package letter

import (
	"strings"
	"time"
)

// Sentence ends a text that somebody typed as a sentence of a language ends.
func Sentence(text, lang string) string { return text + stop(text, lang) }

// stop is what a text lacks to be a sentence.
func stop(text, lang string) string {
	said := strings.TrimRight(text, ` "”’)）』」`)
	if said == "" || strings.ContainsAny(said[len(said)-1:], ".!?") ||
		strings.HasSuffix(said, "。") || strings.HasSuffix(said, "！") || strings.HasSuffix(said, "？") ||
		strings.HasSuffix(said, "…") {
		return ""
	}
	if lang == Chinese {
		return "。"
	}
	return "."
}

// clause is a text that somebody typed, as it stands within a sentence of ours.
func clause(text string) string { return strings.TrimRight(text, " .,;。，；") }

// promised leaves out the days by which something is to be done that are over when the letter is written: nobody
// promises them any more.
func (d Data) promised() Data {
	for i, p := range d.Pending {
		d.Pending[i].By = coming(p.By, d.Date)
	}
	for i, r := range d.Remains {
		d.Remains[i].By = coming(r.By, d.Date)
	}
	return d
}

// coming is a day that is not over when a letter is written; zero where it is. Both are of one zone.
func coming(by, written time.Time) time.Time {
	if !by.IsZero() && by.Before(written) && by.Format(time.DateOnly) != written.Format(time.DateOnly) {
		return time.Time{}
	}
	return by
}
