package change

import (
	"strings"
	"testing"

	appchange "orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/source/value"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/work/worktest"
)

func TestALineOfTheScopeNamesItsCategoryInWords(t *testing.T) {
	worktest.New(t)
	for _, category := range []string{"user.contact.email", "user.contact", "user.financial.bank_account",
		"user.health", "user.unheard_of"} {
		if text := aboutLine(model.ScopeLine{Source: "shop", Collection: "orders", Category: category}); text == "" ||
			strings.Contains(text, "user.") || strings.Contains(text, "_") {
			t.Errorf("%s is called %q", category, text)
		}
	}
}

// A column that is empty and is emptied shows nothing to whoever signs.
func TestWhatIsEmptyAndEmptiedGetsNoLine(t *testing.T) {
	worktest.New(t)
	row := func(before ...any) appchange.PlanRow {
		r := appchange.PlanRow{Change: appchange.Change{}}
		for i, v := range before {
			name := string(rune('a' + i))
			r.Change.Before = append(r.Change.Before, value.Cell{Name: name, Value: v})
			r.Change.After = append(r.Change.After, value.Cell{Name: name})
			r.Change.How = append(r.Change.How, "null_rewrite")
		}
		return r
	}
	for _, c := range []struct {
		row  appchange.PlanRow
		want int
	}{{row("x", "", "y", nil), 2}, {row(""), 1}, {row("", ""), 1}, {row("x"), 1}} {
		lines := linesOf([]appchange.PlanRow{c.row})
		if len(lines) != c.want {
			t.Errorf("%v: %d lines, want %d", c.row.Change.Before, len(lines), c.want)
		}
		if c.want == 2 && (lines[1].column != "c" || lines[1].before == "") {
			t.Errorf("%+v", lines[1])
		}
	}
}
