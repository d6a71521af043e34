package fulfil

import (
	"encoding/json"
	"errors"
	"fmt"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
)

// meet notes which of the purposes a row of the collection holds.
func (t *treatments) meet(c *dataset.Collection) {
	for _, p := range t.purposes {
		if !t.met[p] && len(stops(c, []string{p})) > 0 {
			t.met[p] = true
		}
	}
}

// unfound lists the purposes that the data map can end and of which the preview met no row of the person: then nothing is
// ended, whatever else was done. Where it cannot, the owners are asked.
func (t *treatments) unfound() (list []string) {
	for _, p := range t.purposes {
		if writesStop(t.datasets, p) && !t.met[p] {
			list = append(list, p)
		}
	}
	return list
}

// unfound is told by the newest plan.
func (g *gathering) unfound() error {
	if g.request.Kind != model.Withdrawal && g.request.Kind != model.Objection {
		return nil
	}
	plan, err := g.v.Plan(g.request.ID)
	if errors.Is(err, store.ErrNotFound) || err == nil && len(plan.Notes) == 0 {
		return nil
	}
	if err != nil {
		return err
	}
	var notes PlanNotes
	if err := json.Unmarshal(plan.Notes, &notes); err != nil {
		return fmt.Errorf("notes of the plan: %w", err)
	}
	g.out.Unfound = notes.Unfound
	return nil
}
