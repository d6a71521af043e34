package result

import (
	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/model"
)

// unfound is told by the newest plan, which systems has read.
func (g *gathering) unfound() error {
	if g.request.Kind.Means().Settles != model.SettlesPurposes {
		return nil
	}
	notes, err := change.NotesOf(g.plan)
	g.out.Unfound = notes.Unfound
	return err
}
