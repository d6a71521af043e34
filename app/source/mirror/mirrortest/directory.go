// Package mirrortest gives tests a branch of a real directory and a real mailbox of their own.
package mirrortest

import (
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/go-ldap/ldap/v3"
)

var number atomic.Int64

// Directory is a branch of its own on the directory server of the tests.
type Directory struct {
	Conn    *ldap.Conn
	Address string // as a source of a desk names it
	Base    string // name of the branch
}

// NewDirectory makes an empty branch. The test is skipped where no server is given.
func NewDirectory(t *testing.T) *Directory {
	t.Helper()
	address := os.Getenv("RIGHTSDESK_TEST_LDAP")
	if address == "" {
		t.Skip("no server given")
	}
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	d := &Directory{Base: fmt.Sprintf("ou=t%d-%d,%s", os.Getpid(), number.Add(1), strings.TrimPrefix(u.Path, "/"))}
	if d.Conn, err = ldap.DialURL("ldap://" + u.Host); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Conn.Close() })
	password, _ := u.User.Password()
	if err := d.Conn.Bind(u.User.Username(), password); err != nil {
		t.Fatal(err)
	}
	root := ldap.NewAddRequest(strings.TrimPrefix(u.Path, "/"), nil)
	root.Attribute("objectClass", []string{"dcObject", "organization"})
	root.Attribute("o", []string{"Example"})
	root.Attribute("dc", []string{"example"})
	if err := d.Conn.Add(root); err != nil && !ldap.IsErrorWithCode(err, ldap.LDAPResultEntryAlreadyExists) {
		t.Fatal(err)
	}
	u.Path = "/" + d.Base
	d.Address = u.String()
	d.Add(t, d.Base, "objectClass", "organizationalUnit")
	return d
}

// Add adds an entry of names and values.
func (d *Directory) Add(t *testing.T, dn string, pairs ...string) {
	t.Helper()
	held := map[string][]string{}
	for i := 0; i < len(pairs); i += 2 {
		held[pairs[i]] = append(held[pairs[i]], pairs[i+1])
	}
	request := ldap.NewAddRequest(dn, nil)
	for name, values := range held {
		request.Attribute(name, values)
	}
	if err := d.Conn.Add(request); err != nil {
		t.Fatal(dn, err)
	}
}

// Held returns the attributes of an entry; nil where there is none.
func (d *Directory) Held(t *testing.T, dn string) map[string][]string {
	t.Helper()
	got, err := d.Conn.Search(ldap.NewSearchRequest(dn, ldap.ScopeBaseObject, ldap.NeverDerefAliases, 0, 0, false,
		"(objectClass=*)", nil, nil))
	if ldap.IsErrorWithCode(err, ldap.LDAPResultNoSuchObject) {
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]string{}
	for _, a := range got.Entries[0].Attributes {
		out[a.Name] = a.Values
	}
	return out
}
