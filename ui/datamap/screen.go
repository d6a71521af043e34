// Package datamap shows the organisation's sources: where they are, what their dataset files say and lack, and what a
// trial finds.
package datamap

import (
	"context"
	"fmt"
	"slices"
	"sort"
	"strings"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/datamap"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/mapreview"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// screen is the data map: a table of sources, the chosen one with its dataset file below.
type screen struct {
	frame    *frame.Frame
	entries  []datamap.Entry
	covered  map[string]mapreview.Coverage
	coverage *fyne.Container // of all sources, until it is whole
	table    *part.DataTable
	detail   *fyne.Container
	selected int
	wanted   string // the source to select once it is read
	line     string // the collection to show of it
	latest   frame.Generation
}

// wish is what the screen that is made next begins with.
var wish struct{ source, collection string }

// Want lets the screen that is made next begin with a source, at a collection of its dataset file.
func Want(source, collection string) { wish.source, wish.collection = source, collection }

// Screen makes the data map screen.
func Screen(f *frame.Frame) fyne.CanvasObject {
	s := &screen{frame: f, detail: part.Stack(), coverage: part.Stack(), selected: -1, wanted: wish.source,
		line: wish.collection}
	wish.source, wish.collection = "", ""
	s.table = part.NewDataTable([]part.Column{{Title: frame.L("Source name"), Min: 140},
		{Title: frame.L("Source"), Width: 110}, {Title: frame.L("Engine"), Width: 90},
		{Title: frame.L("Owner"), Width: 120},
		{Title: frame.L("Collections"), Width: 90, Align: fyne.TextAlignTrailing},
		{Title: frame.L("Problems"), Width: 190}}, s.fill)
	s.table.SetKey(func(row int) string { return s.entries[row].Key })
	s.table.OnSelected = s.choose
	head := part.HBox(8, part.NewHeading(frame.L("Data map")), s.coverage,
		part.Grow(part.NewCaption(frame.L("where personal data lives")).Short()))
	if f.May(model.ActEditMap) {
		head.Add(part.NewButton(frame.L("Authorised agents…"), s.agents))
		head.Add(part.NewButton(frame.L("Try with an identity…"), s.try))
	}
	if f.May(model.ActCompareLedger) {
		head.Add(part.NewButton(frame.L("After a restore…"), s.compareLedger))
	}
	if f.May(model.ActEditMap) {
		head.Add(part.NewPrimary(frame.L("Add a source…"), "Ctrl Enter", func() { s.edit(model.Source{}) }))
	}
	s.reload()
	return part.VBox(0, part.Fixed(0, 52, part.Inset(0, part.PageEdge, 0, part.PageEdge, head)), part.HLine(),
		part.Fixed(0, 200, s.table), part.HLine(), part.Grow(part.Inset(12, part.PageEdge, 0, part.PageEdge, s.detail)))
}

func (s *screen) reload() {
	gen := s.latest.Next()
	var list []datamap.Entry
	var by map[string]mapreview.Coverage
	s.frame.Run(func(ctx context.Context) (err error) {
		if list, err = datamap.List(ctx, s.frame.Session); err != nil {
			return err
		}
		if by, err = datamap.Coverages(ctx, s.frame.Session); err != nil {
			return err
		}
		return s.frame.LoadTitles(ctx) // they may have been changed here
	}, func() {
		if !s.latest.Current(gen) {
			return
		}
		if s.wanted == "" && s.selected >= 0 && s.selected < len(s.entries) {
			s.wanted = s.entries[s.selected].Key // the source stays, wherever it stands now
		}
		s.entries, s.covered = list, by
		s.drawCoverage()
		s.table.SetCount(len(list))
		if len(list) == 0 {
			s.detail.Objects = []fyne.CanvasObject{s.nothing()}
			s.detail.Refresh()
		} else {
			at := min(max(s.selected, 0), len(list)-1)
			if i := slices.IndexFunc(list, func(e datamap.Entry) bool { return e.Key == s.wanted }); i >= 0 {
				at = i
			}
			s.wanted = ""
			s.table.Select(at)
			s.choose(at)
		}
	})
}

// nothing says what to do where there is no source yet.
func (s *screen) nothing() fyne.CanvasObject {
	return part.NewNothing("db", frame.L("No source yet"),
		frame.L("Nothing can be found or changed for anybody before the data map names a system that holds personal data. Add a source: its tables are read, and a dataset file is drafted from them."))
}

// selectKey reads the sources again and shows one of them.
func (s *screen) selectKey(key string) {
	s.wanted = key
	s.reload()
}

func (s *screen) fill(row int, d *part.RowData) {
	e := s.entries[row]
	guessed := len(e.Guesses())
	state := part.Cell{Text: frame.L("none"), Icon: "check", IconColor: part.ColorGreen}
	switch n := len(e.Problems); {
	case e.Problems.Err() != nil:
		state = part.Cell{Text: frame.L("{{.A}}, collecting stops", n), Color: part.ColorRed}
	case guessed > 0:
		state = part.Cell{Text: frame.L("{{.A}} guesses left", guessed), Color: part.ColorAmber}
	case e.Unused():
		state = part.Cell{Text: frame.L("draft, not in use"), Color: part.ColorAmber}
	case e.Draft != "":
		state = part.Cell{Text: frame.L("a draft waits"), Color: part.ColorAmber}
	case e.Unowned():
		state = part.Cell{Text: frame.L("nobody to ask"), Color: part.ColorAmber}
	case n > 0:
		state = part.Cell{Text: frame.L("{{.A}} to look at", n), Color: part.ColorAmber}
	}
	d.Cells[0], d.Cells[1], d.Cells[2] = part.Cell{Text: frame.SourceTitle(e.Key), Bold: true}, part.Cell{Text: e.Key,
		Color: part.ColorText3, Small: true}, part.Cell{Text: frame.EngineName(e.Engine), Color: part.ColorText2}
	d.Cells[3], d.Cells[4], d.Cells[5] = part.Cell{Text: e.Owner}, part.Cell{Text: fmt.Sprint(e.Collections)}, state
}

// choose shows a source: its problems, each of which leads to its line, and its dataset file; a draft before the file
// in use, since somebody is at work on it.
func (s *screen) choose(row int) {
	if row < 0 {
		return
	}
	s.selected = row
	e := s.entries[row]
	column := part.VBox(8, s.bar(e))
	text, problems, guessed, bare := e.Text(), e.Problems, e.Guesses(), e.Bare()
	if e.Draft != "" {
		problems = e.DraftProblems
	}
	var listing *part.Listing
	if text != "" {
		listing = part.NewListing(text, marks(e.Key, problems, guessed, bare))
	}
	if lead, why := waiting(e, len(guessed)); lead != "" {
		column.Add(part.NewBanner(part.BannerAmber, "warn", lead, why, nextGuess(listing, guessed)...))
	}
	if e.Unowned() {
		column.Add(part.NewBanner(part.BannerAmber, "warn",
			frame.L("Nobody carries out deletions and corrections here."),
			frame.L("The desk has no address for writing, and the source has no owner to ask. Give one of them under “Edit…”.")))
	} else if e.Engine != model.EngineManual && !e.Writable {
		column.Add(part.NewLine(frame.L("Read only: there is no address for writing"), "").
			WithIcon("lock", part.ColorText2).
			WithBelow(frame.L("Deletions and corrections leave it as it is and ask its owner.")))
	}
	switch {
	case text != "":
		if len(problems) > 0 {
			column.Add(problemList(e.Key, problems, listing.ShowLine))
		}
		if len(bare) > 0 {
			column.Add(
				part.NewCaption(frame.L("{{.A}} columns have no category: a copy gives them as they are, and no erasure masks them.",
					len(bare)) + " " + frame.L("They are marked grey.")).In(part.ColorText2).Short())
		}
		column.Add(part.Grow(listing))
		if at := lineOf(text, s.line); at > 0 {
			s.line = ""
			defer listing.ShowLine(at) // once it has its size
		}
	case e.Engine == model.EngineManual:
		column.Add(part.NewBody(frame.L("{{.A}} answers by hand within {{.B}} days.", e.Owner, e.Days)))
	}
	s.detail.Objects = []fyne.CanvasObject{column}
	s.detail.Refresh()
}

// waiting says why a dataset file waits to be used, or should be looked at again; empty where nothing is open.
func waiting(e datamap.Entry, guessed int) (lead, why string) {
	wrong := e.DraftProblems.Err() != nil
	switch {
	case e.Unused() && wrong:
		return frame.L("This source is not in use yet."),
			frame.L("Its dataset file has errors: mend them under “Edit…”. Until then no request looks into it.")
	case e.Unused() && guessed == 0:
		return frame.L("This source is not in use yet."),
			frame.L("No guess is left in its draft: put it in use under “Review…”, or save it under “Edit…”.")
	case e.Unused():
		return frame.L("This source is not in use yet."),
			frame.L("{{.A}} lines of its draft are only guessed: confirm them under “Review…” or “Edit…”. Until then no request looks into it.", guessed)
	case e.Draft != "" && wrong:
		return frame.L("A draft with errors waits."),
			frame.L("What is in use is the dataset file from before. Below is the draft: mend it under “Edit…”.")
	case e.Draft != "" && guessed == 0:
		return frame.L("A draft waits."),
			frame.L("No guess is left in it: put it in use under “Review…”, or save it under “Edit…”. What is in use is the dataset file from before.")
	case e.Draft != "":
		return frame.L("A draft waits."),
			frame.L("{{.A}} lines of it are only guessed: confirm them under “Review…” or “Edit…”. What is in use is the dataset file from before.", guessed)
	case guessed > 0:
		return frame.L("It is in use with guesses."),
			frame.L("{{.A}} lines were never confirmed: look at this under “Edit…”.", guessed)
	}
	return "", ""
}

// nextGuess is the button that steps through the guesses of a listing; none where it has none.
func nextGuess(listing *part.Listing, lines []int) []fyne.CanvasObject {
	if len(lines) == 0 {
		return nil
	}
	at := -1
	next := part.NewButton(frame.L("Next guess"), func() {
		at = (at + 1) % len(lines)
		listing.ShowLine(lines[at])
	}).AsSmall()
	next.Key = "F8"
	return []fyne.CanvasObject{next}
}

// lineOf is the line at which a dataset file begins a collection, 0 where it does not name it.
func lineOf(text, collection string) int {
	for i, line := range strings.Split(text, "\n") {
		if collection != "" && strings.TrimSpace(line) == "- name: "+collection {
			return i + 1
		}
	}
	return 0
}

// bar names the source and holds what can be done with it.
func (s *screen) bar(e datamap.Entry) fyne.CanvasObject {
	bar := part.HBox(8, part.NewSubHeading(frame.SourceTitle(e.Key)), part.NewCaption(e.Key), part.Gap())
	if c, begun := s.covered[e.Key]; begun && !c.Whole() {
		bar.Add(part.NewCaption(covered(c)).In(part.ColorAmber))
	}
	if tabled(e.Engine) {
		b := part.NewButton(frame.L("Review…"), func() { s.openReview(e.Source) }).AsSmall()
		b.Key = "R"
		if _, begun := s.covered[e.Key]; !begun && !s.frame.May(model.ActSettleMap) {
			b.Lock(frame.L("A lead or an administrator begins it."))
		}
		bar.Add(b)
	}
	if s.frame.May(model.ActEditMap) {
		bar.Add(part.NewButton(frame.L("Edit…"), func() { s.edit(e.Source) }).AsSmall())
		if e.Engine != model.EngineManual {
			bar.Add(part.NewButton(frame.L("Test the connection"), func() { s.test(e.Address, e.WriteAddress) }).
				AsSmall())
		}
		bar.Add(part.NewDanger(frame.L("Take out…"), func() { s.remove(e.Source) }).AsSmall())
	}
	return bar
}

// test tries what can be read, and whether the address for writing may write; nothing is written.
func (s *screen) test(address, write string) {
	var tested datamap.Tested
	s.frame.Prepare(func(ctx context.Context) (err error) {
		if tested, err = datamap.Test(ctx, s.frame.Session, address); err != nil || write == "" {
			return err
		}
		return datamap.TestWriting(ctx, s.frame.Session, write)
	}, func() {
		body := part.VBox(8,
			part.NewBody(frame.L("Tables that can be read: {{.A}} of {{.B}}.", len(tested.Readable),
				len(tested.Readable)+len(tested.Denied))))
		if len(tested.Denied) > 0 {
			body.Add(part.NewBanner(part.BannerAmber, "lock", frame.L("The credential may not read these:"),
				strings.Join(tested.Denied, frame.L(", "))))
		}
		if write != "" {
			body.Add(part.NewBody(frame.L("The address for writing may write; nothing was written.")))
		} else {
			body.Add(
				part.NewBody(
					frame.L("There is no address for writing: deletions and corrections leave this source as it is and ask its owner.")))
		}
		part.NewDialog(part.DialogParts{Title: frame.L("The source answers"), Body: body, Cancel: frame.L("Close")}).
			Show(s.frame.Window.Canvas())
	})
}

func (s *screen) remove(src model.Source) {
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: frame.L("Take {{.A}} out of the data map", frame.SourceTitle(src.Key)),
		Danger: true, Confirm: frame.L("Take out"), Cancel: frame.L("Cancel"),
		Body: part.NewBody(frame.L("Nothing happens to the system itself, but requests no longer look into it.")),
		OnConfirm: func() bool {
			return s.frame.SubmitTo(d,
				func(ctx context.Context) error { return datamap.Delete(ctx, s.frame.Session, src.Key) }, func() {
					s.selected = -1
					s.reload()
				})
		}})
	d.Show(s.frame.Window.Canvas())
}

