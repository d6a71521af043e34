package model

// withdrawal takes back a consent (PIPL 15; statement, Withdrawal of consent).
var withdrawal = Meaning{
	Kind: Withdrawal, Name: "Withdrawal",
	Asks: Text{"en": "to stop using your personal information for what you no longer consent to",
		"zh-Hans": "撤回您此前的同意，停止相应的个人信息处理"},
	Example: Text{"en": "to stop using your location, for which you withdraw your consent",
		"zh-Hans": "撤回对使用位置信息的同意，停止相应的个人信息处理"},
	Called:   []string{"撤回", "撤回同意", "撤回授权", "widerruf", "retrait", "retirada", "同意の撤回", "同意撤回", "동의철회"},
	Promised: []string{"withdraw", "revok", "撤回", "撤销"},
	Heading:  "Which consents are withdrawn",
	Queue:    InWithdrawalQueue, Ends: EndsInChange, Settles: SettlesPurposes, Owner: TaskStop,
	Answers: []string{"identity_checked", "ended", "earlier", "linked", "done", "recipients", "pending"},
}
