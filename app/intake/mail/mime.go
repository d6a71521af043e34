package mail

import (
	"bytes"
	"cmp"
	"fmt"
	"path"
	"strings"

	"orangelab.cn/rightsdesk/app/charset"
	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/model/pattern"
)

// Bounds of a mail's parts.
const (
	maxDepth = 20
	maxParts = 500
	// maxText is how much of a part's words is read, in bytes: more than fits into a request's text.
	maxText = 5 * record.MaxBody
	// maxRead is how much of all the texts of a mail is looked through, in bytes as they came; a plain one counts for
	// maxText of it at most, a page for twice that. maxSought is how much of a long text is looked through for what is
	// quoted in it.
	maxRead, maxSought = 5 * maxText, 10 * maxText
)

// mimePart is one part of a mail that holds no others, or a mail inside a mail.
type mimePart struct {
	most   int // bytes of its words that are read
	header header
	kind   string // the MIME type
	params map[string]string
	// name is that of a file; empty where the part is none.
	name     string
	attached bool // its sender says that it is a file beside the text
	body     []byte
	mail     *message // a mail inside the mail
	// unread says that the texts before this one were as much as is read of a mail.
	unread bool
	place
}

// place is where a part stands among the forms of one text.
type place struct {
	alternative int // the number of the outermost multipart/alternative it belongs to, 0 for none
	form        int // the number of the form of it
}

// isText reports whether a part holds words to be read, and is no file.
func (p mimePart) isText() bool { return p.holdsWords() && !p.attached }

// holdsWords reports whether a part is of a kind whose words are read.
func (p mimePart) holdsWords() bool {
	switch p.kind {
	case "text/plain", "text/html", "text/enriched", "text/markdown", "application/xhtml+xml":
		return true
	}
	return false
}

// isPage reports whether the words of a part stand between marks.
func (p mimePart) isPage() bool { return p.kind == "text/html" || p.kind == "application/xhtml+xml" }

// message is a mail: its header and its parts in their order.
type message struct {
	header header
	kind   string
	params map[string]string
	parts  []mimePart
}

// mimeReader parts a mail. Every level looks at its own bytes once and no level lies deeper than maxDepth, so that the
// time grows with the size alone.
type mimeReader struct {
	parts int
	// how much of its texts is to be read, in bytes: of those that were sent as files, and of the others
	texts        map[bool]int
	alternatives int
	forms        int
	most         int    // bytes of the words of a part that are read
	encoding     string // what the mail names for its text, for bytes that stand bare in headers
	doubts       []record.Doubt
}

// anyCharset is the encoding that any part of a mail names.
var anyCharset = pattern.New(`(?i)charset\s*=\s*"?([a-z0-9_-]+)`)

func (r *mimeReader) message(data []byte, depth int) *message {
	if m := anyCharset.FindSubmatch(data[:min(len(data), maxValue)]); m != nil {
		r.encoding = string(m[1])
	}
	h, body := splitHeader(data, r.encoding)
	m := &message{header: h}
	m.kind, m.params = h.params("content-type")
	r.part(m, h, body, depth, place{})
	return m
}

