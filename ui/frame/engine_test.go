package frame_test

import (
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/datamap"
	"orangelab.cn/rightsdesk/app/source"
	"orangelab.cn/rightsdesk/ui/frame"
)

func TestTheSentenceForAWrongAddressNamesEveryEngine(t *testing.T) {
	_, text := frame.Sentence(datamap.ErrEngine)
	for _, e := range source.Engines() {
		if !strings.Contains(text, e.Schemes[0]+":") {
			t.Errorf("%q does not say how an address of %s begins", text, e.Name)
		}
		if got := frame.EngineName(e.Key); got != e.Name {
			t.Errorf("the engine %q is called %q", e.Key, got)
		}
	}
	if got := frame.EngineName("manual"); got != frame.L("by hand") {
		t.Errorf("a source without an engine is called %q", got)
	}
}
