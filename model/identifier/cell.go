package identifier

import (
	"slices"
	"strings"
	"unicode"

	"orangelab.cn/rightsdesk/model/pattern"
)

// Piece is one value of a text that may hold several, as people and programs write them into one cell.
type Piece struct {
	Value      string // without the words, links and remarks that stand around it
	Start, End int    // where the value and what stands around it are written
	Mended     bool   // blanks inside the value, or words beside it that may mean something, were taken out
}

// Pieces returns the values that a text holds, in order. It is the one rule for cells, whether a file of requests holds
// them or a source: what is no value of its kind stays as it is written. A text of a kind that is not told apart so, as
// an account, is one value.
func (r Spelling) Pieces(text string) []Piece {
	if r.pieces == nil || len(text) > maxCell {
		return []Piece{{Value: text, End: len(text)}}
	}
	return r.pieces(text)
}

// maxCell is the longest text that is read as a cell of values, in bytes.
const maxCell = 1 << 20

// parted splits a text at what matches, without the blanks around the parts; empty ones are left out.
func parted(text string, at *pattern.Pattern) (list []Piece) {
	return partedAt(text, at.FindAllStringIndex(text, -1))
}

// partedAt is parted at given places.
func partedAt(text string, places [][]int) (list []Piece) {
	add := func(start, end int) {
		whole := text[start:end]
		bare := strings.TrimLeftFunc(whole, unicode.IsSpace)
		start += len(whole) - len(bare)
		bare = strings.TrimRightFunc(bare, unicode.IsSpace)
		if bare != "" {
			list = append(list, Piece{Value: bare, Start: start, End: start + len(bare)})
		}
	}
	from := 0
	for _, m := range places {
		add(from, m[0])
		from = m[1]
	}
	add(from, len(text))
	return list
}

var (
	// betweenMails is what no address has in it, unless in quotes.
	betweenMails = pattern.New(`[;；、｜\r\n,，]+`)
	// alsoBetween may stand within the part of an address before the @ too, and parts only what is an address on both
	// sides.
	alsoBetween = pattern.New(`^(?:\s*[/／|&＆]\s*|\s+)`)
	// mailQuoted is a name in quotes, or the part of an address before the @.
	mailQuoted    = pattern.New(`"[^"\r\n]*"(?:\s*[<＜]|[@＠])`)
	mailSoFar     = pattern.New(`^(?:"[^"]*"|[^@＠"\s]*)[@＠][^\x00-,/:-@\[-^\x60{-\x7f\s／｜＆＠]+`)
	mailLabel     = pattern.New(`(?i)^(?:(?:e-?mail|mail|电子邮[箱件]|邮箱|邮件)(?:地址)?\s*[:：]|mailto:)\s*`)
	mailRemark    = pattern.New(`\s*[(（【\[][^@()（）]*[)）】\]]$`)
	mailBracketed = pattern.New(
		`^[^@＠]*[<＜(（\[［〈]\s*(?:(?i)mailto:)?([^<>＜＞()（）\[\]\s]+[@＠][^<>＜＞()（）\[\]\s]+?)\s*[>＞)）\]］〉]$`)
	aroundAt  = pattern.New(`\s*@\s*`)
	mailMarks = strings.NewReplacer("＠", "@", "。", ".", "．", ".", "｡", ".")
)

// mailPieces reads the addresses of a cell.
func mailPieces(text string) (list []Piece) {
	quoted := mailQuoted.FindAllStringIndex(text, -1)
	places := slices.DeleteFunc(betweenMails.FindAllStringIndex(text, -1), func(at []int) bool {
		return slices.ContainsFunc(quoted, func(q []int) bool { return q[0] < at[0] && at[1] < q[1] })
	})
	for _, p := range partedAt(text, places) {
		written := p.Value
		value := mailMarks.Replace(mailLabel.ReplaceAllString(written, ""))
		value = mailRemark.ReplaceAllString(strings.TrimRight(value, "., "), "")
		if m := mailBracketed.FindStringSubmatch(value); m != nil {
			value = m[1]
		}
		tight := value
		if strings.Count(value, "@") == 1 {
			tight = aroundAt.ReplaceAllString(value, "@")
		}
		switch {
		case isEmail(value):
			p.Value = value
		case isEmail(tight):
			p.Value, p.Mended = tight, true
		default:
			if inner := mailsInARow(written); len(inner) > 1 {
				for _, in := range inner {
					list = append(list, Piece{Value: in.Value, Start: p.Start + in.Start, End: p.Start + in.End})
				}
				continue
			}
		}
		list = append(list, p)
	}
	return list
}

