package notice_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/desk/desktest"
	campaign "orangelab.cn/rightsdesk/app/notice"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/dispatch"
	"orangelab.cn/rightsdesk/model/kept"
	"orangelab.cn/rightsdesk/model/notice"
	"orangelab.cn/rightsdesk/store/storetest"
)

// picture is a file that shows a page.
func picture(t testing.TB, data string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "page.png")
	if err := os.WriteFile(path, []byte(data), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestThatANoticeWasShownIsRecordedWithWhatShowsItAndStays(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := desktest.New(t, engine)
		jing, li := d.Add(t, "jing", model.RoleLead), d.Add(t, "li", model.RoleLead)
		auditor := d.Add(t, "audit", model.RoleAuditor)
		o := byWays(t, jing, li, dispatch.Settings{}, "name,phone\nWang,13800000001\n", notice.SMS, notice.Home)
		if !o.Unshown() {
			t.Error("it went out, and nothing says that nobody saw it on the page")
		}
		page := picture(t, "a picture that nobody reads on the disk")
		shown := notice.Shown{Address: "https://shop.test/", Since: d.Now().Add(-2 * time.Hour)}
		for name, x := range map[string]struct {
			shown notice.Shown
			want  error
		}{
			"nowhere":       {notice.Shown{Since: d.Now()}, notice.ErrShownAt},
			"never":         {notice.Shown{Address: "shop.test"}, notice.ErrShownTime},
			"in the future": {notice.Shown{Address: "shop.test", Since: d.Now().Add(time.Hour)}, notice.ErrShownTime},
			"until before since": {notice.Shown{Address: "shop.test", Since: d.Now(),
				Until: d.Now().Add(-time.Hour)}, notice.ErrShownTime},
		} {
			if err := campaign.Show(ctx, jing, o.Seen(), page, x.shown); !errors.Is(err, x.want) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := campaign.Show(ctx, jing, o.Seen(), picture(t, ""), shown); !errors.Is(err, kept.ErrSize) {
			t.Errorf("an empty file: %v", err)
		}
		if err := campaign.Show(ctx, auditor, o.Seen(), page, shown); err == nil {
			t.Error("an auditor records it")
		}
		if err := campaign.Show(ctx, jing, o.Seen(), page, shown); err != nil {
			t.Fatal(err)
		}
		later := shown
		later.Until = d.Now().Add(-time.Minute)
		if err := campaign.Show(ctx, li, o.Seen(), picture(t, "the end"), later); err != nil {
			t.Fatal(err)
		}
		o = read(t, auditor, o.ID)
		if len(o.Shown) != 2 || o.Unshown() || o.Shown[0].By != jing.Staff().ID || !o.Shown[0].Until.IsZero() ||
			!o.Shown[1].Until.Equal(later.Until) || o.Shown[1].Address != "https://shop.test/" {
			t.Fatalf("%+v", o.Shown)
		}
		data, err := campaign.ShownFile(ctx, auditor, o.ID, o.Shown[0].File)
		if err != nil || !bytes.Equal(data, []byte("a picture that nobody reads on the disk")) {
			t.Errorf("%q, %v", data, err)
		}
		if _, err := campaign.ShownFile(ctx, auditor, o.ID+1, o.Shown[0].File); err == nil {
			t.Error("read as another notice's")
		}
		log, err := auditor.Log(ctx, 0, 0, 100)
		if err != nil || !slices.ContainsFunc(log, func(e model.Entry) bool {
			return e.Detail["sha256"] == o.Shown[0].File.SHA256 && e.Detail["shown"] == "https://shop.test/"
		}) {
			t.Errorf("the log has no digest of it: %v %v", log, err)
		}
		for _, statement := range []string{"DELETE FROM notice_shown", "UPDATE notice_shown SET at = 1",
			"DELETE FROM notice_file", "UPDATE notice_file SET id = 'x'"} {
			if res := d.Store().Writer(ctx).Exec(statement); res.Error == nil {
				t.Errorf("%s: the database lets it happen", statement)
			}
		}
	})
}

func TestWhatIsADraftOrGoesToNoPageIsNotRecordedAsShown(t *testing.T) {
	d := desktest.New(t, "sqlite")
	jing, li := d.Add(t, "jing", model.RoleLead), d.Add(t, "li", model.RoleLead)
	shown := notice.Shown{Address: "shop.test", Since: d.Now()}
	n, err := campaign.Begin(ctx, jing, notice.Cessation)
	if err != nil {
		t.Fatal(err)
	}
	if err := campaign.Show(ctx, jing, n.Seen(), picture(t, "x"), shown); !errors.Is(err, campaign.ErrState) {
		t.Errorf("a draft: %v", err)
	}
	o := byWays(t, jing, li, dispatch.Settings{}, "name,phone\nWang,13800000001\n", notice.SMS)
	if err := campaign.Show(ctx, jing, o.Seen(), picture(t, "x"), shown); !errors.Is(err, campaign.ErrState) ||
		o.Unshown() {
		t.Errorf("no page: %v", err)
	}
}
