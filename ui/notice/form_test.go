package notice

import (
	"reflect"
	"testing"

	"fyne.io/fyne/v2/test"

	"orangelab.cn/rightsdesk/app/desk/desktest"
	app "orangelab.cn/rightsdesk/app/notice"
	"orangelab.cn/rightsdesk/assets"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/calendar"
	"orangelab.cn/rightsdesk/model/notice"
	"orangelab.cn/rightsdesk/model/rule"
	"orangelab.cn/rightsdesk/ui/frame/frametest"
	"orangelab.cn/rightsdesk/ui/part"
)

func both(en, zh string) model.Text { return model.Text{"en": en, "zh-Hans": zh} }

// full is a text of a kind in which everything that can be entered is.
func full(kind notice.Kind) notice.Content {
	c := notice.Content{Kind: kind, Title: both("Title", "标题"), Products: []string{"Shop", "Photos"},
		Regions: []string{"China"}, Regimes: []string{"cn", "seed"}, On: calendar.Date{Year: 2026, Month: 12, Day: 1},
		Effective: calendar.Date{Year: 2027, Month: 1, Day: 1}, Hour: 18, Old: "3.2", New: "3.3",
		Link:     "https://orangelab.cn",
		Channels: []notice.Channel{notice.Email, notice.SMS, notice.Push, notice.Home, notice.Call},
		SMS:      both("sms", "短信"), Push: both("push", "推送"), Banner: both("banner", "横幅"), Call: both("call", "电话"),
		Promotion: true, Passages: map[notice.Item]model.Text{},
		Changes: []notice.Change{{Clause: "4.2", Triggers: []notice.Trigger{notice.TriggerRights},
			What: both("what", "变更"), Reduces: true, Purpose: true}}}
	for _, r := range notice.Contents(kind) {
		if r.Passage() && r.ID != notice.Changes {
			c.Passages[r.ID] = both(string(r.ID), "内容")
		}
		if r.Optional && len(c.Left) == 0 {
			c.Left = []notice.Item{r.ID}
		}
	}
	return c
}

func openOf(c notice.Content) app.Open {
	return app.Open{Notice: notice.Notice{ID: 1, State: notice.Draft, Content: c},
		Organisation: desktest.Organisation()}
}

func rules(t *testing.T) *rule.Pack {
	t.Helper()
	p, err := rule.Read(assets.RulePack)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestTheFormGivesBackWhatItShows(t *testing.T) {
	test.NewTempApp(t)
	for _, kind := range notice.Kinds {
		c := full(kind)
		f := newForm(openOf(c), rules(t), func() {})
		if back := f.read(); !reflect.DeepEqual(back, c) {
			t.Errorf("%s: unchanged, the form reads\n%+v, want\n%+v", kind, back, c)
		}
		if f.changed() {
			t.Errorf("%s: the form says that it was changed", kind)
		}
	}
}

func TestWhatIsTypedWhileSomethingElseIsKeptStays(t *testing.T) {
	frametest.New(t)
	kept, typed := full(notice.PolicyUpdate), full(notice.PolicyUpdate)
	typed.Passages["why"] = both("typed meanwhile", "内容")
	f := newForm(openOf(kept), rules(t), func() {}).with(openOf(kept), typed, rules(t), func() {})
	if !reflect.DeepEqual(f.read(), typed) || !f.changed() {
		t.Errorf("reads %+v, changed %v", f.read().Passages["why"], f.changed())
	}
	if f = newForm(openOf(kept), rules(t), func() {}).with(openOf(kept), kept, rules(t), func() {}); f.changed() {
		t.Error("what is kept as it was typed counts as changed")
	}
}

func TestWhatIsTypedIsShownToPeopleAtOnce(t *testing.T) {
	frametest.New(t)
	called := 0
	f := newForm(openOf(full(notice.PolicyUpdate)), rules(t), func() { called++ })
	f.passages["why"]["en"].Entry.SetText("because")
	if called != 1 || !f.changed() || f.read().Passages["why"]["en"] != "because" {
		t.Errorf("told %d times, changed %v, %q", called, f.changed(), f.read().Passages["why"])
	}
	if !part.Typed(f.body) {
		t.Error("the window would lose what was typed without asking")
	}
}

func TestAPassageIsAskedForOnlyWhereItApplies(t *testing.T) {
	frametest.New(t)
	c := full(notice.PolicyUpdate)
	c.Changes[0].Reduces, c.Changes[0].Purpose, c.Channels = false, false, []notice.Channel{notice.Email}
	o := openOf(c)
	f := newForm(o, rules(t), func() {})
	f.follow(o.With(rules(t), f.read()))
	if f.sections["refusing"].Visible() || f.shorts[notice.SMS].Visible() {
		t.Error("it asks how to refuse what takes nothing away, or for a short message that nobody gets")
	}
	f.changes[0].reduces.SetChecked(true)
	f.channels[notice.SMS].SetChecked(true)
	f.follow(o.With(rules(t), f.read()))
	if !f.sections["refusing"].Visible() || !f.shorts[notice.SMS].Visible() {
		t.Error("it does not ask how to refuse, or for the short message")
	}
}

func TestEveryTroubleHasItsSentence(t *testing.T) {
	for _, trouble := range []notice.Trouble{notice.NoTitle, notice.NoChannel, notice.NoText, notice.NoLanguage,
		notice.Unknown, notice.NoDate, notice.NotBefore, notice.Over, notice.TooLate, notice.Short,
		notice.Promotes, notice.NobodyToReach, notice.NotClassed, notice.TooManySMS, notice.HourOutOfRange} {
		if troubles[trouble] == "" {
			t.Errorf("%s has no sentence", trouble)
		}
	}
	for _, st := range notice.States {
		if noticeStates[st] == "" || noticeChips[st] == "" {
			t.Errorf("%s has no name or no chip", st)
		}
	}
}
