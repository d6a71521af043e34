package model

// restriction is the wish that data are kept and otherwise left alone (PIPL 44; GDPR 18).
var restriction = Meaning{
	Kind: Restriction, Name: "Restriction", Short: "Restriction (short)",
	Asks: Text{"en": "to stop processing your personal information and only keep it", "zh-Hans": "限制处理您的个人信息，仅予以保存"},
	Example: Text{"en": "to stop processing your personal information until a dispute about it is settled",
		"zh-Hans": "在争议解决之前限制处理您的个人信息"},
	Called: []string{"限制处理", "限制", "restrict", "restrictprocessing", "limitprocessing", "einschränkung", "limitation",
		"limitación", "limitação", "利用停止", "処理停止", "처리정지"},
	Promised: []string{"restrict", "限制处理"},
	Heading:  "Which uses stop",
	Queue:    InWithdrawalQueue, Ends: EndsInChange, Settles: SettlesPurposes, Keeps: true, Owner: TaskStop,
	Answers: []string{"identity_checked", "ended", "earlier", "done", "recipients", "pending"},
}
