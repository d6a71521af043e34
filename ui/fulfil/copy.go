package fulfil

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/dispatch"
	"orangelab.cn/rightsdesk/private"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// outFolder is where packets and letters are saved: a folder of the person's own documents.
func outFolder() (string, error) {
	home, err := os.UserHomeDir()
	if err != nil {
		return "", err
	}
	dir := filepath.Join(home, "Rightsdesk")
	return dir, private.Folder(dir)
}

func (w Work) buildPacket() {
	forms := []string{fulfil.FormHTML, fulfil.FormZip}
	chosen, lang := 0, w.LetterLanguage()
	radio := part.NewRadio(
		[]part.Option{{Text: frame.L("One HTML file"), Below: frame.L("Opens in any browser, without a network.")},
			{Text: frame.L("AES-256 zip"), Below: frame.L("For 7-Zip and the like; better above 500 MB.")}}, 0,
		func(i int) { chosen = i })
	langs := part.NewRadio([]part.Option{{Text: "English"}, {Text: "简体中文"}}, boolIndex(lang == frame.Chinese),
		func(i int) { lang = letter.Languages[i] })
	form := part.NewForm(part.NewField(frame.L("Form"), radio), part.NewField(frame.L("Language of the copy"), langs))
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: frame.L("Build the packet"), Body: form, Form: form,
		Confirm: frame.L("Build"), Cancel: frame.L("Cancel"),
		OnConfirm: func() bool {
			kind, l, session := forms[chosen], lang, w.Session.Job()
			rev, turned, free := w.Turn()
			if !free {
				return false
			}
			var built fulfil.Built
			go func() {
				ctx, cancel := context.WithTimeout(context.Background(), time.Hour)
				defer cancel()
				dir, err := outFolder()
				if err == nil {
					built, err = fulfil.BuildPacket(ctx, session, rev, kind,
						filepath.Join(dir, w.Request.Reference+"."+kind), l)
				}
				fyne.Do(func() {
					turned(err)
					if err != nil {
						w.Opened = w.Told(err)
						d.SetProblem(frame.Sentence(err))
						return
					}
					d.Close()
					w.showBuilt(built)
				})
			}()
			return false
		}})
	d.Show(w.Window.Canvas())
}

