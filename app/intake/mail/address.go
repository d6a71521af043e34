package mail

import (
	"bytes"
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/charset"
	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/model/identifier"
	"orangelab.cn/rightsdesk/model/pattern"
)

// Address is one address of a mail's header.
type Address struct {
	Name string
	Mail string
	// broken says that the name was not written as one is, and is what could be made out of it.
	broken bool
}

func (a Address) String() string {
	if a.Name == "" {
		return a.Mail
	}
	return a.Name + " <" + a.Mail + ">"
}

// is reports whether two addresses reach one person.
func (a Address) is(b Address) bool { return identifier.SpellingOf("email").Same(a.Mail, b.Mail) }

// domain is what stands behind the @, in lower case.
func (a Address) domain() string {
	return strings.ToLower(a.Mail[strings.LastIndexByte(a.Mail, '@')+1:])
}

var sourceRoute = pattern.New(`^@[^\s:<>]+:\s*`)

var anyAddress = pattern.New(`[^\s<>()",;:@\[\]]+@[^\s<>()",;:@\[\]]+\.[^\s<>()",;:@\[\]]+`)

// addresses reads a list of addresses as mail programs really write it: names with bare commas, with encoded commas, in
// bare bytes, in quotes or behind the address in brackets. The structure is read before anything is decoded.
func (h header) addresses(value []byte) []Address {
	var list []Address
	var name, comment []byte
	emit := func(mail string) {
		mail = plainMail(record.Clean(mail))
		if route := sourceRoute.FindString(mail); route != "" { // RFC 5322 4.4: by which hosts it once was to go
			mail = mail[len(route):]
		}
		if strings.Count(mail, "@") == 1 && !strings.HasPrefix(mail, "@") && !strings.HasSuffix(mail, "@") {
			shown, broken := h.displayName(name, comment)
			list = append(list, Address{shown, mail, broken})
		}
		name, comment = nil, nil
	}
	flush := func() {
		if m := anyAddress.Find(name); m != nil {
			name = bytes.Replace(bytes.Replace(name, append(append([]byte("<"), m...), '>'), nil, 1), m, nil, 1)
			emit(string(m))
		}
	}
	value = linked.ReplaceAll(value, []byte("<$1>"))
	for i := 0; i < len(value) && len(list) < 50; i++ {
		switch c := value[i]; c {
		case '"':
			end := quotedEnd(value, i)
			name = append(name, value[i:end]...)
			i = end - 1
		case '(':
			end := i + bytes.IndexByte(value[i:], ')')
			if end < i {
				end = len(value) - 1
			}
			comment = append(comment, value[i+1:max(end, i+1)]...)
			i = end
		case '<':
			end := bytes.IndexByte(value[i:], '>')
			if end < 0 {
				end = len(value) - i
			}
			if inside := value[i+1 : min(i+max(end, 1), len(value))]; len(bytes.TrimSpace(inside)) == 0 {
				name = append(name, "<>"...) // no address, and the name goes on
			} else {
				emit(h.bare(inside))
			}
			i += end
		case ':':
			// The name of a group is nobody's.
			if bytes.IndexByte(value[i:], ';') >= 0 && len(list) == 0 && !bytes.ContainsRune(name, '@') {
				name = nil
			} else {
				name = append(name, c)
			}
		case ',', ';':
			// A comma in a name that nobody put into quotes is part of the name.
			if bytes.ContainsRune(name, '@') {
				flush()
			} else if len(bytes.TrimSpace(name)) > 0 {
				name = append(name, c)
			}
		default:
			name = append(name, c)
		}
	}
	flush()
	if text := h.words(value); len(list) == 0 && strings.Contains(text, "@") && text != string(value) {
		// a sender that encoded the address with the name
		return (header{encoding: charset.UTF8}).addresses([]byte(text))
	}
	return list
}

// linked is how Outlook writes an address behind a name above what it quotes.
var linked = pattern.New(`\[mailto:([^\[\]\s<>]+)\]`)

