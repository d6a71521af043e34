package record

import (
	"bytes"
	"fmt"
	"io"
	"os"

	"orangelab.cn/rightsdesk/app/source/value"
)

// ReadPath reads a file up to a number of bytes, and one more, so that a larger one shows. What is no file, such as a
// pipe that nobody writes to, would be waited for without end: it is refused with other.
func ReadPath(path string, most int64, other Reason) ([]byte, error) {
	info, err := os.Stat(path)
	if err == nil && !info.Mode().IsRegular() {
		return nil, other
	}
	var f *os.File
	if err == nil {
		f, err = os.Open(path)
	}
	if err != nil {
		return nil, fmt.Errorf("%s cannot be opened: %s", path, value.FileReason(err))
	}
	defer f.Close()
	// With room for all of it from the start, since a buffer that grows is held twice.
	data := bytes.NewBuffer(make([]byte, 0, min(info.Size(), most)+bytes.MinRead+1))
	if _, err := data.ReadFrom(io.LimitReader(f, most+1)); err != nil {
		return nil, fmt.Errorf("%s cannot be read: %s", path, value.FileReason(err))
	}
	return data.Bytes(), nil
}
