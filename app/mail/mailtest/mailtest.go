// Package mailtest reaches, for tests, the real mail servers that .ci/servers brings up.
package mailtest

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/mail"
	"orangelab.cn/rightsdesk/model/dispatch"
)

// patience is how long the servers may take for what they do beside the answer.
const patience = 30 * time.Second

// Password is everybody's at the servers.
const Password = "secret"

// Support is the address of the desk.
const Support = "support@desk.test"

// Servers are the mail servers of a test run. Every address at person.test has a mailbox, but for refused@, which is
// refused, and later@, which is put off; what goes to gone.test is taken and comes back.
type Servers struct {
	dir   string
	ports map[string]int
	ca    string
}

// Real returns the servers, or skips the test where there are none.
func Real(t testing.TB) Servers {
	t.Helper()
	dir := os.Getenv("RIGHTSDESK_TEST_MAIL")
	if dir == "" {
		t.Skip("RIGHTSDESK_TEST_MAIL names no mail servers: run .ci/servers go test …")
	}
	s := Servers{dir: dir, ports: map[string]int{}}
	raw, err := os.ReadFile(filepath.Join(dir, "ports"))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(raw)) {
		var name string
		var port int
		if _, err := fmt.Sscan(line, &name, &port); err != nil {
			t.Fatalf("ports: %v", err)
		}
		s.ports[name] = port
	}
	ca, err := os.ReadFile(filepath.Join(dir, "ca.pem"))
	if err != nil {
		t.Fatal(err)
	}
	s.ca = string(ca)
	return s
}

func (s Servers) at(port string, security dispatch.Security, user string) dispatch.Server {
	return dispatch.Server{Host: "localhost", Port: s.ports[port], Security: security, User: user, Password: Password,
		Authority: s.ca}
}

// SMTP is the server that sends, secured by STARTTLS; SMTPS the same with TLS from the first byte.
func (s Servers) SMTP() dispatch.Server { return s.at("smtp", dispatch.StartTLS, Support) }

// SMTPS is SMTP with TLS from the first byte.
func (s Servers) SMTPS() dispatch.Server { return s.at("smtps", dispatch.TLS, Support) }

// IMAP is somebody's mailbox, IMAPS the same with TLS from the first byte.
func (s Servers) IMAP(user string) dispatch.Server { return s.at("imap", dispatch.StartTLS, user) }

// IMAPS is IMAP with TLS from the first byte.
func (s Servers) IMAPS(user string) dispatch.Server { return s.at("imaps", dispatch.TLS, user) }

// Settings are those of a desk with a mailbox of its own.
func (s Servers) Settings(user string) dispatch.Settings {
	return dispatch.Settings{Out: s.SMTP(), From: user, In: s.IMAPS(user)}
}

var (
	logLine  = regexp.MustCompile(`postfix/cleanup\[\d+\]: (\w+): message-id=<([^>]*)>`)
	logTaken = regexp.MustCompile(`postfix/qmgr\[\d+\]: (\w+): from=<[^>]*>, size=\d+, nrcpt=1 \(queue active\)`)
)

// Taken returns by which of its own numbers the server took each message, by its Message-ID; it waits until the log
// tells of all that are wanted.
func (s Servers) Taken(t testing.TB, wanted ...string) (taken map[string][]string) {
	t.Helper()
	for began := time.Now(); time.Since(began) < patience; {
		taken = s.takenByNow(t)
		if !slices.ContainsFunc(wanted, func(id string) bool { return len(taken[id]) == 0 }) {
			break
		}
		runtime.Gosched()
	}
	return taken
}

func (s Servers) takenByNow(t testing.TB) map[string][]string {
	f, err := os.Open(filepath.Join(s.dir, "postfix.log"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	named, taken := map[string]string{}, map[string][]string{}
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		if m := logLine.FindStringSubmatch(lines.Text()); m != nil {
			named[m[1]] = m[2]
		}
		if m := logTaken.FindStringSubmatch(lines.Text()); m != nil {
			if id := named[m[1]]; id != "" && !slices.Contains(taken[id], m[1]) {
				taken[id] = append(taken[id], m[1])
			}
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return taken
}

// Inbox waits until somebody's mailbox holds so many messages, and returns them as they came.
func (s Servers) Inbox(t testing.TB, user string, atLeast int) (mails [][]byte) {
	t.Helper()
	ctx := context.Background()
	r, err := mail.OpenReader(ctx, s.IMAPS(user), 32<<20)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var list []mail.Listed
	for began := time.Now(); len(list) < atLeast; {
		if time.Since(began) > patience {
			t.Fatalf("%s holds %d messages, not %d", user, len(list), atLeast)
		}
		if list, err = r.After(ctx, 0); err != nil {
			t.Fatal(err)
		}
	}
	for _, m := range list {
		data, err := r.Fetch(ctx, m.UID, 32<<20)
		if err != nil {
			t.Fatal(err)
		}
		mails = append(mails, data)
	}
	return mails
}

// Put puts a mail into somebody's mailbox, by way of the server.
func (s Servers) Put(t testing.TB, to string, m mail.Message) {
	t.Helper()
	ctx := context.Background()
	sender, err := mail.Open(ctx, s.SMTP(), 0)
	if err != nil {
		t.Fatal(err)
	}
	defer sender.Close()
	m.To = to
	if _, err := sender.Send(ctx, m); err != nil {
		t.Fatal(err)
	}
}
