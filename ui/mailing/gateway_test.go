package mailing

import (
	"testing"

	"fyne.io/fyne/v2/test"

	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/mail/mailtest"
	"orangelab.cn/rightsdesk/app/outbox"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/gateway"
	"orangelab.cn/rightsdesk/model/notice"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/frame/frametest"
	"orangelab.cn/rightsdesk/ui/part"
)

func TestAGatewayIsSetUpOnItsScreenAndItsSecretStays(t *testing.T) {
	a := frametest.New(t)
	d := desktest.New(t, "sqlite")
	s := d.Add(t, "jing", model.RoleLead)
	g := &gateways{frame: &frame.Frame{Session: s, Window: test.NewTempWindow(t, nil)}, way: notice.SMS,
		body: part.VBox(0), right: part.VBox(0)}
	g.reload()
	a.Until(t, "the forms", func() bool { return g.forms != nil })
	if got := g.read(); got != g.kept {
		t.Errorf("nobody typed anything, and it reads %+v", got.SMS)
	}
	asked := mailtest.NewGateway(t).Settings()
	f := g.forms[notice.SMS]
	for e, text := range map[*part.Entry]string{f.name: asked.Name, f.address: asked.Address, f.headers: asked.Headers,
		f.text: asked.Body, f.field: asked.Field, f.want: asked.Want, f.secret: asked.Secret,
		f.authority: asked.Authority} {
		e.SetText(text)
	}
	g.save()
	a.Until(t, "it is kept", func() bool { return g.kept.Version == 1 })
	if want := asked; g.read().SMS.Secret != "" || g.kept.SMS.Address != want.Address || g.read() != g.kept ||
		g.kept.SMS.Format != gateway.JSON {
		t.Errorf("kept %+v", g.kept.SMS)
	}
	g.forms[notice.SMS].name.SetText("Renamed")
	g.save()
	a.Until(t, "it is renamed", func() bool { return g.kept.Version == 2 })
	if answer, err := outbox.TryGateway(t.Context(), s, g.read(), notice.SMS, "13812341234", "x"); err != nil ||
		answer.Means != gateway.Taken {
		t.Errorf("with the kept secret: %+v %v", answer, err)
	}
}
