package rule_test

import (
	"errors"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/rule"
)

// whole is a ground given with everything that any ground can ask for.
func whole(g rule.Ground) model.GivenGround {
	given := model.GivenGround{ID: g.ID, Facts: "facts", Law: "a law", Evidence: "(2026) 17", Warned: true}
	if len(g.Subs) > 0 {
		given.Sub = g.Subs[0].ID
	}
	return given
}

// allowed is a kind of request that the ground can refuse.
func allowed(g rule.Ground) model.Kind {
	if len(g.AllowFor) > 0 {
		return g.AllowFor[0]
	}
	return model.Access
}

// faults are the parts at fault; an error of another type has the part "untyped".
func faults(err error) (fields []rule.RefusalField) {
	var list rule.RefusalFaults
	if err != nil && !errors.As(err, &list) {
		return []rule.RefusalField{"untyped"}
	}
	for _, f := range list {
		fields = append(fields, f.Field)
	}
	return fields
}

func TestTheGroundsAreTheNineOfTheStatementAndThoseInLaw(t *testing.T) {
	var ids []string
	for _, g := range rules(t).Grounds {
		ids = append(ids, g.ID)
	}
	want := []string{"EXC-1", "EXC-2", "EXC-3", "EXC-4", "EXC-5", "EXC-6", "EXC-7", "EXC-8", "EXC-9",
		"LAW-HOLD", "LAW-TECH", "IDFAIL", "THIRD", "SECRET", "IMMUT", "EXCESS"}
	if !slices.Equal(ids, want) {
		t.Errorf("%v, want %v", ids, want)
	}
	sub, _ := rules(t).Ground("EXC-6")
	if len(sub.Subs) != 4 {
		t.Errorf("EXC-6 has %d reasons, want 4", len(sub.Subs))
	}
}

func TestARefusalNamesWhatItLacks(t *testing.T) {
	tests := []struct {
		name   string
		ground string
		kind   model.Kind
		change func(*model.GivenGround)
		want   []rule.RefusalField
	}{
		{"nothing", "EXC-2", model.Access, func(*model.GivenGround) {}, nil},
		{"no facts", "EXC-2", model.Access, func(g *model.GivenGround) { g.Facts = " \n" },
			[]rule.RefusalField{rule.RefusalFacts}},
		{"no evidence, and none demanded", "EXC-2", model.Access, func(g *model.GivenGround) { g.Evidence = "" }, nil},
		{"no document number", "EXC-3", model.Access, func(g *model.GivenGround) { g.Evidence = "" },
			[]rule.RefusalField{rule.RefusalEvidence}},
		{"abuse without attachment", "EXC-6", model.Access, func(g *model.GivenGround) { g.Evidence = "\t" },
			[]rule.RefusalField{rule.RefusalEvidence}},
		{"abuse without its reason", "EXC-6", model.Access, func(g *model.GivenGround) { g.Sub = "" },
			[]rule.RefusalField{rule.RefusalSub}},
		{"abuse with an unknown reason", "EXC-6", model.Access, func(g *model.GivenGround) { g.Sub = "dislike" },
			[]rule.RefusalField{rule.RefusalSub}},
		{"a reason where there is none", "EXC-2", model.Access,
			func(g *model.GivenGround) { g.Sub = "commercial_cost" }, []rule.RefusalField{rule.RefusalSub}},
		{"other law, not named", "EXC-9", model.Access, func(g *model.GivenGround) { g.Law = "" },
			[]rule.RefusalField{rule.RefusalLaw}},
		{"a law that is not named", "EXC-9", model.Deletion, func(g *model.GivenGround) { g.Law = "" },
			[]rule.RefusalField{rule.RefusalLaw}},
		{"public data unwarned", "EXC-4", model.Access, func(g *model.GivenGround) { g.Warned = false },
			[]rule.RefusalField{rule.RefusalWarning}},
		{"de-identified unwarned", "EXC-7", model.Export, func(g *model.GivenGround) { g.Warned = false },
			[]rule.RefusalField{rule.RefusalWarning}},
		{"as first registered unwarned", "IMMUT", model.Correction, func(g *model.GivenGround) { g.Warned = false },
			[]rule.RefusalField{rule.RefusalWarning}},
		{"a strong ground needs no warning", "EXC-1", model.Access, func(g *model.GivenGround) { g.Warned = false },
			nil},
		{"required for our services, against a copy", "EXC-5", model.Export, func(*model.GivenGround) {},
			[]rule.RefusalField{rule.RefusalKind}},
		{"required for our services, against a deletion", "EXC-5", model.Deletion, func(*model.GivenGround) {}, nil},
		{"a duty to keep against a deletion", "LAW-HOLD", model.Deletion, func(*model.GivenGround) {},
			[]rule.RefusalField{rule.RefusalKind}},
		{"everything at once", "EXC-6", model.Access, func(g *model.GivenGround) { *g = model.GivenGround{ID: g.ID} },
			[]rule.RefusalField{rule.RefusalFacts, rule.RefusalSub, rule.RefusalEvidence}},
	}
	p := rules(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			g, ok := p.Ground(tt.ground)
			if !ok {
				t.Fatal("no such ground")
			}
			given := whole(g)
			tt.change(&given)
			err := p.CheckRefusal(tt.kind, p.Default, model.Refusal{Grounds: []model.GivenGround{given}})
			if got := faults(err); !slices.Equal(got, tt.want) {
				t.Errorf("%v, want %v", got, tt.want)
			}
			var first *rule.RefusalFault
			if err != nil && (!errors.As(err, &first) || first.Ground != tt.ground || first.Field != tt.want[0]) {
				t.Errorf("the first fault is %+v", first)
			}
		})
	}
}

