package draft

import (
	"slices"
	"strings"
	"unicode/utf8"

	"orangelab.cn/rightsdesk/app/source/draft/letters"
)

// span is a phrase of a name that means something.
type span struct {
	meaning
	from, to int
}

// read returns what the words of a column's name say; the zero meaning where they say nothing of a person.
func (l *lexicon) read(words []string) meaning {
	if len(words) == 1 && letters.Ideographs(words[0]) {
		return l.readIdeographs(words[0])
	}
	spans := l.spans(words)
	if len(words) > 2 && slices.Contains(words[:len(words)-1], "flag") {
		return meaning{} // public_flag_birth_year
	}
	if len(words) > 1 && l.has(l.beginnings, words[0]) && (len(spans) == 0 || spans[0].from > 0) {
		return meaning{}
	}
	for i := len(spans) - 1; i >= 0; i-- {
		s := spans[i]
		if i > 0 && s.phrase == "code" && spans[i-1].numbered(words[spans[i-1].to:]) {
			continue // marital_status_code
		}
		if s.headFirst || i > 0 && s.phrase == "hash" ||
			l.bare[s.phrase] && !l.carries(words[:s.from]) && !ofAddress(spans[:i]) {
			continue
		}
		if (l.carries(words[s.to:]) || s.numbered(words[s.to:])) && !l.owned(words[:s.from], spans) &&
			!l.ofText(s, words[s.to:]) {
			return l.named(s, words)
		}
		if l.vetoed(words[s.to:]) {
			return meaning{}
		}
	}
	for _, s := range spans {
		if l.alone[s.phrase] && len(words) > s.to-s.from {
			continue
		}
		if s.headFirst && !l.vetoed(words[s.to:]) && !l.owned(words, spans) && l.carries(words[:s.from]) {
			return s.meaning
		}
	}
	return meaning{}
}

// numbered reports whether what follows only says that the thing is a number or a code of it: passport_num,
// marital_status_code.
func (s span) numbered(rest []string) bool {
	if s.concept == nil || len(rest) != 1 {
		return false
	}
	switch rest[0] {
	case "num", "number", "no", "nr", "nb", "nbr", "numero", "nummer":
		return s.Group == "identity" || s.Group == "money" || s.Group == "contact" || s.name == "account_number"
	case "code", "cd":
		return s.Group == "demographic" || s.Group == "identity"
	}
	return false
}

// ofAddress reports whether a phrase before says that what follows is of an address: primary_address_state.
func ofAddress(before []span) bool {
	return slices.ContainsFunc(before, func(s span) bool { return s.concept != nil && s.Group == "address" })
}

// named is what a phrase means behind its words: the name of a reviewer is a person's.
func (l *lexicon) named(s span, words []string) meaning {
	if s.concept != nil && s.from > 0 && l.has(l.persons, words[s.from-1]) {
		switch s.name {
		case "name":
			s.concept = l.concepts["person_name"]
		case "url":
			s.concept = l.concepts["homepage"]
		}
	}
	return s.meaning
}

// ofText reports whether what follows a phrase says that it is a text about it: mobile_html is no number.
func (l *lexicon) ofText(s span, rest []string) bool {
	if s.concept != nil && s.Group == "text" &&
		slices.ContainsFunc(rest, func(w string) bool { return w == "hash" || w == "md" || w == "sha" || w == "crc" }) {
		return true
	}
	return s.concept != nil && s.Group != "text" && s.Group != "container" &&
		slices.ContainsFunc(rest, func(w string) bool { return l.texts[w] })
}

// spans returns the phrases of a name that mean something, the longest at each place, from left to right.
func (l *lexicon) spans(words []string) []span {
	var out []span
	for i := 0; i < len(words); {
		step := 1
		for n := min(l.longest, len(words)-i); n > 0; n-- {
			phrase := strings.Join(words[i:i+n], " ")
			m, ok := l.phrases[phrase]
			if !ok {
				last := letters.Singular(words[i+n-1])
				m, ok = l.phrases[strings.Join(append(slices.Clone(words[i:i+n-1]), last), " ")]
			}
			if ok {
				out = append(out, span{m, i, i + n})
				step = n
				break
			}
		}
		i += step
	}
	return out
}

