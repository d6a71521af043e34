package charset

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// likely is the share from which bytes pass for Chinese text, see chinese.
const likely = .55

// guess recognises text without a mark: UTF-8 by its form, UTF-16 by its zero bytes, GB18030 by how Chinese it reads.
func guess(data []byte) (text, name string, err error) {
	switch {
	case bytes.IndexByte(data, 0) >= 0:
		return wide(data)
	case ascii(data):
		if text, name, ok := escaped(data); ok {
			return text, name, nil
		}
		if shifted(data) {
			return "", "", &Error{Seems: []string{"UTF-7"}}
		}
		return string(data), UTF8, nil
	case utf8.Valid(data):
		if !threeByte(data) && !telling(string(data)) && (chinese(data) > likely || asChinese(data) > 0) {
			return "", "", &Error{Seems: []string{UTF8, GB18030}}
		}
		return string(data), UTF8, nil
	}
	other, ahead := rival(data)
	if other == "" && (rareHan(data) || chinese(data) > likely && !maybeKorean(data) && ahead > .2 || ahead > .4) {
		if text, ok := strict(simplifiedchinese.GB18030, data); ok {
			return text, GB18030, nil
		}
	}
	if name, at := broken(data); at >= 0 {
		return "", "", &Error{Seems: []string{name}, Broken: lineOf(data, at)}
	}
	return "", "", &Error{Seems: seems(data)}
}

func ascii(data []byte) bool {
	for _, c := range data {
		if c >= 0x80 {
			return false
		}
	}
	return true
}

// wide recognises UTF-16 and UTF-32 without a mark: commas, line ends and Latin letters leave their zero bytes on one
// side, and what is read the other way round is hardly text.
func wide(data []byte) (text, name string, err error) {
	if len(data)%4 == 0 {
		for _, name := range []string{UTF32LE, UTF32BE} {
			if text, ok := strict(wideEncodings[name], data); ok && plain(text) {
				return text, name, nil
			}
		}
	}
	var zeros [2]int
	for i, c := range data {
		if c == 0 {
			zeros[i%2]++
		}
	}
	if ascii(data) && (zeros[0]+zeros[1])*4 < len(data) {
		return "", "", &Error{} // plain text with a zero byte in it: its letters in pairs would be Chinese
	}
	little, name := zeros[1] > zeros[0], UTF16LE
	if !little {
		name = UTF16BE
	}
	if len(data)%2 == 0 && max(zeros[0], zeros[1]) >= 8*min(zeros[0], zeros[1]) {
		if text, ok := utf16Text(data, little); ok && plain(text) {
			return text, name, nil
		}
	}
	return "", "", &Error{}
}

// plain reports whether text is made of characters that people write, and has the commas, blanks or line ends of one
// that is longer than a word.
func plain(text string) bool {
	strange, parted := 0, false
	for _, r := range text {
		parted = parted || r == '\n' || r == ',' || r == ' ' || r == '\t' || r == ';'
		if r == 0 || r == utf8.RuneError || !unicode.IsPrint(r) && !unicode.IsSpace(r) && !unicode.Is(unicode.Cf, r) {
			strange++
		}
	}
	return strange == 0 && (parted || len(text) < 60)
}

// threeByte reports whether valid UTF-8 holds a sequence of three or four bytes, which no other encoding has by chance.
func threeByte(data []byte) bool {
	for _, c := range data {
		if c >= 0xe0 {
			return true
		}
	}
	return false
}

// telling reports whether valid UTF-8 reads as words of one alphabet: é between Latin letters, or a run of Cyrillic.
func telling(text string) bool {
	scripts := []*unicode.RangeTable{unicode.Cyrillic, unicode.Greek, unicode.Hebrew, unicode.Arabic, unicode.Armenian}
	before, run := ' ', map[*unicode.RangeTable]int{}
	for _, r := range text {
		if r >= 0x80 && unicode.Is(unicode.Latin, r) && before < 0x80 && unicode.IsLetter(before) {
			return true
		}
		for _, s := range scripts {
			if !unicode.Is(s, r) {
				run[s] = 0
			} else if run[s]++; run[s] >= 3 {
				return true
			}
		}
		before = r
	}
	return false
}

