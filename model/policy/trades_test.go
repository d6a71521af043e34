package policy

import (
	"fmt"
	"slices"
	"testing"

	"orangelab.cn/rightsdesk/model"
)

// What a statement of another trade says is classed by what it does, and alike in both languages: the trigger and the effect that it
// must have are among those proposed.
func TestOtherTradesAreClassedAlike(t *testing.T) {
	S, O, R, G, C, H := ServiceModel, Ownership, Recipients, Rights, Contact, HighRisk
	type row struct {
		h, w, n, ht, b, a string // heading, before, after, in either language
		t                 Trigger
		e                 Effect
	}
	for _, x := range []row{
		{"Partners", "We work with Cainiao.", "We work with Cainiao and YTO Express.", "合作伙伴", "我们与菜鸟合作。", "我们与菜鸟和圆通合作。", R, ""},
		{"Sharing", "We share your address with couriers.", "We share your address with couriers and insurers.", "信息共享", "我们与快递公司共享您的地址。", "我们与快递公司和保险公司共享您的地址。", R, ""},
		{"Insurance", "We keep policy data ourselves.", "We hand policy data to Ping An.", "保险", "保单信息由我们保存。", "保单信息将移交平安保险。", R, ""},
		{"Statistics", "We count visits ourselves.", "Baidu receives your visits and counts them.", "统计", "我们自行统计访问量。", "百度接收您的访问记录并进行统计。", R, ""},
		{"Suppliers", "Suppliers get nothing.", "Suppliers get your phone number.", "供应商", "供应商不获得任何信息。", "供应商将获得您的手机号。", R, ""},
		{"Who sees your data", "Only our staff can see your orders.", "Our staff and our franchisees can see your orders.", "谁能看到您的信息", "只有我们的员工可以查看您的订单。", "我们的员工和加盟商可以查看您的订单。", R, ""},
		{"Invoices", "We issue invoices.", "Invoices are issued by Hangxin, which gets your tax number.", "发票", "我们开具发票。", "发票由航信开具，航信将取得您的税号。", R, ""},
		{"Cloud", "Data lie on our own servers.", "Data lie on servers of Alibaba Cloud.", "云服务", "数据存放在我们自己的服务器上。", "数据存放在阿里云的服务器上。", R, ""},
		{"Public pages", "Your ranking is private.", "Your ranking is visible to everybody.", "排行榜", "您的排名仅自己可见。", "您的排名所有人可见。", R, ""},
		{"Entry gates", "You enter with a card.", "You enter with palm recognition.", "门禁", "您刷卡进入。", "您通过掌纹识别进入。", S, ChangesKinds},
		{"Sign in", "You sign in by a code.", "You sign in by a code or by a facial scan.", "登录方式", "您可以通过验证码登录。", "您可以通过验证码或刷脸登录。", S, ChangesKinds},
		{"Vein", "We verify you by a PIN.", "We verify you by a PIN and your vein pattern.", "核验", "我们通过密码核验您的身份。", "我们通过密码和静脉信息核验您的身份。", S, ChangesKinds},
		{"What we collect", "We collect your e-mail.", "We collect your e-mail and your heart rate.", "收集的信息", "我们收集您的邮箱。", "我们收集您的邮箱和心率。", S, ChangesKinds},
		{"What we collect", "We collect your name.", "We collect your name and ID card photo.", "收集的信息", "我们收集您的姓名。", "我们收集您的姓名和身份证照片。", S, ChangesKinds},
		{"What we collect", "We collect your name.", "We collect your name and licence plate.", "收集的信息", "我们收集您的姓名。", "我们收集您的姓名和车牌号。", S, ChangesKinds},
		{"What we collect", "We collect your name.", "We collect your name and your family members.", "收集的信息", "我们收集您的姓名。", "我们收集您的姓名和家庭成员信息。", S, ChangesKinds},
		{"What we collect", "We collect your name.", "We collect your name and height and weight.", "收集的信息", "我们收集您的姓名。", "我们收集您的姓名、身高和体重。", S, ChangesKinds},
		{"What we collect", "We collect your name.", "We collect your name and social media accounts.", "收集的信息", "我们收集您的姓名。", "我们收集您的姓名和社交账号。", S, ChangesKinds},
		{"What we collect", "We collect your name.", "We collect your name and credit report.", "收集的信息", "我们收集您的姓名。", "我们收集您的姓名和信用报告。", S, ChangesKinds},
		{"What we collect", "We collect your name.", "We collect your name and sleep data.", "收集的信息", "我们收集您的姓名。", "我们收集您的姓名和睡眠数据。", S, ChangesKinds},
		{"What we collect", "We collect your name.", "We collect your name and Wi-Fi networks nearby.", "收集的信息", "我们收集您的姓名。", "我们收集您的姓名和附近的Wi-Fi网络。", S, ChangesKinds},
		{"What we collect", "We collect your name.", "We collect your name and signature.", "收集的信息", "我们收集您的姓名。", "我们收集您的姓名和签名。", S, ChangesKinds},
		{"What we collect", "We collect your name.", "We collect your name and WeChat ID.", "收集的信息", "我们收集您的姓名。", "我们收集您的姓名和微信号。", S, ChangesKinds},
		{"What we collect", "We collect your name.", "We collect your name and vaccination status.", "收集的信息", "我们收集您的姓名。", "我们收集您的姓名和疫苗接种情况。", S, ChangesKinds},
		{"What we use it for", "We use your phone number to deliver.", "We use your phone number to deliver and to invite you to surveys.", "用途", "我们使用您的手机号送货。", "我们使用您的手机号送货并邀请您参与问卷调查。", S, ChangesPurpose},
		{"What we use it for", "Orders are used to deliver.", "Orders are used to deliver and to assess your creditworthiness.", "用途", "订单用来送货。", "订单用来送货和评估您的信用状况。", S, ChangesPurpose},
		{"Chat", "We read chats to answer you.", "We read chats to answer you and to improve our products.", "聊天", "我们读取聊天记录以答复您。", "我们读取聊天记录以答复您和改进产品。", S, ChangesPurpose},
		{"Use", "We use your data to deliver.", "We use your data to deliver and to prevent fraud.", "使用", "我们使用您的信息送货。", "我们使用您的信息送货和防范欺诈。", S, ChangesPurpose},
		{"Use", "We use your data to deliver.", "We use your data to deliver and send you promotions.", "使用", "我们使用您的信息送货。", "我们使用您的信息送货和发送促销信息。", S, ChangesPurpose},
		{"Prices", "Prices are the same for everybody.", "Prices are set by your past purchases.", "价格", "所有人价格相同。", "价格根据您的历史购买情况确定。", S, ChangesMethod},
		{"Loans", "Staff check applications.", "A model checks applications without human involvement.", "贷款", "员工审核申请。", "模型审核申请，无人工参与。", S, ChangesMethod},
		{"Storage", "Data are stored in Beijing.", "Data are stored in Frankfurt, Germany.", "存储地点", "数据存储在北京。", "数据存储在德国法兰克福。", S, ""},
		{"Delivery", "We deliver in China.", "We send your data to our parent in the United States.", "配送", "我们在中国送货。", "我们将您的数据发送至美国总部。", R, ChangesMethod},
		{"Matching", "We keep app and shop data apart.", "We link app and shop data.", "匹配", "应用和商城的数据分开保存。", "我们关联应用和商城的数据。", S, ChangesMethod},
		{"Who we are", "Orange Lab Ltd runs the shop.", "Orange Lab Group has bought Orange Lab Ltd, which runs the shop.", "我们是谁", "橙子实验室经营本店。", "橙子集团已买下橙子实验室，后者经营本店。", O, ""},
		{"Our company", "We are an independent company.", "We are now part of the Banana Group.", "我们公司", "我们是一家独立公司。", "我们现已并入香蕉集团。", O, ""},
		{"Our company", "The majority of our shares is held by the founders.", "The majority of our shares is held by Tengyun Capital.", "我们公司", "我们的多数股份由创始人持有。", "我们的多数股份由腾云资本持有。", O, ""},
		{"Our company", "We trade as Orange.", "Our business has been transferred to Lemon Co.", "我们公司", "我们以橙子名义经营。", "我们的业务已转移至柠檬公司。", O, ""},
		{"Our company", "Our seat is in Beijing.", "We are being liquidated.", "我们公司", "我们位于北京。", "我们正在清算。", O, ""},
		{"Your rights", "You can delete your account in the app.", "You can delete your account by registered post only.", "您的权利", "您可以在应用内删除账号。", "您只能通过挂号信删除账号。", G, ReducesRights},
		{"Your rights", "We answer you within 15 days.", "We answer you within 45 days.", "您的权利", "我们在15天内答复您。", "我们在45天内答复您。", G, ReducesRights},
		{"Copies", "The first copy is free.", "Each copy costs 20 yuan.", "副本", "首份副本免费。", "每份副本20元。", G, ReducesRights},
		{"Copies", "You may ask for a copy.", "You may no longer ask for a copy.", "副本", "您可以请求副本。", "您不再可以请求副本。", G, ReducesRights},
		{"Deleting", "You can ask us to delete your posts.", "Posts cannot be deleted.", "删除", "您可以要求我们删除您的帖子。", "帖子无法删除。", G, ReducesRights},
		{"Consent", "You can withdraw consent at any time.", "You can withdraw consent after twelve months.", "同意", "您可以随时撤回同意。", "您可以在十二个月后撤回同意。", G, ReducesRights},
		{"Ads", "You can switch off personalised ads.", "Personalised ads cannot be switched off.", "广告", "您可以关闭个性化广告。", "个性化广告不能关闭。", G, ReducesRights},
		{"Correction", "You can correct your name online.", "You can correct your name online and by phone.", "更正", "您可以在线更正姓名。", "您可以在线或通过电话更正姓名。", G, ""},
		{"Portability", "You get a copy.", "You get a copy or can have it moved to another company.", "转移", "您可获得副本。", "您可获得副本，或要求转移至其他公司。", G, ""},
		{"Identity", "To ask, give your e-mail.", "To ask, give your e-mail and a notarised passport copy.", "核验", "提出请求时请提供邮箱。", "提出请求时请提供邮箱和经公证的护照复印件。", G, ""},
		{"Contact us", "Write to help@a.cn.", "Write to care@a.cn.", "联系我们", "请写信至help@a.cn。", "请写信至care@a.cn。", C, ""},
		{"Feedback", "Call us on weekdays.", "Call us every day on 400-123.", "反馈", "工作日可致电我们。", "每天可致电400-123。", C, ""},
		{"Data protection officer", "Li Na, dpo@a.cn.", "Wang Fang, dpo@a.cn.", "个人信息保护负责人", "李娜，dpo@a.cn。", "王芳，dpo@a.cn。", C, ""},
		{"Disputes", "You can sue in Haidian.", "You can sue in Haidian or turn to the market regulator.", "争议解决", "您可以向海淀法院起诉。", "您可以向海淀法院起诉，或向市场监管部门举报。", C, ""},
		{"Our address", "We sit at 1 Orange Road.", "We sit at 9 Lemon Road.", "我们的地址", "我们位于橙子路1号。", "我们位于柠檬路9号。", C, ""},
		{"Safety", "We assess our processing.", "Our assessment shows a high risk to you.", "安全", "我们评估处理活动。", "我们的评估显示对您存在高风险。", H, ""},
		{"Assessment", "The impact assessment found no risk.", "The impact assessment found serious risks.", "影响评估", "影响评估未发现风险。", "影响评估发现严重风险。", H, ""},
		{"Risk", "Risk is low.", "Risk is high.", "风险", "风险较低。", "风险较高。", H, ""},
		{"Introduction", "Welcome to our shop.", "Welcome to our great shop.", "引言", "欢迎来到本店。", "热烈欢迎来到本店。", OtherTrigger, ""},
		{"Opening hours", "The shop opens at 9.", "The shop opens at 10.", "营业时间", "本店9点开门。", "本店10点开门。", OtherTrigger, ""},
		{"Sharing", "We share your address with couriers.", "We share your address with couriers. Names are shared too.", "共享", "我们与快递公司共享您的地址。", "我们与快递公司共享您的地址，也共享姓名。", R, ""},
	} {
		var got []string
		for _, s := range []struct{ l, h, w, n string }{{english, x.h, x.w, x.n}, {chinese, x.ht, x.b, x.a}} {
			in := func(b string) Version {
				return Version{Clauses: []Clause{{ID: "1", Heading: model.Text{s.l: s.h}, Body: model.Text{s.l: b}}}}
			}
			c := Compare(in(s.w), in(s.n))
			p := c.Propose(c.Changes[0])
			miss := ""
			if !slices.Contains(p.Triggers, x.t) {
				miss += " -" + string(x.t)
			}
			if x.e != "" && !slices.Contains(p.Effects, x.e) {
				miss += " -" + string(x.e)
			}
			got = append(got, fmt.Sprint(p.Triggers, p.Effects), miss)
		}
		if got[0] != got[2] || got[1] != "" || got[3] != "" {
			t.Errorf("%s\n   en %s%s\n   zh %s%s", x.n, got[0], got[1], got[2], got[3])
		}
	}
}
