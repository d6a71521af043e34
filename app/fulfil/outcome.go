package fulfil

import (
	"fmt"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
)

// TasksError says that people outside the desk are still waited for.
type TasksError struct{ Open int64 }

func (e *TasksError) Error() string {
	return fmt.Sprintf("%d tasks of people outside the desk are open: take down what came of them first", e.Open)
}

func tasksOpen(c *desk.Change) error {
	open, err := c.Tx.OpenTasks(c.Request.ID)
	if err == nil && open > 0 {
		err = &TasksError{open}
	}
	return err
}

// changeOutcome is fulfilled only where everything asked for was done.
func changeOutcome(c *desk.Change) (model.Outcome, error) {
	var refusals model.Refusals
	if _, err := c.Tx.Part(c.Request.ID, store.PartRefusals, &refusals); err != nil {
		return "", err
	}
	if len(refusals) > 0 {
		return model.PartlyFulfilled, nil
	}
	var scope model.Scope
	if _, err := c.Tx.Part(c.Request.ID, store.PartScope, &scope); err != nil {
		return "", err
	}
	for _, l := range scope.Lines {
		if l.Way.Leaves() {
			return model.PartlyFulfilled, nil
		}
	}
	var corrections model.Corrections
	if _, err := c.Tx.Part(c.Request.ID, store.PartCorrections, &corrections); err != nil {
		return "", err
	}
	for _, item := range corrections.Items {
		if item.Supplement != "" {
			return model.PartlyFulfilled, nil
		}
	}
	plan, err := c.Tx.Plan(c.Request.ID)
	if err != nil {
		return "", err
	}
	for _, src := range plan.Sources {
		if src.State == store.WriteUnwritable && src.Updates+src.Deletes > 0 {
			return model.PartlyFulfilled, nil
		}
	}
	return model.Fulfilled, nil
}
