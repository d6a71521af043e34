package part

import (
	"testing"

	"fyne.io/fyne/v2"
)

func TestAScreenReaderIsToldWhatStandsThere(t *testing.T) {
	locked := NewButton("Sign", nil)
	locked.Lock("Somebody else prepared it")
	icon := newButton("", Bare, nil)
	icon.Icon = "close"
	ticked := NewCheck("Mask it", nil)
	ticked.SetChecked(true)
	for _, c := range []struct {
		of   fyne.Accessible
		want string
		role fyne.AccessibleRole
	}{
		{NewButton("Write", nil), "Write", fyne.AccessibleRoleButton},
		{newButton("More", Link, nil), "More", fyne.AccessibleRoleLink},
		{locked, "Sign, Somebody else prepared it", fyne.AccessibleRoleButton},
		{icon, "close", fyne.AccessibleRoleButton},
		{ticked, "☑ Mask it", fyne.AccessibleRoleButton},
		{NewCheck("Keep it", nil), "☐ Keep it", fyne.AccessibleRoleButton},
		{NewSelect([]string{"Post", "E-mail"}, 1, nil), "E-mail", fyne.AccessibleRoleButton},
		{NewText("Due today"), "Due today", fyne.AccessibleRoleText},
		{NewLine("Rows", "12"), "Rows, 12", fyne.AccessibleRoleText},
		{NewBanner(BannerKind(0), "", "Not searched", "one source", nil), "Not searched, one source",
			fyne.AccessibleRoleText},
	} {
		if got := c.of.AccessibilityLabel(); got != c.want {
			t.Errorf("%T is told as %q, want %q", c.of, got, c.want)
		}
		if got := c.of.AccessibilityRole(); got != c.role {
			t.Errorf("%T %q has the role %q, want %q", c.of, c.want, got, c.role)
		}
	}
}
