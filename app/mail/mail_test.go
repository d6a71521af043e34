package mail_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/mail"
	"orangelab.cn/rightsdesk/app/mail/mailtest"
	"orangelab.cn/rightsdesk/model/dispatch"
)

func message(to string) mail.Message {
	return mail.Message{ID: mail.NewID(mailtest.Support), From: mailtest.Support, FromName: "橙子实验室", To: to,
		Subject: "您的请求 R-2026-000001", Text: "您好：\n.\n..末行\n", Date: time.Now()}
}

func TestAMessageArrivesWholeAndTheReceiptIsTheServersOwn(t *testing.T) {
	servers := mailtest.Real(t)
	for name, server := range map[string]dispatch.Server{"STARTTLS": servers.SMTP(), "TLS": servers.SMTPS()} {
		t.Run(name, func(t *testing.T) {
			to := "whole-" + strings.ToLower(name) + "@person.test"
			m := message(to)
			m.InReplyTo, m.References = []string{"before@person.test"}, []string{"first@person.test",
				"before@person.test"}
			m.HTML = "<p>您好</p>"
			m.Files = []mail.File{{Name: "副本 一.zip", Type: "application/zip",
				Data: bytes.Repeat([]byte{0, 1, 13, 10, 255}, 30_000)}}
			s, err := mail.Open(t.Context(), server, 0)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			receipt, err := s.Send(t.Context(), m)
			if err != nil || !strings.Contains(receipt.Said, "queued as") {
				t.Fatalf("receipt %q: %v", receipt.Said, err)
			}
			arrived := servers.Inbox(t, to, 1)[0]
			sent, err := m.Bytes()
			if err != nil {
				t.Fatal(err)
			}
			boundary := func(b []byte) int { return bytes.Count(b, []byte("\n--")) }
			if boundary(arrived) != boundary(sent) ||
				!bytes.Contains(arrived, []byte("In-Reply-To: <before@person.test>")) ||
				!bytes.Contains(arrived, []byte("Message-Id: <"+m.ID+">")) &&
					!bytes.Contains(arrived, []byte("Message-ID: <"+m.ID+">")) {
				t.Errorf("arrived as:\n%.1200s", arrived)
			}
			if took := servers.Taken(t, m.ID)[m.ID]; len(took) != 1 || !strings.Contains(receipt.Said, took[0]) {
				t.Errorf("the server took it as %q and said %q", took, receipt.Said)
			}
		})
	}
}

