package rule

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/model"
)

// Strength is how well a ground of refusal stands in law.
type Strength string

// The strengths: strong may be used alone; medium needs good facts; weak is narrower in law than in the statement, and
// whoever uses it is warned.
const (
	Strong Strength = "strong"
	Medium Strength = "medium"
	Weak   Strength = "weak"
)

// Ground is a reason for which a request may be refused: one of the nine of the statement's section Exceptions, which
// prints the sixth twice, or one in law.
type Ground struct {
	ID    string     `yaml:"id"`
	Title model.Text `yaml:"title"`
	// the clause or law that the letter names whatever regime applies; may be empty where Laws is not
	Law model.Text `yaml:"law"`
	// Laws are the articles of single regimes: the letter names those of the regimes that the request falls under.
	Laws     []GroundLaw `yaml:"laws"`
	Strength Strength    `yaml:"strength"`
	// Evidence says that an attachment or the number of a document is mandatory, EvidenceHint what would do.
	Evidence     bool       `yaml:"evidence"`
	EvidenceHint model.Text `yaml:"evidence_hint"`
	// Subs are the reasons of which one must be chosen; none for most grounds.
	Subs []Sub `yaml:"subs"`
	// NeedsLaw says that the ground stands only with a law that is named beside Law.
	NeedsLaw bool `yaml:"needs_law"`
	// Narrower warns where the law is narrower than the statement; empty otherwise.
	Narrower model.Text `yaml:"narrower"`
	// Unproven says that the ground stands where an identity was not proven, and so never in a refusal: that is decided
	// once the identity is proven, and a request whose identity is not ends by a step and a letter of its own.
	Unproven bool `yaml:"unproven"`
	// Instead is the way of settling that the ground's own law asks for: what must be kept, and what cannot be deleted,
	// is kept out of every other use (PIPL 47 (2)), which a refusal would not do. Such a ground refuses nothing; empty
	// for most.
	Instead model.Way `yaml:"instead"`
	// AllowFor lists the kinds of request the ground can refuse; empty: every kind.
	AllowFor []model.Kind `yaml:"allow_for"`
	// Alternative advises staff what to do instead; it never goes out. May be empty.
	Alternative model.Text `yaml:"alternative"`
	// Offer is what the letter offers the person instead, as whole sentences about what the person may do; may be
	// empty. What was done instead is no offer: only the facts of a request can say it.
	Offer model.Text `yaml:"offer"`
}

// Sub is one of the reasons within a ground.
type Sub struct {
	ID    string     `yaml:"id"`
	Title model.Text `yaml:"title"`
}

// RefusalField says which part of a refusal is at fault.
type RefusalField string

// The faults of a refusal.
const (
	RefusalGrounds  RefusalField = "grounds"  // no ground is given
	RefusalGround   RefusalField = "ground"   // the ground is unknown
	RefusalTwice    RefusalField = "twice"    // the same ground is given twice
	RefusalKind     RefusalField = "kind"     // the ground cannot refuse this kind of request
	RefusalRegime   RefusalField = "regime"   // no law that the request falls under knows the ground
	RefusalFacts    RefusalField = "facts"    // the facts are missing
	RefusalSub      RefusalField = "sub"      // the reason within the ground is missing or unknown
	RefusalLaw      RefusalField = "law"      // the law is not named
	RefusalEvidence RefusalField = "evidence" // the evidence is missing
	RefusalWarning  RefusalField = "warning"  // the warning was not acknowledged
)

var refusalRemedy = map[RefusalField]string{
	RefusalGrounds:  "give at least one ground",
	RefusalGround:   "the rule pack has no such ground",
	RefusalTwice:    "the ground is given twice; put its facts together",
	RefusalKind:     "the ground cannot refuse this kind of request",
	RefusalRegime:   "no law that the request falls under knows the ground",
	RefusalFacts:    "write the facts of this request",
	RefusalSub:      "choose one of the ground's reasons",
	RefusalLaw:      "name the law",
	RefusalEvidence: "attach the evidence or give the number of a document",
	RefusalWarning:  "read and acknowledge that the law is narrower than the statement",
}

// RefusalFault is one thing that a refusal lacks.
type RefusalFault struct {
	Ground string // ID as given; empty where the refusal names none
	Field  RefusalField
}

func (f *RefusalFault) Error() string {
	if f.Ground == "" {
		return "refusal: " + refusalRemedy[f.Field]
	}
	return fmt.Sprintf("refusal, ground %s: %s", f.Ground, refusalRemedy[f.Field])
}

// RefusalFaults is everything that a refusal lacks, in the order of its grounds.
type RefusalFaults []*RefusalFault

func (f RefusalFaults) Error() string { return errors.Join(f.Unwrap()...).Error() }

// Unwrap lets errors.As find the first fault.
func (f RefusalFaults) Unwrap() []error {
	list := make([]error, len(f))
	for i := range f {
		list[i] = f[i]
	}
	return list
}

