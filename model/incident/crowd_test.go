package incident_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"orangelab.cn/rightsdesk/model/incident"
)

func mail(v string) incident.Key  { return incident.Key{Kind: "email", Value: v} }
func phone(v string) incident.Key { return incident.Key{Kind: "phone_number", Value: v} }
func row(v string) incident.Key {
	return incident.Key{Kind: "row:shop:account:id", Value: v, Row: true, Person: true}
}

func crowdOf(lines ...incident.Affected) *incident.Crowd {
	c := incident.NewCrowd()
	for _, a := range lines {
		c.Add(a)
	}
	return c
}

func line(keys ...incident.Key) incident.Affected { return incident.Affected{Keys: keys} }

func TestWhoIsNamedInSeveralListsIsCountedOnce(t *testing.T) {
	for _, tt := range []struct {
		what        string
		lines       []incident.Affected
		least, most int64
	}{
		{"nobody", nil, 0, 0},
		{"the same address twice", []incident.Affected{line(mail("a")), line(mail("a"))}, 1, 1},
		{"an address and a number that a third line joins",
			[]incident.Affected{line(mail("a")), line(phone("1")), line(mail("a"), phone("1"))}, 1, 1},
		{"a number first, the person later", []incident.Affected{line(phone("1")), line(phone("1"), mail("a"))}, 1, 1},
		{"two addresses that share a number are one or two",
			[]incident.Affected{line(mail("a"), phone("1")), line(mail("b"), phone("1"))}, 1, 2},
		{"two addresses of one line are one person's", []incident.Affected{line(mail("a"), mail("b"))}, 1, 1},
		{"a new number of a known address",
			[]incident.Affected{line(mail("a"), phone("1")), line(mail("a"), phone("2"))}, 1, 1},
		{"a row of a table of people and what leads to it",
			[]incident.Affected{line(row("7")), line(row("7"), mail("a")), line(row("8"))}, 2, 2},
		{"a row that leads to nobody known may be somebody counted already",
			[]incident.Affected{line(mail("a")), line(incident.Key{Kind: "row:ticket", Value: "1", Row: true})}, 1, 2},
		{"a line without a key", []incident.Affected{line(mail("a")), line()}, 1, 1},
	} {
		if n := crowdOf(tt.lines...).Count(); n.People.Least != tt.least || n.People.Most != tt.most ||
			!n.People.Known {
			t.Errorf("%s: %d to %d people, want %d to %d", tt.what, n.People.Least, n.People.Most, tt.least, tt.most)
		}
	}
}

// TestNobodyIsCountedTwiceAndNobodyLeftOut draws people, each with an address, a number and an account, and lists that
// each name some of them by some of that, and counts whom the lists name.
func TestNobodyIsCountedTwiceAndNobodyLeftOut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		named, keys := map[int]bool{}, map[int]bool{}
		c := incident.NewCrowd()
		children := map[int]bool{}
		for range rapid.IntRange(0, 60).Draw(t, "lines") {
			who, by := rapid.IntRange(0, 9).Draw(t, "who"), rapid.IntRange(1, 7).Draw(t, "by")
			var a incident.Affected
			for i, k := range []incident.Key{mail(fmt.Sprint(who)), phone(fmt.Sprint(who)), row(fmt.Sprint(who))} {
				if by&(1<<i) != 0 {
					a.Keys = append(a.Keys, k)
				}
			}
			if rapid.Bool().Draw(t, "child") {
				a.Tags = append(a.Tags, incident.TagAge(9))
				children[who] = true
			}
			c.Add(a)
			named[who], keys[who*8+by] = true, true
		}
		// Whoever was named by ways that no line joins cannot be known to be one: the least that a count may say is by
		// what joins.
		want := int64(0)
		for who := range named {
			want += parts(who, keys)
		}
		n := c.Count()
		if n.People.Least != want || n.People.Most != want {
			t.Fatalf("%d to %d people, want %d", n.People.Least, n.People.Most, want)
		}
		if got := n.Minors.Under14; got < int64(len(children)) || got > want {
			t.Fatalf("%d children, want at least %d", got, len(children))
		}
		for who := range named {
			if _, is := c.Who(line(mail(fmt.Sprint(who)), phone(fmt.Sprint(who)), row(fmt.Sprint(who)))); !is {
				t.Fatalf("%d is nobody", who)
			}
		}
	})
}

