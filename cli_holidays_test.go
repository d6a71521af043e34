package main

import (
	"strings"
	"testing"
)

const festival = `{"year": 2027, "papers": ["https://example.org/2027"], "days": [
  {"name": "春节", "date": "2027-02-05", "isOffDay": true},
  {"name": "春节", "date": "2027-02-20", "isOffDay": false}
]}`

func TestHolidaysAreCheckedImportedAndListed(t *testing.T) {
	dir := newDesk(t)
	cn, uk := write(t, "2027.json", festival), write(t, "uk.csv",
		"date,name\n2027-03-26,Good Friday\n2028-04-14,Good Friday\n")
	status, out, errOut := rightsdesk("holidays", "check", cn, uk)
	if status != statusOK ||
		!strings.Contains(out, "2027  1 day(s) off, 1 weekend day(s) worked  https://example.org/2027\n") ||
		!strings.Contains(out, "2028  1 day(s) off, 0") {
		t.Fatalf("check: status %d, %q, %q", status, out, errOut)
	}
	if status, _, errOut := rightsdesk("--desk", dir, "holidays", "import", cn); status != statusProblem ||
		!strings.Contains(errOut, "your role may not do this") {
		t.Errorf("an agent imports: status %d, %q", status, errOut)
	}
	inEnvironment(t, envLogin, "admin")
	if status, _, errOut := rightsdesk("--desk", dir, "holidays", "import", "--calendar", "mars", cn); status !=
		statusProblem || !strings.Contains(errOut, `there is no calendar "mars"; the rules have cn, eu`) {
		t.Errorf("another calendar: status %d, %q", status, errOut)
	}
	broken := write(t, "broken.json", strings.Replace(festival, "2027-02-20", "2027-02-30", 1))
	if status, _, errOut := rightsdesk("--desk", dir, "holidays", "import", cn, broken); status != statusProblem ||
		!strings.Contains(errOut, "broken.json: line 3, day 2: ") {
		t.Errorf("a broken file: status %d, %q", status, errOut)
	}
	if _, out, _ := rightsdesk("--desk", dir, "holidays", "list"); strings.Contains(out, "2027") {
		t.Errorf("something of a broken import was kept: %q", out)
	}
	last := write(t, "last.json", strings.ReplaceAll(festival, `"date": "2027`, `"date": "2026`))
	if status, _, errOut := rightsdesk("--desk", dir, "holidays", "import", last); status != statusProblem ||
		!strings.Contains(errOut, "no day off of the table of 2027 is in 2027") {
		t.Errorf("days of another year: status %d, %q", status, errOut)
	}
	const lacks = "lacks    2027-01-01, 2027-10-01, off every year by the rules: is the file whole?\n"
	if status, out, errOut := rightsdesk("holidays", "check", "--calendar", "cn", cn); status != statusOK ||
		!strings.Contains(out, lacks) {
		t.Errorf("a table that is cut off: status %d, %q, %q", status, out, errOut)
	}
	for _, args := range [][]string{{"import", "--why", "published today", cn}, {"import", "--calendar", "uk", uk}} {
		if status, out, errOut := rightsdesk(append([]string{"--desk", dir, "holidays"}, args...)...); status !=
			statusOK || !strings.Contains(out, "imported ") || !strings.Contains(out, "lacks    2027-01-01") {
			t.Errorf("%v: status %d, %q, %q", args, status, out, errOut)
		}
	}
	status, out, _ = rightsdesk("--desk", dir, "holidays", "list")
	for _, line := range []string{"cn     2025  ", "cn     2026  ", "cn     2027  1 day(s) off, 1 ", "uk     2027  1 ",
		"uk     2028  1 "} {
		if status != statusOK || !strings.Contains(out, line) {
			t.Errorf("the list lacks %q: status %d, %q", line, status, out)
		}
	}
}
