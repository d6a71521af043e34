package draft

import "testing"

// TestWhatACommentSaysAKeyIsOf reads comments on keys beside those on tables, and what they must not be taken for.
func TestWhatACommentSaysAKeyIsOf(t *testing.T) {
	for _, c := range []struct {
		column, table string
		is            bool
	}{
		{"供应商id", "供应商/客户信息表", true},
		{"客户编号（必填）", "供应商/客户信息表", true},
		{"订单ID", "订单表", true},
		{"订单备注", "订单表", false},
		{"单", "单表", false},
		{"order id", "order", false},
	} {
		if got := namesSubject(c.column, c.table); got != c.is {
			t.Errorf("%s of %s is %t", c.column, c.table, got)
		}
	}
	l := language()
	for remark, want := range map[string]string{"等级vip": "", "登录ip": "ip_address", "bank = 银行卡 alipay = 支付宝": "",
		"紧急联系人": "person_name"} {
		got := ""
		if m := l.readRemark(remark); m.concept != nil {
			got = m.name
		}
		if got != want {
			t.Errorf("the comment %q says %q, want %q", remark, got, want)
		}
	}
}
