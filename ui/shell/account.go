package shell

import (
	"context"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/access"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
	"orangelab.cn/rightsdesk/ui/team"
)

// accountItems are what whoever is signed in can do for themselves.
func (m *mainView) accountItems() []part.MenuItem {
	return []part.MenuItem{
		{Label: frame.L("Change password…"), Run: func() { m.changePassword("") }},
		{Label: frame.L("Second factor…"), Run: func() {
			access.AskFactor(m.frame, func() {
				if m.places[m.at].guide == "staff" { // which says who has one
					m.goTo(m.at)
				}
			})
		}},
		{Label: frame.L("I am away…"),
			Run:      func() { team.AskAway(m.frame, m.frame.Session.Staff(), func() { m.refresh(true) }) },
			Disabled: !m.frame.May(model.ActNoteAbsence)},
		{Label: frame.L("Sign out"), Run: func() { m.app.leave(func() { m.app.end(m.app.signOut) }) }},
	}
}

// changePassword asks for a password of one's own; why says what for, and may be empty.
func (m *mainView) changePassword(why string) {
	old, next, again := part.NewPasswordField(""), part.NewPasswordField(""), part.NewPasswordField("")
	form := part.NewForm(part.NewField(frame.L("Present password"), old).Required(),
		part.NewField(frame.L("New password"), next).
			WithHint(frame.L("At least 10 characters; four words are easy to remember.")).Required(),
		sameAgain(again, next))
	var d *part.Dialog
	body := part.VBox(10, form)
	if why != "" {
		body = part.VBox(10, part.NewBody(why), form)
	}
	d = part.NewDialog(part.DialogParts{Title: frame.L("Change password"), Body: body, Form: form,
		Confirm: frame.L("Change"), Cancel: frame.L("Cancel"), Guide: "sign-in",
		OnConfirm: func() bool {
			o, n := old.Text, next.Text
			return m.frame.SubmitTo(d,
				func(ctx context.Context) error { return m.frame.Session.ChangePassword(ctx, o, n) }, func() {})
		}})
	d.Show(m.app.window.Canvas())
}

// sameAgain is the field in which a new password is typed once more: a slip of the finger would lock its owner out.
func sameAgain(again, password *part.Entry) *part.Field {
	return part.NewField(frame.L("Password again"), again).WithCheck(func() string {
		if again.Text != password.Text {
			return frame.L("The two differ")
		}
		return ""
	})
}
