package fulfil_test

import (
	"errors"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/erased"
	"orangelab.cn/rightsdesk/app/holds"
	"orangelab.cn/rightsdesk/app/result"
	"orangelab.cn/rightsdesk/model"
)

func TestAPartKeptByLawComesBackByItselfWhenTheDutyEnds(t *testing.T) {
	o := newOffice(t, "sqlite")
	r := o.working(t, model.Deletion)
	o.settle(t, r.ID, nil)
	o.leaveShared(t, r.ID)
	o.signed(t, r.ID)
	o.write(t, r.ID)
	if _, err := result.Certify(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), nil); err != nil {
		t.Fatal(err)
	}
	holds, err := holds.List(ctx, o.agent, r.ID)
	if err != nil || len(holds) != 1 || holds[0].Rule != "ecommerce" {
		t.Fatalf("%+v %v", holds, err)
	}
	returned := func() []model.Link {
		t.Helper()
		if err := change.Sweep(ctx, o.agent); err != nil {
			t.Fatal(err)
		}
		links, err := collect.Links(ctx, o.agent, r.ID)
		if err != nil {
			t.Fatal(err)
		}
		return links
	}
	if len(returned()) != 0 {
		t.Fatal("it came back before the duty ended")
	}
	o.Clock.Step(holds[0].Until.Sub(o.Clock.Now()) + 1)
	o.lead, o.agent = o.SignInAs(t, "jing"), o.SignInAs(t, "fang")
	if links := returned(); len(links) != 1 || links[0].Why != model.CauseHoldEnded || links[0].Kind != model.Deletion {
		t.Fatalf("%+v", links)
	}
	if n := len(returned()); n != 1 {
		t.Errorf("it came back %d times", n)
	}
}

func TestAnErasedPersonWhoIsBackIsFound(t *testing.T) {
	o := newOffice(t, "sqlite")
	r := o.working(t, model.Deletion)
	backup := o.dump(t)["customer"][0]
	o.settle(t, r.ID, nil)
	o.leaveShared(t, r.ID)
	o.signed(t, r.ID)
	o.write(t, r.ID)
	if _, err := result.Certify(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), nil); err != nil {
		t.Fatal(err)
	}
	if back, err := erased.Compare(ctx, o.lead); err != nil || len(back) != 0 {
		t.Fatalf("somebody is back who is not: %+v %v", back, err)
	}
	if !strings.Contains(backup, "13812341234") {
		t.Fatal(backup)
	}
	o.exec(t, "UPDATE customer SET name = '王小明', phone = '13812341234' WHERE id = 1")
	back, err := erased.Compare(ctx, o.lead)
	if err != nil || len(back) != 1 || back[0].Reference != r.Reference || back[0].Opened == "" {
		t.Fatalf("%+v %v", back, err)
	}
	if again, err := erased.Compare(ctx, o.lead); err != nil || len(again) != 1 || again[0].Opened != "" {
		t.Errorf("a second deletion was opened: %+v %v", again, err)
	}
	if _, err := erased.Compare(ctx, o.agent); !errors.Is(err, desk.ErrForbidden) {
		t.Errorf("an agent compared: %v", err)
	}
}

// An account that only folds to one that was erased may be anybody's: nothing is opened, and so nothing erased, by it.
func TestAnAccountThatOnlyLooksErasedOpensNothing(t *testing.T) {
	o := newOffice(t, "sqlite")
	o.exec(t, "CREATE TABLE member (id INTEGER PRIMARY KEY, login TEXT UNIQUE)")
	o.remap(t, func(src *model.Source) {
		src.Dataset += "      - name: member\n        fields:\n          - {name: id, fides_meta: {primary_key: true}}\n          - {name: login, data_categories: [user.account], fides_meta: {identity: account}}\n"
	})
	r := o.working(t, model.Deletion)
	o.settle(t, r.ID, nil)
	o.leaveShared(t, r.ID)
	o.signed(t, r.ID)
	o.write(t, r.ID)
	if _, err := result.Certify(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), nil); err != nil {
		t.Fatal(err)
	}
	o.exec(t, "INSERT INTO member VALUES (1, 'ＷＭ２０１９'), (2, 'wm2019'), (3, 'WM2019\u200b')")
	back, err := erased.Compare(ctx, o.lead)
	if err != nil || len(back) != 1 || !back[0].Alike || back[0].Opened != "" || back[0].Rows != 3 {
		t.Fatalf("%+v %v", back, err)
	}
	o.exec(t, "INSERT INTO member VALUES (4, ' WM2019')")
	if back, err = erased.Compare(ctx, o.lead); err != nil || len(back) != 1 || back[0].Alike ||
		back[0].Opened == "" || back[0].Rows != 1 {
		t.Errorf("%+v %v", back, err)
	}
}
