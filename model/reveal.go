package model

import (
	"orangelab.cn/rightsdesk/model/identifier"
)

// RevealReason is why a masked value is shown. It is a code, since the audit log holds no free text about a person.
type RevealReason string

// The reasons for showing a masked value.
const (
	RevealDecide  RevealReason = "decide_shared"
	RevealCheck   RevealReason = "check_correct"
	RevealPerson  RevealReason = "person_asks"
	RevealAuditor RevealReason = "oversight"
)

// RevealReasons lists the reasons in the order the window offers them.
var RevealReasons = []RevealReason{RevealDecide, RevealCheck, RevealPerson, RevealAuditor}

// Masked returns the first thing that a person is known by, masked: the name, else e-mail, phone, account or identity
// number; empty where there is none.
func (s Subject) Masked() string {
	switch {
	case s.Name != "":
		return identifier.MaskName(s.Name)
	case s.Email != "":
		return identifier.MaskEmail(s.Email)
	case s.Phone != "":
		return identifier.MaskPhone(s.Phone)
	case s.Account != "":
		return identifier.MaskText(s.Account)
	}
	return identifier.MaskIDNumber(s.IDNumber)
}
