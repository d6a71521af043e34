package draft

import (
	"net/netip"
	"strings"

	"orangelab.cn/rightsdesk/model/pattern"
)

// namePattern proposes a category for columns whose name has one of the words.
type namePattern struct {
	category string
	words    []string // whole words of a name split at underscores, capitals and digits, or Chinese as part of it
}

// namePatterns are tried in order; the first that fits decides. Words are English, pinyin and Chinese.
var namePatterns = []namePattern{
	{"user.contact.email", strings.Fields("email e_mail mail youxiang dianziyoujian 邮箱 电子邮件 邮件地址")},
	{"user.authorization.password", strings.Fields("password passwd pwd mima password_hash secret 密码 口令")},
	{"user.contact.fax_number", strings.Fields("fax chuanzhen 传真")},
	{"user.contact.phone_number", strings.Fields("phone mobile tel telephone cellphone cell phone_number shouji shoujihao dianhua 手机 电话 联系方式")},
	{"user.government_id.passport_number", strings.Fields("passport huzhao 护照")},
	{"user.government_id.drivers_license_number", strings.Fields("driver_license drivers_license licence_no jiazhao 驾照 驾驶证")},
	{"user.government_id.national_identification_number", strings.Fields("id_card idcard id_no id_number national_id ssn shenfenzheng shenfenzhenghao identity_card 身份证 证件号")},
	{"user.financial.credit_card", strings.Fields("ccn credit_card card_number card_no cardno xinyongka 信用卡")},
	{"user.financial.bank_account", strings.Fields("bank_account account_number iban bank_card yinhangka yinhangkahao 银行卡 银行账号 开户行")},
	{"user.financial", strings.Fields("salary income cvv gongzi xinzi balance 工资 薪资 余额")},
	{"user.demographic.date_of_birth", strings.Fields("birthday birth_date dob date_of_birth birth shengri chusheng 生日 出生")},
	{"user.demographic.gender", strings.Fields("gender sex xingbie 性别")},
	{"user.demographic.marital_status", strings.Fields("marital marital_status hunyin 婚姻")},
	{"user.demographic.race_ethnicity", strings.Fields("ethnicity race minzu 民族")},
	{"user.demographic.religious_belief", strings.Fields("religion zongjiao 宗教")},
	{"user.health", strings.Fields("diagnosis blood_type allergy medical bingli 病历 诊断 血型 过敏")},
	{"user.contact.address.postal_code", strings.Fields("zip zipcode zip_code postcode postal_code youbian 邮编")},
	{"user.contact.address.city", strings.Fields("city chengshi 城市")},
	{"user.contact.address.state", strings.Fields("province state_code shengfen 省份")},
	{"user.contact.address.country", strings.Fields("country guojia 国家")},
	{"user.device.ip_address", strings.Fields("ip ip_address ipaddr client_ip last_ip")},
	{"user.contact.address.street", strings.Fields("street address addr house dizhi xiangxidizhi jiedao door_note 地址 街道 门牌")},
	{"user.location.precise", strings.Fields("lat lng latitude longitude gps geo jingdu weidu 经度 纬度")},
	{"user.device.device_id", strings.Fields("imei imsi idfa oaid android_id device_id mac_address shebei 设备号")},
	{"user.device.cookie_id", strings.Fields("cookie cookie_id")},
	{"user.content.self_image", strings.Fields("avatar photo portrait touxiang zhaopian 头像 照片")},
	{"user.account.username", strings.Fields("username user_name login_name nickname nick_name nicheng yonghuming zhanghao 昵称 用户名 账号")},
	{"user.name.first", strings.Fields("first_name firstname given_name")},
	{"user.name.last", strings.Fields("last_name lastname family_name surname")},
	{"user.name", strings.Fields("full_name fullname real_name realname xingming zhenshixingming recipient contact_name customer_name shoujianren lianxiren 姓名 真实姓名 收件人 联系人")},
	{"user.job_title", strings.Fields("job_title position occupation zhiwei zhiye 职位 职业")},
	{"user.workplace", strings.Fields("employer company gongsi danwei 公司 单位")},
	{"user.content", strings.Fields("message comment review note remark feedback content beizhu liuyan pinglun 备注 留言 评论 内容")},
}

