package mail

import (
	"bytes"
	"iter"

	"orangelab.cn/rightsdesk/model/pattern"
)

// boxLine is the line that mailbox exports put before each mail.
var boxLine = pattern.New(`^From \S+.*\d{4}\s*$`)

// boxed is a mail of an mbox, with and without that line.
type boxed struct {
	all, mail []byte
	skipped   int
}

// boxes parts an mbox at its From lines, a mail at a time; data that begins with none is one mail.
func boxes(data []byte) iter.Seq[boxed] {
	return func(yield func(boxed) bool) {
		data := bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
		if head, _ := cutLine(data); !boxLine.Match(head) {
			yield(boxed{data, data, 0})
			return
		}
		for len(data) > 0 {
			_, mail := cutLine(data)
			begin, end := len(data)-len(mail), boxEnd(data)
			if mail = data[begin:end]; bytes.Contains(mail, []byte("\n>From ")) {
				// as it was before it lay in a mailbox
				mail = bytes.ReplaceAll(mail, []byte("\n>From "), []byte("\nFrom "))
			}
			if !yield(boxed{data[:end], mail, 1}) {
				return
			}
			data = data[end:]
		}
	}
}

// boxEnd returns where the mail ends with which an mbox begins: before an empty line and another From line, with a
// header below.
func boxEnd(data []byte) int {
	_, mail := cutLine(data)
	for at := len(data) - len(mail); ; {
		i := bytes.Index(data[at:], []byte("\nFrom "))
		if i < 0 {
			return len(data)
		}
		at += i + 1
		line, rest := cutLine(data[at:])
		next, _ := cutLine(rest)
		if emptyBefore(data[:at]) && boxLine.Match(line) && headName.Match(next) {
			return at
		}
	}
}

// emptyBefore reports whether data ends with an empty line.
func emptyBefore(data []byte) bool {
	return bytes.HasSuffix(data, []byte("\n\n")) || bytes.HasSuffix(data, []byte("\n\r\n"))
}
