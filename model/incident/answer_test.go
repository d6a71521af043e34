package incident_test

import (
	"testing"

	"orangelab.cn/rightsdesk/model/incident"
)

func TestTheNumberOfAnAuthorityIsFoundAndNoOther(t *testing.T) {
	for text, want := range map[string]string{
		"Our reference: DPA-2026/4711.":                              "DPA-2026/4711",
		"Your report has been registered under case number 12/34567": "12/34567",
		"Reference number is ICO-IC-123456-A1B2":                     "ICO-IC-123456-A1B2",
		"Aktenzeichen: LDA-1085.1-77/26":                             "LDA-1085.1-77/26",
		"Geschäftszeichen 25-311/2026-99":                            "25-311/2026-99",
		"Numéro de dossier : FR-2026-0099":                           "FR-2026-0099",
		"受理编号：网信办〔2026〕12号":                                          "网信办〔2026〕12号",
		"您的报告已收到，回执编号为CAC20261128001。":                               "CAC20261128001",
		"登记号 3301-2026-778":                                          "3301-2026-778",
		"Reference: I-2026-0003":                                     "",
		"Our reference: I-2026-0003, your case no. 77-12":            "77-12",
		"Please tell us the number of people.":                       "",
		"The reference is attached":                                  "",
		"请说明涉及的人数":                                                   "",
	} {
		if got := incident.NumberIn(text); got != want {
			t.Errorf("%q: %q, not %q", text, got, want)
		}
	}
}
