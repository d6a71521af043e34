package sample

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"time"
)

// Person is an invented customer of the sample shop.
type Person struct {
	Account   int    // the shop's own number, account.id
	AccountNo string // what the customer knows it by
	Name      string
	Username  string
	Email     string
	Phone     string
	Birth     time.Time
	IDNumber  string // empty where the shop never asked for it
	City      string
	District  string
	Street    string
	Postcode  string
	Language  string // zh-Hans or en
	// Guardian is who answers for a child, empty for an adult.
	Guardian      string
	GuardianPhone string
}

// Facts are what a person can be known by. They are what the sources hold of them.
type Facts struct {
	Name, Email, Phone, Account, IDNumber, BirthDate, City, District, Street, Nickname string
	// Body is the request in the person's own words.
	Body string
}

// Walkthrough is an adult whose request for a copy waits untouched on the sample desk, for whoever wants to carry one
// through from the first look to the last letter. An order of hers went to a friend's address, another was paid with
// her husband's card.
var Walkthrough = Facts{
	Name: "林晓雯", Email: "lin.xiaowen@example.cn", Phone: "13900001001", Account: "OL100001",
	IDNumber:  idNumber("110108", day(1990, 4, 12), 224),
	BirthDate: "1990-04-12", City: "北京市", District: "海淀区", Street: "学院路 18 号 3 单元 502", Nickname: "晓雯不吃香菜",
	Body: "您好，我想要一份我的个人信息的副本，包括订单、浏览和客服记录。谢谢。",
}

// Busy is a customer with several hundred rows.
var Busy = Facts{
	Name: "许文博", Email: "xu.wenbo@example.com", Phone: "18600001004", Account: "OL100004",
	IDNumber:  idNumber("310115", day(1986, 11, 3), 117),
	BirthDate: "1986-11-03", City: "上海市", District: "浦东新区", Street: "世纪大道 1600 号 2101", Nickname: "文博看剧",
}

// The first people of the roster have parts to play in one another's rows.
const (
	walker  = 1 // Walkthrough
	friend  = 2 // whose address she sends a present to
	husband = 3 // whose card she pays with
	busy    = 4
	founder = 1000 // account.id of person n is founder + n
)

const (
	chineseAdults = 76
	latinAdults   = 26
	children      = 6 // under 14 until 2029
	teenagers     = 4 // 14 to 17 in 2026 and 2027
)

// People is the roster, always the same.
var People = sync.OnceValue(func() []Person {
	var out []Person
	names := map[string]bool{}
	for n := 1; n <= chineseAdults+latinAdults+children+teenagers; n++ {
		r := dice("person", n)
		var p Person
		switch {
		case n > chineseAdults && n <= chineseAdults+latinAdults:
			p = latin(r, n-chineseAdults-1)
		default:
			p = chinese(r, names)
		}
		p.Birth = day(1956+r.IntN(48), time.Month(1+r.IntN(12)), 1+r.IntN(28))
		p.Account, p.AccountNo = founder+n, fmt.Sprintf("OL%06d", 100000+n)
		p.Phone = fmt.Sprintf("%s0000%04d", []string{"138", "139", "158", "186", "199"}[r.IntN(5)], 1000+n)
		p.live(r)
		if k := n - chineseAdults - latinAdults; k > 0 {
			p.grow(r, k, out)
		}
		if p.Language == "zh-Hans" && r.IntN(3) > 0 {
			p.IDNumber = idNumber(places[r.IntN(len(places))].region, p.Birth, 100+r.IntN(800))
		}
		switch n {
		case walker:
			p.become(Walkthrough)
		case busy:
			p.become(Busy)
		}
		names[p.Name] = true
		out = append(out, p)
	}
	return out
})

// person gives the n-th of the roster, from 1.
func person(n int) Person { return People()[n-1] }

func (p *Person) become(f Facts) {
	p.Name, p.Email, p.Phone, p.AccountNo, p.IDNumber, p.Username =
		f.Name, f.Email, f.Phone, f.Account, f.IDNumber, f.Nickname
	p.City, p.District, p.Street, p.Language = f.City, f.District, f.Street, "zh-Hans"
	p.Birth = p.birthOf(f.BirthDate)
}

func (p *Person) birthOf(text string) time.Time {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return p.Birth
	}
	return t
}

func (p *Person) live(r *rand.Rand) {
	at := places[r.IntN(len(places))]
	p.City, p.District = at.city, at.districts[r.IntN(len(at.districts))]
	p.Street = fmt.Sprintf("%s %d 号 %d 单元 %d0%d", streets[r.IntN(len(streets))], 1+r.IntN(280), 1+r.IntN(6),
		1+r.IntN(22), 1+r.IntN(4))
	p.Postcode = fmt.Sprintf("%s%02d", at.postcode, r.IntN(90))
}

// grow makes a child of the k-th minor, with an adult of the roster as guardian and the guardian's home.
func (p *Person) grow(r *rand.Rand, k int, adults []Person) {
	if k <= children {
		p.Birth = day(2016+r.IntN(3), time.Month(1+r.IntN(12)), 1+r.IntN(28))
	} else {
		p.Birth = day(2010, time.Month(1+r.IntN(12)), 1+r.IntN(28))
	}
	g := adults[9+3*k]
	p.Guardian, p.GuardianPhone = g.Name, g.Phone
	given := []rune(p.Name)[1:]
	p.Name = string([]rune(g.Name)[:1]) + string(given)
	p.City, p.District, p.Street, p.Postcode = g.City, g.District, g.Street, g.Postcode
}

