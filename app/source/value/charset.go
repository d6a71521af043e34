package value

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// A server refuses a text that its column's character set cannot hold, or puts question marks in its place. What cannot
// be written is to be known before anybody signs.

// PostgreSQL writes its names in capitals, MySQL in small letters: UTF8 is all of Unicode there and the basic plane
// here.

// unlimited are the character sets that hold every character, or any bytes.
var unlimited = WordSet(`UTF8 utf8mb4 utf16 utf16le utf32 binary SQL_ASCII gb18030`)

// basic are those that hold the basic plane only: Chinese, but no emoji.
var basic = WordSet(`utf8 utf8mb3 ucs2`)

// encodings are the other character sets by the names that MySQL and PostgreSQL give them.
var encodings = map[string]encoding.Encoding{
	"LATIN1": charmap.ISO8859_1, "latin1": charmap.Windows1252, "latin2": charmap.ISO8859_2,
	"latin5": charmap.ISO8859_9, "latin7": charmap.ISO8859_13, "greek": charmap.ISO8859_7,
	"hebrew": charmap.ISO8859_8, "cp850": charmap.CodePage850, "cp852": charmap.CodePage852,
	"cp866": charmap.CodePage866, "cp1250": charmap.Windows1250,
	"cp1251": charmap.Windows1251, "cp1256": charmap.Windows1256, "cp1257": charmap.Windows1257, "koi8r": charmap.KOI8R,
	"koi8u":    charmap.KOI8U,
	"macroman": charmap.Macintosh, "tis620": charmap.Windows874, "gbk": simplifiedchinese.GBK,
	"gb2312": simplifiedchinese.GBK, "big5": traditionalchinese.Big5,
	"sjis": japanese.ShiftJIS, "cp932": japanese.ShiftJIS, "ujis": japanese.EUCJP, "eucjpms": japanese.EUCJP,
	"euckr":  korean.EUCKR,
	"euc_cn": simplifiedchinese.GBK, "euc_jp": japanese.EUCJP, "euc_kr": korean.EUCKR, "uhc": korean.EUCKR,
	"latin3": charmap.ISO8859_3, "latin4": charmap.ISO8859_4, "latin6": charmap.ISO8859_10,
	"latin8": charmap.ISO8859_14, "latin9": charmap.ISO8859_15,
	"latin10": charmap.ISO8859_16, "iso_8859_5": charmap.ISO8859_5, "iso_8859_6": charmap.ISO8859_6,
	"iso_8859_7": charmap.ISO8859_7, "iso_8859_8": charmap.ISO8859_8,
	"win1250": charmap.Windows1250, "win1251": charmap.Windows1251, "win1252": charmap.Windows1252,
	"win1253": charmap.Windows1253, "win1254": charmap.Windows1254,
	"win1255": charmap.Windows1255, "win1256": charmap.Windows1256, "win1257": charmap.Windows1257,
	"win1258": charmap.Windows1258, "win866": charmap.CodePage866,
	"win874": charmap.Windows874,
}

// Storable reports whether a column of the character set can hold the text. Of a set that is not known here only ASCII
// is certain.
func Storable(charset, s string) bool {
	name := strings.ToLower(charset)
	ascii, plane := true, true
	for _, r := range s {
		ascii, plane = ascii && r < utf8.RuneSelf, plane && r <= 0xFFFF
	}
	switch {
	case ascii, charset == "", unlimited[charset], unlimited[name]:
		return true
	case basic[name]:
		return plane
	}
	set := encodings[charset]
	if set == nil {
		set = encodings[name]
	}
	if set == nil {
		return false
	}
	if strings.ContainsAny(s, lacks[charset]) {
		return false
	}
	encoded, err := set.NewEncoder().String(s)
	if err != nil {
		return false
	}
	return fitsServer(name, encoded)
}

// lacks are characters that the tables here have in a character set and MySQL has not: its sets are older.
var lacks = map[string]string{
	"gbk": "ǹ€〾㑇㑳㖞㘎㘚㤘㥮㧏㧐㧟㩳㭎㱮㳠䁖䅟䌷䎬䎱䏝䓖䙌䙡䜣䜩䝼䞍䥇䥺䥽䦂䦃䦅䦆䦟䦛䦷䦶䲣䲟䲠䲡䱷䲢䴓䴔䴕䴖䴗䴘䴙䶮", "gb2312": "·ńňǹɑɡ—", "hebrew": "¯",
	"koi8u": "Ўў∙", "greek": "ͺ‘’€₯", "cp866": "¤№",
	"cp1256": "ٹڈڑکںھہے", "eucjpms": "¦", "ujis": "¦∥－＼～￠￡￢", "sjis": "∥－＼～￠￡￢", "big5": "¯ˍ‧∕⊕⊙╴﹑﹨～￠￡￣￥",
	"tis620": "\u00a0–—‘’“”•…€",
}

// fitsServer reports whether a text is one of its character set as servers have it: the tables here hold what was added
// later too.
func fitsServer(name, encoded string) bool {
	switch name {
	case "gb2312", "euc_cn":
		return inGB2312(encoded) && everyPair(encoded, func(code int) bool {
			return (code < 0xA2A1 || code > 0xA2AA) && (code < 0xA6E0 || code > 0xA6F5)
		})
	case "gbk":
		return everyPair(encoded, func(code int) bool {
			return (code < 0xA2A1 || code > 0xA2AA) && (code < 0xA6E0 || code > 0xA6F5) &&
				(code < 0xA950 || code > 0xA995) && (code < 0xFE50 || code > 0xFEA0)
		})
	case "big5":
		return everyPair(encoded, func(code int) bool {
			return code >= 0xA140 && code < 0xA3C0 || code >= 0xA440 && code <= 0xC67E ||
				code >= 0xC940 && code <= 0xF9D5
		})
	case "sjis":
		return everyPair(encoded, func(code int) bool { return code < 0x8740 || code > 0x879F && code < 0xED40 })
	case "ujis":
		return everyPair(encoded, func(code int) bool { return code>>8 == 0x8F || code>>8 != 0xAD && code < 0xF5A1 })
	}
	return true
}

// everyPair reports whether every character of two bytes has a code that is asked for.
func everyPair(encoded string, has func(code int) bool) bool {
	for i := 0; i < len(encoded); i++ {
		if encoded[i] < 0x81 || i+1 == len(encoded) {
			continue
		}
		if !has(int(encoded[i])<<8 | int(encoded[i+1])) {
			return false
		}
		i++
	}
	return true
}

// inGB2312 reports whether a text in GBK stays within the rows that GB 2312 has.
func inGB2312(gbk string) bool {
	for i := 0; i < len(gbk); i++ {
		if gbk[i] < utf8.RuneSelf {
			continue
		}
		if gbk[i] < 0xA1 || gbk[i] > 0xF7 || i+1 == len(gbk) || gbk[i+1] < 0xA1 {
			return false
		}
		i++
	}
	return true
}