// plainMail is an address without what programs and people write around it that is none of it.
func plainMail(mail string) string {
	mail = strings.Trim(strings.ReplaceAll(mail, "＠", "@"), "<> ")
	if len(mail) > 7 && strings.EqualFold(mail[:7], "mailto:") {
		mail = mail[7:]
	}
	return strings.TrimSuffix(mail, ".")
}

// ownName is the name of whoever an address is of; empty where the address itself stands in its place.
func (a Address) ownName() string {
	if (Address{Mail: strings.Trim(a.Name, "<> ")}).is(a) {
		return ""
	}
	return a.Name
}

// everybody returns all whom the fields of a name hold, each once: in several fields, in one, or with an address in the
// place of a name. It is the only way to read a field of addresses, so that nobody in a second line is left out.
func (h header) everybody(name string) []Address {
	var all []Address
	add := func(a Address) {
		if !slices.ContainsFunc(all, a.is) {
			all = append(all, a)
		}
	}
	read := 0
	for _, f := range h.fields {
		if f.name != name || len(all) >= 20 || read >= 100 {
			continue
		}
		read++
		for _, a := range h.addresses(f.value) {
			add(a)
			if shown := anyAddress.FindString(a.Name); shown != "" {
				add(Address{Mail: shown})
			}
		}
	}
	return all
}

// named lists addresses in a sentence.
func named(list []Address) string {
	var b strings.Builder
	for i, a := range list {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(a.String())
	}
	return b.String()
}

// quotedEnd returns where the text in quotes that begins at i ends, behind the closing quote.
func quotedEnd(value []byte, i int) int {
	for j := i + 1; j < len(value); j++ {
		switch value[j] {
		case '\\':
			j++
		case '"':
			return j + 1
		}
	}
	return len(value)
}

// displayName decodes the name beside an address, or the remark behind it; broken reports whether it was not written as
// a name is.
func (h header) displayName(name, comment []byte) (shown string, broken bool) {
	name = bytes.TrimSpace(name)
	if len(name) == 0 {
		name = bytes.TrimSpace(comment)
	}
	var plain []byte
	for i := 0; i < len(name); i++ {
		if name[i] == '"' {
			end := quotedEnd(name, i)
			broken = broken || end == i+1 || name[end-1] != '"'
			plain = append(plain, unquote(name[i:end])...)
			i = end - 1
			continue
		}
		plain = append(plain, name[i])
	}
	shown, torn := wholeName(record.CleanName(h.words(plain)))
	return shown, broken || torn
}

// pieceOfWord is what is left in a name of an encoded word that does not end, or that cannot be decoded.
var pieceOfWord = pattern.New(`=\?[^\s?]*(?:\?[BbQq]?(?:\?[^\s]*)?)?|\S*\?=`)

// wholeName returns a name without the pieces that stand in none; torn reports whether there were any.
func wholeName(name string) (whole string, torn bool) {
	whole = pieceOfWord.ReplaceAllString(name, " ")
	if strings.Count(whole, "<") != strings.Count(whole, ">") ||
		strings.Contains(strings.ReplaceAll(whole, " ", ""), "<>") {
		whole = strings.NewReplacer("<", " ", ">", " ").Replace(whole)
	}
	torn = whole != name
	return strings.Join(strings.Fields(strings.Trim(whole, `,;"' `)), " "), torn
}

// machineNames are the local parts of addresses that no person reads.
var machineNames = pattern.New(`(?i)^(no-?reply|do-?not-?reply|noreply|notification|notifications|automailer|auto|robot|mailer|system|webform|www-data|wordpress|form)([-_+.0-9].*)?$|[-_+.](no-?reply|do-?not-?reply)([-_+.0-9].*)?$`)

// unread reports whether nobody reads what is sent to an address.
func (a Address) unread() bool {
	local, _, _ := strings.Cut(a.Mail, "@")
	return machineNames.MatchString(strings.ReplaceAll(local, "_", "-"))
}

func (a Address) valid() bool { _, err := identifier.NormaliseEmail(a.Mail); return err == nil }
