package notice

import (
	"reflect"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	app "orangelab.cn/rightsdesk/app/notice"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/calendar"
	"orangelab.cn/rightsdesk/model/notice"
	"orangelab.cn/rightsdesk/model/rule"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// form are the inputs of a draft.
type form struct {
	kept  notice.Content
	begun notice.Content // as the form reads before anybody typed
	langs []string
	body  *fyne.Container

	title, sms, push, banner, call texts
	products, regions              *part.Entry
	on, effective                  *part.DateField
	hour, older, newer, link       *part.Entry
	channels                       map[notice.Channel]*part.Check
	regimes                        map[string]*part.Check
	changes                        []*changeRow
	rows                           *fyne.Container // of the changes
	passages                       map[notice.Item]texts
	left                           map[notice.Item]*part.Check
	promotion                      *part.Check
	sections                       map[notice.Item]*fyne.Container
	shorts                         map[notice.Channel]*fyne.Container
	parts                          *part.Text // how many short messages it makes
	onChange                       func()
}

// texts are the entries of a text, by language.
type texts map[string]*part.Entry

func (t texts) read() model.Text {
	out := model.Text{}
	for lang, e := range t {
		if text := strings.TrimSpace(e.Text); text != "" {
			out[lang] = text
		}
	}
	return out
}

func (f *form) entry(text string) *part.Entry {
	e := part.NewEntry("")
	e.SetText(text)
	e.OnChanged = func(string) { f.onChange() }
	return e
}

func (f *form) texts(kept model.Text, rows int) texts {
	t := texts{}
	for _, lang := range f.langs {
		e := part.NewEntry("")
		if rows > 1 {
			e = part.NewMultiLine("", rows)
		}
		e.SetText(kept[lang])
		e.OnChanged = func(string) { f.onChange() }
		t[lang] = e
	}
	return t
}

// pair puts the entries of a text side by side, each under its language.
func (f *form) pair(label string, t texts) fyne.CanvasObject {
	var list []fyne.CanvasObject
	for _, lang := range f.langs {
		list = append(list, part.NewField(label+" · "+languageNames[lang], t[lang]))
	}
	if len(list) == 2 {
		return part.Pair(list[0], list[1])
	}
	return part.VBox(8, list...)
}

func (f *form) check(text string, on bool) *part.Check {
	c := part.NewCheck(text, nil)
	c.Checked = on
	c.OnChanged = func(bool) { f.onChange() }
	return c
}

func dateField(d calendar.Date, changed func()) *part.DateField {
	e := part.NewDateField(frame.Noon(2027, 1, 1))
	if d != (calendar.Date{}) {
		e.SetDate(frame.Noon(d.Year, d.Month, d.Day))
	}
	e.OnChanged = func(string) { changed() }
	return e
}

func newForm(o app.Open, rules *rule.Pack, changed func()) *form {
	c := o.Content
	f := &form{kept: c, langs: o.Organisation.Languages, onChange: func() {},
		channels: map[notice.Channel]*part.Check{}, regimes: map[string]*part.Check{},
		passages: map[notice.Item]texts{},
		left:     map[notice.Item]*part.Check{}, sections: map[notice.Item]*fyne.Container{},
		shorts: map[notice.Channel]*fyne.Container{}, rows: part.VBox(8), parts: part.NewCaption("")}
	if len(f.langs) == 0 {
		f.langs = model.Languages
	}
	f.title, f.sms, f.push, f.banner, f.call = f.texts(c.Title, 1), f.texts(c.SMS, 3), f.texts(c.Push,
		2), f.texts(c.Banner, 2), f.texts(c.Call, 5)
	f.products, f.regions = f.entry(strings.Join(c.Products, frame.L(", "))), f.entry(
		strings.Join(c.Regions, frame.L(", ")))
	f.on, f.effective = dateField(c.On, func() { f.onChange() }), dateField(c.Effective, func() { f.onChange() })
	f.hour, f.older, f.newer, f.link = f.entry(strconv.Itoa(c.Hour)), f.entry(c.Old), f.entry(c.New), f.entry(c.Link)
	for _, ch := range notice.Channels {
		f.channels[ch] = f.check(channelName(ch), c.Uses(ch))
	}
	for _, r := range rules.Regimes {
		f.regimes[r.ID] = f.check(r.Name.In(frame.Language()), slices.Contains(c.Regimes, r.ID))
	}
	for _, x := range c.Changes {
		f.addChange(x)
	}
	for _, r := range notice.Contents(c.Kind) {
		if r.Passage() && r.ID != notice.Changes {
			f.passages[r.ID] = f.texts(c.Passages[r.ID], 3)
		}
		if r.Optional {
			f.left[r.ID] = f.check(frame.L("does not apply"), slices.Contains(c.Left, r.ID))
		}
	}
	f.promotion = f.check(frame.L("I read the words that look like promotion: they are none"), c.Promotion)
	f.body = f.layout(rules)
	f.begun, f.onChange = f.read(), changed
	return f
}

// with is the form with what was typed into another one of the same notice; it counts as changed where that is not what
// is kept.
func (f *form) with(o app.Open, typed notice.Content, rules *rule.Pack, changed func()) *form {
	kept := f.begun
	o.Content = typed
	next := newForm(o, rules, changed)
	next.begun = kept
	return next
}

// layout puts the inputs in the order in which somebody writes a notice.
func (f *form) layout(rules *rule.Pack) *fyne.Container {
	column := part.VBox(10, part.NewSubHeading(frame.L("What it is about")), f.pair(frame.L("Title"), f.title),
		part.Pair(part.NewField(frame.L("Products"), f.products).WithHint(frame.L("with commas between")),
			part.NewField(frame.L("Regions"), f.regions).WithHint(frame.L("empty: everywhere"))))
	switch f.kept.Kind {
	case notice.Breach:
		column.Add(part.NewField(frame.L("Day of the notice"), f.on))
	case notice.Cessation:
		column.Add(part.Pair(part.NewField(frame.L("Day of the notice"), f.on),
			part.NewField(frame.L("Last day"), f.effective)))
		column.Add(part.NewField(frame.L("Hour of the stop, 0 to 24"), f.hour))
	default:
		column.Add(part.Pair(part.NewField(frame.L("Day of the notice"), f.on),
			part.NewField(frame.L("Day of effect"), f.effective)))
		column.Add(part.Pair(part.NewField(frame.L("Old version"), f.older),
			part.NewField(frame.L("New version"), f.newer)))
		column.Add(part.NewField(frame.L("Full text and comparison"), f.link).WithHint("https://…"))
	}
	column.Add(part.NewCaption(frame.L("How people are reached")))
	var ways []fyne.CanvasObject
	for _, ch := range notice.Channels {
		ways = append(ways, f.channels[ch])
	}
	column.Add(inColumns(ways))
	column.Add(part.NewCaption(frame.L("Under which rules")))
	var laws []fyne.CanvasObject
	for _, r := range rules.Regimes {
		laws = append(laws, f.regimes[r.ID])
	}
	column.Add(inColumns(laws))
	column.Add(part.NewSubHeading(frame.L("What it says")))
	for _, r := range notice.Contents(f.kept.Kind) {
		if r.Passage() {
			f.sections[r.ID] = f.section(r)
			column.Add(f.sections[r.ID])
		}
	}
	for _, short := range []struct {
		ch    notice.Channel
		texts texts
	}{{notice.SMS, f.sms}, {notice.Push, f.push}, {notice.Home, f.banner}, {notice.Call, f.call}} {
		box := part.VBox(4, f.pair(channelName(short.ch), short.texts))
		if short.ch == notice.SMS {
			box.Add(f.parts)
		}
		f.shorts[short.ch] = box
		column.Add(box)
	}
	column.Add(f.promotion)
	column.Add(
		part.NewParagraph(
			frame.L("In a text, {effective} stands for the day of effect; so do {date}, {stop}, {product}, {region}, {operator}, {old}, {new}, {link}, {contact} and {person} for theirs.")))
	return column
}

// inColumns puts boxes to tick side by side, three in a row.
func inColumns(boxes []fyne.CanvasObject) fyne.CanvasObject {
	column := part.VBox(6)
	for len(boxes) > 0 {
		row := part.HBox(12)
		for i := range 3 {
			o := fyne.CanvasObject(part.Space(0, 0))
			if i < len(boxes) {
				o = boxes[i]
			}
			row.Add(part.Grow(o))
		}
		column.Add(row)
		boxes = boxes[min(3, len(boxes)):]
	}
	return column
}

func (f *form) section(r notice.Required) *fyne.Container {
	box := part.VBox(4)
	if r.Optional {
		box.Add(f.left[r.ID])
	}
	if r.ID != notice.Changes {
		box.Add(f.pair(r.Name.In(frame.Language()), f.passages[r.ID]))
	} else {
		box.Add(f.rows)
		box.Add(part.HBox(0, part.NewButton(frame.L("Add a change"), func() {
			f.addChange(notice.Change{})
			f.rows.Refresh()
			f.onChange()
		}).AsSmall().WithIcon("plus"), part.Gap()))
	}
	return box
}

// changeRow are the inputs of one change.
type changeRow struct {
	clause           *part.Entry
	what             texts
	trigger          *part.Select
	reduces, purpose *part.Check
	box              *fyne.Container
}

func (f *form) addChange(x notice.Change) {
	row := &changeRow{clause: f.entry(x.Clause), what: f.texts(x.What, 2),
		reduces: f.check(frame.L("reduces rights"), x.Reduces),
		purpose: f.check(frame.L("changes purpose, method or kinds of data"), x.Purpose)}
	var options []string
	for _, t := range notice.Triggers {
		options = append(options, frame.L("{{.A}} {{.B}}", int(t), notice.TriggerNames[t].In(frame.Language())))
	}
	current := -1
	if len(x.Triggers) > 0 {
		current = slices.Index(notice.Triggers, x.Triggers[0])
	}
	row.trigger = part.NewSelect(options, current, func(int) { f.onChange() })
	remove := part.NewLink(frame.L("Take out"), func() {
		f.changes = slices.DeleteFunc(f.changes, func(r *changeRow) bool { return r == row })
		f.rows.Remove(row.box)
		f.onChange()
	}).AsSmall()
	row.box = part.VBox(6,
		part.Pair(part.NewField(frame.L("Clause"), row.clause), part.NewField(frame.L("Trigger"), row.trigger)),
		f.pair(frame.L("What changes, in plain words"), row.what),
		part.HBox(12, part.Fixed(150, 0, row.reduces), part.Grow(row.purpose), remove), part.HLine())
	f.changes = append(f.changes, row)
	f.rows.Add(row.box)
}

func dateOf(e *part.DateField) (d calendar.Date) {
	if t, ok := e.Date(); ok {
		d = calendar.Date{Year: t.Year(), Month: t.Month(), Day: t.Day()}
	}
	return d
}

// read is what stands in the form.
func (f *form) read() notice.Content {
	c := notice.Content{Kind: f.kept.Kind, Incident: f.kept.Incident, Guardians: f.kept.Guardians,
		Title: f.title.read(), Products: frame.Listed(f.products.Text), Regions: frame.Listed(f.regions.Text),
		On: dateOf(f.on), Effective: dateOf(f.effective),
		Old: strings.TrimSpace(f.older.Text), New: strings.TrimSpace(f.newer.Text),
		Link: strings.TrimSpace(f.link.Text), SMS: f.sms.read(), Push: f.push.read(), Banner: f.banner.read(),
		Call:      f.call.read(),
		Promotion: f.promotion.Checked, Passages: map[notice.Item]model.Text{}}
	c.Hour = -1
	if n, err := strconv.Atoi(strings.TrimSpace(f.hour.Text)); err == nil {
		c.Hour = n
	}
	for _, ch := range notice.Channels {
		if f.channels[ch].Checked {
			c.Channels = append(c.Channels, ch)
		}
	}
	for id, check := range f.regimes {
		if check.Checked {
			c.Regimes = append(c.Regimes, id)
		}
	}
	slices.Sort(c.Regimes)
	for _, row := range f.changes {
		x := notice.Change{Clause: strings.TrimSpace(row.clause.Text), What: row.what.read(),
			Reduces: row.reduces.Checked, Purpose: row.purpose.Checked}
		if at := row.trigger.Current(); at >= 0 {
			x.Triggers = []notice.Trigger{notice.Triggers[at]}
		}
		c.Changes = append(c.Changes, x)
	}
	for id, t := range f.passages {
		if text := t.read(); len(text) > 0 {
			c.Passages[id] = text
		}
	}
	for _, r := range notice.Contents(f.kept.Kind) {
		if check := f.left[r.ID]; check != nil && check.Checked {
			c.Left = append(c.Left, r.ID)
		}
	}
	return c
}

// changed reports whether the form says something else than what is kept.
func (f *form) changed() bool { return !reflect.DeepEqual(f.read(), f.begun) }

// follow shows the inputs that are asked for as the notice stands.
func (f *form) follow(now app.Open) {
	for _, r := range notice.Contents(f.kept.Kind) {
		if box := f.sections[r.ID]; box != nil {
			shown(box, r.AskedOf(now.Content))
		}
	}
	for ch, box := range f.shorts {
		shown(box, now.Content.Uses(ch))
	}
	p := notice.CountSMS(now.Content.Render(notice.SMS, now.Organisation, frame.Language(), notice.Recipient{}).Text)
	f.parts.SetText(smsParts(p))
	promotes := now.Content.Promotion || slices.ContainsFunc(now.Problems, func(p notice.Problem) bool {
		return p.Trouble == notice.Promotes
	})
	shown(f.promotion, promotes)
}

func shown(o fyne.CanvasObject, is bool) {
	if is {
		o.Show()
		return
	}
	o.Hide()
}

// smsParts says how many short messages a text makes.
func smsParts(p notice.Parts) string {
	text := frame.L("{{.A}} of {{.B}} characters, parts: {{.C}}", p.Units, p.Room, p.Parts)
	if p.Wide {
		return text + " · UCS-2"
	}
	return text + " · GSM-7"
}

// focus puts the cursor where one of the contents is written.
func (f *form) focus(c fyne.Canvas, item notice.Item, lang string) {
	if e := f.at(notice.Problem{Trouble: notice.Missing, Item: item, Language: lang}); e != nil {
		c.Focus(e)
	}
}
