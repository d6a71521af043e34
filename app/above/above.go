// Package above reads what stands above the requests of a list: files with records to decide, incidents and their
// tasks, records of compliance that wait. The list shows it and the number beside its place counts it, from one
// computed value.
package above

import (
	"context"
	"slices"
	"time"

	records "orangelab.cn/rightsdesk/app/compliance"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/incident"
	"orangelab.cn/rightsdesk/app/intake"
	campaign "orangelab.cn/rightsdesk/app/notice"
	"orangelab.cn/rightsdesk/app/register"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/compliance"
	standing "orangelab.cn/rightsdesk/model/incident"
	"orangelab.cn/rightsdesk/model/notice"
)

// Above is what stands above the requests of a list, each a line of its own.
type Above struct {
	Files     []model.WaitingFile // with records to decide: above what is received
	Incidents []standing.Standing // open, or with a task that waits: above what is to do
	Lacks     []compliance.Lack   // for which nothing opens
	Records   records.Pressing    // of compliance, that wait for who looks: above what is to do
	// Registers are the registers with names that somebody else asked for, and whoever looks may give: above what is to
	// do.
	Registers []model.RegisterAsk
	Unshown   []notice.Notice // of which nobody recorded that they were shown: above what is to do
}

// Read reads what stands above a list, where nothing is searched for.
func Read(ctx context.Context, queue desk.Queue, search string, s *desk.Session) (a Above, err error) {
	may := s.Staff().Role.May
	if a.Lacks, err = records.Lacks(ctx, s); err != nil || len(a.Lacks) > 0 {
		return a, err
	}
	switch {
	case search != "":
	case queue == desk.QueueReceived && may(model.ActTakeRequest):
		a.Files, err = intake.WaitingFiles(ctx, s)
	case queue == desk.QueueNext:
		if may(model.ActApproveRecord) || may(model.ActReadIncident) {
			if a.Records, err = records.ReadPressing(ctx, s); err != nil {
				return a, err
			}
		}
		if may(model.ActReadIncident) {
			if a.Incidents, err = incident.ListNext(ctx, s); err != nil {
				return a, err
			}
		}
		if may(model.ActGiveRegister) {
			a.Registers, err = register.Asked(ctx, s)
			a.Registers = slices.DeleteFunc(a.Registers, func(r model.RegisterAsk) bool {
				return r.By == s.Staff().ID
			})
			if err != nil {
				return a, err
			}
		}
		if may(model.ActSendNotice) {
			a.Unshown, err = campaign.Unshown(ctx, s)
		}
	}
	return a, err
}

// Beside reads what stands above the requests of Next. For whom no request opens it has the incidents still: they run.
func Beside(ctx context.Context, s *desk.Session) (Above, error) {
	a, err := Read(ctx, desk.QueueNext, "", s)
	if err == nil && len(a.Lacks) > 0 && s.Staff().Role.May(model.ActReadIncident) {
		a.Incidents, err = incident.ListNext(ctx, s)
	}
	return a, err
}

// Line is one line above the requests of Next: an open incident, a task of one, a drill that was not held, the
// registers that wait to be given, a notice that nobody saw, or, where it has none of them, the records that wait.
type Line struct {
	Incident  *standing.Standing
	Task      *standing.Set // of the incident
	Drill     *records.Drill
	Registers []model.RegisterAsk
	Notice    *notice.Notice
}

// Next are the lines above the requests of Next for a role, at a time.
func (a Above) Next(role model.Role, now time.Time) (list []Line) {
	if len(a.Lacks) > 0 {
		return nil
	}
	for i := range a.Incidents {
		st := &a.Incidents[i]
		if st.Closing == nil {
			list = append(list, Line{Incident: st})
		}
		for _, task := range st.Waiting(now) {
			list = append(list, Line{Incident: st, Task: &task})
		}
	}
	for i := range a.Records.Drills {
		list = append(list, Line{Drill: &a.Records.Drills[i]})
	}
	if len(a.Registers) > 0 {
		list = append(list, Line{Registers: a.Registers})
	}
	for i := range a.Unshown {
		list = append(list, Line{Notice: &a.Unshown[i]})
	}
	if a.Records.Any() && role.May(model.ActApproveRecord) {
		list = append(list, Line{})
	}
	return list
}

// Open are the incidents that are open.
func (a Above) Open() []standing.Standing {
	return slices.DeleteFunc(slices.Clone(a.Incidents), func(st standing.Standing) bool { return st.Closing != nil })
}
