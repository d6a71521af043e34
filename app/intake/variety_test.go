package intake_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"

	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode/utf32"

	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/app/intake/record"
)

// cell makes a table of one record with a value in one column.
func cell(column, value string) string {
	return "kind,account," + column + "\ndeletion,ann1,\"" + strings.ReplaceAll(value, `"`, `""`) + "\"\n"
}

// TestAValueIsReadAsACarefulPersonWould looks at each value alone: what it is read as, or that it is refused or
// doubted. Nothing else may come out of it: a wrong value that nobody is told of finds a stranger.
func TestAValueIsReadAsACarefulPersonWould(t *testing.T) {
	const refused, doubted = "refused", "doubted"
	for _, c := range []struct{ column, value, want string }{
		{"phone", "13800000001 或 13800000002", "+8613800000001 +8613800000002"},
		{"phone", "13800000001 or 13800000002", "+8613800000001 +8613800000002"},
		{"phone", "手机：13800000001", "+8613800000001"},
		{"phone", "13800000001 13800000002", "+8613800000001 +8613800000002"},
		{"phone", "13800000001\n13800000002", "+8613800000001 +8613800000002"},
		{"phone", "+86 138 0000 0001 +86 138 0000 0002", "+8613800000001 +8613800000002"},
		{"phone", "13800000001 13800000002 22", refused}, {"phone", "010 12345678", "+861012345678"},
		{"id_number", "4.40301E+017", refused}, {"account", "1.23456E+017", refused},
		{"birth_date", "1990-03-07T00:00:00Z", "1990-03-07"}, {"birth_date", "1990-03-07T00:00:00+08:00", "1990-03-07"},
		{"birth_date", "1990-03-06T16:00:00Z", refused}, {"birth_date", "19900307.0", "1990-03-07"},
		{"birth_date", "1990年03月07号", "1990-03-07"}, {"birth_date", "1990. 3. 7.", "1990-03-07"},
		{"birth_date", "一九九〇年三月七日", "1990-03-07"}, {"birth_date", "一九九零年十二月卅一日", refused},
		{"birth_date", "一九九零年十一月二十三日", "1990-11-23"},
		{"birth_date", "1899-12-30", refused}, {"birth_date", "1900/1/1", refused},
		{"birth_date", "1900-01-00", refused},
		{"received", "2026/11/20 晚上8:30", "2026-11-20T20:30:00+08:00"},
		{"received", "2026/11/20 中午12:05", "2026-11-20T12:05:00+08:00"},
		{"received", "2026/11/20 凌晨1:05", "2026-11-20T01:05:00+08:00"}, {"received", "2026/11/20 晚上12:05", refused},
		{"received", "星期五, 2026年11月20日", "2026-11-20T00:00:00+08:00"},
		{"name", "çŽ‹å°\u008fæ˜Ž", doubted}, {"name", "çŽ‹å°æ˜Ž", doubted}, {"name", "鐜嬪皬鏄?", doubted},
		{"name", "JosÃ© MuÃ±oz", doubted}, {"name", "José Muñoz", ""}, {"name", "王小明", ""}, {"name", "欧阳娜娜", ""},
		{"phone", "Tel. 13800000001", "+8613800000001"},
		{"phone", "N/A", doubted}, {"phone", "138****0001", refused}, {"phone", "1.38E+10", refused},
		{"phone", "1380000000l", refused},
		{"phone", "1,380,000,0001", refused}, {"phone", "13800000001 (Ann)", doubted},
		{"phone", "13800000001转22", "+8613800000001;ext=22"},
		{"email", "mailto:ann@example.org", "ann@example.org"},
		{"email", "Ann Berg <ann@example.org>", "ann@example.org"},
		{"email", "ann＠example.org", "ann@example.org"}, {"email", "ann@example。org", "ann@example.org"},
		{"email", "ann@example.org bo@example.org", "ann@example.org bo@example.org"},
		{"email", "ann@example.org/bo@example.org", "ann@example.org bo@example.org"},
		{"email", "ann@example.org (private)", "ann@example.org"}, {"email", "ann@example.org.", "ann@example.org"},
		{"email", "ann@example.org\u00a0", "ann@example.org"}, {"email", "ann@exam\u00adple.org", "ann@example.org"},
		{"email", "'ann@example.org'", "ann@example.org"}, {"email", "‘ann@example.org’", "ann@example.org"},
		{"email", "'ann@example.org", "ann@example.org"}, {"phone", "'13800000001'", "+8613800000001"},
		{"email", "ann @example.org", doubted}, {"email", "\u0430nn@example.org", doubted},
		{"email", "a**n@example.org", refused},
		{"email", "ann(at)example.org", refused}, {"email", "http://example.org/ann@example.org", refused},
		{"email", "ann@example,org", refused},
		{"id_number", "护照E12345678", "E12345678"}, {"id_number", "身份证：11010519491231002x", "11010519491231002X"},
		{"id_number", "Passport No. E12345678", "E12345678"},
		{"id_number", "A123456(3)", "A123456(3)"}, {"id_number", "H1234567890", "H1234567890"},
		{"id_number", "12345678", "12345678"}, {"id_number", "110105491231002", "11010519491231002X"},
		{"id_number", "***********0018", refused}, {"id_number", "110105199003070018/110105199003070026", refused},
		{"id_number", "4.40301E+17", refused},
		{"id_number", "11010519900307001", doubted}, {"id_number", "110105199003070018", doubted},
		{"received", "20.11.2026", "2026-11-20T00:00:00+08:00"},
		{"received", "11/20/2026", "2026-11-20T00:00:00+08:00"},
		{"received", "20/11/2026 14:30", "2026-11-20T14:30:00+08:00"},
		{"received", "20 November 2026", "2026-11-20T00:00:00+08:00"},
		{"received", "Nov 20, 2026 2:30 PM", "2026-11-20T14:30:00+08:00"},
		{"received", "2026年11月20日 星期五 上午9:30", "2026-11-20T09:30:00+08:00"},
		{"received", "2026-11-20T09:30:00Z", "2026-11-20T09:30:00Z"}, {"received", "46346.4", doubted},
		{"received", "03/04/2026", refused}, {"received", "2026-11-20 09:30 CST", refused},
		{"received", "1795138200", refused}, {"received", "民国115年11月20日", refused}, {"received", "20/13/2026", refused},
		{"birth_date", "07.03.1990", "1990-03-07"}, {"birth_date", "7 March 1990", "1990-03-07"},
		{"birth_date", "03/04/1990", refused}, {"birth_date", "32939", refused},
		{"name", "王*明", doubted}, {"name", `=HYPERLINK("x")`, doubted},
		// a lawyer without a name
		{"sensitive", "√", "3"}, {"sensitive", "不包含", "2"}, {"sensitive", "×", refused}, {"requester", "律师", refused},
	} {
		t.Run(c.column+" "+c.value, func(t *testing.T) {
			p := preview(t, "a.csv", cell(c.column, c.value))
			got := refused
			if len(p.Records) == 1 {
				r := p.Records[0]
				got = map[string]string{"phone": strings.Join(r.Phones, " "), "email": strings.Join(r.Emails, " "),
					"id_number": r.IDNumber, "received": r.Received, "birth_date": r.BirthDate,
					"sensitive": fmt.Sprint(r.Level)}[c.column]
				if len(r.Doubts) > 0 {
					got = doubted
				}
			} else if len(p.Problems) != 1 || p.Problems[0].Field == "" {
				t.Fatalf("%+v", p.Problems)
			}
			if got != c.want {
				t.Errorf("%s, want %s: %+v", got, c.want, p)
			}
		})
	}
}

