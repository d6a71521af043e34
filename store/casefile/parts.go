package casefile

// The names under which parts of a request are kept, see Tx.SavePart. The types are those of model.
const (
	PartSearch       = "search"       // fulfil.Residue: what the newest search before the plan found
	PartScope        = "scope"        // model.Scope
	PartCorrections  = "corrections"  // model.Corrections
	PartBlockers     = "blockers"     // model.Blockers
	PartConfirmation = "confirmation" // model.Confirmation
	PartPurposes     = "purposes"     // model.Purposes
	PartRefusals     = "refusals"     // model.Refusals
	PartExtension    = "extension"    // model.Extension
	// PartProposals: []fulfil.Proposal: letters that wait for a second person, or whose delivery moves the clock
	PartProposals = "proposals"
	PartResettled = "resettled" // []model.Resettlement, oldest first
	PartTyped     = "typed"     // fulfil.Typed by author and letter: drafts
	PartJots      = "jots"      // texts by staff ID and field: what is being typed about the request
	PartUnmasked  = "unmasked"  // fulfil.Unmasked: which values of the plan the second person saw in the clear
	PartFollowUp  = "follow_up" // model.FollowUp
	// PartSettlements: model.Settlement by certificate and place: what a second person said of what remains
	PartSettlements = "settlements"
	// PartWithheld: []model.Withholding: columns that are left out of a copy, or masked in it, by hand
	PartWithheld = "withheld"
	PartUnsought = "unsought" // []model.Unsought: identifiers that the rows carry and nothing is searched by
	PartResult   = "result"   // model.Result, as the request was closed with it
	// PartElsewhere: []model.Elsewhere: what went to a place that the request does not name, oldest first
	PartElsewhere = "elsewhere"
	PartCorrected = "corrected" // time.Time: when it was last put right how packet or password went out
	PartArrival   = "arrival"   // model.Arrival
	PartReopened  = "reopened"  // time.Time: when a complaint last opened it again
	PartTwins     = "twins"     // []model.TwinMark: requests that may be one with this
	PartProofs    = "proofs"    // proven.Proofs: what each piece of evidence speaks for
)

// PartsOfKind are those that are settled because of the kind of a request; they go where it becomes another kind.
var PartsOfKind = []string{PartSearch, PartScope, PartCorrections, PartBlockers, PartConfirmation, PartPurposes,
	PartRefusals, PartFollowUp, PartWithheld, PartUnsought}
