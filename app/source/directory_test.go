package source_test

import (
	"bytes"
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/go-ldap/ldap/v3"

	"orangelab.cn/rightsdesk/app/source"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/mirror/mirrortest"
	"orangelab.cn/rightsdesk/app/source/residue"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/trial"
)

// newDirectory is a directory of two people and a group.
func newDirectory(t *testing.T) *mirrortest.Directory {
	t.Helper()
	d := mirrortest.NewDirectory(t)
	d.Add(t, "uid=wang,"+d.Base, "objectClass", "inetOrgPerson", "cn", "Wang Ming", "sn", "Wang", "mail", "Wang@b.cn",
		"mail", "w2@b.cn", "telephoneNumber", "+86 138-0013-8000", "jpegPhoto", "\xff\xd8\x00", "description", "tall")
	d.Add(t, "uid=li,"+d.Base, "objectClass", "inetOrgPerson", "cn", "Li Si", "sn", "Li", "mail", "li@b.cn", "seeAlso",
		"uid=wang,"+d.Base)
	d.Add(t, "cn=staff,"+d.Base, "objectClass", "groupOfNames", "member", "uid=wang,"+d.Base, "member",
		"uid=li,"+d.Base)
	return d
}

const directoryData = `dataset:
  - fides_key: people
    collections:
      - name: inetOrgPerson
        fields:
          - {name: dn, fides_meta: {primary_key: true}}
          - {name: uid, data_categories: [user.account]}
          - {name: mail, data_categories: [user.contact.email], fides_meta: {identity: email, data_type: "string[]"}}
          - {name: telephoneNumber, data_categories: [user.contact.phone_number], fides_meta: {identity: phone_number, data_type: string}}
          - {name: sn, data_categories: [user.name], fides_meta: {data_type: string}}
          - {name: jpegPhoto, data_categories: [user.biometric]}
      - name: groupOfNames
        fields:
          - {name: dn, fides_meta: {primary_key: true}}
          - {name: member, data_categories: [user.unique_id], fides_meta: {data_type: "string[]", references: [{dataset: people, field: inetOrgPerson.dn, direction: from}]}}
`

func TestAPersonIsFoundInADirectory(t *testing.T) {
	d := newDirectory(t)
	wang := "uid=wang," + d.Base
	for _, identity := range []string{"email=WANG@B.CN", "phone_number=13800138000"} {
		got := mapTried(t, directoryData, "people="+d.Address, "--access", "--spellings", "--identity", identity).
			rows(t)
		want := map[string][]map[string]any{
			"people:inetOrgPerson": {{"dn": wang, "uid": "wang", "mail": []any{"Wang@b.cn", "w2@b.cn"},
				"telephoneNumber": "+86 138-0013-8000", "sn": "Wang", "jpegPhoto": "base64:/9gA"}},
			"people:groupOfNames": {{"dn": "cn=staff," + d.Base, "member": []any{wang}}},
		}
		if strings.HasPrefix(identity, "email") {
			want["people:inetOrgPerson"][0]["mail"] = []any{"Wang@b.cn"} // only what led there, as in every list
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v\nwant %v", identity, got, want)
		}
	}
}

func TestEntriesOfADirectoryAreChangedAsPlannedAndCompared(t *testing.T) {
	d := newDirectory(t)
	wang, li := "uid=wang,"+d.Base, "uid=li,"+d.Base
	others := d.Held(t, li)
	refused := mapTried(t, directoryData, "people="+d.Address, "--erase", "--strategy", "null_rewrite", "--identity",
		"email=Wang@b.cn", "--write")
	if refused.status != 1 || !strings.Contains(refused.out, `"not_nullable"`) ||
		!strings.Contains(refused.out, `"fixed"`) || d.Held(t, wang)["telephoneNumber"] == nil {
		t.Fatalf("what the schema demands is emptied: %+v", refused)
	}
	data := strings.Replace(directoryData, "fides_meta: {data_type: string}}\n          - {name: jpeg",
		"fides_meta: {data_type: string, masking_strategy_override: {strategy: string_rewrite, configuration: {rewrite_value: 删除}}}}\n          - {name: jpeg", 1)
	erase := func(identity string, strategy string) printed {
		return mapTried(t, data, "people="+d.Address, "--erase", "--strategy", strategy, "--identity", identity,
			"--write")
	}
	if got := erase("email=Wang@b.cn", "null_rewrite"); got.status != 0 || !strings.Contains(got.out, `"apart"`) {
		t.Fatalf("%+v", got)
	}
	want := map[string][]string{"objectClass": {"inetOrgPerson"}, "uid": {"wang"}, "cn": {"Wang Ming"}, "sn": {"删除"},
		"description": {"tall"}, "mail": {"w2@b.cn"}}
	if got := d.Held(t, wang); !reflect.DeepEqual(got, want) {
		t.Errorf("%v\nwant %v", got, want)
	}
	if got := d.Held(t, "cn=staff,"+d.Base)["member"]; !slices.Equal(got, []string{li}) {
		t.Errorf("the group has %q", got)
	}
	if got := d.Held(t, li); !reflect.DeepEqual(got, others) {
		t.Errorf("another's entry is %v, was %v", got, others)
	}
	only := strings.Split(data, "      - name: groupOfNames")[0] // whose last member cannot go
	data = only
	if got := erase("email=li@b.cn", "delete"); got.status != 0 || d.Held(t, li) != nil {
		t.Errorf("%+v", got)
	}
}