// evenRuns reports whether the bytes above ASCII stand together in pairs, as those of Western words do not.
func evenRuns(data []byte) bool {
	run, long := 0, false
	for i := 0; i <= len(data); i++ {
		if i < len(data) && data[i] >= 0x80 {
			run++
			continue
		}
		if run%2 != 0 {
			return false
		}
		long = long || run >= 4
		run = 0
	}
	return long
}

// chinese returns how much bytes read as GB18030 look like Chinese, from 0 to 1; 0 where they are not GB18030. The
// 3,755 characters of the first level of GB 2312 weigh most, what lies outside GB 2312 little, letters of other scripts
// count against it: bytes of Big5, Japanese and Western encodings fall there.
func chinese(data []byte) float64 {
	var first, second, rare, foreign int
	for i := 0; i < len(data); {
		c := data[i]
		if c < 0x80 {
			i++
			continue
		}
		if c == 0x80 || c == 0xff || i+1 >= len(data) {
			return 0
		}
		d := data[i+1]
		if d >= '0' && d <= '9' {
			if i+3 >= len(data) || data[i+2] < 0x81 || data[i+2] > 0xfe || data[i+3] < '0' || data[i+3] > '9' {
				return 0
			}
			rare++
			i += 4
			continue
		}
		if d < 0x40 || d == 0x7f || d == 0xff {
			return 0
		}
		switch {
		case d < 0xa1:
			rare++
		case c >= 0xb0 && c <= 0xd7:
			first++
		case c >= 0xd8 && c <= 0xf7:
			second++
		case c >= 0xa4 && c <= 0xaf, c >= 0xf8:
			foreign++
		case c < 0xa1:
			rare++
		}
		i += 2
	}
	all := first + second + rare + foreign
	if first == 0 || foreign*10 > all || !common(data, first) {
		return 0
	}
	return (float64(first) + .7*float64(second) + .1*float64(rare)) / float64(all)
}

// rareHan reports whether bytes hold a character of four bytes, as GB18030 alone writes the rare characters of names,
// beside characters of the first level and none of other scripts. Western dashes between digits look like one, and have
// none beside.
func rareHan(data []byte) bool {
	rare, first := 0, 0
	for i := 0; i < len(data); {
		c := data[i]
		if c < 0x80 {
			i++
			continue
		}
		if i+1 >= len(data) {
			return false
		}
		size := 2
		if d := data[i+1]; d >= '0' && d <= '9' {
			size = 4
		}
		if i+size > len(data) {
			return false
		}
		text, ok := strict(simplifiedchinese.GB18030, data[i:i+size])
		r, _ := utf8.DecodeRuneInString(text)
		switch {
		case !ok || !unicode.Is(unicode.Han, r) && !unicode.IsPunct(r):
			return false
		case size == 4:
			rare++
		case c >= 0xb0 && c <= 0xd7 && data[i+1] >= 0xa1:
			first++
		}
		i += size
	}
	return rare > 0 && first > 0
}

// common reports whether enough of the characters are among the most frequent of Chinese: in Korean and Japanese read
// as GB18030 one in ten is, by chance.
func common(data []byte, first int) bool {
	text, err := simplifiedchinese.GB18030.NewDecoder().Bytes(data[:min(len(data), 1<<16)])
	if err != nil {
		return false
	}
	seen, known := 0, 0
	for _, r := range string(text) {
		if unicode.Is(unicode.Han, r) {
			seen++
			if strings.ContainsRune(frequent, r) {
				known++
			}
		}
	}
	return known*5 > min(seen, first)
}

// maybeKorean reports whether bytes read as GB18030 may as well be Korean: every pair lies where EUC-KR has its
// syllables, and few of the characters are frequent in Chinese.
func maybeKorean(data []byte) bool {
	pairs, known := 0, 0
	for i := 0; i < len(data); i++ {
		if data[i] < 0x80 {
			continue
		}
		if i+1 >= len(data) || data[i] < 0xb0 && data[i] > 0xa3 || data[i] > 0xc8 || data[i+1] < 0xa1 {
			return false
		}
		if data[i] >= 0xb0 {
			pairs++
			r, err := simplifiedchinese.GB18030.NewDecoder().Bytes(data[i : i+2])
			if err == nil && strings.Contains(frequent, string(r)) {
				known++
			}
		}
		i++
	}
	return known*5 < pairs*2
}

