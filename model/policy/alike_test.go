package policy

import (
	"slices"
	"testing"

	"orangelab.cn/rightsdesk/model"
)

// The same change said in English and in Chinese is proposed under the same triggers and effects.
func TestBothLanguagesAreClassedAlike(t *testing.T) {
	type said struct{ heading, was, now string }
	type change struct {
		name                  string
		heading, was, now     string
		titled, before, after string
		triggers              []Trigger
		effects               []Effect
	}
	for _, tt := range []change{
		{"biometric collected", "Signing in", "You sign in with a password.",
			"You sign in with a password or your face, of which we keep a template.", "登录", "您使用密码登录。",
			"您使用密码或者人脸登录，我们保存人脸特征模板。", []Trigger{ServiceModel}, []Effect{ChangesKinds}},
		{"voiceprint collected", "What we collect", "We collect your name.", "We collect your name and voiceprint.",
			"我们收集的信息", "我们收集您的姓名。", "我们收集您的姓名和声纹。", []Trigger{ServiceModel}, []Effect{ChangesKinds}},
		{"iris", "Information we process", "We process your name and phone.",
			"We process your name, phone and iris scan.", "我们处理的信息", "我们处理您的姓名、手机号。", "我们处理您的姓名、手机号和虹膜信息。",
			[]Trigger{ServiceModel}, []Effect{ChangesKinds}},
		{"new recipient named", "Delivery", "We give your address to SF Express.",
			"We give your address to SF Express and to JD Logistics.", "配送", "我们将您的地址提供给顺丰。", "我们将您的地址提供给顺丰和京东物流。",
			[]Trigger{Recipients}, []Effect{ChangesMethod}}, // PIPL 23: agreed to for itself
		{"entrusted processor", "Customer service", "Our staff answer you.", "A processor whom we entrust answers you.",
			"客户服务", "由我们的员工答复您。", "由我们委托的受托人答复您。", []Trigger{Recipients}, nil},
		{"overseas", "Storage", "Data stay in mainland China.",
			"Data stay in mainland China; copies are stored in Singapore.", "存储", "数据存储在中国境内。", "数据存储在中国境内，副本存储在新加坡。",
			[]Trigger{ServiceModel}, nil},
		{"overseas word", "Storage", "Data stay in mainland China.", "Data are also transferred overseas.", "存储",
			"数据存储在中国境内。", "数据还会传输至境外。", []Trigger{ServiceModel}, []Effect{ChangesMethod}},
		{"income", "What you give us", "You give us your name.", "You give us your name and income.", "您提供的信息",
			"您提供姓名。", "您提供姓名和收入。", []Trigger{ServiceModel}, []Effect{ChangesKinds}},
		{"religion", "What we collect", "We collect your name.", "We collect your name and religion.", "我们收集的信息",
			"我们收集您的姓名。", "我们收集您的姓名和宗教信仰。", []Trigger{ServiceModel}, []Effect{ChangesKinds}},
		{"cookies", "What we collect", "We collect your name.", "We collect your name and device identifiers.",
			"我们收集的信息", "我们收集您的姓名。", "我们收集您的姓名和设备标识。", []Trigger{ServiceModel}, []Effect{ChangesKinds}},
		{"browsing", "What we collect", "We collect orders.", "We collect orders and browsing history.", "我们收集的信息",
			"我们收集订单。", "我们收集订单和浏览记录。", []Trigger{ServiceModel}, []Effect{ChangesKinds}},
		{"ads", "Use", "We use your orders to deliver goods.",
			"We use your orders to deliver goods and to show you advertising.", "使用", "我们使用您的订单送货。",
			"我们使用您的订单送货并向您展示广告。", []Trigger{ServiceModel}, []Effect{ChangesPurpose}},
		{"train models", "Use", "We use your messages to answer you.",
			"We use your messages to answer you and to train language models.", "使用", "我们使用您的消息答复您。",
			"我们使用您的消息答复您并训练语言模型。", []Trigger{ServiceModel}, []Effect{ChangesPurpose}},
		{"automated decision", "Credit", "An employee decides on credit.", "An algorithm decides on credit.", "信用额度",
			"由员工决定信用额度。", "由算法决定信用额度。", []Trigger{ServiceModel}, []Effect{ChangesMethod}},
		{"merger", "Who we are", "Orange Lab runs the service.",
			"Orange Lab, acquired by Apple Tree, runs the service.", "我们是谁", "橙子实验室运营本服务。", "橙子实验室已被苹果树公司收购，继续运营本服务。",
			[]Trigger{Ownership}, nil},
		{"controller change", "Who we are", "Orange Lab is your controller.", "Orange Lab Two is your controller.",
			"我们是谁", "橙子实验室是您的个人信息处理者。", "橙子二号实验室是您的个人信息处理者。", []Trigger{Ownership}, nil},
		{"contact hotline", "Who to write to", "Call 400-1.", "Call 400-2.", "联系我们", "请致电400-1。", "请致电400-2。",
			[]Trigger{Contact}, nil},
		{"complaint channel", "If you disagree", "You can turn to us.",
			"You can turn to us or lodge a complaint with the regulator.", "如有异议", "您可以找我们。", "您可以找我们，或者向主管部门投诉。",
			[]Trigger{Contact}, nil},
		{"right restricted", "Your copy", "You can ask for a copy at any time.", "You can ask for a copy once a year.",
			"您的副本", "您可以随时请求副本。", "您每年可以请求一次副本。", []Trigger{Rights}, []Effect{ReducesRights}},
		{"answer longer", "How we answer", "We answer within 15 days.", "We answer within 30 days.", "我们如何答复",
			"我们在15日内答复。", "我们在30日内答复。", []Trigger{Rights}, []Effect{ReducesRights}},
		{"answer shorter", "How we answer", "We answer within 30 days.", "We answer within 15 days.", "我们如何答复",
			"我们在30日内答复。", "我们在15日内答复。", []Trigger{Rights}, nil},
		{"fee dropped", "Copies", "A copy costs a fee of ten yuan.", "A copy is free.", "副本", "副本收费十元。", "副本免费。",
			[]Trigger{Rights}, nil},
		{"account cannot be cancelled", "Closing your account", "You can close your account in the app.",
			"You can close your account at our office in Beijing only.", "注销账号", "您可以在应用内注销账号。", "您只能到我们在北京的办公室注销账号。",
			[]Trigger{Rights}, []Effect{ReducesRights}},
		{"risk", "Risks", "We look at risks yearly.", "We look at risks yearly; the last assessment found a high risk.",
			"风险", "我们每年评估风险。", "我们每年评估风险，最近一次评估发现高风险。", []Trigger{HighRisk}, nil},
		{"a spelling, where it says what data are used for", "Use", "We use teh data to deliver.",
			"We use the data to deliver.", "使用", "我们使用数椐送货。", "我们使用数据送货。", []Trigger{ServiceModel}, nil},
		{"retention shorter", "How long", "We keep logs 12 months.", "We keep logs 6 months.", "保存多久", "我们保存日志12个月。",
			"我们保存日志6个月。", []Trigger{ServiceModel}, nil},
		{"retention longer", "How long", "We keep logs 6 months.", "We keep logs 24 months.", "保存多久", "我们保存日志6个月。",
			"我们保存日志24个月。", []Trigger{ServiceModel}, []Effect{ReducesRights}},
		{"sdk", "Partners", "We use the payment kit of Alipay.",
			"We use the payment kit of Alipay and the analytics kit of Umeng.", "合作方", "我们使用支付宝支付SDK。",
			"我们使用支付宝支付SDK和友盟统计SDK。", []Trigger{Recipients}, []Effect{ChangesPurpose}},
		{"public", "Reviews", "Reviews show your nickname.", "Reviews show your nickname and are made public.", "评价",
			"评价显示您的昵称。", "评价显示您的昵称并对外公开。", []Trigger{Recipients}, []Effect{ChangesMethod}},
		{"not sell", "Sharing", "We share nothing.", "We share nothing and do not sell your data.", "共享", "我们不共享。",
			"我们不共享，也不出售您的信息。", []Trigger{Recipients}, nil},
		{"children age", "Children", "Children under 14 need a guardian's consent.",
			"Children under 12 need a guardian's consent.", "儿童", "未满14周岁需监护人同意。", "未满12周岁需监护人同意。", []Trigger{Rights},
			nil},
		{"objection gone", "Advertising", "You can refuse advertising. It is shown in the app.",
			"It is shown in the app.", "广告", "您可以拒绝广告。广告显示在应用内。", "广告显示在应用内。", []Trigger{ServiceModel, Rights},
			[]Effect{ReducesRights}},
		{"responsible dept", "About us", "The legal department is responsible.", "The privacy office is responsible.",
			"关于我们", "由法务部负责。", "由隐私办公室负责。", []Trigger{Contact}, nil},
		{"organisation structure", "About us", "One company runs it.", "After a split, two companies run it.", "关于我们",
			"由一家公司运营。", "公司分立后，由两家公司运营。", []Trigger{Ownership}, nil},
		{"voluntary to required", "Phone", "Your phone number is optional.", "Your phone number is required.", "手机号",
			"手机号为选填。", "手机号为必填。", []Trigger{ServiceModel}, nil},
		{"combine", "Use", "We use it for orders.", "We use it for orders, combined with data from other services.",
			"使用", "我们用于订单。", "我们用于订单，并与其他服务的数据合并使用。", []Trigger{ServiceModel}, []Effect{ChangesMethod}},
		{"genetic", "What we collect", "We collect orders.", "We collect orders and genetic data.", "收集", "我们收集订单。",
			"我们收集订单和基因信息。", []Trigger{ServiceModel}, []Effect{ChangesKinds}},
		{"location precise", "What we collect", "We collect orders.", "We collect orders and your precise position.",
			"收集", "我们收集订单。", "我们收集订单和您的精确定位。", []Trigger{ServiceModel}, []Effect{ChangesKinds}},
		{"transaction", "What we collect", "We collect orders.", "We collect orders and payment records.", "收集",
			"我们收集订单。", "我们收集订单和支付记录。", []Trigger{ServiceModel}, []Effect{ChangesKinds}},
		{"marital", "What we collect", "We collect orders.", "We collect orders and marital status.", "收集", "我们收集订单。",
			"我们收集订单和婚姻状况。", []Trigger{ServiceModel}, []Effect{ChangesKinds}},
		{"education", "What we collect", "We collect orders.", "We collect orders and your education and occupation.",
			"收集", "我们收集订单。", "我们收集订单以及您的学历和职业。", []Trigger{ServiceModel}, []Effect{ChangesKinds}},
		{"clipboard", "Permissions", "The app reads your photos.", "The app reads your photos and clipboard.", "权限",
			"应用读取您的照片。", "应用读取您的照片和剪贴板。", []Trigger{ServiceModel}, []Effect{ChangesKinds}},
		{"occupation via application", "Applying for credit", "You fill in your name.",
			"You fill in your name and monthly income.", "申请信用", "您填写姓名。", "您填写姓名和月收入。", []Trigger{ServiceModel},
			[]Effect{ChangesKinds}},
		{"microphone", "Permissions", "We read nothing from your phone.", "We read voice recordings from your phone.",
			"权限", "我们不读取您手机的内容。", "我们读取您手机的录音。", []Trigger{ServiceModel}, []Effect{ChangesKinds}},
		{"group company", "Sharing within the group", "We share nothing.", "We share your orders with our affiliates.",
			"集团内共享", "我们不共享。", "我们与关联公司共享您的订单。", []Trigger{Recipients}, []Effect{ChangesMethod}},
		{"sell", "Your data", "We never sell your data.", "We sell your data.", "您的数据", "我们绝不出售您的数据。", "我们出售您的数据。",
			[]Trigger{Recipients}, []Effect{ChangesPurpose, ChangesMethod}},
		{"bankruptcy", "Change of control", "If we merge, data move with us.",
			"If we merge or become bankrupt, data move with us.", "控制权变更", "如果我们合并，数据随之转移。", "如果我们合并或者破产，数据随之转移。",
			[]Trigger{Ownership}, nil},
		{"minors", "Minors", "We need a guardian's consent below 14.", "We need no guardian's consent.", "未成年人",
			"未满14周岁须监护人同意。", "无须监护人同意。", []Trigger{Rights}, nil},
		{"copy format", "Your copy", "You can ask for a copy as PDF.", "You can ask for a copy as PDF or CSV.", "您的副本",
			"您可以请求PDF副本。", "您可以请求PDF或CSV副本。", []Trigger{Rights}, nil},
		{"cross-border", "Where data are", "Only in China.", "Also outside China, in Ireland.", "数据所在地", "仅在中国境内。",
			"也在中国境外的爱尔兰。", []Trigger{ServiceModel}, []Effect{ChangesMethod}},
		{"law enforcement", "Disclosure", "We disclose nothing.", "We disclose data to the police on request.", "披露",
			"我们不披露。", "我们应要求向公安机关披露数据。", []Trigger{Recipients}, []Effect{ChangesMethod}},
		{"app name", "Our app", "The app is called Orange.", "The app is called Orange Shop.", "我们的应用", "应用名为橙子。",
			"应用名为橙子商店。", nil, nil},
	} {
		for lang, x := range map[string]said{english: {tt.heading, tt.was, tt.now},
			chinese: {tt.titled, tt.before, tt.after}} {
			in := func(body string) Version {
				return Version{Clauses: []Clause{{ID: "1", Heading: model.Text{lang: x.heading},
					Body: model.Text{lang: body}}}}
			}
			c := Compare(in(x.was), in(x.now))
			if got := c.Propose(c.Changes[0]); !slices.Equal(got.Triggers, tt.triggers) ||
				!slices.Equal(got.Effects, tt.effects) {
				t.Errorf("%s, %s: proposed %v %v, want %v %v", tt.name, lang, got.Triggers, got.Effects, tt.triggers,
					tt.effects)
			}
		}
	}
}
