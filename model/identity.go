package model

import (
	"errors"
	"fmt"
	"net/mail"
	"slices"
	"strings"
	"time"

	"github.com/nyaruka/phonenumbers"
	"golang.org/x/text/unicode/norm"
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

// Points returns how many different data points match; an inspected document is worth one of them. A contact that a code
// was sent to is none: who reads that mailbox knows its address.
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
	CodeLife   = 10 * time.Minute
	// RecentChange is how shortly before the request a changed e-mail or phone makes a code to it count for nothing.
	RecentChange = 30 * 24 * time.Hour
)

// IDProblem is what is wrong with, or doubtful about, an ID number.
type IDProblem string

// What can be wrong with an identity number.
const (
	IDLength   IDProblem = "length"
	IDChecksum IDProblem = "checksum"
	IDDate     IDProblem = "date"
	IDRegion   IDProblem = "region" // only a warning: old codes stay valid
	IDOldForm  IDProblem = "old_form"
)

var (
	idWeights = [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	idRegions = strings.Fields("11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83 91")
)

// CheckID18 checks an 18-digit identity number: length, date of birth and check digit (GB 11643). It returns the birth
// date (zero when unreadable) and every problem; IDRegion alone is no reason to refuse.
func CheckID18(id string) (time.Time, []IDProblem) {
	id = NormaliseIDNumber(id)
	if len(id) == 15 {
		return time.Time{}, []IDProblem{IDOldForm}
	}
	if len(id) != 18 {
		return time.Time{}, []IDProblem{IDLength}
	}
	sum := 0
	for i := range 17 {
		if id[i] < '0' || id[i] > '9' {
			return time.Time{}, []IDProblem{IDLength}
		}
		sum += int(id[i]-'0') * idWeights[i]
	}
	var problems []IDProblem
	if id[17] != "10X98765432"[sum%11] {
		problems = append(problems, IDChecksum)
	}
	birth, err := time.Parse("20060102", id[6:14])
	if err != nil || birth.Year() < 1850 {
		birth = time.Time{}
		problems = append(problems, IDDate)
	}
	if !slices.Contains(idRegions, id[:2]) {
		problems = append(problems, IDRegion)
	}
	return birth, problems
}

// Age is the age in full years on a day, by the cautious rule: an age is reached on the day after the birthday (SPC 2006
// Art 2), so a child is still under 14 on the fourteenth birthday. Both are read as calendar dates.
func Age(birth, on time.Time) int {
	y, m, d := on.Date()
	by, bm, bd := birth.Date()
	years := y - by
	if m < bm || (m == bm && d <= bd) {
		years--
	}
	return years
}

// Errors of normalising a contact.
var (
	ErrEmail = errors.New("not an e-mail address")
	ErrPhone = errors.New("not a telephone number")
)

// NormaliseEmail gives the form that look-up compares: trimmed and lower case. The whole address is lowered, since no
// provider of note tells two people apart by case.
func NormaliseEmail(s string) (string, error) {
	s = strings.TrimSpace(norm.NFKC.String(s))
	a, err := mail.ParseAddress(s)
	if err != nil || a.Name != "" || strings.Count(a.Address, "@") != 1 {
		return "", fmt.Errorf("%w: one @ and a domain are needed", ErrEmail)
	}
	domain := a.Address[strings.IndexByte(a.Address, '@')+1:]
	if !strings.Contains(domain, ".") {
		return "", fmt.Errorf("%w: the domain has no dot", ErrEmail)
	}
	return strings.ToLower(a.Address), nil
}

// NormalisePhone gives the E.164 form, reading a number without country code as one of mainland China.
func NormalisePhone(s string) (string, error) {
	n, err := phonenumbers.Parse(norm.NFKC.String(s), "CN")
	if err != nil || !phonenumbers.IsPossibleNumber(n) {
		return "", fmt.Errorf("%w: write it with its area code, or with + and the country code", ErrPhone)
	}
	return phonenumbers.Format(n, phonenumbers.E164), nil
}

// NormaliseAccount gives the form of an account name or number that look-up compares.
func NormaliseAccount(s string) string {
	return strings.ToLower(strings.TrimSpace(norm.NFKC.String(s)))
}

// NormaliseIDNumber gives the form of an identity number that look-up compares.
func NormaliseIDNumber(s string) string {
	return strings.ToUpper(strings.ReplaceAll(strings.TrimSpace(norm.NFKC.String(s)), " ", ""))
}

// NormaliseName gives the form of a name that search and comparison use: folded case, single spaces.
func NormaliseName(s string) string {
	return strings.ToLower(strings.Join(strings.Fields(norm.NFKC.String(s)), " "))
}

// LookupKind names a near-unique value that requests are found by.
type LookupKind string

// The values that keyed look-up works for. Names are not among them: their frequency would leak.
const (
	LookupEmail    LookupKind = "email"
	LookupPhone    LookupKind = "phone"
	LookupAccount  LookupKind = "account"
	LookupIDNumber LookupKind = "id_number"
)
