package collect

import (
	"context"
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/review"
	"orangelab.cn/rightsdesk/app/withhold"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
	"orangelab.cn/rightsdesk/ui/work"
)

// withholdWords are the reasons for which something is not in a copy.
var withholdWords = map[model.WithholdReason]string{model.WithholdOthers: "also somebody else’s",
	model.WithholdScope:  "sensitive, and outside of this copy",
	model.WithholdAsked:  "sensitive, and the person asked for a copy without it",
	model.WithholdLevel:  "sensitive, and the identity level for it is not proven",
	model.WithholdSecret: "a trade secret", model.WithholdInvestigation: "an investigation under way",
	model.WithholdNamed: "another person is named in it"}

// withholds reports whether something of a row that is nobody else's may be left out now.
func (w Work) withholds(f collect.Finding) bool {
	return f.Shared == 0 && len(f.Found.Columns) > 0 && w.Request.Kind.Copies() && w.Prepares(model.ActDecide)
}

// withhold leaves a row or a column out of the copy, or masks it, though it is nobody else's.
func (w Work) withhold(f collect.Finding) {
	const wholeRow, rowColumn, columnOut, columnMasked, giveAgain = 0, 1, 2, 3, 4
	what, column, why := -1, 0, -1
	reasons := make([]part.Option, len(model.ByHand))
	for i, r := range model.ByHand {
		reasons[i].Text = frame.L(withholdWords[r])
	}
	note := part.NewMultiLine("", 3)
	choice := part.NewClaim(frame.L("What happens"),
		[]part.Option{{Text: frame.L("Leave this row out")}, {Text: frame.L("Mask the column in this row")},
			{Text: frame.L("Leave the column out of every row")},
			{Text: frame.L("Mask the column in every row")},
			{Text: frame.L("Give it after all"), Below: frame.L("the row as it is, and the column in every row")}},
		func(i int) { what = i })
	form := part.NewForm(choice, part.NewField(frame.L("Column"), part.NewSelect(columnTitles(f), column, func(i int) {
		column = i
	})),
		part.NewClaim(frame.L("Why"), reasons, func(i int) { why = i }),
		work.Filled(frame.L("What it is"), note).
			WithHint(frame.L("For the second person and the log; copy and letter give the reason above with its law.")))
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: work.RowTitle(f), Body: form, Form: form, Confirm: frame.L("Settle"),
		Cancel: frame.L("Cancel"),
		OnConfirm: func() bool {
			reason, said, name := model.ByHand[why], strings.TrimSpace(note.Text), f.Found.Columns[column]
			of := model.Withholding{Source: f.Source, Collection: f.Collection, Column: name,
				Masked: what == columnMasked, Why: reason, Note: said}
			return w.SubmitIn(d, func(ctx context.Context, s *desk.Session, rev model.Revision) (model.Request, error) {
				switch what {
				case wholeRow:
					return review.Decide(ctx, s, rev, f.Seen(), model.LeaveOut,
						collect.Choice{Why: reason, Reason: said})
				case rowColumn:
					return review.Decide(ctx, s, rev, f.Seen(), model.MaskSome,
						collect.Choice{Why: reason, Reason: said, Columns: []string{name}})
				case columnOut, columnMasked:
					return withhold.Column(ctx, s, rev, of)
				}
				if f.Decision != model.Include {
					return review.Decide(ctx, s, rev, f.Seen(), model.Include, collect.Choice{Reason: said})
				}
				return withhold.Give(ctx, s, rev, of)
			}, nil)
		}})
	w.KeepTyped(w.Opened, d, "withhold")
	d.Show(w.Window.Canvas())
}

// columnTitles are what people call the columns of a row.
func columnTitles(f collect.Finding) []string {
	titles := make([]string, len(f.Found.Columns))
	for i, name := range f.Found.Columns {
		titles[i] = work.ColumnTitle(f, name)
	}
	return titles
}

// columnWithheld tells what happens with a column of a collection in every row; false where nothing does.
func (w Work) columnWithheld(f collect.Finding, column string) (model.Withholding, bool) {
	i := slices.IndexFunc(w.Result.Withheld, func(h model.Withholding) bool {
		return h.Source == f.Source && h.Collection == f.Collection && h.Column == column && h.Note != ""
	})
	if i < 0 {
		return model.Withholding{}, false
	}
	return w.Result.Withheld[i], true
}

// withheldColumns says which columns a copy leaves out or masks in every row, with the reason.
func (w Work) withheldColumns() (list []string) {
	for _, h := range w.Result.Withheld {
		if h.Column != "" && (h.Note != "" || h.Why == model.WithholdAsked || h.Why == model.WithholdLevel) {
			list = append(list, frame.L("{{.A}} ({{.B}})",
				frame.CollectionTitle(h.Source, h.Collection)+" · "+frame.ColumnTitle(h.Source, h.Collection, h.Column),
				frame.L(withholdWords[h.Why])))
		}
	}
	return list
}

// showWithheld lists what withheldColumns says, each column on a line of its own.
func (w Work) showWithheld(columns []string) {
	list := part.VBox(0)
	for _, c := range columns {
		list.Add(part.Inset(6, 12, 6, 0, part.NewBody(c)))
		list.Add(part.HLine())
	}
	part.NewDialog(part.DialogParts{Title: frame.L("Columns that the copy does not show"), Body: list,
		Cancel: frame.L("Close"), Width: 560}).Show(w.Window.Canvas())
}
