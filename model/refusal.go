package model

// Refusal is one item of a request that is refused, with its grounds.
type Refusal struct {
	Item    string        `json:"item,omitempty"` // what is refused, in words; empty: the whole request
	Grounds []GivenGround `json:"grounds"`
}

// GivenGround is a ground as used in one refusal. Facts, Law and Evidence may name the person and are stored only
// sealed.
type GivenGround struct {
	ID       string `json:"id"`                 // of the Ground
	Sub      string `json:"sub,omitempty"`      // ID of the Sub, where the ground has any
	Facts    string `json:"facts"`              // of this request
	Law      string `json:"law,omitempty"`      // named besides the ground's own, where it needs one
	Evidence string `json:"evidence,omitempty"` // number of a document, or ID of an attachment
	Warned   bool   `json:"warned,omitempty"`   // whoever uses it has read that the law is narrower
}
