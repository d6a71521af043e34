package mail_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/mail"
	"orangelab.cn/rightsdesk/app/mail/mailtest"
	"orangelab.cn/rightsdesk/model/gateway"
)

func sendShort(t *testing.T, to gateway.Gateway, m gateway.Message) (mail.Receipt, *mail.Failure) {
	t.Helper()
	g, err := mail.OpenGateway(to)
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close()
	receipt, err := g.Send(t.Context(), m)
	var f *mail.Failure
	if err != nil && !errors.As(err, &f) {
		t.Fatalf("no failure of a gateway: %v", err)
	}
	return receipt, f
}

func TestAGatewayTakesAMessageAsItWasWritten(t *testing.T) {
	g := mailtest.NewGateway(t)
	m := gateway.Message{To: "+8613812341234", Title: `"Titel"`, Text: "a \"quote\", a \\ and\na line, 您好 {secret}",
		ID: "n1.2.1.ab@sms"}
	receipt, f := sendShort(t, g.Settings(), m)
	if f != nil || !strings.Contains(receipt.Said, `"code":0`) {
		t.Fatalf("%+v %v", receipt, f)
	}
	took := g.Taken()[m.ID]
	if len(took) != 1 || took[0].Text != m.Text || took[0].To != m.To || took[0].Title != m.Title ||
		took[0].Header.Get("X-Message") != m.ID {
		t.Errorf("it took %+v", took)
	}
}

func TestWhatAGatewayAnswersIsTakenRefusedOrUnclear(t *testing.T) {
	g := mailtest.NewGateway(t)
	answer := func(status int, body string) func(mailtest.Short) (int, string) {
		return func(mailtest.Short) (int, string) { return status, body }
	}
	for name, tt := range map[string]struct {
		answers func(mailtest.Short) (int, string)
		class   mail.Class
		kind    mail.Kind
	}{
		"another code refuses":             {answer(200, `{"result":{"code":17}}`), mail.Permanent, mail.Refused},
		"no code is unclear":               {answer(200, `{"result":{}}`), mail.Uncertain, mail.Unclear},
		"no JSON is unclear":               {answer(200, `<html>ok</html>`), mail.Uncertain, mail.Unclear},
		"a bad request refuses":            {answer(400, `{}`), mail.Permanent, mail.Refused},
		"too many come later":              {answer(429, `{}`), mail.Temporary, mail.Busy},
		"a wrong key is nobody's fault":    {answer(401, `{}`), mail.Temporary, mail.Closed},
		"a redirect is not followed":       {answer(302, ``), mail.Temporary, mail.Closed},
		"a broken server may have sent it": {answer(500, `{}`), mail.Uncertain, mail.Unclear},
		"an endless answer": {answer(200,
			`{"result":{"code":0},"x":"`+strings.Repeat("x", 200_000)+`"}`), mail.Uncertain, mail.Unclear},
		"a connection that ends": {func(mailtest.Short) (int, string) { panic(http.ErrAbortHandler) },
			mail.Uncertain, mail.Cut},
	} {
		g.Answer(tt.answers)
		asked := g.Settings()
		_, f := sendShort(t, asked, gateway.Message{To: "+8613812341234", Text: "x", ID: name})
		if f == nil || f.Class != tt.class || f.Kind != tt.kind {
			t.Errorf("%s: %+v", name, f)
		}
		if f != nil && strings.Contains(f.Error()+f.Said, "tea") {
			t.Errorf("%s: the secret shows: %v", name, f)
		}
	}
}

func TestNothingIsSaidToAGatewayThatIsNotItsOwn(t *testing.T) {
	g := mailtest.NewGateway(t)
	m := gateway.Message{To: "+8613812341234", Text: "x", ID: "1"}
	for name, tt := range map[string]struct {
		change func(*gateway.Gateway)
		kind   mail.Kind
	}{
		"a stranger's certificate": {func(g *gateway.Gateway) { g.Authority = "" }, mail.Authority},
		"another name": {
			func(g *gateway.Gateway) { g.Address = strings.Replace(g.Address, "127.0.0.1", "localhost", 1) },
			mail.WrongName},
		"nobody listens": {func(g *gateway.Gateway) { g.Address = "https://127.0.0.1:1/?k={secret}" },
			mail.NoAnswer},
	} {
		asked := g.Settings()
		tt.change(&asked)
		if _, f := sendShort(t, asked, m); f == nil || f.Class != mail.Temporary || f.Kind != tt.kind ||
			strings.Contains(f.Error(), "tea") {
			t.Errorf("%s: %v", name, f)
		}
	}
	if took := g.Taken(); len(took) > 0 {
		t.Errorf("it took %v", took)
	}
	for name, change := range map[string]func(*gateway.Gateway){
		"without TLS":         func(g *gateway.Gateway) { g.Address = "http://sms.example.com/?k={secret}" },
		"a variable for host": func(g *gateway.Gateway) { g.Address = "https://{to}.example.com/" },
		"a header in two":     func(g *gateway.Gateway) { g.Headers = "X-A b\nno header" },
		"another variable":    func(g *gateway.Gateway) { g.Body = "{password} {to} {text}" },
		"to nobody":           func(g *gateway.Gateway) { g.Body = "{text}" },
		"no status":           func(g *gateway.Gateway) { g.Statuses = "ok" },
		"a broken pattern":    func(g *gateway.Gateway) { g.Want = "/(/" },
		"no secret":           func(g *gateway.Gateway) { g.Secret = "" },
	} {
		asked := g.Settings()
		change(&asked)
		if _, err := mail.OpenGateway(asked); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
}
