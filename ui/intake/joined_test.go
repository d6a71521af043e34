package intake

import (
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/model"
)

// Masked is the resting state of another person's name and address too.
func TestAnAddedRecordShowsItsPersonMasked(t *testing.T) {
	for name, j := range map[string]model.Joined{
		"as it is kept": {Kind: model.Export,
			Subject: model.Subject{Name: "Bert Dal", Email: "bert@example.net", Phone: "13800006630",
				IDNumber: "11010519491231002X"}, Text: "a copy"},
		"as it was kept": {Text: "export, Bert Dal, bert@example.net, 13800006630, 11010519491231002X\na copy"},
	} {
		who, words := joinedText(j)
		for _, clear := range []string{"Bert", "Dal", "bert@", "13800006630", "11010519491231002X"} {
			if strings.Contains(who, clear) {
				t.Errorf("%s: %q stands in the clear: %s", name, clear, who)
			}
		}
		if words != "a copy" || who == "" {
			t.Errorf("%s: %q %q", name, who, words)
		}
	}
}
