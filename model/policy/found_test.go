package policy

import (
	"slices"
	"testing"

	"orangelab.cn/rightsdesk/model"
)

// Changes of every class, each in English and in Chinese: both are proposed alike, and under what the change is.
func TestAChangeIsFoundInBothLanguages(t *testing.T) {
	const S, O, R, G, C, H = ServiceModel, Ownership, Recipients, Rights, Contact, HighRisk
	for _, x := range []struct {
		heading, was, now     string
		titled, before, after string
		trigger               Trigger
		effect                Effect
	}{
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
		{"Warehouse", "We pack your parcel.", "Yuantong packs your parcel and obtains your phone number for it.", "仓库", "我们打包您的包裹。", "圆通打包您的包裹，并为此取得您的手机号。", R, ""},
		{"Research", "Universities learn nothing about you.", "Universities receive your survey answers.", "研究", "高校不会了解您的任何信息。", "高校会接收您的问卷答案。", R, ""},
		{"Payment", "You pay us.", "You pay through UnionPay; UnionPay receives your order number.", "支付", "您向我们付款。", "您通过银联付款；银联接收您的订单号。", R, ""},
		{"Tour booking", "We give your name to the hotel.", "We give your name to the hotel and the airline.", "旅游预订", "我们将您的姓名提供给酒店。", "我们将您的姓名提供给酒店和航空公司。", R, ""},
		{"Support", "Support is given by us.", "Support is given by an outsourced call centre, which can see your tickets.", "客服支持", "由我们提供支持。", "由外包呼叫中心提供支持，其可以查看您的工单。", R, ""},
		{"Lottery", "Winners are told by mail.", "Winners' names are published on our page.", "抽奖", "我们以邮件通知中奖者。", "中奖者姓名公布在我们的页面上。", R, ""},
		{"Hosting", "Our data centre is in Tianjin.", "Our data are hosted by Tencent.", "托管", "我们的机房在天津。", "我们的数据由腾讯托管。", R, ""},
		{"Unlocking", "The locker opens with a code.", "The locker opens with a fingerprint.", "开柜", "储物柜用密码打开。", "储物柜用指纹打开。", S, ChangesKinds},
		{"What we record", "We record your orders.", "We record your orders and your keystrokes.", "我们记录的信息", "我们记录您的订单。", "我们记录您的订单和键盘输入。", S, ChangesKinds},
		{"What we collect", "We collect your name.", "We collect your name and shoe size.", "收集的信息", "我们收集您的姓名。", "我们收集您的姓名和鞋码。", S, ChangesKinds},
		{"Registration", "You register with your name.", "You register with your name and your passport number.", "注册", "您使用姓名注册。", "您使用姓名和护照号注册。", S, ChangesKinds},
		{"What we collect", "We gather your name when you register.", "We gather your name and nickname when you register.", "收集的信息", "您注册时我们收集姓名。", "您注册时我们收集姓名和昵称。", S, ChangesKinds},
		{"Sensors", "The app uses no sensors.", "The app collects data of the gyroscope.", "传感器", "应用不使用传感器。", "应用收集陀螺仪数据。", S, ChangesKinds},
		{"Health", "We ask for your age.", "We ask for your age and medical history.", "健康", "我们询问您的年龄。", "我们询问您的年龄和病史。", S, ChangesKinds},
		{"Use", "We use your address to deliver.", "We use your address to deliver and to plan new shops.", "使用", "我们使用您的地址送货。", "我们使用您的地址送货和规划新门店。", S, ChangesPurpose},
		{"Purposes", "Chats are kept to settle disputes.", "Chats are kept to settle disputes and to train staff.", "目的", "聊天记录用于解决争议。", "聊天记录用于解决争议和培训员工。", S, ChangesPurpose},
		{"Location", "Your location is used to show shops.", "Your location is used to show shops and to count visitors.", "位置", "您的位置用于显示门店。", "您的位置用于显示门店和统计客流。", S, ChangesPurpose},
		{"Photos", "Photos serve your profile.", "Photos serve your profile and our advertising.", "照片", "照片用于您的资料。", "照片用于您的资料和我们的广告。", S, ChangesPurpose},
		{"Decisions", "Staff decide on refunds.", "Refunds are decided automatically.", "决定", "员工决定退款。", "退款由系统自动决定。", S, ChangesMethod},
		{"Storage", "Data are encrypted.", "Data are no longer encrypted.", "存储", "数据加密存储。", "数据不再加密存储。", S, ChangesMethod},
		{"Where", "Data are processed in Shanghai.", "Data are processed in Shanghai and abroad.", "地点", "数据在上海处理。", "数据在上海及境外处理。", S, ChangesMethod},
		{"Profiles", "We keep no profile.", "We build a profile of your taste.", "画像", "我们不进行画像。", "我们对您的喜好进行画像。", S, ChangesMethod},
		{"The company", "We belong to Orange Group.", "We belong to Lemon Group.", "公司", "我们隶属于橙子集团。", "我们隶属于柠檬集团。", O, ""},
		{"The company", "Our shareholder is Mr Li.", "Our shareholder is Lemon Co.", "公司", "我们的股东是李先生。", "我们的股东是柠檬公司。", O, ""},
		{"The company", "We have one department.", "We were restructured into two companies.", "公司", "我们有一个部门。", "我们已重组为两家公司。", O, ""},
		{"The company", "Orange runs the site.", "Lemon has taken over Orange and runs the site.", "公司", "橙子运营网站。", "柠檬已收购橙子并运营网站。", O, ""},
		{"Access", "You can view your data in the app.", "You can view your data on written request.", "查阅", "您可以在应用内查阅您的信息。", "您可以凭书面申请查阅您的信息。", G, ""},
		{"Requests", "You may send any number of requests.", "You may send at most two requests a year.", "请求", "您可以提出任意次数的请求。", "您每年最多可以提出两次请求。", G, ReducesRights},
		{"Account", "You can close your account.", "You cannot close your account while points remain.", "账号", "您可以注销账号。", "积分未用完时您不能注销账号。", G, ReducesRights},
		{"Objection", "You can object to profiling.", "You can no longer object to profiling.", "反对", "您可以反对画像。", "您不能再反对画像。", G, ReducesRights},
		{"Answer", "We answer within 10 working days.", "We answer within 20 working days.", "答复", "我们在10个工作日内答复。", "我们在20个工作日内答复。", G, ReducesRights},
		{"Correction", "Corrections are free.", "Corrections cost five yuan.", "更正", "更正免费。", "更正需支付五元。", G, ReducesRights},
		{"Guardians", "Guardians can ask for children.", "Guardians can ask for children below 14.", "监护人", "监护人可以代儿童提出请求。", "监护人可以代未满14周岁的儿童提出请求。", G, ""},
		{"Write to us", "Our box is a@b.cn.", "Our box is c@b.cn.", "写信给我们", "我们的邮箱是a@b.cn。", "我们的邮箱是c@b.cn。", C, ""},
		{"Telephone", "Our number is 400-1.", "Our number is 400-2.", "电话", "我们的电话是400-1。", "我们的电话是400-2。", C, ""},
		{"Department", "Legal looks after your data.", "Compliance looks after your data.", "部门", "法务部负责您的信息。", "合规部负责您的信息。", C, ""},
		{"Where to turn", "Turn to us.", "Turn to us or the Cyberspace Administration.", "求助渠道", "请找我们。", "请找我们或网信部门。", C, ""},
		{"Post", "Write to 1 Orange Road, Beijing.", "Write to 9 Lemon Road, Beijing.", "邮寄", "请寄信至北京橙子路1号。", "请寄信至北京柠檬路9号。", C, ""},
		{"Security", "We test our systems.", "We test our systems; the last test showed a serious risk for your data.", "安全", "我们测试系统。", "我们测试系统，最近一次测试显示您的信息存在重大风险。", H, ""},
		{"Impact", "The assessment is under way.", "The impact assessment is done: risk is high.", "影响", "评估正在进行。", "影响评估已完成：风险较高。", H, ""},
		{"App", "The app is blue.", "The app is green.", "应用", "应用是蓝色的。", "应用是绿色的。", OtherTrigger, ""},
		{"Languages", "The app speaks Chinese.", "The app speaks Chinese and English.", "语言", "应用支持中文。", "应用支持中文和英文。", OtherTrigger, ""},
		{"Definitions", "“Order” means a purchase.", "“Order” means a purchase or a rental.", "定义", "“订单”指购买。", "“订单”指购买或租赁。", OtherTrigger, ""},
		{"What we collect", "We collect your nmae.", "We collect your name.", "收集的信息", "我们收集您的姓明。", "我们收集您的姓名。", S, ""},
		{"Repairs", "We repair it.", "Repairs are done by Brightfix, and Brightfix gets your address.", "维修", "我们负责维修。", "维修由明修公司完成，明修公司将获取您的地址。", R, ""},
		{"Group buying", "Others cannot see your orders.", "Other members of a group can see your orders.", "拼团", "他人无法看到您的订单。", "同团成员可以看到您的订单。", R, ""},
		{"Taxes", "We file taxes.", "We disclose invoices to the tax office.", "税务", "我们报税。", "我们向税务机关披露发票。", R, ""},
		{"Data sharing", "We share orders with logistics companies.", "We share orders with logistics companies and game studios.", "数据共享", "我们与物流公司共享订单。", "我们与物流公司和游戏工作室共享订单。", R, ""},
		{"Advertisers", "Advertisers learn nothing.", "Advertisers receive your device number.", "广告主", "广告主不会获得任何信息。", "广告主将接收您的设备号。", R, ChangesKinds},
		{"Backups", "We keep backups.", "Backups are hosted by Huawei.", "备份", "我们保存备份。", "备份由华为托管。", R, ""},
		{"Attendance", "Staff sign in on paper.", "Staff sign in by iris.", "考勤", "员工在纸上签到。", "员工通过虹膜签到。", S, ChangesKinds},
		{"Data we collect", "We collect your phone.", "We collect your phone and pet's name.", "我们收集的数据", "我们收集您的手机。", "我们收集您的手机和宠物名字。", S, ChangesKinds},
		{"Data we collect", "We collect orders.", "We collect orders and the contents of your basket.", "我们收集的数据", "我们收集订单。", "我们收集订单和购物车内容。", S, ChangesKinds},
		{"Data we collect", "We collect orders.", "We collect orders and political views.", "我们收集的数据", "我们收集订单。", "我们收集订单和政治观点。", S, ChangesKinds},
		{"Data we collect", "We collect orders.", "We collect orders. We also collect your contacts.", "我们收集的数据", "我们收集订单。", "我们收集订单。我们还收集您的通讯录。", S, ChangesKinds},
		{"Insurance", "Tell us your name.", "Tell us your name and your medical history.", "保险", "请填写姓名。", "请填写姓名和病史。", S, ChangesKinds},
		{"What data are used for", "Your phone number is used for delivery.", "Your phone number is used for delivery and telephone sales.", "数据用途", "您的手机号用于配送。", "您的手机号用于配送和电话销售。", S, ChangesPurpose},
		{"What data are used for", "Recordings are used for training.", "Recordings are used for training and for lawsuits.", "数据用途", "录音用于培训。", "录音用于培训和诉讼。", S, ChangesPurpose},
		{"Use", "We process orders to deliver.", "We process orders to deliver and to rate customers.", "使用", "我们处理订单以便送货。", "我们处理订单以便送货和给客户评级。", S, ChangesPurpose},
		{"Prices", "Everybody sees one price.", "An algorithm sets your price.", "价格", "所有人价格一致。", "由算法设定您的价格。", S, ChangesMethod},
		{"Storage", "Data are kept in Shenzhen.", "Data are transferred outside China.", "存储", "数据保存在深圳。", "数据将传输到中国境外。", S, ChangesMethod},
		{"Accounts", "Accounts stay apart.", "We combine your accounts of all services and their data.", "账号", "各账号相互独立。", "我们合并使用您各项服务的账号数据。", S, ChangesMethod},
		{"About us", "We are Orange.", "Orange was merged into Lemon.", "关于我们", "我们是橙子公司。", "橙子公司被柠檬公司合并。", O, ""},
		{"About us", "Orange is owned by Mr Li.", "Orange is owned by Lemon.", "关于我们", "橙子由李先生控股。", "橙子由柠檬控股。", O, ""},
		{"About us", "Orange runs it.", "A new subsidiary of Orange runs it.", "关于我们", "由橙子运营。", "由橙子新设子公司运营。", O, ""},
		{"About us", "Orange is solvent.", "Orange has filed for bankruptcy.", "关于我们", "橙子经营正常。", "橙子已申请破产。", O, ""},
		{"Your copy", "You get your copy by mail.", "You get your copy in our branch only.", "您的副本", "您可以邮寄获得副本。", "您只能在营业部获得副本。", G, ReducesRights},
		{"Refusal", "You may refuse recommendations.", "You may not refuse recommendations.", "拒绝", "您可以拒绝推荐。", "您不得拒绝推荐。", G, ReducesRights},
		{"Deletion", "We delete within 10 days of your request.", "We delete within 60 days of your request.", "删除", "收到请求后10天内删除。", "收到请求后60天内删除。", G, ReducesRights},
		{"Withdrawal", "You can withdraw consent.", "You can withdraw consent in the settings.", "撤回同意", "您可以撤回同意。", "您可以在设置中撤回同意。", G, ""},
		{"Copies", "Copies are free of charge.", "Copies are charged at ten yuan.", "副本", "副本免费提供。", "副本按十元收费。", G, ReducesRights},
		{"Complaints", "Complain to us.", "Complain to us or to the consumer council.", "投诉", "请向我们投诉。", "请向我们或消费者协会投诉。", C, ""},
		{"Contact", "Our office is in Beijing.", "Our office is in Suzhou.", "联系方式", "我们的办公室在北京。", "我们的办公室在苏州。", C, ""},
		{"Disputes", "The court of Haidian decides.", "The court of Chaoyang decides.", "争议", "由海淀法院管辖。", "由朝阳法院管辖。", C, ""},
		{"Hotline", "Our hotline is 1.", "Our hotline is 2.", "热线", "我们的热线是1。", "我们的热线是2。", C, ""},
		{"Children's data", "We assessed it.", "We assessed it and found a high risk.", "儿童信息", "我们进行了评估。", "我们进行了评估，发现高风险。", H, ""},
		{"Impact assessment", "None was needed.", "One was made.", "影响评估", "无需评估。", "已完成评估。", H, ""},
		{"Wording", "We are glad that you are here.", "We are happy that you are here.", "前言", "很高兴您的到来。", "非常高兴您的到来。", OtherTrigger, ""},
		{"Delivery times", "We deliver on Monday.", "We deliver on Tuesday.", "配送时间", "我们周一配送。", "我们周二配送。", OtherTrigger, ""},
		{"Sizes", "The parcel may weigh 5 kilos.", "The parcel may weigh 10 kilos.", "规格", "包裹限重5公斤。", "包裹限重10公斤。", OtherTrigger, ""},
	} {
		propose := func(lang, heading, was, now string) Class {
			in := func(body string) Version {
				return Version{Clauses: []Clause{{ID: "1", Heading: model.Text{lang: heading}, Body: model.Text{lang: body}}}}
			}
			c := Compare(in(was), in(now))
			got := c.Propose(c.Changes[0])
			if !slices.Contains(got.Triggers, x.trigger) || x.effect != "" && !slices.Contains(got.Effects, x.effect) {
				t.Errorf("%q is proposed as %v %v, want %v %v among them", now, got.Triggers, got.Effects, x.trigger, x.effect)
			}
			return got
		}
		en, zh := propose(english, x.heading, x.was, x.now), propose(chinese, x.titled, x.before, x.after)
		if !slices.Equal(en.Triggers, zh.Triggers) || !slices.Equal(en.Effects, zh.Effects) {
			t.Errorf("%q is proposed as %v %v, %q as %v %v", x.now, en.Triggers, en.Effects, x.after, zh.Triggers, zh.Effects)
		}
	}
}
