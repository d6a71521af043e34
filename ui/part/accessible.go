package part

import (
	"strings"

	"fyne.io/fyne/v2"
)

// What a screen reader is told of our widgets. Fyne asks in builds with the tag accessibility; it knows four roles, so
// that what a choice says of itself stands in its label.
var (
	_ fyne.Accessible = (*Button)(nil)
	_ fyne.Accessible = (*Check)(nil)
	_ fyne.Accessible = (*choice)(nil)
	_ fyne.Accessible = (*Select)(nil)
	_ fyne.Accessible = (*RailRow)(nil)
	_ fyne.Accessible = (*Text)(nil)
	_ fyne.Accessible = (*Paragraph)(nil)
	_ fyne.Accessible = (*Chip)(nil)
	_ fyne.Accessible = (*Banner)(nil)
	_ fyne.Accessible = (*Line)(nil)
)

// spoken joins what is told of one widget, without what is empty.
func spoken(parts ...string) string {
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, ", ")
}

// AccessibilityLabel returns the words of the button, or the name of its icon, and why it is locked.
func (b *Button) AccessibilityLabel() string {
	words := b.Text
	if words == "" {
		words = b.Icon
	}
	return spoken(words, b.reason)
}

// AccessibilityRole returns what the button is: a link where it is words only.
func (b *Button) AccessibilityRole() fyne.AccessibleRole {
	if b.Kind == Link {
		return fyne.AccessibleRoleLink
	}
	return fyne.AccessibleRoleButton
}

// AccessibilityLabel returns the words of the choice, with ☑ or ☐ before them.
func (f *face) AccessibilityLabel() string {
	mark := "☐"
	if f.Checked {
		mark = "☑"
	}
	return mark + " " + spoken(f.Text, f.Below)
}

// AccessibilityRole returns that the choice can be pressed.
func (f *face) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// AccessibilityLabel returns what is chosen, or what to choose.
func (s *Select) AccessibilityLabel() string { return s.text() }

// AccessibilityRole returns that the choice opens when it is pressed.
func (s *Select) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// AccessibilityLabel returns the name of the place and how much waits there.
func (r *RailRow) AccessibilityLabel() string { return spoken(r.Text, r.Count) }

// AccessibilityRole returns that the place opens when it is pressed.
func (r *RailRow) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// AccessibilityLabel returns the whole line, cut off or not.
func (t *Text) AccessibilityLabel() string { return t.Text }

// AccessibilityRole returns that it is to be read.
func (t *Text) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// AccessibilityLabel returns the whole paragraph.
func (p *Paragraph) AccessibilityLabel() string { return p.Text }

// AccessibilityRole returns that it is to be read.
func (p *Paragraph) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// AccessibilityLabel returns the word of the chip.
func (c *Chip) AccessibilityLabel() string { return c.Text }

// AccessibilityRole returns that it is to be read.
func (c *Chip) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// AccessibilityLabel returns the sentence of the banner; its buttons are asked themselves.
func (b *Banner) AccessibilityLabel() string { return spoken(b.Lead, b.Text) }

// AccessibilityRole returns that it is to be read.
func (b *Banner) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// AccessibilityLabel returns the words of the line and the value at its edge.
func (l *Line) AccessibilityLabel() string { return spoken(l.Text, l.Below, l.Value) }

// AccessibilityRole returns that it is to be read.
func (l *Line) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }
