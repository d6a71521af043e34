package mailing

import (
	"context"
	"errors"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/mail"
	"orangelab.cn/rightsdesk/app/outbox"
	"orangelab.cn/rightsdesk/model/dispatch"
	"orangelab.cn/rightsdesk/model/gateway"
	"orangelab.cn/rightsdesk/model/notice"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// formatWords are how a body is written, and verdictWords what an answer of a gateway means.
var (
	formatWords = map[gateway.Format]string{gateway.JSON: "JSON", gateway.Form: "form (key=value&…)",
		gateway.XML: "XML", gateway.Text: "plain text"}
	verdictWords = map[gateway.Verdict]string{gateway.Taken: "taken", gateway.Refused: "refused: nobody gets it",
		gateway.Busy:    "busy: it would be tried again later",
		gateway.Closed:  "nothing is taken in this way: check address, method and secret; messages would wait",
		gateway.Unclear: "unclear: a person would have to decide whether it went"}
)

// ways are the channels that have a gateway, and wayWords what they are called here.
var (
	ways     = []notice.Channel{notice.SMS, notice.Push}
	wayWords = map[notice.Channel]string{notice.SMS: "Short messages", notice.Push: "Messages to apps"}
)

// gateways shows the gateways in force.
type gateways struct {
	frame *frame.Frame
	kept  dispatch.Settings
	forms map[notice.Channel]*gatewayForm
	page  *frame.Page[dispatch.Settings]
	way   notice.Channel
	tried fyne.CanvasObject // what became of trying; nil before
	body  *fyne.Container
	right *fyne.Container
}

// Gateways makes the screen on which the gateways for short messages and messages to apps are set up.
func Gateways(f *frame.Frame) fyne.CanvasObject {
	g := &gateways{frame: f, way: notice.SMS, body: part.VBox(0), right: part.VBox(0)}
	head := part.HBox(8, part.NewHeading(frame.L("Gateways")),
		part.Grow(part.NewCaption(frame.L("services over HTTP that take short messages and messages to apps")).Short()))
	g.reload()
	return part.VBox(0, part.Fixed(0, 52, part.Inset(0, part.PageEdge, 0, part.PageEdge, head)), part.HLine(),
		part.Grow(part.Beside(g.body, g.right)))
}

func (g *gateways) reload() {
	session := g.frame.Session
	var kept dispatch.Settings
	g.frame.Run(func(ctx context.Context) (err error) {
		kept, err = outbox.ReadSettings(ctx, session)
		return err
	}, func() {
		g.kept, g.tried = kept, nil
		changed := func() {
			g.tried = nil
			g.follow()
		}
		g.forms = newGatewayForms(kept, kept, func() {})
		var shown dispatch.Settings
		g.page, shown = frame.KeepPage(g.frame, "gateways", g.read().Masked())
		g.forms = newGatewayForms(shown, kept, changed)
		g.show()
	})
}

// show shows the form of one channel.
func (g *gateways) show() {
	names := make([]string, len(ways))
	for i, way := range ways {
		names[i] = frame.L(wayWords[way])
	}
	segment := part.NewSegment(names, slices.Index(ways, g.way), func(i int) {
		g.way, g.tried = ways[i], nil
		g.show()
	})
	g.body.Objects = []fyne.CanvasObject{part.VBox(12, part.HBox(0, segment, part.Gap()), g.forms[g.way].body())}
	g.body.Refresh()
	g.follow()
}

// newGatewayForms are the forms as m says; kept is what the desk has, secrets included.
func newGatewayForms(m, kept dispatch.Settings, changed func()) map[notice.Channel]*gatewayForm {
	return map[notice.Channel]*gatewayForm{notice.SMS: newGatewayForm(m.SMS, kept.SMS.Takes(), changed),
		notice.Push: newGatewayForm(m.Push, kept.Push.Takes(), changed)}
}

// read are the settings as they stand in the forms.
func (g *gateways) read() dispatch.Settings {
	m := g.kept
	m.SMS, m.Push = g.forms[notice.SMS].read(), g.forms[notice.Push].read()
	return m
}

func (g *gateways) follow() {
	g.page.Follow(g.read().Masked(), g.body) // a secret is typed again
	column := part.VBox(12, g.next())
	if g.tried != nil {
		column.Add(g.tried)
	}
	column.Add(
		part.NewParagraph(
			frame.L("{to} stands for the number with its +, {digits} for the same without it, {device} for the app’s address, {text} for the message, {title}, {language}, {secret}; {id} names the message and stays the same whenever it is tried.")))
	column.Add(
		part.NewParagraph(
			frame.L("Where an answer neither says that a message was taken nor that it was refused, it is not tried again: a person decides.")))
	g.right.Objects = []fyne.CanvasObject{column}
	g.right.Refresh()
}

func (g *gateways) next() fyne.CanvasObject {
	try := part.NewButton(frame.L("Try…"), g.try)
	others := []fyne.CanvasObject{}
	if g.forms[g.way].read().Takes() {
		others = append(others, try)
	}
	if g.read() == g.kept {
		why := frame.L("What you change on the left is saved as version {{.A}}.", g.kept.Version+1)
		if !g.forms[g.way].read().Takes() {
			why = frame.Sentences(
				frame.L(
					"Without a gateway a list of the people is given out, and the results are read back from a file."),
				why)
		}
		return part.NewNextStep(part.NextStepParts{Caption: frame.L("Gateways"), Title: frame.L("Nothing is changed"),
			Why: why, Others: others, Narrow: true})
	}
	return part.NewNextStep(part.NextStepParts{Caption: frame.L("Next step"),
		Title: frame.L("Save changes as version {{.A}}", g.kept.Version+1),
		Why: frame.Sentences(g.page.Again(),
			frame.L("Try it first, with a message to a number of your own.")),
		Primary: part.NewPrimary(frame.L("Save version {{.A}}", g.kept.Version+1), "Ctrl Enter", g.save), Narrow: true,
		Others: append(others, part.NewButton(frame.L("Discard…"), func() {
			g.page.Discard(g.reload)
		}))})
}

// try asks for a number and says one message.
func (g *gateways) try() {
	session, settings, way := g.frame.Session, g.read(), g.way
	to := part.NewEntry("")
	label := frame.L("A telephone number of your own")
	if way == notice.Push {
		label = frame.L("What an app of your own is reached by")
	}
	var answer mail.Answer
	var failure error
	form := part.NewForm(part.NewField(label, to).WithHint(frame.L("It gets a real message: “Rightsdesk: a test.”")))
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: frame.L("Send one message?"), Body: form, Form: form,
		Confirm: frame.L("Send"), Cancel: frame.L("Cancel"), OnConfirm: func() bool {
			number := strings.TrimSpace(to.Text)
			return g.frame.SubmitTo(d, func(ctx context.Context) error {
				answer, failure = outbox.TryGateway(ctx, session, settings, way, number, "Rightsdesk: a test.")
				if f := (*mail.Failure)(nil); errors.As(failure, &f) {
					return nil
				}
				return failure
			}, func() {
				g.tried = triedGateway(way, answer, failure)
				g.follow()
			})
		}})
	d.Show(g.frame.Window.Canvas())
}

// triedGateway says what became of a message that was tried.
func triedGateway(way notice.Channel, answer mail.Answer, failure error) fyne.CanvasObject {
	var f *mail.Failure
	if errors.As(failure, &f) {
		return part.NewBanner(part.BannerRed, "warn", frame.L("{{.A}}: it does not work", frame.L(wayWords[way])),
			frame.MailFailure(f))
	}
	if answer.Means == gateway.Taken {
		return part.NewBanner(part.BannerBlue, "check", frame.L("{{.A}}: it works", frame.L(wayWords[way])),
			frame.MailSaid(answer.Said))
	}
	return part.NewBanner(part.BannerAmber, "warn",
		frame.L("The answer means: {{.A}}", frame.L(verdictWords[answer.Means])), frame.MailSaid(answer.Said))
}

func (g *gateways) save() {
	session, settings := g.frame.Session, g.read()
	g.frame.Try(func(ctx context.Context) error {
		_, err := outbox.SaveSettings(ctx, session, settings)
		return err
	}, func(err error) {
		if err != nil {
			g.frame.Fail(err)
			return
		}
		g.page.Done()
		g.reload()
	})
}
