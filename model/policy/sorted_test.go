package policy

import (
	"slices"
	"testing"

	"orangelab.cn/rightsdesk/model"
)

// sorting is a clause that changed, the trigger under which a person who knows the statement puts it, and whether
// people must agree to it expressly.
type sorting struct {
	lang, heading, was, now string
	trigger                 Trigger
	consent                 bool
}

// sortings are written for this test by somebody who did not look at the words that the proposals go by.
var sortings = []sorting{
	// 1: purpose, kinds, way of use
	{english, "Diagnostics", "Crash reports hold the version of the app.",
		"Crash reports hold the version of the app and the names of your recent files.", ServiceModel, true},
	{english, "Photos", "Pictures that you upload are shown in your album.",
		"Pictures that you upload are shown in your album and are examined to find out who is on them.", ServiceModel, true},
	{english, "Fitness", "The watch counts your steps.", "The watch counts your steps and listens for snoring.",
		ServiceModel, true},
	{english, "Messages", "Messages are encrypted end to end.",
		"Messages are encrypted on their way to our servers.",
		ServiceModel, true},
	{english, "Storage", "Invoices are kept for six years.",
		"Invoices are kept for ten years.", ServiceModel, true},
	{english, "Storage", "Invoices are kept for ten years.",
		"Invoices are kept for six years.", ServiceModel, false},
	{english, "Sign-up", "To register you choose a name.",
		"To register you choose a name and upload a copy of your passport.",
		ServiceModel, true},
	{english, "Prices", "Everybody sees the same price.",
		"The price that you see depends on what you bought before.",
		ServiceModel, true},
	{english, "Support", "Calls to support are not recorded.", "Calls to support are recorded to teach our staff.",
		ServiceModel, true},
	{english, "Keyboard", "What you type stays on the device.",
		"What you type is sent to our servers to improve the keyboard.",
		ServiceModel, true},
	{chinese, "出行服务", "我们根据上车地点派车。", "我们根据上车地点派车，并全程录音。", ServiceModel, true},
	{chinese, "智能门锁", "门锁记录开锁时间。", "门锁记录开锁时间和开锁人的照片。", ServiceModel, true},
	{chinese, "聊天内容", "聊天内容仅保存在您的手机上。", "聊天内容同步至我们的服务器。", ServiceModel, true},
	{chinese, "日志", "日志在三十日后清除。", "日志在九十日后清除。", ServiceModel, true},
	{chinese, "日志", "日志在九十日后清除。", "日志在三十日后清除。", ServiceModel, false},
	{chinese, "学习记录", "学习记录用于显示进度。", "学习记录用于显示进度，也用于评定您的学习能力。", ServiceModel, true},
	{chinese, "开户", "开户时需填写姓名。", "开户时需填写姓名并上传手持证件照。", ServiceModel, true},
	{chinese, "定位", "仅在您使用导航时获取位置。", "应用在后台时也会获取位置。", ServiceModel, true},
	{chinese, "客服", "客服通话不录音。", "客服通话全程录音，用于培训。", ServiceModel, true},
	{chinese, "排序", "商品按价格排序。", "商品按您的浏览习惯排序。", ServiceModel, true},
	// 2: ownership or organisation
	{english, "Who we are", "The service is run by Harbour Ltd.",
		"The service is run by Lagoon Ltd, which bought Harbour Ltd.",
		Ownership, false},
	{english, "Who we are", "We are an independent company.",
		"We belong to the Northwind group.", Ownership, false},
	{english, "About us", "Harbour Ltd has one owner.",
		"Harbour Ltd is being wound up; Lagoon Ltd continues the service.",
		Ownership, false},
	{english, "About us", "We operate in two countries.",
		"Our operations in Asia became a company of their own.", Ownership, false},
	{chinese, "关于我们", "本服务由海湾公司运营。", "海湾公司并入蓝湖公司，本服务由蓝湖公司运营。", Ownership, false},
	{chinese, "关于我们", "我们是一家独立的公司。", "我们已成为北风集团的全资子公司。", Ownership, false},
	{chinese, "运营主体", "运营主体为海湾公司。", "运营主体变更为蓝湖公司。", Ownership, false},
	{chinese, "关于我们", "公司设有两个事业部。", "支付事业部分立为独立法人。", Ownership, false},
	// 3: recipients
	{english, "Deliveries", "Parcels are brought by our own drivers.",
		"Parcels are brought by couriers, who get your name and address.", Recipients, true},
	{english, "Payments", "We handle card payments ourselves.",
		"Card payments are handled by PayFast Inc.", Recipients, true},
	{english, "Statistics", "We count visits ourselves.",
		"Visits are counted with a tool of MetricsCorp, which sees your IP address.",
		Recipients, true},
	{english, "Reviews", "Your review shows your first name.",
		"Your review shows your full name to everybody.", Recipients, true},
	{english, "Employers", "Your results are yours alone.",
		"Your employer can see your results.", Recipients, true},
	{english, "Hosting", "Our servers stand in our own building.",
		"Our servers are rented from CloudHaus GmbH.", Recipients, true},
	{chinese, "配送", "由我们自己的骑手配送。", "由快递公司配送，快递员可看到您的姓名和地址。", Recipients, true},
	{chinese, "支付", "支付由我们处理。", "支付由快付公司处理。", Recipients, true},
	{chinese, "评价", "评价匿名显示。", "评价显示您的昵称和头像，所有人可见。", Recipients, true},
	{chinese, "成绩", "成绩仅您本人可见。", "成绩同时发送学校和家长。", Recipients, true},
	{chinese, "服务器", "数据存放在自建机房。", "数据存放在云湖公司的服务器上。", Recipients, true},
	// 4: rights
	{english, "Getting a copy", "You get your copy within a week.",
		"You get your copy within a month.", Rights, true},
	{english, "Leaving", "You can leave at the press of a button.",
		"To leave, send a signed letter.", Rights, true},
	{english, "Objections", "You may object to profiling by e-mail.",
		"You may object to profiling by e-mail or in the app.",
		Rights, false},
	{english, "Your choices", "You can switch the recommendations off.",
		"You can make the recommendations fewer.", Rights, true},
	{english, "Identity", "We answer requests that come from your e-mail address.",
		"We answer requests only after a video call with your passport.", Rights, true},
	{english, "Getting a copy", "The first copy is free.", "Each copy costs five euros.", Rights, true},
	{chinese, "取得副本", "我们在七日内给您副本。", "我们在三十日内给您副本。", Rights, true},
	{chinese, "注销", "您可一键注销。", "注销须寄送书面申请并加盖公章。", Rights, true},
	{chinese, "更正", "您可在应用内更正资料。", "您可在应用内或者通过电话更正资料。", Rights, false},
	{chinese, "拒绝推荐", "您可以关闭个性化推荐。", "个性化推荐不能关闭。", Rights, true},
	{chinese, "儿童", "监护人可随时查看并删除儿童的资料。", "监护人每年可查看一次儿童的资料。", Rights, true},
	// 5: contact
	{english, "Write to us", "privacy@harbour.test", "dataprotection@harbour.test", Contact, false},
	{english, "Office", "12 Quay Street", "77 Mill Lane", Contact, false},
	{english, "Who answers", "The legal department answers you.",
		"The data protection team answers you.", Contact, false},
	{english, "If we cannot agree", "Turn to the court in Harbourtown.",
		"Turn to the ombudsman in Milltown.", Contact, false},
	{chinese, "联系方式", "电话：010-1234", "电话：010-5678", Contact, false},
	{chinese, "办公地址", "海湾路12号", "磨坊路77号", Contact, false},
	{chinese, "由谁答复", "由法务部答复您。", "由个人信息保护部答复您。", Contact, false},
	{chinese, "不满意时", "您可向消费者协会反映。", "您可向网信部门举报。", Contact, false},
	// 6: an impact assessment found a high risk
	{english, "Assessment", "Face unlock was not assessed yet.",
		"The assessment of face unlock found a high risk to those who use it.", HighRisk, false},
	{chinese, "评估", "人脸解锁尚未评估。", "经评估，人脸解锁对个人权益存在高风险。", HighRisk, false},
}

