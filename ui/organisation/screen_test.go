package organisation

import (
	"reflect"
	"testing"

	"fyne.io/fyne/v2/test"

	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

func TestTheFormGivesBackWhatItShows(t *testing.T) {
	test.NewTempApp(t)
	o := desktest.Organisation()
	o.Officer, o.Signature, o.ShortName = model.Text{"en": "Officer"}, model.Text{"en": "Office\nOfficer"}, model.Text{
		"zh-Hans": "简称"}
	if back := newForm(o).read(o).Trimmed(); !reflect.DeepEqual(back, o.Trimmed()) {
		t.Errorf("unchanged, the form reads\n%+v, want\n%+v", back, o.Trimmed())
	}
	f := newForm(o)
	f.texts[model.FactCourt]["en"].Entry.SetText("another court")
	f.review.Entry.SetText("ten")
	f.languages["en"] = false
	f.addRoute(model.Route{Authority: model.Text{"en": "Police", "zh-Hans": "公安机关"}, How: "110"})
	back := f.read(o)
	if back.Court["en"] != "another court" || back.ReviewDays != -1 || len(back.Languages) != 1 ||
		len(back.Routes) != 2 || back.Register != o.Register {
		t.Errorf("changed, the form reads %+v", back)
	}
	if body := f.body(true); !part.Typed(body) {
		t.Error("the window would lose what was typed without asking")
	}
}

func TestEveryFactOfTheOrganisationHasItsInput(t *testing.T) {
	test.NewTempApp(t)
	empty := newForm(model.Organisation{}).read(model.Organisation{})
	settled := desktest.Organisation()
	settled.TwinDays, settled.Products, settled.Tags = 45, []string{"Shop"}, []string{"press"}
	full := newForm(settled).read(model.Organisation{Register: desktest.Organisation().Register})
	changed := map[model.OrganisationFact]bool{}
	for _, f := range full.Changed(empty) {
		changed[f] = true
	}
	for _, f := range []model.OrganisationFact{model.FactName, model.FactContact, model.FactCourt, model.FactRoutes,
		model.FactReview, model.FactStatement, model.FactAutomated,
		model.FactAbroad, model.FactZone, model.FactLanguage, model.FactRegister, model.FactTwins, model.FactProducts,
		model.FactTags} {
		if !changed[f] {
			t.Errorf("%q cannot be entered", f)
		}
		if frame.FactName(f) == "" {
			t.Errorf("%q has no name", f)
		}
	}
	for text, days := range map[string]int{"": 0, " 45 ": 45, "many": -1, "-3": -3} {
		if got := numberIn(text); got != days {
			t.Errorf("%q is %d days, want %d", text, got, days)
		}
	}
}
