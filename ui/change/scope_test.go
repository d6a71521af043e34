package change

import (
	"testing"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/part"
	"orangelab.cn/rightsdesk/ui/work/worktest"
)

func TestAScopeCountsAsChangedOnlyWhileItDiffers(t *testing.T) {
	w := On(worktest.New(t))
	was := []model.ScopeLine{{Source: "shop", Dataset: "shop", Collection: "orders", Category: "user.contact", Rows: 3,
		Way: model.WayAnonymise}}
	f := &scopeForm{work: w, was: was}
	line := &scopeLine{form: f, line: was[0], page: part.VBox(0)}
	f.lines = []*scopeLine{line}
	line.object(true)
	if f.begun() {
		t.Error("a scope just shown counts as changed")
	}
	for _, way := range model.Ways {
		if line.choose(way); line.line.Way != way || len(line.beside.Objects) != 1 {
			t.Errorf("%s: chosen %s with %d things beside it", way, line.line.Way, len(line.beside.Objects))
		}
	}
	if !f.begun() {
		t.Error("a changed scope counts as settled")
	}
	if line.choose(model.WayAnonymise); f.begun() {
		t.Error("a scope changed back counts as changed")
	}
}
