package part

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// When says in which situation a shortcut holds; the owner of the window tells which ones are so.
type When string

// Always is the situation of shortcuts that hold everywhere.
const Always When = ""

// Binding ties a key to a command. Keys are written as on a keyboard: "J", "Shift+R", "Ctrl+Enter", "Alt+1", "/".
type Binding struct {
	Key     string
	Command string
	When    When
}

// Chord is one key with its modifiers.
type Chord struct {
	Key      fyne.KeyName
	Modifier fyne.KeyModifier
}

var keyWords = map[string]fyne.KeyName{
	"enter": fyne.KeyReturn, "esc": fyne.KeyEscape, "space": fyne.KeySpace, "tab": fyne.KeyTab,
	"up": fyne.KeyUp, "down": fyne.KeyDown, "left": fyne.KeyLeft, "right": fyne.KeyRight,
	"home": fyne.KeyHome, "end": fyne.KeyEnd, "pageup": fyne.KeyPageUp, "pagedown": fyne.KeyPageDown,
	"delete": fyne.KeyDelete, "backspace": fyne.KeyBackspace, "insert": fyne.KeyInsert,
	"f1": fyne.KeyF1, "f2": fyne.KeyF2, "f3": fyne.KeyF3, "f4": fyne.KeyF4, "f5": fyne.KeyF5, "f6": fyne.KeyF6,
	"f7": fyne.KeyF7, "f8": fyne.KeyF8, "f9": fyne.KeyF9, "f10": fyne.KeyF10, "f11": fyne.KeyF11, "f12": fyne.KeyF12,
}

// ParseKey reads a key as written in a table of shortcuts.
func ParseKey(text string) (Chord, error) {
	var c Chord
	parts := strings.Split(text, "+")
	for _, word := range parts[:len(parts)-1] {
		m, ok := modifierWords[strings.ToLower(word)]
		if !ok || c.Modifier&m != 0 {
			return Chord{},
				fmt.Errorf("part: key %q: %q is no modifier or stands twice; use Ctrl, Alt or Shift before the key",
					text, word)
		}
		c.Modifier |= m
	}
	last := parts[len(parts)-1]
	if strings.EqualFold(last, "tab") && c.Modifier&CommandKey() != 0 {
		c.Modifier = c.Modifier&^CommandKey() | fyne.KeyModifierControl
	}
	if name, ok := keyWords[strings.ToLower(last)]; ok {
		c.Key = name
		return c, nil
	}
	if len(last) != 1 || last[0] <= ' ' || last[0] > '~' {
		return Chord{}, fmt.Errorf("part: key %q: %q is no key; use one printed character or a name such as Enter",
			text, last)
	}
	c.Key = fyne.KeyName(strings.ToUpper(last))
	return c, nil
}

// typedAsRune are keys that sit elsewhere on every keyboard; only the letter they give is reliable.
func (c Chord) typedAsRune() bool {
	return c.Modifier == 0 && (c.Key == "/" || c.Key == "?")
}

// attached are the windows that have a key map.
var attached = map[fyne.Canvas]*KeyMap{}

// KeyMap gives the keys of a window their meaning, from one table. Keys without Ctrl or Alt work only while no entry
// has the focus, because an entry keeps them; nothing works while a dialog is open, because the dialog keeps them. A
// key that no command takes is that of the button on the screen that shows it: what stands beside a button works.
type KeyMap struct {
	bindings []Binding
	chords   []Chord
	run      func(command string) bool

	// Holds says whether a situation is given now. Nil: all are.
	Holds func(When) bool
	// Modifiers are the modifier keys held down now. Nil: ask the driver.
	Modifiers func() fyne.KeyModifier

	on fyne.Canvas
}

// NewKeyMap reads the table; run does a command and says whether it did. The error names the first key that is not
// one, or that is bound twice for the same situation.
func NewKeyMap(bindings []Binding, run func(command string) bool) (*KeyMap, error) {
	k := &KeyMap{bindings: bindings, run: run}
	type place struct {
		chord Chord
		when  When
	}
	seen := map[place]string{}
	for _, b := range bindings {
		chord, err := ParseKey(b.Key)
		if err != nil {
			return nil, err
		}
		at := place{chord, b.When}
		if other, ok := seen[at]; ok {
			return nil, fmt.Errorf("part: key %q is bound to %q and to %q; remove one", b.Key, other, b.Command)
		}
		seen[at] = b.Command
		k.chords = append(k.chords, chord)
	}
	return k, nil
}

