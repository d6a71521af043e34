package collect

import (
	"strings"

	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
	"orangelab.cn/rightsdesk/ui/work"
)

// newSearch is the field that narrows the findings to those whose line holds every word typed. Values are not searched:
// they are masked here.
func (v *Findings) newSearch() *part.SearchField {
	find := part.NewSearchField(frame.L("Find in findings"), "")
	find.OnChanged = func(string) { v.sift() }
	find.OnMove = func(by int) { v.table.Step(by) }
	return find
}

// sift shows the rows that the search leaves. While it searches, the rest is read too, page by page.
func (v *Findings) sift() {
	words := strings.Fields(strings.ToLower(v.find.Text()))
	v.rows = v.read
	if len(words) > 0 {
		v.rows = nil
		for _, f := range v.read {
			if holds(line(v.work, f), words) {
				v.rows = append(v.rows, f)
			}
		}
	}
	v.table.SetCount(len(v.rows))
	if len(words) > 0 && !v.complete {
		v.more()
	}
}

// line is what the table shows of a finding, in small letters.
func line(w Work, f collect.Finding) string {
	return strings.ToLower(
		strings.Join([]string{frame.SourceTitle(f.Source), work.RowTitle(f), f.Source, f.Collection,
			reached(f.Found.Reached), categories(f.Found), decision(w.Request.Kind, f).Text}, " "))
}

func holds(text string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}
