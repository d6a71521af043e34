package intake_test

import (
	"slices"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/model"
)

// What stands in for a missing value names nobody: searched for, it would find every stranger whose row holds it too.
func TestAPlaceholderIsNobody(t *testing.T) {
	for _, word := range []string{"#N/A", "N/A", "n/a", "NULL", "null", "none", "0", "000", "无", "TRUE", "#NUM!",
		"#REF!", "#VALUE!", "-", "--", "?", "未知", "暂无", "无。", "nil", "undefined", "NaN", "########"} {
		for _, column := range []string{"id_number", "account", "name", "phone", "email"} {
			p := preview(t, "i.csv", "kind,"+column+"\ndeletion,\""+word+"\"\n")
			if len(p.Records) != 0 || len(p.Problems) == 0 {
				t.Errorf("%s in %s names somebody: %+v", word, column, p.Records)
			}
		}
		p := preview(t, "i.csv", "kind,email,id_number,account\ndeletion,ann@example.org,\""+word+"\",\""+word+"\"\n")
		if len(p.Records) != 1 || p.Records[0].IDNumber != "" || len(p.Records[0].Accounts) != 0 ||
			!strings.Contains(strings.Join(p.Records[0].Doubts, "\n"), word) {
			t.Errorf("%s: %+v", word, p)
		}
		by := record.Submission{Kind: model.Deletion, Channel: model.ByPhone, Requester: model.Self,
			Subject: record.TypedSubject("Ann", "", "", "", word, "")}
		if by.Check(today) == nil {
			t.Errorf("%s typed as an identity number is taken", word)
		}
	}
	one :=
		`{"subject_request_id":"c7551968-d5d6-44b2-9831-815ac9017798","subject_request_type":"erasure","submitted_time":"2026-11-23T15:00:00Z","subject_identities":[{"identity_type":"controller_customer_id","identity_value":"N/A","identity_format":"raw"}]}`
	if p := preview(t, "r.json", one); len(p.Records) != 0 {
		t.Errorf("OpenDSR: %+v", p.Records)
	}
	if p := preview(t, "i.csv", "kind,account\naccess,#12345\naccess,X-0\n"); len(p.Records) != 2 {
		t.Errorf("%+v", p)
	}
	// people are called so
	if p := preview(t, "i.csv", "kind,name,email\naccess,Na,a@b.cn\n"); p.Records[0].Name != "Na" {
		t.Errorf("%+v", p)
	}
}

func TestNumbersThatAreNotWholeAreNamed(t *testing.T) {
	tests := []struct {
		column, value string
		problem       string // a piece; empty where the record is taken
		doubt, want   string
	}{
		{"phone", "13800000003", "", "", "+8613800000003"},
		{"phone", "010-12345678", "", "", "+861012345678"},
		{"phone", "0755 12345678", "", "", "+8675512345678"},
		{"phone", "+44 20 7946 0018", "", "", "+442079460018"},
		{"phone", "13,800,000,003", "", "", "+8613800000003"},
		{"phone", "13800000003.5", "shortened", "", ""},
		{"phone", "138000000033", "", "a mobile number of China has 11 digits, this one has 12", "+86138000000033"},
		{"phone", "1380000003", "", "has 11 digits, this one has 10", "+861380000003"},
		{"phone", "12345678", "", "area code", "+8612345678"},
		{"id_number", "440,301,199,001,010,004", "", "", "440301199001010004"},
		{"id_number", "44O301199001010004", "", "“O”", "44O301199001010004"},
		{"id_number", "11010519491231002Х", "", "“Х”", "11010519491231002Х"},
		{"id_number", "11010519491231002X", "", "", "11010519491231002X"},
		{"id_number", "E12345678", "", "", "E12345678"},
		{"email", " 'a@x.org", "", "", "a@x.org"},
	}
	for _, tt := range tests {
		p := preview(t, "n.csv", "kind,name,"+tt.column+"\ndeletion,Ann,\""+tt.value+"\"\n")
		if tt.problem != "" {
			if len(p.Problems) != 1 || !strings.Contains(p.Problems[0].Text, tt.problem) {
				t.Errorf("%s: %+v", tt.value, p.Problems)
			}
			continue
		}
		if len(p.Records) != 1 {
			t.Errorf("%s: %+v", tt.value, p.Problems)
			continue
		}
		r := p.Records[0]
		doubts := strings.Join(r.Doubts, "\n")
		if tt.doubt == "" && doubts != "" || !strings.Contains(doubts, tt.doubt) ||
			!slices.Contains(append(slices.Concat(r.Phones, r.Emails), r.IDNumber), tt.want) {
			t.Errorf("%s: %+v", tt.value, r)
		}
	}
}