// Attach makes the key map serve this window. A window has one; Detach it when the window closes.
func (k *KeyMap) Attach(c fyne.Canvas) {
	k.on = c
	attached[c] = k
	SetKeys(c, k.typedKey)
	c.SetOnTypedRune(k.typedRune)
	for _, s := range k.shortcuts() {
		c.AddShortcut(s, k.shortcut)
	}
}

// Detach takes the keys away from the window.
func (k *KeyMap) Detach() {
	if k.on == nil {
		return
	}
	delete(attached, k.on)
	SetKeys(k.on, nil)
	k.on.SetOnTypedRune(nil)
	for _, s := range k.shortcuts() {
		k.on.RemoveShortcut(s)
	}
	k.on = nil
}

// KeyOf is the key bound to a command, as written in the table; empty if it has none.
func (k *KeyMap) KeyOf(command string) string {
	for _, b := range k.bindings {
		if b.Command == command {
			return b.Key
		}
	}
	return ""
}

// Bindings is the table.
func (k *KeyMap) Bindings() []Binding { return k.bindings }

// shortcuts are the chords that Fyne reports as shortcuts instead of keys: those with Ctrl or Alt.
func (k *KeyMap) shortcuts() []fyne.Shortcut {
	var out []fyne.Shortcut
	seen := map[Chord]bool{}
	for _, c := range k.chords {
		if c.Modifier&^fyne.KeyModifierShift != 0 && !seen[c] {
			seen[c] = true
			if c == copyChord { // Fyne reports this one under a name of its own
				out = append(out, &fyne.ShortcutCopy{})
				continue
			}
			out = append(out, &desktop.CustomShortcut{KeyName: c.Key, Modifier: c.Modifier})
		}
	}
	return out
}

func (k *KeyMap) modifiers() fyne.KeyModifier {
	if k.Modifiers != nil {
		return k.Modifiers()
	}
	if d, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok {
		return d.CurrentKeyModifiers()
	}
	return 0
}

func (k *KeyMap) typedKey(ev *fyne.KeyEvent) {
	name := ev.Name
	if name == fyne.KeyEnter {
		name = fyne.KeyReturn
	}
	c := Chord{Key: name, Modifier: k.modifiers() & fyne.KeyModifierShift}
	if !c.typedAsRune() {
		k.do(c)
	}
}

func (k *KeyMap) typedRune(r rune) {
	if c := (Chord{Key: fyne.KeyName(string(r))}); c.typedAsRune() {
		k.do(c)
	}
}

func (k *KeyMap) shortcut(s fyne.Shortcut) {
	if k.on == nil {
		return
	}
	if top := k.on.Overlays().Top(); top != nil {
		if o, ok := top.(*overlay); ok {
			o.shortcut(s)
		}
		return
	}
	switch s := s.(type) {
	case *desktop.CustomShortcut:
		key := s.KeyName
		if key == fyne.KeyEnter {
			key = fyne.KeyReturn
		}
		k.do(Chord{Key: key, Modifier: s.Modifier})
	case *fyne.ShortcutCopy:
		k.do(copyChord)
	}
}

// locks runs the one command that dialogs do not keep away, locking the window, and says whether s was its key.
func (k *KeyMap) locks(s fyne.Shortcut) bool {
	custom, ok := s.(*desktop.CustomShortcut)
	if !ok {
		return false
	}
	for i, b := range k.bindings {
		if b.Command == CmdLock && k.chords[i] == (Chord{Key: custom.KeyName, Modifier: custom.Modifier}) {
			return k.run(b.Command)
		}
	}
	return false
}

// do runs the first binding of the chord whose situation is given and whose command was done.
func (k *KeyMap) do(c Chord) {
	if opening.Load() > 0 {
		return
	}
	for i, chord := range k.chords {
		if chord != c {
			continue
		}
		if b := k.bindings[i]; b.When == Always || k.Holds == nil || k.Holds(b.When) {
			if k.run(b.Command) {
				return
			}
		}
	}
	if k.on != nil {
		if b := buttonOf(k.on.Content(), c); b != nil {
			AfterKey(func() { b.Tap() })
		}
	}
}

// buttonOf is the first button within o that is on the screen, works, and shows this key; nil if none does.
func buttonOf(o fyne.CanvasObject, c Chord) *Button {
	if o == nil || !o.Visible() {
		return nil
	}
	if b, ok := o.(*Button); ok {
		if b.Disabled() || b.Key == "" {
			return nil
		}
		if shown, err := ParseKey(strings.ReplaceAll(b.Key, " ", "+")); err != nil || shown != c {
			return nil
		}
		return b
	}
	for _, child := range childrenOf(o) {
		if b := buttonOf(child, c); b != nil {
			return b
		}
	}
	return nil
}