func TestAKindIsReadFromTheWordsOfItsCellOrOfTheText(t *testing.T) {
	run(t, []example{
		{name: "words", file: "a.csv", data: "kind,email\nright to be forgotten,a@b.cn\naccess request,c@d.cn\n",
			records: []want{{kind: "deletion", doubt: "right to be forgotten"},
				{kind: "access", doubt: "access request"}}},
		{name: "two things", file: "a.csv", data: "kind,email\n删除/导出,a@b.cn\n",
			problems: []string{"2 kind “删除/导出” asks for several things"}},
		{name: "an empty cell", file: "a.csv", data: "kind,email,text\n,a@b.cn,请删除我的个人信息\n",
			records: []want{{kind: "deletion", doubt: "the file names no kind"}}},
		{name: "no column of kinds", file: "a.csv", data: "email,text\na@b.cn,请给我一份副本\n",
			records: []want{{kind: "export", doubt: "the file names no kind"}}},
		{name: "a no", file: "a.csv",
			data: "kind,email\n不删除,a@b.cn\n禁止导出,a@b.cn\ndo not delete,a@b.cn\nkeine Löschung,a@b.cn\n",
			problems: []string{"2 kind “不删除” says no", "3 kind “禁止导出” says no", "4 kind “do not delete” says no",
				"5 kind choose one of"}},
		{name: "a no that is an objection", file: "a.csv", data: "kind,email\n不要再发广告,a@b.cn\n",
			records: []want{{kind: "objection"}}},
		{name: "an unknown word", file: "a.csv", data: "kind,email\ndance,a@b.cn\n",
			problems: []string{"2 kind choose one of"}},
	})
}

