package model

import (
	"bytes"
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Processing is one entry of an organisation's register of processing: what a category of data is called, what it is
// used for, who receives it, how long it is kept and where it comes from (PIPL 17, GB/T 35273 8.1). It covers the
// categories below its own.
type Processing struct {
	Category string `yaml:"category"`
	// Where narrows the entry to a source, by its key, or to a collection of it, like "support" or "support.message";
	// empty: everywhere. What people write to customer service goes to others than what they write for each other.
	Where   string `yaml:"where"`
	Title   Text   `yaml:"title"`
	Purpose Text   `yaml:"purpose"`
	// Recipients outside the organisation; empty but given: nobody; not given: not recorded.
	Recipients *[]Text `yaml:"recipients"`
	Retention  Text    `yaml:"retention"`
	Origin     Text    `yaml:"origin"`
}

// Register is an organisation's register of processing, as it was written down.
type Register []Processing

// RegisterError says what is wrong with a register; Line is 0 where it is about an entry and not a line.
type RegisterError struct {
	Line     int
	Category string
	Problem  string
}

func (e *RegisterError) Error() string {
	switch {
	case e.Line > 0:
		return fmt.Sprintf("register of processing, line %d: %s", e.Line, e.Problem)
	case e.Category != "":
		return fmt.Sprintf("register of processing, %s: %s", e.Category, e.Problem)
	}
	return "register of processing: " + e.Problem
}

// Problems of a register.
const (
	RegisterUnreadable = "it is not a list of entries in YAML"
	RegisterKey        = "there is no such key; an entry has category, where, title, purpose, recipients, retention, origin"
	RegisterCategory   = "an entry needs a category"
	RegisterTwice      = "the category stands in the register twice"
	RegisterTitle      = "the entry needs a title in every language"
	RegisterLanguage   = "a text stands in one language only"
)

// ReadRegister reads a register of processing; an empty one is none. A fault is a *RegisterError.
func ReadRegister(data []byte) (Register, error) {
	if strings.TrimSpace(string(data)) == "" {
		return nil, nil
	}
	var list Register
	var any yaml.Node
	if err := yaml.Unmarshal(data, &any); err != nil {
		return nil, registerFault(err)
	}
	if any.Kind == 0 {
		return nil, nil // remarks only
	}
	in := yaml.NewDecoder(bytes.NewReader(data))
	in.KnownFields(true) // a misspelt "recipients" would otherwise say that nothing is recorded
	if err := in.Decode(&list); err != nil {
		return nil, registerFault(err)
	}
	seen := map[string]bool{}
	for _, p := range list {
		problem := ""
		switch {
		case p.Category == "":
			problem = RegisterCategory
		case seen[p.Where+"\x00"+p.Category]:
			problem = RegisterTwice
		case p.Title.Check("") != nil:
			problem = RegisterTitle
		case p.halves():
			problem = RegisterLanguage
		}
		if problem != "" {
			return nil, &RegisterError{Category: p.Category, Problem: problem}
		}
		seen[p.Where+"\x00"+p.Category] = true
	}
	return list, nil
}

// halves reports whether a text of the entry lacks a language.
func (p Processing) halves() bool {
	texts := []Text{p.Purpose, p.Retention, p.Origin}
	if p.Recipients != nil {
		for _, r := range *p.Recipients {
			if r.Check("") != nil {
				return true
			}
		}
	}
	for _, t := range texts {
		if t.Optional("") != nil {
			return true
		}
	}
	return false
}

// registerFault keeps of the reader's error only the line.
func registerFault(err error) error {
	fault := &RegisterError{Problem: RegisterUnreadable}
	text := err.Error()
	if strings.Contains(text, "not found in type") {
		fault.Problem = RegisterKey
	}
	if _, after, ok := strings.Cut(text, "line "); ok {
		if _, err := fmt.Sscanf(after, "%d", &fault.Line); err != nil {
			fault.Line = 0
		}
	}
	return fault
}

// For returns the entry that covers a category most closely wherever it is held; false where none does.
func (r Register) For(category string) (p Processing, ok bool) { return r.At(category, "", "") }

// At returns the entry that covers a category in a collection of a source most closely: one for the collection before
// one for the source before one for everywhere, and among these the one of the nearest category. False where none does.
func (r Register) At(category, source, collection string) (p Processing, ok bool) {
	for _, e := range r {
		if category != e.Category && !strings.HasPrefix(category, e.Category+".") {
			continue
		}
		if e.Where != "" && e.Where != source && e.Where != source+"."+collection {
			continue
		}
		if closer := len(e.Where) - len(p.Where); !ok || closer > 0 ||
			(closer == 0 && len(e.Category) > len(p.Category)) {
			p, ok = e, true
		}
	}
	return p, ok
}

// Everywhere returns what the register says of a category in every place of which it says something of its own.
func (r Register) Everywhere(category string) (list []Processing) {
	places := map[string]bool{}
	for _, e := range r {
		if places[e.Where] {
			continue
		}
		places[e.Where] = true
		source, collection, _ := strings.Cut(e.Where, ".")
		if p, ok := r.At(category, source, collection); ok && p.Where == e.Where {
			list = append(list, p)
		}
	}
	return list
}
