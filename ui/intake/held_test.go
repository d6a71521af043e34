package intake

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"orangelab.cn/rightsdesk/model/identifier"
)

func TestWhatTheDeskHoldsShowsMaskedAndStaysUnlessItIsReplaced(t *testing.T) {
	test.NewTempApp(t)
	for _, c := range []struct {
		what   string
		mask   func(string) string
		values []string
	}{
		{"a name", identifier.MaskName, []string{"王小明"}},
		{"addresses", identifier.MaskEmail, []string{"wang.ming@163.com", "ming@example.org"}},
		{"a date of birth", maskDate, []string{"2012-05-31"}},
		{"an identity number", identifier.MaskIDNumber, []string{"11010519491231002X"}},
		{"nothing", identifier.MaskPhone, nil},
	} {
		e := newHeldEntry(c.mask, c.values...)
		for _, v := range c.values {
			if strings.Contains(e.Text, v) {
				t.Errorf("%s shows in the clear: %s", c.what, e.Text)
			}
		}
		if got := e.value(); got != strings.Join(c.values, "; ") {
			t.Errorf("%s that nobody touched became %q", c.what, got)
		}
		e.SetText(" typed ")
		if got := e.value(); got != "typed" {
			t.Errorf("%s: %q was typed", c.what, got)
		}
		e.SetText("")
		if got := e.value(); got != "" && len(c.values) > 0 {
			t.Errorf("%s was emptied and is %q", c.what, got)
		}
	}
}

// A letter typed among the stars would make a name that nobody has, and the one that the person gave would be gone.
func TestWhatIsTypedTakesThePlaceOfAllThatIsHidden(t *testing.T) {
	test.NewTempApp(t)
	for _, at := range []int{0, 2, 4} {
		e := newHeldEntry(identifier.MaskName, "Wu Min")
		e.CursorColumn = at
		for _, r := range "uu" {
			e.TypedRune(r)
		}
		if got := e.value(); got != "uu" {
			t.Errorf("typed at %d: %q", at, got)
		}
		e = newHeldEntry(identifier.MaskPhone, "13700001111")
		e.CursorColumn = at
		if e.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight}); e.value() != "13700001111" {
			t.Errorf("moving the caret at %d left %q", at, e.value())
		}
		if e.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDelete}); at < 4 && e.value() != "" {
			t.Errorf("deleting at %d left %q", at, e.value())
		}
	}
}
