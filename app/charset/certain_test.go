package charset_test

import (
	"errors"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"

	"orangelab.cn/rightsdesk/app/charset"
)

// One name in a table is all that tells its encoding: it is read as what it is, or refused with the name of what it
// seems to be.
func TestOneNameIsReadAsWhatItIsOrRefused(t *testing.T) {
	for _, tt := range []struct {
		name  string
		enc   encoding.Encoding
		taken bool
		names string
	}{
		{"GB18030", simplifiedchinese.GBK, true, "王芳 李娜 诸葛亮 易烊千玺 苏炳添 阿依古丽 扎西次仁 迪丽热巴 范冰冰 窦骁 任嘉伦 毕福剑 郎朗"},
		{"EUC-JP", japanese.EUCJP, false, "山田太郎 高橋健太 山本翔太 吉田茂 石川遼 長谷川博己 佐藤花子"},
		{"Shift_JIS", japanese.ShiftJIS, false, "山田太郎 鈴木一郎 渡辺謙 木村拓哉"},
		{"EUC-KR", korean.EUCKR, false, "김철수 이영희 손흥민 홍길동"},
		{"Big5", traditionalchinese.Big5, false, "趙傳 陳大文 歐陽娜娜 賴清德 周杰倫"},
		{"windows-1251", charmap.Windows1251, false, "Каренина Пётр Гончарова"},
		{"KOI8-R", charmap.KOI8R, false, "Петров Каренина"},
		{"windows-1252", charmap.Windows1252, false, "Müller Søren Hélène"},
	} {
		for _, name := range strings.Fields(tt.names) {
			table := "id,kind,name,email\n1,deletion," + name + ",a@example.org\n"
			text, as, err := charset.Decode(in(t, tt.enc, table))
			var e *charset.Error
			switch {
			case tt.taken && (err != nil || text != table || as != tt.name):
				t.Errorf("%s in %s: read as %q in %q, %v", name, tt.name, text, as, err)
			case !tt.taken && (!errors.As(err, &e) || len(e.Seems) != 1 || e.Seems[0] != tt.name):
				t.Errorf("%s in %s: %q, %v; want it refused by that name", name, tt.name, text, err)
			}
		}
	}
}

func TestTextThatChangesItsCharactersByMarksIsRead(t *testing.T) {
	for _, tt := range []struct {
		enc        encoding.Encoding
		text, name string
	}{
		{japanese.ISO2022JP, "私の個人情報を削除してください。\n", "ISO-2022-JP"},
		{simplifiedchinese.HZGB2312, "请删除我的个人信息。\n", "HZ-GB-2312"},
		{encoding.Nop, "a ~{b~} c ~~ d", charset.UTF8},
	} {
		text, name, err := charset.Decode(in(t, tt.enc, tt.text))
		if err != nil || text != tt.text || name != tt.name {
			t.Errorf("%q in %q, %v; want %q in %q", text, name, err, tt.text, tt.name)
		}
	}
}

func TestAZeroByteInPlainTextMakesNoChineseOfIt(t *testing.T) {
	for _, text := range []string{"Please delete my\x00 data", "Please delete my\x00data",
		"\x00\x00Please delete my data", "name\n\x00Wang\n"} {
		if got, name, err := charset.Decode([]byte(text)); err == nil {
			t.Errorf("%q was read as %q in %s", text, got, name)
		}
	}
}
