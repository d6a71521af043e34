// Package fulfil shows findings, their review and release, and the answer; it holds none of the rules.
package fulfil

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// Step fills in the next-step card of a request whose identity is settled.
func Step(f *frame.Frame, o frame.Opened, p *part.NextStepParts, done func(), showFindings func()) {
	r := o.Request
	look := part.NewButton(frame.L("Look at the findings"), showFindings)
	switch r.Step {
	case model.StepCollect:
		p.Then = frame.L("then: decide, and send to review")
		p.Primary = part.NewPrimary(frame.L("Collect"), "Ctrl Enter", func() { Collect(f, r.ID, done) })
	case model.StepRetrySources:
		p.Why = frame.L("Missing: {{.A}}. {{.B}}", failed(o), frame.StepWhy(r.Step))
		p.Primary = part.NewPrimary(frame.L("Collect again"), "Ctrl Enter", func() { Collect(f, r.ID, done) })
		p.Others = []fyne.CanvasObject{look}
		if f.May(model.ActMissing) {
			p.Others = append(p.Others, part.NewButton(frame.L("Accept that it is missing…"), func() { acceptMissing(f, r.ID, done) }))
		}
	case model.StepManualSources:
		p.Primary = part.NewPrimary(frame.L("Record the owner’s answer…"), "Ctrl Enter", func() { answerManual(f, o, done) })
		p.Others = []fyne.CanvasObject{look}
	case model.StepDecideShared:
		p.Primary = part.NewPrimary(frame.L("Decide the shared rows"), "Ctrl Enter", showFindings)
	case model.StepSendToReview:
		p.Primary = part.NewPrimary(frame.L("Send to review"), "Ctrl Enter", func() { sendToReview(f, r.ID, done) })
		p.Others = []fyne.CanvasObject{look}
	case model.StepAgreeShared, model.StepRelease:
		if !f.Second(r) {
			p.Title = frame.L("A second person looks at this")
			p.Why = frame.L("You prepared it yourself, so somebody else releases it.")
			return
		}
		p.Primary = part.NewPrimary(frame.L("Look at what goes out"), "Ctrl Enter", showFindings)
	case model.StepBuildPacket:
		p.Primary = part.NewPrimary(frame.L("Build the packet…"), "Ctrl Enter", func() { buildPacket(f, o, done) })
	case model.StepDeliver:
		p.Then = frame.L("then: the letter")
		p.Primary = part.NewPrimary(frame.L("Record how it went out…"), "Ctrl Enter", func() { deliver(f, o, done) })
		p.Others = []fyne.CanvasObject{part.NewButton(frame.L("Show the password…"), func() { showPassword(f, r.ID, done) }),
			part.NewButton(frame.L("Build again…"), func() { buildPacket(f, o, done) })}
	case model.StepAnswer:
		if len(answers(o)) == 0 {
			p.Primary = part.NewPrimary(frame.L("Write the letter"), "Ctrl Enter", func() { writeLetter(f, o, answerKind(o), letterLanguage(o), done) })
			return
		}
		p.Title, p.Why = frame.L("Close the request"), frame.L("The letter is written; save and send it, then close.")
		p.Primary = part.NewPrimary(frame.L("Close the request"), "Ctrl Enter", func() { closeRequest(f, r.ID, done) })
	case model.StepFollowUp, model.StepWaitPerson, model.StepCollecting:
	}
}

// answers are the letters that answer the request, not those on the way there.
func answers(o frame.Opened) []fulfil.Written {
	var out []fulfil.Written
	for _, l := range o.Letters {
		if l.Kind == answerKind(o) || (l.Kind == letter.PartlyFulfilled && answerKind(o) == letter.Fulfilled) {
			out = append(out, l)
		}
	}
	return out
}

func answerKind(o frame.Opened) letter.Kind {
	if o.Request.Outcome == model.NotVerified {
		return letter.NotVerified
	}
	return letter.Fulfilled
}

// letterLanguage is the person's language where the request tells it, else that of the window.
func letterLanguage(o frame.Opened) string {
	for _, l := range letter.Languages {
		if o.Request.Subject.Language == l {
			return l
		}
	}
	return frame.Language()
}

func failed(o frame.Opened) string {
	var names []string
	if o.Results != nil {
		for _, s := range o.Results.Run.Sources {
			if s.State == store.SourceFailed || s.State == store.SourceIncomplete {
				names = append(names, s.Source)
			}
		}
	}
	return strings.Join(names, ", ")
}