// dice gives the same throws for the same thing every time; a table more does not change the others.
func dice(what string, n int) *rand.Rand {
	seed := uint64(20261123)
	for _, b := range []byte(what) {
		seed = seed*1099511628211 + uint64(b)
	}
	return rand.New(rand.NewPCG(seed, uint64(n)))
}

func day(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }

// idNumber makes an identity number with its check digit (GB 11643).
func idNumber(region string, birth time.Time, seq int) string {
	body := fmt.Sprintf("%s%s%03d", region, birth.Format("20060102"), seq)
	sum := 0
	for i, weight := range []int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2} {
		sum += int(body[i]-'0') * weight
	}
	return body + string("10X98765432"[sum%11])
}

func chinese(r *rand.Rand, taken map[string]bool) Person {
	for {
		s, g := surnames[r.IntN(len(surnames))], givenNames[r.IntN(len(givenNames))]
		name := s.written + g.written
		if taken[name] {
			continue
		}
		host := []string{"example.com", "example.cn", "mail.example", "youxiang.example"}[r.IntN(4)]
		return Person{Name: name, Email: fmt.Sprintf("%s.%s%d@%s", s.spoken, g.spoken, 10+r.IntN(89), host),
			Username: fmt.Sprintf("%s的%s", g.written, things[r.IntN(len(things))]), Language: "zh-Hans"}
	}
}

func latin(r *rand.Rand, i int) Person {
	name := latinNames[i]
	first, last, _ := strings.Cut(name, " ")
	host := []string{"example.com", "example.cn", "post.example"}[r.IntN(3)]
	return Person{Name: name,
		Email:    strings.ToLower(fmt.Sprintf("%s.%s@%s", first, strings.ReplaceAll(last, " ", ""), host)),
		Username: strings.ToLower(first) + fmt.Sprint(100+r.IntN(900)), Language: "en"}
}

type spelt struct{ written, spoken string }

var surnames = []spelt{{"赵", "zhao"}, {"钱", "qian"}, {"孙", "sun"}, {"李", "li"}, {"周", "zhou"}, {"吴", "wu"},
	{"郑", "zheng"},
	{"冯", "feng"}, {"陈", "chen"}, {"沈", "shen"}, {"韩", "han"}, {"杨", "yang"}, {"朱", "zhu"}, {"许", "xu"}, {"何", "he"},
	{"张", "zhang"}, {"曹", "cao"}, {"魏", "wei"}, {"谢", "xie"}, {"邹", "zou"}, {"苏", "su"}, {"潘", "pan"}, {"范", "fan"},
	{"彭", "peng"}}

var givenNames = []spelt{{"子昂", "ziang"}, {"志远", "zhiyuan"}, {"雨桐", "yutong"}, {"思涵", "sihan"}, {"浩然", "haoran"},
	{"嘉怡", "jiayi"}, {"俊杰", "junjie"}, {"欣妍", "xinyan"}, {"天宇", "tianyu"}, {"梦琪", "mengqi"}, {"建国", "jianguo"},
	{"秀英", "xiuying"}, {"海燕", "haiyan"}, {"晨曦", "chenxi"}, {"一诺", "yinuo"}, {"若兰", "ruolan"}, {"国栋", "guodong"},
	{"婷婷", "tingting"}, {"明", "ming"}, {"倩", "qian"}, {"磊", "lei"}, {"静怡", "jingyi"}, {"博文", "bowen"},
	{"佳宁", "jianing"}}

var latinNames = []string{"Maria Keller", "James Whitfield", "Aisha Rahman", "Lucas Moreau", "Ingrid Solheim",
	"Daniel Okafor",
	"Sofia Marchetti", "Peter Novak", "Emily Hargreaves", "Tomas Lindqvist", "Olga Petrova", "Rafael Duarte",
	"Hannah Weiss",
	"Marcus Bell", "Priya Nair", "Elena Popescu", "Oliver Grant", "Chloe Dubois", "Samuel Adeyemi", "Nina Kowalska",
	"Victor Hugues",
	"Laura Jimenez", "Ethan Caldwell", "Freya Nilsen", "Anton Berger", "Grace Mwangi"}

var things = []string{"小店", "书桌", "猫", "耳机", "下午茶", "自行车", "相册", "游戏机"}

var streets = []string{"中山路", "人民路", "建设大道", "文昌街", "学府路", "滨江大道", "解放路", "新华街", "长安路", "体育西路"}

type place struct {
	city      string
	districts []string
	region    string // leading digits of identity numbers
	postcode  string
	lat, lon  float64
}

var places = []place{
	{"北京市", []string{"海淀区", "朝阳区", "西城区", "丰台区"}, "110105", "1000", 39.9042, 116.4074},
	{"上海市", []string{"浦东新区", "徐汇区", "静安区", "杨浦区"}, "310104", "2000", 31.2304, 121.4737},
	{"广州市", []string{"天河区", "越秀区", "海珠区"}, "440106", "5100", 23.1291, 113.2644},
	{"深圳市", []string{"南山区", "福田区", "宝安区"}, "440305", "5180", 22.5431, 114.0579},
	{"成都市", []string{"武侯区", "锦江区", "青羊区"}, "510107", "6100", 30.5728, 104.0668},
	{"杭州市", []string{"西湖区", "滨江区", "余杭区"}, "330106", "3100", 30.2741, 120.1551},
	{"武汉市", []string{"武昌区", "洪山区", "江汉区"}, "420106", "4300", 30.5928, 114.3055},
	{"西安市", []string{"雁塔区", "碑林区", "未央区"}, "610113", "7100", 34.3416, 108.9398},
}
