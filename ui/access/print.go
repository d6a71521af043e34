package access

import (
	"context"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/private"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// recoveryFile is the page with a recovery key that is printed and then deleted.
const recoveryFile = "rightsdesk-recovery-key.txt"

// printed is what is printed of a recovery key: the whole, or a share of several.
type printed struct {
	text      string
	share, of int // nought of the whole
}

func (p printed) file() string {
	if p.of == 0 {
		return recoveryFile
	}
	return fmt.Sprintf("rightsdesk-recovery-share-%d.txt", p.share)
}

func (p printed) title() string {
	if p.of == 0 {
		return frame.L("Recovery key")
	}
	return frame.L("Share {{.A}} of {{.B}} of the recovery key", p.share, p.of)
}

// warning says what it is worth and how to keep it.
func (p printed) warning() (lead, text string) {
	if p.of == 0 {
		return frame.L("Once this key and all passwords are lost, all data is."),
			frame.L("Nobody can bring it back. Keep the print where two people can reach it.")
	}
	return frame.L("Any two shares open the desk; one alone opens nothing."),
		frame.L("Give each to another person. Once two shares and all passwords are lost, all data is.")
}

// ShownOnce shows the recovery key of a new desk, which cannot be seen again, to the login that set it up. Its form
// holds once one group was typed back: a key nobody wrote down is none.
func ShownOnce(f *frame.Frame, recovery, login, address string) (body fyne.CanvasObject, form *part.Form) {
	return shownOnce(f, printed{text: recovery}, login, address)
}

// shownOnce is ShownOnce for a key or a share of it.
func shownOnce(f *frame.Frame, recovery printed, login, address string) (body fyne.CanvasObject, form *part.Form) {
	groups := strings.Split(recovery.text, "-")
	lead, text := recovery.warning()
	at := len(groups) - 1 // the last is short
	asked := groups[at-1]
	var rows []fyne.CanvasObject
	const across = 6
	for first := 0; first < len(groups); first += across {
		row := part.HBox(14)
		for i := first; i < min(first+across, len(groups)); i++ {
			row.Add(part.HBox(4, part.NewCaption(strconv.Itoa(i+1)).In(part.ColorText3), part.NewBold(groups[i])))
		}
		rows = append(rows, row)
	}
	kept := part.NewParagraph("")
	kept.Hide()
	typed := part.NewEntry("")
	typed.Fleeting = true
	form = part.NewForm(part.NewField(frame.L("Type group {{.A}} to show that it is written down", at), typed).
		WithCheck(func() string {
			if !strings.EqualFold(strings.TrimSpace(typed.Text), asked) {
				return frame.L("This is not group {{.A}}", at)
			}
			return ""
		}))
	save := part.NewButton(frame.L("Save a page to print…"), func() { saveRecovery(f, recovery, login, address, kept) })
	return part.VBox(12,
		part.NewBanner(part.BannerAmber, "key", lead, text),
		part.NewCard(part.VBox(4, rows...)),
		part.HBox(8, save, part.NewButton(frame.L("Copy"), func() { part.CopySecret(recovery.text) }), part.Gap()),
		kept,
		form), form
}

// RenewRecovery makes another recovery key for the desk, once its administrator typed their password, and shows it;
// done is told.
func RenewRecovery(f *frame.Frame, done func()) {
	password, shared := part.NewPasswordField(""), false
	form := part.NewForm(part.NewClaim(frame.L("What is printed"),
		[]part.Option{{Text: frame.L("One key"), Below: frame.L("Whoever has it opens the desk.")},
			{Text: frame.L("Three shares"), Below: frame.L("Any two open the desk, one alone opens nothing.")}},
		func(i int) { shared = i == 1 }),
		part.NewField(frame.L("Password"), password).Required().WithHint(frame.L("Yours, again")))
	var d *part.Dialog
	var prints []string
	d = part.NewDialog(part.DialogParts{Title: frame.L("Renew the recovery key"), Form: form, Confirm: frame.L("Renew"),
		Cancel: frame.L("Cancel"), Guide: "backup",
		Body: part.VBox(12,
			part.NewBody(
				frame.L("A new key is made and shown once. The older print opens no desk from then on, only the back-ups that were made before: keep it as long as you keep those, then destroy it.")), form),
		OnConfirm: func() bool {
			p := password.Text
			return f.SubmitTo(d, func(ctx context.Context) (err error) {
				prints, err = f.Session.RenewRecovery(ctx, p, shared)
				return err
			}, func() { showRenewed(f, prints, 0, done) })
		}})
	d.Show(f.Window.Canvas())
}

// showRenewed shows the new key, or its shares one after the other, until one group of each was typed back: the older
// one is worth nothing any more.
func showRenewed(f *frame.Frame, prints []string, at int, done func()) {
	if at == len(prints) {
		done()
		return
	}
	shown, title := printed{text: prints[at]}, frame.L("Keep the recovery key on paper")
	if len(prints) > 1 {
		shown.share, shown.of = at+1, len(prints)
		title = shown.title()
	}
	body, form := shownOnce(f, shown, f.Session.Staff().Login, f.Session.Desk().Address())
	part.NewDialog(part.DialogParts{Title: title, Body: body, Form: form, Width: 560,
		Confirm: frame.L("Written down, go on"),
		OnConfirm: func() bool {
			fyne.Do(func() { showRenewed(f, prints, at+1, done) })
			return true
		}, OnCancel: func() { showRenewed(f, prints, at, done) }}).Show(f.Window.Canvas())
}

// saveRecovery writes a page with the recovery key into a folder that its reader chooses, and says beside the key what
// to do with it.
func saveRecovery(f *frame.Frame, recovery printed, login, address string, said *part.Paragraph) {
	f.ChooseFolder(frame.L("Save a page to print…"), func(dir string) {
		path := filepath.Join(dir, recovery.file())
		page := recoveryPage(recovery, login, address)
		f.Run(func(context.Context) error { return private.WriteNew(path, []byte(page)) }, func() {
			said.SetText(frame.L("Saved in {{.A}}. Print it, then delete the file: whoever has it can open the desk.",
				path))
			said.Show()
		})
	})
}

// recoveryPage is a recovery key as it is printed: its groups numbered, a few a line, as the window asks for them.
func recoveryPage(recovery printed, login, desk string) string {
	const across = 4
	groups := strings.Split(recovery.text, "-")
	lead, text := recovery.warning()
	var b strings.Builder
	fmt.Fprintf(&b, "Rightsdesk\n%s\n%s\n%s: %s\n\n", recovery.title(), desk, frame.L("Login"), login)
	for i, g := range groups {
		fmt.Fprintf(&b, "%3d  %-8s", i+1, g)
		if (i+1)%across == 0 || i == len(groups)-1 {
			b.WriteByte('\n')
		}
	}
	fmt.Fprintf(&b, "\n%s\n%s\n", lead, text)
	return b.String()
}
