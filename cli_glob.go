package main

import (
	"path/filepath"
	"runtime"
	"strings"
)

// expand replaces each word that is a pattern, such as *.csv, by the files that it names: the shells of Windows leave
// that to the programs. A word that names no file stays, and so does everything where the shell has expanded it.
func expand(words []string) []string {
	if runtime.GOOS != "windows" {
		return words
	}
	return expandAll(words)
}

func expandAll(words []string) (out []string) {
	for _, word := range words {
		if strings.HasPrefix(word, "-") || !strings.ContainsAny(word, "*?") || strings.HasPrefix(word, `\\?\`) {
			out = append(out, word)
			continue
		}
		if files, err := filepath.Glob(word); err == nil && len(files) > 0 {
			out = append(out, files...)
			continue
		}
		out = append(out, word)
	}
	return out
}
