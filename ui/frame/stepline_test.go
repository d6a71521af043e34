package frame_test

import (
	"strings"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/frame/frametest"
)

func TestALineOfAListSaysWhatToDoAndWhy(t *testing.T) {
	frametest.New(t)
	d := desktest.New(t, "sqlite")
	me := d.Add(t, "jing", model.RoleLead)
	f := &frame.Frame{Session: me}
	f.SetStaff(map[string]string{"lei": "陈磊"})
	now := me.Now()
	for _, tt := range []struct {
		row  model.QueueRow
		want string
	}{
		{model.QueueRow{Step: model.StepTriage, Channel: model.ByMail, Requester: model.Self},
			"Settle what is asked · the person asks, by e-mail"},
		{model.QueueRow{Step: model.StepTriage, Amount: model.StepAmount{N: 1}},
			"Settle what is asked: 1 point is doubtful"},
		{model.QueueRow{Step: model.StepProve}, "Prove who asks: nothing was tried yet"},
		{model.QueueRow{Step: model.StepProve, Status: model.Verifying, Clock: model.Clock{Name: model.ClockTell}},
			"Acknowledge: nothing has gone out to the person yet · Prove who asks: nothing was tried yet"},
		{model.QueueRow{Step: model.StepProve, Amount: model.StepAmount{N: 2, Total: 3}},
			"Prove who asks: 2 proofs count so far, of 3 tried"},
		{model.QueueRow{Step: model.StepProve, Amount: model.StepAmount{Total: 3}},
			"Prove who asks: nothing that was tried counts"},
		{model.QueueRow{Step: model.StepCheckCode, Amount: model.StepAmount{At: now, Till: now.Add(time.Minute)}},
			"Check the code you sent at " + frame.Clock(now, now)},
		{model.QueueRow{Step: model.StepCheckCode, Amount: model.StepAmount{At: now, Till: now.Add(-time.Minute)}},
			"The code has expired: send another"},
		{model.QueueRow{Step: model.StepDecideShared, Amount: model.StepAmount{N: 1}},
			"Decide 1 row that is also other people’s"},
		{model.QueueRow{Step: model.StepMakePlan, Amount: model.StepAmount{N: 2, Total: 24}},
			"Settled: preview what is written, of 24 rows found"},
		{model.QueueRow{Step: model.StepMakePlan}, frame.StepTitle(model.StepMakePlan)},
		{model.QueueRow{Step: model.StepSignPlan, Status: model.Review, PreparedBy: "lei",
			Amount: model.StepAmount{N: 1, Total: 2}}, "Check what 陈磊 prepared: 2 rows to be written in 1 source"},
		{model.QueueRow{Step: model.StepSignPlan, Status: model.Review, PreparedBy: me.Staff().ID},
			"You prepared it: a second person looks"},
		{model.QueueRow{Step: model.StepSignPlan, Status: model.Review, PreparedBy: me.Staff().ID, Holder: "lei"},
			"You prepared it: waiting for 陈磊 to look at it"},
		{model.QueueRow{Step: model.StepTasks, Amount: model.StepAmount{N: 2, Till: now}},
			"2 tasks are with somebody outside the desk, the nearest due " + frame.Day(now)},
		{model.QueueRow{Step: model.StepNone, Outcome: model.Refused}, frame.W(model.Refused)},
	} {
		if got := f.QueueLine(tt.row); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.row.Step, got, tt.want)
		}
	}
	for _, step := range model.Steps {
		for _, status := range model.Statuses {
			row := model.QueueRow{Step: step, Status: status, PreparedBy: "lei",
				Amount: model.StepAmount{N: 1, Total: 1, At: now, Till: now}}
			if line := f.QueueLine(row); line == "" || strings.Contains(line, "{{") ||
				strings.Contains(line, " 1 rows") || strings.Contains(line, " 1 sources") {
				t.Errorf("%s: %q", step, line)
			}
		}
	}
}
