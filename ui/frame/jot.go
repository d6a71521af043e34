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
	for i, e := range part.Texts(d.Body()) {
		d.OnClosed(f.KeepEntry(o, e, fmt.Sprint(name, " ", i)))
	}
}

// KeepEntry is KeepTyped for an entry of the page of a request; done is called once it was worked on, with whether that
// is recorded. field tells the entry from the others of the request.
func (f *Frame) KeepEntry(o Opened, e *part.Entry, field string) (done func(worked bool)) {
	session, rev := f.Session, o.Revision()
	if f.jots == nil {
		f.jots = map[string]string{}
	}
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
	return func(worked bool) {
		stop()
		switch {
		case worked && (f.jots[key] != "" || o.Jots[field] != ""):
			keep("")
		case !worked && e.Text != f.jots[key]:
			keep(e.Text)
		}
	}
}
