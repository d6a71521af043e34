package guard

import (
	"regexp"
	"strings"
	"testing"
)

// A collection has its title in a source alone: an entry that names one without its source is read by its key.
func TestAnEntryThatNamesACollectionNamesItsSource(t *testing.T) {
	found := 0
	walk(t, "app", func(path string) {
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return
		}
		for line := range strings.Lines(text(t, path)) {
			if !strings.Contains(line, `Detail["collection"]`) {
				continue
			}
			found++
			if !strings.Contains(line, `Detail["source"]`) {
				t.Errorf("%s: %s", path, strings.TrimSpace(line))
			}
		}
	})
	if found == 0 {
		t.Error("no entry names a collection any more")
	}
}

// besides are details that are true of what the sentence of the action says.
var besides = map[string]bool{"claimed": true, "late": true, "waits": true, "open": true}

// An entry that tells by a detail that the opposite was done, or something else, has a sentence for it: "Sent a notice"
// would say of a pause what is not so.
func TestWhatADetailTurnsRoundHasItsOwnSentence(t *testing.T) {
	set, named := regexp.MustCompile(
		`Detail\["([a-z_]+)"\](?:, [a-z]+\.Detail\["[a-z_]+"\])* = .*\b(?:true|false)\b`), regexp.MustCompile(
		`Detail\["([a-z_]+)"\]`)
	sentences, found := text(t, "ui/frame/entry.go"), 0
	walk(t, "app", func(path string) {
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return
		}
		for line := range strings.Lines(text(t, path)) {
			if !set.MatchString(line) {
				continue
			}
			found++
			known := false
			for _, m := range named.FindAllStringSubmatch(line, -1) {
				known = known || besides[m[1]] || strings.Contains(sentences, `, "`+m[1]+`", true, "`)
			}
			if !known {
				t.Errorf("%s: %s: give it a sentence in insteads of ui/frame/entry.go", path, strings.TrimSpace(line))
			}
		}
	})
	if found < 10 {
		t.Errorf("only %d entries are seen", found)
	}
}
