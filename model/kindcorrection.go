package model

// correction is the wish to have a value put right (PIPL 46; statement, Correcting).
var correction = Meaning{
	Kind: Correction, Name: "Correction",
	Asks:    Text{"en": "to correct your personal information", "zh-Hans": "更正您的个人信息"},
	Example: Text{"en": "to correct your telephone number", "zh-Hans": "更正您的手机号码"},
	Called: []string{"更正", "修改", "补充", "更正个人信息", "rectification", "berichtigung", "rectificación", "retificação",
		"correção", "訂正", "修正", "정정", "수정", "korrektur"},
	Promised: []string{"correct", "rectif", "update your", "更正", "修改", "补充"},
	Heading:  "What is wrong, and what is right",
	Queue:    InCorrectionQueue, Ends: EndsInChange, Settles: SettlesCorrections, Owner: TaskCorrect,
	Answers: []string{"identity_checked", "corrected", "recipients", "pending"},
}
