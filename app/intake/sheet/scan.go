package sheet

import (
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/intake/record"
)

// maxField is the longest field of a CSV file in bytes: a quote that is not closed before is taken for a slip of its
// own line, so that it swallows none of the records below.
const maxField = 256 << 10

// csvRecord is one record of a CSV file.
type csvRecord struct {
	line   int // where it begins, 1 for the first
	raw    string
	fields []string
	err    error // a Reason
	// below is the line of a broken record in whose text this one may stand; 0 where there is none.
	below int
}

// csvScanner reads records by RFC 4180, forgiving a quote inside a field that does not begin with one.
type csvScanner struct {
	rest  string
	comma byte
	line  int
	// columns is how many fields a record has; 0 while that is not known.
	columns int
	rows    bool // a record is a line, whatever line breaks its fields hold
	// broken is the line of a record whose quote was closed in a wrong place, and doubtful how many bytes below it that
	// quote would hold: what is no record of its own there belongs to it.
	broken, doubtful int
	// grow lengthens what is left of a text that is read in pieces; false where nothing follows. nil where rest is all
	// of it.
	grow func(rest string) (string, bool)
}

// ahead is how much must stand behind a record for nothing to depend on what comes later, in bytes, and longest how
// much a record may take before it is read without that.
const ahead, longest = maxField + 2, 64 << 20

// lengthen has more stand behind the first bytes of rest; false where it does already, or nothing follows.
func (s *csvScanner) lengthen(used int) (longer bool) {
	if s.grow == nil || len(s.rest)-used >= ahead || len(s.rest) > longest {
		return false
	}
	if s.rest, longer = s.grow(s.rest); !longer {
		s.grow = nil
	}
	return longer
}

// next returns the next record; false at the end. Below a record that is broken every line is looked at that is a whole
// record by itself: a quote that somebody forgot to close loses none of the good ones.
func (s *csvScanner) next() (csvRecord, bool) {
	for s.rest != "" || s.lengthen(0) {
		r := csvRecord{line: s.line}
		fields, used, err := SplitRecord(s.rest, s.comma)
		if s.lengthen(used) {
			continue
		}
		if s.doubtful > 0 {
			if err == nil && !s.whole(fields, s.rest[:used]) {
				s.pass(lineEnd(s.rest))
				continue
			}
			r.below = s.broken
		}
		if err != nil { // go on below the line where it begins
			first := lineEnd(s.rest)
			if used >= first {
				s.broken, s.doubtful = s.line, used+lineEnd(s.rest[used:])
				err =
					record.Because("a quote opens a field here and is closed in the wrong place, on line {{.A}}: double the quotes inside a field, and look whether every record between is taken", s.line+strings.Count(s.rest[:used], "\n"))
			}
			used = first
		}
		r.raw, r.fields, r.err = s.rest[:used], fields, err
		s.pass(used)
		return r, true
	}
	return csvRecord{}, false
}

// pass goes on behind a number of bytes.
func (s *csvScanner) pass(used int) {
	if s.rows {
		s.line++
	} else {
		s.line += strings.Count(s.rest[:used], "\n")
	}
	s.rest = s.rest[used:]
	s.doubtful = max(0, s.doubtful-used)
}

// whole reports whether fields are a record of their own, and no piece of a text: as many as the first line names, and
// no quote in the middle of one but a doubled one.
func (s *csvScanner) whole(fields []string, raw string) bool {
	return len(fields) == s.columns && s.columns > 1 && !slices.ContainsFunc(fields, func(f string) bool {
		return strings.Contains(f, `"`) && !strings.Contains(raw, strings.ReplaceAll(f, `"`, `""`))
	})
}

// lineEnd returns the length of the first line with its end.
func lineEnd(text string) int {
	if i := strings.IndexByte(text, '\n'); i >= 0 {
		return i + 1
	}
	return len(text)
}

// SplitRecord splits the first record of a text and returns how many bytes it takes; of a broken one, up to where it
// broke.
func SplitRecord(text string, comma byte) (fields []string, used int, err error) {
	for {
		field, n, err := splitField(text[used:], comma)
		if err != nil {
			return nil, used + n, err
		}
		used += n
		if len(fields) == maxColumns { // more are never built
			return nil, used, record.Because("has more than {{.A}} columns", maxColumns)
		}
		fields = append(fields, field)
		switch {
		case used >= len(text):
			return fields, used, nil
		case text[used] == comma:
			if used++; used == len(text) {
				return append(fields, ""), used, nil
			}
		case text[used] == '\r' && strings.HasPrefix(text[used:], "\r\n"):
			return fields, used + 2, nil
		default: // \n
			return fields, used + 1, nil
		}
	}
}

// splitField returns the first field and how many bytes it takes, without what ends it.
func splitField(text string, comma byte) (string, int, error) {
	if !strings.HasPrefix(text, `"`) {
		end := strings.IndexAny(text, string(comma)+"\n")
		if end < 0 {
			end = len(text)
		}
		if end < len(text) && text[end] == '\n' && end > 0 && text[end-1] == '\r' {
			end--
		}
		if end > maxField {
			return "", 0, record.Because("a field is longer than {{.A}} KB", maxField>>10)
		}
		return text[:end], end, nil
	}
	var b strings.Builder
	for at := 1; ; {
		quote := strings.IndexByte(text[at:min(len(text), maxField)], '"')
		if quote < 0 && len(text) > maxField {
			return "", 0,
				record.Because("a field in quotes is longer than {{.A}} KB, or its quote is never closed: double the quotes inside a field", maxField>>10)
		}
		if quote < 0 {
			return "", 0,
				record.Because("a quote opens a field here and is never closed: double the quotes inside a field")
		}
		b.WriteString(text[at : at+quote])
		at += quote + 1
		rest := text[at:]
		switch {
		case strings.HasPrefix(rest, `"`):
			b.WriteByte('"')
			at++
		case rest == "", rest[0] == comma, rest[0] == '\n', strings.HasPrefix(rest, "\r\n"):
			return b.String(), at, nil
		default:
			return "", at,
				record.Because("more follows after the quote that closes a field: double the quotes inside a field")
		}
		if at >= maxField {
			return "", 0, record.Because("a field is longer than {{.A}} KB", maxField>>10)
		}
	}
}
