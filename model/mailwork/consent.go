package mailwork

// ConsentReply is a mail that answers a notice which asks for express consent, as it is proposed to a person. It agrees
// to nothing before somebody says so.
type ConsentReply struct {
	Notice    int64  `json:"notice"`
	Reference string `json:"reference"` // of the notice
	Recipient int64  `json:"recipient"`
	// Own says that it comes from the address that the notice went to.
	Own bool `json:"own,omitempty"`
	// Words are its sender's own, without what they quote.
	Words string `json:"words"`
	Says  Says   `json:"says,omitempty"`
	// Asks says that they ask for something else as well, as far as they tell.
	Asks bool `json:"asks,omitempty"`
	// MessageID names the mail.
	MessageID string `json:"message_id,omitempty"`
}

// Says is what the words of an answer come to by themselves.
type Says string

// The answers. Whatever is neither plainly is Unclear.
const (
	Agrees   Says = "agrees"
	Declines Says = "declines"
	Unclear  Says = ""
)
