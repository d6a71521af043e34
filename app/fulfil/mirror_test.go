package fulfil_test

import (
	"slices"
	"testing"

	"orangelab.cn/rightsdesk/app/datamap"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/result"
	sourcechange "orangelab.cn/rightsdesk/app/source/change"
	"orangelab.cn/rightsdesk/app/source/mirror/mirrortest"
	"orangelab.cn/rightsdesk/model"
)

// erasedFrom takes a deletion over a source that is no database to its certificate, and returns what the search for
// what remains found.
func (o *office) erasedFrom(t *testing.T, key, address, dataset string) result.Residue {
	t.Helper()
	if err := datamap.Save(ctx, o.lead,
		model.Source{Key: key, Owner: "Door", Address: address, WriteAddress: address, Dataset: dataset}); err != nil {
		t.Fatal(err)
	}
	r := o.working(t, model.Deletion)
	o.settle(t, r.ID, nil)
	o.leaveShared(t, r.ID)
	plan := o.signed(t, r.ID)
	if !slices.ContainsFunc(plan.Notes.Obstacles,
		func(x sourcechange.Obstacle) bool { return x.Reason == sourcechange.Apart }) {
		t.Errorf("the plan does not say that it is written piece by piece: %+v", plan.Notes.Obstacles)
	}
	o.write(t, r.ID)
	cert, err := result.Certify(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), nil)
	if err != nil {
		t.Fatal(err)
	}
	return cert.Residue
}

func TestAnEntryOfADirectoryGoesWithTheRequestOfItsPerson(t *testing.T) {
	d := mirrortest.NewDirectory(t)
	ming, other := "uid=ming,"+d.Base, "uid=zhao,"+d.Base
	d.Add(t, ming, "objectClass", "inetOrgPerson", "cn", "Mimi", "sn", "Wang", "mail", "Wang.Ming@163.com",
		"description", "asked by wang.ming@163.com")
	d.Add(t, other, "objectClass", "inetOrgPerson", "cn", "Zhao", "sn", "Zhao", "mail", "other@example.com")
	o := newOffice(t, "sqlite")
	left := o.erasedFrom(t, "people", d.Address, `dataset:
  - fides_key: people
    collections:
      - name: inetOrgPerson
        fields:
          - {name: dn, fides_meta: {primary_key: true}}
          - {name: mail, data_categories: [user.contact.email], fides_meta: {identity: email, data_type: "string[]"}}
`)
	if held := d.Held(t, ming); held["mail"] != nil || held["description"] != nil || len(held["cn"]) != 1 {
		t.Errorf("the directory holds %v", held)
	}
	if held := d.Held(t, other); !slices.Equal(held["mail"], []string{"other@example.com"}) {
		t.Errorf("another's entry: %v", held)
	}
	if !slices.Contains(left.Searched, "people") || len(left.Hits) > 0 {
		t.Errorf("what was searched: %+v", left)
	}
}

func TestMessagesOfAMailboxGoWithTheRequestOfTheirPerson(t *testing.T) {
	m := mirrortest.NewMailbox(t)
	m.Put(t, "INBOX", "From: Wang.Ming@163.com\nSubject: mine\n\nHello\n")
	m.Put(t, "INBOX", "From: other@example.com\nSubject: theirs\n\nHello\n")
	o := newOffice(t, "sqlite")
	left := o.erasedFrom(t, "post", m.Address, `dataset:
  - fides_key: post
    collections:
      - name: message
        fides_meta: {masking_strategy_override: {strategy: delete}}
        fields:
          - {name: id, fides_meta: {primary_key: true}}
          - {name: from, data_categories: [user.contact.email], fides_meta: {identity: email, data_type: "string[]"}}
`)
	if held := m.Subjects(t, "INBOX"); !slices.Equal(held, []string{"theirs"}) {
		t.Errorf("the mailbox holds %q", held)
	}
	if !slices.Contains(left.Searched, "post") || len(left.Hits) > 0 {
		t.Errorf("what was searched: %+v", left)
	}
}
