// Package access is what staff see of the ways into a desk: second factors, and the recovery key.
package access

import (
	"context"
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"orangelab.cn/rightsdesk/app/desk/code"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// CodeEntry is a field for a code, which nobody needs to see again.
func CodeEntry() *part.Entry {
	e := part.NewEntry("")
	e.Fleeting = true
	return e
}

// SixDigits says what is wrong with a code as it is typed.
func SixDigits(e *part.Entry) func() string {
	return func() string {
		if _, err := code.Clean(e.Text); err != nil {
			return frame.L("A code has six digits")
		}
		return ""
	}
}

// pictureSize is how large the QR code is shown, and of how many pixels it is made: enough for any screen.
const pictureSize, picturePixels = 176, 528

// Offered shows a second factor to an authenticator: as a picture on white, whatever the window's light, and as a text
// to type.
func Offered(o code.Offer) (fyne.CanvasObject, error) {
	drawn, err := o.Picture(picturePixels)
	if err != nil {
		return nil, err
	}
	shown := canvas.NewImageFromImage(drawn)
	shown.FillMode, shown.ScaleMode = canvas.ImageFillContain, canvas.ImageScalePixels
	shown.SetMinSize(fyne.NewSquareSize(pictureSize))
	paper := canvas.NewRectangle(color.White)
	picture := container.NewStack(paper, part.Inset(8, 8, 8, 8, shown))
	text := o.Text()
	return part.HBox(16, part.Fixed(pictureSize+16, pictureSize+16, picture), part.Grow(part.VBox(8,
		part.NewBody(frame.L("Read the picture with an authenticator on your phone, or type this text into it:")),
		part.NewBold(strings.TrimSpace(text[:len(text)/2])), part.NewBold(strings.TrimSpace(text[len(text)/2:])),
		part.HBox(8, part.NewButton(frame.L("Copy"), func() { part.CopySecret(o.Secret()) }).AsSmall(),
			part.Gap())))), nil
}

// AskFactor lets whoever is signed in set a second factor up, or another authenticator in the place of the one they
// have; done is told.
func AskFactor(f *frame.Frame, done func()) {
	o, err := code.NewOffer("Rightsdesk", f.Session.Staff().Login)
	var shown fyne.CanvasObject
	if err == nil {
		shown, err = Offered(o)
	}
	if err != nil {
		f.Fail(err)
		return
	}
	replaced := f.Session.Staff().SecondFactor
	typed, present, password := CodeEntry(), CodeEntry(), part.NewPasswordField("")
	why := frame.L("From then on signing in asks for a code of your authenticator after the password.")
	fields := []*part.Field{part.NewField(frame.L("Code"), typed).
		WithHint(frame.L("The six digits that your authenticator shows now.")).WithCheck(SixDigits(typed))}
	if replaced {
		why = frame.L("You have a second factor. Another authenticator takes the place of the one there is.")
		fields = append(fields,
			part.NewField(frame.L("Code of the one there is"), present).WithCheck(SixDigits(present)))
	}
	form := part.NewForm(
		append(fields, part.NewField(frame.L("Password"), password).Required().WithHint(frame.L("Yours, again")))...)
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: frame.L("Second factor"),
		Body: part.VBox(14, part.NewBody(why), shown, form), Form: form, Long: true, Width: 540, Guide: "sign-in",
		Confirm: frame.L("Set up"), Cancel: frame.L("Cancel"), OnConfirm: func() bool {
			c, p, w := typed.Text, present.Text, password.Text
			return f.SubmitTo(d, func(ctx context.Context) error { return f.Session.SetFactor(ctx, o, c, w, p) }, done)
		}})
	d.Show(f.Window.Canvas())
}

// FactorLine says how many have a second factor, and lets an administrator demand one of everybody.
func FactorLine(f *frame.Frame, list []model.Staff, demanded bool, done func()) fyne.CanvasObject {
	have, all := 0, 0
	for _, s := range list {
		if s.Disabled {
			continue
		}
		all++
		if s.SecondFactor {
			have++
		}
	}
	title, ask := frame.L("A second factor is each person’s choice"), frame.L("Demand it of everybody…")
	if demanded {
		title, ask = frame.L("A second factor is demanded of everybody"), frame.L("Demand it no more…")
	}
	return part.NewLine(title, "").WithIcon("key", part.ColorText2).
		WithBelow(frame.L("{{.A}} of {{.B}} have set one up", have, all)).
		WithTrailing(part.HBox(6, part.NewButton(ask, func() { demandFactor(f, !demanded, done) }).AsSmall()))
}

// demandFactor asks before a second factor is demanded of everybody, or no more.
func demandFactor(f *frame.Frame, demanded bool, done func()) {
	title, text, confirm := frame.L(
		"Demand a second factor of everybody"), frame.L("Whoever has none is led to set one up when they next sign in, and opens nothing before. They need an authenticator, such as an app on their phone."), frame.L("Demand it")
	if !demanded {
		title, text, confirm = frame.L("Demand a second factor no more"), frame.L(
			"Whoever has one keeps it, and is asked for its code as before."), frame.L("Demand it no more")
	}
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: title, Body: part.NewBody(text), Confirm: confirm,
		Cancel: frame.L("Cancel"), Danger: !demanded, OnConfirm: func() bool {
			return f.SubmitTo(d, func(ctx context.Context) error { return f.Session.DemandFactor(ctx, demanded) }, done)
		}})
	d.Show(f.Window.Canvas())
}

// ResetFactor takes the second factor of somebody away who lost their authenticator.
func ResetFactor(f *frame.Frame, s model.Staff, done func()) {
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: frame.L("Reset the second factor of {{.A}}", s.Name), Danger: true,
		Confirm: frame.L("Reset"), Cancel: frame.L("Cancel"),
		Body: part.NewBody(
			frame.L("Be sure that it is they who ask: see them, or call them back. Their password alone lets them in then, until they set up another one.")),
		OnConfirm: func() bool {
			return f.SubmitTo(d, func(ctx context.Context) error { return f.Session.ResetFactor(ctx, s.ID) }, done)
		}})
	d.Show(f.Window.Canvas())
}
