package record

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"orangelab.cn/rightsdesk/app/charset"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/identifier"
	"orangelab.cn/rightsdesk/model/pattern"
)

// Doubt is something about a submission that may not be so: it is taken in, and whoever settles it looks there first.
type Doubt struct {
	// Field is the field of the submission that is meant; empty where all of it is.
	Field  string
	Reason Reason
}

// String returns the doubt in English, behind its field.
func (d Doubt) String() string {
	if d.Field == "" {
		return d.Reason.Error()
	}
	return d.Field + ": " + d.Reason.Error()
}

// Doubtful returns a doubt about a field; the text is a key of the translations, with {{.A}}, {{.B}}… for its values.
func Doubtful(field, text string, values ...any) Doubt { return Doubt{field, Because(text, values...)} }

// EachOnce returns each doubt once, in their order.
func EachOnce(doubts []Doubt) []Doubt {
	seen := map[string]bool{}
	return slices.DeleteFunc(doubts, func(d Doubt) bool {
		said := seen[d.String()]
		seen[d.String()] = true
		return said
	})
}

var allDigits = pattern.New(`^[0-9]+$`)

// checkIDNumber refuses what a spreadsheet left of an identity number: it keeps fifteen digits and writes zeros for the
// rest, or 4.40301E+17 for all of it.
func checkIDNumber(number string) error {
	id := identifier.NormaliseIDNumber(number)
	if twoNumbers.MatchString(number) {
		return Wrong("id_number", "holds two numbers, and a person has one: make a record of each person")
	}
	if power.MatchString(id) {
		return Shortened("id_number", number)
	}
	if _, problems := identifier.CheckID18(id); allDigits.MatchString(id) && len(id) == 18 &&
		strings.HasSuffix(id, "000") && slices.Contains(problems, identifier.IDChecksum) {
		return &FieldError{"id_number",
			Because("the check digit is wrong and the last three digits are zeros, as a spreadsheet leaves them: ask for the number again", number).spoilt()}
	}
	return nil
}

// checkBirthDate refuses a birth date that is none.
func checkBirthDate(date string, now time.Time) error {
	if date == "" {
		return nil
	}
	birth, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return Wrong("birth_date", "write it as 2012-05-31")
	}
	if birth.After(now.AddDate(0, 0, 1)) {
		return Wrong("birth_date", "lies in the future")
	}
	if birth.Year() == 1899 && birth.YearDay() >= 364 || birth.Year() == 1900 && birth.YearDay() == 1 {
		return &FieldError{"birth_date",
			Because("is the day that programs write where there is none: ask for it again").spoilt()}
	}
	if !model.BirthPossible(birth, now.AddDate(0, 0, 1)) {
		return Wrong("birth_date", "lies more than 130 years back")
	}
	return nil
}

// ahead is how far the clocks of two computers may be apart without a word.
const ahead = 10 * time.Minute

// DoubtsOf finds what may not be so in the values of a submission.
func DoubtsOf(s Submission, now time.Time) []Doubt {
	list := slices.Concat(idDoubts(s.Subject, now), phoneDoubts(s.Subject), emailDoubts(s.Subject),
		accountDoubts(s.Subject), fillerDoubts(s.Subject))
	if s.ReceivedAt.After(now.Add(ahead)) {
		list = append(list, Doubtful("received", "lies ahead of this computer's clock: find out when it came in"))
	}
	if masked.MatchString(s.Subject.Name) || strings.ContainsAny(s.Subject.Name, "*＊") {
		list = append(list, Doubtful("name", "a part of the name is hidden: ask for all of it"))
	}
	if strings.HasPrefix(s.Subject.Name, "=") && s.Channel != model.ByMail {
		list = append(list, Doubtful("name", "is a formula of a spreadsheet, and no name"))
	}
	for _, mail := range s.Subject.Emails() {
		if strings.HasPrefix(mail, "=") && s.Channel != model.ByMail {
			list = append(list, Doubtful("email", "{{.A}} begins as a formula of a spreadsheet does", mail))
		}
	}
	for _, v := range []struct{ field, value string }{{"name", s.Subject.Name}, {"text", s.Body},
		{"requester_name", s.RequesterName}} {
		if strings.Contains(v.value, `\uFFFD`) || charset.Damaged(v.value) {
			list = append(list, Doubtful(v.field,
				`another program lost characters before this came here; \uFFFD stands in their place`))
		} else if read := charset.Misread(v.value); read != "" {
			list = append(list,
				Doubtful(v.field,
					"another program read it in the wrong encoding before it came here; it may say “{{.A}}”",
					Beginning(read, 60)))
		}
	}
	return list
}

// plainMobile reports whether a number is a mobile number of China as most tables write it, which needs no library to
// be known.
func plainMobile(phone string) bool {
	return len(phone) == 11 && phone[0] == '1' && phone[1] >= '3' && allDigits.MatchString(phone)
}

