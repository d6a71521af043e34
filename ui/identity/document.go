package identity

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"orangelab.cn/rightsdesk/app/attached"
	"orangelab.cn/rightsdesk/app/identity"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/identifier"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

var idProblems = map[identifier.IDProblem]string{identifier.IDLength: "not 18 digits",
	identifier.IDChecksum: "the check digit is wrong", identifier.IDDate: "no such date of birth",
	identifier.IDFuture:  "the date of birth lies in the future",
	identifier.IDRegion:  "unknown region code (only a warning)",
	identifier.IDOldForm: "the old form of 15 digits (out of use since 2013)"}

// document inspects an identity document: the number is checked at once, the picture sealed until the decision.
func document(f *frame.Frame, o frame.Opened, done func()) {
	name, number := part.NewEntry(""), part.NewEntry("")
	var picture []byte
	attached := part.NewCaption(frame.L("Sealed at once, deleted with your decision."))
	attach := part.NewButton(frame.L("Attach a picture…"), func() {
		f.AskFile(identity.MaxPicture+1, func(name, _ string, data []byte) {
			picture = data
			attached.SetText(name)
		})
	})
	form := part.NewForm(part.NewField(frame.L("Picture"), part.HBox(8, attach, part.Grow(attached))),
		part.NewField(frame.L("Name on the document"), name),
		part.NewField(frame.L("Number"), number).WithCheck(func() string {
			if strings.TrimSpace(number.Text) == "" {
				return frame.L("Fill this in")
			}
			return ""
		}))
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: frame.L("Identity document"), Body: form, Form: form,
		Confirm: frame.L("Inspect"), Cancel: frame.L("Cancel"),
		OnConfirm: func() bool {
			doc := identity.Document{Name: name.Text, Number: number.Text}
			var in identity.Inspection
			var blob string
			var next model.Revision
			scan := picture
			onFile(f, o, func(ctx context.Context, rev model.Revision, held identity.Held) (err error) {
				in, next = identity.Inspect(doc, held, f.Session.Now()), rev
				if len(scan) > 0 {
					var r model.Request
					blob, r, err = identity.KeepPicture(ctx, f.Session, rev, scan)
					next = r.Revision()
				}
				return err
			}, func(err error) {
				if err != nil {
					o = o.Told(err)
					title, text := frame.Sentence(err)
					d.SetProblem(title, text)
					return
				}
				d.Close()
				judge(f, o.After(next), in, scan, blob, done)
			})
			return false
		}})
	d.Show(f.Window.Canvas())
}

func judge(f *frame.Frame, o frame.Opened, in identity.Inspection, picture []byte, blob string, done func()) {
	lines := part.VBox(0, found(frame.L("Name agrees with the sources"), in.MatchesName),
		found(frame.L("Number agrees with the sources"), in.MatchesNumber))
	sound := len(in.Problems) == 0
	lines.Add(found(frame.L("The number is sound"), sound))
	for _, p := range in.Problems {
		lines.Add(part.NewCaption(frame.L(idProblems[p])).In(part.ColorAmber))
	}
	if in.Age >= 0 {
		lines.Add(part.NewLine(frame.L("Age by the document"), frame.L("{{.A}} years", in.Age)))
	}
	if len(picture) > 0 {
		if decoded, ok := attached.Picture(picture); ok {
			shown := canvas.NewImageFromImage(decoded)
			shown.FillMode = canvas.ImageFillContain
			lines.Add(part.Fixed(0, 240, shown))
		} else {
			lines.Add(
				part.NewCaption(
					frame.L("The picture cannot be shown: only PNG, JPEG, GIF and WebP can, up to 40 million pixels.")).
					In(part.ColorAmber))
		}
	}
	passed := false
	decision := part.NewClaim(frame.L("Your decision"),
		[]part.Option{{Text: frame.L("Proven")}, {Text: frame.L("Not proven")}}, func(i int) { passed = i == 0 })
	note := part.NewMultiLine("", 2)
	form := part.NewForm(decision, part.NewField(frame.L("Note"), note))
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: frame.L("Identity document"), Body: part.VBox(12, lines, form),
		Form: form, Confirm: frame.L("Record"), Cancel: frame.L("Cancel"),
		OnCancel: done, // the picture that was kept is there already
		OnConfirm: func() bool {
			ok, text := passed, note.Text
			return f.Submit(d, &o, func(ctx context.Context, rev model.Revision) error {
				_, err := identity.JudgeDocument(ctx, f.Session, rev, in, blob, ok, text)
				return err
			}, done)
		}})
	f.KeepTyped(o, d, "judge document")
	d.Show(f.Window.Canvas())
}

func found(text string, ok bool) fyne.CanvasObject {
	if ok {
		return part.NewLine(text, frame.L("match")).WithIcon("check", part.ColorGreen)
	}
	return part.NewLine(text, frame.L("no match")).WithIcon("x", part.ColorRed)
}