func (r *mimeReader) part(m *message, h header, body []byte, depth int, at place) {
	kind, params := h.params("content-type")
	kind = mediaType(kind, params, body)
	if r.parts++; r.parts > maxParts {
		if r.parts == maxParts+1 {
			r.doubts = append(r.doubts,
				record.Doubtful("", "the mail has more than {{.A}} parts; the others were not read", maxParts))
		}
		return
	}
	deep := depth >= maxDepth
	switch {
	case strings.HasPrefix(kind, "multipart/") && params["boundary"] != "" && !deep:
		pieces, outside := splitParts(body, params["boundary"])
		if len(pieces) == 0 { // the boundary that is named is not the one that parts it
			if seen := firstBoundary.FindSubmatch(body); seen != nil {
				pieces, outside = splitParts(body, string(seen[1]))
			}
			r.doubts = append(r.doubts,
				record.Doubtful("text",
					"the mail is not parted as its header says; it is read as far as it can be, and kept as mail.eml"))
		}
		if kind == "multipart/alternative" {
			if at.alternative == 0 {
				r.alternatives++
				at.alternative = r.alternatives
			}
		}
		for _, piece := range pieces {
			ph, pb := splitHeader(piece, r.encoding)
			if kind == "multipart/alternative" {
				r.forms++
				at.form = r.forms
			}
			r.part(m, ph, pb, depth+1, at)
		}
		for _, words := range outside {
			if words = bytes.TrimSpace(words); len(words) > 0 && !forMachines.Match(words) {
				m.parts = append(m.parts,
					r.bounded(mimePart{kind: "text/plain", params: map[string]string{}, body: words, header: header{}}))
			}
		}
		return
	case strings.HasPrefix(kind, "multipart/") && deep:
		r.doubts = append(r.doubts,
			record.Doubtful("",
				"parts lie in parts more than {{.A}} deep; what lies deeper is kept as a file and was not read",
				maxDepth))
		m.parts = append(m.parts,
			mimePart{kind: "application/octet-stream", name: "nested.mime", attached: true, body: body, header: h})
		return
	case strings.HasPrefix(kind, "multipart/"):
		kind = "text/plain" // a sender that forgot the boundary
	}
	p := mimePart{header: h, kind: kind, params: params, place: at, body: r.decode(h, kind, body)}
	disposition, dp := h.params("content-disposition")
	p.name, p.attached = fileName(cmp.Or(dp["filename"], params["name"])), disposition == "attachment"
	if kind == "message/rfc822" || kind == "message/global" || p.isMailFile() {
		if deep {
			p.kind, p.name, p.attached = "application/octet-stream", cmp.Or(p.name, "mail.eml"), true
		} else {
			p.mail = r.message(mended(p.body), depth+1)
		}
	}
	m.parts = append(m.parts, r.bounded(p))
}

// bounded says of a text whether it is still read, so that many long ones cost no more than a few.
func (r *mimeReader) bounded(p mimePart) mimePart {
	if !p.holdsWords() {
		return p
	}
	if r.texts == nil {
		r.texts = map[bool]int{}
	}
	if p.unread = r.texts[p.attached] >= maxRead; p.unread && !p.attached {
		r.doubts = append(r.doubts,
			record.Doubtful("text",
				"the texts of the mail are longer than is read ({{.A}} bytes); the whole mail is kept as mail.eml",
				maxRead))
	}
	p.most = r.most
	limit := maxText
	if p.isPage() {
		limit = 2 * maxText
	}
	r.texts[p.attached] += min(len(p.body), limit)
	return p
}

// decode undoes a part's transfer encoding, however its name is spelt.
func (r *mimeReader) decode(h header, kind string, body []byte) []byte {
	switch transfer(h) {
	case "base64":
		if !maybeBase64(body) {
			r.doubts = append(r.doubts,
				record.Doubtful("", "a part of the mail is said to be in base64 and is not; it is read as it stands"))
			return body
		}
		data, whole := decodeBase64(body)
		if !whole {
			r.doubts = append(r.doubts,
				record.Doubtful("", "a part of the mail was damaged on its way (base64); what could be read of it was"))
		}
		return data
	case "quoted":
		if !strings.HasPrefix(kind, "message/") { // a mail inside a mail carries the encoding of its own parts
			return quoted(body)
		}
	case "packed":
		r.doubts = append(r.doubts, record.Doubtful("",
			"a part of the mail is packed in a way that is not read here ({{.A}}); it stands as it came",
			h.get("content-transfer-encoding")))
	}
	return body
}

var (
	// firstBoundary is a line that parts a mail, with the header of a part below it.
	firstBoundary = pattern.New(`(?i)(?:^|\n)--([^\s-][^\r\n]{0,69}?)[ \t]*\r?\n(?:content-|mime-)[a-z-]*[ \t]*:`)
	// forMachines is what programs write above the first boundary for other programs that know none.
	forMachines = pattern.New(`(?i)^[^\n]{0,80}\b(?:multi-?part message|mime)\b|^[^\n]{0,80}(?:cryptographically signed|openpgp)|^(?:--)?[-=_.\w]{0,80}$`)
)

