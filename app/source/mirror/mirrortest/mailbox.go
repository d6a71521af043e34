package mirrortest

import (
	"crypto/tls"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"orangelab.cn/rightsdesk/app/mail/mailtest"
	"orangelab.cn/rightsdesk/private"
)

// Mailbox is a mailbox of its own on the mail server of the tests.
type Mailbox struct {
	Client  *imapclient.Client
	Address string // as a source of a desk names it
	Plain   string // without the certificate of the server
}

// NewMailbox makes an empty mailbox. The test is skipped where no server is given.
func NewMailbox(t *testing.T) *Mailbox {
	t.Helper()
	server := mailtest.Real(t).IMAPS(fmt.Sprintf("t%d-%d@person.test", os.Getpid(), number.Add(1)))
	ca := filepath.Join(t.TempDir(), "ca.pem")
	if err := private.Write(ca, []byte(server.Authority)); err != nil {
		t.Fatal(err)
	}
	at := url.URL{Scheme: "imaps", User: url.UserPassword(server.User, server.Password),
		Host: fmt.Sprintf("localhost:%d", server.Port)}
	m := &Mailbox{Plain: at.String()}
	at.RawQuery = url.Values{"ca": {ca}}.Encode()
	m.Address = at.String()
	var err error
	if m.Client, err = imapclient.DialTLS(at.Host,
		&imapclient.Options{TLSConfig: &tls.Config{InsecureSkipVerify: true}}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = m.Client.Close() })
	if err := m.Client.Login(server.User, server.Password).Wait(); err != nil {
		t.Fatal(err)
	}
	return m
}

// Put puts a message into a folder; its lines may end as they do in Go.
func (m *Mailbox) Put(t *testing.T, folder, text string, flags ...imap.Flag) {
	t.Helper()
	text = strings.ReplaceAll(text, "\n", "\r\n")
	put := m.Client.Append(folder, int64(len(text)), &imap.AppendOptions{Flags: flags})
	if _, err := put.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := put.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := put.Wait(); err != nil {
		t.Fatal(err)
	}
}

// Subjects are those of the messages in a folder, none of which may count as read.
func (m *Mailbox) Subjects(t *testing.T, folder string) (out []string) {
	t.Helper()
	box, err := m.Client.Select(folder, nil).Wait()
	if err != nil {
		t.Fatal(err)
	}
	if box.NumMessages == 0 {
		return nil
	}
	var all imap.SeqSet
	all.AddRange(1, 0)
	list, err := m.Client.Fetch(all, &imap.FetchOptions{Envelope: true, Flags: true}).Collect()
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range list {
		if slices.Contains(one.Flags, imap.FlagSeen) {
			t.Errorf("%q counts as read", one.Envelope.Subject)
		}
		out = append(out, one.Envelope.Subject)
	}
	return out
}
