package runs

import (
	"errors"
	"time"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"
)

// planSigned reports, as an error, why a plan is not signed by who it says. A plan that was signed before anybody could
// do it with their own key counts as it was found.
func planSigned(v *store.View, row planRow) error {
	if v.OlderThanRoster(row.SignedAt) {
		return nil
	}
	by, err := v.Approved(row.RequestID, model.ActSignPlan, row.ID, row.Digest)
	if err == nil && (by != row.SignedBy || by == row.MadeBy) {
		err = store.ErrNotApproved
	}
	return err
}

// LeasePlan lets one desktop write a signed plan; ErrConflict while another is at it, ErrNotApproved where it is not
// signed by a second person.
func LeasePlan(tx *store.Tx, plan string, now, till time.Time) error {
	request, err := tx.Whose("plan", plan)
	if err != nil {
		return err
	}
	var row planRow
	if err := tx.RowsOf(request).Where("id = ?", plan).First(&row).Error; err != nil {
		return database.MapError(err)
	}
	if row.State == model.PlanSigned {
		if by, err := tx.Approved(row.RequestID, model.ActSignPlan, row.ID, row.Digest); err != nil ||
			by != "" && by == row.MadeBy {
			return errors.Join(err, store.ErrNotApproved)
		}
	}
	return database.One(tx.RowsOf(request).Model(&planRow{}).Where("id = ? AND state = ? AND lease_till < ?", plan,
		model.PlanSigned, database.Millis(now)).Update("lease_till", database.Millis(till)))
}

// ExtendPlanLease says that this desktop is still at it.
func ExtendPlanLease(tx *store.Tx, plan string, till time.Time) error {
	request, err := tx.Whose("plan", plan)
	if err != nil {
		return err
	}
	return database.MapError(tx.RowsOf(request).Model(&planRow{}).Where("id = ?", plan).
		Update("lease_till", database.Millis(till)).Error)
}

// EndPlanLease gives the plan free; done says that nothing is left to write.
func EndPlanLease(tx *store.Tx, plan string, done bool) error {
	set := map[string]any{"lease_till": 0}
	if done {
		set["state"] = model.PlanDone
	}
	request, err := tx.Whose("plan", plan)
	if err != nil {
		return err
	}
	return database.MapError(tx.RowsOf(request).Model(&planRow{}).Where("id = ?", plan).Updates(set).Error)
}
