package datamap

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/erased"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// compareLedger looks for erased people who are in the sources again, as after a source was restored from a back-up,
// and shows the deletions opened for them.
func (s *screen) compareLedger() {
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: frame.L("After a source was restored from a back-up"),
		Confirm: frame.L("Look for them"), Cancel: frame.L("Cancel"),
		Body: part.NewBody(
			frame.L("A back-up brings erased people back. Every source is searched for identities that were erased; for each person found a deletion is opened. The desk knows them by keyed hashes only, and nothing is written to the sources.")),
		OnConfirm: func() bool {
			session := s.frame.Session.Job()
			wait := part.NewDialog(part.DialogParts{Title: frame.L("Searching the sources"),
				Body: part.NewBody(frame.L("This runs by itself and may take some minutes."))})
			wait.Show(s.frame.Window.Canvas())
			go func() {
				ctx, cancel := context.WithTimeout(context.Background(), 6*time.Hour)
				defer cancel()
				back, err := erased.Compare(ctx, session)
				fyne.Do(func() {
					wait.Close()
					if err != nil {
						d.SetProblem(frame.Sentence(err))
						return
					}
					d.Close()
					s.showBack(back)
				})
			}()
			return false
		}})
	d.Show(s.frame.Window.Canvas())
}

func (s *screen) showBack(back []erased.CameBack) {
	if len(back) == 0 {
		part.NewDialog(part.DialogParts{Title: frame.L("Nobody came back"),
			Body: part.NewBody(frame.L("No source holds an identity that was erased.")), Cancel: frame.L("Close")}).
			Show(s.frame.Window.Canvas())
		return
	}
	var rows []part.RowData
	sure := 0
	for _, b := range back {
		if !b.Alike {
			sure++
		}
		opened := part.Cell{Text: b.Opened, Bold: true}
		switch {
		case b.Alike:
			opened = part.Cell{Text: frame.L("none: an account only looks like theirs; compare it by hand"),
				Color: part.ColorText3}
		case b.Opened == "":
			opened = part.Cell{Text: frame.L("open already"), Color: part.ColorText3}
		}
		rows = append(rows, part.RowData{Cells: []part.Cell{{Text: b.Reference}, opened}})
	}
	sheet := part.NewSheet([]part.Column{{Title: frame.L("Erased by")}, {Title: frame.L("Deletion opened now")}}, rows)
	title := frame.L("{{.A}} erased people are there again", sure)
	if sure == 0 {
		title = frame.L("Nobody came back for certain")
	}
	part.NewDialog(part.DialogParts{Title: title, Body: part.Fixed(0, 300, part.Page(sheet)),
		Cancel: frame.L("Close")}).Show(s.frame.Window.Canvas())
}
