package incident

import (
	"fyne.io/fyne/v2"

	app "orangelab.cn/rightsdesk/app/incident"
	campaign "orangelab.cn/rightsdesk/app/notice"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/incident"
	"orangelab.cn/rightsdesk/model/notice"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// telling lists the notices that tell people of an incident, each with how far it is.
func (s *screen) telling(st incident.Standing) []fyne.CanvasObject {
	list := []fyne.CanvasObject{part.NewSubHeading(frame.L("Telling people"))}
	for _, n := range s.notices {
		if n.Content.Incident != st.Reference {
			continue
		}
		whom := frame.L("{{.A}} people", frame.Thousands(n.Audience.Count))
		if n.Content.Guardians {
			whom = frame.And(frame.L("guardians"), whom)
		}
		list = append(list, part.NewLine(n.Reference, noticeState(n)).WithBelow(whom))
	}
	if len(list) == 1 {
		list = append(list, part.NewParagraph(frame.L("No notice yet.")))
	}
	if st.Closing == nil && s.frame.May(model.ActWriteNotice) && s.frame.May(model.ActDraftIncident) {
		list = append(list, part.Space(0, 4),
			part.HBox(8, part.NewButton(frame.L("Begin a notice…"), func() { s.beginNotice(st) }).AsSmall(),
				part.Gap()))
	}
	return list
}

// noticeState is how far a notice is.
func noticeState(n notice.Notice) string {
	switch n.State {
	case notice.Approved:
		return frame.L("approved")
	case notice.Sending, notice.Stopped:
		return frame.L("{{.A}} of {{.B}}", frame.Thousands(n.Progress.Tried), frame.Thousands(n.Audience.Count))
	case notice.Sent:
		return frame.L("sent")
	}
	return frame.L("draft")
}

// beginNotice asks who is told, and begins the notice: with what the record knows and, of an incident that was counted,
// whom the counts found.
func (s *screen) beginNotice(st incident.Standing) {
	whom := campaign.Everybody
	of, options := frame.Whoms()
	form := part.NewForm(part.NewClaim(frame.L("Who is told?"), options, func(i int) { whom = of[i] }))
	body := part.VBox(10,
		part.NewParagraph(
			frame.L("It begins with what the record knows, and with the people that were counted. It is written, approved by a second person and sent on the screen Notices.")), form)
	if st.Drill {
		body = part.VBox(10,
			part.NewBanner(part.BannerAmber, "warn", frame.L("DRILL"),
				frame.L("The notice of a drill is written to the end, and never approved or sent.")), form)
	}
	session := s.frame.Session.Job()
	s.askOf(st, frame.L("Begin a notice"), form, body, frame.L("Begin"), func() writing {
		who := whom
		return counting(func(ctx ctxt) (incident.Standing, error) {
			n, err := campaign.BeginIncident(ctx, session, app.SeenOf(st.Incident), who)
			if err != nil {
				return incident.Standing{}, err
			}
			now, err := app.Read(ctx, session, st.ID)
			if err == nil && !now.Drill && len(now.Measures()) > 0 {
				_, err = campaign.AudienceIncident(ctx, session, n.Seen(), app.SeenOf(now.Incident), who)
			}
			return now, err
		})
	})
}