func TestARefusalNeedsKnownGroundsEachOnce(t *testing.T) {
	p := rules(t)
	public, _ := p.Ground("EXC-2")
	for _, tt := range []struct {
		name   string
		ground []model.GivenGround
		want   []rule.RefusalField
	}{
		{"none", nil, []rule.RefusalField{rule.RefusalGrounds}},
		{"unknown", []model.GivenGround{{ID: "EXC-10", Facts: "x"}}, []rule.RefusalField{rule.RefusalGround}},
		{"twice", []model.GivenGround{whole(public), whole(public)}, []rule.RefusalField{rule.RefusalTwice}},
		{"a good and a bad one", []model.GivenGround{whole(public), {ID: "THIRD"}},
			[]rule.RefusalField{rule.RefusalFacts}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := faults(p.CheckRefusal(model.Access, p.Default,
				model.Refusal{Item: "messages", Grounds: tt.ground})); !slices.Equal(got, tt.want) {
				t.Errorf("%v, want %v", got, tt.want)
			}
		})
	}
}

func TestEveryGroundRefusesExactlyTheKindsItAllows(t *testing.T) {
	p := rules(t)
	rapid.Check(t, func(t *rapid.T) {
		g := rapid.SampledFrom(p.Grounds).Draw(t, "ground")
		kind := rapid.SampledFrom(model.Kinds).Draw(t, "kind")
		err := p.CheckRefusal(kind, p.Default, model.Refusal{Grounds: []model.GivenGround{whole(g)}})
		offered := slices.ContainsFunc(p.GroundsFor(kind, p.Default), func(o rule.Ground) bool { return o.ID == g.ID })
		if (err == nil) != offered || g.Allows(kind) != offered {
			t.Fatalf("%s for %s: offered %v, %v", g.ID, kind, offered, err)
		}
		if g.Strength == rule.Weak &&
			!slices.Contains(faults(p.CheckRefusal(allowed(g), p.Default,
				model.Refusal{Grounds: []model.GivenGround{{ID: g.ID}}})), rule.RefusalWarning) {
			t.Fatalf("%s is weak and is used unwarned", g.ID)
		}
	})
}

func TestALetterNamesTheReasonWithinAGround(t *testing.T) {
	g, _ := rules(t).Ground("EXC-6")
	for _, tt := range [][3]string{
		{"en", "", "Malice or abuse of rights, with sufficient evidence"},
		{"en", "commercial_cost",
			"Malice or abuse of rights, with sufficient evidence: the request goes beyond the commercial cost that can be borne"},
		{"zh-Hans", "public_safety", "有充分证据表明存在主观恶意或者滥用权利：请求将危害公共安全"},
	} {
		if got := g.Named(tt[0], tt[1]); got != tt[2] {
			t.Errorf("%q, want %q", got, tt[2])
		}
	}
}

func TestALetterCitesTheGroundsLawAndTheOneNamedBesides(t *testing.T) {
	g, _ := rules(t).Ground("EXC-9")
	for _, tt := range [][3]string{
		{"en", " ", "our privacy statement, Exceptions"},
		{"en", "Archives Law, Article 28", "our privacy statement, Exceptions; Archives Law, Article 28"},
		{"zh-Hans", "《档案法》第二十八条", "本单位隐私声明“例外情形”；《档案法》第二十八条"},
	} {
		if got := g.Cites(tt[0], tt[1], model.Deletion, []string{"seed", "cn"}); got != tt[2] {
			t.Errorf("%q, want %q", got, tt[2])
		}
	}
}

func TestAGroundThatContradictsAProvenIdentityIsNotOffered(t *testing.T) {
	p := rules(t)
	for _, k := range model.Kinds {
		if slices.ContainsFunc(p.GroundsFor(k, p.Default), func(g rule.Ground) bool { return g.ID == "IDFAIL" }) {
			t.Errorf("%s is refused for an identity that was not proven, where it is", k)
		}
		if got := faults(p.CheckRefusal(k, p.Default,
			model.Refusal{Grounds: []model.GivenGround{
				{ID: "IDFAIL", Facts: "The code was never entered."}}})); !slices.Contains(got, rule.RefusalKind) {
			t.Errorf("%s: %v", k, got)
		}
	}
}

// The law that lets something stay obliges to stop every other use of it, which is planned in the scope; a refusal
// plans nothing.
func TestWhatIsKeptOrHardToDeleteRefusesNothing(t *testing.T) {
	p := rules(t)
	for id, way := range map[string]model.Way{"LAW-HOLD": model.WayHold, "LAW-TECH": model.WayStop} {
		g, ok := p.Ground(id)
		if !ok || g.Instead != way {
			t.Errorf("%s is settled by %q, want %q", id, g.Instead, way)
		}
		for _, kind := range model.Kinds {
			if got := faults(p.CheckRefusal(kind, p.Default,
				model.Refusal{Grounds: []model.GivenGround{{ID: id, Facts: "Tapes cannot be rewritten.",
					Law: "E-Commerce Law, Article 31"}}})); !slices.Contains(got, rule.RefusalKind) {
				t.Errorf("%s refuses a %s", id, kind)
			}
		}
	}
}
