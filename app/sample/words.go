package sample

// What the sample shop sells and shows, and what people look for and write.

var products = []struct {
	name string
	fen  int
}{{"无线耳机", 29900}, {"保温杯", 8900}, {"机械键盘", 45900}, {"羊毛围巾", 15900}, {"儿童绘本套装", 12800}, {"咖啡豆 500 g", 7600},
	{"蓝牙音箱", 19900}, {"登山包", 36900}, {"护手霜", 4900}, {"智能手环", 24900}, {"拼图 1000 片", 6900}, {"台灯", 13900}}

var (
	interests = []string{"数码", "家居", "图书", "运动", "游戏", "美食", "音乐"}
	banks     = []string{"示例银行", "样本储蓄银行", "Example Bank"}
	games     = []string{"云端王国", "星际农场", "Puzzle Harbour"}
	titles    = []string{"云端王国", "星际农场", "Puzzle Harbour", "厨房里的四季", "海边的书店", "夜航列车", "City of Lanterns", "算法之美"}
	searches  = []string{"耳机 降噪", "保温杯 儿童", "headphones", "退货 流程", "游戏 存档 恢复", "围巾 羊毛", "birthday present", "咖啡豆 深烘"}
	captions  = []string{"周末爬山", "我家的猫", "First snow", "新键盘到了", "外婆的院子"}
)

var devices = []struct{ model, system, version string }{{"OL Phone 7", "Android", "15"},
	{"Example Tab", "Android", "14"},
	{"Sample Book", "Windows", "11"}, {"Fruit 16", "iOS", "18.2"}}

var complaints = []struct{ subject, body string }{
	{"发货太慢", "订单三天了还没有发货，麻烦查一下。"},
	{"修改收货地址", "我搬家了，请把默认收货地址改一下。"},
	{"Refund not received", "I sent the keyboard back two weeks ago and still wait for the refund."},
	{"游戏角色丢失", "升级以后我的角色不见了，请帮忙恢复。"},
	{"不想再收短信", "请不要再给我发促销短信。"},
	{"Invoice", "Please send me the invoice for my last order."},
}
