package letter

import (
	"slices"
	"strings"
)

// Common names the letter of Together while it is drafted. Each request keeps it as the answer that it is to it.
const Common Kind = "common"

// Together joins the answers to several requests of one person into one letter: each stands whole under its reference,
// greeted once, and what they end with alike (where to turn, and who writes) stands once, under all references. So do
// own words, which are the same in all and belong to none of them: below the greeting. They are of one language.
func Together(list []Letter, title string) Letter {
	list, words := withoutOwn(list)
	out := list[0]
	var references, covered []string
	for _, l := range list {
		references, covered = append(references, l.Reference), append(covered, l.Covered...)
	}
	slices.Sort(covered)
	out.Title, out.Reference, out.Covered, out.Blocks = title, strings.Join(references,
		", "), slices.Compact(covered), nil
	named := func(b Block, l Letter) Block {
		b.Text = strings.ReplaceAll(b.Text, l.Reference, out.Reference)
		return b
	}
	for i, l := range list {
		blocks := slices.Clone(l.Blocks)
		if len(blocks) > 0 && blocks[0].Kind == Paragraph && blocks[0].Covers == "" { // the greeting
			if i == 0 {
				out.Blocks = append(out.Blocks, blocks[0])
			}
			if i == 0 || blocks[0].Text == list[0].Blocks[0].Text {
				blocks = blocks[1:]
			}
		}
		if i == 0 {
			out.Blocks = append(out.Blocks, words...)
		}
		out.Blocks = append(out.Blocks, Block{Kind: Heading, Text: l.Reference + " · " + l.Title})
		end := ending(l)
		alike := func(other Letter) bool {
			theirs := ending(other)
			return slices.EqualFunc(end, theirs, func(a, b Block) bool {
				return a.Kind == b.Kind && named(a, l).Text == named(b, other).Text
			})
		}
		body := blocks[:len(blocks)-len(end)]
		out.Blocks = append(out.Blocks, body...)
		if i+1 == len(list) || !slices.ContainsFunc(list[i+1:], alike) {
			for _, b := range end {
				if i == 0 || slices.ContainsFunc(list[:i], alike) {
					b = named(b, l)
				}
				out.Blocks = append(out.Blocks, b)
			}
		}
	}
	return out
}

// withoutOwn takes the own words out of letters that all have the same.
func withoutOwn(list []Letter) (without []Letter, words []Block) {
	for i, l := range list {
		blocks := l.Blocks
		l.Blocks = nil
		for _, b := range blocks {
			switch {
			case !b.Own:
				l.Blocks = append(l.Blocks, b)
			case i == 0:
				b.Covers = ""
				words = append(words, b)
			}
		}
		without = append(without, l)
	}
	return without, words
}

// ending is what a letter ends with: where to turn who is not satisfied, and who writes.
func ending(l Letter) []Block {
	at := slices.IndexFunc(l.Blocks, func(b Block) bool { return strings.Contains(b.Covers, "internal_review") })
	if at < 1 {
		return nil
	}
	return l.Blocks[at:]
}