// mailsInARow reads addresses one after another, each up to the end of its domain; nil where anything else stands among
// them.
func mailsInARow(text string) (list []Piece) {
	for at := 0; ; {
		m := mailSoFar.FindString(text[at:])
		bare := strings.TrimRight(m, ".")
		if m == "" || !isEmail(bare) {
			return nil
		}
		list = append(list, Piece{Value: bare, Start: at, End: at + len(bare)})
		if at += len(m); at == len(text) {
			return list
		}
		between := alsoBetween.FindString(text[at:])
		if between == "" {
			return nil
		}
		at += len(between)
	}
}

func isEmail(s string) bool { _, err := NormaliseEmail(s); return err == nil }

func isPhone(s string) bool { _, err := NormalisePhone(s); return err == nil }

var (
	betweenPhones = pattern.New(`(?i)\s*(?:[;；、|｜\r\n,，/／&＆]|\bor\b|\band\b|或者?|和|以及|及)\s*`)
	blanks        = pattern.New(`\s+`)
	beforeCode    = pattern.New(`\s+[+＋]`)
	phoneLabel    = pattern.New(
		`(?i)^(?:联系电话|手机号码?|电话号码?|手机|电话|座机|tel(?:efon|ephone)?|phone|mobile|mob|cell)\s*[:：.]?\s*`)
	phoneBefore  = pattern.New(`^(?:[(（【\[][^()（）【】\[\]\p{Nd}]*[)）】\]]\s*|\p{Han}+[\s:：]*|\p{L}[\p{L}.]*[\s:：]+)`)
	phoneBehind  = pattern.New(`(?:\s*[(（【\[][^()（）【】\[\]\p{Nd}]*[)）】\]]|[\s:：]*\p{Han}+|[\s:：]+\p{L}[\p{L}.]*)$`)
	phoneTail    = pattern.New(`(?i)^(?:` + extensionWord + `|[(\[#pw*\s])*\d{1,6}(?:\D.*)?$`)
	phoneLeadsOn = pattern.New(`(?i)转|轉|分机|分機|内线|內線|\bext\b`)
	phoneGrouped = pattern.New(`^\d{1,3}(,\d{3}){2,}(\.0+)?$`)
)

// phonePieces reads the numbers of a cell. A few digits behind a number are its extension and no number by themselves,
// so that nothing parts the two.
func phonePieces(text string) (list []Piece) {
	if bare := strings.TrimSpace(text); phoneGrouped.MatchString(bare) {
		return []Piece{{Value: strings.ReplaceAll(bare, ",", ""), End: len(text)}}
	}
	for _, p := range parted(text, betweenPhones) {
		if last := len(list) - 1; last >= 0 && isPhoneTail(tidy(p.Value)) {
			list[last].End = p.End
			list[last].Value = text[list[last].Start:p.End]
			continue
		}
		if row := phonesInARow(p); len(row) > 1 {
			list = append(list, row...)
			continue
		}
		list = append(list, p)
	}
	for i := range list {
		list[i].Value, list[i].Mended = barePhone(list[i].Value)
	}
	return list
}

// phonesInARow reads numbers with nothing but blanks between them, as a form with two lines leaves them: each of them
// has a country code before it, or is whole without a blank. Nil where a piece is one number, or anything else.
func phonesInARow(p Piece) []Piece {
	if isPhone(p.Value) {
		return nil
	}
	for _, between := range []*pattern.Pattern{beforeCode, blanks} {
		places := between.FindAllStringIndex(p.Value, -1)
		for i := range places {
			// the mark stays
			places[i][1] -= len(strings.TrimLeftFunc(p.Value[places[i][0]:places[i][1]], unicode.IsSpace))
		}
		row := partedAt(p.Value, places)
		if len(row) > 1 && !slices.ContainsFunc(row,
			func(in Piece) bool { return len(DigitsIn(in.Value)) < shortestWhole || !isPhone(in.Value) }) {
			for i := range row {
				row[i].Start, row[i].End = row[i].Start+p.Start, row[i].End+p.Start
			}
			return row
		}
	}
	return nil
}

