package fulfil

import (
	"fmt"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/store/casefile"
)

// TasksError says that people outside the desk are still waited for.
type TasksError struct{ Open int64 }

func (e *TasksError) Error() string {
	return fmt.Sprintf("%d tasks of people outside the desk are open: take down what came of them first", e.Open)
}

func tasksOpen(c *desk.Change) error {
	open, err := casefile.OpenTasks(c.Tx.View, c.Request.ID)
	if err == nil && open > 0 {
		err = &TasksError{open}
	}
	return err
}
