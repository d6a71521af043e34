package charset

import (
	"bytes"

	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// escaped reads what is written in ASCII alone and turns to other characters by a mark of its own: ISO-2022-JP, whose
// mark is an escape character that no text has, and HZ, whose marks have to come in pairs around whole characters that
// read as Chinese.
func escaped(data []byte) (text, name string, ok bool) {
	if bytes.Contains(data, []byte("\x1b$B")) || bytes.Contains(data, []byte("\x1b$@")) {
		text, ok := strict(japanese.ISO2022JP, data)
		return text, "ISO-2022-JP", ok
	}
	if n := bytes.Count(data, []byte("~{")); n == 0 || n != bytes.Count(data, []byte("~}")) {
		return "", "", false
	}
	if text, ok = strict(simplifiedchinese.HZGB2312, data); !ok {
		return "", "", false
	}
	wide, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(text))
	return text, "HZ-GB-2312", err == nil && chinese(wide) > likely
}
