package ldap

import (
	"slices"
	"strings"

	"github.com/go-ldap/ldap/v3"

	"orangelab.cn/rightsdesk/model/pattern"
)

// schema is what a directory says of its classes and attributes (RFC 4512, 4.2), as far as it is needed here; nothing
// where it shows none.
type schema struct {
	above  map[string][]string // by class, in small letters: the classes it is made from
	must   map[string][]string // by class: the attributes that its entries must have
	may    map[string][]string // and those that they may have
	called map[string]string   // the classes by which entries are told apart, as the directory writes them
	names  map[string]string   // of an attribute, by each of its names: the first
	cased  map[string]string   // by the first name of an attribute: as the directory writes it
	remark map[string]string   // by the first name of an attribute
}

var (
	namesOf = pattern.New(`\bNAME\s+(?:'([^']*)'|\(([^)]*)\))`)
	aboveOf = pattern.New(`\bSUP\s+(?:\(([^)]*)\)|([\w.-]+))`)
	mustOf  = pattern.New(`\bMUST\s+(?:\(([^)]*)\)|([\w.-]+))`)
	mayOf   = pattern.New(`\bMAY\s+(?:\(([^)]*)\)|([\w.-]+))`)
	saysOf  = pattern.New(`\bDESC\s+'([^']*)'`)
)

// readSchema asks the directory for its schema.
func readSchema(c *ldap.Conn) (schema, error) {
	s := schema{map[string][]string{}, map[string][]string{}, map[string][]string{}, map[string]string{},
		map[string]string{}, map[string]string{}, map[string]string{}}
	root, err := c.Search(ldap.NewSearchRequest("", ldap.ScopeBaseObject, ldap.NeverDerefAliases, 0, 0, false,
		"(objectClass=*)", []string{"subschemaSubentry"}, nil))
	if err != nil || len(root.Entries) == 0 {
		return s, lostOnly(err)
	}
	at := root.Entries[0].GetAttributeValue("subschemaSubentry")
	if at == "" {
		return s, nil
	}
	got, err := c.Search(ldap.NewSearchRequest(at, ldap.ScopeBaseObject, ldap.NeverDerefAliases, 0, 0, false,
		"(objectClass=subschema)", []string{"objectClasses", "attributeTypes"}, nil))
	if err != nil || len(got.Entries) == 0 {
		return s, lostOnly(err)
	}
	for _, text := range got.Entries[0].GetAttributeValues("objectClasses") {
		names := namesOf.FindStringSubmatch(text)
		if all := written(names); len(all) > 0 && !strings.Contains(text, " ABSTRACT") &&
			!strings.Contains(text, " AUXILIARY") {
			s.called[strings.ToLower(all[0])] = all[0]
		}
		for _, name := range words(names) {
			s.above[name], s.must[name], s.may[name] = words(aboveOf.FindStringSubmatch(text)), words(
				mustOf.FindStringSubmatch(text)), words(mayOf.FindStringSubmatch(text))
		}
	}
	for _, text := range got.Entries[0].GetAttributeValues("attributeTypes") {
		m := namesOf.FindStringSubmatch(text)
		names := words(m)
		if len(names) > 0 {
			s.cased[names[0]] = written(m)[0]
		}
		for _, name := range names {
			s.names[name] = names[0]
		}
		if m := saysOf.FindStringSubmatch(text); m != nil && len(names) > 0 {
			_, said, coded := strings.Cut(m[1], ": ") // "RFC2256: street address of this object"
			if !coded {
				said = m[1]
			}
			s.remark[names[0]] = said
		}
	}
	return s, nil
}

// lostOnly drops that a login may not read the schema: then the server says what it demands when it is written.
func lostOnly(err error) error {
	if err != nil && ldap.IsErrorWithCode(err, ldap.ErrorNetwork) {
		return failed(err)
	}
	return nil
}

// written are the names that a pattern found.
func written(m []string) []string {
	if m == nil {
		return nil
	}
	return strings.FieldsFunc(strings.Join(m[1:], " "), func(r rune) bool {
		return strings.ContainsRune(" '$\t\r\n", r)
	})
}

// words are the names that a pattern found, in small letters.
func words(m []string) []string {
	out := written(m)
	for i, w := range out {
		out[i] = strings.ToLower(w)
	}
	return out
}

// attributes are those that entries of a class may have, as the directory writes them, those that they must have first.
func (s schema) attributes(class string) (out []string) {
	return s.gathered(strings.ToLower(class), nil, 0)
}

func (s schema) gathered(class string, out []string, depth int) []string {
	for _, name := range slices.Concat(s.must[class], s.may[class]) {
		if cased := s.cased[s.first(name)]; cased != "" && !slices.Contains(out, cased) {
			out = append(out, cased)
		}
	}
	for _, above := range s.above[class] {
		if depth < 20 {
			out = s.gathered(above, out, depth+1)
		}
	}
	return out
}

// required reports whether entries of a class must have an attribute.
func (s schema) required(class, attribute string) bool {
	return s.demands(strings.ToLower(class), s.first(attribute), 0)
}

func (s schema) first(attribute string) string {
	if first := s.names[strings.ToLower(attribute)]; first != "" {
		return first
	}
	return strings.ToLower(attribute)
}

func (s schema) demands(class, attribute string, depth int) bool {
	for _, must := range s.must[class] {
		if s.first(must) == attribute {
			return true
		}
	}
	for _, above := range s.above[class] {
		if depth < 20 && s.demands(above, attribute, depth+1) {
			return true
		}
	}
	return false
}

// described returns what the directory says of an attribute.
func (s schema) described(attribute string) string { return s.remark[s.first(attribute)] }
