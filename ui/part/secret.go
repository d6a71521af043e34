package part

import (
	"time"

	"fyne.io/fyne/v2"
)

// SecretLife is how long something secret stays in the clipboard: enough to paste it once.
const SecretLife = 10 * time.Second

// CopySecret puts a key, a code, a password or a value of a person into the clipboard, and takes it out again unless
// something else was copied meanwhile. It is the only way into the clipboard.
func CopySecret(text string) {
	clip := fyne.CurrentApp().Clipboard()
	clip.SetContent(text)
	time.AfterFunc(SecretLife, func() {
		fyne.Do(func() {
			if clip.Content() == text {
				clip.SetContent("")
			}
		})
	})
}
