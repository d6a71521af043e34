package rowhash

import "orangelab.cn/rightsdesk/model"

func flag(yes bool) int64 {
	if yes {
		return 1
	}
	return 0
}

// CountFinding says what a finding counts as, in the order of the fields of model.FindingCount.
func CountFinding(row func(column string) any) []int64 {
	decision, _ := row("decision").(string)
	shared, _ := row("shared").(int64)
	sensitive, _ := row("sensitive").(int64)
	return []int64{1, sensitive, flag(shared > 0), flag(decision == string(model.Undecided)),
		flag(decision == string(model.MaskSome)), flag(decision == string(model.LeaveOut))}
}

// CountPlanLine says what a row of a plan counts as, in the order of the fields of model.PlanCount.
func CountPlanLine(row func(column string) any) []int64 {
	deletes, _ := row("deletes").(int64)
	return []int64{1 - deletes, deletes}
}