func sorted(s sorting) (Class, Comparison) {
	heading := model.Text{s.lang: s.heading}
	c := Compare(Version{Clauses: []Clause{{ID: "5", Heading: heading, Body: model.Text{s.lang: s.was}}}},
		Version{Clauses: []Clause{{ID: "5", Heading: heading, Body: model.Text{s.lang: s.now}}}})
	return c.Propose(c.Changes[0]), c
}

// heldOut are written after the proposals were mended for those above, and nothing was mended for these.
var heldOut = []sorting{
	{english, "Tickets", "Your ticket shows the train.",
		"Your ticket shows the train and your seat neighbour's name.", Recipients, true},
	{english, "Cameras", "The shop has no cameras.", "Cameras in the shop film the tills.", ServiceModel, true},
	{english, "Loans", "An adviser reads your application.",
		"A computer decides on your application.", ServiceModel, true},
	{english, "Games", "Scores are kept on your phone.", "Scores are kept on our servers.", ServiceModel, true},
	{english, "Health", "You tell us your age.",
		"You tell us your age and the medicines that you take.", ServiceModel, true},
	{english, "Records", "Letters are destroyed after two years.",
		"Letters are destroyed after five years.", ServiceModel, true},
	{english, "The company", "Mill Ltd provides the service.", "Mill Ltd merged with Lake Ltd.", Ownership, false},
	{english, "Repairs", "Our workshop repairs your phone.",
		"A workshop in Poland repairs your phone and sees what is on it.",
		Recipients, true},
	{english, "Insurance", "We tell nobody about your trips.",
		"Your insurer learns about your trips.", Recipients, true},
	{english, "Your account", "Your account can be erased in the settings.",
		"Your account can be erased if you write to us.",
		Rights, true},
	{english, "Export", "The export comes as CSV and JSON.", "The export comes as CSV.", Rights, true},
	{english, "Reach us", "Ring 555 1234 on weekdays.", "Ring 555 9876 on weekdays.", Contact, false},
	{english, "Complaints", "Complaints go to Mrs Hill.", "Complaints go to Mr Dale.", Contact, false},
	{english, "Assessment", "The assessment is under way.",
		"The assessment is done: the risk to children is high.", HighRisk, false},
	{english, "Wording", "We take care of your data.", "We take good care of your data.", OtherTrigger, false},
	{chinese, "车票", "车票显示车次。", "车票显示车次和邻座姓名。", Recipients, true},
	{chinese, "门店", "门店不安装摄像头。", "门店收银处安装摄像头。", ServiceModel, true},
	{chinese, "贷款", "贷款申请由专员审阅。", "贷款申请由系统自动决定。", ServiceModel, true},
	{chinese, "游戏", "成绩保存在手机上。", "成绩保存在我们的服务器上。", ServiceModel, true},
	{chinese, "健康", "您需告知年龄。", "您需告知年龄和所服用的药物。", ServiceModel, true},
	{chinese, "信函", "信函两年后销毁。", "信函五年后销毁。", ServiceModel, true},
	{chinese, "公司", "本服务由磨坊公司提供。", "磨坊公司与湖泊公司合并。", Ownership, false},
	{chinese, "维修", "由我们的工坊维修您的手机。", "由波兰的一家工坊维修您的手机，工坊可看到其中内容。", Recipients, true},
	{chinese, "保险", "行程不告知任何人。", "您的保险公司会知悉您的行程。", Recipients, true},
	{chinese, "账号", "您可在设置中删除账号。", "您须致信我们方可删除账号。", Rights, true},
	{chinese, "导出", "导出为CSV和JSON。", "导出为CSV。", Rights, true},
	{chinese, "找到我们", "工作日请拨5551234。", "工作日请拨5559876。", Contact, false},
	{chinese, "投诉", "投诉由山女士受理。", "投诉由谷先生受理。", Contact, false},
	{chinese, "评估", "评估正在进行。", "评估已完成：对儿童的风险高。", HighRisk, false},
	{chinese, "措辞", "我们保护您的数据。", "我们妥善保护您的数据。", OtherTrigger, false},
}

func TestFreshChangesAreSortedAsAPersonWouldSortThem(t *testing.T) {
	for name, list := range map[string][]sorting{"mended for": sortings, "held out": heldOut} {
		right, silent := 0, 0
		for _, s := range list {
			class, _ := sorted(s)
			told := len(class.Triggers) > 0
			switch {
			case s.consent && told && !class.NeedsConsent():
				t.Errorf("%s: %q proposed without consent: %v", name, s.now, class.Triggers)
			case !told:
				silent++
				t.Logf("%s: %q -> %q: nothing proposed", name, s.was, s.now)
			case slices.Contains(class.Triggers, s.trigger) && s.consent == class.NeedsConsent():
				right++
			default:
				t.Errorf("%s: %s %q -> %q: %v %v, not %s, consent %v", name, s.heading, s.was, s.now, class.Triggers,
					class.Effects, s.trigger, s.consent)
			}
		}
		t.Logf("%s: of %d, %d as a person would, %d left to a person", name, len(list), right, silent)
	}
}
