package sample

import (
	"slices"

	assets "orangelab.cn/rightsdesk/assets/sample"
	"orangelab.cn/rightsdesk/model"
)

// Organisation are the facts of the sample's organisation, of which none is missing.
func Organisation() model.Organisation {
	both := func(en, zh string) model.Text { return model.Text{"en": en, "zh-Hans": zh} }
	return model.Organisation{
		Name: both("Orangelab Technology Co., Ltd.", "橙子实验室科技有限公司"), ShortName: both("Orangelab", "橙子实验室"),
		Address:   both("12 Garden Road, Haidian, Beijing", "北京市海淀区花园路 12 号"),
		Contact:   "support@orangelab.cn, 400-600-0917",
		Officer:   both("Personal information officer, 李静", "个人信息保护负责人 李静"),
		Signature: both("Privacy office\nPersonal information officer, 李静", "隐私办公室\n个人信息保护负责人 李静"),
		Court:     both("Haidian District People's Court, Beijing", "北京市海淀区人民法院"),
		Routes: []model.Route{
			{Authority: both("the cyberspace administration", "网信部门"), How: "12377, www.12377.cn"},
			{Authority: both("the market regulation authority", "市场监管部门"), How: "12315, www.12315.cn"},
			{Authority: both("the public security organ", "公安机关"), How: "110"},
		},
		ReviewDays: 15,
		Statement:  both("User privacy statement, version of 1 March 2026", "《用户隐私声明》（2026年3月1日版）"),
		Automated: both("Offers are chosen for you by a program from what you bought and looked at; no decision with a major influence on your rights is made by a program alone. You may switch these offers off in the app, under Settings > Privacy.",
			"我们根据您的购买和浏览记录由程序推送商品信息，不会仅通过自动化决策的方式作出对您的权益有重大影响的决定。您可以在应用的“设置—隐私”中关闭此类推送。"),
		Abroad: both("None of your personal information is provided to anybody outside mainland China.",
			"我们未向境外提供您的个人信息。"),
		Register: assets.Register,
		Zone:     "Asia/Shanghai", Languages: slices.Clone(model.Languages),
	}
}
