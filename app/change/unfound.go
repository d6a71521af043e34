package change

import (
	"orangelab.cn/rightsdesk/app/source/dataset"
)

// meet notes which of the purposes a row of the collection holds.
func (t *treatments) meet(c *dataset.Collection) {
	for _, p := range t.purposes {
		if !t.met[p] && len(stops(c, []string{p})) > 0 {
			t.met[p] = true
		}
	}
}

// unfound lists the purposes that the data map can end and of which the preview met no row of the person: then nothing
// is ended, whatever else was done. Where it cannot, the owners are asked.
func (t *treatments) unfound() (list []string) {
	for _, p := range t.purposes {
		if writesStop(t.datasets, p) && !t.met[p] {
			list = append(list, p)
		}
	}
	return list
}
