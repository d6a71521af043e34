package model_test

import (
	"testing"

	"orangelab.cn/rightsdesk/model"
)

// A person without a name is shown by whatever else they are known by, never by nothing and never in the clear.
func TestAPersonIsShownBySomething(t *testing.T) {
	for _, s := range []model.Subject{{Name: "王小明", Email: "wang@example.cn"}, {Email: "wang@example.cn"},
		{Phone: "+8613800000001"}, {Account: "C-1789"}, {IDNumber: "440301199001010004"}} {
		shown := s.Masked()
		if shown == "" || shown == s.Name || shown == s.Email || shown == s.Phone || shown == s.Account ||
			shown == s.IDNumber {
			t.Errorf("%+v is shown as %q", s, shown)
		}
	}
}
