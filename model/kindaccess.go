package model

// access is the wish to know what is held (PIPL 45; statement, Access).
var access = Meaning{
	Kind: Access, Name: "Access",
	Asks: Text{"en": "to tell you what personal information we hold about you", "zh-Hans": "查阅我们持有的您的个人信息"},
	Called: []string{"查阅", "查询", "查阅个人信息", "查询个人信息", "知情", "auskunft", "accès", "acceso", "acesso", "開示", "開示請求", "閲覧",
		"열람", "열람요구", "auskunftsersuchen"},
	Promised: []string{"access ", "accessing ", "see your", "see and", "inspect", "查阅", "查询", "访问"},
	Queue:    InExportQueue, Ends: EndsInCopy,
	Answers: []string{"identity_checked", "done", "pending", "withheld", "copy", "automated", "abroad"},
}
