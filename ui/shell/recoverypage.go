package shell

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

// shownOnce shows a recovery key, which cannot be seen again. Its form holds once one group was typed back: a key nobody wrote down is
// none.
func shownOnce(f *frame.Frame, recovery, login, address string) (body fyne.CanvasObject, form *part.Form) {
	groups := strings.Split(recovery, "-")
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
	form = part.NewForm(part.NewField(frame.L("Type group {{.A}} to show that it is written down", at), typed).WithCheck(func() string {
		if !strings.EqualFold(strings.TrimSpace(typed.Text), asked) {
			return frame.L("This is not group {{.A}}", at)
		}
		return ""
	}))
	save := part.NewButton(frame.L("Save a page to print…"), func() { saveRecovery(f, groups, login, address, kept) })
	return part.VBox(12,
		part.NewBanner(part.BannerAmber, "key", frame.L("Once this key and all passwords are lost, all data is."), frame.L("Nobody can bring it back. Keep the print where two people can reach it.")),
		part.NewCard(part.VBox(4, rows...)),
		part.HBox(8, save, part.NewButton(frame.L("Copy"), func() { part.CopySecret(recovery) }), part.Gap()),
		kept,
		form), form
}

// renewRecovery makes another recovery key for the desk, once its administrator typed their password, and shows it.
func renewRecovery(f *frame.Frame) {
	password := part.NewPasswordField("")
	form := part.NewForm(part.NewField(frame.L("Password"), password).WithCheck(filled(password)).WithHint(frame.L("Yours, again")))
	var d *part.Dialog
	var recovery string
	d = part.NewDialog(part.DialogParts{Title: frame.L("Renew the recovery key"), Form: form, Confirm: frame.L("Renew"), Cancel: frame.L("Cancel"),
		Body: part.VBox(12, part.NewBody(frame.L("A new key is made and shown once. The older print opens nothing from then on: destroy it.")), form),
		OnConfirm: func() bool {
			p := password.Text
			return f.SubmitTo(d, func(ctx context.Context) (err error) {
				recovery, err = f.Session.RenewRecovery(ctx, p)
				return err
			}, func() { showRenewed(f, recovery) })
		}})
	d.Show(f.Window.Canvas())
}

// showRenewed shows the new key until one group of it was typed back: the older one is worth nothing any more.
func showRenewed(f *frame.Frame, recovery string) {
	body, form := shownOnce(f, recovery, f.Session.Staff().Login, f.Session.Desk().Address())
	part.NewDialog(part.DialogParts{Title: frame.L("Keep the recovery key on paper"), Body: body, Form: form, Width: 560, Confirm: frame.L("Written down, go on"),
		OnConfirm: func() bool { return true }, OnCancel: func() { showRenewed(f, recovery) }}).Show(f.Window.Canvas())
}

// saveRecovery writes a page with the recovery key into a folder that its reader chooses, and says beside the key what to do with it.
func saveRecovery(f *frame.Frame, groups []string, login, address string, said *part.Paragraph) {
	f.ChooseFolder(frame.L("Save a page to print…"), func(dir string) {
		path := filepath.Join(dir, recoveryFile)
		page := recoveryPage(groups, login, address)
		f.Run(func(context.Context) error { return private.WriteNew(path, []byte(page)) }, func() {
			said.SetText(frame.L("Saved in {{.A}}. Print it, then delete the file: whoever has it can open the desk.", path))
			said.Show()
		})
	})
}

// recoveryPage is a recovery key as it is printed: its groups numbered, a few a line, as the window asks for them.
func recoveryPage(groups []string, login, desk string) string {
	const across = 4
	var b strings.Builder
	fmt.Fprintf(&b, "Rightsdesk\n%s\n%s\n%s: %s\n\n", frame.L("Recovery key"), desk, frame.L("Login"), login)
	for i, g := range groups {
		fmt.Fprintf(&b, "%3d  %-8s", i+1, g)
		if (i+1)%across == 0 || i == len(groups)-1 {
			b.WriteByte('\n')
		}
	}
	fmt.Fprintf(&b, "\n%s\n%s\n", frame.L("Once this key and all passwords are lost, all data is."), frame.L("Nobody can bring it back. Keep the print where two people can reach it."))
	return b.String()
}
