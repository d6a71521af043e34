package mail

import (
	"bytes"
	"strconv"
	"strings"

	"orangelab.cn/rightsdesk/app/intake/record"
)

// mended is a mail without what programs put around it or did to its line ends: empty lines before the header, line
// ends of an old Mac, the count of bytes that Apple Mail writes above a mail in a file of its own (.emlx).
func mended(data []byte) []byte {
	if !bytes.ContainsRune(data, '\n') && bytes.ContainsRune(data, '\r') {
		data = bytes.ReplaceAll(data, []byte("\r"), []byte("\n"))
	}
	data = bytes.TrimLeft(data, "\r\n")
	head, rest := cutLine(data)
	if n, err := strconv.Atoi(string(bytes.TrimSpace(head))); err == nil && n > 0 && headName.Match(rest) {
		data = rest[:min(n, len(rest))]
	}
	return data
}

// transferNames are the transfer encodings by their names without marks, as senders spell them.
var transferNames = map[string]string{"base64": "base64", "b64": "base64", "quotedprintable": "quoted",
	"quotedprintible": "quoted", "qp": "quoted", "xuuencode": "packed", "xuue": "packed", "uuencode": "packed",
	"uue": "packed", "binhex": "packed", "binhex40": "packed", "xbinhex": "packed", "xyencode": "packed"}

// transfer returns which transfer encoding a header names: base64, quoted, packed for those of old that are not read,
// or none.
func transfer(h header) string {
	name, _, _ := strings.Cut(strings.ToLower(h.get("content-transfer-encoding")), "(")
	name, _, _ = strings.Cut(name, ";")
	return transferNames[strings.NewReplacer("-", "", "_", "", `"`, "", "'", "", " ", "").Replace(name)]
}

// mediaTypes are the kinds of content that there are (RFC 2045 and those registered since).
var mediaTypes = map[string]bool{"text": true, "image": true, "audio": true, "video": true, "application": true,
	"multipart": true, "message": true, "font": true, "model": true, "example": true, "haptics": true, "chemical": true}

// mediaType returns the MIME type of a part. What names none that there is, as plain/text, is text.
func mediaType(kind string, params map[string]string, body []byte) string {
	top, _, _ := strings.Cut(kind, "/")
	switch {
	case strings.Contains(kind, "/") && mediaTypes[top]:
		return kind
	case params["name"] == "" &&
		bytes.HasPrefix(bytes.ToLower(bytes.TrimSpace(body[:min(len(body), 64)])), []byte("<html")):
		return "text/html"
	}
	return "text/plain"
}

// isMailFile reports whether a file that came with a mail is a mail, whatever its sender's program calls it: phones and
// web mail attach one as any other file.
func (p mimePart) isMailFile() bool {
	if !strings.HasSuffix(strings.ToLower(p.name), ".eml") {
		return false
	}
	return IsMail(record.File{Name: "attached", Data: bytes.TrimLeft(p.body, "\r\n")})
}

// beside are the words of texts that were sent as files, where a mail has no others.
func (m *message) beside(c *letterParts) {
	for _, p := range m.parts {
		if p.attached && (p.kind == "text/plain" || p.isPage()) && !p.isMailFile() {
			if text := c.read(p); text != "" {
				c.notes = append(c.notes, "["+p.name+"]\n"+text)
			}
		}
	}
}

// foreign names forms of a mail that are kept and not opened, besides those of sealedDoubt.
func (c *letterParts) foreign(p mimePart) {
	if strings.HasSuffix(strings.ToLower(p.name), ".msg") {
		c.doubts = append(c.doubts,
			record.Doubtful("text", "a mail is attached in Outlook’s own form ({{.A}}); it is kept and was not opened",
				p.name))
	}
}

// withoutAddress names whom a mail was passed on of where the line that says so has no address, as Foxmail writes it.
func (l letter) withoutAddress(forwards bool) []record.Doubt {
	lines := strings.Split(l.quoted, "\n")
	for i, line := range lines[:min(len(lines), 25)] {
		forwards = forwards || forwardMark.MatchString(line)
		role, value := headOf(line)
		if role != "from" || !forwards || !headBlock(lines[i:]) {
			continue
		}
		if value = record.Clean(value); value != "" && len((header{}).addresses([]byte(value))) == 0 &&
			value != l.from.Name {
			return []record.Doubt{record.Doubtful("subject",
				"the text holds a mail of {{.A}} below that of its sender: find out who of them asks",
				record.Beginning(value, 80))}
		}
		return nil
	}
	return nil
}

// inlinePGP names a text that was encrypted as one.
func inlinePGP(text string) []record.Doubt {
	if strings.Contains(text, "-----BEGIN PGP MESSAGE-----") {
		return sealedDoubt("application/pgp-encrypted")
	}
	return nil
}

// sealedDoubt names forms of mail that are kept and not opened.
func sealedDoubt(kind string) []record.Doubt {
	switch kind {
	case "application/ms-tnef":
		return []record.Doubt{record.Doubtful("text",
			"Outlook packed a part of the mail into winmail.dat; it is kept and was not opened")}
	case "application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted":
		return []record.Doubt{record.Doubtful("text", "the mail is encrypted; it is kept and was not opened")}
	}
	return nil
}
