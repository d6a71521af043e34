package intake

import (
	"time"

	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// received asks when a request came in. What is heard or handed over comes in now; of a letter or a mail that is typed
// in, somebody has to say it.
type received struct {
	*part.Entry
	held  time.Time
	shown string // what stands in the entry by itself
}

func newReceived(held time.Time) *received {
	r := &received{Entry: part.NewEntry(""), held: held}
	if !held.IsZero() {
		r.show(held)
	}
	return r
}

func (r *received) show(at time.Time) {
	r.shown = frame.InZone(at).Format(intake.ReceiptLayout)
	r.SetText(r.shown)
}

// follow puts the present time in where the channel says that the request comes in now, and takes it out again where it
// does not; what was typed stays.
func (r *received) follow(c model.Channel, now time.Time) {
	switch {
	case !r.held.IsZero() || r.Text != r.shown:
	case c == model.ByPhone || c == model.ByCounter:
		r.show(now)
	default:
		r.shown = ""
		r.SetText("")
	}
}

func (r *received) field() *part.Field {
	return part.NewField(frame.L("Received on"), r.Entry).
		WithHint(frame.L("2026-11-23 09:30, {{.A}}", frame.Zone(time.Now())))
}

// value is what was typed, in the zone in which times are shown, or the held time where nothing was.
func (r *received) value(now time.Time) (time.Time, error) {
	if !r.held.IsZero() && r.Text == r.shown {
		return r.held, nil
	}
	return intake.TypedReceipt(r.Text, frame.InZone(now).Location(), now)
}