// Collect runs the job with its progress on screen, one line a source; closing the dialog lets it run on.
func Collect(f *frame.Frame, request int64, done func()) {
	lines := part.VBox(6)
	bars := map[string]*part.Progress{}
	ctx, cancel := context.WithTimeout(context.Background(), 6*time.Hour)
	finished := false
	d := part.NewDialog(part.DialogParts{Title: frame.L("Collecting from the sources"), Body: part.Fixed(0, 200, frame.Scroll(lines)), Cancel: frame.L("Stop"),
		OnCancel: func() {
			if !finished {
				cancel()
			}
		}})
	d.Show(f.Window.Canvas())
	session := f.Session
	go func() {
		defer cancel()
		err := fulfil.Collect(ctx, session, request, func(p fulfil.Progress) {
			fyne.Do(func() {
				bar := bars[p.Source]
				if bar == nil {
					bar = part.NewProgress(p.Source)
					bars[p.Source] = bar
					lines.Add(bar)
				}
				state, color := frame.L("{{.A}} rows", p.Rows), part.ColorText3
				if p.Err != nil {
					state, color = frame.L("did not answer"), part.ColorRed
				}
				bar.Set(float64(p.Done)/float64(max(p.Total, 1)), frame.L("{{.A}} of {{.B}}", p.Done, p.Total), state, color)
			})
		})
		fyne.Do(func() {
			finished = true
			d.Close()
			if err != nil && ctx.Err() == nil {
				f.Fail(err)
			}
			done()
		})
	}()
}

// Before is the findings tab before there are any.
func Before(f *frame.Frame, o frame.Opened) fyne.CanvasObject {
	text := frame.L("Nothing was collected yet.")
	if o.Request.LevelReached < o.Request.LevelNeeded {
		text = frame.L("Findings show once identity is proven to level {{.A}}.", int(o.Request.LevelNeeded))
	}
	return part.NewText(text).In(part.ColorText3)
}

func reasonDialog(f *frame.Frame, title, label, confirm string, danger bool, save func(ctx context.Context, reason string) error, done func()) {
	reason := part.NewMultiLine("", 3)
	field := part.NewField(label, reason).WithCheck(func() string {
		if strings.TrimSpace(reason.Text) == "" {
			return frame.L("Fill this in")
		}
		return ""
	})
	form := part.NewForm(field)
	part.NewDialog(part.DialogParts{Title: title, Body: form, Form: form, Confirm: confirm, Cancel: frame.L("Cancel"), Danger: danger,
		OnConfirm: func() bool {
			text := reason.Text
			f.Run(func(ctx context.Context) error { return save(ctx, text) }, done)
			return true
		}}).Show(f.Window.Canvas())
}

func acceptMissing(f *frame.Frame, request int64, done func()) {
	reasonDialog(f, frame.L("Accept that a source is missing"), frame.L("Why the copy may go out without it"), frame.L("Accept"), true,
		func(ctx context.Context, reason string) error {
			_, err := fulfil.AcceptMissing(ctx, f.Session, request, reason)
			return err
		}, done)
}

func sendToReview(f *frame.Frame, request int64, done func()) {
	f.Run(func(ctx context.Context) error { _, err := fulfil.SendToReview(ctx, f.Session, request); return err }, done)
}

func closeRequest(f *frame.Frame, request int64, done func()) {
	f.Run(func(ctx context.Context) error { _, err := fulfil.Close(ctx, f.Session, request); return err }, done)
}

// answerManual records what the owner of a manual source sent: files, or that there is nothing.
func answerManual(f *frame.Frame, o frame.Opened, done func()) {
	var keys []string
	for _, s := range o.Results.Run.Sources {
		if s.State == store.SourceManual {
			keys = append(keys, s.Source)
		}
	}
	if len(keys) == 0 {
		return
	}
	chosen := 0
	choice := part.NewSelect(keys, 0, func(i int) { chosen = i })
	var files []fulfil.Handed
	list := part.NewCaption(frame.L("No file: the owner holds nothing."))
	attach := part.NewButton(frame.L("Attach a file…"), func() {
		f.AskFile(fulfil.MaxAttachment+1, func(name, mime string, data []byte) {
			files = append(files, fulfil.Handed{Name: name, Mime: mime, Data: data})
			var names []string
			for _, h := range files {
				names = append(names, h.Name)
			}
			list.SetText(strings.Join(names, ", "))
		})
	})
	form := part.NewForm(part.NewField(frame.L("Source"), choice), part.NewField(frame.L("Files"), part.VBox(6, part.HBox(8, attach, part.Gap()), list)))
	part.NewDialog(part.DialogParts{Title: frame.L("The owner’s answer"), Body: form, Form: form, Confirm: frame.L("Record"), Cancel: frame.L("Cancel"),
		OnConfirm: func() bool {
			key, handed := keys[chosen], files
			f.Run(func(ctx context.Context) error {
				_, err := fulfil.AnswerManual(ctx, f.Session, o.Request.ID, key, handed)
				return err
			}, done)
			return true
		}}).Show(f.Window.Canvas())
}

// outFolder is where packets and letters are saved: a folder of the person's own documents.
func outFolder() (string, error) {
	home, err := os.UserHomeDir()
	if err != nil {
		return "", err
	}
	dir := filepath.Join(home, "Rightsdesk")
	return dir, os.MkdirAll(dir, 0o700)
}

