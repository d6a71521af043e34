package compliance_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	records "orangelab.cn/rightsdesk/app/compliance"
	"orangelab.cn/rightsdesk/app/datamap"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	campaign "orangelab.cn/rightsdesk/app/notice"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/calendar"
	"orangelab.cn/rightsdesk/model/compliance"
	"orangelab.cn/rightsdesk/model/notice"
)

func both(en, zh string) model.Text { return model.Text{"en": en, "zh-Hans": zh} }

func date(year, month, day int) calendar.Date {
	return calendar.Date{Year: year, Month: time.Month(month), Day: day}
}

// ending is a notice that a service ends on 1 January, with everything that it must say.
func ending(tb testing.TB, writer *desk.Session) campaign.Open {
	tb.Helper()
	n, err := campaign.Begin(ctx, writer, notice.Cessation)
	if err != nil {
		tb.Fatal(err)
	}
	c := notice.Content{Kind: notice.Cessation, Title: both("Orange Shop ends on {effective}", "橙子商城将于{effective}停止运营"),
		Products: []string{"Orange Shop"}, Regimes: []string{"seed"},
		On: date(2026, 11, 25), Effective: date(2027, 1, 1), Link: "https://orangelab.cn/end",
		Channels: []notice.Channel{notice.Email}, Passages: map[notice.Item]model.Text{}}
	for _, x := range c.Checklist(desktest.Organisation()) {
		if x.Passage() {
			c.Passages[x.ID] = both("About "+string(x.ID)+".", "关于"+string(x.ID)+"。")
		}
	}
	if n, err = campaign.Save(ctx, writer, n.Seen(), c); err != nil {
		tb.Fatal(err)
	}
	people := filepath.Join(tb.TempDir(), "people.csv")
	if err := os.WriteFile(people, []byte("name,email\nAnn Lee,ann@person.test\n"), 0o600); err != nil {
		tb.Fatal(err)
	}
	if n, err = campaign.AudienceFile(ctx, writer, n.Seen(), people); err != nil {
		tb.Fatal(err)
	}
	o, err := campaign.Read(ctx, writer, n.ID)
	if err != nil {
		tb.Fatal(err)
	}
	return o
}

func TestTheTasksOfAServiceThatEndsComeFromItsApprovedNotice(t *testing.T) {
	d := desktest.New(t, "sqlite")
	fang, jing := d.Add(t, "fang", model.RoleAgent), d.Add(t, "jing", model.RoleLead)
	for _, key := range []string{"shop", "crm"} {
		if err := datamap.Save(ctx, d.Admin,
			model.Source{Key: key, Name: key, Engine: "manual", Owner: "The archive",
				Dataset: "dataset:\n  - fides_key: " + key +
					"\n    collections:\n      - name: customer\n        fields:\n          - {name: email, data_categories: [user.contact.email], fides_meta: {identity: email}}\n", Days: 5}); err != nil {
			t.Fatal(err)
		}
	}
	o := ending(t, fang)
	e := records.Ending{Notice: o.Reference, Sources: []string{"shop", "crm"}, Stop: date(2026, 12, 31),
		Erased: date(2027, 1, 15)}
	if _, err := records.Cease(ctx, fang, e); !errors.Is(err, records.ErrNoCessation) {
		t.Errorf("tasks of a notice that nobody approved: %v", err)
	}
	if err := campaign.Approve(ctx, jing, o.Seen(), o.Digest); err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		change func(*records.Ending)
		want   error
	}{
		"no source":               {func(e *records.Ending) { e.Sources = nil }, records.ErrNoSources},
		"collects after the stop": {func(e *records.Ending) { e.Stop = date(2027, 1, 2) }, records.ErrStopLate},
		"deleted before the stop": {func(e *records.Ending) { e.Erased = date(2026, 12, 30) },
			records.ErrEraseEarly},
		"another notice": {func(e *records.Ending) { e.Notice = "N-2026-9999" }, records.ErrNoCessation},
		"a source that is not there": {func(e *records.Ending) { e.Sources = []string{"nowhere"} },
			compliance.ErrChoice},
	} {
		wrong := e
		tt.change(&wrong)
		if _, err := records.Cease(ctx, fang, wrong); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if made, err := records.Cease(ctx, fang, e); err != nil || made != 4 {
		t.Fatal(made, err)
	}
	if made, err := records.Cease(ctx, fang, e); !errors.Is(err, records.ErrNothingMade) {
		t.Errorf("made twice: %d %v", made, err)
	}
	st, err := records.Read(ctx, fang)
	if err != nil {
		t.Fatal(err)
	}
	list := st.Of(compliance.Cessations)
	if len(list) != 4 || list[0].Values["task"] != records.TaskStop || list[0].Values["by"] != "2026-12-31" ||
		list[3].Values["by"] != "2027-01-15" {
		t.Fatalf("the tasks: %+v", list)
	}
	done, err := records.Tick(ctx, fang, records.SeenOf(list[0]), "finished")
	if err != nil {
		t.Fatal(err)
	}
	if on, by := done.Ticked("finished"); on.String() != "2026-11-23" || by != fang.Staff().ID {
		t.Errorf("ticked off on %v by %s", on, by)
	}
}
