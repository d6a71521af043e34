package connector

import (
	"strings"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/model/pattern"
)

// The names that every template knows.
const (
	MaskedFields = "masked_object_fields" // the masked fields of the row
	AllFields    = "all_object_fields"    // the declared fields of the row, those that are masked with their new values
	FieldList    = "field_list"
	UUID         = "uuid"
	Now          = "iso_8601_datetime"
	RequestID    = "privacy_request_id"
)

// builtIn are the names that a template may use without declaring them.
var builtIn = map[string]bool{MaskedFields: true, AllFields: true, FieldList: true, UUID: true, Now: true,
	RequestID:         true,
	"privacy_request": true, "custom_privacy_request_fields": true}

// Template is a text with placeholders: <name>, <a.b>, which leads into a value, or <name?>, which may lack one.
type Template struct {
	Text  string
	Parts []Part
	Pos   dataset.Position
}

// Part is a piece of text, or a placeholder where Name is set.
type Part struct {
	Literal  string
	Name     string
	Optional bool
}

var placeholder = pattern.New(`<[^<>]+>`)

// NewTemplate returns the template that a text is.
func NewTemplate(text string, pos dataset.Position) Template {
	t := Template{Text: text, Pos: pos}
	end := 0
	for _, at := range placeholder.FindAllStringIndex(text, -1) {
		if at[0] > end {
			t.Parts = append(t.Parts, Part{Literal: text[end:at[0]]})
		}
		name, optional := strings.CutSuffix(text[at[0]+1:at[1]-1], "?")
		t.Parts = append(t.Parts, Part{Name: name, Optional: optional})
		end = at[1]
	}
	if end < len(text) {
		t.Parts = append(t.Parts, Part{Literal: text[end:]})
	}
	return t
}

// Fixed reports whether the text has no placeholder.
func (t Template) Fixed() bool {
	return len(t.Parts) == 0 || len(t.Parts) == 1 && t.Parts[0].Name == ""
}

// Only returns the name of the one placeholder that the whole text is; false where it is anything else.
func (t Template) Only() (string, bool) {
	if len(t.Parts) == 1 && t.Parts[0].Name != "" {
		return t.Parts[0].Name, true
	}
	return "", false
}

// Names returns the names of the placeholders, dotted ones whole.
func (t Template) Names() []string {
	var out []string
	for _, p := range t.Parts {
		if p.Name != "" {
			out = append(out, p.Name)
		}
	}
	return out
}

// Uses reports whether the text has a placeholder for a name or for something inside it.
func (t Template) Uses(name string) bool {
	for _, used := range t.Names() {
		if used == name || strings.HasPrefix(used, name+".") {
			return true
		}
	}
	return false
}
