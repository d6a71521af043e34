package intake_test

import (
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store/storetest"
)

var (
	now        = time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)
	agentKey   = ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))
	otherAgent = ed25519.NewKeyFromSeed([]byte(strings.Repeat("x", ed25519.SeedSize)))
	trust      = record.Trust{BusinessID: "ORANGELAB", Now: now, Agents: []model.DRPAgent{
		{ID: "agent-a", Name: "Agent A", PublicKey: agentKey.Public().(ed25519.PublicKey)},
		{ID: "agent-b", Name: "Agent B", PublicKey: otherAgent.Public().(ed25519.PublicKey)}}}
)

const goodCSV = "id,kind,received,name,email,phone,text\n" +
	"1,export,2026-11-20,王小明,wang@163.com,,请给我副本\n" +
	"2,export,2026-11-20,Mary,not an address,,\n" +
	"3,dance,2026-11-20,Mary,mary@example.com,,\n" +
	"4,deletion,yesterday,Mary,mary@example.com,,\n" +
	"5,deletion,2026-11-20,Mary,,,and, a comma\n" +
	"6,access,2026-11-21 09:30:00,,,13812341234,\"two\nlines\"\n"

func sign(key ed25519.PrivateKey, message string) string {
	return base64.StdEncoding.EncodeToString(append(ed25519.Sign(key, []byte(message)), message...))
}

func drpMessage(change func(map[string]string)) string {
	f := map[string]string{"agent-id": "agent-a", "business-id": "ORANGELAB", "issued-at": "2026-11-22T00:00:00Z",
		"expires-at": "2026-12-22T00:00:00Z", "agent-request-id": "77", "drp.version": "1.0", "exercise": "access",
		"name": "Mary Jones", "email": "mary@example.com", "phone_number": "+8613812341234"}
	change(f)
	var parts []string
	for k, v := range f {
		parts = append(parts, fmt.Sprintf("%q:%q", k, v))
	}
	return "{" + strings.Join(parts, ",") + "}"
}

const openDSR = `{"regulation":"gdpr","subject_request_id":"7d1c2b9e-6a1f-4c55-9d0e-0a3b5c7d9e11","subject_request_type":"portability",
 "submitted_time":"2026-11-20T08:00:00Z","subject_identities":[{"identity_type":"email","identity_value":"mary@example.com","identity_format":"raw"}],"api_version":"2.0"}`

func TestEveryFormatReadsItsGoodRecordsAndNamesTheLineOfTheOthers(t *testing.T) {
	tests := []struct {
		name, file, data string
		good             int
		problems         []string
	}{
		{"CSV", "requests.csv", goodCSV, 2, []string{
			"requests.csv:3: email: not an e-mail", "requests.csv:4: kind: choose", "requests.csv:5: received: write",
			"requests.csv:6: has 8 fields"}},
		{"CSV with an unknown column", "a.csv", "kind,shoe,email\nexport,42,a@b.cn\n", 1, nil},
		{"CSV with a byte order mark", "a.csv", "\xef\xbb\xbfkind,email\nexport,a@b.cn\n", 1, nil},
		{"CSV with a broken quote", "a.csv", "kind,email\nexport,\"a\nb\" c,d\nexport,a@b.cn\n", 1,
			[]string{"a.csv:2: "}},
		{"OpenDSR", "a.json", openDSR, 1, nil},
		{"OpenDSR without regulation", "a.json", strings.Replace(openDSR, `"regulation":"gdpr",`, "", 1), 1, nil},
		{"OpenDSR array", "a.json", "[\n" + openDSR + ",\n{\"subject_request_id\":\"x\"}\n]", 1,
			[]string{"a.json:4: subject_request_id"}},
		{"OpenDSR cut off", "a.json", "[\n" + openDSR + ",\n{\"subj", 1, []string{"a.json:4: is not JSON"}},
		{"OpenDSR with only a hash", "a.json", strings.Replace(openDSR, `"raw"`, `"sha256"`, 1), 0,
			[]string{"a.json:1: subject_identities: needs"}},
		{"DRP", "a.drp", sign(agentKey, drpMessage(func(map[string]string) {})), 1, nil},
		{"DRP by a stranger", "a.drp",
			sign(ed25519.NewKeyFromSeed([]byte(strings.Repeat("y", 32))), drpMessage(func(map[string]string) {})), 0,
			[]string{"signed by no agent"}},
		{"DRP by another agent", "a.drp", sign(otherAgent, drpMessage(func(map[string]string) {})), 0,
			[]string{"agent-id"}},
		{"DRP for another business", "a.drp",
			sign(agentKey, drpMessage(func(f map[string]string) { f["business-id"] = "X" })), 0,
			[]string{"business-id"}},
		{"DRP of the future", "a.drp",
			sign(agentKey, drpMessage(func(f map[string]string) { f["issued-at"] = "2026-11-24T00:00:00Z" })), 0,
			[]string{"issued-at"}},
		{"DRP that ended", "a.drp",
			sign(agentKey, drpMessage(func(f map[string]string) { f["expires-at"] = "2026-11-22T12:00:00Z" })), 0,
			[]string{"expires-at"}},
		{"mail in GB18030", "a.eml",
			"From: =?GB2312?B?zfXQocP3?= <wang@163.com>\r\nSubject: =?GB2312?B?uLGxvg==?=\r\nMessage-ID: <1@163.com>\r\nContent-Type: text/plain; charset=gb2312\r\n\r\n\xc7\xeb\xb8\xf8\xce\xd2\xb8\xb1\xb1\xbe\r\n", 1, nil},
		{"mail without a sender", "a.eml", "Subject: hi\r\n\r\ntext", 0, []string{"a.eml:1: has no sender"}},
		{"something else", "a.bin", "\x00\x01\x02", 0, []string{"no text at all"}},
		{"nothing", "a.csv", " \n", 0, []string{"is empty"}},
		{"a head alone", "a.csv", "kind,email\n", 0, []string{"a.csv: is CSV and holds no record"}},
		{"an empty array", "a.json", "[]", 0, []string{"a.json: is OpenDSR and holds no record"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			good, problems := intake.ReadFile("/somewhere/"+tt.file, []byte(tt.data), trust)
			if len(good) != tt.good {
				t.Errorf("%d good records, want %d: %v", len(good), tt.good, problems)
			}
			var texts []string
			for _, p := range problems {
				texts = append(texts, p.String())
			}
			all := strings.Join(texts, "\n")
			if len(problems) != len(tt.problems) {
				t.Errorf("problems:\n%s\nwant %d", all, len(tt.problems))
			}
			for _, want := range tt.problems {
				if !strings.Contains(all, want) {
					t.Errorf("no problem like %q in\n%s", want, all)
				}
			}
		})
	}
}

