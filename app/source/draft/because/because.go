// Package because says why a draft of a data map guesses what it does.
package because

import (
	"strings"
	"unicode"
)

// Reason is why a draft guesses what it does.
type Reason struct {
	Code  Code    `json:"code"`
	About string  `json:"about,omitempty"` // what the code speaks of: a word, a program, a column
	Found bool    `json:"found,omitempty"` // values of the column are found where the reference leads
	Part  float64 `json:"part,omitempty"`  // how large a part of the samples has the shape
}

// Code is a kind of reason.
type Code string

// The codes. What they are called in the text of a draft stands in reasons.
const (
	Key                 Code = "key"
	SearchBegins        Code = "search_begins"
	NameOfPeople        Code = "name_of_people"
	NamedLike           Code = "named_like"
	CommentSays         Code = "comment_says"
	HoldsAs             Code = "holds_as"
	Program             Code = "program"
	LooksLikeEmail      Code = "looks_like_email"
	LooksLikeResidentID Code = "looks_like_resident_id"
	LooksLikePhone      Code = "looks_like_phone"
	LooksLikeCard       Code = "looks_like_card"
	LooksLikeIP         Code = "looks_like_ip"
	LooksLikeAccount    Code = "looks_like_account"
	LooksLikeRecord     Code = "looks_like_record"
	ForeignKeyDeclared  Code = "foreign_key"
	CompositeKey        Code = "composite_key"
	LoginNames          Code = "login_names"
	KeysAsText          Code = "keys_as_text"
	KeysOfNoOther       Code = "keys_of_no_other"
	LikeOthers          Code = "like_others"
	LikeForeignKeys     Code = "like_foreign_keys"
	NamedLikeTable      Code = "named_like_table"
	NamedForShort       Code = "named_for_short"
	LikeKeyOfPeople     Code = "like_key_of_people"
	CommentNamesTable   Code = "comment_names_table"
	LikePeopleAndKeys   Code = "like_people_and_keys"
	LikeDeeds           Code = "like_deeds"
	LikeDeedsAndKeys    Code = "like_deeds_and_keys"
	KindNames           Code = "kind_names"
	LikeReferringColumn Code = "like_referring_column"
	KeptOfThem          Code = "kept_of_them"
	KeptField           Code = "kept_field"
	CopyToSearchIn      Code = "copy_to_search_in"
	CommentNamesSubject Code = "comment_names_subject"
	KeyElsewhere        Code = "key_elsewhere"
	HeadOfRows          Code = "head_of_rows"
	AnotherWord         Code = "another_word"
	// NoContent: its type holds a flag, a number or a date, and it is called nothing personal
	NoContent   Code = "no_content"
	SaysNothing Code = "says_nothing"  // of a person, neither by name, comment nor values
	NotOfPerson Code = "not_of_person" // it says something, of nobody: the table is not about people
)

