package store_test

import (
	"errors"
	"testing"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/internal/work"
	"orangelab.cn/rightsdesk/store/seal"
	"orangelab.cn/rightsdesk/store/storetest"
)

func TestAKeyKeepsTheWorkItWasLockedWith(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := newDesk(t, engine)
		kept := func() work.Factor {
			return work.Factor{Passes: column[uint32](t, d, "SELECT work_passes FROM staff WHERE login = 'lin'"),
				KiB: column[uint32](t, d, "SELECT work_kib FROM staff WHERE login = 'lin'")}
		}
		unlock := func(password string) error {
			var record store.SignInRecord
			if err := d.read(func(v *store.View) (err error) {
				record, err = v.SignInRecord("lin")
				return err
			}); err != nil {
				t.Fatal(err)
			}
			_, err := record.Unlock(password)
			return err
		}
		add := func() {
			if err := d.write(func(tx *store.Tx) error {
				_, err := tx.AddStaff(model.Staff{Login: "lin", Name: "Lin", Role: model.RoleAgent, CreatedAt: start},
					"a password of lin")
				return err
			}); err != nil {
				t.Fatal(err)
			}
		}
		add()
		if kept() != work.Current() {
			t.Errorf("locked with %+v, kept %+v", work.Current(), kept())
		}
		if err := unlock("a password of lin"); err != nil {
			t.Errorf("with the work it was locked with: %v", err)
		}
		for _, tt := range []struct {
			changed work.Factor
			want    error
		}{
			{work.Factor{Passes: 2, KiB: 32}, seal.ErrWrongPassword},
			{work.Factor{Passes: 1, KiB: 1 << 31}, nil}, // not two terabytes: it cannot be ours, so today's is taken
		} {
			d.raw(t, "UPDATE staff SET work_passes = ?, work_kib = ? WHERE login = 'lin'", tt.changed.Passes,
				tt.changed.KiB)
			if err := unlock("a password of lin"); !errors.Is(err, tt.want) {
				t.Errorf("with the work changed to %+v: %v", tt.changed, err)
			}
		}
	})
}

func TestADeskOutsideTestsAlwaysTakesTheFullWork(t *testing.T) {
	if work.Full != (work.Factor{Passes: 3, KiB: 64 << 10}) {
		t.Errorf("the full work is %+v", work.Full)
	}
	if work.Current() == work.Full {
		t.Error("tests were to lower it, and did not")
	}
}
