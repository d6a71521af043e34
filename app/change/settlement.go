package change

import (
	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/datamap"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
)

// settlement is what follows from what staff settled about a change. There is one for each
// model.Settling; a kind of request names its own in its Meaning.
type settlement interface {
	// read takes what was settled into the treatments.
	read(t *treatments, v *store.View, s *desk.Session, r model.Request, run string) error
	// treat is what happens to a row; shared is what was decided about one that may be somebody else's, else nil.
	treat(t *treatments, c *dataset.Collection, f search.Finding, shared *collect.Finding) dataset.Treatment
	// follow keeps what follows from a signed plan besides writing it.
	follow(c *desk.Change, sources []datamap.Entry, datasets []*dataset.Dataset) error
	// named reports whether a row that is somebody else's, and therefore left, is one that the answer has to speak of.
	named(t *treatments, c *dataset.Collection) bool
}

// settlementOf returns the settlement of a kind of request that changes something.
func settlementOf(k model.Kind) settlement {
	switch k.Means().Settles {
	case model.SettlesCorrections:
		return corrections{}
	case model.SettlesPurposes:
		return endedUses{}
	}
	return erasure{}
}
