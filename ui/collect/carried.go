package collect

import (
	"strings"

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
	for _, b := range v.work.openCarried() {
		say(b)
	}
	for _, b := range v.work.LeftCarried() {
		say(b)
	}
	if same := v.work.Results.Same; len(same) > 0 {
		say(part.NewBanner(part.BannerAmber, "users", frame.L("Other open requests lead to the same person: {{.A}}.", strings.Join(same, frame.L(", "))),
			frame.L("Compare whom they name: what one of them is searched by, another may lack.")))
	}
	for _, near := range notes.Near {
		say(part.NewBanner(part.BannerAmber, "scan", frame.L("{{.A}} rows may hold a value of the person in {{.B}} and were not taken.", near.Rows, frame.PlaceOf(near.Dataset, near.Collection)+" · "+frame.ColumnOf(near.Dataset, near.Collection, near.Field)),
			frame.L("It stands among other words or values, in letters that only look like it, with an extension or without it, or is a number of this country too. Ask whoever keeps the system to look.")))
	}
}
