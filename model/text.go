package model

import (
	"fmt"
	"strings"
)

// Languages lists the languages that every text of a rule pack is written in.
var Languages = []string{"en", "zh-Hans"}

// Text is one text in each of the Languages.
type Text map[string]string

// In is the text in a language, in English where there is none.
func (t Text) In(lang string) string {
	if s, ok := t[lang]; ok {
		return s
	}
	return t["en"]
}

// Say is a text in each of the Languages, with values in place of the verbs of fmt; a value that is a Text goes in in
// the same language.
func Say(en, zh string, values ...any) Text {
	t := Text{}
	for lang, format := range map[string]string{"en": en, "zh-Hans": zh} {
		in := make([]any, len(values))
		for i, v := range values {
			in[i] = v
			if text, is := v.(Text); is {
				in[i] = text.In(lang)
			}
		}
		t[lang] = fmt.Sprintf(format, in...)
	}
	return t
}

// Check returns an error that names the text where a language is missing.
func (t Text) Check(name string) error {
	for _, lang := range Languages {
		if strings.TrimSpace(t[lang]) == "" {
			return Wrong("%s has no text in %s", name, lang)
		}
	}
	return nil
}

// Optional checks a text that may be left out, but not in one language only.
func (t Text) Optional(name string) error {
	if t == nil {
		return nil
	}
	return t.Check(name)
}
