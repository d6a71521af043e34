package audit

import (
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/model"
)

func TestTheLogIsNarrowedToWhatIsLookedFor(t *testing.T) {
	claimed := model.Entry{Seq: 7, Staff: "f", Action: model.ActClaim, RequestID: 12,
		Detail: map[string]any{"reference": "R-2026-000189"}}
	revealed := model.Entry{Seq: 8, Staff: "j", Action: model.ActReveal, RequestID: 13,
		Detail: map[string]any{"reference": "R-2026-000075"}}
	names := map[string]string{"f": "王芳", "j": "Jing"}
	for name, c := range map[string]struct {
		filter logFilter
		want   []int64
	}{
		"everything": {logFilter{}, []int64{7, 8}}, "requests": {logFilter{only: 1}, []int64{7}},
		"reveals":     {logFilter{only: 3}, []int64{8}},
		"one request": {logFilter{request: 13}, []int64{8}}, "one person": {logFilter{staff: "f"}, []int64{7}},
		"a reference": {logFilter{text: "r-2026-000189"}, []int64{7}}, "a name": {logFilter{text: "jing"}, []int64{8}},
		"nothing": {logFilter{text: "xyz"}, nil},
	} {
		var got []int64
		for _, e := range []model.Entry{claimed, revealed} {
			if c.filter.leaves(e, names[e.Staff]) {
				got = append(got, e.Seq)
			}
		}
		if len(got) != len(c.want) || len(got) > 0 && got[0] != c.want[0] {
			t.Errorf("%s leaves %v, want %v", name, got, c.want)
		}
	}
}

func TestEveryActionBelongsToOnePartOfTheLog(t *testing.T) {
	for action := range model.Permissions {
		parts := 0
		for _, k := range logKinds {
			if k.prefixes != nil && begins(string(action), k.prefixes) {
				parts++
			}
		}
		if parts != 1 && !strings.HasSuffix(string(action), ".read") {
			t.Errorf("%s belongs to %d parts", action, parts)
		}
	}
}
