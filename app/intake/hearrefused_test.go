package intake_test

import (
	"context"
	"fmt"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-imap/v2/imapserver/imapmemserver"

	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/app/outbox"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/dispatch"
)

// refusing is a session with a mailbox of which one message is not handed over.
type refusing struct {
	*imapmemserver.UserSession
	uid imap.UID
}

func (r refusing) Fetch(w *imapserver.FetchWriter, set imap.NumSet, options *imap.FetchOptions) error {
	if uids, ok := set.(imap.UIDSet); ok && len(options.BodySection) > 0 && uids.Contains(r.uid) {
		return &imap.Error{Type: imap.StatusResponseTypeNo, Code: imap.ResponseCodeServerBug,
			Text: "Internal error occurred"}
	}
	return r.UserSession.Fetch(w, set, options)
}

func TestAMailThatItsServerDoesNotHandOverHoldsNobodyUp(t *testing.T) {
	box := imapmemserver.NewUser("support", "secret")
	if err := box.Create("INBOX", nil); err != nil {
		t.Fatal(err)
	}
	arrives := func(from string) {
		text := "From: " + from + "\r\nSubject: My data\r\nMessage-ID: <" + from +
			">\r\n\r\nPlease send me a copy of all my personal data.\r\n"
		if _, err := box.Append("INBOX", strings.NewReader(text),
			&imap.AppendOptions{Time: time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)}); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 3 {
		arrives(fmt.Sprintf("p%d@person.test", i+1))
	}
	server := imapserver.New(&imapserver.Options{InsecureAuth: true,
		NewSession: func(*imapserver.Conn) (imapserver.Session, *imapserver.GreetingData, error) {
			return refusing{imapmemserver.NewUserSession(box), 2}, nil, nil
		}})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	t.Cleanup(func() {
		server.Close()
		<-ended
	})
	d := desktest.New(t, "sqlite")
	jing := d.Add(t, "jing", model.RoleLead)
	if _, err := outbox.SaveSettings(context.Background(), jing,
		dispatch.Settings{In: dispatch.Server{Host: "127.0.0.1", Port: listener.Addr().(*net.TCPAddr).Port,
			Security: dispatch.Plain, User: "support", Password: "secret"}}); err != nil {
		t.Fatal(err)
	}
	hear := func() map[string]string {
		t.Helper()
		if err := intake.Hear(context.Background(), jing); err != nil {
			t.Fatal(err)
		}
		files, err := intake.WaitingFiles(context.Background(), jing)
		if err != nil {
			t.Fatal(err)
		}
		heard := map[string]string{}
		for _, f := range files {
			heard[f.Head.Mail.From+f.Head.Mail.Trouble] = f.Head.Mail.Subject
		}
		return heard
	}
	heard := hear()
	if _, named := heard[intake.TroubleRefused]; len(heard) != 3 || heard["p1@person.test"] == "" ||
		heard["p3@person.test"] == "" || !named {
		t.Fatalf("heard %v", heard)
	}
	arrives("p4@person.test")
	if heard := hear(); len(heard) != 4 || heard["p4@person.test"] == "" {
		t.Errorf("then %v", heard)
	}
}
