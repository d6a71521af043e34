package charset_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"

	"orangelab.cn/rightsdesk/app/charset"
)

const table = "id,kind,name\n1,deletion,王小明\n2,export,欧阳娜娜\n"

func in(t testing.TB, e encoding.Encoding, text string) []byte {
	t.Helper()
	out, err := e.NewEncoder().Bytes([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestTextThatIsCertainIsDecodedWithoutLoss(t *testing.T) {
	utf16 := func(o unicode.Endianness, b unicode.BOMPolicy) encoding.Encoding { return unicode.UTF16(o, b) }
	tests := []struct {
		name     string
		enc      encoding.Encoding
		text     string
		declared string
		want     string
	}{
		{"ASCII", encoding.Nop, "id,kind\n", "", charset.UTF8},
		{"UTF-8", encoding.Nop, table, "", charset.UTF8},
		{"UTF-8 with mark", unicode.UTF8BOM, table, "", charset.UTF8},
		{"UTF-8 of Western words alone", encoding.Nop, "name\nJosé\nMüller\n", "", charset.UTF8},
		{"UTF-8 of Russian words alone", encoding.Nop, "name\nПривет\n", "", charset.UTF8},
		{"UTF-16LE with mark", utf16(unicode.LittleEndian, unicode.UseBOM), table, "", charset.UTF16LE},
		{"UTF-16BE with mark", utf16(unicode.BigEndian, unicode.UseBOM), table + "𠮷", "", charset.UTF16BE},
		{"UTF-16LE without mark", utf16(unicode.LittleEndian, unicode.IgnoreBOM), table, "", charset.UTF16LE},
		{"UTF-16BE without mark", utf16(unicode.BigEndian, unicode.IgnoreBOM), table, "", charset.UTF16BE},
		{"UTF-32 with mark", utf32.UTF32(utf32.LittleEndian, utf32.UseBOM), table, "", "UTF-32LE"},
		{"GBK", simplifiedchinese.GBK, table, "", charset.GB18030},
		{"GBK with a rare name", simplifiedchinese.GBK, "姓名,内容\n王喆,请删除我的信息\n", "", charset.GB18030},
		{"GB18030 with a character of four bytes", simplifiedchinese.GB18030, "姓名,内容\n李䶮,请删除我的个人信息\n", "",
			charset.GB18030},
		{"a name of four bytes and two", simplifiedchinese.GB18030, "id,kind,name,email\n1,deletion,𠮷野,w@example.cn\n",
			"", charset.GB18030},
		{"a short GBK subject", simplifiedchinese.GBK, "请删除我的信息", "", charset.GB18030},
		{"a GBK name", simplifiedchinese.GBK, "陈静", "", charset.GB18030},
		{"GB2312 declared", simplifiedchinese.GBK, "镕", "gb2312", charset.GB18030},
		{"HZ declared", simplifiedchinese.HZGB2312, "你好", "hz-gb-2312", "HZ-GB-2312"},
		{"Big5 declared", traditionalchinese.Big5, "請刪除我的資料", "Big5", "big5"},
		{"Shift-JIS declared", japanese.ShiftJIS, "個人情報を削除してください", "shift-jis", "shift_jis"},
		{"ISO-2022-JP declared", japanese.ISO2022JP, "個人情報を削除", "ISO-2022-JP", "iso-2022-jp"},
		{"EUC-KR declared", korean.EUCKR, "개인정보 삭제", "ks_c_5601-1987", "euc-kr"},
		{"Latin declared", charmap.ISO8859_1, "José Müller", "iso-8859-1", "windows-1252"},
		{"Russian declared", charmap.KOI8R, "Привет", "koi8-r", "koi8-r"},
		{"UTF-8 that calls itself Latin", encoding.Nop, "请删除", "iso-8859-1", charset.UTF8},
		{"UTF-8 that calls itself GBK", encoding.Nop, "请删除我的个人信息", "gbk", charset.UTF8},
		{"GBK that calls itself Latin", simplifiedchinese.GBK, "请删除我的个人信息", "iso-8859-1", charset.GB18030},
		{"GBK that calls itself UTF-8", simplifiedchinese.GBK, "请删除我的个人信息", "utf-8", charset.GB18030},
		{"GBK that calls itself ASCII", simplifiedchinese.GBK, "请删除我的个人信息", "us-ascii", charset.GB18030},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text, name, err := charset.DecodeAs(in(t, tt.enc, tt.text), tt.declared)
			if err != nil || text != tt.text || name != tt.want {
				t.Errorf("%q in %s, %v; want %q in %s", text, name, err, tt.text, tt.want)
			}
		})
	}
}

func TestTextThatIsNotCertainIsRefusedWithTheEncodingItSeemsToBe(t *testing.T) {
	tests := []struct {
		name  string
		data  []byte
		seems []string
	}{
		{"Big5", in(t, traditionalchinese.Big5, "姓名,內容\n王小明,請刪除我的個人資料\n"), []string{"Big5"}},
		{"Shift-JIS", in(t, japanese.ShiftJIS, "名前,内容\n田中,個人情報を削除してください\n"), []string{"Shift_JIS"}},
		{"EUC-JP", in(t, japanese.EUCJP, "名前,内容\n田中,個人情報を削除してください\n"), []string{"EUC-JP"}},
		{"EUC-KR", in(t, korean.EUCKR, "이름,내용\n김철수,개인정보를 삭제해 주세요\n"), []string{"EUC-KR"}},
		{"Windows-1252", in(t, charmap.Windows1252, "name\nJosé García\nMüller\n"), []string{"windows-1252"}},
		{"GBK that is UTF-8 too", []byte("name\n\xc2\xb7\xc2\xbd\n"), []string{charset.UTF8, charset.GB18030}},
		{"UTF-16 cut off", []byte("\xff\xfei\x00d"), nil},
		{"UTF-16 with half a pair", []byte("\xff\xfei\x00\x00\xd8,\x00"), nil},
		{"UTF-8 with mark and GBK in it", []byte("\xef\xbb\xbfname\n\xcd\xf5\n"), []string{charset.UTF8}},
		{"UTF-8 cut off", []byte("name,text\n王小明,请删除我的个人信\xe6\x81"), []string{charset.UTF8}},
		{"GBK cut off", in(t, simplifiedchinese.GBK, table)[:len(in(t, simplifiedchinese.GBK, table))-2],
			[]string{charset.GB18030}},
		{"a line of UTF-8 and one of GBK",
			append([]byte("王小明,请删除我的个人信息\n"), in(t, simplifiedchinese.GBK, "李四,请删除我的个人信息\n")...),
			[]string{charset.UTF8}},
		{"Cyrillic of Windows", in(t, charmap.Windows1251, "Иван Петров,Удалите мои данные\n"), nil},
		{"dashes of Windows between digits", []byte("name\n1\x962\x963 Garc\xeda\n"), nil},
		{"binary", []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text, name, err := charset.Decode(tt.data)
			var e *charset.Error
			if !errors.As(err, &e) || !slices.Equal(e.Seems, tt.seems) || text != "" {
				t.Errorf("%q in %s, %v %+v; want refused as %v", text, name, err, e, tt.seems)
			}
		})
	}
}

func FuzzNothingIsReplaced(f *testing.F) {
	f.Add([]byte(table), "")
	f.Add(in(f, simplifiedchinese.GBK, table), "gbk")
	f.Add([]byte("\xff\xfea\x00"), "utf-16")
	f.Fuzz(func(t *testing.T, data []byte, declared string) {
		text, _, err := charset.DecodeAs(data, declared)
		if err == nil && charset.Damaged(text) && !strings.Contains(string(data), "\uFFFD") &&
			!strings.Contains(string(data), "\xfd\xff") && !strings.Contains(string(data), "\xff\xfd") {
			t.Fatalf("%q as %q gives %q", data, declared, text)
		}
	})
}
