package files

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// member is a value of an object, and where it lies in the text.
type member struct {
	name     string
	from, to int
}

// object is one object of a file, and where it lies in the text.
type object struct {
	from, to int
	members  []member
}

// objects are those of one table.
type objects struct {
	name    string
	closed  string
	lines   bool // one below another, with nothing between
	objects []object
}

var errNoRows = errors.New("it holds no list of objects, so it has no rows")

// scanner finds where values lie.
type scanner struct {
	text string
	dec  *json.Decoder
}

// begin returns where the next value begins.
func (s *scanner) begin() int {
	at := int(s.dec.InputOffset())
	return at + len(s.text[at:]) - len(strings.TrimLeft(s.text[at:], " \t\r\n,:"))
}

func (s *scanner) at() byte {
	if at := s.begin(); at < len(s.text) {
		return s.text[at]
	}
	return 0
}

// file reads the whole of a file.
func (s *scanner) file() ([]objects, error) {
	switch s.at() {
	case 0:
		return nil, nil
	case '[':
		list, all, err := s.list()
		if err == nil && !all {
			err = errNoRows
		}
		if err == nil {
			err = s.ended()
		}
		return []objects{{objects: list}}, err
	case '{':
	default:
		return nil, errNoRows
	}
	first, tables, err := s.outer()
	if err != nil {
		return nil, err
	}
	if s.at() == 0 {
		if len(tables) == 0 {
			return []objects{{objects: []object{first}, closed: notAnew}}, nil
		}
		if len(first.members) > 0 {
			tables = append(tables, objects{objects: []object{first}, closed: notAnew})
		}
		return tables, nil
	}
	// One object below another.
	s.dec = json.NewDecoder(strings.NewReader(s.text))
	var list []object
	for s.at() != 0 {
		o, err := s.object()
		if err != nil {
			return nil, err
		}
		list = append(list, o)
	}
	return []objects{{objects: list, lines: true}}, nil
}

// ended reports anything behind the end.
func (s *scanner) ended() error {
	if s.at() != 0 {
		return errors.New("something stands behind its end")
	}
	return nil
}

// list reads a list; all is false where something else than an object is in it.
func (s *scanner) list() (out []object, all bool, err error) {
	if _, err := s.dec.Token(); err != nil {
		return nil, false, err
	}
	all = true
	for s.dec.More() {
		if s.at() != '{' {
			all = false
			if err := s.value(); err != nil {
				return nil, false, err
			}
			continue
		}
		o, err := s.object()
		if err != nil {
			return nil, false, err
		}
		out = append(out, o)
	}
	_, err = s.dec.Token()
	return out, all, err
}

// value reads one value whole.
func (s *scanner) value() error {
	var raw json.RawMessage
	return s.dec.Decode(&raw)
}

// object reads an object and where its members lie.
func (s *scanner) object() (o object, err error) {
	if o.from = s.begin(); s.at() != '{' {
		return o, errNoRows
	}
	if _, err := s.dec.Token(); err != nil {
		return o, err
	}
	seen := map[string]bool{}
	for s.dec.More() {
		name, err := s.name(seen)
		if err != nil {
			return o, err
		}
		from := s.begin()
		if err := s.value(); err != nil {
			return o, err
		}
		o.members = append(o.members, member{name, from, int(s.dec.InputOffset())})
	}
	_, err = s.dec.Token()
	o.to = int(s.dec.InputOffset())
	return o, err
}

func (s *scanner) name(seen map[string]bool) (string, error) {
	token, err := s.dec.Token()
	if err != nil {
		return "", err
	}
	name, _ := token.(string)
	if seen[name] {
		return "", fmt.Errorf("an object has the name %q twice", name)
	}
	seen[name] = true
	return name, nil
}

// outer reads an object of which each list of objects is a table; what is none of those are its own members.
func (s *scanner) outer() (o object, tables []objects, err error) {
	o.from = s.begin()
	if _, err := s.dec.Token(); err != nil {
		return o, nil, err
	}
	seen := map[string]bool{}
	for s.dec.More() {
		name, err := s.name(seen)
		if err != nil {
			return o, nil, err
		}
		from := s.begin()
		if s.at() != '[' {
			if err := s.value(); err != nil {
				return o, nil, err
			}
			o.members = append(o.members, member{name, from, int(s.dec.InputOffset())})
			continue
		}
		list, all, err := s.list()
		if err != nil {
			return o, nil, err
		}
		if all && len(list) > 0 && name != "" {
			tables = append(tables, objects{name: name, objects: list})
		} else {
			o.members = append(o.members, member{name, from, int(s.dec.InputOffset())})
		}
	}
	_, err = s.dec.Token()
	o.to = int(s.dec.InputOffset())
	return o, tables, err
}
