package desk_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/rules"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/calendar"
)

// A count that was interrupted goes on, and lists what moved before it stopped too.
func TestACountThatStoppedGoesOn(t *testing.T) {
	ctx := context.Background()
	d := desktest.New(t, "sqlite")
	fang, jing := d.Add(t, "fang", model.RoleAgent), d.Add(t, "jing", model.RoleLead)
	d.Clock.Step(65 * 24 * time.Hour)
	for _, email := range []string{"a@163.com", "b@163.com", "c@163.com"} {
		sub := desktest.Submission()
		sub.Kind, sub.Subject.Email = model.Correction, email
		d.Take(t, fang, sub)
	}
	desk.RecountStep(t, 1)
	st, err := rules.Read(ctx, jing)
	if err != nil {
		t.Fatal(err)
	}
	festival := []calendar.Table{{Year: 2027,
		Days: []calendar.Listed{{Date: calendar.Date{Year: 2027, Month: 2, Day: 10}, Off: true},
			{Date: calendar.Date{Year: 2027, Month: 2, Day: 9}, Off: true},
			{Date: calendar.Date{Year: 2027, Month: 2, Day: 11}, Off: true}}}}
	if err := rules.Import(ctx, jing, st, "cn", festival, ""); err != nil {
		t.Fatal(err)
	}
	stopped, stop := context.WithCancel(ctx)
	if _, err := jing.Recount(stopped, func(done, _ int64) {
		if done == 2 {
			stop()
		}
	}); !errors.Is(err, context.Canceled) {
		t.Fatalf("it was not stopped: %v", err)
	}
	counted, err := fang.Recount(ctx, nil)
	if err != nil || counted.Open != 3 || counted.Moved != 3 {
		t.Errorf("%+v, %v", counted, err)
	}
}