// phoneDoubts finds numbers of China that have a digit too many or too few, or no area code.
func phoneDoubts(s model.Subject) (list []Doubt) {
	for _, phone := range s.Phones() {
		if plainMobile(phone) {
			continue
		}
		key, err := identifier.NormalisePhone(phone)
		digits, home := strings.CutPrefix(key, "+86")
		if err != nil || !home || !allDigits.MatchString(digits) {
			continue
		}
		switch mobile := digits[0] == '1' && digits[1] >= '3'; {
		case mobile && len(digits) != 11:
			list = append(list, Doubtful("phone", "{{.A}}: a mobile number of China has 11 digits, this one has {{.B}}",
				phone, len(digits)))
		case len(digits) < 9:
			list = append(list, Doubtful("phone",
				"{{.A}}: a number of China without its area code, which is not certain to reach anybody", phone))
		case len(digits) > 11:
			list = append(list, Doubtful("phone",
				"{{.A}}: a number of China has at most 11 digits, this one has {{.B}}", phone, len(digits)))
		case !withCountry.MatchString(phone):
			if sign := abroad(s); sign != "" {
				list = append(list,
					Doubtful("phone",
						"{{.A}} was read as a number of China, while {{.B}} is of another country: ask for its country code", phone, sign))
			}
		}
	}
	return list
}

var (
	// withCountry is how a number begins that says its country.
	withCountry = pattern.New(`^\W*(?:\+|00)|^\W*86\d{9}`)
	// mailAbroad is an address of a domain that one country's people use; domains such as .io and .co are everybody's.
	mailAbroad = pattern.New(`(?i)\.(?:ar|at|au|be|br|ca|ch|cl|cz|de|dk|es|fi|fr|gr|hk|hu|id|ie|il|in|it|jp|kr|mo|mx|my|nl|no|nz|ph|pl|pt|ro|ru|se|sg|th|tr|tw|ua|uk|vn|za)$`)
)

// abroad returns what of a person says that they live in another country: an address, or a name in its script; empty
// where nothing does.
func abroad(s model.Subject) string {
	if strings.ContainsFunc(s.Name, func(r rune) bool {
		return unicode.In(r, unicode.Hangul, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Cyrillic)
	}) {
		return s.Name
	}
	for _, mail := range s.Emails() {
		if mailAbroad.MatchString(mail) {
			return mail
		}
	}
	return ""
}

// strangeIn returns what stands in a number of 18 characters, nearly all of them digits, that stands in no identity
// number.
func strangeIn(id string) (strange string) {
	runes := []rune(id)
	digits := 0
	for i, r := range runes {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case i == 17 && r == 'X', strange != "":
		default:
			strange = string(r)
		}
	}
	if len(runes) != 18 || digits < 14 {
		return ""
	}
	return strange
}

var lettersBefore = pattern.New(`^[A-Z]{1,2}[1-9]\d{5}(?:18|19|20)\d{2}[01]\d[0-3]\d{4}[\dX]$`)

func idDoubts(s model.Subject, now time.Time) []Doubt {
	id := identifier.NormaliseIDNumber(s.IDNumber)
	if lettersBefore.MatchString(id) {
		return []Doubt{Doubtful("id_number",
			"looks like an identity number with “{{.A}}” before it, which belongs to none",
			strings.TrimRight(id, "0123456789X"))}
	}
	if strange := strangeIn(id); strange != "" {
		return []Doubt{Doubtful("id_number",
			"looks like an identity number, but holds “{{.A}}”, which stands in none: a letter that looks like a digit or like X", strange)}
	}
	if len(id) < 15 || !allDigits.MatchString(id[:15]) {
		return nil // a passport or another paper, which is not checked
	}
	birth, problems := identifier.CheckID18(id)
	var list []Doubt
	for _, p := range problems {
		switch p {
		case identifier.IDLength:
			list = append(list, Doubtful("id_number", "has {{.A}} characters, an identity number has 18",
				len([]rune(id))))
		case identifier.IDChecksum:
			list = append(list, Doubtful("id_number",
				"the check digit is wrong: a digit was mistyped, or the number was made up"))
		case identifier.IDDate:
			list = append(list, Doubtful("id_number", "holds no date of birth that can be read, so it gives no age"))
		case identifier.IDRegion:
			list = append(list, Doubtful("id_number", "begins with no region that is known"))
		}
	}
	if birth.IsZero() {
		return list
	}
	if !model.BirthPossible(birth, now.AddDate(0, 0, 1)) {
		return append(list, Doubtful("id_number",
			"says its holder was born on {{.A}}, which cannot be, so it gives no age", birth.Format(time.DateOnly)))
	}
	if s.BirthDate != "" && s.BirthDate != birth.Format(time.DateOnly) {
		list = append(list, Doubtful("birth_date", "is not the one that the identity number says, {{.A}}",
			birth.Format(time.DateOnly)))
	}
	return list
}
