package model_test

import (
	"errors"
	"testing"

	"orangelab.cn/rightsdesk/model"
)

func TestALabelCanNameNobody(t *testing.T) {
	for _, good := range [][]string{nil, {"Shop"}, {"VIP", "媒体关注", "2026 Q4"}} {
		if err := model.CheckLabels(good); err != nil {
			t.Errorf("%q: %v", good, err)
		}
	}
	for _, bad := range []string{"", " Shop", "a,b", "wang@163.com", "13812341234", "100%", "a\tb", "a_b"} {
		if err := model.CheckLabels([]string{"ok", bad}); !errors.Is(err, model.ErrLabel) {
			t.Errorf("%q may be a label", bad)
		}
	}
	if err := model.CheckLabels([]string{"Shop", "Shop"}); !errors.Is(err, model.ErrLabel) {
		t.Error("one word stands there twice")
	}
}