func (l *lexicon) has(set map[string]bool, word string) bool {
	return set[word] || set[letters.Singular(word)]
}

// carries reports whether what stands beside a phrase only says more of it: home, billing, 2.
func (l *lexicon) carries(rest []string) bool {
	return !slices.ContainsFunc(rest, func(w string) bool {
		return !l.has(l.qualifiers, w) && !l.has(l.persons, w) && len(w) > 1
	})
}

// vetoed reports whether what follows a phrase makes something else of it: email_verified, address_format.
func (l *lexicon) vetoed(rest []string) bool {
	return slices.ContainsFunc(rest, func(w string) bool { return l.has(l.endings, w) })
}

// owned reports whether the words before a phrase say whose it is, and that is no person: product_name, store_email.
func (l *lexicon) owned(before []string, spans []span) bool {
	for i, w := range before {
		inside := slices.ContainsFunc(spans, func(s span) bool { return s.from <= i && i < s.to })
		if !inside && l.has(l.owners, w) {
			return true
		}
	}
	return false
}

// readIdeographs reads a name or a comment that writes its words without blanks. What it is comes last in it.
func (l *lexicon) readIdeographs(s string) meaning {
	for begin := range l.beginnings {
		if letters.Ideographs(begin) && strings.HasPrefix(s, begin) {
			return meaning{}
		}
	}
	for i := range s {
		rest := s[i:]
		if m, ok := l.han[rest]; ok && (i == 0 || utf8.RuneCountInString(rest) > 1) {
			if i > 0 && (m.Counts != "always" || m.Group == "device") && l.ideographOwner(s[:i]) {
				return meaning{}
			}
			if i > 0 && !letters.Ideographs(rest) && (!letters.Ideographs(s[:i]) || isLatin(s[i-1])) {
				continue // the ip of vip
			}
			return m
		}
		if l.endings[rest] {
			return meaning{}
		}
	}
	return meaning{}
}

// isLatin reports whether a byte is a letter of ASCII.
func isLatin(b byte) bool { return 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z' }

func (l *lexicon) ideographOwner(before string) bool {
	for o := range l.owners {
		if letters.Ideographs(o) && strings.HasPrefix(before, o) {
			return true
		}
	}
	return false
}

// readRemark returns what a comment on a column says. Only its first words count, what follows explains.
func (l *lexicon) readRemark(remark string) meaning {
	remark = strings.ToLower(strings.TrimSpace(remark))
	if head, rest, is := strings.Cut(remark, ": "); is && l.saysNothing(head) {
		remark = strings.TrimSpace(rest) // Billing info: first name
	}
	if at := strings.IndexAny(remark, "：:，,（(；;。=\n\t/、|[【"); at >= 0 {
		if remark[at] == '=' {
			return meaning{} // what each value stands for
		}
		remark = remark[:at]
	}
	remark = strings.TrimSpace(remark)
	if letters.Ideographs(remark) {
		return l.readIdeographs(strings.ReplaceAll(remark, " ", ""))
	}
	const telling = 5 // words; what is longer is a sentence about the column
	words := slices.DeleteFunc(letters.Split(remark, l.knows), func(w string) bool {
		return w == "of" || w == "the" || w == "s" || w == "a"
	})
	if len(words) <= telling {
		return l.read(words)
	}
	return meaning{}
}

// saysNothing reports whether the beginning of a comment only says where its column belongs.
func (l *lexicon) saysNothing(head string) bool {
	return head != "" && !letters.Ideographs(head) && l.carries(letters.Split(head, l.knows))
}
