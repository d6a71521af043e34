package bulk_test

import (
	"context"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/bulk"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/model"
)

var ctx = context.Background()

func selected(t *testing.T, s *desk.Session, ids ...int64) (items []bulk.Item) {
	t.Helper()
	for _, id := range ids {
		r, err := s.Request(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		items = append(items, bulk.Item{Seen: r.Revision(), Reference: r.Reference})
	}
	return items
}

// taken takes in n requests, settled where they are to be proven.
func taken(t *testing.T, d *desktest.Desk, s *desk.Session, n int, settled bool) (ids []int64) {
	t.Helper()
	for range n {
		r := d.Request(t, s)
		if settled {
			if _, err := intake.Triage(ctx, s, r.Revision(), desktest.Submission()); err != nil {
				t.Fatal(err)
			}
			if _, err := s.Release(ctx, desktest.Seen(t, s, r.ID)); err != nil {
				t.Fatal(err)
			}
		}
		ids = append(ids, r.ID)
	}
	return ids
}

func TestNothingChangesThatWasNotSelectedAsItIs(t *testing.T) {
	for _, c := range []struct {
		name    string
		settled bool
		deed    func(lead string) bulk.Deed
		wait    time.Duration
		done    func(model.Request, []fulfil.Written, string) bool
	}{
		{"assign", false, bulk.Assign, 0, func(r model.Request, _ []fulfil.Written, lead string) bool {
			return r.Holder == lead
		}},
		{"acknowledge", true, func(string) bulk.Deed { return bulk.Acknowledge("zh-Hans") }, 0,
			func(_ model.Request, l []fulfil.Written, _ string) bool { return len(l) == 1 }},
		{"ask for identity", true, func(string) bulk.Deed { return bulk.AskIdentity("en") }, 0,
			func(_ model.Request, l []fulfil.Written, _ string) bool { return len(l) == 1 }},
		{"close the unproven", true, func(string) bulk.Deed { return bulk.CloseUnproven("en") }, 60 * 24 * time.Hour,
			func(r model.Request, l []fulfil.Written, _ string) bool {
				return r.Status == model.Answering && r.Outcome == model.NotVerified && len(l) == 1
			}},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := desktest.New(t, "sqlite")
			fang, jing := d.Add(t, "fang", model.RoleAgent), d.Add(t, "jing", model.RoleLead)
			ids := taken(t, d, fang, 4, c.settled)
			d.Clock.Step(c.wait)
			lead := jing.Staff().ID
			items := selected(t, jing, ids[:3]...)
			if _, err := fang.Claim(ctx, items[1].Seen); err != nil { // after it was seen
				t.Fatal(err)
			}
			told := 0
			results, err := bulk.Run(ctx, jing, c.deed(lead), items, func(done int, r bulk.Result) { told = done })
			if err != nil || len(results) != 3 || told != 3 {
				t.Fatalf("%v, told of %d, %v", results, told, err)
			}
			var moved *desk.MovedOnError
			if results[0].Err != nil || !errors.As(results[1].Err, &moved) || results[2].Err != nil {
				t.Errorf("%v | %v | %v", results[0].Err, results[1].Err, results[2].Err)
			}
			if failed := bulk.Failed(results); len(failed) != 1 || failed[0].Reference != items[1].Reference {
				t.Errorf("%v stay selected", failed)
			}
			for i, id := range ids {
				r, err := jing.Request(ctx, id)
				if err != nil {
					t.Fatal(err)
				}
				written, err := fulfil.Letters(ctx, jing, id)
				if err != nil {
					t.Fatal(err)
				}
				if want := i == 0 || i == 2; c.done(r, written, lead) != want {
					t.Errorf("%s was done: %v, want %v", r.Reference, !want, want)
				}
			}
		})
	}
}

// A letter that is there is not written once more to many, and none that would name a day that has passed.
func TestWhatHasItsLetterIsLeftOut(t *testing.T) {
	d := desktest.New(t, "sqlite")
	fang := d.Add(t, "fang", model.RoleAgent)
	ids := taken(t, d, fang, 2, true)
	for _, deed := range []bulk.Deed{bulk.Acknowledge("en"), bulk.AskIdentity("en")} {
		if results, err := bulk.Run(ctx, fang, deed, selected(t, fang, ids[0]), nil); err != nil ||
			results[0].Err != nil {
			t.Fatalf("%v, %v", results, err)
		}
		results, err := bulk.Run(ctx, fang, deed, selected(t, fang, ids[0]), nil)
		if err != nil || !errors.Is(results[0].Err, bulk.ErrWritten) {
			t.Fatalf("%v, %v", results, err)
		}
	}
	d.Clock.Step(30 * 24 * time.Hour)
	results, err := bulk.Run(ctx, fang, bulk.AskIdentity("en"), selected(t, fang, ids[1]), nil)
	if err != nil || !errors.Is(results[0].Err, bulk.ErrProofOver) {
		t.Fatalf("%v, %v", results, err)
	}
	if list, err := fulfil.Letters(ctx, fang, ids[0]); err != nil || len(list) != 2 {
		t.Errorf("%d letters, %v", len(list), err)
	}
}

