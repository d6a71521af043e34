package source_test

import (
	"bytes"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/emersion/go-imap/v2"

	"orangelab.cn/rightsdesk/app/source"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/mirror/mirrortest"
	"orangelab.cn/rightsdesk/app/source/residue"
	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/trial"
)

// newMailbox is a mailbox of three messages.
func newMailbox(t *testing.T) *mirrortest.Mailbox {
	t.Helper()
	m := mirrortest.NewMailbox(t)
	if err := m.Client.Create("Archive.2026", nil).Wait(); err != nil {
		t.Fatal(err)
	}
	for _, one := range []struct{ folder, text string }{
		{"INBOX",
			"From: =?GB18030?B?zfXQocP3?= <Wang@b.cn>\nTo: shop@x.cn\nSubject: =?UTF-8?B?5L2g5aW9?=\nMessage-ID: <1@b.cn>\n\nHello from Wang\n"},
		{"INBOX",
			"From: li@b.cn\nTo: shop@x.cn, w2@b.cn\nSubject: about\nContent-Type: text/html; charset=gb2312\nContent-Transfer-Encoding: quoted-printable\n\n<p>call +86 <b>138</b>-0013-8000 =CD=F5</p><a href=3D\"mailto:wang@b.cn?x=3D1\">x</a>\n"},
		{"Archive.2026",
			"From: zhao@b.cn\nTo: shop@x.cn\nSubject: other\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n5ZCM5LqL\n--b\nContent-Type: application/pdf; name=scan.pdf\n\n%PDF\n--b--\n"},
	} {
		m.Put(t, one.folder, one.text)
	}
	return m
}

const mailboxData = `dataset:
  - fides_key: post
    collections:
      - name: message
        fides_meta: {masking_strategy_override: {strategy: delete}}
        fields:
          - {name: id, fides_meta: {primary_key: true}}
          - {name: folder}
          - {name: from, data_categories: [user.contact.email], fides_meta: {identity: email, data_type: "string[]"}}
          - {name: from_name, data_categories: [user.name]}
          - {name: to, data_categories: [user.contact.email], fides_meta: {identity: email, data_type: "string[]"}}
          - {name: subject, data_categories: [user.content]}
          - {name: text, data_categories: [user.content]}
          - {name: emails, data_categories: [user.contact.email], fides_meta: {identity: email, data_type: "string[]"}}
          - {name: numbers, data_categories: [user.contact.phone_number], fides_meta: {identity: phone_number, data_type: "string[]"}}
`

