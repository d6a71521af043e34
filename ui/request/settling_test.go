package request

import (
	"testing"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
)

// "Look at this before you go on" is no sentence to press one key beside.
func TestWhatIsDoubtfulIsNotSettledByOneKey(t *testing.T) {
	doubt := model.Arrival{
		Doubts: []model.ArrivalDoubt{{Field: "kind", Text: "the text also says {{.A}}", Values: []any{"export"}}}}
	var o frame.Opened
	for _, tt := range []struct {
		kind    model.Kind
		arrival model.Arrival
		extent  model.Extent
		asks    bool
	}{
		{model.Deletion, model.Arrival{}, model.ExtentUnsaid, false}, {model.Deletion, doubt, model.ExtentUnsaid, true},
		{model.Export, model.Arrival{}, model.ExtentUnsaid, true},
		{model.Export, model.Arrival{}, model.ExtentAll, false}, {model.Export, doubt, model.ExtentAll, true},
	} {
		o.Arrival, o.Request = tt.arrival, model.Request{Kind: tt.kind, Sensitive: tt.extent == model.ExtentAll}
		if got := asksToSettle(o); got != tt.asks {
			t.Errorf("%s, %d doubts: asks %v", tt.kind, len(tt.arrival.Doubts), got)
		}
	}
}
