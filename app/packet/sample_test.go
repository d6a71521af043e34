package packet

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"
	"testing"
	"time"
)

const testPassword = "ka7m-3xwy-t4cd-9hpr-eva6"

// hostile texts must come out of a packet as the text they are.
var hostile = []string{
	"<script>document.title='taken'</script>", "</script><img src=http://example.test/x onerror=alert(1)>",
	"=cmd|'/c calc'!A1", "+1+1", "-2+3", "@SUM(1)", "\t=1", "\r=1", "\n=1", "＝1+1", " =1", "\u00a0=1", "\u3000\u200b＝1",
	" \n -1", "'=1", "'' @1", "' a", "\tplain", `quoted "text", with comma`,
	"line one\nline two", "\\u0000 \\\" {[,]}", "王小明，海淀区中关村大街1号", "𠮷野家 🔒", "'); DROP TABLE x;--", "{\"a\":1}", "",
}

func testMeta(lang string) Meta {
	m := Meta{
		ID: "0123456789abcdef0123456789abcdef", Reference: "R-2026-000123", Organisation: "Example Trading <Beijing>",
		Contact:  "privacy@shop.example",
		Language: lang, Person: "Wang Xiaoming", Created: time.Date(2026, 11, 23, 2, 42, 0, 0, time.UTC),
		Expires: time.Date(2026, 12, 7, 2, 42, 0, 0, time.UTC),
		Zone:    time.FixedZone("UTC+8", 8*60*60),
		Complaints: []string{ReviewRoute(lang, "privacy@shop.example", 15), AuthorityRoute(lang, "12377", "12377"),
			CourtRoute(lang, "示例区人民法院")},
		Statement: "2026-09", Identity: "Log-in, and a code sent to the telephone number we hold.",
	}
	if lang == Chinese {
		m.Organisation, m.Person, m.Identity = "示例商贸", "王小明", "登录账号，并核对发送至预留手机号的验证码。"
	}
	return m
}

// packetWriter is what both forms of a packet offer.
type packetWriter interface {
	Begin(Section) error
	Row([]any) error
	Withheld(Withheld) error
	Attach(a Attachment, r io.Reader) error
	Close() (Manifest, error)
	Discard() error
}

var (
	_ packetWriter = (*Writer)(nil)
	_ packetWriter = (*ZipWriter)(nil)
)

var attachment = bytes.Repeat([]byte("a picture, \x00\x01\xff bytes\n"), 40_000)

// writeSample fills a packet with one of everything; many is the number of rows in its longest collection.
func writeSample(t testing.TB, w packetWriter, lang string, many int) Manifest {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	title := func(en, zh string) string {
		if lang == Chinese {
			return zh
		}
		return en
	}
	must(w.Begin(Section{
		Source: title("Customer database", "客户数据库"), Dataset: "shop", Collection: "customer",
		Title:      title("Your account", "账号资料"),
		Purpose:    title("To run your account", "用于提供账号服务"),
		Recipients: []string{title("The SMS provider", "短信服务商"), title("The parcel service", "快递公司")},
		Retention:  title("Until you cancel the account", "保存至账号注销"),
		Origin:     title("You gave it when you registered", "由您在注册时提供"),
		Columns: []Column{{Name: "id", Title: title("Customer number", "客户编号")},
			{Name: "name", Title: title("Name", "姓名")}, {Name: "vip", Title: title("Member", "会员")},
			{Name: "born", Title: title("Birth date", "出生日期")}, {Name: "joined", Title: title("Joined", "注册时间")},
			{Name: "balance", Title: title("Balance", "余额")}, {Name: "photo", Title: title("Photo", "照片")},
			{Name: "preferences", Title: title("Preferences", "偏好设置")}},
	}))
	must(w.Row([]any{int64(9007199254740993), "王小明", true, nil, time.Date(2021, 3, 4, 5, 6, 7, 0, time.UTC), -12.5,
		[]byte{1, 2, 3}, json.RawMessage(`{ "ads": false, "big": 12345678901234567890, "t": "a, \"b\" }" }`)}))
	must(w.Withheld(Withheld{Title: title("Messages of other customers", "其他客户的消息"),
		Reason: title("They are about somebody else", "内容涉及他人"), Law: "GB/T 35273 8.7", Count: 3}))
	must(w.Begin(Section{
		Source: title("Order system", "订单系统"), Dataset: "shop", Collection: "orders/../x",
		Title: title("Orders <b>", "订单 <b>"), Recipients: []string{},
		Columns: []Column{{Name: "no", Title: title("Number", "序号")}, {Name: "note", Title: title("Note", "备注")},
			{Name: `we"ird`, Title: title("=Odd column", "=特殊列")}, {Name: "amount", Title: title("Amount", "金额")}},
	}))
	for i := range many {
		must(w.Row([]any{int64(i), hostile[i%len(hostile)], []any{"x", int64(i), nil}, float64(i) / 4}))
	}
	must(w.Begin(Section{Dataset: "forum", Collection: "posts", Title: title("Posts", "发帖"),
		Columns: []Column{{Name: "text"}}}))
	must(w.Attach(Attachment{Name: `C:\photos\..\me?.jpg`, Mime: "image/jpeg"}, bytes.NewReader(attachment)))
	must(w.Attach(Attachment{Name: "me_.jpg", Mime: "image/jpeg"}, strings.NewReader("second")))
	m, err := w.Close()
	must(err)
	return m
}

// sealedSample is a whole sealed packet.
func sealedSample(t testing.TB, lang string, many int) ([]byte, Manifest) {
	t.Helper()
	var file bytes.Buffer
	w, err := NewWriter(&file, testPassword, testMeta(lang))
	if err != nil {
		t.Fatal(err)
	}
	m := writeSample(t, w, lang, many)
	return file.Bytes(), m
}
