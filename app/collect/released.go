package collect

import (
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/source/dataset"
)

// SensitiveIn reports whether a column holds what needs a higher identity level, itself or somewhere in its document.
func (f Finding) SensitiveIn(column string) bool {
	for name, categories := range f.Found.Categories {
		if (name == column || strings.HasPrefix(name, column+".")) && dataset.Sensitive(categories) &&
			f.holds(column, name) {
			return true
		}
	}
	return false
}

// holds reports whether the value of a column still has the field of that name: what a copy does not reach to was taken
// out of a document when it was collected.
func (f Finding) holds(column, name string) bool {
	return name == column ||
		documentHas(f.Found.Values[slices.Index(f.Found.Columns, column)],
			strings.Split(strings.TrimPrefix(name, column+"."), "."))
}