// Ground is the ground of an ID.
func (p *Pack) Ground(id string) (Ground, bool) { return find(p.Grounds, id) }

// GroundsFor lists the grounds that can refuse a kind of request that falls under regimes.
func (p *Pack) GroundsFor(kind model.Kind, regimes []string) []Ground {
	return slices.DeleteFunc(slices.Clone(p.Grounds), func(g Ground) bool {
		return !g.Allows(kind) || !g.Stands(kind, regimes)
	})
}

// CheckRefusal says what a refusal of one item of a request of a kind, which falls under regimes, still lacks; the
// error is a RefusalFaults.
func (p *Pack) CheckRefusal(kind model.Kind, regimes []string, r model.Refusal) error {
	if len(r.Grounds) == 0 {
		return RefusalFaults{{Field: RefusalGrounds}}
	}
	var faults RefusalFaults
	for i, given := range r.Grounds {
		add := func(fields ...RefusalField) {
			for _, f := range fields {
				faults = append(faults, &RefusalFault{Ground: given.ID, Field: f})
			}
		}
		g, known := p.Ground(given.ID)
		switch {
		case !known:
			add(RefusalGround)
		case slices.ContainsFunc(r.Grounds[:i], func(o model.GivenGround) bool { return o.ID == given.ID }):
			add(RefusalTwice)
		default:
			add(g.lacks(kind, regimes, given)...)
		}
	}
	if len(faults) > 0 {
		return faults
	}
	return nil
}

// Allows reports whether the ground can refuse a kind of request.
func (g Ground) Allows(kind model.Kind) bool {
	return !g.Unproven && g.Instead == "" && (len(g.AllowFor) == 0 || slices.Contains(g.AllowFor, kind))
}

// Named is the ground's title as a letter prints it, with the reason chosen within it, if any.
func (g Ground) Named(lang, sub string) string {
	chosen, ok := find(g.Subs, sub)
	switch {
	case !ok:
		return g.Title.In(lang)
	case lang == "zh-Hans":
		return g.Title.In(lang) + "：" + chosen.Title.In(lang)
	}
	return g.Title.In(lang) + ": " + chosen.Title.In(lang)
}

func (g Ground) lacks(kind model.Kind, regimes []string, given model.GivenGround) (lack []RefusalField) {
	missing := func(s string) bool { return strings.TrimSpace(s) == "" }
	for _, d := range []struct {
		lacking bool
		field   RefusalField
	}{
		{!g.Allows(kind), RefusalKind},
		{!g.Stands(kind, regimes), RefusalRegime},
		{missing(given.Facts), RefusalFacts},
		{!g.hasSub(given.Sub), RefusalSub},
		{g.NeedsLaw && missing(given.Law), RefusalLaw},
		{g.Evidence && missing(given.Evidence), RefusalEvidence},
		{len(g.Narrower) > 0 && !given.Warned, RefusalWarning},
	} {
		if d.lacking {
			lack = append(lack, d.field)
		}
	}
	return lack
}

// hasSub reports whether a reason is one of the ground's; a ground without reasons takes none.
func (g Ground) hasSub(id string) bool {
	if len(g.Subs) == 0 {
		return id == ""
	}
	return slices.ContainsFunc(g.Subs, func(s Sub) bool { return s.ID == id })
}

func (g Ground) id() string { return g.ID }

func (g Ground) check() error {
	if !slices.Contains([]Strength{Strong, Medium, Weak}, g.Strength) {
		return model.Wrong("strength must be strong, medium or weak, got %q", g.Strength)
	}
	if g.Strength == Weak && g.Narrower == nil {
		return model.Wrong("a weak ground must say in narrower what the law allows")
	}
	if g.Evidence && g.EvidenceHint == nil {
		return model.Wrong("a ground that demands evidence must say in evidence_hint what would do")
	}
	for i, k := range g.AllowFor {
		if !k.Valid() || slices.Contains(g.AllowFor[:i], k) {
			return model.Wrong("allow_for: %q is not a kind of request or stands there twice", k)
		}
	}
	if g.Instead != "" && !g.Instead.Leaves() {
		return model.Wrong("instead: %q is no way in which something stays", g.Instead)
	}
	if g.Offer != nil &&
		(!strings.Contains(strings.ToLower(g.Offer["en"]), "you") || !strings.Contains(g.Offer["zh-Hans"], "您")) {
		return model.Wrong("an offer must say what the person may do: what was done instead is a fact of each request")
	}
	errs := []error{g.Title.Check("title"), g.checkLaws(), g.EvidenceHint.Optional("evidence_hint"),
		g.Narrower.Optional("narrower"), g.Alternative.Optional("alternative"), g.Offer.Optional("offer"),
		checkEntries("sub", "subs", g.Subs)}
	return first(errs...)
}

func (s Sub) id() string { return s.ID }

func (s Sub) check() error { return s.Title.Check("title") }