// try shows how many rows of each collection an identity reaches; values never show.
func (s *screen) try() {
	email, phone := part.NewEntry(""), part.NewEntry("")
	form := part.NewForm(part.NewField(frame.L("E-mail"), email), part.NewField(frame.L("Phone"), phone))
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: frame.L("Try with an identity"), Body: form, Form: form,
		Confirm: frame.L("Try"), Cancel: frame.L("Cancel"),
		OnConfirm: func() bool {
			sub := model.Subject{Email: email.Text, Phone: phone.Text}
			var found map[string]int64
			s.frame.Try(func(ctx context.Context) (err error) {
				found, err = datamap.Try(ctx, s.frame.Session, sub)
				return err
			}, func(err error) {
				if err != nil {
					d.SetProblem(frame.Sentence(err))
					return
				}
				d.Close()
				s.showFound(found)
			})
			return false
		}})
	d.Show(s.frame.Window.Canvas())
}

func (s *screen) showFound(found map[string]int64) {
	names := make([]string, 0, len(found))
	for n := range found {
		names = append(names, n)
	}
	sort.Strings(names)
	var rows []part.RowData
	for _, n := range names {
		text, color := fmt.Sprint(found[n]), part.ColorText
		if found[n] < 0 {
			text, color = frame.L("not reached"), part.ColorText3
		}
		dataset, collection, _ := strings.Cut(n, ":")
		rows = append(rows,
			part.RowData{Cells: []part.Cell{{Text: frame.PlaceOf(dataset, collection)}, {Text: text, Color: color}}})
	}
	sheet := part.NewSheet([]part.Column{{Title: frame.L("Collection")},
		{Title: frame.L("Rows"), Width: 100, Align: fyne.TextAlignTrailing}}, rows)
	part.NewDialog(part.DialogParts{Title: frame.L("What this identity reaches"),
		Body: part.Fixed(0, 360, part.Page(sheet)), Cancel: frame.L("Close")}).Show(s.frame.Window.Canvas())
}