// splitParts splits the body of a multipart at its boundary lines, and returns what stands above and below its parts
// too; a last boundary that is missing is no fault.
func splitParts(body []byte, boundary string) (out [][]byte, outside [2][]byte) {
	mark := []byte("--" + boundary)
	start := -1
	for at := 0; at < len(body) && len(out) <= maxParts; {
		i := bytes.Index(body[at:], mark)
		if i < 0 {
			break
		}
		i += at
		end := i + len(mark)
		if i > 0 && body[i-1] != '\n' {
			at = end // not a line of its own
			continue
		}
		line, rest := cutLine(body[end:])
		last := bytes.HasPrefix(line, []byte("--"))
		if len(bytes.Trim(bytes.TrimPrefix(line, []byte("--")), " \t\r")) > 0 {
			at = end // the beginning of another boundary
			continue
		}
		if start >= 0 {
			out = append(out, bytes.TrimSuffix(bytes.TrimSuffix(body[start:i], []byte("\n")), []byte("\r")))
		} else {
			outside[0] = body[:i]
		}
		if last {
			outside[1] = rest
			return out, outside
		}
		start = len(body) - len(rest)
		at = start
	}
	if start < 0 {
		return out, [2][]byte{body}
	}
	if start < len(body) {
		out = append(out, body[start:])
	}
	return out, outside
}

// escaped finds what charset.Escape wrote for bytes of an unknown encoding.
var escaped = pattern.New(`\\x[0-9A-F]{2}`)

// fileName returns the last piece of a name, without what could lead out of a folder or be taken for another name.
func fileName(name string) string {
	if !escaped.MatchString(name) {
		name = strings.ReplaceAll(name, `\`, "/")
	}
	name = record.Clean(name)
	if name = path.Base(name); name == "." || name == "/" || name == ".." {
		return ""
	}
	if r := []rune(name); len(r) > 120 {
		name = string(r[:60]) + "…" + string(r[len(r)-59:])
	}
	return name
}

// beginning is as much of a plain text as is looked through, in whole lines; of text whose line ends are no single
// bytes, all.
func (p mimePart) beginning() []byte {
	if p.isPage() || len(p.body) <= maxSought || bytes.IndexByte(p.body[:maxText], 0) >= 0 {
		return p.body
	}
	return p.body[:cmp.Or(bytes.LastIndexByte(p.body[:maxSought], '\n')+1, len(p.body))]
}

// text returns the words of a part as text, and the name of its encoding. Bytes of an unknown encoding are shown as
// such.
func (p mimePart) text() (text, encoding string, d []record.Doubt) {
	if p.unread {
		return "", "", nil // said once of the whole mail
	}
	declared := p.params["charset"]
	if declared == "" && p.isPage() {
		declared = htmlCharset(p.body)
	}
	p.body = p.beginning()
	text, encoding, err := charset.DecodeAs(p.body, declared)
	if most, name, ok := charset.DecodeMost(p.body, declared); err != nil && ok {
		d = append(d, record.Doubtful("text",
			`the mail’s text is in {{.A}} but for some bytes, as where it was cut off; those are shown as \x..`, name))
		text, encoding, err = most, name, nil
	}
	if err != nil {
		seems := "?"
		if e, ok := err.(*charset.Error); ok && len(e.Seems) > 0 {
			seems = strings.Join(e.Seems, ", ")
		}
		d = append(d,
			record.Doubtful("text",
				`the encoding of the mail’s text cannot be told ({{.A}}); bytes that are no ASCII are shown as \x..`,
				seems))
		text, encoding = charset.Escape(p.body), "?"
	}
	if p.kind == "text/plain" && strings.EqualFold(p.params["format"], "flowed") &&
		strings.EqualFold(p.params["delsp"], "yes") {
		text = unflowed(text)
	}
	if p.isPage() {
		p := readPage(text)
		text, d = p.text, append(d, p.doubts...)
	}
	if len(text) > p.most {
		if own, quoted := ownText(text[:min(len(text), maxSought)]); own != "" && quoted != "" {
			text = own + "\n\n" + quoted
		}
		text = strings.ToValidUTF8(text[:min(len(text), p.most)], "")
		d = append(d, tooLong(p.most))
	}
	return record.CleanText(text), encoding, d
}

// fallbackName names a part that its sender gave no name.
func (p mimePart) fallbackName(n int) string {
	_, sub, _ := strings.Cut(p.kind, "/")
	switch sub {
	case "plain":
		sub = "txt"
	case "octet-stream", "":
		sub = "bin"
	case "rfc822":
		sub = "eml"
	case "ms-tnef":
		return "winmail.dat"
	}
	return fmt.Sprintf("part-%d.%s", n, fileName(sub))
}
