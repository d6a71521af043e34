package intake_test

import (
	"encoding/json"
	"strings"
	"testing"
)

// A cell that lists two rights asks for two things, whichever stands first.
func TestACellOfTwoKindsAsksForTwoRequests(t *testing.T) {
	for cell, several := range map[string]bool{"access;deletion": true, "删除、查阅": true, "deletion/export": true,
		"更正，投诉": true, "deletion;deletion": false, "access": false, "注销": false} {
		r := preview(t, "r.csv", "kind,email\n\""+cell+"\",a@example.org\n")
		said, _ := json.Marshal(r)
		if strings.Contains(string(said), "asks for several things") != several || (len(r.Records) == 0) != several {
			t.Errorf("%q: %s", cell, said)
		}
	}
}

// Whoever stands as the one who asks is not passed over because the line says that the person asks for themselves.
func TestSomebodyElsesNameAsWhoAsksIsADoubt(t *testing.T) {
	for line, doubted := range map[string]bool{",李代理": true, "self,李代理": true, "本人,李代理": true, "self,王小明": false,
		"self,王 小明": false, "agent,李代理": false, "self,": false} {
		r := preview(t, "r.csv", "kind,name,email,requester,requester_name\ndeletion,王小明,a@example.org,"+line+"\n")
		if len(r.Records) != 1 ||
			strings.Contains(strings.Join(r.Records[0].Doubts, "\n"), "as the name of who asks") != doubted {
			t.Errorf("%q: %+v", line, r)
		}
	}
}

// An address that begins as a formula does may be one of a spreadsheet, and is named; in a mail it stands as it came.
func TestAnAddressLikeAFormulaIsADoubt(t *testing.T) {
	for cell, doubted := range map[string]bool{"=a@example.org": true, `"=""a@example.org"""`: false,
		"a=b@example.org": false} {
		r := preview(t, "r.csv", "kind,email\ndeletion,"+cell+"\n")
		if len(r.Records) != 1 || strings.Contains(strings.Join(r.Records[0].Doubts, "\n"), "formula") != doubted {
			t.Errorf("%s: %+v", cell, r)
		}
	}
}

// What is packed by the means of old is named, whatever it says.
func TestAPartThatIsPackedInAnOldWayIsNamed(t *testing.T) {
	for name, doubted := range map[string]bool{"x-uuencode": true, "X-UUE": true, "binhex40": true, "8-bit": false,
		"7bit": false, "binary": false} {
		r := preview(t, "m.eml", mail(sender+"Content-Type: text/plain\nContent-Transfer-Encoding: "+name,
			"Please delete my data.")).Records[0]
		if strings.Contains(strings.Join(r.Doubts, "\n"), "packed in a way") != doubted {
			t.Errorf("%s: %q", name, r.Doubts)
		}
	}
}

// Words that stand between the verb and what it is about change nothing of what is asked.
func TestConsentToSomethingIsWithdrawnAndOneCopyIsACopy(t *testing.T) {
	for text, kind := range map[string]string{"撤回我对营销的同意": "withdrawal", "我要撤回对个性化推荐的授权": "withdrawal",
		"撤销本人对贵司处理个人信息的同意": "withdrawal", "请不要删除我的账号，只是把我的信息复制一份给我。": "export"} {
		r := preview(t, "m.eml", mail(sender+"Content-Type: text/plain; charset=utf-8", text)).Records[0]
		if r.Kind != kind {
			t.Errorf("%q: %s, want %s: %q", text, r.Kind, kind, r.Doubts)
		}
	}
}

// What people write to be let on stands in the rows of strangers, and is named.
func TestWhatManyWriteWhoLeaveAFieldOpenIsADoubt(t *testing.T) {
	for cell, doubted := range map[string]bool{"phone,11111111111": true, "phone,+86 111-1111-1111": true,
		"account,guest": true, "account,TEST": true, "account,游客": true, "email,test@test.com": true,
		"account,1111111":   true,
		"phone,13800000001": false, "phone,18888888888": false, "account,guest7": false, "account,testa": false,
		"email,test@example.org": false, "account,111": false, "account,11112": false} {
		column, value, _ := strings.Cut(cell, ",")
		r := preview(t, "r.csv", "kind,"+column+"\ndeletion,"+value+"\n")
		if len(r.Records) != 1 ||
			strings.Contains(strings.Join(r.Records[0].Doubts, "\n"), "leave the field open") != doubted {
			t.Errorf("%s: %+v", cell, r)
		}
	}
}
