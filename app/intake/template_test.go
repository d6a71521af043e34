package intake_test

import (
	"slices"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/intake"
)

// templates are letters as generators and consumer organisations offer them, shortened, in other words.
var templates = []struct {
	name, text, kind string
	also             []string // further kinds that a doubt names
	phones, accounts []string
	person           string
}{
	{name: "a generator's access", kind: "access", also: []string{"export"}, phones: []string{"+8613800138000"},
		accounts: []string{"12345"}, person: "Ann Example", text: `To Whom It May Concern:

I am hereby requesting access according to Article 15 GDPR. Please confirm whether or not you are processing personal data (as defined by Article 4(1) and (2) GDPR) concerning me.

In case you are, I am hereby requesting access to the following information pursuant to Article 15 GDPR:
1. all personal data concerning me that you have stored;
2. the purposes of the processing;
3. the recipients to whom the personal data have been or will be disclosed;

I am also requesting the data that I gave you in a machine-readable format as laid down in Article 20(1) GDPR.

As laid down in Article 12(3) GDPR, you have to provide the requested information to me without undue delay and in any event within one month of receipt of the request.

I am including the following information necessary to identify me:
Name: Ann Example
Email address: ann@example.org
Phone number: +86 138 0013 8000
Customer number: 12345

If you do not answer my request within the stated period, I am reserving the right to take legal action against you.

Thank you in advance for your efforts.
Ann`},
	{name: "a generator's erasure", kind: "deletion", also: []string{"withdrawal", "objection"},
		text: `To Whom It May Concern:

I am hereby requesting immediate erasure of personal data concerning me according to Article 17 GDPR.

I believe that the requirements set forth in Article 17(1) GDPR are fulfilled. In case I have given consent to the processing of my personal data (e.g. according to Article 6(1) or Article 9(2) GDPR), I am hereby withdrawing said consent.

In addition, I am objecting to the processing of personal data concerning me (which includes profiling), according to Article 21 GDPR.

If you have disclosed the affected personal data to third parties, you have to communicate my request for erasure to each recipient as laid down in Article 19 GDPR.`},
	{name: "a generator's correction", kind: "correction",
		text: `I am hereby requesting immediate correction of inaccurate personal data concerning me according to Article 16 GDPR.

The following data is wrong: my street.`},
	{name: "a generator's objection", kind: "objection",
		text: `I am hereby objecting to the processing of personal data concerning me for the purpose of direct marketing according to Article 21(2) GDPR. This also includes profiling.`},
	{name: "German, access", kind: "access", accounts: []string{"K-77"}, text: `Sehr geehrte Damen und Herren,

hiermit beantrage ich Auskunft gem. Art. 15 DSGVO. Bitte bestätigen Sie mir, ob Sie mich betreffende personenbezogene Daten verarbeiten.

Zu meiner Identifikation habe ich folgende Daten beigefügt:
Name: Ann Beispiel
Kundennummer: K-77

Mit freundlichen Grüßen`},
	{name: "German, erasure", kind: "deletion", text: `Sehr geehrte Damen und Herren,

hiermit fordere ich Sie auf, die mich betreffenden personenbezogenen Daten gem. Art. 17 DSGVO unverzüglich zu löschen.`},
	{name: "French, access", kind: "access", text: `Madame, Monsieur,

En application de l'article 15 du Règlement général sur la protection des données (RGPD), je vous prie de bien vouloir m'indiquer si des données me concernant figurent dans vos fichiers.`},
	{name: "French, erasure", kind: "deletion", text: `Madame, Monsieur,

En application de l'article 17.1 du RGPD, je vous prie d'effacer de vos fichiers les données personnelles me concernant.`},
	{name: "a researcher's access", kind: "access", also: []string{"export"}, text: `Dear Sir or Madam,

I am writing to you in your capacity as data protection officer for your company. I am a customer of yours, and I am making this request for access to personal data pursuant to Article 15 of the General Data Protection Regulation. I am concerned that your company’s information practices may be putting my personal information at undue risk.

Please provide me with a copy of my personal data.`},
	{name: "an authority's subject access request", kind: "access", text: `Dear Sir or Madam

Subject access request

Please supply the personal data you hold about me, which I am entitled to receive under data protection law.

If you need any more data from me, please let me know as soon as possible.`},
	{name: "California", kind: "deletion",
		text: `I am a resident of California and hereby exercise my right to deletion under Cal. Civ. Code § 1798.105. Delete what you collected from me.`},
	{name: "plain, with what they are found by", kind: "deletion", phones: []string{"+8613800138000"},
		accounts: []string{"annlee"},
		text:     `Please delete my data. My phone number is 138-0013-8000 and my user name is annlee.`},
	{name: "Chinese, with what they are found by", kind: "deletion", phones: []string{"+8613800138000"},
		text: `我的手机号是13800138000，请删除我的数据。`},
}

