package mail

import (
	"bytes"
	"encoding/base64"
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/charset"
	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/model/pattern"
)

// header is the head of a mail or of one of its parts.
type header struct {
	fields []headerField // in their order, unfolded, as bytes
	// encoding is that of the bytes that stand bare in the fields; empty where it cannot be told.
	encoding string
}

type headerField struct {
	name  string // in lower case
	value []byte
}

// Bounds of a header: what lies beyond is not read, and never costs the mail.
const (
	maxHeader = 1 << 20
	maxValue  = 64 << 10
)

// splitHeader parts a mail into its header and its body. A line that is no field of a header is passed over. The
// encoding of bare bytes is told by all of them together, else by what the text of the mail names, else it is the one
// given.
func splitHeader(data []byte, encoding string) (header, []byte) {
	h, body := splitFields(data)
	var all []byte
	for _, f := range h.fields {
		all = append(append(all, f.value...), '\n')
	}
	if _, name, err := charset.DecodeAs(all, encoding); err == nil {
		h.encoding = name
	} else if _, params := h.params("content-type"); params["charset"] != "" {
		h.encoding = params["charset"]
	} else {
		h.encoding = encoding
	}
	return h, body
}

func splitFields(data []byte) (header, []byte) {
	var h header
	for used := 0; len(data) > 0; {
		line, rest := cutLine(data)
		if len(line) == 0 {
			return h, rest
		}
		if used += min(len(line), maxValue); used > maxHeader {
			data = rest
			continue
		}
		if (line[0] == ' ' || line[0] == '\t') && len(h.fields) > 0 {
			if last := &h.fields[len(h.fields)-1]; len(last.value) < maxValue {
				last.value = append(append(last.value, ' '), bytes.TrimLeft(line, " \t")...)
			}
		} else if name, value, ok := bytes.Cut(line, []byte(":")); ok && fieldName(name) {
			h.fields = append(h.fields,
				headerField{strings.ToLower(string(bytes.TrimSpace(name))),
					bytes.Clone(bytes.TrimSpace(value[:min(len(value), maxValue)]))})
		}
		data = rest
	}
	return h, nil
}

// cutLine returns the first line without its end, and what follows.
func cutLine(data []byte) (line, rest []byte) {
	line, rest, _ = bytes.Cut(data, []byte("\n"))
	return bytes.TrimRight(line, "\r"), rest
}

func fieldName(name []byte) bool {
	name = bytes.TrimRight(name, " \t")
	for _, c := range name {
		if c <= ' ' || c >= 0x7f {
			return false
		}
	}
	return len(name) > 0 && len(name) < 100
}

// raw returns the first field of a name as bytes; nil where there is none.
func (h header) raw(name string) []byte {
	for _, f := range h.fields {
		if f.name == name {
			return f.value
		}
	}
	return nil
}

// has reports whether there is a field of a name.
func (h header) has(name string) bool {
	for _, f := range h.fields {
		if f.name == name {
			return true
		}
	}
	return false
}

// get returns the first field of a name as text, decoded.
func (h header) get(name string) string { return record.Clean(h.words(h.raw(name))) }

// texts returns all fields of a name as text, each text once, at most five.
func (h header) texts(name string) (list []string) {
	for _, f := range h.fields {
		if f.name != name || len(list) >= 5 {
			continue
		}
		if text := record.Clean(h.words(f.value)); text != "" && !slices.Contains(list, text) {
			list = append(list, text)
		}
	}
	return list
}

// word is an encoded word of RFC 2047; real senders leave blanks in it and put it between quotes.
var word = pattern.New(`=\?([A-Za-z0-9_.:+-]+)(?:\*[A-Za-z0-9-]*)?\?([BbQq])\?([^?\r\n]*)\?=`)