func TestATableIsReadWhateverItsShape(t *testing.T) {
	const line = "1,deletion,Ann,ann@example.org\n"
	one := []want{{kind: "deletion", name: "Ann", email: "ann@example.org"}}
	two := append(one, want{kind: "export", name: "Bo", email: "bo@example.org"})
	run(t, []example{
		{name: "bars", file: "a.csv", data: strings.ReplaceAll("id,kind,name,email\n"+line, ",", "|"), records: one},
		{name: "a dash that does not break", file: "a.csv", data: "id,kind,name,e\u2011mail\n" + line, records: one},
		{name: "a title above", file: "a.csv", data: "Requests of the north shop\n\nid,kind,name,email\n" + line,
			records: one},
		{name: "put together from two", file: "a.csv",
			data:    "id,kind,name,email\n" + line + "\ufeffid,kind,name,email\n2,export,Bo,bo@example.org\n",
			records: two},
		{name: "German", file: "a.csv",
			data: "Nr;Art;Name;E-Mail;Geburtsdatum;Eingang\n1;Löschung;Ann;ann@example.org;07.03.1990;20.11.2026\n",
			records: []want{{kind: "deletion", name: "Ann", birth: "1990-03-07",
				received: "2026-11-20T00:00:00+08:00"}}},
		{name: "lines that end in CR", file: "a.csv",
			data:    strings.ReplaceAll("id,kind,name,email\n"+line+"2,export,Bo,bo@example.org\n", "\n", "\r"),
			records: two},
		{name: "a semicolon in quotes", file: "a.csv", data: "id;kind;name;text\n1;deletion;\"Berg; Ann\";\"a;b\"\n",
			records: []want{{name: "Berg; Ann", text: []string{"a;b"}}}},
		{name: "a web page", file: "a.xls", data: "<html><table><tr><td>kind</td></tr></table></html>",
			problems: []string{"0  is a web page or XML"}},
		{name: "a document", file: "a.csv", data: `{\rtf1 delete}`,
			problems: []string{"0  is a document of a word processor"}},
	})
}

func utf16BE(text string) string {
	var b strings.Builder
	for _, u := range utf16.Encode([]rune(text)) {
		b.WriteByte(byte(u >> 8))
		b.WriteByte(byte(u))
	}
	return b.String()
}

func TestWideTextIsKnownWithoutAMark(t *testing.T) {
	const table = "编号,请求类型,姓名,手机号,内容\n1,删除,王小明,13800000001,请删除我的个人信息\n"
	wide, err := utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM).NewEncoder().String(table)
	if err != nil {
		t.Fatal(err)
	}
	one := []want{{kind: "deletion", name: "王小明", phone: "+8613800000001", text: []string{"请删除我的个人信息"}}}
	run(t, []example{
		{name: "UTF-16BE", file: "a.csv", data: utf16BE(table), records: one, encoding: "UTF-16BE"},
		{name: "UTF-16LE", file: "a.csv", data: utf16LE(table)[2:], records: one, encoding: "UTF-16LE"},
		{name: "UTF-32LE", file: "a.csv", data: wide, records: one, encoding: "UTF-32LE"},
		{name: "cut off", file: "a.csv", data: utf16LE(table) + "\n",
			problems: []string{"0  is not whole text in UTF-16LE"}},
	})
}

// What cannot be told with certainty is read once somebody says what it is, and only where every byte fits.
func TestAFileIsReadInTheEncodingThatIsChosen(t *testing.T) {
	big5, err := traditionalchinese.Big5.NewEncoder().String("編號,請求類型,姓名,電子郵件\n1,刪除,陳小明,chen@example.tw\n")
	if err != nil {
		t.Fatal(err)
	}
	sjis, err := japanese.ShiftJIS.NewEncoder().String("id,kind,name,email\n1,deletion,山田太郎,yamada@example.jp\n")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ data, encoding, name string }{{big5, "Big5", "陳小明"}, {sjis, "Shift_JIS", "山田太郎"},
		{big5, "UTF-8", ""}, {sjis, "UTF-16LE", ""}} {
		got := intake.ReadAs("a.csv", []byte(c.data), trust, record.As{Encoding: c.encoding})
		switch {
		case c.name == "" && (len(got.Submissions) > 0 || len(got.Problems) == 0):
			t.Errorf("%s: %+v", c.encoding, got)
		case c.name != "" &&
			(len(got.Submissions) != 1 || got.Submissions[0].Subject.Name != c.name || got.Encoding != c.encoding):
			t.Errorf("%s: %+v", c.encoding, got)
		}
	}
}

