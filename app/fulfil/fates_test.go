package fulfil_test

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"testing"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/app/result"
	"orangelab.cn/rightsdesk/app/review"
	"orangelab.cn/rightsdesk/model"
)

// told are the numbers that a certificate and a letter have to name for each fate, as patterns of the number.
var told = map[model.Fate]struct{ certificate, letter string }{
	model.FateRewritten: {`rewritten: %d\b`, `\b%d records? rewritten`},
	model.FateDeleted:   {`deleted: %d\b`, `\b%d records? deleted`},
	model.FateByOwner: {`dealt with by its department, as that says: %d\b`,
		`\b%d records? dealt with, as that department says`},
	model.FateHeld:       {`kept under a legal duty: %d\b`, `\b%d records? kept because a law`},
	model.FateStopped:    {`only stored and protected from now on: %d\b`, `\b%d records? only stored and protected`},
	model.FateRedirected: {`somebody else's to deal with: %d\b`, `\b%d records? that somebody else is to deal with`},
	model.FateRefused: {`left as they are, refused: %d\b`,
		`\b%d records? left as (it is|they are), because that part is refused`},
	model.FateOthers: {`left as they are, also other people's: %d\b`,
		`\b%d records? left as (it is|they are), because (it is|they are) also another person's`},
	model.FateFixed: {`left as they are, a field of them cannot be emptied by itself: %d\b`,
		`\b%d records? left as (it is|they are), because what was to be deleted`},
	model.FateUnnamed: {`left as they are, not registered as personal information: %d\b`,
		`\b%d records? left as (it is|they are), because nothing in (it|them) is registered`},
	model.FateUnchanged: {`nothing to be changed in: %d\b`, `\b%d records? in which nothing was to be changed`},
	model.FateNotDone:   {`not dealt with yet: %d\b`, `\b%d records? not dealt with yet`},
}

// anyScope settles every collection in a way of its own: its rows are deleted, or each kind of data in them goes its
// way.
func anyScope(o office, by *rand.Rand) func(*model.ScopeLine) {
	whole := map[string]bool{}
	return func(l *model.ScopeLine) {
		if _, known := whole[l.Collection]; !known {
			// nothing points at their rows
			whole[l.Collection] = (l.Collection == "login" || l.Collection == "place_log") && by.IntN(2) == 0
		}
		*l = model.ScopeLine{Source: l.Source, Dataset: l.Dataset, Collection: l.Collection, Category: l.Category,
			Column: l.Column, Rows: l.Rows, Way: model.WayDelete}
		if whole[l.Collection] {
			return
		}
		switch l.Way = model.Ways[1+by.IntN(len(model.Ways)-1)]; l.Way {
		case model.WayHold:
			l.Hold, l.Until = "ecommerce", o.Clock.Now().AddDate(2, 0, 0)
		case model.WayStop:
			l.Reason = "it cannot be taken out of the back-ups"
		case model.WayRedirect:
			l.Party = "the carrier"
		case model.WayRefuse:
			l.Refusal = &model.Refusal{
				Grounds: []model.GivenGround{{ID: "EXC-3", Facts: "evidence in a pending case", Evidence: "file 7"}}}
		}
	}
}

func TestWhatBecameOfTheRowsAddsUpAndEveryPaperNamesEveryPart(t *testing.T) {
	met := map[model.Fate]bool{}
	for seed := range uint64(12) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			by := rand.New(rand.NewPCG(seed, 1))
			o := newOffice(t, "sqlite")
			// The desk cannot write, and the owner is asked, in every third.
			if seed%3 == 2 {
				o.dropWriteAddress(t)
			}
			r := o.working(t, model.Deletion)
			o.settle(t, r.ID, anyScope(o, by))
			o.decideAny(t, r.ID, by)
			o.signed(t, r.ID)
			if seed%3 != 2 {
				o.write(t, r.ID)
			}
			o.endAny(t, r.ID, seed%2 == 0)
			cert, err := result.Certify(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), nil)
			if err != nil {
				t.Fatal(err)
			}
			result, err := result.Read(ctx, o.agent, r.ID)
			if err != nil {
				t.Fatal(err)
			}
			results, err := collect.Read(ctx, o.agent, r.ID)
			if err != nil {
				t.Fatal(err)
			}
			found := map[string]int64{}
			for _, sys := range result.Systems {
				for _, c := range sys.Collections {
					found[c.Collection] = c.Found()
				}
			}
			for _, n := range results.Counts {
				if found[n.Collection] != n.Rows {
					t.Errorf("%s: %d of %d rows are told of: %+v", n.Collection, found[n.Collection], n.Rows,
						result.Systems)
				}
			}
			paper, err := cert.Paper(letter.English)
			if err != nil {
				t.Fatal(err)
			}
			w := o.letters(t, r.ID, "")[0]
			for _, fate := range model.Fates {
				n := result.Count(fate)
				if n == 0 {
					continue
				}
				met[fate] = true
				for _, p := range []struct{ name, text, pattern string }{{"the certificate", paper.Text(),
					told[fate].certificate}, {"the letter", w.Text(), told[fate].letter}} {
					if !regexp.MustCompile(fmt.Sprintf(p.pattern, n)).MatchString(p.text) {
						t.Errorf("%s does not say of %d rows that they are %s:\n%s", p.name, n, fate, p.text)
					}
				}
			}
		})
	}
	for fate := range told {
		if !met[fate] && fate != model.FateUnchanged && fate != model.FateFixed && fate != model.FateUnnamed {
			t.Errorf("nothing was %s", fate)
		}
	}
}

// decideAny decides each shared row to be left, or its recipient to be masked.
func (o office) decideAny(t *testing.T, id int64, by *rand.Rand) {
	t.Helper()
	list, err := collect.List(ctx, o.agent, id, model.FindingFilter{SharedOnly: true}, 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range list {
		d, choice := model.LeaveOut, collect.Choice{Reason: "also Mary's"}
		if by.IntN(2) == 0 {
			d, choice.Columns = model.MaskSome, []string{"recipient"}
		}
		if _, err := review.Decide(ctx, o.agent, desktest.Seen(t, o.agent, id), f.Seen(), d, choice); err != nil {
			t.Fatal(err)
		}
	}
}

// endAny ends every task as done, or as not done.
func (o office) endAny(t *testing.T, id int64, done bool) {
	t.Helper()
	tasks, err := change.Tasks(ctx, o.agent, id)
	if err != nil {
		t.Fatal(err)
	}
	for _, task := range tasks {
		ending := change.TaskEnding{End: model.TaskDone, Known: "by hand"}
		if !done {
			ending = change.TaskEnding{End: model.TaskNotDone, Known: "he said so on the telephone",
				Told: "after the migration", Until: o.Clock.Now().AddDate(0, 1, 0)}
		}
		if _, err := change.EndTask(ctx, o.agent, desktest.Seen(t, o.agent, id), task.ID, ending); err != nil {
			t.Fatal(err)
		}
	}
}
