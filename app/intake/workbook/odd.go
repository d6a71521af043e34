package workbook

import (
	"encoding/xml"
	"strings"

	"orangelab.cn/rightsdesk/app/intake/record"
)

// odd is what a sheet has that its cells do not tell.
type odd struct {
	hidden   bool     // rows or columns of it
	merged   []string // ranges of cells that are one, whose value stands in the first alone
	unworked []string // cells with a formula that nobody worked out
}

// meet notes what an element outside the rows says.
func (o *odd) meet(e xml.StartElement) {
	switch e.Name.Local {
	case "col":
		o.hidden = o.hidden || truth(attribute(e, "hidden"))
	case "mergeCell":
		o.merged = append(o.merged, attribute(e, "ref"))
	}
}

// doubts are the sentences about it.
func (o odd) doubts() (list []error) {
	if o.hidden {
		list = append(list, record.Because("has rows or columns that are hidden, which were read as well"))
	}
	if len(o.merged) > 0 {
		list = append(list,
			record.Because(
				"has cells that are merged, {{.A}}: their value was read in the first alone; part them and fill each",
				some(o.merged)))
	}
	if len(o.unworked) > 0 {
		list = append(list,
			record.Because("has formulas without a value, in {{.A}}: open it in a spreadsheet program and save it anew",
				some(o.unworked)))
	}
	return list
}

// some names a few.
func some(places []string) string {
	const few = 5
	if len(places) > few {
		return strings.Join(places[:few], ", ") + " …"
	}
	return strings.Join(places, ", ")
}

func truth(text string) bool { return text == "1" || text == "true" }
