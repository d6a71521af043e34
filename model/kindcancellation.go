package model

// cancellation is the wish to close the account (statement, Logout of account).
var cancellation = Meaning{
	Kind: Cancellation, Name: "Cancellation",
	Asks: Text{"en": "to cancel your account", "zh-Hans": "注销您的账号"},
	Called: []string{"注销", "注销账号", "注销账户", "账号注销", "账户注销", "kontolöschung", "退会", "解約", "アカウント削除", "탈퇴", "회원탈퇴",
		"계정삭제"},
	Promised: []string{"logout", "cancel your account", "close your account", "closing your account", "account closed",
		"account cancellation", "注销"},
	Heading: "The account, and what happens with each kind of data",
	Queue:   InDeletionQueue, Ends: EndsInChange, Settles: SettlesScope, Clears: true, Owner: TaskErase,
	Answers: []string{"identity_checked", "disabled", "logins", "done", "recipients", "pending", "stopped", "kept",
		"remains", "beyond", "certificate"},
}
