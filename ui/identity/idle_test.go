package identity

import (
	"testing"

	"orangelab.cn/rightsdesk/model"
)

// A match that counts for nothing looked like one that counts: the level still lacked as many, and nobody was told why.
func TestAMatchThatDoesNotCountSaysWhy(t *testing.T) {
	point := func(name string) model.EvidenceRecord {
		return model.EvidenceRecord{Evidence: model.Evidence{Kind: model.EvidenceDataPoint, Point: name,
			Result: model.Passed}}
	}
	code := model.EvidenceRecord{Evidence: model.Evidence{Kind: model.EvidenceEmailCode, Result: model.Passed}}
	voided := code
	voided.Discounted = true
	for _, tt := range []struct {
		name string
		list []model.EvidenceRecord
	}{
		{"the contact of the code", []model.EvidenceRecord{code, point("email"), point("phone"), point("name")}},
		{"the code came after", []model.EvidenceRecord{point("email"), code}},
		{"a code that counts for nothing", []model.EvidenceRecord{voided, point("email")}},
		{"twice the same", []model.EvidenceRecord{point("name"), point("name"), point("birth_date")}},
	} {
		counted := 0
		var p model.Proof
		for i, e := range tt.list {
			p.Evidence = append(p.Evidence, e.Evidence)
			if e.Kind == model.EvidenceDataPoint && idle(tt.list, i) == "" {
				counted++
			}
		}
		if counted != p.Points() {
			t.Errorf("%s: %d are said to count, %d do", tt.name, counted, p.Points())
		}
	}
}
