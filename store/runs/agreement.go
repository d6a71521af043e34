package runs

import (
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"
)

// AgreementSubject names a finding among what is approved about a request; FindingCounts writes it the same way in SQL.
func AgreementSubject(run string, seq int64) string { return fmt.Sprintf("%s/%d", run, seq) }

// agreementDigest is exactly what somebody agrees with who agrees with the choice for a finding.
func agreementDigest(v *store.View, run string, f model.Finding) string {
	h := v.Digest("agreement")
	fmt.Fprintf(h, "%s %d %q %q %q %q %q %d %d\n%s%s", run, f.Seq, f.Source, f.Dataset, f.Collection, f.Decision,
		f.DecidedBy, len(f.Row), len(f.Choice), f.Row, f.Choice)
	return hex.EncodeToString(h.Sum(nil))
}

// Agree signs that a second person agrees with the choice for a shared finding.
func Agree(tx *store.Tx, request int64, run string, seq int64, by string, now time.Time) error {
	list, err := Findings(tx.View, request, run, model.FindingFilter{Seq: seq}, 0, 1)
	if err != nil {
		return err
	}
	if len(list) == 0 || list[0].DecidedBy == by {
		return store.ErrNotFound
	}
	if err := tx.Approve(request, model.ActAgree, AgreementSubject(run, seq), agreementDigest(tx.View, run, list[0]),
		now); err != nil {
		return err
	}
	rows, err := tx.ChangeRowsIn(request, store.NewSpan("finding", run, seq, seq))
	if err != nil {
		return err
	}
	return database.One(rows.Model(&findingRow{}).Where("seq = ?", seq).Update("agreed_by", by))
}

// checkAgreements lets only those agreements stand that whoever is named signed, over the finding as it is. One without
// a signature is none; one that does not hold was made outside the program.
func checkAgreements(v *store.View, request int64, run string, list []model.Finding) error {
	if v.BeforeSigning(request) {
		return nil
	}
	for i := range list {
		f := &list[i]
		if f.AgreedBy == "" {
			continue
		}
		by, err := v.Approved(request, model.ActAgree, AgreementSubject(run, f.Seq), agreementDigest(v, run, *f))
		switch {
		case errors.Is(err, store.ErrUnsignedApproval):
			f.AgreedBy = ""
		case errors.Is(err, store.ErrNotApproved), err == nil && (by != f.AgreedBy || by == f.DecidedBy):
			return fmt.Errorf("%w: the agreement with finding %d", store.ErrTampered, f.Seq)
		case err != nil:
			return err
		}
	}
	return nil
}
