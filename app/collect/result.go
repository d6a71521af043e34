package collect

import (
	"orangelab.cn/rightsdesk/model"
)

// Withheld lists what of a finding does not go into a copy, each with its reason.
func (f Finding) Withheld() (list []model.Withholding) {
	w := model.Withholding{Source: f.Source, Collection: f.Collection, Why: model.WithholdOthers}
	if f.Choice.Why != "" {
		w.Why = f.Choice.Why
	}
	switch f.Decision {
	case model.LeaveOut:
		list = append(list, w)
	case model.MaskSome:
		for _, column := range f.Choice.Columns {
			w.Column, w.Masked = column, true
			list = append(list, w)
		}
	}
	return list
}
