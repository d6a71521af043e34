package fulfil

import (
	"orangelab.cn/rightsdesk/app/naming"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store/casefile"
)

// triedInVain names by what somebody tried to prove an identity that was not proven.
func triedInVain(c drafting, lang string) ([]string, error) {
	list, err := casefile.EvidenceOf(c.Tx, c.Request.ID)
	if err != nil {
		return nil, err
	}
	tried := naming.Means(list, lang, func(model.Evidence) bool { return true })
	if len(tried) == 0 {
		tried = []string{naming.Phrase(lang, "we_asked_you_for_proof")}
	}
	return tried, nil
}