func TestMessagesOfAndAboutAPersonAreFoundInAMailbox(t *testing.T) {
	m := newMailbox(t)
	got := mapTried(t, mailboxData, "post="+m.Address, "--access", "--spellings", "--identity", "email=wang@b.cn").
		rows(t)["post:message"]
	for _, row := range got {
		delete(row, "id")
	}
	want := []map[string]any{
		{"folder": "INBOX", "from": []any{"Wang@b.cn"}, "from_name": []any{"王小明"}, "to": []any{"shop@x.cn"},
			"subject": "你好", "text": "Hello from Wang\r\n", "emails": nil, "numbers": nil},
		{"folder": "INBOX", "from": []any{"li@b.cn"}, "from_name": nil, "to": []any{"shop@x.cn", "w2@b.cn"},
			"subject": "about", "text": " call +86 138-0013-8000 王  wang@b.cn?x=1 x\n", "emails": []any{"wang@b.cn"},
			"numbers": []any{"+86 138-0013-8000"}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%q\nwant %q", got, want)
	}
	for identity, rows := range map[string]int{"phone_number=13800138000": 1, "email=w2@b.cn": 1, "email=shop@x.cn": 3,
		"email=ang@b.cn": 0} {
		if got := mapTried(t, mailboxData, "post="+m.Address, "--access", "--spellings", "--identity", identity).
			rows(t)["post:message"]; len(got) != rows {
			t.Errorf("%s: %v", identity, got)
		}
	}
	if got := mapTried(t, mailboxData, "post="+strings.Replace(m.Address, "?", "/Archive.2026?", 1), "--access",
		"--identity", "email=shop@x.cn").rows(t)["post:message"]; len(got) != 1 {
		t.Errorf("one folder: %v", got)
	}
}

func TestWholeMessagesAreDeletedAndNoOthers(t *testing.T) {
	m := newMailbox(t)
	args := []string{"--erase", "--strategy", "null_rewrite", "--identity", "email=Wang@b.cn", "--identity",
		"email=wang@b.cn"}
	if got := mapTried(t,
		strings.Replace(mailboxData, "        fides_meta: {masking_strategy_override: {strategy: delete}}\n", "", 1),
		"post="+m.Address, append(args, "--write")...); got.status != 0 || !strings.Contains(got.out, `"fixed"`) {
		t.Errorf("a message is changed: %+v", got)
	}
	// Somebody else's message that a mail program marked as deleted stays.
	if _, err := m.Client.Select("INBOX", nil).Wait(); err != nil {
		t.Fatal(err)
	}
	m.Put(t, "INBOX", "From: q@b.cn\nSubject: mark\n\n", imap.FlagDeleted)
	if got := mapTried(t, mailboxData, "post="+m.Address, args...); got.status != 0 ||
		!strings.Contains(got.out, `"post:message": 2`) {
		t.Errorf("%+v", got)
	}
	if got := m.Subjects(t, "INBOX"); len(got) != 3 {
		t.Fatalf("deleted without --write: %q", got)
	}
	if got := mapTried(t, mailboxData, "post="+m.Address, append(args, "--write")...); got.status != 0 {
		t.Fatalf("%+v", got)
	}
	if got := m.Subjects(t, "INBOX"); !slices.Equal(got, []string{"mark"}) {
		t.Errorf("left are %q", got)
	}
	if got := m.Subjects(t, "Archive.2026"); !slices.Equal(got, []string{"other"}) {
		t.Errorf("left are %q", got)
	}
}

func TestAMailboxIsSearchedForWhatRemainsAndDrafted(t *testing.T) {
	m := newMailbox(t)
	src, err := source.Open(t.Context(), m.Address)
	if err != nil {
		t.Fatal(err)
	}
	report, err := residue.Search(t.Context(),
		residue.SearchOptions{Datasets: linked(t, mailboxData), Sources: map[string]*sqldb.Source{"post": src},
			Identities: dataset.Identities{"email": {"zhao@b.cn"}}})
	closed(t, src)
	var hits []string
	for _, h := range report.Hits {
		hits = append(hits, h.Column)
	}
	slices.Sort(hits)
	if err != nil || !slices.Equal(hits, []string{"from", "head"}) || len(report.Failed) != 1 ||
		!strings.Contains(report.Failed[0].Err.Error(), "attachments") {
		t.Errorf("%q, %+v, %v", hits, report, err)
	}
	var out, errOut bytes.Buffer
	if status := trial.Draft(t.Context(), []string{"post=" + m.Address}, &out, &errOut); status != 0 ||
		!strings.Contains(out.String(), "user.contact.email") ||
		!strings.Contains(out.String(), `# Not read: attachments.`) {
		t.Errorf("%d: %s%s", status, out.String(), errOut.String())
	}
	for address, wrong := range map[string]string{m.Plain: "certificate",
		strings.Replace(m.Address, "secret", "s3same", 1): "password is wrong",
		"imaps://u:s3same@127.0.0.1:1":                    "does not answer", "imaps://u@h": "cannot be read",
		strings.Replace(m.Address, "?", "/Nowhere?", 1): "Nowhere"} {
		src, err := source.Open(t.Context(), address)
		if err == nil {
			err = src.Ping(t.Context())
			closed(t, src)
		}
		if err == nil || !strings.Contains(err.Error(), wrong) || strings.Contains(err.Error(), "s3same") {
			t.Errorf("%s: %v", address, err)
		}
	}
}