func TestColumnsAreReadAsTheyAreChosen(t *testing.T) {
	const data = "1,deletion,Ann,ann@example.org,secret\n"
	as := record.As{NoHead: true,
		Columns: map[int]string{0: "id", 1: "kind", 2: "name", 3: "email", 4: record.NotTaken}}
	got := intake.ReadAs("a.csv", []byte(data), trust, as)
	if len(got.Submissions) != 1 || got.Submissions[0].Subject.Email != "ann@example.org" ||
		strings.Contains(got.Submissions[0].Body, "secret") || len(got.Columns) != 5 {
		t.Errorf("%+v", got)
	}
	twice := intake.ReadAs("a.csv", []byte("id,kind,name,name,email\n1,deletion,Ann,Berg,a@b.cn\n"), trust,
		record.As{Columns: map[int]string{3: record.KeptInText}})
	if len(twice.Submissions) != 1 || twice.Submissions[0].Subject.Name != "Ann" ||
		!strings.Contains(twice.Submissions[0].Body, "Berg") {
		t.Errorf("%+v", twice)
	}
}

func TestMailInMailIsReadToItsBottom(t *testing.T) {
	inner := "From: wang@example.cn\nSubject: please\n\nPlease delete my data"
	middle :=
		"From: li@shop.example\nSubject: FW: please\nContent-Type: multipart/mixed; boundary=c\n\n--c\n\nsee below\n--c\nContent-Type: message/rfc822\n\n" + inner + "\n--c--\n"
	run(t, []example{
		{name: "passed on twice", file: "m.eml",
			data: mail("From: fang@shop.example\nSubject: FW: FW: please\nContent-Type: multipart/mixed; boundary=b",
				"--b\n\nfor you\n--b\nContent-Type: message/rfc822\n\n"+middle+"\n--b--\n"),
			records: []want{{kind: "deletion", email: "wang@example.cn",
				text:  []string{"Please delete my data", "see below", "for you"},
				doubt: "fang@shop.example passed on a mail that says it is from wang@example.cn"}}},
		{name: "a plain part that only points to the page", file: "m.eml",
			data: mail(sender+"Content-Type: multipart/alternative; boundary=a",
				"--a\n\nThis mail is in HTML.\n--a\nContent-Type: text/html\n\n<p>Please delete my data</p>\n--a--\n"),
			records: []want{{kind: "deletion", text: []string{"Please delete my data"}}}},
		{name: "UTF-16BE as its header says", file: "m.eml",
			data:    mail(sender+"Content-Type: text/plain; charset=utf-16be", utf16BE("请删除我的个人信息")),
			records: []want{{kind: "deletion"}}},
		{name: "a line that a mailbox marked", file: "b.mbox",
			data: "From a@b.cn Mon Nov 23 10:00:00 2026\n" + mail(sender,
				"Please delete my data\n>From here on all of it"), records: []want{{text: []string{"\nFrom here on"}}}},
	})
}

func TestANameThatStandsTwiceIsRefused(t *testing.T) {
	const one = `{"subject_request_id":"c7551968-d5d6-44b2-9831-815ac9017798","subject_request_type":"erasure","submitted_time":"2026-11-20T15:00:00Z","subject_identities":[{"identity_type":"email","identity_value":"ann@example.org","identity_format":"raw"}]`
	run(t, []example{
		{name: "a kind", file: "r.json", data: one + `,"Subject_Request_Type":"access"}`,
			problems: []string{"1 Subject_Request_Type stands twice"}},
		{name: "an address", file: "r.json",
			data: strings.Replace(one, `"identity_value"`, `"identity_value":"bo@example.org","identity_value"`, 1) +
				"}", problems: []string{"1 identity_value stands twice"}},
		{name: "nothing", file: "r.json", data: one + `,"extensions":{"a":[{"b":1},{"b":2}],"b":1}}`,
			records: []want{{kind: "deletion"}}},
	})
}
