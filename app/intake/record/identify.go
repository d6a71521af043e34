package record

import (
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/identifier"
	"orangelab.cn/rightsdesk/model/pattern"
)

// Told is what a person writes about themselves, for the desk to find them by: the lines below "information necessary
// to identify me", and "my phone is …". It is proposed, and proves nothing.
type Told struct {
	Name, IDNumber, BirthDate string
	Emails, Phones, Accounts  []string
	wrong                     []Doubt // what cannot be so
}

var (
	// identifies is a line below which somebody gives what they are found by.
	identifies = pattern.New(`(?i)\b(?:to |for )?(?:help (?:you )?)?(?:identify|identifying|identification|locate|find) (?:of )?(?:me|my (?:personal )?(?:data|information|account|records?))\b|\bidentification (?:data|details|information)\b|(?:meine[rn]? )?identifi(?:zierung|kation)|m['’]identifier|identificarme|(?:我的|本人的?)(?:身份|个人|账户|账号|注册)?(?:信息|资料|数据)?(?:如下|为)[:：]?\s*$|(?:用于|以便|便于|供)[^。\n]{0,12}(?:核实|核对|识别|查找|确认)[^。\n]{0,16}[:：]\s*$`)
	toldPhone  = pattern.New(`(?i)\bmy (?:mobile|cell|tele)?[ -]?(?:phone|number)(?: number)? (?:is|:)\s*(\+?[\d][\d ()-]{6,20}\d)|(?:我的|本人)(?:注册)?(?:手机|电话|联系电话)(?:号码?)?(?:是|为|[:：])\s*(\+?\d[\d -]{6,20}\d)`)
	toldOwn    = pattern.New(`(?i)\bmy (?:user ?name|login(?: name)?|account (?:name|number|id)|customer (?:number|id)|member(?:ship)? (?:number|id)) is\s*[“"']?([\p{L}\d][\p{L}\d._@-]{1,60})|(?:我的|本人)(?:会员号?|账号|帐号|用户名|客户编号|会员编号)(?:是|为|[:：])\s*[“"']?([\p{L}\d][A-Za-z\d._@-]{1,60})`)
	// notOwn are words in the place of a name of an account.
	notOwn = pattern.New(`(?i)^(?:a|an|the|not|no|now|still|also|here|closed|locked|blocked|hacked|inactive|` +
		`active|with|of|in|on|at|for|to|registered|linked|called|under|being|unknown|` +
		`missing|lost|forgotten|hidden|wrong|private|attached|above|below|as|already|my|` +
		`your|known|gone|incorrect|different|changed|new|old)$`)
)

// TellsOfThemselves reads what a text says about who writes it; now is when it is read.
func TellsOfThemselves(text string, now time.Time) (t Told) {
	const longest, most = 2000, 20 // lines of a text, and of what somebody is found by
	lines := strings.SplitN(text, "\n", longest)
	for i, line := range lines {
		if !identifies.MatchString(line) {
			continue
		}
		given := 0
		for _, below := range lines[i+1 : min(len(lines), i+1+most)] {
			column, value, is := FormLine(strings.TrimLeft(below, " \t-•*>·"))
			if !is || value == "" {
				if given > 0 || strings.TrimSpace(below) != "" {
					break
				}
				continue
			}
			given++
			t.put(column, value, now)
		}
		break
	}
	for _, m := range toldPhone.FindAllStringSubmatch(text, 5) {
		t.put("phone", strings.TrimSpace(m[1]+m[2]), now)
	}
	for _, m := range toldOwn.FindAllStringSubmatch(text, 5) {
		if account := strings.Trim(m[1]+m[2], ".-_@"); !notOwn.MatchString(account) {
			t.put("account", account, now)
		}
	}
	return t
}

// put keeps a value that is one of its column; what is none stays in the text alone.
func (t *Told) put(column, value string, now time.Time) {
	const longest = 120 // characters of a name or a number
	if utf8.RuneCountInString(value) > longest {
		return
	}
	possible := func(err error) bool {
		var wrong *FieldError
		if errors.As(err, &wrong) {
			t.wrong = append(t.wrong, Doubt{wrong.Field, wrong.Reason})
		}
		return err == nil
	}
	switch column {
	case "name":
		t.Name = value
	case "email":
		if m := WroteAddress.FindStringSubmatch(value); m != nil && !NotMail(m[1]) {
			t.Emails = append(t.Emails, m[1])
		}
	case "phone":
		if _, err := identifier.NormalisePhone(value); err == nil {
			t.Phones = append(t.Phones, value)
		}
	case "account":
		t.Accounts = append(t.Accounts, value)
	case "id_number":
		if possible(checkIDNumber(value)) {
			t.IDNumber = value
		}
	case "birth_date":
		if day, ok := ParseDay(value); ok && possible(checkBirthDate(day.Format(time.DateOnly), now)) {
			t.BirthDate = day.Format(time.DateOnly)
		}
	}
}

// of adds to somebody what they tell of themselves.
func (t Told) of(p model.Subject) model.Subject {
	if t.Name != "" {
		p.Name = t.Name
	}
	if t.IDNumber != "" {
		p.IDNumber = t.IDNumber
	}
	if t.BirthDate != "" {
		p.BirthDate = t.BirthDate
	}
	return p.WithContacts(append(p.Emails(), t.Emails...), append(p.Phones(), t.Phones...),
		append(p.Accounts(), t.Accounts...))
}

// only leaves out the values that do not stand, and returns them.
func (t *Told) only(stands func(value string) bool) (out []string) {
	gone := func(value string) bool {
		if value == "" || stands(value) {
			return false
		}
		out = append(out, value)
		return true
	}
	for _, one := range []*string{&t.Name, &t.IDNumber} {
		if gone(*one) {
			*one = ""
		}
	}
	for _, list := range []*[]string{&t.Emails, &t.Phones, &t.Accounts} {
		*list = slices.DeleteFunc(*list, gone)
	}
	return out
}

// OneForm is the doubt about a value that stands in one form of a mail's text and not in the others.
func OneForm(value string) Doubt {
	return Doubtful("subject",
		"“{{.A}}” stands in only one form of the mail’s text, and is not taken for the person’s until somebody settles it", value)
}

// ByWhom takes for the person's what the sender of a text tells of themselves in it, and leaves it open who asks where
// it points at somebody else than them: then nothing of it is the sender's. An address that is not the sender's is
// taken with a doubt, and a value that does not stand in every form of the mail is not.
func (s *Submission) ByWhom(text string, own, stands func(value string) bool, now time.Time) {
	if s.Requester != model.Self {
		return
	}
	told, as := TellsOfThemselves(text, now), s.Subject
	hidden := told.only(stands)
	s.Subject = told.of(as)
	before := len(s.Doubts)
	s.ForWhom(text, func(mail string) bool { return own(mail) || slices.Contains(told.Emails, mail) })
	if len(s.Doubts) > before {
		s.Subject = as
		return
	}
	for _, value := range hidden {
		s.Doubt(OneForm(value))
	}
	for _, d := range told.wrong {
		s.Doubt(d)
	}
	for _, mail := range told.Emails {
		if !own(mail) {
			s.Doubt(Doubtful("email",
				"“{{.A}}” is named in the text beside the address that it came from: find out whether both are one person’s", mail))
		}
	}
}
