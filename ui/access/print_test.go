package access

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/private"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/frame/frametest"
	"orangelab.cn/rightsdesk/ui/part"
)

func TestThePrintedKeyIsWholeAndReadByItsOwnerAlone(t *testing.T) {
	frametest.New(t)
	groups := strings.Split("ABCDE-FGHIJ-KLMNO-PQRST-U", "-")
	page := recoveryPage(printed{text: strings.Join(groups, "-")}, "admin", "/desk")
	var read []string
	for _, word := range strings.Fields(page) {
		for _, g := range groups {
			if word == g {
				read = append(read, word)
			}
		}
	}
	if strings.Join(read, "-") != strings.Join(groups, "-") {
		t.Errorf("the page holds %v", read)
	}
	path := filepath.Join(t.TempDir(), recoveryFile)
	if err := private.WriteNew(path, []byte(page)); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if err := private.WriteNew(path, []byte("another")); err == nil {
		t.Error("a key that was saved before is overwritten")
	}
}

func TestARenewedKeyStaysUntilAGroupOfItWasTypedBack(t *testing.T) {
	a := frametest.New(t)
	d := desktest.New(t, "sqlite")
	f := &frame.Frame{Session: d.Admin, Window: test.NewTempWindow(t, nil)}
	c := f.Window.Canvas()
	RenewRecovery(f, func() {})
	c.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown}) // one key
	c.FocusNext()
	password := focused(c)
	shows := func() bool { e := focused(c); return e != nil && e != password }
	write(c, desktest.Password)
	enter(c)
	a.Until(t, "the new key", shows)
	write(c, "WRONG")
	enter(c)
	if !shows() {
		t.Error("it goes though nobody wrote it down")
	}
	if n := len(c.Overlays().List()); n != 1 {
		t.Errorf("%d dialogs are open", n)
	}
	log, err := d.Add(t, "lei", model.RoleAuditor).Log(t.Context(), 0, 0, 20)
	if err != nil || !slices.ContainsFunc(log, func(e model.Entry) bool { return e.Action == model.ActRenewPrint }) {
		t.Errorf("the log tells of %v, %v", log, err)
	}
}

func TestEveryShareIsTypedBackBeforeTheNextIsShown(t *testing.T) {
	a := frametest.New(t)
	d := desktest.New(t, "sqlite")
	f := &frame.Frame{Session: d.Admin, Window: test.NewTempWindow(t, nil)}
	c := f.Window.Canvas()
	prints, err := d.Admin.RenewRecovery(t.Context(), desktest.Password, true)
	if err != nil {
		t.Fatal(err)
	}
	told := 0
	showRenewed(f, prints, 0, func() { told++ })
	for i, text := range prints {
		typed := focused(c)
		groups := strings.Split(text, "-")
		write(c, groups[len(groups)-2])
		enter(c)
		a.Until(t, "the next", func() bool {
			return focused(c) != nil && focused(c) != typed || i == len(prints)-1 && told == 1
		})
		if page := recoveryPage(printed{text, i + 1, len(prints)}, "admin", "/desk"); !strings.Contains(page,
			groups[3]) {
			t.Errorf("the page of share %d: %s", i+1, page)
		}
	}
	if n := len(c.Overlays().List()); n != 0 {
		t.Errorf("%d dialogs are left", n)
	}
}

func write(c fyne.Canvas, text string) {
	for _, r := range text {
		if f := c.Focused(); f != nil {
			f.TypedRune(r)
		}
	}
}

func enter(c fyne.Canvas) {
	if f := c.Focused(); f != nil {
		f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	}
}

func focused(c fyne.Canvas) *part.Entry {
	e, _ := c.Focused().(*part.Entry)
	return e
}
