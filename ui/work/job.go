package work

import (
	"context"
	"errors"
	"time"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/result"
	"orangelab.cn/rightsdesk/app/source/residue"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// jobLimit bounds a job that reads or writes the sources.
const jobLimit = 6 * time.Hour

// job is long work in the sources that reports how far each of them is.
type job func(ctx context.Context, s *desk.Session, rev model.Revision, progress func(collect.Progress)) error

// slowRows is how many rows a second a search reads of each source that is to go on with its own work beside it.
const slowRows = 2000

// Search runs a search of all sources: what it would read is said before, and it can be paused and slowed down.
func (w Work) Search(title string, do job, ended func(ok bool)) {
	var extent result.Extent
	w.Prepare(func(ctx context.Context) (err error) {
		extent, err = result.MeasureSearch(ctx, w.Session)
		return err
	}, func() {
		slow := part.NewCheck(frame.L("Read slowly, {{.A}} rows a second of each source", frame.Thousands(slowRows)),
			nil)
		reads := frame.L("Every text of {{.A}} tables is read, about {{.B}} rows in {{.C}}.", extent.Tables,
			frame.Thousands(int(extent.Rows)), frame.Bytes(extent.Bytes))
		if extent.Unknown == extent.Tables {
			reads = frame.L("Every text of {{.A}} tables is read, in {{.B}}.", extent.Tables, frame.Bytes(extent.Bytes))
		}
		body := part.VBox(10, part.NewBody(reads))
		if extent.Unknown > 0 && extent.Unknown < extent.Tables {
			body.Add(part.NewParagraph(frame.L("Of {{.A}} tables nobody knows how many rows they have.",
				extent.Unknown)))
		}
		for _, key := range extent.Silent {
			body.Add(part.NewParagraph(frame.L("{{.A}} does not say how much it holds.", frame.SourceTitle(key))))
		}
		body.Add(slow)
		var d *part.Dialog
		d = part.NewDialog(part.DialogParts{Title: title, Body: body, Confirm: frame.L("Search"),
			Cancel: frame.L("Cancel"),
			OnConfirm: func() bool {
				pace := &residue.Pace{}
				if slow.Checked {
					pace.Limit(slowRows)
				}
				d.Close()
				w.perform(title, pace, do, ended)
				return false
			}})
		d.Show(w.Window.Canvas())
	})
}

// pausing returns what pauses a search and lets it go on.
func pausing(pace *residue.Pace) []*part.Button {
	if pace == nil {
		return nil
	}
	var b *part.Button
	b = part.NewButton(frame.L("Pause"), func() {
		if pace.Paused() {
			pace.Resume()
			b.SetText(frame.L("Pause"))
			return
		}
		pace.Pause()
		b.SetText(frame.L("Go on"))
	})
	return []*part.Button{b}
}

// Perform runs a job with its progress on screen, one line a source. Stopping it leaves things as the job says. ended
// is called on the UI goroutine whatever happened, and tells whether it succeeded.
func (w Work) Perform(title string, do job, ended func(ok bool)) { w.perform(title, nil, do, ended) }

func (w Work) perform(title string, pace *residue.Pace, do job, ended func(ok bool)) {
	rev, turned, free := w.Turn()
	if !free {
		return
	}
	lines := part.VBox(6)
	bars := map[string]*part.Progress{}
	ctx, cancel := context.WithTimeout(context.Background(), jobLimit)
	finished := false
	d := part.NewDialog(part.DialogParts{Title: title, Body: part.Fixed(0, 200, frame.Scroll(lines)),
		Cancel: frame.L("Stop"), Width: 560, Others: pausing(pace),
		OnCancel: func() {
			if !finished {
				cancel()
			}
		}})
	d.Show(w.Window.Canvas())
	session, held := w.Session.Job(), ctx
	if pace != nil {
		held = residue.WithPace(ctx, pace)
	}
	go func() {
		defer cancel()
		err := do(held, session, rev, func(p collect.Progress) {
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
				bar.Set(float64(p.Done)/float64(max(p.Total, 1)), frame.L("{{.A}} of {{.B}}", p.Done, p.Total), state,
					color)
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
