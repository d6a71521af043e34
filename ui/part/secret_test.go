package part

import (
	"testing"
	"testing/synctest"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func TestASecretLeavesTheClipboardByItself(t *testing.T) {
	for name, tt := range map[string]struct{ copiedSince, want string }{
		"nothing else copied":   {"", ""},
		"something else copied": {"a street", "a street"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				test.NewTempApp(t)
				clip := fyne.CurrentApp().Clipboard()
				CopySecret("AAAAA-BBBBB")
				time.Sleep(9 * time.Second)
				if clip.Content() != "AAAAA-BBBBB" {
					t.Errorf("%q cannot be pasted any more", clip.Content())
				}
				if tt.copiedSince != "" {
					clip.SetContent(tt.copiedSince)
				}
				time.Sleep(2 * time.Second)
				synctest.Wait()
				if clip.Content() != tt.want {
					t.Errorf("the clipboard holds %q", clip.Content())
				}
			})
		})
	}
}
