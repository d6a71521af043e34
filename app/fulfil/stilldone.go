package fulfil

import (
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/app/naming"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store/papers"
)

// stillDone lists what was done for a request that is refused otherwise: in the systems, by those who were asked for
// something, and what was handed over, an earlier answer's included. Nothing was done where it is empty.
func stillDone(c drafting, n naming.Names) (list []string, err error) {
	colon := naming.Say(n.Lang, ": ", "：")
	for _, sys := range c.Result.Systems {
		if sys.State == model.SystemWritten || sys.State == model.SystemByOwner {
			list = append(list, n.System(sys.Source)+colon+doneIn(sys, n.Lang))
		}
	}
	say := saying{c: c, names: n, lang: n.Lang}
	for _, t := range c.Result.Tasks {
		if t.End == model.TaskDone {
			list = append(list, say.task(t)+colon+naming.Phrase(n.Lang, "done"))
		}
	}
	sent, err := papers.Deliveries(c.Tx, c.Request.ID)
	for _, d := range sent {
		if d.What == model.DeliveredPacket {
			way := wayWords[d.Channel]
			list = append(list, naming.Phrase(n.Lang, "a_copy_was_handed_over",
				letter.Day(n.Lang, d.At.In(c.Session.Rules().Location())), naming.Say(n.Lang, way.en, way.zh)))
		}
	}
	return list, err
}
