package charset

import (
	"bytes"
	"strings"
	"unicode"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// rivals are the other encodings of two bytes a character that a short text may be in as well as in GB18030, with what
// their letters are and the most frequent of them.
var rivals = []struct {
	name   string
	enc    encoding.Encoding
	letter func(rune) bool
	often  string
}{
	{"EUC-JP", japanese.EUCJP, func(r rune) bool { return han(r) || kana(r) || r == 'ー' || r == '々' },
		frequentJapanese},
	{"Shift_JIS", japanese.ShiftJIS, func(r rune) bool { return han(r) || kana(r) || r == 'ー' || r == '々' },
		frequentJapanese},
	{"EUC-KR", korean.EUCKR, hangul, frequentKorean},
	{"Big5", traditionalchinese.Big5, han, frequent + frequentTraditional},
}

// read is as much of a file as is read to tell its encoding.
const read = 1 << 14

// reads returns how many of the letters above ASCII are frequent ones when bytes are read in an encoding, from 0 to 1;
// -1 where they are not text of letters of its own. Latin letters, as the wide ones of a Chinese keyboard, speak for
// none.
func reads(data []byte, enc encoding.Encoding, letter func(rune) bool, often string) float64 {
	if len(data) > read {
		if at := bytes.LastIndexFunc(data[:read], func(r rune) bool { return r < 0x80 }); at > 0 {
			data = data[:at] // not within a character
		}
	}
	text, ok := strict(enc, data)
	if !ok {
		return -1
	}
	all, known, others := 0, 0, 0
	for _, r := range text {
		if r < 0x80 || !unicode.IsLetter(r) || unicode.Is(unicode.Latin, r) {
			continue
		}
		all++
		switch {
		case halfwidth(r) || !letter(r):
			others++
		case unicode.In(r, unicode.Hiragana, unicode.Katakana) || strings.ContainsRune(often, r):
			known++
		}
	}
	if all == 0 || others*10 > all {
		return -1
	}
	return float64(known) / float64(all)
}

func asChinese(data []byte) float64 {
	return reads(data, simplifiedchinese.GB18030, han, frequent+frequentNames)
}

// rival returns the encoding in which bytes read at least as well as in GB18030; empty where there is none. Ahead is
// how much better they read in GB18030 than in the best of the others.
func rival(data []byte) (name string, ahead float64) {
	own := asChinese(data)
	if own < .4 {
		if name := capitalised(data); name != "" {
			return name, -1
		}
	}
	best := 0.
	for _, r := range rivals {
		if as := reads(data, r.enc, r.letter, r.often); as > best {
			best = as
			if as >= own {
				name = r.name
			}
		}
	}
	return name, own - best
}

// capitalised returns the Cyrillic encoding in which every word above ASCII is one of four letters or more, a capital
// and small letters behind it: names of people, which pass for rare Chinese characters. Empty where there is none.
func capitalised(data []byte) string {
	for name, page := range map[string]*charmap.Charmap{"windows-1251": charmap.Windows1251, "KOI8-R": charmap.KOI8R} {
		words, fits := 0, true
		for _, word := range strings.FieldsFunc(string(runes(page, data)), func(r rune) bool { return r < 0x80 }) {
			for i, r := range []rune(word) {
				fits = fits && unicode.Is(unicode.Cyrillic, r) && (unicode.IsUpper(r) == (i == 0))
			}
			words++
			fits = fits && len([]rune(word)) >= 4
		}
		if fits && words > 0 {
			return name
		}
	}
	return ""
}

func runes(page *charmap.Charmap, data []byte) []rune {
	out := make([]rune, 0, min(len(data), 1<<12))
	for _, c := range data[:min(len(data), 1<<12)] {
		out = append(out, page.DecodeByte(c))
	}
	return out
}

// The most frequent characters of names and of requests.
const (
	frequentNames = "鑫淼昊焱晗彤怡欣雨梓涵浩宇轩泽睿思博琪瑶萱妍婷倩莉雪琳雯慧蓉蕾薇菲鹏飞龙宁晓晨旭阳凯斌宾彬志伟健峰勤俊杰嘉佳家诗诺" +
		"子墨沐辰熙奕艺逸然昕馨悦萌蕊莹璐琼珍珠翠凤凰燕鸿雁鹤麟祥瑞福禄寿喜庆祝贤良忠孝仁义礼智信诚廉耻恒毅坚韧刚柔温恭谦逊荣耀辉煌灿烂星辰月云霞虹霄" +
		"汉宁海洋涛波浪淑贞洁纯清澈澄泉溪河湖源涌润滋泰岳峻岭岩石松柏桐梧桦枫榕柳杨桃李杏梨枝叶苗芝兰菊荷莲芙蓉茜芸芬芳莎萍莺丹彩绮绣锦绸缎红紫青蓝白素" +
		"诸葛司马欧阳上官慕容尉迟夏侯皇甫闻人东方赫连公孙令狐宇文长孙鲜于闾丘司徒司空易烊玺鹿苏炳添央仓迪丽巴扎次仁卓玛旺堆措嘉巴桑买提依古力江沈腾郎朗" +
		"黄渤范冰闫倪窦骁龚俊伦禹兮毕福剑喆冉冯尤施卜卞巫戚柯舒裴褚窦翟耿聂焦骆骁冷祁翁荆丛刁甘宫匡邢路岑滕殷罗毛郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平" +
		"穆尹汪湛祁禹狄米贝明臧计伏成戴宋庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪解应"
	frequentJapanese = "山田太郎佐藤花子鈴木一高橋健中美咲伊直樹渡辺謙本翔恵小林誠加愛吉茂口百松清張井上陽水村拓哉真理斎斉長川石前岡岩金青森原" +
		"池阿部橋安永野内島福西東北南大平和三二四五六七八九十千万久保里谷沢坂崎竹丸近遠後今新古河海江浦津浜岸杉桜梅菊葉秋冬夏春由紀裕優介助史男女" +
		"彦夫雄次正博明弘浩幸隆英俊昭光信義孝治宏康武志徳輝豊敏勇進勝利修功実茂智洋典之也哲朗卓貴寛亮剛雅純仁士啓圭文雪香奈菜々沙緒織絵理枝江代" +
		"子結衣彩音希望萌遥凛蓮湊悠斗颯樹個情報削除消開示停請求私名住所電話番号会員登録氏様方人日本年月日時以上下記件客申込退御願致依頼確認返送付注" +
		"文書店舗株式社国語訂利用目的持同意者関対応連絡先変更済済業務部課担当"
	frequentKorean = "김이박최정강조윤장임한오서신권황안송전홍유고문양손배백허남심노하곽성차주우구민진나지엄채원천방공현함변염여추도소석선설마길연위표" +
		"명기반라왕금옥육인맹제모탁국은편용예경봉사부가복태목형피두감호음빈동온수영희철미숙자순준재훈상혜경민서연지우현윤아린율하은채슬란별솔빛" +
		"건혁웅욱택환규범섭식일종근락창학필균곤석열완승찬빈세계삭제요청개인정보해주요합니다감사안녕하십까시입저의를을에는로고번호회원탈퇴전화이메일주소"
	frequentTraditional = "個們來為國說時會對發後裡裏過經麼學現當沒動麵還進樣開實軍長機無與間關點業兩將問應戰頭體產見戶號銷刪請訂單賣買帳註複報給" +
		"電話陳劉楊黃趙吳孫蔣馬羅鄭謝韓馮蕭許鄧傅蘇盧賈葉閻潘鐘鍾譚廖鄒陸賴龔錢湯賀嚴龍顧萬齊溫莊區歐顏關簡魏連倫傑偉華國強軍麗慧靜" +
		"婷嫻芬玉珍珠雲鳳鶴鴻鵬飛麟麒勳銘鈞鋒鑫寶貞瓊瑤璇瑩儀儒億億則剛創劍劉勝勵勤匯協卻卡雙變叢員嗎嚴團園圍圖執場塊壞壓夢夾奪獎婦媽嬌學孫寧寫寬寶" +
		"對導將專尋層屬島峰幣師帶幫幹幾庫廣廠廳張強彈彙徑從復德恆悅惡愛慮慶憂應懷戲戶扎拋換揚損搖擁擇擊據擴攝敘數斷於時暫曆曉書會朧東條極構樓樣樹橋檢歡" +
		"歲歷歸氣決況沖淨淵測準溝滅滿漢潔濟濱灣為烏無煙熱營爭爾狀獨獲環畫異療發盡監盤眾睜確碼礎禮種稱積穩窮競筆節範簽簾糧糾紀約紅級紙細終組結絕統經維綱網" +
		"緊線練縣總績繼續罰羅義習聖聞聯聲職聽肅腦腳臉臨與興舉舊艱藝藥蘭虛號處蟲術衛衝補裝複見規視覺覽觀觸計訊訓記許訴診詢試話該詳誌認語誤說課調談請論諮諸" +
		"講證識警議護讀變讓豐負財責貨費資賞賠質賴購贈趙趨車軟較載輕輪輸轉辦遞運過達違遠適選遺還邊郵鄉醫釋針鈴銀銅錄錢錯鎖鎮鏡鐵鑰長門閉開間閱關陣陰陳陽隊階際" +
		"隨險雙雜離難雲電靈靜響頁項順須預頒領頻題願類風飛飯館駐驗驚體魚鳥麥點黨齊資料我的您謝戴勒若彤緯瑋甯霆楊許舜"
)
