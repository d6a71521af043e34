package shape

import "testing"

func TestShapesOfValues(t *testing.T) {
	for _, tt := range []struct {
		samples []string
		want    string
	}{
		{[]string{"a@b.cn", "c@d.com", "none"}, "email"},
		{[]string{"+8613900138000", "139 0013 8000"}, "phone"},
		{[]string{"11010519491231002X"}, "national_id"},
		{[]string{"110105194912310021"}, ""},
		{[]string{"4111 1111 1111 1111"}, "card"},
		{[]string{"4111 1111 1111 1112"}, ""},
		{[]string{"10.1.2.3", "::1"}, "ip_address"},
		{[]string{"a@b.cn", "x", "y"}, ""},
		{nil, ""},
	} {
		if got, _ := Of(tt.samples); got != tt.want {
			t.Errorf("%v is %q, want %q", tt.samples, got, tt.want)
		}
	}
}
