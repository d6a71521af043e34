package part

import (
	"testing"

	"fyne.io/fyne/v2"
)

// TestAMacHasItsOwnModifiers holds that a command is on the Command key there, is shown so, and types no character.
func TestAMacHasItsOwnModifiers(t *testing.T) {
	keysOf("darwin")
	defer keysOf("linux")
	for _, c := range []struct {
		key, shown string
		modifier   fyne.KeyModifier
	}{
		{"Ctrl+K", "Cmd+K", fyne.KeyModifierSuper}, {"Alt+1", "Ctrl+1", fyne.KeyModifierControl},
		{"Ctrl+Tab", "Ctrl+Tab", fyne.KeyModifierControl},
		{"Ctrl+Shift+Tab", "Ctrl+Shift+Tab", fyne.KeyModifierControl | fyne.KeyModifierShift},
		{"Alt+Shift+2", "Ctrl+Shift+2", fyne.KeyModifierControl | fyne.KeyModifierShift}, {"J", "J", 0},
	} {
		chord, err := ParseKey(c.key)
		if err != nil || chord.Modifier != c.modifier || KeyShown(c.key) != c.shown {
			t.Errorf("%s is %v, shown as %s, %v", c.key, chord.Modifier, KeyShown(c.key), err)
		}
	}
	if _, err := NewKeyMap(Shortcuts, nil); err != nil {
		t.Errorf("two commands have one key on a Mac: %v", err)
	}
	if copyChord.Modifier != fyne.KeyModifierSuper {
		t.Error("copying is not on the Command key")
	}
}