// words decodes a header's value: encoded words, and bytes that stand there bare. Words that follow each other in one
// encoding are decoded together, since senders part them inside a character. What cannot be decoded stays as it is
// written.
func (h header) words(value []byte) string {
	var b strings.Builder
	at := 0
	for _, run := range wordRuns(value) {
		b.WriteString(h.bare(value[at:run.from]))
		if text, _, err := charset.DecodeAs(run.data, run.charset); err == nil && len(run.data) > 0 {
			b.WriteString(text)
		} else if text, ok := run.cutInBase64(); ok {
			b.WriteString(text)
		} else {
			b.WriteString(h.bare(value[run.from:run.to]))
		}
		at = run.to
	}
	b.WriteString(h.bare(value[at:]))
	return b.String()
}

// wordRun is a row of encoded words in one encoding with nothing but blanks between them.
type wordRun struct {
	from, to int
	charset  string
	data     []byte
	base64   []byte // their texts joined, where all are in base64
}

// cutInBase64 decodes words that are pieces of one text in base64, which some senders cut anywhere.
func (r wordRun) cutInBase64() (string, bool) {
	data, whole := decodeBase64(r.base64)
	if !whole || len(data) == 0 {
		return "", false
	}
	text, _, err := charset.DecodeAs(data, r.charset)
	return text, err == nil
}

func wordRuns(value []byte) []wordRun {
	var runs []wordRun
	for _, m := range word.FindAllSubmatchIndex(value, -1) {
		name := strings.ToLower(string(value[m[2]:m[3]]))
		data, base64 := decodeWord(value[m[4]], value[m[6]:m[7]]), []byte(nil)
		if value[m[4]]|0x20 == 'b' {
			base64 = bytes.Clone(value[m[6]:m[7]])
		}
		if n := len(runs); n > 0 {
			last := &runs[n-1]
			if gap := value[last.to:m[0]]; len(bytes.TrimSpace(gap)) == 0 {
				if last.charset == name {
					if last.to, last.data = m[1], append(last.data, data...); len(last.base64) == 0 ||
						len(base64) == 0 {
						last.base64 = nil
					} else {
						last.base64 = append(last.base64, base64...)
					}
					continue
				}
				last.to = m[0] // the blanks between two words are not part of the text
			}
		}
		runs = append(runs, wordRun{m[0], m[1], name, data, base64})
	}
	return runs
}

func decodeWord(how byte, text []byte) []byte {
	if how == 'B' || how == 'b' {
		data, _ := decodeBase64(text)
		return data
	}
	return quoted(bytes.ReplaceAll(text, []byte("_"), []byte(" ")))
}

// bare is text that stands in a header without being encoded: ASCII, or bytes in an encoding that nobody names.
func (h header) bare(value []byte) string {
	if text, _, err := charset.DecodeAs(value, h.encoding); err == nil {
		return text
	}
	return charset.Escape(value)
}

// maybeBase64 reports whether the first line of a text may be base64; words with blanks and marks between them are not.
func maybeBase64(text []byte) bool {
	line, _ := cutLine(bytes.TrimSpace(text[:min(len(text), maxValue)]))
	words := len(bytes.Fields(line))
	stray := 0
	for _, c := range line {
		if !(c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' ||
			bytes.IndexByte([]byte("+/= \t\r"), c) >= 0) {
			stray++
		}
	}
	return words < 2 && stray*10 <= len(line) || stray == 0 && len(line) > 60 && words*20 < len(line)
}

// decodeBase64 decodes base64 with line breaks, blanks and stray characters anywhere, with or without its end, and
// texts that were encoded one by one and joined; whole reports whether nothing was odd about it.
func decodeBase64(text []byte) (data []byte, whole bool) {
	const most = 4096 // decoded at once, whole groups of four
	keep := make([]byte, 0, most)
	data, whole = make([]byte, 0, len(text)/4*3), true
	flush := func() {
		n := len(keep) % 4
		whole = whole && n != 1
		if n == 1 {
			keep = keep[:len(keep)-1]
		}
		piece, err := base64.RawStdEncoding.DecodeString(string(keep))
		whole = whole && err == nil
		data, keep = append(data, piece...), keep[:0]
	}
	for _, c := range text {
		switch {
		case c >= 'A' && c <= 'Z', c >= 'a' && c <= 'z', c >= '0' && c <= '9', c == '+', c == '/':
			if keep = append(keep, c); len(keep) == most {
				flush()
			}
		case c == '=':
			flush()
		case c != '\r' && c != '\n' && c != ' ' && c != '\t':
			whole = false
		}
	}
	flush()
	return data, whole
}

