package fulfil

import (
	"errors"

	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store/papers"
)

// copyFacts adds what the letter about a delivered copy says: what was done per source, what is withheld, how the copy
// and its password travel. The password itself is never in a letter.
func copyFacts(c drafting, d letter.Data, lang string) (letter.Data, error) {
	h, err := papers.HandoverOf(c.Tx, c.Request.ID)
	switch {
	case err != nil:
		return d, err
	case !h.Built:
		return d, collect.ErrNoPacket
	case !h.Out():
		return d, collect.ErrNoDelivery
	}
	sum, err := sumOf(h.Copy)
	if err != nil {
		return d, err
	}
	d.Copy = handOver(h.Copy, sum, h.Ways[model.DeliveredPacket], h.Ways[model.DeliveredPassword], lang)
	if err := sayResult(c, &d, lang); err != nil {
		return d, err
	}
	if len(d.Done) == 0 {
		return d, errors.New("the copy names no source that was searched")
	}
	return d, nil
}
