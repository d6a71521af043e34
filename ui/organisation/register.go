package organisation

import (
	"context"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// registerLines say how much the register of processing holds and what it lacks, and lead to it.
func (s *screen) registerLines() []fyne.CanvasObject {
	reg, err := model.ReadRegister([]byte(s.kept.Register))
	entries := frame.L("{{.A}} entries: purposes, recipients, retention and origin by category", len(reg))
	if err != nil {
		_, entries = frame.Sentence(&model.OrganisationFault{Fact: model.FactRegister, Why: err})
	}
	line := part.NewLine(frame.FactName(model.FactRegister), "").WithIcon("doc", part.ColorText2).WithBelow(entries)
	if s.mayEdit() {
		line = line.WithTrailing(part.NewButton(frame.L("Edit…"), s.editRegister).AsSmall())
	}
	lines := []fyne.CanvasObject{line}
	if len(s.unrecorded) > 0 {
		lines = append(lines,
			part.NewBanner(part.BannerAmber, "warn",
				frame.L("Of some categories of the data map copies say “not recorded”"),
				frame.CategoryTitles(s.unrecorded, true)))
	}
	return lines
}

// registerExample shows the form of an entry where there is none yet.
const registerExample = `- category: user.contact
  title: {en: , zh-Hans: }
  purpose: {en: , zh-Hans: }
  recipients: [{en: , zh-Hans: }]
  retention: {en: , zh-Hans: }
  origin: {en: , zh-Hans: }`

func (s *screen) editRegister() {
	text := part.NewMultiLine(registerExample, 20)
	text.SetText(s.kept.Register)
	field := part.NewField(frame.FactName(model.FactRegister), text).
		WithHint(
			frame.L("An entry covers the categories below its own. recipients: [] says nobody; without recipients a copy says that it is not recorded."))
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: frame.FactName(model.FactRegister), Body: field,
		Confirm: frame.L("Save"), Cancel: frame.L("Cancel"), Width: 760,
		OnConfirm: func() bool {
			session, next := s.frame.Session, s.kept
			next.Register = text.Text
			s.frame.Try(func(ctx context.Context) error {
				_, err := session.SaveOrganisation(ctx, next)
				return err
			}, func(err error) {
				if err != nil {
					d.SetProblem(frame.Sentence(err))
					return
				}
				d.Close()
				s.reload()
			})
			return false
		}})
	s.frame.KeepForm(d, "register of processing")
	part.Leave(s.frame.Window.Canvas(), part.Typed(s.left), func() { d.Show(s.frame.Window.Canvas()) })
}
