package app_test

import (
	"context"
	"errors"
	"reflect"
	"testing"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
)

const shopMap = `dataset:
  - fides_key: shop
    collections:
      - name: customer
        fields:
          - {name: id, fides_meta: {primary_key: true}}
          - {name: email, data_categories: [user.contact.email], fides_meta: {identity: email}}
`

// call does an action with nothing in its hands: whatever it looked at before the permission would be missed.
func call(s *desk.Session, do any) error {
	fn := reflect.ValueOf(do)
	args := make([]reflect.Value, fn.Type().NumIn())
	for i := range args {
		switch in := fn.Type().In(i); in {
		case reflect.TypeFor[context.Context]():
			args[i] = reflect.ValueOf(context.Background())
		case reflect.TypeFor[*desk.Session]():
			args[i] = reflect.ValueOf(s)
		default:
			args[i] = reflect.Zero(in)
		}
	}
	out := fn.Call(args)
	err, _ := out[len(out)-1].Interface().(error)
	return err
}

// size is how many entries the log has: a refused action leaves none.
func size(t *testing.T, d *desktest.Desk) int64 {
	t.Helper()
	var head model.Head
	if err := d.Admin.Read(context.Background(), model.ActSignIn, func(v *store.View) (err error) {
		head, err = v.Head()
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return head.Size
}

// refuses checks that every action that is asked for ends in the one refusal, before anything else.
func refuses(t *testing.T, d *desktest.Desk, s *desk.Session, want error, asked func(model.Action) bool) {
	t.Helper()
	before, n := size(t, d), 0
	for _, a := range actions {
		if !asked(a.needs) {
			continue
		}
		for name, do := range a.do {
			n++
			if err := call(s, do); !errors.Is(err, want) {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
	if after := size(t, d); after != before {
		t.Errorf("refused actions left %d entries", after-before)
	}
	if n == 0 {
		t.Error("no action was asked for")
	}
}
