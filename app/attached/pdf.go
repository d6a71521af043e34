package attached

import (
	"bytes"
	"compress/zlib"
	"encoding/hex"
	"io"

	"orangelab.cn/rightsdesk/model/look"
	"orangelab.cn/rightsdesk/model/pattern"
)

// How much of a PDF's packed objects is unpacked to be looked through: in all, and of one stream.
const (
	maxUnpacked = 32 << 20
	maxStream   = 4 << 20
)

var (
	escapedName = pattern.New(`#[0-9A-Fa-f]{2}`)
	actionName  = pattern.New(
		`/(JavaScript|JS|Launch|EmbeddedFile|EmbeddedFiles|RichMedia|XFA|SubmitForm|ImportData|GoToR|GoToE)[^0-9A-Za-z]`)
	lockedName  = pattern.New(`/Encrypt[^0-9A-Za-z]`)
	streamBegin = pattern.New(`stream\r?\n`)
)

// inPDF lists what a PDF does when it is opened, by the names of its objects, the packed ones too. One that cannot be
// looked through to its end is unseen.
func inPDF(data []byte) (list []look.Active) {
	acts := hasAction(data)
	unseen := lockedName.Match(unescaped(data))
	left := maxUnpacked
	for at := 0; !acts && !unseen; {
		begin := streamBegin.FindIndex(data[at:])
		if begin == nil {
			break
		}
		head := data[at : at+begin[0]]
		at += begin[1]
		if bytes.HasSuffix(head, []byte("end")) || !bytes.Contains(unescaped(head), []byte("/ObjStm")) {
			continue
		}
		text, whole := unpack(data[at:], min(left, maxStream))
		left -= len(text)
		acts, unseen = hasAction(text), !whole
	}
	if acts {
		list = append(list, look.Document)
	}
	if unseen {
		list = append(list, look.Unseen)
	}
	return list
}

// hasAction reports whether one of the names stands there.
func hasAction(data []byte) bool { return actionName.Match(unescaped(data)) }

// unescaped are the names of a PDF in one spelling: any letter of a name may be written as #xx (ISO 32000-1, 7.3.5).
func unescaped(data []byte) []byte {
	return escapedName.ReplaceAllFunc(data, func(m []byte) []byte {
		b, err := hex.DecodeString(string(m[1:]))
		if err != nil {
			return m
		}
		return b
	})
}

// unpack unpacks a stream; whole is false where it cannot be, or is larger than what is looked through.
func unpack(packed []byte, most int) (text []byte, whole bool) {
	z, err := zlib.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, false
	}
	text, err = io.ReadAll(io.LimitReader(z, int64(most)+1))
	return text, err == nil && len(text) <= most
}
