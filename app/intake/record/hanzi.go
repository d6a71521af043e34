package record

import (
	"strings"
	"sync"
)

// simplified are the traditional characters that requests and tables about personal data use, by their simplified form:
// one list of words reads both. Either form is as long in bytes.
var simplified = sync.OnceValue(func() map[rune]rune {
	const from, to = "刪註銷帳號戶個資導匯閱詢訊數據權營廣訂簡訴舉報複製轉電話會員們對給貴請時間條錯誤變補關閉類種聯絡繫郵證齡鍵內備問題說稱單編為與係監護親屬遞處項購詳細總輸傳絕終舊諮機動產際發碼賬實簽", "删注销账号户个资导汇阅询讯数据权营广订简诉举报复制转电话会员们对给贵请时间条错误变补关闭类种联络系邮证龄键内备问题说称单编为与系监护亲属递处项购详细总输传绝终旧咨机动产际发码账实签"
	forms, other := map[rune]rune{}, []rune(to)
	for i, r := range []rune(from) {
		forms[r] = other[i]
	}
	return forms
})

// Simplify writes a text in simplified characters, for comparing only: nothing that a person wrote is kept in another
// form.
func Simplify(text string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x4e00 {
			return r
		}
		if form, ok := simplified()[r]; ok {
			return form
		}
		return r
	}, text)
}
