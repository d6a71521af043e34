package incident

import "time"

// Body is what an entry says, of which its kind fills in one part.
type Body struct {
	Text string `json:"text,omitempty"` // of Noted
	// Done is when what is noted was done, which may be before it was written down.
	Done     time.Time `json:"done,omitzero"`
	Facts    *Facts    `json:"facts,omitempty"`
	Factors  *Factors  `json:"factors,omitempty"`
	Scope    *Scoping  `json:"scope,omitempty"`
	Notice   *Noticing `json:"notice,omitempty"`
	Task     *Task     `json:"task,omitempty"`
	Tick     *Tick     `json:"tick,omitempty"`
	Link     *Linking  `json:"link,omitempty"`
	Seat     *Seating  `json:"seat,omitempty"`
	Decision *Decision `json:"decision,omitempty"`
	Draft    *Draft    `json:"draft,omitempty"`
	Approval *Approval `json:"approval,omitempty"`
	Mail     *Mailing  `json:"mail,omitempty"`
	Report   *Report   `json:"report,omitempty"`
	Closing  *Closing  `json:"closing,omitempty"`
	Evidence *Evidence `json:"evidence,omitempty"`
	Reply    *Reply    `json:"reply,omitempty"`
}

// Seating says who sits where in the response team, or why a seat stays empty.
type Seating struct {
	Seat   string `json:"seat"`
	Person string `json:"person,omitempty"`
	Phone  string `json:"phone,omitempty"`
	Why    string `json:"why,omitempty"`
}

// Settled reports whether the seat is filled, or its being empty explained.
func (s Seating) Settled() bool { return s.Person != "" || s.Why != "" }

// Decision is something decided, with its reason. Clock names the clock that it is decided not to follow; empty for any
// other decision.
type Decision struct {
	What   string `json:"what"`
	Reason string `json:"reason"`
	Clock  string `json:"clock,omitempty"`
}

// Report says that what a clock asks for was done.
type Report struct {
	Clock   string    `json:"clock"`
	At      time.Time `json:"at"`
	Channel string    `json:"channel"`
	Receipt string    `json:"receipt,omitempty"`
	Late    string    `json:"late,omitempty"` // the reason where it was late
	// Draft is the entry of the approved draft that was sent; 0 where it was told without one, as by a hotline.
	Draft int64 `json:"draft,omitempty"`
	// Mail is the message by which the desk itself reported; its receipt is the server's answer. Empty where somebody
	// reported by another way and wrote it down.
	Mail string `json:"mail,omitempty"`
}

// Closing is how an incident ended.
type Closing struct {
	Cause   string `json:"cause"`
	Loss    string `json:"loss"`
	Lessons string `json:"lessons"`
	// Tasks are what remains to be done, each with who does it and until when.
	Tasks []string `json:"tasks,omitempty"`
}
