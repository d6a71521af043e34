package intake

import (
	"slices"
	"testing"

	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// TestWhatCameInIsOpenedOnce: the screen of the file was ended twice, at the same time as the request opened, and the
// request was gone again.
func TestWhatCameInIsOpenedOnce(t *testing.T) {
	var opened []int64
	p := &preview{first: 7, shown: &intake.Shown{}, done: map[int]intake.Became{0: {}}, frame: &frame.Frame{
		Open:     func(id int64) { opened = append(opened, id) },
		ShowTask: func(frame.Task) { t.Error("the screen is ended beside the request that opens") }}}
	var parts part.NextStepParts
	p.afterwards(&parts)
	parts.Primary.OnTap()
	if !slices.Equal(opened, []int64{7}) {
		t.Errorf("opened %v", opened)
	}
}
