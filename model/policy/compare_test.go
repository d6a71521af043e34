package policy

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"orangelab.cn/rightsdesk/model"
)

func clause(id, heading, body string) Clause {
	return Clause{ID: id, Heading: model.Text{english: heading}, Body: model.Text{english: body}}
}

func TestComparingTellsWhatBecameOfEachClause(t *testing.T) {
	keep := clause("1", "How long we keep order records",
		"We keep order records for three years after the order is completed.")
	share := clause("2", "Who receives your data", "Delivery partners receive your name and address.")
	copies := clause("3", "How you ask for a copy", "We answer as soon as we receive your request.")
	longer := clause("1", "How long we keep order records",
		"We keep order records for five years after the order is completed.")
	at := func(id string, c Clause) Clause { c.ID = id; return c }

	tests := []struct {
		name    string
		old, to []Clause
		want    []string
	}{
		{"nothing", []Clause{keep, share}, []Clause{keep, share}, nil},
		{"a word", []Clause{keep, share}, []Clause{longer, share}, []string{"1→1 reworded"}},
		{"moved, and said so once", []Clause{keep, share, copies},
			[]Clause{at("1", copies), at("2", keep), at("3", share)}, []string{"3→1 moved"}},
		{"moved and reworded", []Clause{keep, share, copies},
			[]Clause{at("1", share), at("2", copies), at("3", longer)}, []string{"1→3 moved reworded"}},
		{"one put in gives the others new numbers, which is no difference", []Clause{keep, share},
			[]Clause{at("1", copies), at("2", keep), at("3", share)}, []string{"→1 added"}},
		{"one taken out", []Clause{keep, share, copies}, []Clause{keep, at("2", copies)}, []string{"2→ removed"}},
		{"another under the same number", []Clause{keep}, []Clause{at("1", copies)},
			[]string{"1→ removed", "→1 added"}},
		{"all other words under the same number and heading",
			[]Clause{clause("1", "Who we are", "Orange Lab of Haidian."), share},
			[]Clause{clause("1", "Who we are", "A company by another name."), share},
			[]string{"1→1 reworded"}},
		{"the same words twice stay where they were", []Clause{at("1", keep), at("2", share), at("3", keep)},
			[]Clause{at("1", keep), at("2", share), at("3", keep)}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, c := range Compare(Version{Clauses: tt.old}, Version{Clauses: tt.to}).Differences() {
				words := []string{c.Key()}
				for word, is := range map[string]bool{"added": c.Added(), "removed": c.Removed(), "moved": c.Moved,
					"reworded": !c.Added() && !c.Removed() && c.Reworded()} {
					if is {
						words = append(words, word)
					}
				}
				slices.Sort(words[1:])
				got = append(got, strings.Join(words, " "))
			}
			slices.Sort(got)
			slices.Sort(tt.want)
			if !slices.Equal(got, tt.want) {
				t.Errorf("differences %q, want %q", got, tt.want)
			}
		})
	}
}

func TestWordsAreComparedAsPeopleReadThem(t *testing.T) {
	tests := []struct{ was, now, want string }{
		{"for three years after", "for five years after", "for -three- +five+ years after"},
		{"", "new words", "+new words+"},
		{"我们保存订单记录三年。", "我们保存订单记录五年。", "我们保存订单记录-三-+五+年。"},
		{"receive your name and address.", "receive your name, address and phone number.",
			"receive your name-and address-+,address and phone number+."},
		{"收到请求后尽快答复", "收到请求后十五个工作日内答复", "收到请求后-尽快-+十五个工作日内+答复"},
	}
	for _, tt := range tests {
		var got strings.Builder
		for _, p := range CompareWords(tt.was, tt.now) {
			mark := map[Op]string{Deleted: "-", Inserted: "+"}[p.Op]
			text := p.Text
			if mark != "" {
				text = strings.TrimSpace(text)
			}
			got.WriteString(mark + text + mark)
		}
		if strings.ReplaceAll(got.String(), " ", "") != strings.ReplaceAll(tt.want, " ", "") {
			t.Errorf("%q to %q: %q, want %q", tt.was, tt.now, got.String(), tt.want)
		}
	}
}

