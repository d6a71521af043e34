package part

import (
	"runtime"
	"strings"

	"fyne.io/fyne/v2"
)

// Keys are written everywhere as on a keyboard of Linux and Windows. On a Mac Ctrl is the Command key and Alt the
// Control key, since Option with a digit types a character there; Ctrl with Tab stays itself, for Command with Tab is
// the system's own.
var (
	modifierWords map[string]fyne.KeyModifier
	keyNames      *strings.Replacer
	copyChord     Chord
)

func init() { keysOf(runtime.GOOS) }

// keysOf takes the keys of a system.
func keysOf(system string) {
	modifierWords = map[string]fyne.KeyModifier{"ctrl": fyne.KeyModifierControl, "shift": fyne.KeyModifierShift,
		"alt": fyne.KeyModifierAlt}
	keyNames = strings.NewReplacer()
	if system == "darwin" {
		modifierWords["ctrl"], modifierWords["alt"] = fyne.KeyModifierSuper, fyne.KeyModifierControl
		keyNames = strings.NewReplacer("Ctrl+Tab", "Ctrl+Tab", "Ctrl+Shift+Tab", "Ctrl+Shift+Tab", "Ctrl", "Cmd", "Alt",
			"Ctrl")
	}
	copyChord = Chord{Key: fyne.KeyC, Modifier: CommandKey()}
}

// CommandKey is the modifier that commands have on this system: Ctrl, or Command on a Mac.
func CommandKey() fyne.KeyModifier { return modifierWords["ctrl"] }

// KeyShown is a key, written as in a table of shortcuts or within a sentence, as people find it on the keyboard of this
// system.
func KeyShown(key string) string { return keyNames.Replace(key) }
