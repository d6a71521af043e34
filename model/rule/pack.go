package rule

import (
	"bytes"
	"maps"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/calendar"
)

// Pack is what the desk counts, asks, refuses and keeps by, as data: deadlines, identity levels, grounds of refusal,
// retention duties, purposes that can be withdrawn, and what stands in the way of a cancellation.
type Pack struct {
	ID      string `yaml:"id"`
	Version string `yaml:"version"`
	Zone    string `yaml:"zone"`
	// Default are the IDs of the regimes that every request falls under where nobody has said otherwise.
	Default   []string       `yaml:"default_regimes"`
	Calendars []CalendarRule `yaml:"calendars"`
	Regimes   []Regime       `yaml:"regimes"`
	// Priority is the answer's limit where a child's data must go at once (statement, "Minors").
	Priority Limit `yaml:"priority"`
	// Waiting is how long the person is waited for after a letter that asked for something; nil: until the answer is
	// due.
	Waiting *Limit `yaml:"waiting"`
	// Otherwise is what counts where no regime that applies names a figure; nil: the default regimes must name one for
	// every kind.
	Otherwise *Otherwise               `yaml:"otherwise"`
	Levels    map[model.Kind]LevelRule `yaml:"levels"`

	Grounds      []Ground      `yaml:"grounds"`
	Holds        []Hold        `yaml:"holds"`
	Purposes     []Purpose     `yaml:"purposes"`
	Blockers     []Blocker     `yaml:"blockers"`
	Logins       []Login       `yaml:"logins"`
	Consequences []Consequence `yaml:"consequences"`
	Leads        []Lead        `yaml:"leads"`

	text      string // as it was read
	older     func(version string) *Pack
	location  *time.Location
	calendars map[string]*calendar.Calendar
}

// LevelRule is the identity level a kind of request needs, ordinarily and where sensitive data or a weaker position is
// involved.
type LevelRule struct {
	Ordinary  model.Level `yaml:"ordinary"`
	Sensitive model.Level `yaml:"sensitive"`
}

func (l LevelRule) valid() bool {
	return l.Ordinary >= 0 && l.Sensitive >= l.Ordinary && l.Sensitive <= 3
}

// maxPack bounds a rule pack, in bytes; the one that the program carries has a hundred thousand.
const maxPack = 2 << 20

// Read reads a rule pack. It refuses one that leaves a kind of request without a limit or a level, one with an unknown
// word, a figure without a source or a text that lacks a language; the error is a *Fault with its line.
func Read(data []byte) (*Pack, error) {
	if len(data) > maxPack {
		return nil, faulty(0, model.Wrong("the file has %d bytes, and a rule pack at most %d", len(data), maxPack))
	}
	if err := checkAmounts(data); err != nil {
		return nil, err
	}
	var p Pack
	in := yaml.NewDecoder(bytes.NewReader(data))
	in.KnownFields(true) // a misspelt "evidence" would otherwise drop a demand unseen
	if err := in.Decode(&p); err != nil {
		return nil, faultOf(data, err)
	}
	if err := p.check(); err != nil {
		return nil, faultIn(data, err)
	}
	p.text = string(data)
	return &p, nil
}

func (p *Pack) check() error {
	if strings.TrimSpace(p.Version) == "" {
		return at(model.Wrong("version is missing: each request names the version that it was opened under"), "version")
	}
	var err error
	if p.location, err = time.LoadLocation(p.Zone); err != nil || p.Zone == "" || p.Zone == "Local" {
		return at(model.Wrong("zone %q is not known: write a place of the time zone list, such as Europe/Berlin",
			p.Zone), "zone")
	}
	p.calendars = map[string]*calendar.Calendar{}
	if err := checkEntries("calendar", "calendars", p.Calendars); err != nil {
		return err
	}
	for _, c := range p.Calendars {
		if p.calendars[c.ID], err = c.calendar(); err != nil {
			return err
		}
	}
	p.comeHome()
	if err := p.checkRegimes(); err != nil {
		return err
	}
	for _, k := range model.Kinds {
		if l, there := p.Levels[k]; !there || !l.valid() {
			return at(
				model.Wrong("level for %s: need ordinary and sensitive from 0 to 3, the second not below the first", k),
				"levels", string(k))
		}
	}
	if err := first(checkLimit("priority", &p.Priority), p.checkWaiting(), p.Otherwise.check(),
		checkEntries("ground", "grounds", p.Grounds), p.checkGroundLaws(), checkEntries("hold", "holds", p.Holds),
		checkEntries("purpose", "purposes", p.Purposes),
		checkEntries("blocker", "blockers", p.Blockers), checkEntries("login", "logins", p.Logins),
		checkEntries("consequence", "consequences", p.Consequences),
		checkEntries("lead", "leads", p.Leads),
	); err != nil {
		return err
	}
	if _, ok := find(p.Logins, OtherLogin); !ok {
		return at(model.Wrong("logins: %q is missing, which speaks for every provider not listed", OtherLogin),
			"logins")
	}
	return nil
}

// checkWaiting refuses a time of waiting that is counted from anything but the asking.
func (p *Pack) checkWaiting() error {
	if p.Waiting == nil {
		return nil
	}
	if len(p.Waiting.Start) != 1 || p.Waiting.Start[0] != FromAsking {
		return at(model.Wrong("waiting: start must be %s", FromAsking), "waiting", "start")
	}
	asReceived := *p.Waiting
	asReceived.Start = Starts{FromReceipt}
	return checkLimit("waiting", &asReceived)
}

