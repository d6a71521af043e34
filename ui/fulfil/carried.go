package fulfil

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// drawCarried says what of the person the search did not go by: identifiers of the rows found, other requests, rows that nothing
// reads.
func (v *Findings) drawCarried() {
	notes := v.work.Results.Notes
	say := func(b *part.Banner) {
		b.Below = true
		v.scan.Add(part.Inset(0, 0, 4, 0, b))
	}
	var sure, doubtful []string
	for _, c := range notes.Carried {
		line := frame.L("{{.A}} {{.B}} ({{.C}})", identityWord(c.Kind), c.Masked(), c.Dataset+"."+c.Collection+"."+c.Field)
		if c.Shared {
			doubtful = append(doubtful, line)
		} else {
			sure = append(sure, line)
		}
	}
	if len(sure) > 0 {
		b := part.NewBanner(part.BannerAmber, "scan", frame.L("The rows found also carry: {{.A}}.", strings.Join(sure, frame.L(", "))),
			frame.L("Systems that know the person by it alone were not searched. Take it as theirs, and the sources are searched again."))
		if v.work.Request.Status == model.Working && v.work.May(model.ActCollect) {
			b.Actions = []fyne.CanvasObject{part.NewButton(frame.L("Take and search again"), v.work.takeCarried).AsSmall()}
		}
		say(b)
	}
	if len(doubtful) > 0 {
		say(part.NewBanner(part.BannerAmber, "scan", frame.L("Rows that may be somebody else’s carry: {{.A}}.", strings.Join(doubtful, frame.L(", "))),
			frame.L("If it is this person’s, settle the person again with it, and collect again.")))
	}
	if same := v.work.Results.Same; len(same) > 0 {
		say(part.NewBanner(part.BannerAmber, "users", frame.L("Other open requests lead to the same person: {{.A}}.", strings.Join(same, frame.L(", "))),
			frame.L("Compare whom they name: what one of them is searched by, another may lack.")))
	}
	for _, near := range notes.Near {
		say(part.NewBanner(part.BannerAmber, "scan", frame.L("{{.A}} rows may hold a value of the person in {{.B}} and were not taken.", near.Rows, near.Dataset+"."+near.Collection+"."+near.Field),
			frame.L("It stands among other words or values, in letters that only look like it, with an extension or without it, or is a number of this country too. Ask whoever keeps the system to look.")))
	}
}

// takeCarried makes the identifiers that the rows carry identifiers of the request, and collects again.
func (w Work) takeCarried() {
	w.perform(frame.L("Collecting from the sources"), func(ctx context.Context, s *desk.Session, rev model.Revision, progress func(collect.Progress)) error {
		r, err := collect.TakeCarried(ctx, s, rev)
		if err != nil {
			return err
		}
		return collect.Collect(ctx, s, r.Revision(), progress)
	}, w.again)
}