func boolIndex(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (w Work) showBuilt(b fulfil.Built) {
	var lacks fyne.CanvasObject = part.Space(1, 0)
	if len(b.Unrecorded) > 0 {
		lacks = part.NewBanner(part.BannerAmber, "warn", frame.L("It says “not recorded” of who receives some data"),
			frame.L("The register of processing lacks {{.A}}. Add them on the screen Organisation and build the packet again.", frame.CategoryTitles(b.Unrecorded, false)))
	}
	if len(w.Sent.Packets) > 0 {
		lacks = part.VBox(10, lacks,
			part.NewBanner(part.BannerAmber, "warn", frame.L("A file built before has another password"),
				frame.L("Send this one, and delete the others from the folder.")))
	}
	part.NewDialog(part.DialogParts{Title: frame.L("The packet is ready"), Cancel: frame.L("Close"), Width: 560,
		OnCancel: w.Done, Others: []*part.Button{w.FolderButton(b.Path)},
		Body: part.VBox(10, lacks,
			part.NewLine(frame.L("File"), "").WithBelow(frame.FromHome(b.Path)).WithIcon("pack", part.ColorText2),
			part.NewLine(frame.L("Rows"), strconv.FormatInt(b.Manifest.Rows, 10)),
			part.NewLine(frame.L("Password"), b.Password).WithIcon("key", part.ColorText2),
			part.NewBody(
				frame.L("Send the password another way than the packet: by text message or telephone where the packet goes by e-mail.")),
			w.builtButtons(b))}).Show(w.Window.Canvas())
}

// builtButtons are what is done with a packet once it is built.
func (w Work) builtButtons(b fulfil.Built) fyne.CanvasObject {
	row := part.HBox(8, part.NewButton(frame.L("Copy the password"), func() { part.CopySecret(b.Password) }))
	if w.Sent.Sends(dispatch.ByEmail) {
		row.Add(part.NewButton(frame.L("Send by e-mail…"), func() { w.mailPacket(b.Path) }).WithIcon("mail"))
	}
	if w.Sent.Sends(dispatch.BySMS) {
		row.Add(part.NewButton(frame.L("Text the password…"), w.textPassword).WithIcon("sms"))
	}
	row.Add(part.Gap())
	return row
}

func (w Work) showPassword() {
	var password string
	session, rev := w.Session, w.Revision()
	w.Disclose(func(ctx context.Context) (err error) {
		password, err = fulfil.PacketPassword(ctx, session, rev)
		return err
	}, func() {
		part.NewDialog(part.DialogParts{Title: frame.L("Password of the packet"), Cancel: frame.L("Close"),
			OnCancel: w.Done,
			Body: part.VBox(10, part.NewHeading(password),
				part.HBox(8, part.NewButton(frame.L("Copy the password"), func() { part.CopySecret(password) }),
					part.Gap()))}).Show(w.Window.Canvas())
	})
}

var wayNames = map[string]string{"email": "E-mail", "sms": "Text message", "phone": "Telephone", "post": "Post",
	"counter": "At the counter"}

// closeIt asks how and to whom the letter went, or why it was not sent, and closes the request.
func (w Work) closeIt() {
	letter, fields := w.newSending(frame.L("The letter went by"), frame.L("It was not sent"))
	reason := part.NewMultiLine("", 2)
	why := part.NewField(frame.L("Why it was not sent"), reason).
		WithHint(frame.L("Only where it was not; it stays with the request.")).WithCheck(func() string {
		if (letter.how() == "") != (strings.TrimSpace(reason.Text) != "") {
			return frame.L("Say why it was not sent, and only then")
		}
		return ""
	})
	form := part.NewForm(append(fields, why)...)
	var d *part.Dialog
	letter.redraw = func() { d.Refresh() }
	d = part.NewDialog(part.DialogParts{Title: frame.L("Close the request"), Body: form, Form: form,
		Confirm: frame.L("Close the request"), Cancel: frame.L("Cancel"),
		OnConfirm: func() bool {
			how := fulfil.Closing{Way: letter.how(), Unsent: reason.Text, Elsewhere: letter.elsewhere()}
			if how.Way != "" {
				how.To = letter.addressee()
			}
			return w.SubmitIn(d, func(ctx context.Context, s *desk.Session, rev model.Revision) (model.Request, error) {
				return fulfil.Close(ctx, s, rev, how)
			}, nil)
		}})
	w.KeepTyped(w.Opened, d, "close")
	d.Show(w.Window.Canvas())
}

// correctSent is the button that puts right how something went out; an empty object where it cannot be.
func (w Work) correctSent(d model.Delivery) fyne.CanvasObject {
	if d.Mail != "" || !w.Request.Open() || !w.May(model.ActDeliver) || !w.Mine(w.Request) {
		return part.Space(0, 0)
	}
	return part.NewButton(frame.L("Correct…"), func() { w.correctDelivery(d) }).AsSmall()
}

// correctDelivery asks how something went out really.
func (w Work) correctDelivery(was model.Delivery) {
	s, fields := w.newSending(frame.L("It went by"))
	form := part.NewForm(fields...)
	body := part.VBox(12, part.NewBanner(part.BannerBlue, "info", frame.L("Recorded so far: {{.A}}", w.sentTo(was)),
		frame.L("The log keeps both ways, and the remarks of the request where it was said to have gone. A letter that tells the old way is to be written again.")), form)
	var d *part.Dialog
	s.redraw = func() { d.Refresh() }
	d = part.NewDialog(part.DialogParts{Title: frame.L("How it went out"), Body: body, Form: form,
		Confirm: frame.L("Record anew"), Cancel: frame.L("Cancel"),
		OnConfirm: func() bool {
			way, to, why := s.how(), s.addressee(), s.elsewhere()
			return w.SubmitIn(d,
				func(ctx context.Context, session *desk.Session, rev model.Revision) (model.Request, error) {
					return fulfil.CorrectDelivery(ctx, session, rev, was.ID, way, to, why)
				}, nil)
		}})
	d.Show(w.Window.Canvas())
}

// deliver records packet and password at once.
func (w Work) deliver() {
	packet, packetFields := w.newSending(frame.L("The packet went by"))
	password, passwordFields := w.newSending(frame.L("The password went by"))
	chosen := passwordFields[0].Check
	passwordFields[0].WithCheck(func() string {
		if problem := chosen(); problem != "" {
			return problem
		}
		if packet.way == password.way {
			return frame.L("The password must travel another way than the packet.")
		}
		return ""
	})
	form := part.NewForm(append(packetFields, passwordFields...)...)
	var d *part.Dialog
	packet.redraw, password.redraw = func() { d.Refresh() }, func() { d.Refresh() }
	d = part.NewDialog(part.DialogParts{Title: frame.L("How it went out"), Body: form, Form: form,
		Confirm: frame.L("Record"), Cancel: frame.L("Cancel"),
		OnConfirm: func() bool {
			a, aTo, aWhy := packet.how(), packet.addressee(), packet.elsewhere()
			b, bTo, bWhy, sent := password.how(), password.addressee(), password.elsewhere(), w.Sent.Way("packet") != ""
			return w.SubmitIn(d, func(ctx context.Context, s *desk.Session, rev model.Revision) (model.Request, error) {
				if !sent {
					r, err := fulfil.Deliver(ctx, s, rev, "packet", a, aTo, aWhy)
					if err != nil {
						return r, err
					}
					rev = r.Revision()
				}
				return fulfil.Deliver(ctx, s, rev, "password", b, bTo, bWhy)
			}, nil)
		}})
	d.Show(w.Window.Canvas())
}
