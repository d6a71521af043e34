package fulfil_test

import (
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/model"
)

// TestACopyNamesTheDutyToKeepThatTheDeskConfirmed: what an answer to a deletion would keep by law, a copy says too; and
// a duty that nobody at the desk ever confirmed is not claimed.
func TestACopyNamesTheDutyToKeepThatTheDeskConfirmed(t *testing.T) {
	o := newOffice(t, "sqlite")
	o.remap(t, func(src *model.Source) { // a date that a copy without sensitive data holds, too
		src.Dataset = strings.Replace(src.Dataset, "{name: done_at, data_categories: [user.financial]",
			"{name: done_at, data_categories: [system.operations]", 1)
	})
	retention := func() (text string) {
		opened, _ := o.house.copied(t, o.verified(t), nil)
		for _, c := range opened.Sections {
			text += c.Collection + ": " + c.Retention + "\n"
		}
		return text
	}
	if said := retention(); strings.Contains(said, "E-Commerce Law") {
		t.Errorf("a duty that nobody confirmed: %q", said)
	}
	r := o.working(t, model.Deletion)
	o.settle(t, r.ID, nil)
	o.leaveShared(t, r.ID)
	o.signed(t, r.ID)
	if said := retention(); !strings.Contains(said, "2029 at least: E-Commerce Law, Article 31") {
		t.Errorf("the copy says %q", said)
	}
}
