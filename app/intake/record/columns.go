package record

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/pattern"
)

// Column is one column of a CSV file and what it is read as.
type Column struct {
	Head string
	// As is the column of the template, KeptInText or NotTaken.
	As string
}

// What a column can be read as that is none of the template.
const (
	KeptInText = ""  // its content is kept in the text of the request
	NotTaken   = "-" // nothing of it is taken
)

// CSVColumns is the template: the first line of a CSV file names these columns, in any order, in English or Chinese;
// kind and one of the identifiers are needed, the others may be left out.
var CSVColumns = []string{"id", "kind", "received", "name", "email", "phone", "account", "id_number", "birth_date",
	"requester",
	"requester_name", "requester_contact", "sensitive", "text"}

// columnNames are what else a column may be called, as folded by foldName.
var columnNames = map[string][]string{
	"id": {"no", "nr", "number", "theirnumber", "requestid", "编号", "序号", "请求编号", "申请编号", "单号", "工单号",
		"lfdnr", "ref", "reference", "文号"},
	"kind": {"type", "requesttype", "requestkind", "类型", "种类", "请求类型", "申请类型", "请求种类", "请求事项", "申请事项",
		"事项", "art", "anliegen", "typ", "tipo", "requesttyp", "objet", "诉求类型", "请求", "申请类别", "类别"},
	"received": {"receivedat", "date", "submitted", "submittedat", "time", "收到时间", "收到日期", "接收时间", "接收日期",
		"提交时间", "提交日期", "申请时间", "申请日期", "请求时间", "请求日期", "日期", "时间", "eingang", "eingegangen", "datum", "eingangsdatum",
		"fecha", "daterecue", "receivedon"},
	"name": {"fullname", "subject", "姓名", "名字", "用户姓名", "客户姓名", "本人姓名", "nom", "nombre", "真实姓名"},
	"email": {"mail", "emailaddress", "mailaddress", "邮箱", "电子邮箱", "电子邮件", "邮件", "邮箱地址", "邮件地址", "电子邮箱地址",
		"emails", "emailadresse", "mailadresse", "courriel", "correo", "correoelectronico", "电邮", "信箱", "电子信箱", "メール",
		"メールアドレス"},
	"phone": {"telephone", "tel", "mobile", "cell", "phonenumber", "mobilephone", "mobilenumber", "手机",
		"手机号", "手机号码", "电话", "电话号码", "联系电话", "移动电话", "telefon", "telefonnummer", "handy", "mobil", "téléphone",
		"portable", "teléfono", "telefono", "联络电话", "行动电话", "电话番号", "電話番号"},
	"account": {"username", "user", "accountname", "accountnumber", "customerid", "userid", "customernumber",
		"memberid",
		"membernumber", "membershipnumber", "loginname", "账号", "帐号", "账户",
		"帐户", "用户名", "会员号", "会员编号", "客户编号", "用户编号", "konto", "kundennummer", "benutzername", "compte", "cuenta", "会员账号",
		"用户账号", "登录名"},
	"id_number": {"idno", "identitynumber", "idcard", "nationalid", "身份证", "身份证号", "身份证号码", "证件号", "证件号码",
		"居民身份证号", "居民身份证号码", "ausweisnummer", "personalausweis", "证件编号", "身份证字号", "护照号", "护照号码"},
	"birth_date": {"dateofbirth", "birthday", "birthdate", "born", "dob", "出生日期", "生日", "出生年月", "出生年月日",
		"geburtsdatum", "datedenaissance", "fechadenacimiento", "出生", "生年月日"},
	"requester":         {"whoasks", "requesterkind", "请求人", "申请人", "请求人类型", "申请人类型", "申请人身份", "与本人关系"},
	"requester_name":    {"请求人姓名", "申请人姓名", "代理人姓名", "监护人姓名", "代理人", "监护人"},
	"requester_contact": {"请求人联系方式", "申请人联系方式", "代理人联系方式", "监护人联系方式"},
	"sensitive":         {"withsensitive", "sensitivedata", "敏感", "敏感信息", "含敏感信息", "是否包含敏感信息", "敏感个人信息"},
	"text": {"words", "message", "content", "body", "request", "details", "内容", "请求内容", "申请内容", "具体内容",
		"正文", "原文", "说明", "诉求", "nachricht", "anfrage", "mensaje", "请求说明", "申请说明", "详细内容"},
}

