package organisation

import (
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// form are the inputs of the facts. What is empty there is not known.
type form struct {
	texts     map[model.OrganisationFact]map[string]*part.Entry // by language
	contact   *part.Entry
	zone      *part.Entry
	review    *part.Entry
	twins     *part.Entry
	keep      *part.Entry
	products  *part.Entry // a line each, as the tags
	tags      *part.Entry
	languages map[string]bool
	routes    []routeInput
	list      *fyne.Container
	onChange  func() // told whenever somebody types
}

// routeInput are the inputs of one authority.
type routeInput struct {
	authority map[string]*part.Entry
	how       *part.Entry
}

// textFacts are the facts that have a text in each language, in the order of the screen, with how many lines each
// takes.
var textFacts = []struct {
	fact  model.OrganisationFact
	lines int
	of    func(*model.Organisation) *model.Text
}{
	{model.FactName, 1, func(o *model.Organisation) *model.Text { return &o.Name }},
	{"short", 1, func(o *model.Organisation) *model.Text { return &o.ShortName }},
	{"address", 1, func(o *model.Organisation) *model.Text { return &o.Address }},
	{"officer", 1, func(o *model.Organisation) *model.Text { return &o.Officer }},
	{"signature", 2, func(o *model.Organisation) *model.Text { return &o.Signature }},
	{model.FactCourt, 1, func(o *model.Organisation) *model.Text { return &o.Court }},
	{model.FactStatement, 1, func(o *model.Organisation) *model.Text { return &o.Statement }},
	{model.FactAutomated, 4, func(o *model.Organisation) *model.Text { return &o.Automated }},
	{model.FactAbroad, 3, func(o *model.Organisation) *model.Text { return &o.Abroad }},
}

func entry(text string, lines int) *part.Entry {
	e := part.NewEntry("")
	if lines > 1 {
		e = part.NewMultiLine("", lines)
	}
	e.SetText(text)
	return e
}

func newForm(o model.Organisation) *form {
	f := fill(o)
	for _, e := range f.entries() {
		e.OnChanged = f.changed
	}
	return f
}

func (f *form) changed(string) {
	if f.onChange != nil {
		f.onChange()
	}
}

func fill(o model.Organisation) *form {
	f := &form{texts: map[model.OrganisationFact]map[string]*part.Entry{}, contact: entry(o.Contact, 1),
		zone:      entry(o.Zone, 1),
		languages: map[string]bool{}, list: part.VBox(8)}
	f.review, f.twins, f.keep = entry(numberText(o.ReviewDays), 1), entry(numberText(o.TwinDays),
		1), entry(numberText(o.KeepMonths), 1)
	f.products, f.tags = entry(strings.Join(o.Products, "\n"), 3), entry(strings.Join(o.Tags, "\n"), 3)
	for _, t := range textFacts {
		f.texts[t.fact] = map[string]*part.Entry{}
		for _, lang := range model.Languages {
			f.texts[t.fact][lang] = entry((*t.of(&o))[lang], t.lines)
		}
	}
	for _, lang := range model.Languages {
		f.languages[lang] = slices.Contains(o.Languages, lang)
	}
	for _, r := range o.Routes {
		f.addRoute(r)
	}
	return f
}

func (f *form) addRoute(r model.Route) {
	in := routeInput{map[string]*part.Entry{}, entry(r.How, 1)}
	row := part.HBoxTop(12)
	for _, lang := range model.Languages {
		in.authority[lang] = entry(r.Authority[lang], 1)
		row.Add(part.Grow(part.NewField(frame.L("Authority")+" · "+languageNames[lang], in.authority[lang])))
	}
	row.Add(part.Grow(part.NewField(frame.L("How to reach it"), in.how)))
	f.routes = append(f.routes, in)
	f.list.Add(row)
}

var languageNames = map[string]string{frame.English: "English", frame.Chinese: "中文"}

// body lays the inputs out; register stands at the end.
func (f *form) body(edit bool, register ...fyne.CanvasObject) fyne.CanvasObject {
	column := part.VBox(12, part.NewSubHeading(frame.L("Names and contact")))
	for i, t := range textFacts {
		if i == 3 {
			column.Add(part.NewField(frame.FactName(model.FactContact), f.contact).
				WithHint(frame.L("An e-mail address and a telephone number that letters name.")))
		}
		pair := part.HBoxTop(12)
		for _, lang := range model.Languages {
			pair.Add(part.Grow(part.NewField(frame.FactName(t.fact)+" · "+languageNames[lang], f.texts[t.fact][lang])))
		}
		column.Add(pair)
	}
	column.Add(part.Pair(zoneField(f.zone, func() string { return "" }),
		part.NewField(frame.FactName(model.FactReview), f.review).
			WithHint(frame.L("Within how many calendar days a review is answered."))))
	column.Add(part.Pair(part.NewField(frame.FactName(model.FactTwins), f.twins).
		WithHint(
			frame.L("Two requests of one person for the same may be one if they came in within so many days of each other; {{.A}} where this is empty.", model.TwinDays)),
		part.NewField(frame.FactName(model.FactKeep), f.keep).
			WithHint(
				frame.L("Then they are purged for good, unless a duty, a task or a linked request still needs them. Empty: they stay."))))
	column.Add(f.languageChecks())
	column.Add(part.Pair(part.NewField(frame.FactName(model.FactProducts), f.products).
		WithHint(frame.L("That a request can be about, a line each.")),
		part.NewField(frame.FactName(model.FactTags), f.tags).
			WithHint(frame.L("That staff sort requests by, a line each."))))
	column.Add(part.NewSubHeading(frame.FactName(model.FactRoutes)))
	column.Add(f.list)
	if edit {
		column.Add(part.HBox(8, part.NewButton(frame.L("Add an authority"), func() {
			f.addRoute(model.Route{})
			for _, e := range f.entries() {
				e.OnChanged = f.changed
			}
			f.list.Refresh()
			column.Refresh()
		}).AsSmall(), part.Gap()))
	}
	for _, o := range register {
		column.Add(o)
	}
	if !edit {
		f.lock()
	}
	return column
}

func (f *form) languageChecks() fyne.CanvasObject {
	row := part.HBox(16, part.NewText(frame.FactName(model.FactLanguage)))
	for _, lang := range model.Languages {
		c := part.NewCheck(languageNames[lang], nil)
		c.SetChecked(f.languages[lang])
		c.OnChanged = func(on bool) {
			f.languages[lang] = on
			f.changed("")
		}
		row.Add(part.Fixed(110, 0, c))
	}
	row.Add(part.Gap())
	return row
}

// lock lets the facts be read only.
func (f *form) lock() {
	for _, e := range f.entries() {
		e.Disable()
	}
}

// entries are the inputs in which somebody types.
func (f *form) entries() []*part.Entry {
	all := []*part.Entry{f.contact, f.zone, f.review, f.twins, f.keep, f.products, f.tags}
	for _, byLanguage := range f.texts {
		for _, e := range byLanguage {
			all = append(all, e)
		}
	}
	for _, r := range f.routes {
		all = append(all, r.how)
		for _, e := range r.authority {
			all = append(all, e)
		}
	}
	return all
}

// read is the organisation as the form has it, on top of what it does not show. A number of days that is none is -1,
// which is refused by name.
func (f *form) read(kept model.Organisation) model.Organisation {
	o := kept
	for _, t := range textFacts {
		text := model.Text{}
		for lang, e := range f.texts[t.fact] {
			text[lang] = e.Text
		}
		*t.of(&o) = text
	}
	o.Contact, o.Zone, o.Languages, o.Routes = f.contact.Text, zoneNamed(f.zone.Text), nil, nil
	o.ReviewDays, o.TwinDays, o.KeepMonths = numberIn(f.review.Text), numberIn(f.twins.Text), numberIn(f.keep.Text)
	o.Products, o.Tags = words(f.products.Text), words(f.tags.Text)
	for _, lang := range model.Languages {
		if f.languages[lang] {
			o.Languages = append(o.Languages, lang)
		}
	}
	for _, in := range f.routes {
		r := model.Route{Authority: model.Text{}, How: in.how.Text}
		for lang, e := range in.authority {
			r.Authority[lang] = e.Text
		}
		o.Routes = append(o.Routes, r)
	}
	return o
}

// numberText is a number of days or months as it is typed; empty where none was settled. What was no number stays none.
func numberText(days int) string {
	switch {
	case days < 0:
		return "?"
	case days == 0:
		return ""
	}
	return strconv.Itoa(days)
}

// numberIn reads one: 0 where none was typed, -1 where it is no number.
func numberIn(text string) int {
	text = strings.TrimSpace(text)
	if text == "" {
		return 0
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		return -1
	}
	return n
}

// words are the lines of a text that say something.
func words(text string) (list []string) {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			list = append(list, line)
		}
	}
	return list
}
