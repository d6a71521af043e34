package lists

import (
	"context"
	"io"
	"strings"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/packet"
	"orangelab.cn/rightsdesk/app/register"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// columnNames are the heads of the register.
var columnNames = map[register.Column]string{register.Reference: "Reference", register.Kind: "Kind",
	register.Status: "State", register.Outcome: "Outcome", register.Rules: "Rules",
	register.Channel: "Channel", register.Requester: "Who asks", register.Product: "Product", register.Tags: "Tags",
	register.Holder: "Held by", register.Received: "Received on",
	register.Due: "Due", register.Closed: "Closed on", register.Name: "Name", register.Email: "E-mail",
	register.Phone: "Phone", register.Account: "Account", register.IDNumber: "Identity number"}

func words(f *frame.Frame) register.Words {
	names, rules := f.StaffNames(), f.Session.Rules()
	return register.Words{Rule: func(id string) string {
		if r, ok := rules.Regime(id); ok {
			return r.Name.In(frame.Language())
		}
		return id
	}, Lang: frame.Language(), Head: func(c register.Column) string { return frame.L(columnNames[c]) },
		Word: func(code string) string { return frame.W(code) },
		Name: func(staff string) string {
			if name := names[staff]; name != "" {
				return name
			}
			return staff
		}}
}

var forms = []packet.TableForm{packet.TableXLSX, packet.TableCSV}

// AskRegister writes the register of a narrowed queue of this name, or asks a second person for the one that names
// people.
func AskRegister(f *frame.Frame, name string, q desk.Queue, n desk.Narrow) {
	list, err := desk.ListOf(q, n)
	if err != nil {
		f.Fail(err)
		return
	}
	form := -1
	kind := part.NewClaim(frame.L("Form"), []part.Option{{Text: frame.L("Workbook (.xlsx)")}, {Text: "CSV"}},
		func(i int) { form = i })
	why := part.NewMultiLine("", 2)
	reason := part.NewField(frame.L("What it is for"), why).
		WithHint(frame.L("A lead other than you gives it, and decides by this."))
	reason = reason.Required()
	reason.Hide()
	fields := part.NewForm(kind)
	fields.Fields = append(fields.Fields, reason) // it stands below the box that asks for it
	of := n
	of.Of = f.Session.Staff().ID
	body := part.VBox(12, part.NewBody(Told(f, name, of)), fields)
	var d *part.Dialog
	people := part.NewCheck(frame.L("With names, contacts and identity numbers"), func(on bool) {
		reason.Hidden = !on
		body.Refresh()
		d.Refresh()
		if on {
			reason.Focus() // which brings it into sight
		}
	})
	if f.May(model.ActAskRegister) {
		body.Add(people)
		body.Add(reason)
	}
	session := f.Session
	d = part.NewDialog(part.DialogParts{Title: frame.L("Register of requests"), Body: body, Form: fields,
		Confirm: frame.L("Go on"), Cancel: frame.L("Cancel"),
		OnConfirm: func() bool {
			chosen, reason := forms[form], why.Text
			if people.Checked {
				return f.SubmitTo(d, func(ctx context.Context) error {
					_, err := register.Ask(ctx, session, list, chosen, reason)
					return err
				}, func() {
					part.NewDialog(part.DialogParts{Title: frame.L("Asked for"), Cancel: frame.L("Close"),
						Body: part.NewBody(
							frame.L("A lead other than you finds it in Next, and gives it."))}).
						Show(f.Window.Canvas())
				})
			}
			d.Close()
			save(f, chosen, func(ctx context.Context, out io.Writer) (int64, error) {
				return register.Write(ctx, session, out, list, chosen, words(f))
			})
			return false
		}})
	f.KeepForm(d, "ask for a register")
	d.Show(f.Window.Canvas())
}

// save writes a register into a folder that the person chooses. Nothing stays there where the log could not keep it.
func save(f *frame.Frame, form packet.TableForm, write func(context.Context, io.Writer) (int64, error)) {
	name := "register-" + f.Session.Now().In(f.Session.Rules().Location()).Format("2006-01-02-150405") + "." +
		string(form)
	var n int64
	f.SaveFile(frame.L("Where the register goes"), name, func(ctx context.Context, out io.Writer) (err error) {
		n, err = write(ctx, out)
		return err
	}, func(path string) {
		f.Changed(0) // one that was asked for waits no more
		f.TellSaved(path, part.NewParagraph(frame.L("{{.A}} requests", n)))
	})
}

// GiveRegisters lists the registers with names that somebody asked for; a second person gives each or takes it off the
// list. named tells what a queue is called.
func GiveRegisters(f *frame.Frame, asked []model.RegisterAsk, named func(desk.Queue) string) {
	session := f.Session
	lines := part.VBox(12)
	var d *part.Dialog
	for _, a := range asked {
		narrow, err := desk.NarrowOf(a.List)
		if err != nil {
			f.Fail(err)
			return
		}
		told := Told(f, named(desk.Queue(a.List.Queue)), narrow)
		give := part.NewButton(frame.L("Give…"), func() {
			d.Close()
			save(f, packet.TableForm(a.Form), func(ctx context.Context, out io.Writer) (int64, error) {
				return register.Give(ctx, session, a.ID, out, words(f))
			})
		}).AsSmall()
		buttons := part.HBox(6)
		if a.By != session.Staff().ID {
			buttons.Add(give)
		}
		buttons.Add(part.NewButton(frame.L("Withdraw"), func() {
			f.Run(func(ctx context.Context) error { return register.Withdraw(ctx, session, a.ID) },
				func() {
					d.Close()
					f.Changed(0)
				})
		}).AsSmall())
		lines.Add(part.VBox(2,
			part.HBox(8,
				part.Grow(part.NewBold(frame.L("{{.A}}, {{.B}}", f.StaffName(a.By), frame.Clock(a.At, session.Now())))),
				buttons),
			part.NewParagraph(told), part.NewParagraph(frame.L("{{.A}}: {{.B}}", strings.ToUpper(a.Form), a.Reason))))
	}
	d = part.NewDialog(part.DialogParts{Title: frame.L("Registers with names"), Width: 620, Cancel: frame.L("Close"),
		Body: part.VBox(10,
			part.NewBody(
				frame.L("Each holds the requests of a list as it is when it is given, with who they are about. Whoever asked cannot give it.")), lines)})
	d.Show(f.Window.Canvas())
}