// checkRegimes refuses default regimes that leave a kind of request without a figure: then nothing would be due.
func (p *Pack) checkRegimes() error {
	if err := checkEntries("regime", "regimes", p.Regimes); err != nil {
		return err
	}
	for i, r := range p.Regimes {
		if p.calendars[r.Calendar] == nil {
			return at(model.Wrong("regime %s: calendars has no %q", r.ID, r.Calendar), "regimes", i, "calendar")
		}
	}
	if len(p.Default) == 0 {
		return at(model.Wrong("default_regimes is empty: name at least the company's own promises and its home law"),
			"default_regimes")
	}
	var own Regime // what the defaults ask together
	for i, id := range p.Default {
		r, there := find(p.Regimes, id)
		if !there {
			return at(model.Wrong("default_regimes: there is no regime %q", id), "default_regimes", i)
		}
		if own.Acknowledge == nil {
			own.Acknowledge = r.Acknowledge
		}
		if own.Identity == nil {
			own.Identity = r.Identity
		}
	}
	if p.Otherwise != nil {
		return nil
	}
	if own.Acknowledge == nil || own.Identity == nil {
		return at(
			model.Wrong("default_regimes: none of them says by when a request is acknowledged and by when its identity is proven"), "default_regimes")
	}
	for _, k := range model.Kinds {
		if !slices.ContainsFunc(p.Default, func(id string) bool {
			r, _ := find(p.Regimes, id)
			x, there := r.Rule(k)
			return there && !x.Answer.AtOnce()
		}) {
			return at(model.Wrong("default_regimes: none of them gives a figure for %s", k), "default_regimes")
		}
	}
	return nil
}

// Regime returns the regime of an ID.
func (p *Pack) Regime(id string) (Regime, bool) { return find(p.Regimes, id) }

// Text returns the pack as it was read.
func (p *Pack) Text() string { return p.text }

// WithOlder returns the pack with what finds another version, by which requests opened under it are counted; nil where
// that is not there or can be read no more.
func (p *Pack) WithOlder(older func(version string) *Pack) *Pack {
	q := *p
	q.older = older
	return &q
}

// Of returns the version of the pack that a request was opened under, counted in the zone of this one; this one where
// that version is not there.
func (p *Pack) Of(r model.Request) *Pack {
	if p.older == nil || r.Rules == p.Version {
		return p
	}
	if old := p.older(r.Rules); old != nil {
		return old.In(p.location)
	}
	return p
}

// CalendarOf returns the calendar that a regime's days are counted by.
func (p *Pack) CalendarOf(r Regime) *calendar.Calendar { return p.calendars[r.Calendar] }

// Tables lists the tables of holidays of a calendar by which days are counted, one for each year, in order.
func (p *Pack) Tables(calendarID string) []calendar.Table {
	cal, there := p.calendars[calendarID]
	if !there {
		return nil
	}
	return cal.Tables()
}

// Lacking lists the days that a calendar has off every year and a table of it does not name, see calendar.Lacking.
func (p *Pack) Lacking(calendarID string, t calendar.Table) []calendar.Date {
	if cal, there := p.calendars[calendarID]; there {
		return cal.Lacking(t)
	}
	return nil
}

// WithHolidays returns the pack with more tables of a calendar. A calendar that it does not have takes none.
func (p *Pack) WithHolidays(id string, tables ...calendar.Table) *Pack {
	cal, there := p.calendars[id]
	if !there {
		return p
	}
	q := *p
	q.calendars = maps.Clone(p.calendars)
	q.calendars[id] = cal.With(tables...)
	return &q
}

// entry is one entry of a list in the rule pack.
type entry interface {
	id() string
	check() error
}

// checkEntries checks the entries of a list, of which the file has the name.
func checkEntries[E entry](kind, name string, list []E) error {
	seen := map[string]bool{}
	for i, e := range list {
		switch {
		case e.id() == "":
			return at(model.Wrong("%s %d of the list has no id", kind, i+1), name, i)
		case seen[e.id()]:
			return at(model.Wrong("%s %s stands in the list twice", kind, e.id()), name, i)
		}
		seen[e.id()] = true
		if err := e.check(); err != nil {
			return model.Within(at(err, name, i), "%s %s", kind, e.id())
		}
	}
	return nil
}

func find[E entry](list []E, id string) (e E, ok bool) {
	for _, e := range list {
		if e.id() == id {
			return e, true
		}
	}
	return e, false
}

// In is the rule pack counted in another zone: that of the organisation.
func (p *Pack) In(zone *time.Location) *Pack {
	q := *p
	q.Zone, q.location = zone.String(), zone
	return &q
}

// Location is the zone whose days the rule pack counts in.
func (p *Pack) Location() *time.Location { return p.location }

// LevelFor is the identity level a request needs (rule pack tiers): a minor, an agent or a relative raises it, as does
// sensitive data.
func (p *Pack) LevelFor(kind model.Kind, sensitive bool, who model.RequesterKind, age int) model.Level {
	rule := p.Levels[kind]
	if sensitive || who == model.Agent || who == model.Relative || who == model.Guardian || (age >= 0 && age < 18) {
		return rule.Sensitive
	}
	return rule.Ordinary
}

// EndOfDay is 24:00 of a day in the rule pack's zone, kept as its last second, in UTC.
func (p *Pack) EndOfDay(year int, month time.Month, day int) time.Time {
	return calendar.Date{Year: year, Month: month, Day: day}.End(p.location)
}

// Day returns the date that an instant falls on where the organisation is.
func (p *Pack) Day(at time.Time) model.Day { return model.DayIn(at, p.location) }
