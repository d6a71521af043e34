package datamap

import (
	"context"
	"encoding/base64"

	"orangelab.cn/rightsdesk/model"

	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// agents shows the authorised agents whose signed requests are accepted, and adds one.
func (s *screen) agents() {
	var list []model.DRPAgent
	var business string
	s.frame.Prepare(func(ctx context.Context) (err error) {
		list, business, err = intake.Agents(ctx, s.frame.Session)
		return err
	}, func() {
		var rows []part.RowData
		for _, a := range list {
			rows = append(rows,
				part.RowData{Cells: []part.Cell{{Text: a.ID, Bold: true}, {Text: a.Name},
					{Text: base64.StdEncoding.EncodeToString(a.PublicKey), Color: part.ColorText3, Small: true}}})
		}
		own, id, name, key := part.NewEntry(""), part.NewEntry(""), part.NewEntry(""), part.NewEntry("")
		own.SetText(business)
		form := part.VBox(10, part.NewField(frame.L("How agents address the organisation"), own).
			WithHint(frame.L("The business-id of the Data Rights Protocol.")),
			part.NewBold(frame.L("Add an agent")),
			part.Pair(part.NewField(frame.L("Agent’s ID"), id), part.NewField(frame.L("Name of the agent"), name)),
			part.NewField(frame.L("Public key"), key).WithHint(frame.L("Ed25519, as base64 or hexadecimal digits.")))
		known := part.NewSheet([]part.Column{{Title: frame.L("Agent’s ID"), Width: 120},
			{Title: frame.L("Name of the agent")}, {Title: frame.L("Public key")}}, rows)
		var d *part.Dialog
		d = part.NewDialog(part.DialogParts{Title: frame.L("Authorised agents"), Body: part.VBox(14, known, form),
			Confirm: frame.L("Save"), Cancel: frame.L("Cancel"), Width: 640, Long: true,
			OnConfirm: func() bool {
				b, i, n, k := own.Text, id.Text, name.Text, key.Text
				s.frame.Try(func(ctx context.Context) error {
					if b != business {
						if err := intake.SetBusinessID(ctx, s.frame.Session, b); err != nil {
							return err
						}
					}
					if i == "" && n == "" && k == "" {
						return nil
					}
					return intake.SaveAgent(ctx, s.frame.Session, i, n, k)
				}, func(err error) {
					if err != nil {
						d.SetProblem(frame.Sentence(err))
						return
					}
					d.Close()
				})
				return false
			}})
		s.frame.KeepForm(d, "agents")
		d.Show(s.frame.Window.Canvas())
	})
}
