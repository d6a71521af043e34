package organisation

import (
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/rule"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// FirstFacts are the facts of the organisation that a new desk cannot do without; the screen Organisation asks for the
// rest.
type FirstFacts struct {
	// by language; a language without a name is one that the desk does not write in
	names         map[string]*part.Entry
	contact, zone *part.Entry
	laws          []rule.Regime
	law           *part.Field
	chosen        int // of the laws; -1 before one is
}

// NewFirstFacts returns the empty fields. The zone is shown as an example and not filled in: every due date hangs on
// it, and Enter would pass over a field that is filled.
func NewFirstFacts(rules *rule.Pack) *FirstFacts {
	f := &FirstFacts{names: map[string]*part.Entry{}, contact: part.NewEntry(""),
		zone: part.NewEntry(frame.L("for example {{.A}}", rules.Zone)), laws: rules.Laws(), chosen: -1}
	var names []string
	for _, r := range f.laws {
		names = append(names, r.Name.In(frame.Language()))
	}
	f.law = part.NewClaimAmong(frame.L("Whose law applies"), names, func(i int) { f.chosen = i }).
		WithHint(
			frame.L("Requests are answered by it, and letters name it. More than one can be switched on afterwards, under Rules."))
	for _, lang := range model.Languages {
		f.names[lang] = part.NewEntry("")
	}
	return f
}

// Fields are the inputs, one below the other.
func (f *FirstFacts) Fields() []*part.Field {
	wrong := func(fact model.OrganisationFact) func() string {
		return func() string { return frame.FactProblem(f.Read().Check(), fact) }
	}
	names := []*part.Field{
		part.NewField(frame.L("Registered name in English"), f.names[frame.English]).
			WithHint(frame.L("As letters name the organisation; empty if you write none in English.")),
		part.NewField(frame.L("Registered name in Chinese"), f.names[frame.Chinese]).
			WithHint(frame.L("As letters name the organisation; empty if you write none in Chinese.")),
	}
	if frame.Language() == frame.Chinese {
		slices.Reverse(names)
	}
	names[0].WithCheck(wrong(model.FactLanguage))
	return append(names,
		part.NewField(frame.L("Requests go to"), f.contact).
			WithHint(frame.L("An e-mail address and a telephone number that letters name.")).
			WithCheck(wrong(model.FactContact)),
		zoneField(f.zone, wrong(model.FactZone)),
		f.law)
}

// HomeLaw is the regime that was chosen; empty before.
func (f *FirstFacts) HomeLaw() string {
	if f.chosen < 0 {
		return ""
	}
	return f.laws[f.chosen].ID
}

// Read is the organisation as far as the form tells.
func (f *FirstFacts) Read() model.Organisation {
	o := model.Organisation{Name: model.Text{}, Contact: f.contact.Text, Zone: zoneNamed(f.zone.Text)}
	for _, lang := range model.Languages {
		if name := strings.TrimSpace(f.names[lang].Text); name != "" {
			o.Name[lang] = name
			o.Languages = append(o.Languages, lang)
		}
	}
	return o.Trimmed()
}
