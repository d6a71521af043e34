package intake

import "strings"

// simplified writes the traditional characters that requests and tables about personal data use in the simplified form, so
// that one list of words reads both. Either form of a character is as long in bytes, and it is for comparing only: nothing that
// a person wrote is kept in another form.
var simplified = strings.NewReplacer(pairsOf(
	"刪註銷帳號戶個資導匯閱詢訊數據權營廣訂簡訴舉報複製轉電話會員們對給貴請時間條錯誤變補關閉類種聯絡繫郵證齡鍵內備問題說稱單編為與係監護親屬遞處項購詳細總輸傳絕終舊諮機動產際發碼賬實簽",
	"删注销账号户个资导汇阅询讯数据权营广订简诉举报复制转电话会员们对给贵请时间条错误变补关闭类种联络系邮证龄键内备问题说称单编为与系监护亲属递处项购详细总输传绝终旧咨机动产际发码账实签")...)

func pairsOf(from, to string) []string {
	pairs, other := []string{}, []rune(to)
	for i, r := range []rune(from) {
		pairs = append(pairs, string(r), string(other[i]))
	}
	return pairs
}
