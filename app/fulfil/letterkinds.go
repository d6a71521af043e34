package fulfil

import (
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/model"
)

// LetterKinds are the letters that a request can be answered with where it stands.
func LetterKinds(r model.Request) []letter.Kind {
	switch {
	case r.Status == model.Answering && r.Outcome == model.NotVerified:
		return []letter.Kind{letter.NotVerified}
	case r.Status == model.Answering && r.Outcome == model.Refused:
		return []letter.Kind{letter.Refused}
	case r.Status == model.Answering:
		return []letter.Kind{letter.Fulfilled}
	case r.Status == model.Working && r.Kind.Clears():
		return []letter.Kind{letter.Acknowledgement, letter.Blockers}
	case r.Open():
		return []letter.Kind{letter.Acknowledgement, letter.IdentityNeeded}
	}
	return nil
}
