package guard

import (
	"go/parser"
	"strings"
	"testing"
)

// What is copied here is a key, a code, a password or a person's: it leaves the clipboard by itself.
func TestNothingStaysInTheClipboard(t *testing.T) {
	for _, f := range goFiles(t, "ui", parser.ImportsOnly) {
		if f.test() || f.path == "ui/part/secret.go" {
			continue
		}
		if strings.Contains(text(t, f.path), "Clipboard().SetContent(") {
			t.Errorf("%s writes into the clipboard: part.CopySecret takes it out again", f.path)
		}
	}
}
