// Package meant says what a text that somebody searches for can stand for, by what people copy along and leave out.
package meant

import (
	"slices"
	"strconv"
	"strings"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/identifier"
)

// References are the beginnings of references that a text can stand for: itself, with the zeros that people leave out,
// and a number alone as that of any of the years up to one. What was copied along from the end of a sentence is left
// out.
func References(text string, year int) (list []string) {
	text = strings.ToUpper(strings.Trim(text, ".。,，;；:：!！?？、()（）[]<>《》\"'“”‘’ "))
	whole := text
	if strings.Contains(text, "-") && !strings.HasPrefix(text, "R-") {
		whole = "R-" + text // as people read it out
	}
	if model.BeginsReference(whole) {
		list = append(list, whole)
	}
	head, tail, _ := strings.Cut(strings.TrimPrefix(text, "R-"), "-")
	if tail == "" && head == text { // no more than a number
		head, tail = "", text
	}
	number, err := strconv.ParseInt(tail, 10, 64)
	if err != nil || number < 1 || len(tail) > 9 || strings.HasPrefix(tail, "+") {
		return list
	}
	if year, err := strconv.Atoi(head); err == nil && len(head) == 4 && !strings.HasPrefix(tail, "0") {
		return append(list, model.FormatReference(year, number))
	}
	for back := 0; head == "" && back < yearsMeant; back++ {
		list = append(list, model.FormatReference(year-back, number))
	}
	return list
}

// yearsMeant is how many years a number alone can be of.
const yearsMeant = 5

// Names are a name as it was typed, and with its last word first, as a family name stands in some lists.
func Names(text string) []string {
	words := strings.Fields(strings.ReplaceAll(text, ",", " "))
	list := []string{identifier.NormaliseName(text)}
	if len(words) > 1 {
		last := len(words) - 1
		list = append(list,
			identifier.NormaliseName(strings.Join(append(words[last:last+1:last+1], words[:last]...), " ")),
			identifier.NormaliseName(strings.Join(append(words[1:len(words):len(words)], words[0]), " ")))
	}
	slices.Sort(list)
	return slices.Compact(list)
}
