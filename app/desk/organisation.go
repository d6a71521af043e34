package desk

import (
	"context"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/setup"
)

// Organisation reads the facts of the organisation that are in force, and counts days in its zone from now on: another
// desktop may have changed it.
func (s *Session) Organisation(ctx context.Context) (o model.Organisation, err error) {
	err = s.Read(ctx, model.ActReadOrganisation, func(v *store.View) (err error) {
		o, err = setup.Organisation(v)
		return err
	})
	if err == nil {
		err = s.desk.countIn(o)
	}
	return o, err
}

// OrganisationVersions lists every version of the facts, newest first.
func (s *Session) OrganisationVersions(ctx context.Context) (list []model.Organisation, err error) {
	err = s.Read(ctx, model.ActReadOrganisation, func(v *store.View) (err error) {
		list, err = setup.OrganisationVersions(v)
		return err
	})
	return list, err
}

// SaveOrganisation keeps changed facts as the next version. It fails with store.ErrConflict where o.Version is not the
// one in force, and with an *model.OrganisationFault where a fact cannot be kept.
func (s *Session) SaveOrganisation(ctx context.Context, o model.Organisation) (saved model.Organisation, err error) {
	o = o.Trimmed()
	err = s.Write(ctx, model.ActEditOrganisation, func(tx *store.Tx, entry *model.Entry) (err error) {
		if err := o.Check(); err != nil {
			return err
		}
		o.SavedAt, o.SavedBy = s.Now(), s.staff.ID
		saved, err = setup.SaveOrganisation(tx, o)
		entry.Detail["version"] = saved.Version
		return err
	})
	if err == nil {
		err = s.desk.countIn(saved)
	}
	return saved, err
}

// countIn lets the desk count days in the organisation's zone; before it is known, in that of the rule pack.
func (d *Desk) countIn(o model.Organisation) error {
	if o.Zone == "" {
		return nil
	}
	zone, err := o.Location()
	if err != nil {
		return err
	}
	for {
		now := d.rules.Load()
		if now.Location().String() == zone.String() || d.rules.CompareAndSwap(now, &inForce{now.In(zone), now.last}) {
			return nil
		}
	}
}