func buildPacket(f *frame.Frame, o frame.Opened, done func()) {
	forms := []string{fulfil.FormHTML, fulfil.FormZip}
	chosen, lang := 0, letterLanguage(o)
	radio := part.NewRadio([]part.Option{{Text: frame.L("One HTML file"), Below: frame.L("Opens in any browser, without a network.")},
		{Text: frame.L("AES-256 zip"), Below: frame.L("For 7-Zip and the like; better above 500 MB.")}}, 0, func(i int) { chosen = i })
	langs := part.NewRadio([]part.Option{{Text: "English"}, {Text: "简体中文"}}, boolIndex(lang == frame.Chinese), func(i int) { lang = letter.Languages[i] })
	form := part.NewForm(part.NewField(frame.L("Form"), radio), part.NewField(frame.L("Language of the copy"), langs))
	part.NewDialog(part.DialogParts{Title: frame.L("Build the packet"), Body: form, Form: form, Confirm: frame.L("Build"), Cancel: frame.L("Cancel"),
		OnConfirm: func() bool {
			kind, l, session := forms[chosen], lang, f.Session
			var built fulfil.Built
			go func() {
				ctx, cancel := context.WithTimeout(context.Background(), time.Hour)
				defer cancel()
				dir, err := outFolder()
				if err == nil {
					built, err = fulfil.BuildPacket(ctx, session, o.Request.ID, kind, filepath.Join(dir, o.Request.Reference+"."+kind), l)
				}
				fyne.Do(func() {
					if err != nil {
						f.Fail(err)
						return
					}
					showBuilt(f, built, done)
				})
			}()
			return true
		}}).Show(f.Window.Canvas())
}

func boolIndex(b bool) int {
	if b {
		return 1
	}
	return 0
}

func showBuilt(f *frame.Frame, b fulfil.Built, done func()) {
	part.NewDialog(part.DialogParts{Title: frame.L("The packet is ready"), Cancel: frame.L("Close"), Width: 560, OnCancel: done,
		Body: part.VBox(10, part.NewLine(frame.L("File"), "").WithBelow(b.Path).WithIcon("pack", part.ColorText2),
			part.NewLine(frame.L("Rows"), strconv.FormatInt(b.Manifest.Rows, 10)),
			part.NewLine(frame.L("Password"), b.Password).WithIcon("key", part.ColorText2),
			part.NewBody(frame.L("Send the password another way than the packet: by text message or telephone where the packet goes by e-mail.")),
			part.HBox(8, part.NewButton(frame.L("Copy the password"), func() { copyForAWhile(b.Password) }), part.Gap()))}).Show(f.Window.Canvas())
}

// clipboardLife is how long something secret stays in the clipboard.
const clipboardLife = 10 * time.Second

func copyForAWhile(text string) {
	clip := fyne.CurrentApp().Clipboard()
	clip.SetContent(text)
	time.AfterFunc(clipboardLife, func() {
		fyne.Do(func() {
			if clip.Content() == text {
				clip.SetContent("")
			}
		})
	})
}

func showPassword(f *frame.Frame, request int64, done func()) {
	var password string
	f.Run(func(ctx context.Context) (err error) {
		password, err = fulfil.PacketPassword(ctx, f.Session, request)
		return err
	}, func() {
		part.NewDialog(part.DialogParts{Title: frame.L("Password of the packet"), Cancel: frame.L("Close"), OnCancel: done,
			Body: part.VBox(10, part.NewHeading(password), part.HBox(8, part.NewButton(frame.L("Copy the password"), func() { copyForAWhile(password) }), part.Gap()))}).Show(f.Window.Canvas())
	})
}

var wayNames = map[string]string{"email": "E-mail", "sms": "Text message", "phone": "Telephone", "post": "Post", "counter": "At the counter"}

// deliver records both ways at once.
func deliver(f *frame.Frame, o frame.Opened, done func()) {
	var names []string
	for _, w := range fulfil.Ways {
		names = append(names, frame.L(wayNames[w]))
	}
	packetWay, passwordWay := 0, 1
	form := part.NewForm(part.NewField(frame.L("The packet went by"), part.NewSelect(names, 0, func(i int) { packetWay = i })),
		part.NewField(frame.L("The password went by"), part.NewSelect(names, 1, func(i int) { passwordWay = i })).WithCheck(func() string {
			if packetWay == passwordWay {
				return frame.L("The password must travel another way than the packet.")
			}
			return ""
		}))
	part.NewDialog(part.DialogParts{Title: frame.L("How it went out"), Body: form, Form: form, Confirm: frame.L("Record"), Cancel: frame.L("Cancel"),
		OnConfirm: func() bool {
			a, b := fulfil.Ways[packetWay], fulfil.Ways[passwordWay]
			f.Run(func(ctx context.Context) error {
				if o.Sent.Way("packet") == "" {
					if _, err := fulfil.Deliver(ctx, f.Session, o.Request.ID, "packet", a); err != nil {
						return err
					}
				}
				_, err := fulfil.Deliver(ctx, f.Session, o.Request.ID, "password", b)
				return err
			}, done)
			return true
		}}).Show(f.Window.Canvas())
}
