package intake

import (
	"path/filepath"
	"time"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// signAfter is how long a reading goes on before a sign says so: most files are there at once.
const signAfter = 400 * time.Millisecond

// sign says that a file is being read, where that takes a while, with a button that gives it up; ended takes it away.
func (p *preview) sign() (ended func()) {
	var d *part.Dialog
	over := false
	given := func() { p.latest.Next() } // what comes back is dropped
	timer := time.AfterFunc(signAfter, func() {
		fyne.Do(func() {
			if over {
				return
			}
			text := frame.L("Everything else waits until it is read. Nothing is taken in.")
			d = part.NewDialog(part.DialogParts{Title: frame.L("Reading {{.A}}…", short(p.name())),
				Body: part.NewParagraph(text), Cancel: frame.L("Cancel"), OnCancel: given})
			d.Show(p.frame.Window.Canvas())
		})
	})
	return func() {
		over = true
		timer.Stop()
		if d != nil {
			d.Close()
		}
	}
}

// name is what the file is called.
func (p *preview) name() string {
	if p.path == "" {
		return frame.L("the kept file")
	}
	return filepath.Base(p.path)
}
