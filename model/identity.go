package model

import (
	"slices"
	"time"
)

// Level is how surely the person who asks is known; the rule pack's tiers 1 to 3, 0 while nothing is proven.
type Level int

// EvidenceKind is a means of proving who asks.
type EvidenceKind string

// The means of proof; they can be combined.
const (
	EvidenceEmailCode    EvidenceKind = "email_code"
	EvidencePhoneCode    EvidenceKind = "phone_code"
	EvidenceDataPoint    EvidenceKind = "data_point"
	EvidenceDocument     EvidenceKind = "document"
	EvidenceCallBack     EvidenceKind = "call_back"
	EvidenceSignIn       EvidenceKind = "sign_in"
	EvidenceStatement    EvidenceKind = "signed_statement"
	EvidenceGuardianID   EvidenceKind = "guardian_identity"
	EvidenceRelationship EvidenceKind = "relationship"
	EvidenceOwnConsent   EvidenceKind = "own_consent"
	EvidenceGuardianYes  EvidenceKind = "guardian_consent"
	EvidenceAuthority    EvidenceKind = "signed_authority"
)

// EvidenceKinds lists the means of proof in the order the screen offers them.
var EvidenceKinds = []EvidenceKind{EvidenceEmailCode, EvidencePhoneCode, EvidenceDataPoint, EvidenceDocument,
	EvidenceCallBack, EvidenceSignIn, EvidenceStatement, EvidenceGuardianID, EvidenceRelationship, EvidenceOwnConsent,
	EvidenceGuardianYes, EvidenceAuthority}

// EvidenceResult is what a means of proof came to.
type EvidenceResult string

// The results of a means of proof.
const (
	Pending EvidenceResult = "pending"
	Passed  EvidenceResult = "passed"
	Failed  EvidenceResult = "failed"
)

// Evidence is one proof, or its failure. The value compared is never part of it.
type Evidence struct {
	Kind   EvidenceKind
	Result EvidenceResult
	// Discounted says that a pass counts for nothing, as when the phone changed shortly before the request.
	Discounted bool
	// Point names the data point compared, such as "name"; a point counts once.
	Point string
	At    time.Time
	By    string
}

func (e Evidence) counts() bool { return e.Result == Passed && !e.Discounted }

// Proof is what is known about who asks.
type Proof struct {
	Requester RequesterKind
	// Age in full years by the cautious rule; -1 where the birth date is not known.
	Age      int
	Evidence []Evidence
}

// Missing names one thing that still lacks before a level is reached.
type Missing string

// What may lack. The window translates each.
const (
	MissingCode         Missing = "code"
	MissingPoint        Missing = "data_point"
	MissingStatement    Missing = "statement"
	MissingGuardianID   Missing = "guardian_identity"
	MissingRelationship Missing = "relationship"
	MissingOwnConsent   Missing = "own_consent"
	MissingGuardianYes  Missing = "guardian_consent"
	MissingAuthority    Missing = "authority"
	MissingControl      Missing = "control"
)

// Points returns how many different data points match; an inspected document is worth one of them. A contact that a
// code was sent to is none: who reads that mailbox knows its address.
func (p Proof) Points() int {
	seen := map[string]bool{}
	for _, e := range p.Evidence {
		if (e.Point == "email" && p.has(EvidenceEmailCode)) || (e.Point == "phone" && p.has(EvidencePhoneCode)) {
			continue
		}
		if e.counts() && (e.Kind == EvidenceDataPoint || e.Kind == EvidenceDocument) {
			seen[string(e.Kind)+":"+e.Point] = true
		}
	}
	return len(seen)
}

func (p Proof) has(kinds ...EvidenceKind) bool {
	for _, e := range p.Evidence {
		if e.counts() && slices.Contains(kinds, e.Kind) {
			return true
		}
	}
	return false
}

// Lacks lists what is missing before level l is reached, nothing when it is (rule pack, identity tiers):
// level 1 control of the account or of a contact on file; level 2 a sign-in, or two data points and a code or call-back
// to the contact on file; level 3 three data points, the code and a signed statement.
// A minor needs the guardian (statement, minor protection; PIPL 31), an agent the signed authority.
func (p Proof) Lacks(l Level) []Missing {
	var lack []Missing
	control := p.has(EvidenceEmailCode, EvidencePhoneCode, EvidenceCallBack)
	signIn := p.has(EvidenceSignIn)
	switch {
	case l <= 0:
	case l == 1:
		if !control && !signIn {
			lack = append(lack, MissingControl)
		}
	case l == 2:
		if !signIn {
			if !control {
				lack = append(lack, MissingCode)
			}
			for range max(0, 2-p.Points()) {
				lack = append(lack, MissingPoint)
			}
		}
	default:
		if !control && !signIn {
			lack = append(lack, MissingCode)
		}
		for range max(0, 3-p.Points()) {
			lack = append(lack, MissingPoint)
		}
		if !p.has(EvidenceStatement) {
			lack = append(lack, MissingStatement)
		}
	}
	if l <= 0 {
		return lack
	}
	return append(lack, p.lacksOthers()...)
}

// lacksOthers lists what a minor, a guardian, an agent or a relative still owes besides the subject's own proof.
func (p Proof) lacksOthers() []Missing {
	need := func(m Missing, k EvidenceKind) []Missing {
		if p.has(k) {
			return nil
		}
		return []Missing{m}
	}
	var lack []Missing
	switch {
	case p.Age >= 0 && p.Age < 14, p.Requester == Guardian:
		lack = append(lack, need(MissingGuardianID, EvidenceGuardianID)...)
		lack = append(lack, need(MissingRelationship, EvidenceRelationship)...)
		if p.Age >= 14 && p.Age < 18 {
			lack = append(lack, need(MissingOwnConsent, EvidenceOwnConsent)...)
		}
	case p.Age >= 14 && p.Age < 18:
		lack = append(lack, need(MissingOwnConsent, EvidenceOwnConsent)...)
		lack = append(lack, need(MissingGuardianYes, EvidenceGuardianYes)...)
	case p.Requester == Relative:
		lack = append(lack, need(MissingRelationship, EvidenceRelationship)...)
	}
	if p.Requester == Agent {
		lack = append(lack, need(MissingAuthority, EvidenceAuthority)...)
	}
	return lack
}

// Reached is the highest level nothing is missing for.
func (p Proof) Reached() Level {
	for l := Level(3); l > 0; l-- {
		if len(p.Lacks(l)) == 0 {
			return l
		}
	}
	return 0
}

// The life of a six-digit code.
const (
	CodeDigits = 6
	CodeTries  = 3
	// PointTries is how many wrong answers about one data point a request bears.
	PointTries = 3
	// AnswerTries is how many wrong answers about all data points a request bears.
	AnswerTries = 6
	CodeLife    = 10 * time.Minute
	// RecentChange is how shortly before the request a changed e-mail or phone makes a code to it count for nothing.
	RecentChange = 30 * 24 * time.Hour
)
