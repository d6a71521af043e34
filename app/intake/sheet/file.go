package sheet

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"path/filepath"
	"strings"

	"orangelab.cn/rightsdesk/app/charset"
	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/app/intake/workbook"
)

// maxListFile is the largest file that a list is read from, in bytes: that of a few million people.
const maxListFile = 128 << 20

// ErrListFile says that a file of people is too large.
var ErrListFile = errors.New("the file is larger than 128 MB: split it")

// ReadFile reads a file of people, a list or an extract of a log, as text, and returns the digest of its bytes.
func ReadFile(path string) (text, digest string, err error) {
	data, err := record.ReadPath(path, maxListFile,
		record.Because("{{.A}} is no file of people but a folder, a device or a pipe", filepath.Base(path)))
	if err != nil {
		return "", "", err
	}
	if len(data) > maxListFile {
		return "", "", ErrListFile
	}
	sum := sha256.Sum256(data)
	if workbook.Is(data) {
		table, err := workbook.Read(data)
		if err != nil {
			return "", "", err
		}
		return table.CSV(), hex.EncodeToString(sum[:]), table.Alone()
	}
	if strings.EqualFold(filepath.Ext(path), ".xlsx") { // of which nothing says any more that it was one
		return "", "", workbook.ErrBroken
	}
	text, _, err = charset.Decode(data)
	return text, hex.EncodeToString(sum[:]), err
}
