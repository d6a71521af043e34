package value

import (
	"encoding/base64"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// Unreadable is what a text column holds where it is no UTF-8: its bytes, whatever encoding they may be in.
type Unreadable string

// Readable returns v, or as Unreadable a text that is no UTF-8, so that no writer puts U+FFFD in its place.
func Readable(v any) any {
	if s, ok := v.(string); ok && !utf8.ValidString(s) {
		return Unreadable(s)
	}
	return v
}

// MarshalJSON writes the bytes in base64, and says that they are not readable as text.
func (u Unreadable) MarshalJSON() ([]byte, error) {
	why := "not UTF-8"
	if s, ok := u.AsGB18030(); ok {
		why += "; read as GB18030 it would say " + s
	}
	return Marshal(struct {
		Unreadable string `json:"unreadable"`
		Base64     string `json:"base64"`
	}{why, base64.StdEncoding.EncodeToString([]byte(u))})
}

// AsGB18030 reads the bytes in the one encoding that Chinese systems wrote before UTF-8. That they can be read so does
// not prove that they were written so.
func (u Unreadable) AsGB18030() (string, bool) {
	s, err := simplifiedchinese.GB18030.NewDecoder().String(string(u))
	if err != nil {
		return "", false
	}
	han := false
	for _, r := range s {
		if r == unicode.ReplacementChar || unicode.Is(unicode.Co, r) ||
			unicode.IsControl(r) && !strings.ContainsRune("\t\r\n", r) {
			return "", false
		}
		han = han || unicode.Is(unicode.Han, r)
	}
	return s, han
}