func TestAnEntryThatWasChangedSinceThePlanIsNotWritten(t *testing.T) {
	d := newDirectory(t)
	wang := "uid=wang," + d.Base
	src, err := source.Open(t.Context(), d.Address)
	if err != nil {
		t.Fatal(err)
	}
	datasets := linked(t, strings.Replace(directoryData, ", data_categories: [user.name]", "", 1))
	erasing := trial.NewErasing(search.Options{Datasets: datasets, Sources: map[string]*sqldb.Source{"people": src},
		Identities: dataset.Identities{"email": {"Wang@b.cn"}}}, map[string]string{"people": d.Address},
		dataset.Masking{Strategy: dataset.NullRewrite})
	if _, err := erasing.Preview(t.Context()); err != nil {
		t.Fatal(err)
	}
	report, err := residue.Search(t.Context(),
		residue.SearchOptions{Datasets: datasets, Sources: map[string]*sqldb.Source{"people": src},
			Identities: dataset.Identities{"email": {"w2@b.cn"}}, Names: []string{"Wang Ming"}})
	if err != nil || len(report.Failed) > 0 || len(report.Hits) != 2 {
		t.Errorf("what remains: %+v, %v", report, err)
	}
	closed(t, src)
	change := ldap.NewModifyRequest(wang, nil)
	change.Replace("description", []string{"small"})
	if err := d.Conn.Modify(change); err != nil {
		t.Fatal(err)
	}
	before := d.Held(t, wang)
	if err := erasing.Write(t.Context()); err == nil || !reflect.DeepEqual(d.Held(t, wang), before) {
		t.Errorf("%v, %v", err, d.Held(t, wang))
	}
}

func TestADirectoryIsReachedOverTLSAndNoErrorTellsThePassword(t *testing.T) {
	d := newDirectory(t)
	secure := os.Getenv("RIGHTSDESK_TEST_LDAPS")
	for address, wrong := range map[string]string{
		secure + "?ca=" + os.Getenv("RIGHTSDESK_TEST_LDAP_CA"): "",
		secure: "certificate",
		strings.Replace(d.Address, "secret", "s3same", 1):        "login or its password is wrong",
		strings.Replace(d.Address, "ou=", "ou=nowhere,ou=", 1):   "no such entry",
		"ldap://cn=x:s3same@127.0.0.1:1/dc=example":              "does not answer",
		"ldaps://cn=x:s3same@directory.example/":                 "cannot be read",
		"ldaps://cn=x@directory.example/dc=example":              "no password",
		"ldaps://x:s3same@directory.example/dc=example?filter=(": "filter",
	} {
		src, err := source.Open(t.Context(), address)
		if err == nil {
			err = src.Ping(t.Context())
			closed(t, src)
		}
		if wrong == "" && err != nil || wrong != "" &&
			(err == nil || !strings.Contains(err.Error(), wrong) || strings.Contains(err.Error(), "s3same")) {
			t.Errorf("%s: %v", address, err)
		}
	}
}

func TestADirectoryIsDrafted(t *testing.T) {
	d := newDirectory(t)
	for i := range 520 { // more than a page, and than the server gives at once
		d.Add(t, fmt.Sprintf("ou=u%d,%s", i, d.Base), "objectClass", "organizationalUnit")
	}
	var out, errOut bytes.Buffer
	if status := trial.Draft(t.Context(), []string{"people=" + d.Address}, &out, &errOut); status != 0 {
		t.Fatalf("%d: %s", status, errOut.String())
	}
	for _, want := range []string{"inetOrgPerson", "groupOfNames", "user.contact.email", "user.contact.phone_number"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the draft does not name %q:\n%s", want, out.String())
		}
	}
}
