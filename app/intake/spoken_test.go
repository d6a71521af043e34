package intake_test

import (
	"slices"
	"strings"
	"testing"
)

// Letters that show nothing are no part of an address, whatever class of characters they are of.
func TestBlankLettersAreNoPartOfAnAddress(t *testing.T) {
	for _, end := range []string{"\u3164", "\u115f", "\u1160", "\uffa0", "\u2800", "\u17b4", "\ufe0f", "\u2065"} {
		r := preview(t, "a.csv", "kind,email\naccess,wang@example.cn"+end+"\n").Records
		if len(r) != 1 || !slices.Equal(r[0].Emails, []string{"wang@example.cn"}) {
			t.Errorf("%+q: %+v", end, r)
		}
	}
}

func TestEveryMailThatIsPassedOnIsNamed(t *testing.T) {
	attached := func(from, words string) string {
		return "--b\nContent-Type: message/rfc822\n\nFrom: " + from + "\nSubject: my data\n\n" + words + "\n"
	}
	fang := "From: Fang <fang@shop.example>\nSubject: Fwd: requests\nContent-Type: multipart/mixed; boundary=b"
	two := attached("Wang <wang@example.cn>", "Please delete my data") +
		attached("Li <li@example.cn>", "Please send me a copy of my data")
	r := preview(t, "m.eml", mail(fang, two)).Records[0]
	if said := strings.Join(r.Doubts, "\n"); !slices.Equal(r.Emails, []string{"wang@example.cn"}) ||
		!strings.Contains(said, "further mails were passed on with it, from Li <li@example.cn>") {
		t.Errorf("%q: %s", r.Emails, said)
	}
	r = preview(t, "m.eml", mail(fang, attached("Wang <wang@example.cn>", "Please delete my data"))).Records[0]
	if said := strings.Join(r.Doubts, "\n"); strings.Contains(said, "further mails") {
		t.Error(said)
	}
}

func TestAnAddressBehindAMarkIsNoName(t *testing.T) {
	text :=
		"-----Original Message-----\nFrom: Wang [mailto:wang@example.cn]\nSent: Friday\nTo: info\nSubject: my data\n\nPlease delete my data"
	r := preview(t, "m.eml", mail("From: Fang <fang@shop.example>\nSubject: Fwd: my data", text)).Records[0]
	if r.Name != "Wang" || !slices.Equal(r.Emails, []string{"wang@example.cn"}) {
		t.Errorf("%q %q", r.Name, r.Emails)
	}
}

// Somebody who attaches an entry of their calendar asks all the same; an invitation asks for nothing.
func TestAnEntryOfACalendarMakesNoRequestAutomatic(t *testing.T) {
	for words, automatic := range map[string]string{"Please delete my data. My appointments are attached.": "",
		"You are invited to the team lunch.": "calendar"} {
		text := "--b\n\n" + words + "\n--b\nContent-Type: text/calendar\n\nBEGIN:VCALENDAR\n--b--"
		r := preview(t, "m.eml",
			mail("From: wang@example.cn\nSubject: hello\nContent-Type: multipart/mixed; boundary=b", text)).Records[0]
		if r.Automatic != automatic || automatic == "" &&
			!strings.Contains(strings.Join(r.Doubts, "\n"), "a calendar entry came with it") {
			t.Errorf("%q: %q, %q", words, r.Automatic, r.Doubts)
		}
	}
}

func TestAPageInXMLIsText(t *testing.T) {
	r := preview(t, "m.eml",
		mail("From: wang@example.cn\nSubject: hello\nContent-Type: application/xhtml+xml; charset=utf-8",
			"<html><body><p>请删除我的全部个人信息</p></body></html>")).Records[0]
	if r.Kind != "deletion" || !strings.Contains(r.Text, "请删除我的全部个人信息") {
		t.Errorf("%s %q", r.Kind, r.Text)
	}
}

func TestOneAddressInTwoSpellingsIsOne(t *testing.T) {
	r := preview(t, "r.json",
		`{"subject_request_id":"c7551968-d5d6-44b2-9831-815ac9017798","subject_request_type":"erasure","submitted_time":"2026-11-23T15:00:00Z","subject_identities":[{"identity_type":"email","identity_value":"ann@example.org","identity_format":"raw"},{"identity_type":"email","identity_value":"ANN@example.org","identity_format":"raw"}]}`).Records[0]
	if !slices.Equal(r.Emails, []string{"ann@example.org"}) {
		t.Error(r.Emails)
	}
	if p := preview(t, "r.json", "null"); len(p.Problems) != 1 || strings.Contains(p.Problems[0].Text, "signature") {
		t.Errorf("%+v", p.Problems)
	}
}
