package frame

import (
	"context"
	"fmt"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/app/remark"
	"orangelab.cn/rightsdesk/ui/part"
)

// jotAfter is how long after the last key what was typed is kept with the request.
const jotAfter = time.Second

// KeepTyped keeps what is typed into the many-line entries of a dialog about a request, and puts back what was kept of
// it before: it outlives a lock, a crash and a restart, and is forgotten once the dialog has done its work. name tells
// the dialog from the others of the request. Call it before the dialog shows.
func (f *Frame) KeepTyped(o Opened, d *part.Dialog, name string) {
	session, rev := f.Session, o.Revision()
	if f.jots == nil {
		f.jots = map[string]string{}
	}
	for i, e := range part.Texts(d.Body()) {
		field := fmt.Sprint(name, " ", i)
		key := fmt.Sprint(rev.Request, " ", field)
		kept, there := f.jots[key]
		if !there {
			kept = o.Jots[field]
		}
		if e.Text == "" && strings.TrimSpace(kept) != "" {
			e.SetText(kept)
		}
		e.Drafted = true
		keep := func(text string) {
			f.jots[key] = text
			f.Follow(func(ctx context.Context) error { return remark.Jot(ctx, session, rev, field, text) },
				func(err error) {
					e.Drafted = err == nil
				})
		}
		stop := whenRested(e, func() { keep(e.Text) })
		d.OnClosed(func(worked bool) {
			stop()
			switch {
			case worked && (f.jots[key] != "" || o.Jots[field] != ""):
				keep("")
			case !worked && e.Text != f.jots[key]:
				keep(e.Text)
			}
		})
	}
}
