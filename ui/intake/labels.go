package intake

import (
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// labels ask for the product and the tags of a request, out of the words of the desk; there are no fields where it has
// none.
type labels struct {
	org     model.Organisation
	product *part.Select
	tags    []*part.Check
	fields  []*part.Field
}

func newLabels(org model.Organisation) *labels {
	l := &labels{org: org}
	if len(org.Products) > 0 {
		l.product = part.NewSelect(append([]string{frame.L("None")}, org.Products...), 0, nil)
		l.fields = append(l.fields, part.NewField(frame.L("Product"), l.product))
	}
	if len(org.Tags) > 0 {
		row := part.Flow(12)
		for _, tag := range org.Tags {
			check := part.NewCheck(tag, nil)
			l.tags = append(l.tags, check)
			row.Add(check)
		}
		l.fields = append(l.fields, part.NewField(frame.L("Tags"), row))
	}
	return l
}

func (l *labels) chosen() (chosen model.Labels) {
	if l.product != nil && l.product.Current() > 0 {
		chosen.Product = l.org.Products[l.product.Current()-1]
	}
	for i, check := range l.tags {
		if check.Checked {
			chosen.Tags = append(chosen.Tags, l.org.Tags[i])
		}
	}
	return chosen
}
