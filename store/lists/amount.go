package lists

import (
	"maps"
	"slices"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"
)

// amounts says for a step how to count what it is about, for many requests at once. Each query gives n, total, at and
// till, in the meaning that model.StepAmount has for the step; a step that is missing is about nothing that is counted.
var amounts = map[model.Step]string{
	model.StepProve:         amountEvidence,
	model.StepCheckCode:     amountEvidence,
	model.StepRetrySources:  amountSource("s.state IN ('failed','incomplete')"),
	model.StepManualSources: amountSource("s.state = 'manual'"),
	model.StepScope:         amountSource("s.rows_found > 0"),
	model.StepCorrect:       amountSource("s.rows_found > 0"),
	model.StepPurposes:      amountSource("s.rows_found > 0"),
	model.StepMakePlan:      amountSource("s.rows_found > 0"),
	model.StepDecideShared:  amountShared("decision = 'undecided'"),
	model.StepAgreeShared:   amountShared("shared > 0"),
	model.StepSignPlan:      amountPlan("s.updates + s.deletes > 0"),
	model.StepWritePlan:     amountPlan("s.state = 'waiting'"),
	model.StepRetryWrite:    amountPlan("s.state = 'failed'"),
	model.StepPreviewAgain:  amountPlan("s.state = 'changed'"),
	model.StepTasks: "SELECT request_id, COUNT(*) AS n, 0 AS total, 0 AS at, MIN(due_at) AS till FROM task " +
		"WHERE request_id IN ? AND done_at = 0 GROUP BY request_id",
	model.StepDeliver: "SELECT request_id, COUNT(DISTINCT what) AS n, 2 AS total, MAX(at) AS at, 0 AS till FROM delivery " +
		"WHERE request_id IN ? AND what IN ('packet','password') GROUP BY request_id",
}

const amountEvidence = "SELECT request_id, CAST(SUM(CASE WHEN result = 'passed' AND discounted = 0 THEN 1 ELSE 0 END) AS BIGINT) AS n, COUNT(*) AS total, " +
	"MAX(CASE WHEN result = 'pending' THEN at ELSE 0 END) AS at, MAX(CASE WHEN result = 'pending' THEN expires_at ELSE 0 END) AS till " +
	"FROM evidence WHERE request_id IN ? GROUP BY request_id"

// amountSource counts sources of the newest collect, and the rows that they gave.
func amountSource(of string) string {
	return "SELECT s.request_id, COUNT(*) AS n, CAST(SUM(s.rows_found) AS BIGINT) AS total, 0 AS at, MAX(s.due_at) AS till FROM run_source AS s " +
		"WHERE s.request_id IN ? AND s.run_id = (SELECT id FROM run WHERE request_id = s.request_id ORDER BY started_at DESC LIMIT 1) AND " + of + " GROUP BY s.request_id"
}

// amountShared counts rows of the newest collect that may also be somebody else's.
func amountShared(of string) string {
	return "SELECT request_id, COUNT(*) AS n, 0 AS total, 0 AS at, 0 AS till FROM finding WHERE shared > 0 AND run_id IN (SELECT r.id FROM run AS r WHERE r.request_id IN ? AND " +
		"r.id = (SELECT id FROM run WHERE request_id = r.request_id ORDER BY started_at DESC LIMIT 1)) AND " + of +
		" GROUP BY request_id"
}

// amountPlan counts sources of the newest plan, and the rows that it writes in them.
func amountPlan(of string) string {
	return "SELECT s.request_id, COUNT(*) AS n, CAST(SUM(s.updates + s.deletes) AS BIGINT) AS total, 0 AS at, 0 AS till FROM plan_source AS s " +
		"WHERE s.request_id IN ? AND s.plan_id = (SELECT id FROM plan WHERE request_id = s.request_id ORDER BY version DESC LIMIT 1) AND " + of + " GROUP BY s.request_id"
}

// count adds to the rows of a queue how much their steps are about. It asks once for each kind of count on the page.
func count(v *store.View, rows []model.QueueRow) error {
	asked := map[string]map[int64]*model.QueueRow{}
	for i := range rows {
		query, ok := amounts[rows[i].Step]
		if !ok {
			continue
		}
		if asked[query] == nil {
			asked[query] = map[int64]*model.QueueRow{}
		}
		asked[query][rows[i].ID] = &rows[i]
	}
	for query, of := range asked {
		var counted []struct{ RequestID, N, Total, At, Till int64 }
		if err := v.DB().Raw(query, slices.Collect(maps.Keys(of))).Scan(&counted).Error; err != nil {
			return database.MapError(err)
		}
		for _, c := range counted {
			of[c.RequestID].Amount = model.StepAmount{N: c.N, Total: c.Total, At: database.Moment(c.At),
				Till: database.Moment(c.Till)}
		}
	}
	return nil
}
