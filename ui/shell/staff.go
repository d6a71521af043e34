package shell

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/upkeep"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/access"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// staffScreen lists the staff, and lets an administrator add, disable and help out.
func staffScreen(f *frame.Frame) fyne.CanvasObject {
	column := part.VBox(0)
	var reload func()
	reload = func() {
		var list []model.Staff
		var demanded bool
		var recovery upkeep.Recovery
		f.Run(func(ctx context.Context) (err error) {
			if list, err = f.Session.StaffList(ctx); err == nil {
				demanded, err = f.Session.FactorDemanded(ctx)
			}
			if err == nil {
				recovery, err = upkeep.ReadRecovery(ctx, f.Session)
			}
			return err
		}, func() {
			column.RemoveAll()
			column.Add(access.FactorLine(f, list, demanded, reload))
			column.Add(access.RecoveryLine(f, recovery, reload))
			if lacks := missingRoles(list); lacks != "" {
				column.Add(part.NewBanner(part.BannerAmber, "users", lacks,
					frame.L("A request is settled by an agent, and what goes out is approved by a second person, such as a lead. An administrator sees no requests.")))
			}
			for _, s := range list {
				below := s.Login + " · " + frame.Role(s.Role)
				icon, color := "user", part.ColorText2
				buttons := part.HBox(6)
				if s.Disabled {
					below, icon, color = below+" · "+frame.L("disabled"), "x", part.ColorText3
				} else {
					if s.Reset {
						below += " · " + frame.L("was given a password, has not chosen one yet")
					}
					if s.SecondFactor {
						below += " · " + frame.L("second factor")
						if s.ID != f.Session.Staff().ID {
							buttons.Add(part.NewButton(frame.L("Reset the second factor…"),
								func() { access.ResetFactor(f, s, reload) }).AsSmall())
						}
					}
					buttons.Add(part.NewButton(frame.L("New password…"), func() { newPassword(f, s, reload) }).
						AsSmall())
					if s.ID != f.Session.Staff().ID {
						buttons.Add(part.NewDanger(frame.L("Disable…"), func() { disable(f, s, reload) }).AsSmall())
					}
				}
				column.Add(part.NewLine(s.Name, "").WithIcon(icon, color).WithBelow(below).WithTrailing(buttons))
			}
			column.Refresh()
		})
	}
	reload()
	head := part.HBox(8, part.NewHeading(frame.L("Staff")), part.Gap(),
		part.NewButton(frame.L("Back-ups…"), func() { askBackups(f, nil) }),
		part.NewButton(frame.L("Renew the recovery key…"), func() { access.RenewRecovery(f, reload) }),
		part.NewPrimary(frame.L("Add…"), "Ctrl Enter", func() { addStaff(f, reload) }))
	return part.VBox(0, part.Fixed(0, 52, part.Inset(0, part.PageEdge, 0, part.PageEdge, head)), part.HLine(),
		part.Grow(part.Page(part.Inset(4, part.PageEdge, 12, part.PageEdge, column))))
}

// missingRoles says who is still needed before requests can be answered; empty where nobody is.
func missingRoles(list []model.Staff) string {
	agents, leads := 0, 0
	for _, s := range list {
		switch {
		case s.Disabled:
		case s.Role == model.RoleAgent:
			agents++
		case s.Role == model.RoleLead:
			leads++
		}
	}
	switch {
	case agents+leads > 1:
		return ""
	case agents+leads == 0:
		return frame.L("Add an agent and a lead: nobody can work on a request yet.")
	case leads == 0:
		return frame.L("Add a lead: nobody can approve yet.")
	}
	return frame.L("Add an agent: nobody can settle what the lead approves yet.")
}

func addStaff(f *frame.Frame, done func()) {
	name, login, password := part.NewEntry(""), part.NewEntry(""), part.NewPasswordField("")
	role := model.Role("")
	names := make([]string, len(model.Roles))
	for i, r := range model.Roles {
		names[i] = frame.Role(r)
	}
	form := part.NewForm(part.NewField(frame.L("Name"), name).Required(),
		part.NewField(frame.L("Login"), login).Required(),
		part.NewClaimAmong(frame.L("Role"), names, func(i int) { role = model.Roles[i] }),
		part.NewField(frame.L("First password"), password).
			WithHint(frame.L("Hand it over in person; it can be changed after signing in.")).Required())
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: frame.L("Add a member of staff"), Body: form, Form: form, Long: true,
		Confirm: frame.L("Add"), Cancel: frame.L("Cancel"),
		OnConfirm: func() bool {
			n, l, r, p := strings.TrimSpace(name.Text), login.Text, role, password.Text
			return f.SubmitTo(d, func(ctx context.Context) error { return f.Session.AddStaff(ctx, l, n, r, p) }, done)
		}})
	d.Show(f.Window.Canvas())
}

func newPassword(f *frame.Frame, s model.Staff, done func()) {
	password := part.NewPasswordField("")
	form := part.NewForm(part.NewField(frame.L("New password"), password).
		WithHint(frame.L("Hand it over in person; it can be changed after signing in.")).Required())
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: frame.L("New password for {{.A}}", s.Name), Body: form, Form: form,
		Confirm: frame.L("Change"), Cancel: frame.L("Cancel"),
		OnConfirm: func() bool {
			p := password.Text
			return f.SubmitTo(d, func(ctx context.Context) error { return f.Session.ResetPassword(ctx, s.ID, p) }, done)
		}})
	d.Show(f.Window.Canvas())
}

func disable(f *frame.Frame, s model.Staff, done func()) {
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: frame.L("Disable {{.A}}", s.Name), Danger: true,
		Confirm: frame.L("Disable"), Cancel: frame.L("Cancel"),
		Body: part.NewBody(
			frame.L("They can no longer sign in, and nothing that comes later opens to them. Requests they hold can be assigned by a lead.")),
		OnConfirm: func() bool {
			return f.SubmitTo(d, func(ctx context.Context) error { return f.Session.DisableStaff(ctx, s.ID) }, done)
		}})
	d.Show(f.Window.Canvas())
}
