package fulfil

import "testing"

// Every spelling of a contact of the request is its own, as the search of a person has it; another person's never is.
func TestASpellingOfAContactIsTheRequestsOwn(t *testing.T) {
	c := Contacts{Emails: []string{"Wang.Ming@163.com", ""}, Phones: []string{"138 1234 1234", "+852 9123 4567", ""}}
	for _, tt := range []struct {
		way, to string
		own     bool
	}{
		{"email", "wang.ming@163.com", true}, {"email", "wang.ming@163.COM ", true},
		{"email", "ｗang.ming@163.com", true}, {"email", "wangming@163.com", false}, {"email", "", false},
		{"email", "138 1234 1234", false},
		{"sms", "13812341234", true}, {"phone", "0086-138-1234-1234", true}, {"phone", "+86 (138) 12341234", true},
		{"phone", "１３８１２３４１２３４", true}, {"phone", "13812341235", false},
		{"phone", "0085291234567", true}, {"phone", "+852 9123 4568", false}, {"phone", "", false},
		{"sms", "wang.ming@163.com", false},
		{"counter", "whoever stands there", true}, {"post", "1 High Street", false},
	} {
		if got := c.Own(tt.way, tt.to); got != tt.own {
			t.Errorf("%s to %q: own %v, want %v", tt.way, tt.to, got, tt.own)
		}
	}
}
