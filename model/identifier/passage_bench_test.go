package identifier_test

import (
	"testing"

	"orangelab.cn/rightsdesk/model/identifier"
)

// BenchmarkLookingIntoTexts is one text of a search for residue, which reads every text of every source.
func BenchmarkLookingIntoTexts(b *testing.B) {
	var all []*identifier.Sought
	for kind, value := range map[string]string{"email": "wang.min@example.cn", "phone_number": "13800000009",
		"id_number": "11010519491231002X", "name": "王小明"} {
		s := identifier.SpellingOf(kind).Seek()
		s.Add(value)
		all = append(all, s)
	}
	for _, text := range []string{"ORD-2026-000123", "please call 13911112222 about order 20261123",
		"客户来电询问订单进度，已回复，王先生满意。"} {
		b.Run(text, func(b *testing.B) {
			for b.Loop() {
				p := identifier.ReadPassage(text)
				for _, s := range all {
					if s.In(p) {
						b.Fatal("found")
					}
				}
			}
		})
	}
}
