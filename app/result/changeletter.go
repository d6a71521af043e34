package result

import (
	"slices"

	"orangelab.cn/rightsdesk/model"
)

func sortedKeys(m model.Refusals) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
