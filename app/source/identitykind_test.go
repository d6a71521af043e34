package source_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/trial"
)

// A mistyped kind of identity would make a person's copy empty without a word.
func TestAMistypedKindOfIdentityIsNamed(t *testing.T) {
	for given, near := range map[string]string{
		"emial": "email", "mail": "email", "e-mail": "email", "Email": "email", "emails": "email",
		"email_address": "email", "eamil": "email",
		"phone": "phone_number", "phonenumber": "phone_number", "phone_nubmer": "phone_number", "acount": "account",
		"idnumber":  "id_number",
		"ga_client": "ga_client_id", "LJT_ReaderId": "ljt_readerID", "loyalty_id": "none", "x": "none", "id": "none",
		strings.Repeat("email", 100_000): "none",
		"email":                          "", "phone_number": "", "account": "", "id_number": "", "external_id": "",
		"fides_user_device_id": "",
	} {
		name := given[:min(len(given), 30)]
		t.Run(name, func(t *testing.T) {
			problems, err := dataset.Check(trialFile(t, d("m", c("p", "", f("id", pk), f("held", "identity: "+given)))))
			if err != nil || problems.Err() != nil {
				t.Fatal(problems, err)
			}
			at := slices.IndexFunc(problems, func(p dataset.Problem) bool { return p.Code == "unknown-identity" })
			switch {
			case near == "" && at >= 0:
				t.Errorf("says %s", problems[at])
			case near == "":
			case at < 0 || problems[at].Line < 2 || !strings.Contains(problems[at].Message, name):
				t.Errorf("says %v", problems)
			case near == "none" && strings.Contains(problems[at].Message, "near to"),
				near != "none" && !strings.Contains(problems[at].Message, `"`+near+`" is near to it`):
				t.Errorf("says %s", problems[at])
			}
		})
	}
}

// A trial by an identity that leads nowhere looks like a person of whom nothing is held.
func TestATrialThatCanFindNobodyIsRefused(t *testing.T) {
	db := sqliteDB(t)
	db.exec(t, "CREATE TABLE p (id INT PRIMARY KEY, mail TEXT, name TEXT);\nINSERT INTO p VALUES (1, 'a@x', 'Ann')")
	good := trialFile(t,
		d("m", c("p", "", f("id", pk), cat("user.contact.email", f("mail", email)), cat("user.name", f("name", "")))))
	mistyped := trialFile(t, d("m", c("p", "", f("id", pk), cat("user.contact.email", f("mail", "identity: emial")))))
	none := trialFile(t, d("m", c("p", "", f("id", pk), f("mail", ""))))
	skipped := trialFile(t,
		d("m", c("p", "skip_processing: true", f("id", pk), f("mail", email)),
			c("q", "", f("id", pk), f("tel", phone))))
	erase := []string{"--erase", "--strategy", "null_rewrite", "--write"}
	for name, tt := range map[string]struct {
		file   string
		asked  []string
		status int
		says   string
	}{
		"mistyped in the data map": {mistyped, []string{"--identity", "email=a@x"}, 1, "declare emial"},
		"of a usual kind":          {good, []string{"--identity", "phone_number=1"}, 1, "declare email"},
		"beside one that is there": {good, []string{"--identity", "email=a@x", "--identity", "phone_number=1"}, 1,
			`"phone_number"`},
		"of which none is declared": {none, []string{"--identity", "email=a@x"}, 1, "declare none"},
		"only in what is left out":  {skipped, []string{"--identity", "email=a@x"}, 1, "declare phone_number"},
		"not given":                 {good, nil, 1, "nobody is named"},
		"without a value":           {good, []string{"--identity", "email="}, 2, "no value"},
		"of blanks":                 {good, []string{"--identity", "email=\u3000 "}, 2, "no value"},
		"no UTF-8":                  {good, []string{"--identity", "email=\xb0\xa2"}, 2, "UTF-8"},
	} {
		for _, act := range [][]string{{"--access"}, erase} {
			t.Run(name+act[0], func(t *testing.T) {
				status, out, says := tried(t,
					slices.Concat([]string{"--dataset", tt.file, "--source", "m=" + db.dsn}, tt.asked, act)...)
				if status != tt.status || !strings.Contains(says, tt.says) {
					t.Fatalf("%d %s", status, says)
				}
				var result struct{ Problems []trial.Problem }
				if status == 1 && (json.Unmarshal([]byte(out), &result) != nil ||
					!strings.Contains(result.Problems[len(result.Problems)-1].Message, "declare")) {
					t.Errorf("prints %s", out)
				}
			})
		}
	}
	if got := db.dump(t, "SELECT mail, name FROM p"); got != "a@x Ann" {
		t.Errorf("left is %s", got)
	}
}
