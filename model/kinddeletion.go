package model

// deletion is the wish to have data erased (PIPL 47; statement, Delete).
var deletion = Meaning{
	Kind: Deletion, Name: "Deletion",
	Asks: Text{"en": "to delete your personal information", "zh-Hans": "删除您的个人信息"},
	Called: []string{
		"删除", "删除个人信息", "erasure", "delete", "löschung", "löschen", "suppression",
		"effacement", "supresión", "eliminación", "eliminação", "exclusão", "削除", "消去", "삭제", "파기", "被遗忘权",
	},
	Promised: []string{"delet", "eras", "删除"},
	Heading:  "What happens with each kind of data",
	Queue:    InDeletionQueue, Ends: EndsInChange, Settles: SettlesScope, Owner: TaskErase,
	Answers: []string{"identity_checked", "done", "recipients", "pending", "stopped", "kept", "remains", "beyond",
		"certificate"},
}
