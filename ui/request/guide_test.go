package request

import (
	"testing"

	"orangelab.cn/rightsdesk/docs/guide"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
)

// TestEveryTabOfEveryKindHasItsPageOfTheGuide walks all tabs of all kinds, in every status.
func TestEveryTabOfEveryKindHasItsPageOfTheGuide(t *testing.T) {
	g, err := guide.Read("en")
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range model.Kinds {
		for _, status := range []model.Status{model.Received, model.Working, model.Review, model.Answering,
			model.Closed} {
			for _, tab := range tabsOf(kind) {
				o := frame.Opened{}
				o.Request.Kind, o.Request.Status = kind, status
				v := &View{shown: &o, tab: tab}
				if page := v.Guide(); g.Page(page) == nil {
					t.Errorf("%s, %s, tab %s: no page %q", kind, status, tabs[tab], page)
				}
			}
		}
	}
	if g.Page((&View{}).Guide()) == nil {
		t.Error("no page where no request is open")
	}
}