// reasons are what each code says, {} standing for what it speaks of.
var reasons = map[Code]struct{ en, zh string }{
	Key:                 {"a key", "键"},
	SearchBegins:        {"the search begins here", "从此处开始查找"},
	NameOfPeople:        {"name in a table of people", "人员表中的名称"},
	NamedLike:           {"named like {}", "名称像 {}"},
	CommentSays:         {"its comment says {}", "注释写明 {}"},
	HoldsAs:             {"holds what {} holds", "与 {} 存放的内容相同"},
	Program:             {"as {} keeps it", "按 {} 的数据结构"},
	LooksLikeEmail:      {"values look like e-mail addresses", "值像电子邮箱地址"},
	LooksLikeResidentID: {"values look like resident identity numbers", "值像居民身份证号码"},
	LooksLikePhone:      {"values look like phone numbers", "值像电话号码"},
	LooksLikeCard:       {"values look like card numbers", "值像银行卡号"},
	LooksLikeIP:         {"values look like IP addresses", "值像 IP 地址"},
	LooksLikeAccount:    {"values look like numbers of bank accounts", "值像银行账号"},
	LooksLikeRecord:     {"documents with e-mail addresses or phone numbers in them", "文档中含有电子邮箱地址或电话号码"},
	ForeignKeyDeclared:  {"foreign key", "外键"},
	CompositeKey: {`first column of a composite foreign key; the format cannot say "and"`,
		"复合外键的首列；数据映射格式无法表示“且”"},
	LoginNames:          {"holds the names by which they log in", "存放登录名"},
	KeysAsText:          {"its values are keys of these, as text", "其值是该表的键（文本形式）"},
	KeysOfNoOther:       {"its values are keys of these, and of no other table", "其值只是该表的键"},
	LikeOthers:          {"named as others that refer to it", "名称与引用该表的其他列相同"},
	LikeForeignKeys:     {"named as columns that have a foreign key", "与有外键的列同名"},
	NamedLikeTable:      {"named like it", "名称与之相似"},
	NamedForShort:       {"named like it for short", "名称是该表名称的缩写"},
	LikeKeyOfPeople:     {"named as the key of people", "与人员表的键同名"},
	CommentNamesTable:   {"its comment names the table", "注释中有该表的名称"},
	LikePeopleAndKeys:   {"named as people are, and its values are keys of these", "名称与人员相似，且其值是该表的键"},
	LikeDeeds:           {"named as what people do", "名称与人员的活动相似"},
	LikeDeedsAndKeys:    {"named as what people do, and its values are keys of these", "名称与人员的活动相似，且其值是该表的键"},
	KindNames:           {"where {} names it", "由 {} 指明"},
	LikeReferringColumn: {"named as a column that refers to it", "与引用该表的列同名"},
	KeptOfThem:          {"kept of them, and its values are keys of these", "该表补充记载人员信息，且其值是人员表的键"},
	KeptField:           {"a field in a table of what is kept of people", "补充记载人员信息的表中的字段"},
	CopyToSearchIn:      {"a copy of {} to search in", "供查找用的 {} 副本"},
	CommentNamesSubject: {"its comment names what the table is of", "注释写明了该表的内容"},
	KeyElsewhere:        {"a key of theirs elsewhere", "此人在其他系统中的标识"},
	HeadOfRows:          {"the head of its rows", "其各行的主表"},
	AnotherWord:         {"another word for it", "是该表名称的另一种说法"},
	NoContent:           {"its type holds no content, and its name nothing of a person", "其类型不存放内容，名称与个人无关"},
	SaysNothing:         {"name, comment and values say nothing of a person", "名称、注释与值均未提及个人"},
	NotOfPerson:         {"nothing leads to its table from a person", "没有从个人通向其数据表的引用"},
}

// LooksLike are the codes of the shapes of values, by the concept that has them.
var LooksLike = map[string]Code{"email": LooksLikeEmail, "national_id": LooksLikeResidentID, "phone": LooksLikePhone,
	"card":         LooksLikeCard,
	"bank_account": LooksLikeAccount, "container": LooksLikeRecord, "ip_address": LooksLikeIP}

// found is said behind the reason of a reference of which values were found in the other table.
const found, foundChinese = ", and values of it are found there", "，且其值见于该表"

// In is a reason in a language.
func (r Reason) In(lang string) string {
	said, behind := reasons[r.Code].en, found
	if lang == "zh-Hans" {
		said, behind = reasons[r.Code].zh, foundChinese
	}
	if said = strings.Replace(said, "{}", strings.Map(onOneLine, r.About), 1); r.Found {
		said += behind
	}
	return said
}

// onOneLine keeps the name of a column from ending the remark that it stands in, or from turning it round.
func onOneLine(r rune) rune {
	if unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp) {
		return ' '
	}
	return r
}

// ByValues reports whether the shape of values alone says it.
func (r Reason) ByValues() bool { return r.Part > 0 }

// sure are the reasons that are facts of the database, or of a program that is known by its tables.
var sure = map[Code]bool{Key: true, Program: true, ForeignKeyDeclared: true, NoContent: true}

// Sure reports whether a guess for this reason is hardly ever wrong: the database itself or the map of a known program
// says it, or all samples have one shape.
func (r Reason) Sure() bool { return sure[r.Code] || r.Part == 1 }
