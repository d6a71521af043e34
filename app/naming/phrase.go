package naming

import (
	"fmt"
	"strings"
	"sync"
	"text/template"

	"orangelab.cn/rightsdesk/app/packet"
	"orangelab.cn/rightsdesk/assets/letters"
)

// phrases are the sentences that papers take into their facts, by language: LANGUAGE/phrases.tmpl of assets/letters.
// They are read when the first is asked for.
var phrases = sync.OnceValue(func() map[string]*template.Template {
	read := map[string]*template.Template{}
	for _, lang := range []string{packet.English, packet.Chinese} {
		read[lang] = template.Must(template.New("phrases.tmpl").Option("missingkey=error").
			ParseFS(letters.Files, lang+"/phrases.tmpl"))
	}
	return read
})

// Phrase returns a sentence of assets/letters in the language of a paper, with the values that stand in it as .A, .B
// and so on. It panics where there is no such sentence, or it needs a value that is not given: a test of assets/guard
// tries every call.
func Phrase(lang, name string, values ...string) string {
	of := phrases()[Say(lang, packet.English, packet.Chinese)]
	given := map[string]string{}
	for i, v := range values {
		given[string(rune('A'+i))] = v
	}
	var b strings.Builder
	if err := of.ExecuteTemplate(&b, name, given); err != nil {
		panic(fmt.Sprintf("naming: the phrase %q: %v", name, err))
	}
	return b.String()
}
