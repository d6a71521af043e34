package attached

import (
	"bytes"
	"image"
	_ "image/gif"  // shown
	_ "image/jpeg" // shown
	_ "image/png"  // shown
	"strings"

	"github.com/gabriel-vasile/mimetype"
	_ "golang.org/x/image/webp" // shown

	"orangelab.cn/rightsdesk/app/charset"
	"orangelab.cn/rightsdesk/app/intake/record"
)

// What is shown of a text in characters, and of a picture in pixels: a file of a few bytes can unpack to more than a
// computer holds.
const (
	maxShown  = 20_000
	maxPixels = 40_000_000
)

// Picture returns the picture that a file holds; false where it holds none that can be shown (PNG, JPEG, GIF, WebP, up
// to 40 million pixels).
func Picture(data []byte) (image.Image, bool) {
	c, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil || c.Width <= 0 || c.Height <= 0 || c.Width > maxPixels/c.Height {
		return nil, false
	}
	p, _, err := image.Decode(bytes.NewReader(data))
	return p, err == nil
}

// Text returns the beginning of the text that a file holds, without what shows nothing; cut says that there is more.
// False where it is no text, or in no encoding that can be told. A page is its source, and nothing in it is followed.
func Text(data []byte) (text string, cut, ok bool) {
	if !is(mimetype.Detect(data), "text/plain") {
		return "", false, false
	}
	text, _, err := charset.Decode(data)
	if err != nil {
		return "", false, false
	}
	if runes := []rune(record.CleanText(text)); len(runes) > maxShown {
		return string(runes[:maxShown]), true, true
	}
	return strings.TrimSpace(record.CleanText(text)), false, true
}
