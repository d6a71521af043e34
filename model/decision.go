package model

// Decision is what happens with a finding in the copy.
type Decision string

// The decisions. A row that may be somebody else's starts undecided; any other is included.
const (
	Undecided Decision = "undecided"
	Include   Decision = "include"
	LeaveOut  Decision = "leave_out"
	MaskSome  Decision = "mask"
)

// Decisions lists what a person may choose for a shared row.
var Decisions = []Decision{LeaveOut, MaskSome, Include}
