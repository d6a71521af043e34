package request

import "orangelab.cn/rightsdesk/model"

// kindGuides are the pages of the guide about the change that a kind of request asks for.
var kindGuides = map[model.Kind]string{
	model.Correction: "correction", model.Deletion: "deletion", model.Cancellation: "deletion",
	model.Withdrawal: "withdrawal", model.Objection: "withdrawal", model.Restriction: "withdrawal",
	model.Complaint: "complaint", model.SelfService: "complaint",
}

// Guide is the page of the guide that tells of the tab that shows.
func (v *View) Guide() string {
	if v.shown == nil {
		return "next"
	}
	kind := v.shown.Request.Kind
	switch v.tab {
	case tabIdentity:
		return "identity"
	case tabFindings:
		if v.shown.Request.Status == model.Review {
			return "review"
		}
		return "findings"
	case tabPlan:
		if v.shown.Request.Status == model.Review {
			return "review"
		}
		return kindGuides[kind]
	case tabLetters:
		switch v.shown.Request.Step {
		case model.StepBuildPacket, model.StepDeliver:
			return "export"
		}
		return "letters"
	case tabLog:
		return "next"
	}
	if kind.FollowsUp() {
		return kindGuides[kind]
	}
	return "settle"
}
