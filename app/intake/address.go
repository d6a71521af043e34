package intake

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/model"
)

// address is one address of a mail's header.
type address struct {
	name string
	mail string
}

func (a address) String() string {
	if a.name == "" {
		return a.mail
	}
	return a.name + " <" + a.mail + ">"
}

// is reports whether two addresses reach one person.
func (a address) is(b address) bool { return model.SpellingOf("email").Same(a.mail, b.mail) }

// domain is what stands behind the @, in lower case.
func (a address) domain() string {
	return strings.ToLower(a.mail[strings.LastIndexByte(a.mail, '@')+1:])
}

var sourceRoute = regexp.MustCompile(`^@[^\s:<>]+:\s*`)

var anyAddress = regexp.MustCompile(`[^\s<>()",;:@\[\]]+@[^\s<>()",;:@\[\]]+\.[^\s<>()",;:@\[\]]+`)

// addresses reads a list of addresses as mail programs really write it: names with bare commas, with encoded commas, in
// bare bytes, in quotes or behind the address in brackets. The structure is read before anything is decoded.
func (h header) addresses(value []byte) []address {
	var list []address
	var name, comment []byte
	emit := func(mail string) {
		mail = clean(mail)
		if route := sourceRoute.FindString(mail); route != "" { // RFC 5322 4.4: by which hosts it once was to go
			mail = mail[len(route):]
		}
		if strings.Count(mail, "@") == 1 && !strings.HasPrefix(mail, "@") && !strings.HasSuffix(mail, "@") {
			list = append(list, address{h.displayName(name, comment), mail})
		}
		name, comment = nil, nil
	}
	flush := func() {
		if m := anyAddress.Find(name); m != nil {
			name = bytes.Replace(name, m, nil, 1)
			emit(string(m))
		}
	}
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
			emit(h.bare(value[i+1 : i+end]))
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
	return list
}

// everybody returns all whom the fields of a name hold, each once: in several fields, in one, or with an address in the place
// of a name. It is the only way to read a field of addresses, so that nobody in a second line is left out.
func (h header) everybody(name string) []address {
	var all []address
	add := func(a address) {
		if !slices.ContainsFunc(all, a.is) {
			all = append(all, a)
		}
	}
	for _, f := range h.fields {
		if f.name != name || len(all) >= 20 {
			continue
		}
		for _, a := range h.addresses(f.value) {
			add(a)
			if shown := anyAddress.FindString(a.name); shown != "" {
				add(address{mail: shown})
			}
		}
	}
	return all
}

// named lists addresses in a sentence.
func named(list []address) string {
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

// displayName decodes the name beside an address, or the remark behind it.
func (h header) displayName(name, comment []byte) string {
	name = bytes.TrimSpace(name)
	if len(name) == 0 {
		name = bytes.TrimSpace(comment)
	}
	var plain []byte
	for i := 0; i < len(name); i++ {
		if name[i] == '"' {
			end := quotedEnd(name, i)
			plain = append(plain, unquote(name[i:end])...)
			i = end - 1
			continue
		}
		plain = append(plain, name[i])
	}
	return strings.Trim(cleanName(h.words(plain)), `,;"' `)
}

// machineNames are the local parts of addresses that no person reads.
var machineNames = regexp.MustCompile(`(?i)^(no-?reply|do-?not-?reply|noreply|notification|notifications|automailer|auto|robot|mailer|system|webform|www-data|wordpress|form)([-_+.0-9].*)?$`)

// unread reports whether nobody reads what is sent to an address.
func (a address) unread() bool {
	local, _, _ := strings.Cut(a.mail, "@")
	return machineNames.MatchString(strings.ReplaceAll(local, "_", "-"))
}

func (a address) valid() bool { _, err := model.NormaliseEmail(a.mail); return err == nil }
