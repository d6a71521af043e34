package model

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Organisation are the facts about the organisation that letters, copies and screens state. They belong to the desk:
// each change makes a new version, and what went out says by which version it was written. Whatever is empty is not
// known, and nothing that needs it goes out before it is filled in.
type Organisation struct {
	Version int64     `json:"-"` // counted from 1
	SavedAt time.Time `json:"-"`
	SavedBy string    `json:"-"` // id of the member of staff

	Name      Text `json:"name,omitempty"`    // as registered
	ShortName Text `json:"short,omitempty"`   // as screens say it; the full name where empty
	Address   Text `json:"address,omitempty"` // one line
	// where requests and reviews go: an e-mail address, a telephone number
	Contact   string `json:"contact,omitempty"`
	Officer   Text   `json:"officer,omitempty"`   // who answers for personal information, as letters name them
	Signature Text   `json:"signature,omitempty"` // lines above the name; the name alone where empty

	Court      Text    `json:"court,omitempty"`  // that the privacy statement names, or the competent one
	Routes     []Route `json:"routes,omitempty"` // authorities that take complaints
	ReviewDays int     `json:"review,omitempty"` // within how many calendar days a review is answered

	Statement Text `json:"statement,omitempty"` // title and version of the privacy statement in force
	// whether decisions are made by a program alone, in whole sentences (PIPL 24)
	Automated Text   `json:"automated,omitempty"`
	Abroad    Text   `json:"abroad,omitempty"`   // whether data goes abroad, in whole sentences (PIPL 39)
	Register  string `json:"register,omitempty"` // the register of processing; see ReadRegister

	Zone      string   `json:"zone,omitempty"`      // IANA name of the zone whose days are counted
	Languages []string `json:"languages,omitempty"` // of the Languages, those in which the desk writes

	Products []string `json:"products,omitempty"` // that a request can be about, see Labels
	Tags     []string `json:"tags,omitempty"`     // that staff sort requests by, see Labels
	// within how many days two requests of one person for the same may be one; TwinDays where 0
	TwinDays int `json:"twins,omitempty"`
	// KeepMonths is how many months a closed request is kept; 0: until somebody says.
	KeepMonths int `json:"keep,omitempty"`
}

// Route is an authority that takes complaints about the use of personal data (PIPL 65).
type Route struct {
	Authority Text   `json:"authority"`
	How       string `json:"how"` // a number, an address or a page
}

// OrganisationFact names a fact of an Organisation.
type OrganisationFact string

// The facts that something can lack.
const (
	FactName      OrganisationFact = "name"
	FactContact   OrganisationFact = "contact"
	FactCourt     OrganisationFact = "court"
	FactRoutes    OrganisationFact = "routes"
	FactReview    OrganisationFact = "review"
	FactStatement OrganisationFact = "statement"
	FactAutomated OrganisationFact = "automated"
	FactAbroad    OrganisationFact = "abroad"
	FactZone      OrganisationFact = "zone"
	FactLanguage  OrganisationFact = "languages"
	FactRegister  OrganisationFact = "register"
	FactProducts  OrganisationFact = "products"
	FactTags      OrganisationFact = "tags"
	FactTwins     OrganisationFact = "twins"
	FactKeep      OrganisationFact = "keep"
)

// MissingFactsError says which facts of the organisation must be filled in before something goes out in a language.
type MissingFactsError struct {
	Language string
	Facts    []OrganisationFact
}

func (e *MissingFactsError) Error() string {
	names := make([]string, len(e.Facts))
	for i, f := range e.Facts {
		names[i] = string(f)
	}
	return fmt.Sprintf("the organisation's %s (%s) must be filled in first, on the screen Organisation",
		strings.Join(names, ", "), e.Language)
}

// OrganisationFault says what is wrong with a fact that somebody entered.
type OrganisationFault struct {
	Fact OrganisationFact
	Why  error // nil: it is missing
}

func (e *OrganisationFault) Error() string {
	if e.Why == nil {
		return fmt.Sprintf("the organisation's %s is missing", e.Fact)
	}
	return fmt.Sprintf("the organisation's %s: %v", e.Fact, e.Why)
}

// Unwrap returns why the fact was not taken.
func (e *OrganisationFault) Unwrap() error { return e.Why }

