package model

// selfService is a call for help with what people can do themselves in their account.
var selfService = Meaning{
	Kind: SelfService, Name: "Help",
	Asks:    Text{"en": "for help with settings and information in your account", "zh-Hans": "协助您在账号中查看和设置个人信息"},
	Example: Text{"en": "to help you to change your password", "zh-Hans": "协助您修改密码"},
	Called:  []string{"自助", "自助服务", "帮助", "咨询", "help"},
	Ends:    EndsInAnswer,
	Answers: []string{"answered"},
}
