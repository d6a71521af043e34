package intake_test

import (
	"strings"
	"testing"
)

// A quote that is not closed, or closed in the wrong place, costs its own record and none of the good ones below it.
func TestABrokenQuoteLosesNoneOfTheGoodRecords(t *testing.T) {
	const head = "id,kind,name,email,text\n"
	for name, c := range map[string]struct{ rows, taken, problems string }{
		"closed by a later record": {
			"1,access,N,b@x.org,\"open\n2,access,M,c@x.org,ok\n3,access,O,d@x.org,\"fine\"\n", "3 4", "2"},
		"closed in the next record": {"1,access,N,b@x.org,\"please, ok\n2,access,M,c@x.org,\"and more\"\n", "3",
			"2"},
		"a later record over two lines": {
			"1,access,N,b@x.org,\"open\n2,access,M,c@x.org,\"fine\nand more\"\n3,access,O,d@x.org,ok\n", "3 5", "2"},
		"a later record with quotes in it": {
			"1,access,N,b@x.org,\"open\n2,access,M,c@x.org,\"say \"\"hi\"\"\"\n3,access,O,d@x.org,ok\n", "3 4", "2"},
		"never closed": {
			"1,access,N,b@x.org,\"open\n2,access,M,c@x.org,ok\n3,access,O,d@x.org,fine\n", "3 4", "2"},
		"two of them": {
			"1,access,N,b@x.org,\"open\n2,access,M,c@x.org,\"also open\" x\n3,access,O,d@x.org,\"fine\"\n", "4", "2 3"},
		"lines of a text between": {
			"1,access,N,b@x.org,\"open\ndelete this, please\nbye\" x\n2,access,M,c@x.org,ok\n", "5", "2"},
		"a spoilt record between": {
			"1,access,N,b@x.org,\"open\n2,access,M,nobody,ok\n3,access,O,d@x.org,\"fine\"\n", "4", "2 3"},
		"nothing broken": {"1,access,N,b@x.org,\"two\nlines\"\n2,access,M,c@x.org,ok\n", "2 4", ""},
	} {
		p := preview(t, "q.csv", head+c.rows)
		var taken, problems []string
		for _, r := range p.Records {
			taken = append(taken, number(r.Line))
			if below := strings.Contains(strings.Join(r.Doubts, "\n"), "stands below line 2"); below &&
				c.problems == "" {
				t.Errorf("%s: line %d: %q", name, r.Line, r.Doubts)
			}
		}
		for _, r := range p.Problems {
			problems = append(problems, number(r.Line))
		}
		if got := strings.Join(taken, " "); got != c.taken {
			t.Errorf("%s: taken %s, want %s", name, got, c.taken)
		}
		if got := strings.Join(problems, " "); got != c.problems {
			t.Errorf("%s: problems on %s, want %s: %+v", name, got, c.problems, p.Problems)
		}
	}
	// What may belong to the text of another is doubted.
	r := preview(t, "q.csv", head+"1,access,N,b@x.org,\"open\n2,access,M,c@x.org,ok\n3,access,O,d@x.org,\"fine\"\n").
		Records
	for _, one := range r {
		if !strings.Contains(strings.Join(one.Doubts, "\n"), "stands below line 2") {
			t.Errorf("line %d: %q", one.Line, one.Doubts)
		}
	}
}

func number(line int) string { return string(rune('0' + line)) }
