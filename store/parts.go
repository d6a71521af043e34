package store

// The names under which parts of a request are kept, see Tx.SavePart. The types are those of model.
const (
	PartScope        = "scope"        // model.Scope
	PartCorrections  = "corrections"  // model.Corrections
	PartBlockers     = "blockers"     // model.Blockers
	PartConfirmation = "confirmation" // model.Confirmation
	PartPurposes     = "purposes"     // model.Purposes
	PartRefusals     = "refusals"     // model.Refusals
	PartFollowUp     = "follow_up"    // string: what was done about a complaint or a call for help
)
