package sheet

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"orangelab.cn/rightsdesk/app/charset"
	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/app/intake/workbook"
	"orangelab.cn/rightsdesk/app/source/value"
)

// maxListFile is the largest file that a list is read from, in bytes: that of a few million people.
const maxListFile = 128 << 20

// ErrListFile says that a file of people is too large.
var ErrListFile = errors.New("the file is larger than 128 MB: split it")

// ReadFile reads a file of people, a list or an extract of a log, as text, and returns the digest of its bytes.
func ReadFile(path string) (text, digest string, err error) {
	f, err := os.Open(path)
	if err != nil {
		return "", "", fmt.Errorf("%s cannot be opened: %s", path, value.FileReason(err))
	}
	defer f.Close()
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		return "", "", record.Because("{{.A}} is no file of people but a folder, a device or a pipe", filepath.Base(path))
	}
	data, err := io.ReadAll(io.LimitReader(f, maxListFile+1))
	if err != nil {
		return "", "", fmt.Errorf("%s cannot be read: %s", path, value.FileReason(err))
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
	text, _, err = charset.Decode(data)
	return text, hex.EncodeToString(sum[:]), err
}