// parts is into how many pieces, that share no key, the lines about somebody fall.
func parts(who int, keys map[int]bool) (n int64) {
	var pieces []int
	for by := 1; by < 8; by++ {
		if !keys[who*8+by] {
			continue
		}
		joined := by
		for again := true; again; {
			again = false
			for i, p := range pieces {
				if p&joined != 0 {
					joined, pieces, again = joined|p, append(pieces[:i], pieces[i+1:]...), true
					break
				}
			}
		}
		pieces = append(pieces, joined)
	}
	return int64(len(pieces))
}

func TestTheCategoriesOfManyPeopleAreCountedApart(t *testing.T) {
	c := incident.NewCrowd()
	for i := range 1000 {
		a := line(mail(fmt.Sprint(i)))
		for bit := range 70 { // more than a word of bits
			if i%(bit+1) == 0 {
				a.Tags = append(a.Tags, incident.TagCategory(fmt.Sprintf("user.c%d", bit), bit == 69)...)
			}
		}
		c.Add(a)
		c.Add(a)
	}
	n := c.Count()
	for bit := range 70 {
		want := int64((999)/(bit+1) + 1)
		if got := n.Categories[fmt.Sprintf("user.c%d", bit)]; got != want {
			t.Errorf("category %d: %d people, want %d", bit, got, want)
		}
	}
	if n.Sensitive != 999/70+1 || n.Unreached != 1000 || n.Nowhere != 1000 || n.Minors.Unknown != 1000 {
		t.Errorf("%+v", n)
	}
}

func TestWhereSomebodyLivesIsToldByAFieldBeforeTheTelephone(t *testing.T) {
	c := crowdOf(
		incident.Affected{Keys: []incident.Key{mail("a")},
			Tags: []string{incident.TagPlace("cn", true), incident.TagPlace("eu", false)}},
		incident.Affected{Keys: []incident.Key{mail("b")}, Tags: []string{incident.TagPlace("cn", true)}},
		incident.Affected{Keys: []incident.Key{mail("c")}})
	if n := c.Count(); n.Regimes["eu"] != 1 || n.Regimes["cn"] != 1 || n.Nowhere != 1 {
		t.Errorf("%+v, %d nowhere", n.Regimes, n.Nowhere)
	}
	r, _ := rules(t)
	for _, tt := range []struct{ country, state, want string }{{"DE", "", "eu"}, {"deutschland", "", "eu"},
		{"德国", "", "eu"}, {"US", "CA", "us_ca"}, {"USA", "California", "us_ca"}, {"US", "", ""},
		{"US", "Texas", incident.Elsewhere},
		{"AU", "", incident.Elsewhere}, {"Atlantis", "", ""}, {"", "", ""}, {"U.K.", "", "uk"}, {"中国", "", "cn"}} {
		if got := r.RegimeOf(tt.country, tt.state); got != tt.want {
			t.Errorf("%q, %q: %q, want %q", tt.country, tt.state, got, tt.want)
		}
	}
}

func TestACountStatesWhatItKnowsAndLeavesTheRest(t *testing.T) {
	r, _ := rules(t)
	f := incident.Facts{Places: map[string]incident.Range{"uk": incident.Exactly(5)},
		Answers: map[string]incident.Answer{"no_risk": incident.No}}
	n := incident.Count{People: incident.Exactly(10), Regimes: map[string]int64{"eu": 3}, Nowhere: 2,
		Minors: incident.Ages{Under14: 1}, Categories: map[string]int64{"user.government_id.passport_number": 1}}
	got := f.Counted(n, r)
	if got.People != incident.Exactly(10) || got.Places["eu"] != (incident.Range{Known: true, Least: 3, Most: 5}) ||
		got.Places["uk"] != incident.Exactly(5) ||
		got.Answers["minors"] != incident.Yes || got.Answers["unique_ids"] != incident.Yes ||
		got.Answers["sensitive"] != incident.Unknown || got.Answers["no_risk"] != incident.No {
		t.Errorf("%+v", got)
	}
	if f.People.Known || f.Answers["minors"] != "" {
		t.Error("the facts before were changed")
	}
	n.Nowhere = 0
	if got := f.Counted(n, r); got.Places["uk"] != incident.Exactly(0) || got.Places["eu"] != incident.Exactly(3) {
		t.Errorf("with everybody's place known: %+v", got.Places)
	}
}
