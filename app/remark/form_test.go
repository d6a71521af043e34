package remark_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/remark"
	"orangelab.cn/rightsdesk/model"
)

// TestAFormThatBelongsToNoRequestIsKeptForWhoTypesIt: what was typed of a caller is lost by no crash, and no colleague
// reads it.
func TestAFormThatBelongsToNoRequestIsKeptForWhoTypesIt(t *testing.T) {
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			d := desktest.New(t, engine)
			fang, lei := d.Add(t, "fang", model.RoleAgent), d.Add(t, "lei", model.RoleAgent)
			keep := func(s *desk.Session, name string, words map[string]string) {
				t.Helper()
				if err := remark.KeepForm(ctx, s, name, words); err != nil {
					t.Fatal(err)
				}
			}
			names := func(s *desk.Session) (list []string) {
				t.Helper()
				forms, err := remark.Forms(ctx, s)
				if err != nil {
					t.Fatal(err)
				}
				for _, f := range forms {
					list = append(list, fmt.Sprint(f.Name, f.Words))
				}
				return list
			}
			want := func(s *desk.Session, list ...string) {
				t.Helper()
				if got := names(s); fmt.Sprint(got) != fmt.Sprint(list) {
					t.Errorf("%v, want %v", got, list)
				}
			}
			keep(fang, "new 1", map[string]string{"name": "王小明", "phone": " "})
			d.Clock.Step(time.Minute)
			keep(fang, "new 2", map[string]string{"name": "Li"})
			keep(lei, "new 1", map[string]string{"name": "Chen"})
			want(fang, "new 2map[name:Li]", "new 1map[name:王小明]")
			want(lei, "new 1map[name:Chen]")
			if err := remark.KeepForm(ctx, d.Add(t, "audit", model.RoleAuditor), "x",
				map[string]string{"a": "b"}); !errors.Is(err, desk.ErrForbidden) {
				t.Error(err)
			}

			keep(fang, "new 2", nil) // it was taken in
			want(fang, "new 1map[name:王小明]")
			d.Clock.Step(31 * 24 * time.Hour)
			want(fang)
			for i := range 45 {
				keep(fang, fmt.Sprint("new ", 100+i), map[string]string{"name": "n"})
				d.Clock.Step(time.Second)
			}
			if got := names(fang); len(got) != 40 || got[0] != "new 144map[name:n]" {
				t.Error(len(got), got[0])
			}
			want(lei)
		})
	}
}
