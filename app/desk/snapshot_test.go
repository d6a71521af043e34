package desk_test

import (
	"context"
	"errors"
	"testing"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/storetest"
)

func TestWhatIsReadAtOnceIsOfOneState(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := desktest.New(t, engine)
		fang, jing := d.Add(t, "fang", model.RoleAgent), d.Add(t, "jing", model.RoleLead)
		r := d.Request(t, fang)
		err := fang.AtOnce(ctx, model.ActReadRequest, func(once context.Context) error {
			if _, err := fang.Request(once, r.ID); err != nil {
				return err
			}
			if _, err := jing.Claim(ctx, r.Revision()); err != nil {
				return err
			}
			again, err := fang.Request(once, r.ID)
			if err != nil || again.Version != r.Version {
				t.Errorf("a second reading of the same state: version %d, %v, want %d", again.Version, err, r.Version)
			}
			if log, err := fang.Log(once, r.ID, 0, 9); err != nil || len(log) != 1 {
				t.Errorf("the log of the same state: %d entries, %v", len(log), err)
			}
			if now, err := fang.Request(ctx, r.ID); err != nil || now.Version == r.Version {
				t.Errorf("a reading of its own: version %d, %v", now.Version, err)
			}
			if now, err := jing.Request(once, r.ID); err != nil || now.Version == r.Version {
				t.Errorf("somebody else's reading: version %d, %v", now.Version, err)
			}
			if err := fang.Read(once, model.ActEditOrganisation, func(*store.View) error {
				t.Error("read")
				return nil
			}); !errors.Is(err, desk.ErrForbidden) {
				t.Errorf("what an agent may not read: %v", err)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := fang.AtOnce(ctx, model.ActEditOrganisation, func(context.Context) error {
			t.Error("run")
			return nil
		}); !errors.Is(err, desk.ErrForbidden) {
			t.Errorf("without permission: %v", err)
		}
	})
}

// Who was disabled reads nothing more, not even what was begun.
func TestADisabledMemberReadsNothingAtOnce(t *testing.T) {
	d := desktest.New(t, "sqlite")
	fang := d.Add(t, "fang", model.RoleAgent)
	if err := d.Admin.DisableStaff(ctx, fang.Staff().ID); err != nil {
		t.Fatal(err)
	}
	err := fang.AtOnce(ctx, model.ActReadRequest, func(once context.Context) error {
		return fang.Read(once, model.ActReadRequest, func(*store.View) error { t.Error("read"); return nil })
	})
	if !errors.Is(err, desk.ErrDisabled) {
		t.Error(err)
	}
}
