package names

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func part(after, last int64, name string, whole bool) Part {
	return Part{After: after, Last: last, names: name + "\n", ends: []int{len(name) + 1}, ids: []int64{last},
		whole: whole}
}

// Locking must not wait for a load, nor may the load bring anything back.
func TestNamesReadWhileTheWindowIsLockedAreDropped(t *testing.T) {
	var n Index
	session, after := n.Begin()
	n.Clear()
	n.Take(session, []Part{part(after, 10, "wang", true)})
	if found := n.Find("wang", 50); found != nil {
		t.Errorf("found %v", found)
	}
	session, after = n.Begin()
	n.Take(session, []Part{part(after, 10, "wang", true)})
	if found := n.Find("wang", 50); !slices.Equal(found, []int64{10}) {
		t.Errorf("the next load: found %v", found)
	}
}

func TestALoadBrokenOffGoesOnWhereItWasWhole(t *testing.T) {
	var n Index
	session, _ := n.Begin()
	n.Take(session, []Part{part(0, 10, "wang 1", true), part(10, 20, "wang 2", false), part(20, 30, "wang 3", true)})
	if _, after := n.Begin(); after != 10 {
		t.Errorf("it goes on after %d", after)
	}
	n.Take(session, []Part{part(10, 20, "wang 2", true), part(20, 30, "wang 3", true)})
	if found := n.Find("wang", 50); !slices.Equal(found, []int64{30, 20, 10}) {
		t.Errorf("found %v", found)
	}
}

func TestFindingInOneStringIsFindingInEachName(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		names := rapid.SliceOf(rapid.StringOf(rapid.RuneFrom([]rune("ab王")))).Draw(t, "names")
		text := rapid.StringOfN(rapid.RuneFrom([]rune("ab王")), 1, 3, -1).Draw(t, "text")
		var p Part
		var want []int64
		for i, name := range names {
			p.names += name + "\n"
			p.ends, p.ids = append(p.ends, len(p.names)), append(p.ids, int64(i))
			if strings.Contains(name, text) {
				want = append(want, int64(i))
			}
		}
		if got := p.find(text); !slices.Equal(got, want) {
			t.Fatalf("found %v, want %v", got, want)
		}
	})
}
