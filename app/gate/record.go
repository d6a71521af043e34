package gate

import (
	"strings"

	"orangelab.cn/rightsdesk/model/compliance"
	"orangelab.cn/rightsdesk/store"
)

// Fee returns the open record of a fee for a request, which holds once a second person has approved it: then its By is
// who did. A record without a number where nobody recorded one: a request costs nothing as a rule.
func Fee(v *store.View, reference string) (fee compliance.Record, err error) {
	list, err := Records(v, compliance.Fees)
	if err != nil {
		return fee, err
	}
	for _, r := range list {
		if r.Open() && r.Values["request"] == reference {
			fee = r
		}
	}
	return fee, nil
}

// Product returns the open record of a product, by the name that requests call it; one without a number where there is
// none.
func Product(v *store.View, name string) (product compliance.Record, err error) {
	if name == "" {
		return product, nil
	}
	list, err := Records(v, compliance.Products)
	if err != nil {
		return product, err
	}
	for _, r := range list {
		if r.Open() && strings.EqualFold(r.Values["product"], name) {
			product = r
		}
	}
	return product, nil
}
