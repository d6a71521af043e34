package model_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/model"
)

func organisation() model.Organisation {
	return model.Organisation{Name: model.Text{"en": "Example Ltd", "zh-Hans": "示例公司"}, Contact: "privacy@shop.example",
		Zone: "Europe/Berlin", Languages: []string{"en", "zh-Hans"}}
}

func TestWhatAnOrganisationLacksIsNamedForTheLanguageOfTheLetter(t *testing.T) {
	full := organisation()
	full.Court, full.ReviewDays = model.Text{"en": "the court of Example"}, 15
	full.Routes = []model.Route{{Authority: model.Text{"en": "the authority", "zh-Hans": "主管部门"}, How: "12377"}}
	needs := []model.OrganisationFact{model.FactName, model.FactContact, model.FactReview, model.FactRoutes,
		model.FactCourt}
	english := full
	english.Languages = []string{"en"}
	for name, tt := range map[string]struct {
		o       model.Organisation
		lang    string
		missing []model.OrganisationFact
	}{
		"nothing":                     {full, "en", nil},
		"a fact in one language only": {full, "zh-Hans", []model.OrganisationFact{model.FactCourt}},
		"just set up": {organisation(), "en",
			[]model.OrganisationFact{model.FactReview, model.FactRoutes, model.FactCourt}},
		"a language that is not used": {english, "zh-Hans",
			[]model.OrganisationFact{model.FactLanguage, model.FactCourt}},
		"a desk from before the facts": {model.Organisation{Name: full.Name}, "en",
			[]model.OrganisationFact{model.FactLanguage, model.FactZone, model.FactContact, model.FactReview,
				model.FactRoutes, model.FactCourt}},
		"an authority without a number": {func() model.Organisation {
			o := full
			o.Routes = []model.Route{{Authority: full.Routes[0].Authority}}
			return o
		}(), "en", []model.OrganisationFact{model.FactRoutes}},
	} {
		t.Run(name, func(t *testing.T) {
			err := tt.o.Require(tt.lang, needs...)
			var missing *model.MissingFactsError
			if tt.missing == nil {
				if err != nil {
					t.Fatal(err)
				}
				return
			}
			if !errors.As(err, &missing) || !slices.Equal(missing.Facts, tt.missing) {
				t.Errorf("%v, want %v", err, tt.missing)
			}
		})
	}
}

func TestFactsThatCannotBeAreRefused(t *testing.T) {
	if err := organisation().Check(); err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		change func(*model.Organisation)
		fact   model.OrganisationFact
	}{
		"no language": {func(o *model.Organisation) { o.Languages = nil }, model.FactLanguage},
		"a language without letters": {func(o *model.Organisation) { o.Languages = []string{"fr"} },
			model.FactLanguage},
		"a name in one language only": {func(o *model.Organisation) { o.Name = model.Text{"en": "Example"} },
			model.FactName},
		"no contact":                  {func(o *model.Organisation) { o.Contact = "" }, model.FactContact},
		"no zone":                     {func(o *model.Organisation) { o.Zone = "" }, model.FactZone},
		"a zone that is none":         {func(o *model.Organisation) { o.Zone = "Mars/Olympus" }, model.FactZone},
		"the zone of this computer":   {func(o *model.Organisation) { o.Zone = "Local" }, model.FactZone},
		"a review that takes no time": {func(o *model.Organisation) { o.ReviewDays = -1 }, model.FactReview},
		"a route without a name": {func(o *model.Organisation) { o.Routes = []model.Route{{How: "12377"}} },
			model.FactRoutes},
		"a novel as a name": {func(o *model.Organisation) { o.Name["en"] = strings.Repeat("x", 3000) },
			model.FactName},
		"a register that is no list": {func(o *model.Organisation) { o.Register = "all of it" }, model.FactRegister},
		"a misspelt key in a register": {
			func(o *model.Organisation) { o.Register = "- category: user\n  recipient: []\n" }, model.FactRegister},
	} {
		t.Run(name, func(t *testing.T) {
			o := organisation()
			tt.change(&o)
			var fault *model.OrganisationFault
			if err := o.Check(); !errors.As(err, &fault) || fault.Fact != tt.fact {
				t.Errorf("%v, want a fault of %q", err, tt.fact)
			}
		})
	}
}

func TestARegisterNamesTheLineThatIsWrong(t *testing.T) {
	const entry = "- category: user.contact\n  title: {en: Contact, zh-Hans: 联系方式}\n"
	for name, tt := range map[string]struct {
		text, problem string
		line          int
	}{
		"a misspelt key":      {entry + "  recipient: []\n", model.RegisterKey, 3},
		"broken YAML":         {entry + "  purpose: {en: [\n", model.RegisterUnreadable, 3},
		"a category twice":    {entry + entry, model.RegisterTwice, 0},
		"no category":         {"- title: {en: a, zh-Hans: b}\n", model.RegisterCategory, 0},
		"a title too few":     {"- category: user\n  title: {en: a}\n", model.RegisterTitle, 0},
		"half a purpose":      {entry + "  purpose: {en: To deliver}\n", model.RegisterLanguage, 0},
		"half of a recipient": {entry + "  recipients: [{en: Carriers}]\n", model.RegisterLanguage, 0},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := model.ReadRegister([]byte(tt.text))
			var fault *model.RegisterError
			if !errors.As(err, &fault) || fault.Problem != tt.problem || fault.Line < tt.line {
				t.Errorf("%v, want %q in line %d", err, tt.problem, tt.line)
			}
		})
	}
	for _, empty := range []string{"", " \n", "# nothing yet\n"} {
		if reg, err := model.ReadRegister([]byte(empty)); err != nil || len(reg) != 0 {
			t.Errorf("ReadRegister(%q) = %v, %v", empty, reg, err)
		}
	}
}

func TestTheNearestEntryOfARegisterSpeaks(t *testing.T) {
	reg, err := model.ReadRegister(
		[]byte("- {category: user.contact, title: {en: Contact, zh-Hans: 联系方式}}\n- {category: user.contact.email, title: {en: E-mail, zh-Hans: 邮箱}}\n"))
	if err != nil {
		t.Fatal(err)
	}
	for category, want := range map[string]string{"user.contact.email": "E-mail", "user.contact.email.work": "E-mail",
		"user.contact.url": "Contact", "user.contacts": "", "user": ""} {
		if p, ok := reg.For(category); p.Title["en"] != want || ok != (want != "") {
			t.Errorf("For(%s) = %q, %v", category, p.Title["en"], ok)
		}
	}
}

func TestAContactIsOneThatPeopleCanReach(t *testing.T) {
	for contact, want := range map[string]error{"call me maybe": model.ErrContact, "客服中心": model.ErrContact,
		"privacy@shop.example": nil, "400 800 1234": nil, "https://shop.example/privacy": nil} {
		o := organisation()
		o.Contact = contact
		var fault *model.OrganisationFault
		if err := o.Check(); (want == nil) != (err == nil) ||
			want != nil && (!errors.As(err, &fault) || fault.Fact != model.FactContact || !errors.Is(fault.Why, want)) {
			t.Errorf("%q: %v", contact, err)
		}
	}
}
