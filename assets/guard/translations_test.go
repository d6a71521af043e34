package guard

import (
	"bytes"
	"encoding/json"
	"flag"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"orangelab.cn/rightsdesk/ui/frame"
)

// update writes en.json anew from the sources and takes texts nobody uses any more out of zh-Hans.json:
// go test ./assets/guard -run TestTranslations -update
var update = flag.Bool("update", false, "write the English translations anew and drop unused Chinese ones")

var placeholder = regexp.MustCompile(`\{\{\.[A-Z]\}\}`)

// reserved are keys that the translation library reads as parts of one message.
var reserved = map[string]bool{"id": true, "description": true, "hash": true, "leftdelim": true, "rightdelim": true,
	"zero": true,
	"one":  true, "two": true, "few": true, "many": true, "other": true, "translation": true}

// properNames are the same in every language.
var properNames = map[string]bool{"OpenDSR": true}

func translationFile(language string) string { return "assets/translations/" + language + ".json" }

func readTranslations(tb testing.TB, language string) map[string]string {
	tb.Helper()
	m := map[string]string{}
	if err := json.Unmarshal([]byte(text(tb, translationFile(language))), &m); err != nil {
		tb.Fatalf("%s: %v", language, err)
	}
	return m
}

// writeTranslations writes a file sorted by key, one text a line.
func writeTranslations(tb testing.TB, language string, m map[string]string) {
	tb.Helper()
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(m); err != nil {
		tb.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(root, translationFile(language)), b.Bytes(), 0o644); err != nil {
		tb.Fatal(err)
	}
}

func TestTranslationsAreComplete(t *testing.T) {
	found := texts(t)
	if len(found) < 200 {
		t.Fatalf("only %d texts were found: the search is broken", len(found))
	}
	if *update {
		english, chinese := map[string]string{}, readTranslations(t, frame.Chinese)
		for key := range found {
			english[key] = inEnglish(key)
		}
		maps.DeleteFunc(chinese, func(key, _ string) bool { return found[key] == "" })
		writeTranslations(t, frame.English, english)
		writeTranslations(t, frame.Chinese, chinese)
	}
	for _, language := range []string{frame.English, frame.Chinese} {
		m := readTranslations(t, language)
		for _, key := range slices.Sorted(maps.Keys(found)) {
			value, ok := m[key]
			switch {
			case !ok || value == "":
				t.Errorf("%s lacks %q (%s)", language, key, found[key])
			case !slices.Equal(placeholders(key), placeholders(value)):
				t.Errorf("%s: %q has other placeholders than %q", language, value, key)
			case language == frame.English && value != inEnglish(key):
				t.Errorf("en: %q is %q", key, value)
			case language == frame.Chinese && value == key && strings.ContainsFunc(key, unicode.IsLower) &&
				!properNames[key]:
				t.Errorf("zh-Hans: %q is not translated", key)
			}
			if reserved[strings.ToLower(key)] {
				t.Errorf("%q is a word the translation library keeps for itself: write it otherwise", key)
			}
		}
		for key := range m {
			if found[key] == "" {
				t.Errorf("%s has %q, which nothing shows", language, key)
			}
		}
	}
}

// inEnglish is a text as English shows it: itself, without what tells a word apart from its namesake.
func inEnglish(key string) string {
	return strings.TrimSuffix(strings.TrimSuffix(key, " (role)"), " (short)")
}

func placeholders(s string) []string {
	list := placeholder.FindAllString(s, -1)
	slices.Sort(list)
	return list
}

func TestTheWindowSpeaksBothLanguages(t *testing.T) {
	for _, language := range []string{frame.Chinese, frame.English, frame.Chinese} {
		if err := frame.Use(language); err != nil {
			t.Fatal(err)
		}
		for key, want := range readTranslations(t, language) {
			want = strings.NewReplacer("{{.A}}", "5", "{{.B}}", "2", "{{.C}}", "3", "{{.D}}", "4").Replace(want)
			if got := frame.L(key, 5, 2, 3, 4); got != want {
				t.Errorf("%s: %q says %q, want %q", language, key, got, want)
			}
		}
	}
	if err := frame.Use(frame.English); err != nil {
		t.Fatal(err)
	}
}
