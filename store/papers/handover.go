package papers

import (
	"time"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/casefile"
	"orangelab.cn/rightsdesk/store/database"
)

// Handover is the copy that the answer to a request tells of, and how it and its password went out. What was built or
// sent before the request was last opened again belongs to the answer of that time.
type Handover struct {
	Copy  Packet // the newest
	Built bool   // there is one
	// Ways are those by which the newest copy went out, by what was delivered.
	Ways map[string]string
}

// Out reports whether the copy and its password are on their way.
func (h Handover) Out() bool {
	return h.Built && h.Ways[model.DeliveredPacket] != "" && h.Ways[model.DeliveredPassword] != ""
}

// HandoverOf reads the copy of a request, and what of it went out and did not come back.
func HandoverOf(v *store.View, request int64) (h Handover, err error) {
	packets, err := Packets(v, request)
	if err != nil || len(packets) == 0 {
		return h, err
	}
	reopened, err := reopenedAt(v, request)
	if err != nil || database.Millis(packets[0].CreatedAt) < reopened {
		return h, err
	}
	h = Handover{packets[0], true, map[string]string{}}
	sent, err := Deliveries(v, request)
	for _, d := range sent {
		if h.Copy.Went(d) {
			h.Ways[d.What] = d.Channel
		}
	}
	return h, err
}

// reopenedAt is when a request was last opened again, in the milliseconds of the tables; 0 where it never was.
func reopenedAt(v *store.View, request int64) (int64, error) {
	var at time.Time
	if there, err := casefile.Part(v, request, casefile.PartReopened, &at); err != nil || !there {
		return 0, err
	}
	return database.Millis(at), nil
}

// Went reports whether a delivery is of this copy or of its password. Where an older program recorded no copy, it is of
// the one that was the newest then.
func (p Packet) Went(d model.Delivery) bool {
	switch {
	case d.What != model.DeliveredPacket && d.What != model.DeliveredPassword:
		return false
	case d.Letter == "":
		return !d.At.Before(p.CreatedAt)
	}
	return d.Letter == p.ID
}
