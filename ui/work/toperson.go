package work

import (
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// languageNames are what the languages of letters call themselves.
var languageNames = map[string]string{letter.English: "English", letter.Chinese: "中文"}

// LanguageName returns what a language of letters calls itself.
func LanguageName(lang string) string { return languageNames[lang] }

// LetterLanguage is the person's language where the request or their own words tell it, else that of the window.
func (w Work) LetterLanguage() string {
	return letter.LanguageFor(w.Request.Subject.Language, w.Request.Body, frame.Language())
}

// ToPerson is a field of which the letter to the person says what is typed. It says so, and in which language the
// letter is; what is written in another script gets a word. Every text that reaches a letter is typed into such a
// field.
func ToPerson(label string, entry *part.Entry, lang string) *part.Field {
	f := part.NewField(label, entry).WithHint(toldHint(lang, entry.Text))
	changed := entry.OnChanged
	entry.OnChanged = func(text string) {
		if hint := toldHint(lang, text); hint != f.Hint {
			f.WithHint(hint).Refresh()
		}
		if changed != nil {
			changed(text)
		}
	}
	return f
}

// ForeignBanner tells a second person that what a member of staff wrote is not in the language of the letter.
func ForeignBanner() *part.Banner {
	return part.NewBanner(part.BannerAmber, "warn", frame.L("Words in it are in another language than the letter"),
		frame.L("The person may not be able to read them: return it with a comment, unless that is meant."))
}

// toldHint says that a text reaches the person, and whether it is in the language of the letter.
func toldHint(lang, text string) string {
	if letter.InScript(lang, text) {
		return frame.L("The person reads it in the letter, which is in {{.A}}.", languageNames[lang])
	}
	return frame.L("The person reads it in the letter, which is in {{.A}}: this is in another language.",
		languageNames[lang])
}
