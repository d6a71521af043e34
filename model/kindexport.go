package model

// export is the wish for a copy (PIPL 45; statement, Copy).
var export = Meaning{
	Kind: Export, Name: "Export",
	Asks: Text{"en": "for a copy of your personal information", "zh-Hans": "复制我们持有的您的个人信息"},
	Called: []string{
		"导出", "副本", "复制", "获取副本", "个人信息副本", "可携带", "转移", "copy", "portability",
		"kopie", "copie", "copia", "cópia", "コピー", "写し", "사본", "portabilité", "portabilidad", "portabilidade",
		"datenübertragbarkeit", "可携带权", "数据可携", "汇出",
	},
	Promised: []string{"copy", "copies", "portab", "副本", "复制", "转移", "携带"},
	Queue:    InExportQueue, Ends: EndsInCopy,
	Answers: []string{"identity_checked", "done", "pending", "withheld", "copy"},
}