// quoted decodes quoted-printable; what is not written as the encoding wants stays as it is.
func quoted(text []byte) []byte {
	out := make([]byte, 0, len(text))
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c != '=' {
			out = append(out, c)
			continue
		}
		if i+2 < len(text) {
			if hi, lo := hexDigit(text[i+1]), hexDigit(text[i+2]); hi >= 0 && lo >= 0 {
				out = append(out, byte(hi<<4|lo))
				i += 2
				continue
			}
		}
		// A line that goes on: blanks may have been added after the mark.
		end := i + 1
		for end < len(text) && (text[end] == ' ' || text[end] == '\t' || text[end] == '\r') {
			end++
		}
		if end == len(text) || text[end] == '\n' {
			i = end
			continue
		}
		out = append(out, c)
	}
	return out
}

func hexDigit(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	}
	return -1
}

// params are a header's value and its parameters, as of Content-Type and Content-Disposition.
func (h header) params(name string) (value string, params map[string]string) {
	pieces := splitParams(h.raw(name))
	params = map[string]string{}
	if len(pieces) == 0 {
		return "", params
	}
	long := map[string]*longParam{}
	var order []string
	for _, p := range pieces[1:] {
		key, val, _ := bytes.Cut(p, []byte("="))
		k, v := strings.ToLower(string(bytes.TrimSpace(key))), unquote(bytes.TrimSpace(val))
		base, _, starred := strings.Cut(k, "*")
		if !starred {
			if _, twice := params[k]; !twice && k != "" {
				params[k] = record.Clean(h.words(v))
			}
			continue
		}
		if long[base] == nil {
			long[base] = &longParam{}
			order = append(order, base)
		}
		long[base].add(strings.HasSuffix(k, "*"), v)
	}
	for _, base := range order {
		if text := long[base].text(); text != "" {
			params[base] = record.Clean(text)
		}
	}
	return strings.ToLower(record.Clean(h.words(pieces[0]))), params
}

// longParam is a parameter of RFC 2231: in pieces, with an encoding of its own.
type longParam struct {
	charset string
	data    []byte
	begun   bool
}

func (p *longParam) add(encoded bool, v []byte) {
	if encoded {
		if !p.begun {
			if parts := bytes.SplitN(v, []byte("'"), 3); len(parts) == 3 {
				p.charset, v = string(parts[0]), parts[2]
			}
		}
		v = quoted(bytes.ReplaceAll(bytes.ReplaceAll(v, []byte("="), []byte("=3D")), []byte("%"), []byte("=")))
	}
	p.begun = true
	p.data = append(p.data, v...)
}

func (p *longParam) text() string {
	if text, _, err := charset.DecodeAs(p.data, p.charset); err == nil {
		return text
	}
	return charset.Escape(p.data)
}

// splitParams splits at semicolons outside quotes.
func splitParams(value []byte) [][]byte {
	var out [][]byte
	start, inside := 0, false
	for i := 0; i < len(value) && len(out) < 100; i++ {
		switch c := value[i]; {
		case c == '\\' && inside:
			i++
		case c == '"':
			inside = !inside
		case c == ';' && !inside:
			out = append(out, value[start:i])
			start = i + 1
		}
	}
	return append(out, value[min(start, len(value)):])
}

func unquote(v []byte) []byte {
	if len(v) < 2 || v[0] != '"' {
		return v
	}
	v = bytes.TrimSuffix(v[1:], []byte(`"`))
	out := make([]byte, 0, len(v))
	for i := 0; i < len(v); i++ {
		if v[i] == '\\' && i+1 < len(v) && (v[i+1] == '"' || v[i+1] == '\\') {
			i++
		}
		out = append(out, v[i])
	}
	return out
}