// Require returns a *MissingFactsError for those of the facts that are not known in a language, and nil where all are.
// The zone and the language itself are always required.
func (o Organisation) Require(lang string, facts ...OrganisationFact) error {
	var missing []OrganisationFact
	for _, f := range append([]OrganisationFact{FactLanguage, FactZone}, facts...) {
		if !o.has(f, lang) && !slices.Contains(missing, f) {
			missing = append(missing, f)
		}
	}
	if missing == nil {
		return nil
	}
	return &MissingFactsError{lang, missing}
}

func (o Organisation) has(f OrganisationFact, lang string) bool {
	switch f {
	case FactContact:
		return o.Contact != ""
	case FactRoutes:
		return len(o.Routes) > 0 && !slices.ContainsFunc(o.Routes, func(r Route) bool {
			return r.Authority[lang] == "" || r.How == ""
		})
	case FactReview:
		return o.ReviewDays > 0
	case FactZone:
		return o.Zone != ""
	case FactLanguage:
		return slices.Contains(o.Languages, lang)
	case FactRegister:
		return o.Register != ""
	}
	text := map[OrganisationFact]Text{FactName: o.Name, FactCourt: o.Court, FactStatement: o.Statement,
		FactAutomated: o.Automated, FactAbroad: o.Abroad}
	return text[f][lang] != "" // not Text.In: a letter in one language never states a fact in another
}

// Location is the zone whose days the desk counts.
func (o Organisation) Location() (*time.Location, error) {
	if o.Zone == "" {
		return nil, &OrganisationFault{Fact: FactZone}
	}
	loc, err := time.LoadLocation(o.Zone)
	if err != nil || o.Zone == "Local" {
		return nil, &OrganisationFault{FactZone, ErrZone}
	}
	return loc, nil
}

// Called is the organisation's short name for a screen, in a language or in the first that has one.
func (o Organisation) Called(lang string) string {
	for _, l := range append([]string{lang}, Languages...) {
		for _, t := range []Text{o.ShortName, o.Name} {
			if t[l] != "" {
				return t[l]
			}
		}
	}
	return ""
}

