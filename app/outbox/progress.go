package outbox

import (
	"time"

	"orangelab.cn/rightsdesk/app/mail"
	"orangelab.cn/rightsdesk/model/dispatch"
)

// progress is what a try changes of a message on its way, of a request or of an incident.
type progress struct {
	state       *dispatch.State
	why, said   *string
	tries       *int
	due, sentAt *time.Time
}

// stateAfter is where a message stands after a failure of a class.
var stateAfter = map[mail.Class]dispatch.State{mail.Temporary: dispatch.Queued, mail.Permanent: dispatch.Failed,
	mail.Uncertain: dispatch.Uncertain}

// tried notes how a try at a moment ended of a message that was queued at another: f is what the server or the
// connection says of a failure, nil where nobody knows how far it came.
func (p progress) tried(queued time.Time, receipt mail.Receipt, f *mail.Failure, failure error, now time.Time) {
	*p.tries++
	*p.sentAt = now
	switch {
	case failure == nil:
		*p.state, *p.said, *p.why, *p.sentAt = dispatch.Handed, receipt.Said, "", receipt.At
	case f == nil:
		*p.state, *p.why = dispatch.Uncertain, string(mail.Interrupted)
	default:
		*p.state, *p.why, *p.said = stateAfter[f.Class], string(f.Kind), f.Said
		if f.Class == mail.Temporary {
			p.putOff(queued, f, now)
		}
	}
}

// putOff says when a message is tried again, or that it is not any more. What waits because a gateway is set up wrongly
// waits until that is put right.
func (p progress) putOff(queued time.Time, f *mail.Failure, now time.Time) {
	next, again := mail.Again(*p.tries, queued, now)
	if f.Kind == mail.Closed {
		*p.tries--
		next, again = now.Add(restAfter), true
	}
	*p.due, *p.sentAt = next, time.Time{}
	if !again {
		*p.state, *p.sentAt = dispatch.Failed, now
	}
}
