package notice

import "slices"

// ByPerson are the channels that reach each person for themselves, in the order in which they are tried: whoever one
// does not reach is tried by the next.
var ByPerson = []Channel{Email, SMS, Push, Call, Letter}

// reachedBy reports whether somebody has what a channel needs.
func (r Recipient) reachedBy(ch Channel) bool {
	switch ch {
	case Email:
		return r.Email != ""
	case SMS, Call:
		return r.Phone != ""
	case Push:
		return r.Device != ""
	case Letter:
		return r.Post != ""
	}
	return false
}

// Way is by which channel of a notice somebody is reached first, or after one that did not reach them; empty where
// there is none.
func (c Content) Way(r Recipient, after Channel) Channel {
	for _, ch := range ByPerson[slices.Index(ByPerson, after)+1:] {
		if c.Uses(ch) && r.reachedBy(ch) {
			return ch
		}
	}
	return ""
}

// Known is what is known of somebody, as Audience.By counts it.
func (r Recipient) Known() (known int) {
	for i, ch := range []Channel{Email, SMS, Push} {
		if r.reachedBy(ch) {
			known |= 1 << i
		}
	}
	return known
}

// Reach counts an audience by the channel that each is tried by first; the empty channel counts whom none of the notice
// reaches.
func (c Content) Reach(a Audience) map[Channel]int64 {
	by := a.By
	if by == [8]int64{} { // chosen before devices were known
		by[1], by[2], by[3] = a.Email-a.Both, a.SMS-a.Both, a.Both
	}
	reach := map[Channel]int64{}
	for known, n := range by {
		var r Recipient
		if known&1 != 0 {
			r.Email = "an address"
		}
		if known&2 != 0 {
			r.Phone = "a number"
		}
		if known&4 != 0 {
			r.Device = "a device"
		}
		if n-a.Post[known] > 0 {
			reach[c.Way(r, "")] += n - a.Post[known]
		}
		if r.Post = "an address"; a.Post[known] > 0 {
			reach[c.Way(r, "")] += a.Post[known]
		}
	}
	return reach
}

// Count adds to the count of those whose last receipt says this.
func (p *Progress) Count(r Result, by int64) {
	switch r {
	case Handed, Arrived:
		p.Handed += by
	case Failed, Left:
		p.Failed += by
	case Later:
		p.Later += by
	case Uncertain:
		p.Uncertain += by
	case Returned:
		p.Returned += by
	case Listed:
		p.Listed += by
	case Announced:
		p.Announced += by
	case Agreed:
		p.Agreed += by
	case Declined:
		p.Declined += by
	}
}
