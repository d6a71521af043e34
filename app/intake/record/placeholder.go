package record

import (
	"strings"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/pattern"
)

// placeholder is what programs and people write where there is no value, as folded by foldName: the error words of a
// spreadsheet, a database's null, zeros, dashes. As an identity it would find every stranger whose row says the same.
var placeholder = pattern.New(`^(#(na|null!|ref!|value!|num!|name\?|div0!|spill!|calc!)|#*|na|null|none|nil|nan|undefined|unknown|true|false|empty|blank|` +
	`0*|x+|[–—?\\]+|无|没有|空|未知|未填|未填写|不详|不明|暂无|不适用)[。]?$`)

// names are the placeholders that are people's names too.
var names = pattern.New(`^(Na|Null|Nil|True|Blank|空|x|X)$`)

// filler is what people write to be let on: it may be somebody's, and stands in the rows of many.
var filler = pattern.New(`^(guest|anonymous|anon|test|tester|admin|default|user|demo|游客|匿名|匿名用户|测试|test@test\.com|a@a\.com|none@none\.com)$`)

// fillerDoubts names the values that many write who leave a field open.
func fillerDoubts(s model.Subject) (list []Doubt) {
	look := func(field string, values []string) {
		for _, v := range values {
			signs := strings.TrimPrefix(strings.NewReplacer(" ", "", "-", "").Replace(v), "+86")
			alike := len(signs) > 6 && strings.Trim(signs, signs[:1]) == ""
			if alike && field != "email" || filler.MatchString(strings.ToLower(v)) {
				list = append(list, Doubtful(field,
					"{{.A}} is what many write who leave the field open: it may find other people’s data", v))
			}
		}
	}
	look("email", s.Emails())
	look("phone", s.Phones())
	look("account", s.Accounts())
	return list
}

func isPlaceholder(value string) bool {
	if len(value) > 64 || strings.ContainsAny(value, "@123456789") {
		return false // as nearly every value is
	}
	return placeholder.MatchString(FoldName(value))
}

// WithoutPlaceholders returns a person without what names nobody, and a doubt for each that was left out.
func WithoutPlaceholders(s model.Subject) (model.Subject, []Doubt) {
	var doubts []Doubt
	keep := func(field, value string) string {
		if value == "" || !isPlaceholder(value) || field == "name" && names.MatchString(value) {
			return value
		}
		doubts = append(doubts,
			Doubtful(field, "“{{.A}}” stands where nothing is known; it names nobody and is left out", value))
		return ""
	}
	each := func(field string, values []string) (kept []string) {
		for _, v := range values {
			if v = keep(field, v); v != "" {
				kept = append(kept, v)
			}
		}
		return kept
	}
	emails, phones, accounts := each("email", s.Emails()), each("phone", s.Phones()), each("account", s.Accounts())
	s.Name, s.IDNumber = keep("name", s.Name), keep("id_number", s.IDNumber)
	if len(doubts) == 0 {
		return s, nil
	}
	return s.WithContacts(emails, phones, accounts), doubts
}
