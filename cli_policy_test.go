package main

import (
	"strings"
	"testing"
)

func TestAStatementIsCheckedAndComparedWithoutADesk(t *testing.T) {
	was := write(t, "was.md",
		"# 1 Keeping\n\nWe keep orders for three years.\n\n# 2 Rights\n\nWe answer a request within 15 days.\n")
	now := write(t, "now.md",
		"# 1 Keeping\n\nWe keep orders for five years.\n\n# 2 Rights\n\nWe answer a request within 15 days. It does not apply to:\n")
	if status, out, errOut := rightsdesk("policy", "check", was); status != statusOK ||
		!strings.Contains(out, "no_legal_name") || !strings.Contains(out, "2 clauses, 1 flaws, 0 keep it back") {
		t.Errorf("%d: %s%s", status, out, errOut)
	}
	if status, out, _ := rightsdesk("policy", "check", now); status != statusProblem ||
		!strings.Contains(out, "2:1\tempty_list\tIt does not apply to:") {
		t.Errorf("a list that does not come: %d: %s", status, out)
	}
	if status, out, _ := rightsdesk("policy", "compare", was, now); status != statusOK ||
		!strings.Contains(out, "reduces_rights") || !strings.Contains(out, "“three” becomes “five”") ||
		!strings.Contains(out, "2 of 2 clauses changed") {
		t.Errorf("compared: %d: %s", status, out)
	}
	if status, _, errOut := rightsdesk("policy", "check", "--lang", "fr", was); status != statusUsage ||
		!strings.Contains(errOut, "zh-Hans") {
		t.Errorf("a language that is not there: %d: %s", status, errOut)
	}
}
