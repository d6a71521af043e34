package ldap

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/go-ldap/ldap/v3"

	"orangelab.cn/rightsdesk/app/source/mirror"
	"orangelab.cn/rightsdesk/app/source/value"
)

// snapshot is the directory as it was read.
type snapshot struct {
	*directory
	tables map[string]*table
}

// assertion is the control by which a server changes an entry only while something is true of it (RFC 4528).
const assertion = "1.3.6.1.1.12"

// Write changes the entries, one after another.
func (s *snapshot) Write(ctx context.Context, changes []mirror.Change) (err error) {
	c, err := s.connect()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closed(c)) }()
	asserts, err := knows(c, assertion)
	if err != nil {
		return err
	}
	for n, change := range changes {
		t := s.tables[change.Table]
		e := t.entries[change.Row-1]
		if err := t.change(c, e, change, asserts); err != nil {
			return &value.Error{Message: fmt.Sprintf("%s: %s; %d of %d entries were written", e.DN, err, n,
				len(changes)), Cause: err}
		}
	}
	return nil
}

// knows reports whether a server knows a control.
func knows(c *ldap.Conn, control string) (bool, error) {
	root, err := c.Search(ldap.NewSearchRequest("", ldap.ScopeBaseObject, ldap.NeverDerefAliases, 0, 0, false,
		"(objectClass=*)", []string{"supportedControl"}, nil))
	if err != nil {
		return false, failed(err)
	}
	return len(root.Entries) > 0 && slices.Contains(root.Entries[0].GetAttributeValues("supportedControl"), control),
		nil
}

// change makes one change of an entry that is as it was read. Where the server can, it compares once more at the moment
// that it writes.
func (t *table) change(c *ldap.Conn, e *ldap.Entry, change mirror.Change, asserts bool) error {
	now, err := c.Search(ldap.NewSearchRequest(e.DN, ldap.ScopeBaseObject, ldap.NeverDerefAliases, 0, 0, false,
		"(objectClass=*)", []string{"*", classOf, stampOf}, nil))
	switch {
	case err != nil:
		return failed(err)
	case len(now.Entries) != 1 || !alike(now.Entries[0], e):
		return errors.New(changedMeanwhile)
	}
	var controls []ldap.Control
	if stamp := e.GetAttributeValue(stampOf); asserts && stamp != "" {
		filter, err := ldap.CompileFilter("(" + stampOf + "=" + ldap.EscapeFilter(stamp) + ")")
		if err != nil {
			return failed(err)
		}
		controls = append(controls, ldap.NewControlString(assertion, true, string(filter.Bytes())))
	}
	if change.Deleted {
		err = c.Del(ldap.NewDelRequest(e.DN, controls))
	} else {
		request := ldap.NewModifyRequest(e.DN, controls)
		for i, column := range t.columns {
			if change.New[i] != change.Old[i] {
				// by nothing, which takes the attribute away
				request.Replace(column.Name, values(column.Type, change.New[i]))
			}
		}
		err = c.Modify(request)
	}
	if err != nil {
		return failed(err)
	}
	return nil
}

// alike reports whether an entry is as it was read, with its stamp.
func alike(a, b *ldap.Entry) bool {
	held := func(e *ldap.Entry) map[string][]string {
		out := map[string][]string{}
		for _, attribute := range e.Attributes {
			values := slices.Clone(attribute.Values)
			slices.Sort(values)
			out[strings.ToLower(attribute.Name)] = values
		}
		return out
	}
	x, y := held(a), held(b)
	if len(x) != len(y) {
		return false
	}
	for name, values := range x {
		if !slices.Equal(values, y[name]) {
			return false
		}
	}
	return true
}
