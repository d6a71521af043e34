package shell

import (
	"context"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/model"
	ui "orangelab.cn/rightsdesk/ui/intake"
)

// readFiles reads which files have records to decide; none but in the list of what is received.
func (q *queueView) readFiles(ctx context.Context, queue desk.Queue, search string, session *desk.Session) ([]model.WaitingFile, error) {
	if queue != desk.QueueReceived || search != "" || !session.Staff().Role.May(model.ActTakeRequest) {
		return nil, nil
	}
	return intake.WaitingFiles(ctx, session)
}

// showFiles shows them above the requests, each a line of its own.
func (q *queueView) showFiles(list []model.WaitingFile) {
	q.files.RemoveAll()
	mails := 0
	for _, f := range list {
		if f.Head.Mail != nil {
			mails++
			continue
		}
		q.files.Add(ui.WaitingLine(q.frame, f))
	}
	if mails > 0 {
		q.files.Add(ui.WaitingMails(mails))
	}
	q.files.Refresh()
	if o, ok := q.body.(interface{ Refresh() }); ok {
		o.Refresh()
	}
}
