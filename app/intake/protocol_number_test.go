package intake_test

import (
	"strings"
	"testing"
)

// A number is an account, however a program wrote it; one identity that is empty costs nobody their request.
func TestAnAccountGivenAsANumberIsTheWholeNumber(t *testing.T) {
	const request = `{"subject_request_id":"c7551968-d5d6-44b2-9831-815ac9017798","subject_request_type":"access","submitted_time":"2026-11-23T15:00:00Z","subject_identities":[` +
		`{"identity_type":"controller_customer_id","identity_value":@,"identity_format":"raw"}]}`
	for written, want := range map[string]string{"12345": "12345", "12345.0": "12345", "1.2345e4": "12345",
		"1.2345E+4": "12345", "12345678901234567890": "12345678901234567890",
		"123456789012345678.0": "123456789012345678",
		"1.5":                  "1.5", "1e999999999": "1e999999999", `"12345.0"`: "12345.0"} {
		p := preview(t, "a.json", strings.Replace(request, "@", written, 1))
		if len(p.Records) != 1 || strings.Join(p.Records[0].Accounts, " ") != want {
			t.Errorf("%s is %+v", written, p)
		}
	}
	p := preview(t, "a.json",
		strings.Replace(request, "@",
			`"","identity_format":"raw"},{"identity_type":"email","identity_value":"ann@example.org"`, 1))
	if len(p.Records) != 1 || strings.Join(p.Records[0].Emails, " ") != "ann@example.org" ||
		len(p.Records[0].Doubts) != 1 {
		t.Errorf("%+v", p)
	}
}
