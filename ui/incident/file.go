package incident

import (
	"context"

	"fyne.io/fyne/v2"

	app "orangelab.cn/rightsdesk/app/incident"
	"orangelab.cn/rightsdesk/model/incident"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// file writes the file that an authority gets into a folder of the person's choice.
func (s *screen) file(st incident.Standing) {
	session := s.frame.Session
	s.frame.ChooseFolder(frame.L("Where the regulator file is kept"), func(folder string) {
		var path string
		s.frame.Run(func(ctx context.Context) (err error) {
			path, err = app.File(ctx, session, app.SeenOf(st.Incident), folder)
			return err
		}, func() {
			s.frame.TellSaved(path,
				part.NewParagraph(
					frame.L("It opens without Rightsdesk: the record, timeline and decisions to read and to count with, and the signed head of the audit log. Its digests check with sha256sum, as its README says. It names people: send it sealed.")))
		})
	})
}

// turned shows which clocks began or ended to apply by the newest entry, each with the reason; nothing where none did.
func (s *screen) turned(st incident.Standing) {
	turns := st.Turned[st.Version]
	if len(turns) == 0 || st.Version == 1 {
		return
	}
	lang, column := frame.Language(), part.VBox(0)
	for _, t := range turns {
		icon, color := "clock", fyne.ThemeColorName(part.ColorAmber)
		if t.After.Applies == incident.No {
			icon, color = "check", part.ColorText3
		}
		line := part.NewLine(t.Said().In(lang), "").WithIcon(icon, color).WithBelow(t.After.Source.In(lang))
		line.NoLine = true
		column.Add(part.VBox(0, line, part.Inset(0, 0, 6, 24, part.NewParagraph(t.After.Why.In(lang))), part.HLine()))
	}
	part.NewDialog(part.DialogParts{Title: frame.L("What changed with the facts"), Body: column,
		Cancel: frame.L("Close"), Width: 640}).Show(s.frame.Window.Canvas())
}