func TestWhatIsWrongWithAServerIsSaidByItsKind(t *testing.T) {
	servers := mailtest.Real(t)
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	nobody := closed.Addr().(*net.TCPAddr).Port
	closed.Close()
	change := func(s dispatch.Server, with func(*dispatch.Server)) dispatch.Server { with(&s); return s }
	for _, c := range []struct {
		name   string
		server dispatch.Server
		imap   bool
		kind   mail.Kind
		class  mail.Class
	}{
		{name: "wrong password", server: change(servers.SMTP(), func(s *dispatch.Server) { s.Password = "wrong" }),
			kind: mail.Login, class: mail.Permanent},
		{name: "an authority nobody knows",
			server: change(servers.SMTP(), func(s *dispatch.Server) { s.Authority = "" }), kind: mail.Authority,
			class: mail.Permanent},
		{name: "an authority nobody knows, TLS",
			server: change(servers.SMTPS(), func(s *dispatch.Server) { s.Authority = "" }), kind: mail.Authority,
			class: mail.Permanent},
		{name: "another server's certificate",
			server: change(servers.SMTPS(), func(s *dispatch.Server) { s.Host = "127.0.0.2" }), kind: mail.NoAnswer},
		{name: "TLS where STARTTLS is spoken",
			server: change(servers.SMTP(), func(s *dispatch.Server) { s.Security = dispatch.TLS }), kind: mail.NoTLS,
			class: mail.Permanent},
		{name: "nobody there", server: change(servers.SMTP(), func(s *dispatch.Server) { s.Port = nobody }),
			kind: mail.NoAnswer},
		{name: "no such name", server: change(servers.SMTP(), func(s *dispatch.Server) { s.Host = "mail.invalid" }),
			kind: mail.NoHost},
		{name: "wrong password", imap: true,
			server: change(servers.IMAPS("a@desk.test"), func(s *dispatch.Server) { s.Password = "wrong" }),
			kind:   mail.Login, class: mail.Permanent},
		{name: "an authority nobody knows", imap: true,
			server: change(servers.IMAPS("a@desk.test"), func(s *dispatch.Server) { s.Authority = "" }),
			kind:   mail.Authority, class: mail.Permanent},
		{name: "an authority nobody knows, STARTTLS", imap: true,
			server: change(servers.IMAP("a@desk.test"), func(s *dispatch.Server) { s.Authority = "" }),
			kind:   mail.Authority, class: mail.Permanent},
		{name: "TLS where STARTTLS is spoken", imap: true,
			server: change(servers.IMAP("a@desk.test"), func(s *dispatch.Server) { s.Security = dispatch.TLS }),
			kind:   mail.NoTLS, class: mail.Permanent},
	} {
		t.Run(fmt.Sprintf("%s, imap %v", c.name, c.imap), func(t *testing.T) {
			var err error
			if c.imap {
				_, err = mail.OpenReader(t.Context(), c.server, 1<<20)
			} else {
				_, err = mail.Open(t.Context(), c.server, 0)
			}
			var f *mail.Failure
			if !errors.As(err, &f) || f.Kind != c.kind || f.Class != c.class {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestNothingGoesUnsecuredBeyondThisComputer(t *testing.T) {
	for host, want := range map[string]error{"mail.example.org": mail.ErrPlain, "127.example.org": mail.ErrPlain,
		"localhost": nil, "127.0.0.1": nil, "": mail.ErrHost} {
		if err := mail.Check(dispatch.Server{Host: host, Port: 25, Security: dispatch.Plain}); !errors.Is(err, want) {
			t.Errorf("%s: %v", host, err)
		}
	}
}

func TestARefusalIsOfItsClassAndTheConnectionGoesOn(t *testing.T) {
	servers := mailtest.Real(t)
	s, err := mail.Open(t.Context(), servers.SMTP(), 0)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for to, want := range map[string]mail.Class{"refused@person.test": mail.Permanent,
		"later@person.test": mail.Temporary} {
		_, err := s.Send(t.Context(), message(to))
		var f *mail.Failure
		if !errors.As(err, &f) || f.Class != want || f.Kind != mail.Recipient || f.Lost || f.Said == "" {
			t.Errorf("%s: %v", to, err)
		}
	}
	huge := message("huge@person.test")
	huge.Files = []mail.File{{Name: "a.bin", Type: "application/octet-stream", Data: make([]byte, 20<<20)}}
	var f *mail.Failure
	if _, err := s.Send(t.Context(), huge); !errors.As(err, &f) || f.Kind != mail.TooLarge ||
		f.Class != mail.Permanent {
		t.Errorf("huge: %v", err)
	}
	if _, err := s.Send(t.Context(), message("after@person.test")); err != nil {
		t.Errorf("after the refusals: %v", err)
	}
}

func TestAnAddressOrSubjectNeverBecomesAnotherLineOfTheHeader(t *testing.T) {
	m := message("a@person.test\r\nBcc: b@person.test")
	if _, err := m.Bytes(); !errors.Is(err, mail.ErrAddress) {
		t.Errorf("address: %v", err)
	}
	m = message("a@person.test")
	m.Subject, m.FromName = "x\r\nBcc: b@person.test", "y\nBcc: b@person.test"
	m.Files = []mail.File{{Name: "z\r\nBcc: b@person.test", Type: "text/plain", Data: []byte("x")}}
	data, err := m.Bytes()
	if err != nil || bytes.Contains(data, []byte("\nBcc")) {
		t.Errorf("%v\n%s", err, data)
	}
}

// between lies between the program and the server, and lets through what it is told.
type between struct {
	to   string
	port int
	// upTo is how many bytes go to the server before the connection is cut; less than 0 is all.
	upTo int64
	// deafAfter is how many bytes go to the server before its answers are kept back; then the connection is cut at its
	// next answer.
	deafAfter int64
}

func (b *between) listen(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	b.port = l.Addr().(*net.TCPAddr).Port
	go func() {
		for {
			client, err := l.Accept()
			if err != nil {
				return
			}
			server, err := net.Dial("tcp", b.to)
			if err != nil {
				client.Close()
				continue
			}
			b.pass(client, server)
		}
	}()
}

func (b *between) pass(client, server net.Conn) {
	var sent atomic.Int64
	both := func() { client.Close(); server.Close() }
	go func() {
		defer both()
		buf := make([]byte, 1024)
		for {
			n, err := client.Read(buf)
			if b.upTo >= 0 && sent.Load()+int64(n) > b.upTo {
				return
			}
			if _, werr := server.Write(buf[:n]); err != nil || werr != nil {
				return
			}
			sent.Add(int64(n))
		}
	}()
	go func() {
		defer both()
		buf := make([]byte, 4096)
		for {
			n, err := server.Read(buf)
			if err != nil || b.deafAfter >= 0 && sent.Load() > b.deafAfter {
				return
			}
			if _, err := client.Write(buf[:n]); err != nil {
				return
			}
		}
	}()
}

func TestOnlyAMessageSaidToItsEndWithoutAnAnswerIsUncertain(t *testing.T) {
	servers := mailtest.Real(t)
	for _, c := range []struct {
		name            string
		upTo, deafAfter int64
		class           mail.Class
		taken           int
	}{
		{"cut in the middle", 100_000, -1, mail.Temporary, 0},
		{"the answer is lost", -1, 15_000_000, mail.Uncertain, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			server := servers.SMTP()
			b := &between{to: fmt.Sprintf("127.0.0.1:%d", server.Port), upTo: c.upTo, deafAfter: c.deafAfter}
			b.listen(t)
			server.Port = b.port
			s, err := mail.Open(t.Context(), server, 0)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			m := message("cut@person.test")
			m.Text = strings.Repeat("a line of a letter\n", 800_000) // more than lies on the wire
			_, err = s.Send(t.Context(), m)
			var f *mail.Failure
			if !errors.As(err, &f) || f.Class != c.class || !f.Lost {
				t.Errorf("got %v", err)
			}
			wanted := []string{m.ID}[:c.taken]
			if took := servers.Taken(t, wanted...)[m.ID]; len(took) != c.taken {
				t.Errorf("the server took it as %q", took)
			}
		})
	}
}

// A server that lies is none that Debian packages.
func TestAServerThatSaysTooMuchIsLeft(t *testing.T) {
	for name, says := range map[string]string{"smtp": "220-more\r\n", "smtp line": strings.Repeat("2", 4096),
		"imap": "* OK more\r\n", "imap literal": "* OK {99999999999}\r\n"} {
		t.Run(name, func(t *testing.T) {
			l, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			defer l.Close()
			go func() {
				conn, err := l.Accept()
				if err != nil {
					return
				}
				defer conn.Close()
				for {
					if _, err := io.WriteString(conn, says); err != nil {
						return
					}
				}
			}()
			server := dispatch.Server{Host: "127.0.0.1", Port: l.Addr().(*net.TCPAddr).Port, Security: dispatch.Plain,
				User: "a", Password: "b"}
			if strings.HasPrefix(name, "smtp") {
				_, err = mail.Open(t.Context(), server, 0)
			} else {
				_, err = mail.OpenReader(t.Context(), server, 1<<20)
			}
			var f *mail.Failure
			if !errors.As(err, &f) || f.Kind == mail.TooSlow {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestReadingLeavesAMessageUnreadUntilItIsMarked(t *testing.T) {
	servers := mailtest.Real(t)
	user := "unread@person.test"
	for range 3 {
		servers.Put(t, user, message(user))
	}
	servers.Inbox(t, user, 3)
	open := func() *mail.Reader {
		r, err := mail.OpenReader(t.Context(), servers.IMAPS(user), 1<<20)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(r.Close)
		return r
	}
	r := open()
	list, err := r.Unread(t.Context(), 0)
	if err != nil || len(list) != 3 || list[0].UID >= list[1].UID || list[0].Received.IsZero() || list[0].Size == 0 {
		t.Fatalf("%v %v", list, err)
	}
	if _, err := r.Fetch(t.Context(), list[0].UID, 1<<20); err != nil {
		t.Fatal(err)
	}
	if again, err := open().Unread(t.Context(), 0); err != nil || len(again) != 3 {
		t.Errorf("after reading: %v %v", again, err)
	}
	if err := r.MarkRead(t.Context(), list[0].UID); err != nil {
		t.Fatal(err)
	}
	if again, err := open().Unread(t.Context(), 0); err != nil || len(again) != 2 {
		t.Errorf("after marking: %v %v", again, err)
	}
	if after, err := r.After(t.Context(), list[1].UID); err != nil || len(after) != 1 || after[0].UID != list[2].UID {
		t.Errorf("after the second: %v %v", after, err)
	}
	if none, err := r.After(t.Context(), list[2].UID); err != nil || len(none) != 0 {
		t.Errorf("after the last: %v %v", none, err)
	}
	if part, err := r.Fetch(t.Context(), list[2].UID, 10); err != nil || len(part) != 10 {
		t.Errorf("a part: %d %v", len(part), err)
	}
	if r.Validity == 0 {
		t.Error("the server names no validity")
	}
}

func TestTriesGrowRarerAndEnd(t *testing.T) {
	queued := time.Date(2026, 11, 27, 9, 0, 0, 0, time.UTC)
	now := queued
	var waits []time.Duration
	for tries := 1; ; tries++ {
		next, again := mail.Again(tries, queued, now)
		if !again {
			break
		}
		waits = append(waits, next.Sub(now))
		now = next
	}
	if len(waits) < 10 || waits[0] != time.Minute || waits[1] != 4*time.Minute || waits[len(waits)-1] != 4*time.Hour ||
		now.Sub(queued) > 53*time.Hour {
		t.Errorf("waits %v, ends after %v", waits, now.Sub(queued))
	}
}

func TestAServerTakesNoMoreThanItsPace(t *testing.T) {
	servers := mailtest.Real(t)
	s, err := mail.Open(t.Context(), servers.SMTPS(), 60)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := s.Send(t.Context(), message("pace@person.test")); err != nil {
		t.Fatal(err)
	}
	limited, end := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer end()
	var f *mail.Failure
	if _, err := s.Send(limited, message("pace@person.test")); !errors.As(err, &f) || f.Class != mail.Temporary {
		t.Errorf("the second at once: %v", err)
	}
}