// FoldName brings a column's or a value's name to one form: narrow letters in lower case and simplified characters,
// without blanks, dots and marks.
func FoldName(name string) string {
	if name == "" {
		return ""
	}
	name = Simplify(strings.ToLower(norm.NFKC.String(Clean(name))))
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" _./:：*()", r) || unicode.Is(unicode.Pd, r) {
			return -1
		}
		return r
	}, name)
}

var numbered = pattern.New(`[0-9一二三]+$`)

// ColumnOf returns the column of the template that a head names; empty where it names none. A second e-mail column may
// be called e-mail 2.
func ColumnOf(head string) string {
	folded := FoldName(head)
	if folded == "" {
		return ""
	}
	if bare := numbered.ReplaceAllString(folded, ""); bare != folded {
		if c := ColumnOf(bare); Repeats(c) {
			return c
		}
	}
	for _, c := range CSVColumns {
		if folded == strings.ReplaceAll(c, "_", "") || slices.Contains(columnNames[c], folded) {
			return c
		}
	}
	return ""
}

var formLine = pattern.New(`^\s*[*_]*([^:：]{1,40}?)[*_]*\s*[:：]\s*(.+)$`)

// FormLine reads a line as a form has it, "Phone: 138…": the column of the template that its label names, empty where
// it names none, and what stands behind it; false for any other line.
func FormLine(line string) (column, value string, is bool) {
	p := formLine.FindStringSubmatch(line)
	if p == nil {
		return "", "", false
	}
	return ColumnOf(p[1]), Clean(p[2]), true
}

// Repeats reports whether a column may stand more than once: a person has several addresses, numbers and accounts.
func Repeats(column string) bool {
	return column == "email" || column == "phone" || column == "account"
}

// requesterNames and answers are the words that a cell may use instead of the template's own.
var (
	requesterNames = map[string]model.RequesterKind{"本人": model.Self, "自己": model.Self, "监护人": model.Guardian,
		"父母": model.Guardian, "家长": model.Guardian,
		"代理人": model.Agent, "代理": model.Agent, "受托人": model.Agent, "律师": model.Agent, "lawyer": model.Agent,
		"attorney": model.Agent, "配偶": model.Relative, "妻子": model.Relative, "丈夫": model.Relative, "子女": model.Relative,
		"spouse": model.Relative, "近亲属": model.Relative, "亲属": model.Relative, "家属": model.Relative}
	Answers = map[string]bool{"": false, "no": false, "n": false, "false": false, "0": false, "否": false, "不包含": false,
		"不含": false, "nein": false, "non": false, "不": false, "无": false,
		"yes": true, "y": true, "true": true, "1": true, "是": true, "包含": true, "含": true, "ja": true, "oui": true,
		"si": true, "√": true, "✓": true, "✔": true, "有": true}
)

// KindOf returns the kind that a cell names.
func KindOf(text string) model.Kind {
	folded := FoldName(text)
	for _, k := range model.Kinds {
		if folded == strings.ReplaceAll(string(k), "_", "") ||
			slices.ContainsFunc(k.Means().Called, func(word string) bool { return FoldName(word) == folded }) {
			return k
		}
	}
	return model.Kind(Clean(text))
}

// RequesterOf returns who asks by a cell; the person themself where it is empty.
func RequesterOf(text string) model.RequesterKind {
	folded := FoldName(text)
	if k, ok := requesterNames[folded]; ok {
		return k
	}
	if folded == "" {
		return model.Self
	}
	return model.RequesterKind(folded)
}