// peopleWords name tables whose rows are people.
var peopleWords = strings.Fields(`customer customers user users member members account accounts person people persons contact contacts
	client clients employee employees staff patient patients student students subscriber subscribers lead leads
	yonghu kehu huiyuan yuangong 用户 客户 会员 员工`)

var wordBreak = pattern.New(`([a-z0-9])([A-Z])`)

// snake brings customerEmail, Customer-Email and customer_email together.
func snake(name string) string {
	name = wordBreak.ReplaceAllString(name, "${1}_${2}")
	return strings.ToLower(strings.NewReplacer("-", "_", " ", "_", ".", "_").Replace(name))
}

func nameHas(name, word string) bool {
	if word[0] >= 0x80 {
		return strings.Contains(name, word)
	}
	return strings.Contains("_"+name+"_", "_"+word+"_")
}

func isPeople(table string) bool {
	name := snake(table)
	for _, w := range peopleWords {
		if name == w || strings.HasSuffix(name, "_"+w) || (w[0] >= 0x80 && strings.Contains(name, w)) {
			return true
		}
	}
	return false
}

// guessByName proposes a category from a column's name; people is whether the table's rows are people.
func guessByName(column string, people bool) (category, why string) {
	name := snake(column)
	for _, p := range namePatterns {
		for _, w := range p.words {
			if nameHas(name, w) {
				return p.category, "named like " + w
			}
		}
	}
	if people && name == "name" {
		return "user.name", "name in a table of people"
	}
	return "", ""
}

var (
	emailShape = pattern.New(`^[^@\s]+@[^@\s]+\.[^@\s.]{2,}$`)
	phoneShape = pattern.New(`^(\+\d{7,15}|(\+?86)?1[3-9]\d{9})$`)
	idShape    = pattern.New(`^\d{17}[\dXx]$`)
)

// valueShapes propose a category from what values look like.
var valueShapes = []struct {
	category, why string
	fits          func(string) bool
}{
	{"user.contact.email", "values look like e-mail addresses", emailShape.MatchString},
	{"user.government_id.national_identification_number", "values look like resident identity numbers", residentID},
	{"user.contact.phone_number", "values look like phone numbers", func(s string) bool {
		return phoneShape.MatchString(strings.NewReplacer(" ", "", "-", "").Replace(s))
	}},
	{"user.financial.credit_card", "values look like card numbers", cardNumber},
	{"user.device.ip_address", "values look like IP addresses", func(s string) bool {
		a, err := netip.ParseAddr(s)
		return err == nil && (a.Is6() || strings.Count(s, ".") == 3)
	}},
}

// guessByValues proposes a category when more than half of the filled samples have its shape.
func guessByValues(samples []string) (category, why string) {
	if len(samples) == 0 {
		return "", ""
	}
	for _, shape := range valueShapes {
		n := 0
		for _, s := range samples {
			if shape.fits(s) {
				n++
			}
		}
		if n*2 > len(samples) {
			return shape.category, shape.why
		}
	}
	return "", ""
}

// residentID checks the last digit of a Chinese resident identity number (GB 11643, ISO 7064 MOD 11-2).
func residentID(s string) bool {
	if !idShape.MatchString(s) {
		return false
	}
	sum, weight := 0, 1
	for i := 17; i >= 0; i-- {
		digit := int(s[i] - '0')
		if s[i] == 'X' || s[i] == 'x' {
			digit = 10
		}
		sum += digit * weight
		weight = weight * 2 % 11
	}
	return sum%11 == 1
}

// cardNumber checks the length and the Luhn digit of a payment card.
func cardNumber(s string) bool {
	s = strings.NewReplacer(" ", "", "-", "").Replace(s)
	if len(s) < 15 || len(s) > 19 || digitsOf(s) != s {
		return false
	}
	sum := 0
	for i := range len(s) {
		digit := int(s[len(s)-1-i] - '0')
		if i%2 == 1 {
			if digit *= 2; digit > 9 {
				digit -= 9
			}
		}
		sum += digit
	}
	return sum%10 == 0 && strings.Trim(s, "0") != ""
}

func digitsOf(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}
