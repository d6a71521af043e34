package intake_test

import (
	"strings"
	"testing"
)

// Words that a page shows in lines or boxes of their own are no single word.
func TestWordsOfDifferentBoxesStayApart(t *testing.T) {
	for _, tag := range []string{"summary", "details", "legend", "caption", "nav", "aside", "main", "figure",
		"figcaption", "address", "dl", "option", "p", "li"} {
		page := "<" + tag + ">Hi</" + tag + ">please delete my data"
		switch tag {
		case "option":
			page = "<select><option>Hi</option><option>please delete my data</option></select>"
		case "caption":
			page = "<table><caption>Hi</caption><tr><td>please delete my data</td></tr></table>"
		}
		r := preview(t, "m.eml",
			mail("From: Wang <wang@example.cn>\nSubject: hi\nContent-Type: text/html; charset=utf-8", page)).Records[0]
		if strings.Contains(r.Text, "Hiplease") || !strings.Contains(r.Text, "please delete my data") {
			t.Errorf("%s: %q", tag, r.Text)
		}
	}
}

// What stands above and below the parts of a mail is kept with its words.
func TestWordsAroundThePartsOfAMailAreKept(t *testing.T) {
	for _, c := range []struct{ name, above, below string }{
		{"above", "please export my data, Ann", ""},
		{"below", "", "please export my data, Ann"},
		{"both", "This is a multi-part message in MIME format.", "please export my data, Ann"},
	} {
		body := c.above + "\n--x\nContent-Type: text/plain\n\nHello\n--x--\n" + c.below
		r := preview(t, "m.eml",
			mail("From: Wang <wang@example.cn>\nSubject: hi\nContent-Type: multipart/mixed; boundary=x", body)).
			Records[0]
		if !strings.Contains(r.Text, "please export my data, Ann") || strings.Contains(r.Text, "multi-part") {
			t.Errorf("%s: %q", c.name, r.Text)
		}
	}
}

// A table whose lines end in carriage returns alone is read line by line, also with line feeds in its cells or at its
// end.
func TestATableOfCarriageReturnsIsReadByItsLines(t *testing.T) {
	const lines = "id,kind,email,text\r1,export,a@x.org,hello\r2,export,b@x.org,\"one\ntwo\"\r3,export,c@x.org,bye"
	for name, data := range map[string]string{
		"in cells":             lines,
		"and at the end":       lines + "\r",
		"and a feed behind it": lines + "\r\n",
		"a feed alone":         lines + "\n",
	} {
		p := preview(t, "old.csv", data)
		if len(p.Records) != 3 || len(p.Problems) != 0 || p.Records[1].Text != "one\ntwo" ||
			p.Records[2].Line != 4 && p.Records[2].Line != 5 {
			t.Errorf("%s: %+v", name, p)
		}
	}
	torn := preview(t, "old.csv", strings.Replace(lines, "hello", "\"hello", 1)+"\n")
	if len(torn.Records) < 2 {
		t.Errorf("an open quote: %+v", torn)
	}
	p := preview(t, "new.csv", "id,kind,email,text\n1,export,a@x.org,\"one\rtwo\"\n")
	if len(p.Records) != 1 || len(p.Problems) != 0 {
		t.Errorf("a return in a cell: %+v", p)
	}
	p = preview(t, "twice.csv", "id,kind,email\r\r\n1,export,a@x.org\r\r\n")
	if len(p.Records) != 1 || len(p.Problems) != 0 || p.Records[0].Line != 2 {
		t.Errorf("two returns and a feed: %+v", p)
	}
}
