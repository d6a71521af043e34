package identifier_test

import (
	"testing"

	"orangelab.cn/rightsdesk/model/identifier"
)

func TestAnIdentityIsFoundInsideAText(t *testing.T) {
	for _, tt := range []struct {
		kind, sought, text string
		want               bool
	}{
		{"phone_number", "13800000009", "请致电138-0000-0009联系", true},
		{"phone_number", "13800000009", "tel 138 0000 0009 13900001111", true},
		{"phone_number", "13800000009", "13900001111 138 0000 0009", true},
		{"phone_number", "13800000009", "+86 (138) 0000-0009.", true},
		{"phone_number", "13800000009", "１３８０００００００９", true},
		{"phone_number", "13800000009", "order 99138000000091", false},
		{"phone_number", "13800000009", "a13800000009b", false},
		{"phone_number", "13800000009", "138 0000 0008", false},
		{"phone_number", "13800000009", "138\n0000\n0009", true},
		{"phone_number", "010-12345678", "总机 010-12345678 转 8001", true},
		{"phone_number", "010-12345678", "fax: 010-12345679", false},
		{"phone_number", "+49 170 1234567", "Tel. 0170/1234567", true},
		{"phone_number", "+390612345678", "call +39 06 1234-5678", true},
		{"phone_number", "+390612345678", "0612345678", true},
		{"id_number", "11010519491231002X", "证件号110105 19491231 002x。", true},
		{"id_number", "11010519491231002X", "id 110105-19491231-002X, seen", true},
		{"id_number", "11010519491231002X", "1110105194912310021", false},
		{"id_number", "11010519491231002X", "x11010519491231002X", false},
		{"id_number", "11010519491231002X", "old 110105491231002", true},
		{"id_number", "11010519491231002X", "11010519491231002", false},
		{"email", "Wang.Min@Example.cn", "<wang.min@example.CN>", true},
		{"email", "wang.min@example.cn", "xwang.min@example.cn", false},
		{"email", "wang.min@example.cn", "写信到ｗang.min＠example.cn。", true},
		{"email", "wang.min@example.cn", "wang.min@example.cnn", false},
		{"name", "买买提·艾力", "客户买买提•艾力先生", true}, {"name", "王小明", "王 小明 来电", true},
		{"name", "Ann Lee", "from Ann  LEE!", true}, {"name", "Ann Lee", "Joann Lee", false},
		{"account", "WM2019-1", "account wm2019-1.", true}, {"account", "WM2019-1", "WM2019-12", false},
	} {
		sought := identifier.SpellingOf(tt.kind).Seek()
		sought.Add(tt.sought)
		if got := sought.In(identifier.ReadPassage(tt.text)); got != tt.want {
			t.Errorf("%s %q in %q: %v", tt.kind, tt.sought, tt.text, got)
		}
	}
}
