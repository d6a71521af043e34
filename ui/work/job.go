package work

import (
	"context"
	"errors"
	"time"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// jobLimit bounds a job that reads or writes the sources.
const jobLimit = 6 * time.Hour

// job is long work in the sources that reports how far each of them is.
type job func(ctx context.Context, s *desk.Session, rev model.Revision, progress func(collect.Progress)) error

// Perform runs a job with its progress on screen, one line a source. Stopping it leaves things as the job says. ended is
// called on the UI goroutine whatever happened, and tells whether it succeeded.
func (w Work) Perform(title string, do job, ended func(ok bool)) {
	rev, turned, free := w.Turn()
	if !free {
		return
	}
	lines := part.VBox(6)
	bars := map[string]*part.Progress{}
	ctx, cancel := context.WithTimeout(context.Background(), jobLimit)
	finished := false
	d := part.NewDialog(part.DialogParts{Title: title, Body: part.Fixed(0, 200, frame.Scroll(lines)), Cancel: frame.L("Stop"), Width: 560,
		OnCancel: func() {
			if !finished {
				cancel()
			}
		}})
	d.Show(w.Window.Canvas())
	session := w.Session.Job()
	go func() {
		defer cancel()
		err := do(ctx, session, rev, func(p collect.Progress) {
			fyne.Do(func() {
				bar := bars[p.Source]
				if bar == nil {
					bar = part.NewProgress(frame.SourceTitle(p.Source))
					bars[p.Source] = bar
					lines.Add(bar)
				}
				state, color := frame.L("{{.A}} rows", p.Rows), part.ColorText3
				if p.Err != nil {
					state, color = frame.L("did not answer"), part.ColorRed
				}
				bar.Set(float64(p.Done)/float64(max(p.Total, 1)), frame.L("{{.A}} of {{.B}}", p.Done, p.Total), state, color)
			})
		})
		fyne.Do(func() {
			finished = true
			turned(err)
			d.Close()
			ended(err == nil)
			if err != nil && !errors.Is(err, context.Canceled) {
				w.Failed(err)
			}
		})
	}()
}

// Reread reads the request again after a job that may have changed it.
func (w Work) Reread(bool) { w.Done() }
