package gateway

import (
	"encoding/json"
	"testing"
)

func TestWhatStandsForAVariableEndsNothing(t *testing.T) {
	m := Message{To: "+8613812341234", Text: "a\"b\\c\n<&>, {secret} 您好"}
	for format, body := range map[Format]string{JSON: `{"t":"{text}"}`, XML: "<t>{text}</t>", Form: "t={text}",
		Text: "{digits}: {text}"} {
		g := Gateway{Method: "POST", Format: format, Body: body, Secret: "s3"}
		want := map[Format]string{XML: "<t>a&#34;b\\c&#xA;&lt;&amp;&gt;, {secret} 您好</t>",
			Form: "t=a%22b%5Cc%0A%3C%26%3E%2C+%7Bsecret%7D+%E6%82%A8%E5%A5%BD",
			Text: "8613812341234: " + m.Text}[format]
		got := g.Written(m)
		if format == JSON {
			var read struct{ T string }
			if err := json.Unmarshal([]byte(got), &read); err != nil || read.T != m.Text {
				t.Errorf("JSON %s: %v", got, err)
			}
		} else if got != want {
			t.Errorf("%s: %s, want %s", format, got, want)
		}
	}
	g := Gateway{Method: Get, Address: "https://x.test/{digits}/send?t={text}&k={secret}", Secret: "a b/?"}
	if got, err := g.URL(Message{To: "+49301", Text: "a&b#c"}); err != nil ||
		got != "https://x.test/49301/send?t=a%26b%23c&k=a%20b%2F%3F" {
		t.Errorf("%s %v", got, err)
	}
	if h, err := (Gateway{Method: Get, Headers: "X-Text: {text}"}).
		Header(Message{Text: "a\r\nX-Evil: b"}); err != nil || h["X-Text"][0] != "a X-Evil: b" {
		t.Errorf("%q %v", h, err)
	}
}

func FuzzAnAnswerIsTakenOnlyWhereItSaysSo(f *testing.F) {
	f.Add(200, `{"result":[{"code":"0"}]}`, "result.0.code", "0")
	f.Add(202, "OK 17", "", "/^OK/")
	f.Add(200, `{"a":1e999}`, "a", "1")
	f.Fuzz(func(t *testing.T, status int, answer, field, want string) {
		g := Gateway{Address: "https://x.test", Method: "POST", Format: Text, Body: "{to}{text}", Statuses: "200-202",
			Field: field, Want: want}
		if g.Check() != nil {
			return
		}
		if v := g.Judge(status, []byte(answer)); v == Taken && (status < 200 || status > 202) {
			t.Errorf("%d is taken", status)
		}
	})
}
