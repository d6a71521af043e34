package collect

import (
	"strings"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/mapreview"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
	"orangelab.cn/rightsdesk/ui/work"
)

// drawScan shows what is to be known of the search: what must be settled stays, the rest can be put away to make room
// for rows.
func (v *Findings) drawScan() {
	v.scan.RemoveAll()
	list := v.work.openCarried()
	if !v.away {
		list = append(list, v.hints()...)
	}
	for _, b := range list {
		b.Below = true
		v.scan.Add(part.Inset(0, 0, 4, 0, b))
	}
	v.scan.Refresh()
}

// flipHints puts the hints away, or shows them again.
func (v *Findings) flipHints() {
	v.away = !v.away
	v.drawScan()
	v.drawKeys()
	v.middle.Refresh() // the rows take the room
}

// hints say what of the person the search did not go by or did not reach: kinds of identifiers, other requests, rows
// that nothing reads, columns without a category.
func (v *Findings) hints() (list []*part.Banner) {
	notes := v.work.Results.Notes
	if kinds := notes.Unsearchable; len(kinds) > 0 {
		words := make([]string, len(kinds))
		for i, kind := range kinds {
			words[i] = work.IdentityWord(kind)
		}
		list = append(list, part.NewBanner(part.BannerAmber, "scan",
			frame.L("No field of the data map is searched by the person’s {{.A}}.", strings.Join(words, frame.L(", "))),
			frame.L("What is held under it alone was not found. Mark the field that holds it in the data map, and collect again.")))
	}
	list = append(list, v.work.LeftCarried()...)
	if same := v.work.Results.Same; len(same) > 0 {
		list = append(list, part.NewBanner(part.BannerAmber, "users",
			frame.L("Other open requests lead to the same person: {{.A}}.", strings.Join(same, frame.L(", "))),
			frame.L("Compare whom they name: what one of them is searched by, another may lack.")))
	}
	for _, near := range notes.Near {
		list = append(list, part.NewBanner(part.BannerAmber, "scan",
			frame.L("{{.A}} rows may hold a value of the person in {{.B}} and were not taken.", near.Rows,
				frame.PlaceOf(near.Dataset, near.Collection)+" · "+frame.ColumnOf(near.Dataset, near.Collection,
					near.Field)),
			frame.L("It stands among other words or values, in letters that only look like it, with an extension or without it, or is a number of this country too. Ask whoever keeps the system to look.")))
	}
	for _, referring := range notes.Referring {
		list = append(list, part.NewBanner(part.BannerAmber, "scan",
			frame.L("{{.A}} rows belong by {{.B}} to a row that was found, in another spelling, and were not taken.",
				referring.Rows, frame.PlaceOf(referring.Dataset,
					referring.Collection)+" · "+frame.ColumnOf(referring.Dataset, referring.Collection,
					referring.Field)),
			frame.L("The database takes the two spellings for one, so what is done to that row may be done to them too. Ask whoever keeps the system to look, and to write the value alike.")))
	}
	for _, other := range notes.Others {
		list = append(list, part.NewBanner(part.BannerAmber, "scan",
			frame.L("{{.A}} rows of {{.B}} hold another’s value and were not taken.", other.Rows,
				frame.PlaceOf(other.Dataset, other.Collection)+" · "+frame.ColumnOf(other.Dataset, other.Collection,
					other.Field)),
			frame.L("They were asked for by it: the system does not filter as its connector file says. Have whoever keeps the data map look.")))
	}
	return append(append(list, v.strange()...), v.uncategorised()...)
}

// uncategorised names columns without a category that hold the person's own values, as the scan pointed them out.
func (v *Findings) uncategorised() (list []*part.Banner) {
	for i, r := range v.work.Results.Notes.Uncategorised {
		if i == 2 {
			break
		}
		b := part.NewBanner(part.BannerAmber, "scan",
			frame.L("{{.A}} has no category, yet holds the person’s {{.B}} in {{.C}} rows.",
				frame.PlaceOf(r.Dataset, r.Collection)+" · "+frame.ColumnOf(r.Dataset, r.Collection, r.Column),
				work.IdentityWord(r.Kind), r.Rows),
			withoutCategory(r.Declared))
		if show := v.work.ShowSource; show != nil && v.work.May(model.ActEditMap) {
			b.Actions = []fyne.CanvasObject{part.NewButton(frame.L("Add to data map…"),
				func() { show(r.Dataset, r.Collection) }).AsSmall()}
		} else {
			b.Text = frame.L("Found by the scan. Tell whoever keeps the data map.")
		}
		list = append(list, b)
	}
	return list
}

// withoutCategory says what a copy does with such a column: one that the data map names goes out with the rest.
func withoutCategory(named bool) string {
	if named {
		return frame.L("Found by the scan. A copy gives the column as it is; only with a category does an erasure mask it.")
	}
	return frame.L("Found by the scan. Without a category the column stays out of the copy.")
}

// strange names, for each source, what it has since stock was taken of it and what nobody has settled.
func (v *Findings) strange() (list []*part.Banner) {
	const named = 4
	bySource := map[string][]string{}
	var order []string
	for _, s := range v.work.Results.Notes.Strange {
		if bySource[s.Source] == nil {
			order = append(order, s.Source)
		}
		name := s.Table
		switch {
		case s.Column == "":
			name = frame.L("{{.A}} (whole table)", s.Table)
		case s.Difference == mapreview.Retyped:
			name = frame.L("{{.A}} (another type)", s.Table+"."+s.Column)
		default:
			name += "." + s.Column
		}
		bySource[s.Source] = append(bySource[s.Source], name)
	}
	for _, key := range order {
		names, more := bySource[key], ""
		if len(names) > named {
			more = frame.L(" and {{.A}} more", len(names)-named)
			names = names[:named]
		}
		b := part.NewBanner(part.BannerAmber, "db",
			frame.L("{{.A}} has changed since its data map was settled: {{.B}}.", frame.SourceTitle(key),
				strings.Join(names, frame.L(", "))+more),
			frame.L("Nobody has said what this holds, so it was not searched in full and is in no copy. Settle it in the data map, and collect again."))
		if show := v.work.ShowSource; show != nil && v.work.May(model.ActSettleMap) {
			b.Actions = []fyne.CanvasObject{part.NewButton(frame.L("Show in data map…"), func() { show(key, "") }).
				AsSmall()}
		}
		list = append(list, b)
	}
	return list
}