// seems names the encodings that the bytes may be in, for a sentence that helps; nothing is decoded by it.
func seems(data []byte) []string {
	if name, _ := rival(data); name != "" {
		return []string{name}
	}
	for _, c := range []struct {
		name string
		fits func() bool
	}{
		{"Shift_JIS", func() bool {
			t, ok := strict(japanese.ShiftJIS, data)
			return ok && share(t, kana) > .3 && share(t, halfwidth) < .2
		}},
		{"EUC-JP", func() bool { t, ok := strict(japanese.EUCJP, data); return ok && share(t, kana) > .3 }},
		{"EUC-KR", func() bool { t, ok := strict(korean.EUCKR, data); return ok && share(t, hangul) > .8 }},
		{"Big5", func() bool {
			t, ok := strict(traditionalchinese.Big5, data)
			return ok && share(t, han) > .6 && leads(data, 0xa4, 0xc6) > .6
		}},
		{GB18030, func() bool {
			t, ok := strict(simplifiedchinese.GB18030, data)
			return ok && share(t, han) > .6 && evenRuns(data)
		}},
		{"windows-1252", func() bool { return leads(data, 0xc0, 0xff) > .5 && lone(data) > .8 }},
	} {
		if c.fits() {
			return []string{c.name}
		}
	}
	return nil
}

func kana(r rune) bool      { return unicode.In(r, unicode.Hiragana, unicode.Katakana) }
func halfwidth(r rune) bool { return r >= 0xff61 && r <= 0xff9f }
func hangul(r rune) bool    { return unicode.Is(unicode.Hangul, r) }
func han(r rune) bool       { return unicode.Is(unicode.Han, r) }

// share returns how many of the letters outside ASCII are of a kind.
func share(text string, kind func(rune) bool) float64 {
	all, of := 0, 0
	for _, r := range text {
		if r >= 0x80 && unicode.IsLetter(r) {
			all++
			if kind(r) {
				of++
			}
		}
	}
	return float64(of) / float64(max(all, 1))
}

// leads returns how many of the first bytes of runs above ASCII lie between two bytes.
func leads(data []byte, from, to byte) float64 {
	all, of := 0, 0
	for i, c := range data {
		if c >= 0x80 && (i == 0 || data[i-1] < 0x80) {
			all++
			if c >= from && c <= to {
				of++
			}
		}
	}
	return float64(of) / float64(max(all, 1))
}

// lone returns how many of the runs above ASCII are of one or two bytes, as the accented letters of Western words are;
// whole words above ASCII are of another alphabet.
func lone(data []byte) float64 {
	all, of, run := 0, 0, 0
	for i := 0; i <= len(data); i++ {
		if i < len(data) && data[i] >= 0x80 {
			run++
			continue
		}
		if run > 0 {
			all++
			if run <= 2 {
				of++
			}
		}
		run = 0
	}
	return float64(of) / float64(max(all, 1))
}

// frequent are the most frequent characters of modern Chinese, those of requests, and the common family names.
const frequent = "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方" +
	"多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业" +
	"外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解" +
	"水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空" +
	"决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导" +
	"争运笔请删除销撤注账号户查阅副份复导更正投诉帮助同意拒绝广告营姓址邮箱机单订店买卖李刘陈杨黄赵周吴徐孙朱胡郭何罗宋郑谢韩唐冯董萧程曹袁邓许傅沈" +
	"曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范石姚谭廖邹熊陆郝孔崔康毛邱秦江史顾侯邵孟龙段雷钱汤尹黎易武乔贺赖龚伟芳娜敏静丽强磊军洋勇艳杰" +
	"娟涛超秀霞刚桂英兰梅玲华建红欧阳您谢证件码甲乙丙丁"