// SignatureLines are the lines under a letter: the signature block, or the officer where there is none.
func (o Organisation) SignatureLines(lang string) (lines []string) {
	block := o.Signature[lang]
	if block == "" {
		block = o.Officer[lang]
	}
	for line := range strings.Lines(block) {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// Changed lists the facts in which two versions differ.
func (o Organisation) Changed(before Organisation) (list []OrganisationFact) {
	for _, d := range []struct {
		fact OrganisationFact
		same bool
	}{
		{FactName, maps.Equal(o.Name, before.Name)}, {"short", maps.Equal(o.ShortName, before.ShortName)},
		{"address", maps.Equal(o.Address, before.Address)},
		{FactContact, o.Contact == before.Contact}, {"officer", maps.Equal(o.Officer, before.Officer)},
		{"signature", maps.Equal(o.Signature, before.Signature)},
		{FactCourt, maps.Equal(o.Court, before.Court)},
		{FactRoutes, slices.EqualFunc(o.Routes, before.Routes, Route.equal)},
		{FactReview, o.ReviewDays == before.ReviewDays},
		{FactStatement, maps.Equal(o.Statement, before.Statement)},
		{FactAutomated, maps.Equal(o.Automated, before.Automated)}, {FactAbroad, maps.Equal(o.Abroad, before.Abroad)},
		{FactRegister, o.Register == before.Register}, {FactZone, o.Zone == before.Zone},
		{FactLanguage, slices.Equal(o.Languages, before.Languages)},
		{FactProducts, slices.Equal(o.Products, before.Products)}, {FactTags, slices.Equal(o.Tags, before.Tags)},
		{FactTwins, o.TwinDays == before.TwinDays},
		{FactKeep, o.KeepMonths == before.KeepMonths},
	} {
		if !d.same {
			list = append(list, d.fact)
		}
	}
	return list
}

func (r Route) equal(other Route) bool {
	return r.How == other.How && maps.Equal(r.Authority, other.Authority)
}

// maxFact bounds one text of the organisation and maxRegister its register, in characters.
const (
	maxFact     = 2_000
	maxRegister = 200_000
	maxRoutes   = 30
	maxReview   = 365
	maxKeep     = 600
)

// Errors about facts of an organisation.
var (
	ErrContact  = fmt.Errorf("it names no e-mail address, no telephone number and no page")
	ErrZone     = fmt.Errorf("there is no such time zone: give it as Area/City")
	ErrTooLong  = fmt.Errorf("it is too long")
	ErrLanguage = fmt.Errorf("there are no letters in this language")
	ErrKeep     = fmt.Errorf("give 1 to %d months, or nothing", maxKeep)
	ErrReview   = fmt.Errorf("give 1 to %d days", maxReview)
	ErrRoute    = fmt.Errorf("an authority needs a name in each language, and how to reach it")
)

// Check returns an *OrganisationFault for the first fact that cannot be kept as it is. Name, contact, zone and at least
// one language are needed from the beginning; the rest may follow.
func (o Organisation) Check() error {
	if len(o.Languages) == 0 {
		return &OrganisationFault{Fact: FactLanguage}
	}
	for _, lang := range o.Languages {
		if !slices.Contains(Languages, lang) {
			return &OrganisationFault{FactLanguage, ErrLanguage}
		}
		if o.Name[lang] == "" {
			return &OrganisationFault{Fact: FactName}
		}
	}
	if o.Contact == "" {
		return &OrganisationFault{Fact: FactContact}
	}
	if !strings.ContainsAny(o.Contact, "@0123456789") && !strings.Contains(o.Contact, "://") {
		return &OrganisationFault{FactContact, ErrContact}
	}
	if _, err := o.Location(); err != nil {
		return err
	}
	if o.KeepMonths < 0 || o.KeepMonths > maxKeep {
		return &OrganisationFault{FactKeep, ErrKeep}
	}
	if o.ReviewDays < 0 || o.ReviewDays > maxReview {
		return &OrganisationFault{FactReview, ErrReview}
	}
	if o.TwinDays < 0 || o.TwinDays > maxReview {
		return &OrganisationFault{FactTwins, ErrReview}
	}
	if err := o.checkRoutes(); err != nil {
		return err
	}
	if err := o.checkLengths(); err != nil {
		return err
	}
	if err := CheckLabels(o.Products); err != nil {
		return &OrganisationFault{FactProducts, err}
	}
	if err := CheckLabels(o.Tags); err != nil {
		return &OrganisationFault{FactTags, err}
	}
	if _, err := ReadRegister([]byte(o.Register)); err != nil {
		return &OrganisationFault{FactRegister, err}
	}
	return nil
}

func (o Organisation) checkRoutes() error {
	if len(o.Routes) > maxRoutes {
		return &OrganisationFault{FactRoutes, ErrTooLong}
	}
	for _, r := range o.Routes {
		if r.How == "" || slices.ContainsFunc(o.Languages, func(lang string) bool { return r.Authority[lang] == "" }) {
			return &OrganisationFault{FactRoutes, ErrRoute}
		}
	}
	return nil
}

func (o Organisation) checkLengths() error {
	for fact, t := range map[OrganisationFact]Text{FactName: o.Name, "short": o.ShortName, "address": o.Address,
		"officer": o.Officer, "signature": o.Signature,
		FactCourt: o.Court, FactStatement: o.Statement, FactAutomated: o.Automated, FactAbroad: o.Abroad,
		FactContact: {"en": o.Contact}} {
		for _, s := range t {
			if utf8.RuneCountInString(s) > maxFact {
				return &OrganisationFault{fact, ErrTooLong}
			}
		}
	}
	if utf8.RuneCountInString(o.Register) > maxRegister {
		return &OrganisationFault{FactRegister, ErrTooLong}
	}
	return nil
}

// Trimmed returns the facts without blanks at their ends and without empty texts and routes.
func (o Organisation) Trimmed() Organisation {
	for _, t := range []*Text{&o.Name, &o.ShortName, &o.Address, &o.Officer, &o.Signature, &o.Court, &o.Statement,
		&o.Automated, &o.Abroad} {
		*t = t.trimmed()
	}
	o.Contact, o.Zone, o.Register = strings.TrimSpace(o.Contact), strings.TrimSpace(o.Zone), strings.TrimRight(
		o.Register, " \t\r\n")
	var routes []Route
	for _, r := range o.Routes {
		if r = (Route{r.Authority.trimmed(), strings.TrimSpace(r.How)}); r.How != "" || len(r.Authority) > 0 {
			routes = append(routes, r)
		}
	}
	o.Routes = routes
	return o
}

func (t Text) trimmed() Text {
	out := Text{}
	for lang, s := range t {
		if s = strings.TrimSpace(s); s != "" {
			out[lang] = s
		}
	}
	return out
}

// DeskInfo is what a desk tells before anybody signs in.
type DeskInfo struct {
	Name, Organisation string
	// Names is what the organisation is called in each language; where it has none, in another.
	Names Text
	// BusinessID is what authorised agents address the organisation by (Data Rights Protocol).
	BusinessID string
	CreatedAt  time.Time
}