// Naming an article is not asking by it.
func TestAnArticleThatIsNamedAsksForNothing(t *testing.T) {
	for _, text := range []string{"How do I request erasure under Article 17 GDPR?",
		"I do not want to exercise my right under Article 17 GDPR.",
		"If you do not answer, I will request erasure under Article 17 GDPR.",
		"Your shop tells me of my rights under Article 17 GDPR.",
		"I would never request erasure according to Article 17 GDPR.",
		"“I am hereby requesting erasure according to Article 17 GDPR” is what your form says.",
		"Please send the invoice. Article 17 GDPR is on page two."} {
		r := preview(t, "m.eml", mail("From: Ann <ann@example.org>\nSubject: a question\nMessage-ID: <1@example.org>\n"+
			"Content-Type: text/plain; charset=utf-8\n", text)).Records[0]
		if r.Kind == "deletion" && !slices.ContainsFunc(r.Doubts, func(d string) bool {
			return strings.HasPrefix(d, "kind: ")
		}) {
			t.Errorf("%q is a %s, %q", text, r.Kind, r.Doubts)
		}
	}
}

// What somebody tells of another is not theirs, and an address beside their own is doubted.
func TestWhatIsToldOfAnotherIsNotTheSenders(t *testing.T) {
	read := func(text string) intake.PreviewRecord {
		return preview(t, "m.eml", mail("From: Ann <ann@example.org>\nSubject: request\nMessage-ID: <1@example.org>\n"+
			"Content-Type: text/plain; charset=utf-8\n", text)).Records[0]
	}
	r := read("Please delete the data of my mother.\n\nTo identify me:\nName: Li Fang\nPhone: 13800138001")
	if r.Requester == "self" || r.Name != "Ann" || len(r.Phones) > 0 {
		t.Errorf("a mother's: %q %q %q", r.Requester, r.Name, r.Phones)
	}
	r = read("Please delete my data.\n\nTo identify me:\nEmail: ann@old.example\nPhone: 12")
	if !slices.Equal(r.Emails, []string{"ann@example.org", "ann@old.example"}) || len(r.Phones) > 0 ||
		!slices.ContainsFunc(r.Doubts, func(d string) bool { return strings.HasPrefix(d, "email: ") }) {
		t.Errorf("an older address: %q %q %q", r.Emails, r.Phones, r.Doubts)
	}
	r = read("Please delete my data.\n\nTo identify me:\nName: " + strings.Repeat("x", 3000) +
		"\nDate of birth: 2050-01-01\nID number: 4.40301E+17")
	if r.Name != "Ann" || r.BirthDate != "" || r.IDNumber != "" || r.Kind != "deletion" ||
		!strings.Contains(strings.Join(r.Doubts, "\n"), "lies in the future") {
		t.Errorf("what cannot be so: %+v", r)
	}
	for _, text := range []string{"My account is closed.", "My user name is unknown to me.", "我的账号是什么？",
		"My customer number is on the invoice."} {
		if r = read("Please delete my data. " + text); len(r.Accounts) > 0 {
			t.Errorf("%q is no account: %q", text, r.Accounts)
		}
	}
}

// What stands in one form of a mail alone may be what nobody sees.
func TestWhatIsToldInOneFormAloneIsNotTaken(t *testing.T) {
	for _, c := range []struct {
		html   string
		phones int
	}{{"<p>Please delete my data. My phone is 13800138000.</p>", 1},
		{"<p>Please delete my data. My phone is\n<b>13800138000</b>.</p>", 1}, {"<p>Please delete my data.</p>", 0}} {
		r := preview(t, "m.eml", mail("From: Ann <ann@example.org>\nSubject: request\nMessage-ID: <1@example.org>\n"+
			"Content-Type: multipart/alternative; boundary=b\n", "--b\nContent-Type: text/plain; charset=utf-8\n\n"+
			"Please delete my data. My phone is 13800138000.\n--b\nContent-Type: text/html; charset=utf-8\n\n"+
			c.html+"\n--b--\n")).Records[0]
		doubted := slices.ContainsFunc(r.Doubts, func(d string) bool { return strings.Contains(d, "only one form") })
		if len(r.Phones) != c.phones || r.Kind != "deletion" || doubted == (c.phones == 1) {
			t.Errorf("%s: %q, %s, %q", c.html, r.Phones, r.Kind, r.Doubts)
		}
	}
}

func TestLettersOfGeneratorsAreReadWithEveryRightAndWhatTheyTell(t *testing.T) {
	for _, c := range templates {
		r := preview(t, "m.eml", mail("From: Ann <ann@example.org>\nSubject: request\nMessage-ID: <1@example.org>\n"+
			"Content-Type: text/plain; charset=utf-8\n", c.text)).Records[0]
		if r.Kind != c.kind {
			t.Errorf("%s: %s, %q", c.name, r.Kind, r.Doubts)
		}
		doubts := strings.Join(r.Doubts, "\n")
		for _, also := range c.also {
			if !strings.Contains(doubts, also) && !strings.Contains(doubts, "consent") {
				t.Errorf("%s: no doubt says %s: %q", c.name, also, r.Doubts)
			}
		}
		if !slices.Equal(r.Phones, c.phones) && len(r.Phones)+len(c.phones) > 0 ||
			!slices.Equal(r.Accounts, c.accounts) && len(r.Accounts)+len(c.accounts) > 0 ||
			!slices.Equal(r.Emails, []string{"ann@example.org"}) || c.person != "" && r.Name != c.person {
			t.Errorf("%s: %q %q %q %q", c.name, r.Name, r.Emails, r.Phones, r.Accounts)
		}
		if r.Requester != "self" {
			t.Errorf("%s: asked by %q, %q", c.name, r.Requester, r.Doubts)
		}
	}
}
