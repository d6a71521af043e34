package model

// objection is the wish that a use stops (PIPL 24 and 44; statement, Advertising).
var objection = Meaning{
	Kind: Objection, Name: "Objection", Short: "Objection (short)",
	Asks:    Text{"en": "to stop a use of your personal information", "zh-Hans": "停止对您的个人信息的某项使用"},
	Example: Text{"en": "to stop showing you personalised advertising", "zh-Hans": "停止向您推送个性化广告"},
	Called: []string{
		"反对", "拒绝", "停止营销", "拒绝营销", "退订", "关闭个性化广告", "widerspruch", "opposition",
		"oposición", "oposição", "配信停止", "수신거부", "optout",
	},
	Promised: []string{"object to", "right to object", "opt out", "opt-out", "反对", "拒绝"},
	Heading:  "Which uses stop",
	Queue:    InWithdrawalQueue, Ends: EndsInChange, Settles: SettlesPurposes, Owner: TaskStop,
	Answers: []string{"identity_checked", "ended", "earlier", "linked", "done", "recipients", "pending"},
}