func TestWhoStillHasTimeIsNotGivenUp(t *testing.T) {
	d := desktest.New(t, "sqlite")
	fang := d.Add(t, "fang", model.RoleAgent)
	ids := taken(t, d, fang, 1, true)
	d.Clock.Step(6 * 24 * time.Hour) // past the day of the acknowledgement, which nobody wrote
	results, err := bulk.Run(ctx, fang, bulk.CloseUnproven("en"), selected(t, fang, ids...), nil)
	if err != nil || !errors.Is(results[0].Err, bulk.ErrStillTime) {
		t.Fatalf("%v, %v", results, err)
	}
}

func TestAnExtensionWaitsForASecondPersonOneByOne(t *testing.T) {
	d := desktest.New(t, "sqlite")
	fang := d.Add(t, "fang", model.RoleAgent)
	ids := taken(t, d, fang, 2, true)
	for _, id := range ids {
		if _, err := fang.SetRegimes(ctx, desktest.Seen(t, fang, id), []string{"eu"}); err != nil {
			t.Fatal(err)
		}
	}
	results, err := bulk.Run(ctx, fang, bulk.Extend("en", "The sources answer late."), selected(t, fang, ids...), nil)
	if err != nil || len(bulk.Failed(results)) > 0 {
		t.Fatalf("%v, %v", results, err)
	}
	for _, id := range ids {
		p, err := fulfil.ReadProposals(ctx, fang, id)
		if err != nil || len(p.List) != 1 || p.List[0].ApprovedBy != "" || p.List[0].Digest == "" {
			t.Errorf("%+v, %v", p.List, err)
		}
	}
}

func TestWhatIsStoppedLeavesTheRestAsItWas(t *testing.T) {
	d := desktest.New(t, "sqlite")
	fang, jing := d.Add(t, "fang", model.RoleAgent), d.Add(t, "jing", model.RoleLead)
	ids := taken(t, d, fang, 3, false)
	stop, cancel := context.WithCancel(ctx)
	defer cancel()
	results, err := bulk.Run(stop, jing, bulk.Assign(jing.Staff().ID), selected(t, jing, ids...),
		func(done int, _ bulk.Result) {
			if done == 1 {
				cancel()
			}
		})
	if err != nil || results[0].Err != nil || !errors.Is(results[1].Err, bulk.ErrNotBegun) ||
		!errors.Is(results[2].Err, bulk.ErrNotBegun) {
		t.Fatalf("%v, %v", results, err)
	}
	for i, id := range ids {
		if r, err := jing.Request(ctx, id); err != nil || (r.Holder != "") != (i == 0) {
			t.Errorf("%s is held by %q; %v", r.Reference, r.Holder, err)
		}
	}
}

func TestWhoMayNotDoItToOneMayNotDoItToMany(t *testing.T) {
	d := desktest.New(t, "sqlite")
	fang, su := d.Add(t, "fang", model.RoleAgent), d.Add(t, "su", model.RoleAuditor)
	ids := taken(t, d, fang, 1, false)
	if _, err := bulk.Run(ctx, fang, bulk.Assign(fang.Staff().ID), selected(t, fang, ids...), nil); !errors.Is(err,
		desk.ErrForbidden) {
		t.Errorf("an agent assigned: %v", err)
	}
	if _, err := bulk.Run(ctx, su, bulk.Acknowledge("en"), selected(t, fang, ids...), nil); !errors.Is(err,
		desk.ErrForbidden) {
		t.Errorf("an auditor acknowledged: %v", err)
	}
	if _, err := bulk.Run(ctx, fang, bulk.Deed{}, selected(t, fang, ids...), nil); !errors.Is(err, bulk.ErrNoDeed) {
		t.Errorf("nothing was chosen, and: %v", err)
	}
}

// TestOnlyTheseActionsAreEverDoneToMany reads the package itself: nothing in it reaches an action of another kind, so
// no refusal, no release and no signature can come about in bulk.
func TestOnlyTheseActionsAreEverDoneToMany(t *testing.T) {
	may := []string{"s.Assign", "s.Still", "s.Allow", "s.Now", "s.Rules", "fulfil.WriteLetter", "fulfil.ReadExtensible",
		"fulfil.Letters", "fulfil.Written", "identity.NotProven"}
	kinds := []string{"letter.Acknowledgement", "letter.IdentityNeeded", "letter.Extended", "letter.NotVerified",
		"letter.Kind", "letter.LanguageFor"}
	file, err := parser.ParseFile(token.NewFileSet(), "bulk.go", nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	ast.Inspect(file, func(n ast.Node) bool {
		sel, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		x, ok := sel.X.(*ast.Ident)
		if !ok {
			return true
		}
		name := x.Name + "." + sel.Sel.Name
		switch x.Name {
		case "s", "identity":
			if !slices.Contains(may, name) {
				t.Errorf("%s is done to many", name)
			}
			seen++
		case "fulfil":
			if !slices.Contains(may, name) && name != "fulfil.Ask" {
				t.Errorf("%s is done to many", name)
			}
		case "letter":
			if !slices.Contains(kinds, name) {
				t.Errorf("%s is written to many", name)
			}
		}
		return true
	})
	if seen < 5 {
		t.Errorf("only %d calls were found: the search is broken", seen)
	}
}
