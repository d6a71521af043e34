package collect

import (
	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/ui/frame"
)

// Collect asks the sources for what they hold of the person.
func (w Work) Collect() {
	w.Perform(frame.L("Collecting from the sources"), collect.Collect, w.Reread)
}
