package withhold

import (
	"slices"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/rule"
)

// Alike are columns of a collection that are withheld in as many rows for the same reason, or whole rows where
// there is no column.
type Alike struct {
	model.Withholding
	Columns []string
}

// JoinAlike joins the columns of a collection that are withheld alike.
func JoinAlike(list []model.Withholding) (lines []Alike) {
	for _, w := range list {
		column := w.Column
		w.Column = ""
		i := slices.IndexFunc(lines, func(l Alike) bool {
			return column != "" && len(l.Columns) > 0 && l.Withholding == w
		})
		switch {
		case i >= 0:
			lines[i].Columns = append(lines[i].Columns, column)
		case column != "":
			lines = append(lines, Alike{w, []string{column}})
		default:
			lines = append(lines, Alike{w, nil})
		}
	}
	return lines
}

// Words say why something is not in a copy, with the law: letter, page and data of the copy take them from
// here. There are none for model.WithholdScope, so that nothing tells a person what they asked for before
// Extent.LeavesOut said who did.
var Words = map[model.WithholdReason]struct {
	EN, ZH string
	Law    rule.Cite // what the law of the request is cited for; empty: nothing
}{
	model.WithholdOthers: {"it is also another person's", "同时涉及他人", rule.CiteOthers},
	model.WithholdAsked: {
		"it is sensitive personal information, and you asked for a copy without it; if you want it after all, tell us, and we send it once the level of identity that it needs is proven",
		"属于敏感个人信息，您请求的副本不含敏感个人信息；如您改为需要，请告知我们，达到相应的身份核验等级后即予提供", ""},
	model.WithholdLevel: {
		"it is sensitive personal information, which we give only once the level of identity that it needs is proven; tell us that you want it, and we send it then",
		"属于敏感个人信息，须达到相应的身份核验等级后方可提供；如您需要，请告知我们，核验通过后即予提供", ""},
	model.WithholdSecret:        {"it would reveal a trade secret", "涉及商业秘密", rule.CiteSecret},
	model.WithholdInvestigation: {"it concerns an investigation that is under way", "涉及正在进行的调查", rule.CiteInquiry},
	model.WithholdNamed:         {"another person is named in it", "其中提及他人", rule.CiteOthers},
}
