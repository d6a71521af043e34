package fulfil

import (
	"slices"
	"time"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/app/upkeep"
	"orangelab.cn/rightsdesk/model"
)

// Jobs are what a desk does by itself: its own jobs, and what falls due about requests. Whoever shows a desk gives them
// to Session.Attend; a new job is a line.
var Jobs = slices.Concat(desk.Jobs, upkeep.Jobs, []desk.Job{
	{Name: "sweep", Every: 30 * time.Minute, Needs: model.ActCollect, Do: change.Sweep},
	{Name: "send mail", Every: 15 * time.Second, Needs: model.ActDeliver, Do: SendMail},
	{Name: "read the mailbox", Every: 2 * time.Minute, Needs: model.ActHearMail, Do: intake.Hear},
})
