package intake

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"orangelab.cn/rightsdesk/app/attached"
	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/look"
	"orangelab.cn/rightsdesk/private"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// activeWords say what in a file is active.
var activeWords = map[look.Active]string{look.Program: "it is a program",
	look.Macro:    "it holds macros or objects of other programs",
	look.Document: "it runs scripts, starts programs or holds files",
	look.Page:     "it is a page that can run scripts and load from elsewhere",
	look.Outside:  "it loads something from elsewhere when it is opened",
	look.Formula:  "its cells hold formulas, which a spreadsheet program carries out",
	look.Unseen:   "it is packed or locked: nobody has seen what is in it"}

// Attachments lists the files that came with a request with what they are by their content; each is opened with an
// entry in the log, shown as text or picture, or saved where its reader wants it. Nil where none came.
func Attachments(f *frame.Frame, o frame.Opened) fyne.CanvasObject {
	a := o.Arrival
	if len(a.Attachments) == 0 {
		return nil
	}
	column := part.VBox(0, part.NewBold(frame.L("What came with it")))
	for _, file := range a.Attachments {
		line := part.NewLine(file.Name, "").WithIcon("doc", part.ColorText2).WithBelow(about(file))
		if len(warnings(file.Looked)) > 0 {
			line.WithIcon("warn", part.ColorAmber)
		}
		if f.May(model.ActReveal) {
			line.WithTrailing(part.HBox(6, part.NewButton(frame.L("Look…"), func() { show(f, o, file) }).AsSmall(),
				part.NewButton(frame.L("Save a copy…"), func() { ask(f, o, file) }).AsSmall()))
		}
		column.Add(line)
	}
	return column
}

// about is the line under the name of a file: its size, what it is by its content, and what to beware of.
func about(file model.Attachment) string {
	parts := append([]string{frame.Bytes(file.Size)}, warnings(file.Looked)...)
	return frame.And(append(parts, file.Looked.Type)...)
}

// warnings say what to beware of in a file.
func warnings(l look.Look) (list []string) {
	for _, a := range l.Active {
		list = append(list, frame.L(activeWords[a]))
	}
	if l.Differs {
		list = append(list, frame.L("it is not what its name or sender call it"))
	}
	return list
}

// show shows a file as text or as a picture; nothing in it runs, and no other program opens it.
func show(f *frame.Frame, o frame.Opened, file model.Attachment) {
	var data []byte
	session, rev := f.Session, o.Revision()
	f.Prepare(func(ctx context.Context) (err error) {
		data, err = intake.Open(ctx, session, rev, file.Blob)
		return err
	}, func() {
		body := shown(data, attached.Look(file.Name, file.Type, data))
		part.NewDialog(part.DialogParts{Title: file.Name, Width: 760, Body: body, Cancel: frame.L("Close")}).
			Show(f.Window.Canvas())
	})
}

// shown is what can be shown of a file.
func shown(data []byte, looked look.Look) *fyne.Container {
	body := part.VBox(10, part.NewCaption(frame.And(frame.Bytes(len(data)), looked.Type)))
	if found := warnings(looked); len(found) > 0 {
		body.Add(part.NewBanner(part.BannerAmber, "warn", frame.L("Beware of this file"), frame.And(found...)))
	}
	if picture, ok := attached.Picture(data); ok {
		drawn := canvas.NewImageFromImage(picture)
		drawn.FillMode = canvas.ImageFillContain
		body.Add(part.Fixed(0, 400, drawn))
		return body
	}
	text, cut, ok := attached.Text(data)
	switch {
	case !ok:
		body.Add(part.NewBody(
			frame.L("Only texts and pictures are shown here. Save a copy, and open it where it can do no harm.")))
	case text == "":
		body.Add(part.NewBody(frame.L("It is empty.")))
	default:
		if cut {
			body.Add(part.NewCaption(frame.L("Only its beginning shows here.")))
		}
		body.Add(part.Fixed(0, 400, frame.Scroll(part.NewParagraph(text))))
	}
	return body
}

// ask asks again before a copy of what is active leaves the desk.
func ask(f *frame.Frame, o frame.Opened, file model.Attachment) {
	found := warnings(file.Looked)
	if len(found) == 0 {
		save(f, o, file)
		return
	}
	body := part.VBox(8)
	for _, w := range found {
		body.Add(part.NewBody(w))
	}
	body.Add(part.NewParagraph(frame.L("Open the copy only where it can do no harm.")))
	part.NewDialog(part.DialogParts{Title: frame.L("Save a copy of {{.A}}?", file.Name), Body: body,
		Confirm: frame.L("Save a copy…"), Cancel: frame.L("Cancel"), Danger: true,
		OnConfirm: func() bool {
			save(f, o, file)
			return true
		}}).Show(f.Window.Canvas())
}

func short(name string) string {
	if r := []rune(name); len(r) > 24 {
		return string(r[:12]) + "…" + string(r[len(r)-10:])
	}
	return name
}

// save asks where a copy goes first, so that nothing is opened, and no entry made, for a dialog that is closed again. A
// file that is there stays: the copy takes a number before its name.
func save(f *frame.Frame, o frame.Opened, file model.Attachment) {
	f.ChooseFolder(frame.L("Where the copy goes"), func(folder string) {
		session, rev := f.Session, o.Revision()
		f.Run(func(ctx context.Context) error {
			data, err := intake.Open(ctx, session, rev, file.Blob)
			if err != nil {
				return err
			}
			return writeNew(folder, file.Name, data)
		}, func() {})
	})
}

// writeNew writes a file that only its owner reads, under the first name that is free.
func writeNew(folder, name string, data []byte) error {
	for n := 0; ; n++ {
		path := filepath.Join(folder, filepath.Base(name))
		if n > 0 {
			path = filepath.Join(folder, fmt.Sprintf("%d-%s", n, filepath.Base(name)))
		}
		w, err := private.Create(path)
		if errors.Is(err, fs.ErrExist) && n < 100 {
			continue
		}
		if err != nil {
			return err
		}
		_, err = w.Write(data)
		return errors.Join(err, w.Close())
	}
}
