package draft

import (
	"strings"

	"orangelab.cn/rightsdesk/app/source/draft/letters"
)

// splitColumn takes the name of a column apart. What is glued to the name of its table is parted from it: shiptophone
// of shipto.
func (l *lexicon) splitColumn(t *table, name string, tables map[string]string) []string {
	words := letters.Split(name, l.knows)
	if len(words) == 2 { // id documento of documenti
		for i, key := range []string{words[1], words[0]} {
			begun := letters.Beginning(words[i])
			if of := tables[begun]; key == "id" && of != "" && begun != words[i] {
				words[i] = of
			}
		}
	}
	if len(words) > 0 && !l.known[words[0]] {
		if of := tables[letters.KeyOf(words[0])]; of != "" {
			return append([]string{"id", of}, words[1:]...)
		}
	}
	if len(words) == 0 || len(t.words) == 0 {
		return words
	}
	const telling = 3
	first, table := words[0], strings.Join(t.words, "")
	if rest, is := strings.CutPrefix(first, table); is && len(rest) >= telling && len(table) >= telling &&
		!l.known[first] {
		return append([]string{table}, append(letters.Unglued(rest, l.knows), words[1:]...)...)
	}
	return words
}
