package model

// complaint is about how the organisation treats personal data (PIPL 65; statement, Contact).
var complaint = Meaning{
	Kind: Complaint, Name: "Complaint",
	Asks: Text{"en": "to look into your complaint about how we treat your personal information",
		"zh-Hans": "处理您关于个人信息处理的投诉"},
	Example:  Text{"en": "to look into how your request was treated", "zh-Hans": "核查对您的请求的处理"},
	Called:   []string{"投诉", "举报", "申诉", "beschwerde", "réclamation", "reclamación", "reclamação", "苦情", "민원"},
	Promised: []string{"complain", "who to contact", "投诉", "举报"},
	Ends:     EndsInAnswer,
	Answers:  []string{"verdict", "answered"},
}
