package shell

import (
	"context"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/upkeep"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// showBackups tells everybody, until a later one is made, that the last back-up of this computer failed, or that no
// computer of the desk has made one for long. Whoever may settle the back-ups gets the way there.
func (m *mainView) showBackups(b upkeep.Backups) {
	m.backups.RemoveAll()
	var look []fyne.CanvasObject
	if m.frame.Session.Staff().Role.May(model.ActSetBackUps) {
		look = append(look, part.NewLink(frame.L("Back-ups…"), func() { askBackups(m.frame, m.showBackups) }).AsSmall())
	}
	var banner fyne.CanvasObject
	switch {
	case b.Failed:
		banner = part.NewBanner(part.BannerRed, "warn", frame.L("The last back-up failed."),
			frame.L("Look whether {{.A}} is there and has room. {{.B}}", b.Folder, lastMade(m.frame, b)), look...)
	case b.Overdue:
		banner = part.NewBanner(part.BannerAmber, "warn", frame.L("A back-up of the desk is overdue."),
			frame.L("None was made since {{.A}}. Sign in at the computer that makes them, or have an administrator settle them anew.", frame.Clock(b.OverdueSince, m.frame.Session.Now())), look...)
	}
	if banner != nil {
		m.backups.Add(part.Inset(6, 12, 6, 12, banner))
	}
	m.backups.Refresh()
	m.app.window.Content().Refresh()
}

func lastMade(f *frame.Frame, b upkeep.Backups) string {
	if b.Made.IsZero() {
		return frame.L("None was made yet.")
	}
	return frame.L("The newest one is of {{.A}}.", frame.Clock(b.Made, f.Session.Now()))
}

// askBackups asks where and how often this computer backs the desk up; saved is told what is known then, and may be
// nil.
func askBackups(f *frame.Frame, saved func(upkeep.Backups)) {
	var b upkeep.Backups
	f.Prepare(func(ctx context.Context) (err error) {
		b, err = upkeep.ReadBackups(ctx, f.Session)
		return err
	}, func() { editBackups(f, b, saved) })
}

func editBackups(f *frame.Frame, b upkeep.Backups, saved func(upkeep.Backups)) {
	if b.Folder == "" && b.Every == 0 {
		b.Every, b.Keep = 24*time.Hour, 30
	}
	folder, hours, keep := part.NewEntry(""), part.NewEntry(""), part.NewEntry("")
	folder.SetText(b.Folder)
	hours.SetText(strconv.Itoa(int(b.Every.Hours())))
	keep.SetText(strconv.Itoa(b.Keep))
	choose := part.NewLink(frame.L("Choose a folder…"),
		func() { f.ChooseFolder(frame.L("Folder for back-ups"), folder.SetText) }).AsSmall()
	form := part.NewForm(part.NewField(frame.L("Folder for back-ups"), folder).
		WithHint(frame.L("Of this computer, best on another disk or a share. Empty: this computer makes none.")),
		part.NewField(frame.L("Hours from one to the next"), hours), part.NewField(frame.L("How many are kept"), keep))
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: frame.L("Back-ups of the desk"), Form: form, Long: true, Guide: "backup",
		Confirm: frame.L("Save and back up now"), Cancel: frame.L("Cancel"),
		Body: part.VBox(10,
			part.NewBody(
				frame.Sentences(
					frame.L("While anybody is signed in here, the desk is written into a sealed file, which is restored once to prove it."), lastMade(f, b))), part.HBox(8, choose, part.Gap()), form),
		OnConfirm: func() bool {
			where := strings.TrimSpace(folder.Text)
			every, _ := strconv.Atoi(strings.TrimSpace(hours.Text))
			many, _ := strconv.Atoi(strings.TrimSpace(keep.Text))
			return f.SubmitTo(d, func(ctx context.Context) (err error) {
				if err = upkeep.SaveBackups(ctx, f.Session, where, time.Duration(every)*time.Hour, many); err == nil &&
					where != "" {
					b, err = upkeep.BackUp(ctx, f.Session)
				} else if err == nil {
					b, err = upkeep.ReadBackups(ctx, f.Session)
				}
				return err
			}, func() {
				if saved != nil {
					saved(b)
				}
			})
		}})
	d.Show(f.Window.Canvas())
}