func TestAMailIsReadInItsOwnCharset(t *testing.T) {
	good, _ := intake.ReadFile("a.eml",
		[]byte("From: =?GB2312?B?zfXQocP3?= <wang@163.com>\r\nSubject: x\r\nContent-Type: text/plain; charset=gb2312\r\n\r\n\xc7\xeb\xb8\xf8\xce\xd2\xb8\xb1\xb1\xbe\r\n"), trust)
	if len(good) != 1 || good[0].Subject.Name != "王小明" || !strings.Contains(good[0].Body, "请给我副本") ||
		good[0].Kind != model.Export {
		t.Errorf("%+v", good)
	}
}

func TestTheSameFileTwiceMakesNoSecondRequest(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := desktest.New(t, engine)
		s := d.Add(t, "fang", model.RoleAgent)
		first, err := intake.TakeData(context.Background(), s, "requests.csv", []byte(goodCSV), record.As{})
		if err != nil || len(first.Taken) != 2 || len(first.Problems) != 4 {
			t.Fatalf("%+v %v", first, err)
		}
		again, err := intake.TakeData(context.Background(), s, "requests.csv", []byte(goodCSV), record.As{})
		if err != nil || len(again.Taken) != 0 || again.Duplicates != 2 {
			t.Fatalf("%+v %v", again, err)
		}
	})
}

// Whatever is read, every good record passes its own check and every problem says something.
func fuzz(f *testing.F, name string, seeds ...string) {
	for _, s := range seeds {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		good, problems := intake.ReadFile(name, data, trust)
		if len(good)+len(problems) == 0 {
			t.Fatal("neither a record nor a problem")
		}
		for _, s := range good {
			if err := s.Check(now); err != nil {
				t.Fatal(err)
			}
		}
		for _, p := range problems {
			if p.Err == nil || p.Err.Error() == "" || p.File == "" {
				t.Fatalf("%+v", p)
			}
		}
	})
}

func FuzzCSV(f *testing.F)     { fuzz(f, "a.csv", goodCSV) }
func FuzzOpenDSR(f *testing.F) { fuzz(f, "a.json", openDSR, "["+openDSR+"]") }
func FuzzDRP(f *testing.F)     { fuzz(f, "a.drp", sign(agentKey, drpMessage(func(map[string]string) {}))) }
func FuzzMail(f *testing.F) {
	fuzz(f, "a.eml",
		"From: a@b.cn\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nhello\r\n--x--\r\n",
		mail(sender+"Content-Type: text/html",
			"<style>:root{--x:none} @media screen{a:not(.b)>c~d,[e^=f]{g{display:var(--x)}}}</style><p style='font:0/1 x;left:calc(1px - 2em);transform:matrix(1,0,0,1,0,0)'>delete it</p>"),
		forms("> delete\n1. it <https://x.org>", "<blockquote>delete</blockquote>it"))
}
