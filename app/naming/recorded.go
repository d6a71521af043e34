package naming

import (
	"errors"

	"orangelab.cn/rightsdesk/app/gate"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/model/compliance"
	"orangelab.cn/rightsdesk/store"
)

// ErrFeeWaits says that a letter would speak of a fee about which nobody has decided.
var ErrFeeWaits = errors.New("the fee for this request waits for a second person: approve it or end it under Compliance, Fees")

// FeeOf is what a letter says of a fee for a request; nil where it costs nothing.
func FeeOf(v *store.View, reference, lang string) (*letter.Fee, error) {
	r, err := gate.Fee(v, reference)
	switch {
	case err != nil || r.Number == 0:
		return nil, err
	case r.By == "":
		return nil, ErrFeeWaits
	}
	kind, _ := gate.Kinds().Kind(compliance.Fees)
	f, _ := kind.Field("reason")
	reason, _ := f.Option(r.Values["reason"])
	return &letter.Fee{Amount: r.Values["amount"], Reason: reason.Title.In(lang), Law: r.Values["law"]}, nil
}

// OperatedBy is which affiliate operates the product of a request; nil where the organisation does, or nobody recorded
// it.
func OperatedBy(v *store.View, product string) (*letter.Operated, error) {
	r, err := gate.Product(v, product)
	if err != nil || r.Values["affiliate"] != "affiliate" {
		return nil, err
	}
	return &letter.Operated{Product: r.Values["product"], By: r.Values["operator"]}, nil
}
