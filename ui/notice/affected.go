package notice

import (
	"context"

	incidents "orangelab.cn/rightsdesk/app/incident"
	app "orangelab.cn/rightsdesk/app/notice"
	"orangelab.cn/rightsdesk/model/incident"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// fromIncident takes the audience from those whom the counts of an incident found.
func (s *screen) fromIncident() {
	session, seen := s.frame.Session, s.shown.Seen()
	var list []incident.Standing
	s.leave(func() {
		s.frame.Prepare(func(ctx context.Context) (err error) {
			list, err = incidents.ListOpen(ctx, session)
			return err
		}, func() {
			var about []incident.Standing
			var names []string
			for _, st := range list {
				if total, counted := st.Scope(); counted && !st.Drill {
					about, names = append(about, st), append(names,
						frame.And(st.Reference, st.Facts.Title, frame.L("{{.A}} people", total.People.String())))
				}
			}
			chosen, whom := 0, app.Everybody
			of, options := frame.Whoms()
			form := part.NewForm(part.NewClaimAmong(frame.L("Whom the counts of which incident found?"), names,
				func(i int) { chosen = i }),
				part.NewClaim(frame.L("Who of them?"), options, func(i int) { whom = of[i] }))
			d := part.NewDialog(part.DialogParts{Title: frame.L("From which incident?"), Body: form, Form: form,
				Confirm: frame.L("Read the people"), Cancel: frame.L("Cancel"), OnConfirm: func() bool {
					st, who := about[chosen], whom
					s.gather(func(ctx context.Context) error {
						_, err := app.AudienceIncident(ctx, session.Job(), seen, incidents.SeenOf(st.Incident), who)
						return err
					})
					return true
				}})
			d.Show(s.frame.Window.Canvas())
		})
	})
}
