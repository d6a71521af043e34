package fulfil

import (
	"context"
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"runtime"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/app/packet"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

var letterNames = map[letter.Kind]string{letter.Acknowledgement: "Acknowledgement", letter.IdentityNeeded: "Identity needed", letter.Extended: "Extended",
	letter.Fulfilled: "Copy is on its way", letter.PartlyFulfilled: "Partly fulfilled", letter.Refused: "Refusal", letter.Blockers: "Blockers",
	letter.NotVerified: "Identity not proven", letter.Redirected: "Redirected"}

// Letters shows what was written and sent, and offers the letters that fit where the request stands.
func Letters(f *frame.Frame, o frame.Opened, done func()) fyne.CanvasObject {
	column := part.VBox(0)
	if f.May(model.ActLetter) && f.Mine(o.Request) {
		row := part.HBox(8)
		for _, k := range fulfil.LetterKinds(o.Request) {
			for _, l := range letter.Languages {
				name := frame.L(letterNames[k]) + " · " + map[string]string{letter.English: "EN", letter.Chinese: "中文"}[l]
				row.Add(part.NewButton(name, func() { writeLetter(f, o, k, l, done) }).AsSmall().WithIcon("doc"))
			}
		}
		row.Add(part.Gap())
		column.Add(row)
		column.Add(part.Space(1, 12))
	}
	for _, l := range o.Letters {
		column.Add(part.NewLine(frame.L(letterNames[l.Kind]), "").WithIcon("doc", part.ColorText2).
			WithBelow(frame.Clock(l.At, f.Session.Now()) + " · " + f.StaffName(l.By)).
			WithTrailing(part.HBox(6, part.NewButton(frame.L("Read"), func() { read(f, l) }).AsSmall(),
				part.NewButton("PDF", func() { saveLetter(f, o, l, "pdf") }).AsSmall(),
				part.NewButton("HTML", func() { saveLetter(f, o, l, "html") }).AsSmall(),
				part.NewButton(frame.L("Text"), func() { saveLetter(f, o, l, "txt") }).AsSmall())))
	}
	for _, p := range o.Sent.Packets {
		var man packet.Manifest
		below := frame.L("until {{.A}}", frame.Day(p.ExpiresAt))
		if err := json.Unmarshal(p.Manifest, &man); err == nil && len(man.Files) > 0 {
			below = frame.L("{{.A}} rows, SHA-256 {{.B}}…, until {{.C}}", man.Rows, man.Files[0].SHA256[:12], frame.Day(p.ExpiresAt))
		}
		column.Add(part.NewLine(frame.L("Packet, {{.A}}", p.Form), frame.Clock(p.CreatedAt, f.Session.Now())).WithIcon("pack", part.ColorText2).WithBelow(below))
	}
	for _, d := range o.Sent.Deliveries {
		what := map[string]string{"packet": frame.L("Packet sent"), "password": frame.L("Password sent"), "letter": frame.L("Letter sent")}[d.What]
		column.Add(part.NewLine(what, frame.Clock(d.At, f.Session.Now())).WithIcon("check", part.ColorGreen).WithBelow(frame.L(wayNames[d.Channel]) + " · " + f.StaffName(d.By)))
	}
	if len(o.Letters)+len(o.Sent.Packets) == 0 {
		column.Add(part.NewText(frame.L("Nothing was written yet.")).In(part.ColorText3))
	}
	return column
}

func writeLetter(f *frame.Frame, o frame.Opened, kind letter.Kind, lang string, done func()) {
	var w fulfil.Written
	f.Run(func(ctx context.Context) (err error) {
		w, err = fulfil.WriteLetter(ctx, f.Session, o.Request.ID, kind, lang)
		return err
	}, func() {
		done()
		read(f, w)
	})
}

// read shows a letter as it is.
func read(f *frame.Frame, w fulfil.Written) {
	column := part.VBox(8)
	for _, b := range w.Blocks {
		switch b.Kind {
		case letter.Heading:
			column.Add(part.NewSubHeading(b.Text))
		case letter.Item:
			column.Add(part.NewBody("•  " + b.Text))
		default:
			column.Add(part.NewBody(b.Text))
		}
	}
	part.NewDialog(part.DialogParts{Title: w.Title, Body: part.Fixed(0, 460, frame.Scroll(part.Inset(0, 12, 0, 0, column))), Cancel: frame.L("Close"), Width: 640}).Show(f.Window.Canvas())
}

// saveLetter writes a letter into the folder of outgoing files and opens it, to be printed or sent.
func saveLetter(f *frame.Frame, o frame.Opened, w fulfil.Written, form string) {
	var path string
	var missing []rune
	f.Run(func(context.Context) error {
		dir, err := outFolder()
		if err != nil {
			return err
		}
		var data []byte
		switch form {
		case "pdf":
			data, missing, err = w.PDF()
		case "html":
			data, err = w.HTML()
		default:
			data = []byte(w.Text())
		}
		if err != nil {
			return err
		}
		path = filepath.Join(dir, o.Request.Reference+"-"+string(w.Kind)+"-"+w.Lang+"."+form)
		return os.WriteFile(path, data, 0o600)
	}, func() {
		body := part.VBox(8, part.NewBody(path))
		if len(missing) > 0 {
			body.Add(part.NewBanner(part.BannerAmber, "warn", frame.L("Some characters have no typeface in the PDF: {{.A}}", string(missing)), frame.L("Send the HTML form instead.")))
		}
		part.NewDialog(part.DialogParts{Title: frame.L("Saved"), Body: body, Cancel: frame.L("Close"), Others: []*part.Button{part.NewButton(frame.L("Open"), func() { openFile(f, path) })}}).Show(f.Window.Canvas())
	})
}

func openFile(f *frame.Frame, path string) {
	u := &url.URL{Scheme: "file", Path: filepath.ToSlash(path)}
	if runtime.GOOS == "windows" {
		u.Path = "/" + u.Path
	}
	if err := fyne.CurrentApp().OpenURL(u); err != nil {
		f.Fail(err)
	}
}