var someWords = []string{"we", "keep", "your", "name", "for", "three", "five", "years", " ", " ", "\n", ".", ",", "• ",
	"**", "数", "据", "保存", "五年", "é", "👨‍👩‍👧", "\u0301", "\r\n"}

func drawText(t *rapid.T, label string) model.Text {
	text := model.Text{}
	for _, lang := range model.Languages {
		if s := strings.Join(rapid.SliceOfN(rapid.SampledFrom(someWords), 0, 12).Draw(t, label+lang), ""); s != "" {
			text[lang] = s
		}
	}
	return text
}

func drawClauses(t *rapid.T, from []Clause) (list []Clause) {
	for i := range rapid.IntRange(0, 8).Draw(t, "clauses") {
		c := Clause{Heading: drawText(t, "heading"), Body: drawText(t, "body"),
			Important: rapid.Bool().Draw(t, "important")}
		if len(from) > 0 && rapid.IntRange(0, 3).Draw(t, "kept") > 0 {
			old := from[rapid.IntRange(0, len(from)-1).Draw(t, "which")]
			c = Clause{Heading: maps.Clone(old.Heading), Body: maps.Clone(old.Body)}
			if rapid.Bool().Draw(t, "reworded") {
				c.Body = drawText(t, "new body")
			}
		}
		c.ID = fmt.Sprint(i + 1)
		list = append(list, c)
	}
	return list
}

func TestApplyingAComparisonToTheOldGivesTheNew(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := Version{Clauses: drawClauses(t, nil)}
		to := Version{Clauses: drawClauses(t, from.Clauses)}
		c := Compare(from, to)
		got, err := c.Apply(from.Clauses)
		if err != nil {
			t.Fatal(err)
		}
		if (Version{Clauses: got}).Digest() != (Version{Clauses: to.Clauses}).Digest() {
			t.Fatalf("applied:\n%+v\nwant:\n%+v", got, to.Clauses)
		}
		was, now := 0, 0
		for _, change := range c.Changes {
			if change.Was != nil {
				was++
			}
			if change.Now != nil {
				now++
			}
		}
		if was != len(from.Clauses) || now != len(to.Clauses) {
			t.Fatalf("the comparison has %d of %d old and %d of %d new clauses", was, len(from.Clauses), now,
				len(to.Clauses))
		}
	})
}

func TestOnlyAsManyMovedAsMust(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 9).Draw(t, "n")
		order := rapid.Permutation(slices.Collect(func(yield func(int) bool) {
			for i := range n {
				if !yield(i) {
					return
				}
			}
		})).Draw(t, "order")
		var from, to []Clause
		for i := range n {
			from = append(from, clause(fmt.Sprint(i), fmt.Sprintf("heading%d", i), fmt.Sprintf("body%d", i)))
		}
		for _, i := range order {
			to = append(to, from[i])
		}
		var stayed []int
		moved := 0
		for _, c := range Compare(Version{Clauses: from}, Version{Clauses: to}).Changes {
			if c.Moved {
				moved++
			} else {
				stayed = append(stayed, c.at)
			}
		}
		if !slices.IsSorted(stayed) {
			t.Fatalf("%v: those that stayed, %v, are not in order", order, stayed)
		}
		if moved > 0 && moved == n {
			t.Fatalf("%v: everything moved", order)
		}
	})
}

func TestAComparisonIsAppliedOnlyToItsOwnText(t *testing.T) {
	a, b := Version{Clauses: []Clause{clause("1", "Keeping", "We keep it for three years.")}}, Version{
		Clauses: []Clause{clause("1", "Keeping", "We keep it for five years.")}}
	if _, err := Compare(a, b).Apply(b.Clauses); err == nil {
		t.Error("a comparison was applied to another text than it was made from")
	}
}