// shortestWhole is the fewest digits of a number that stands in a row of others.
const shortestWhole = 10

// isPhoneTail reports whether a text begins with an extension and holds no number besides.
func isPhoneTail(text string) bool {
	const longest = 6 // digits of an extension
	if !phoneTail.MatchString(text) {
		return false
	}
	if len(DigitsIn(text)) <= longest {
		return true
	}
	bare, _ := barePhone(text)
	return !isPhone(bare)
}

// barePhone takes the words and remarks off a number that is one without them; mended says that they were more than its
// label.
func barePhone(written string) (value string, mended bool) {
	value = phoneLabel.ReplaceAllString(written, "")
	if isPhone(value) {
		return value, false
	}
	for bare := value; ; {
		next := phoneBehind.ReplaceAllString(phoneBefore.ReplaceAllString(bare, ""), "")
		// 转人工 leads on to somebody else
		if next == bare || next == "" || phoneLeadsOn.MatchString(bare) && !phoneLeadsOn.MatchString(next) {
			return value, false
		}
		if bare = next; isPhone(bare) {
			return bare, true
		}
	}
}

var (
	betweenIDs = pattern.New(`\s*[;；、|｜\r\n,，/／]\s*`)
	idLabel    = pattern.New(`(?i)^(?:(?:居民)?身份证(?:件)?|证件|护照|港澳(?:居民)?(?:来往)?(?:内地|大陆)?通行证|回乡证|台胞证|台湾(?:居民)?(?:来往)?(?:内地|大陆)?通行证|(?:外国人)?(?:永久)?居留(?:身份)?证|居住证|军官证|passport|(?:id|identity)(?:\s*card)?)(?:号码?|\s*(?:number|no\.?))?\s*[:：#\s]?\s*(.*)$`)
)

// shortestID is the fewest characters of an identity number.
const shortestID = 6

// idPieces reads the identity numbers of a cell.
func idPieces(text string) []Piece {
	list := parted(text, betweenIDs)
	for i := range list {
		if list[i].Value = BareIDNumber(list[i].Value); len(list[i].Value) < shortestID ||
			DigitsIn(tidy(list[i].Value)) == "" {
			return []Piece{{Value: BareIDNumber(strings.TrimSpace(text)), End: len(text)}}
		}
	}
	return list
}

// BareIDNumber returns an identity number without the name of the paper before it.
func BareIDNumber(written string) string {
	if m := idLabel.FindStringSubmatch(written); m != nil && strings.ContainsAny(m[1], "0123456789") &&
		len(m[1]) >= shortestID {
		return m[1]
	}
	return written
}

// Values returns the values of a kind that a text holds, without what is none beside them. A text that holds none is a
// value as it stands.
func (r Spelling) Values(text string) (values []string) {
	if r.isPlain(text) {
		return []string{text}
	}
	for _, p := range r.Pieces(text) {
		if r.Reads(p.Value) {
			values = append(values, p.Value)
		}
	}
	if len(values) == 0 {
		return []string{text}
	}
	return values
}

// Held is what a text holds of the values that are sought.
type Held struct {
	Pieces []Piece
	Keys   []string // by piece; empty for what is not sought
	Others bool     // something besides is a value of the kind too
}

// Find returns what a text holds of the sought values: itself where it is one, else those of its pieces. It is false
// where it holds none.
func (s *Sought) Find(held string) (Held, bool) {
	if key, is := s.Key(held); is {
		return Held{Pieces: []Piece{{Value: held, End: len(held)}}, Keys: []string{key}}, true
	}
	if s.rule.pieces == nil || !s.mayHold(held) {
		return Held{}, false
	}
	out, some := Held{Pieces: s.rule.Pieces(held)}, false
	for _, p := range out.Pieces {
		key, is := s.Key(p.Value)
		out.Keys = append(out.Keys, key)
		some = some || is
		out.Others = out.Others || !is && s.rule.Reads(p.Value)
	}
	return out, some
}
