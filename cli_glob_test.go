package main

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestAPatternNamesItsFilesWhereTheShellLeavesIt(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"a.csv", "b.csv", "c.eml"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	in := func(name string) string { return filepath.Join(dir, name) }
	for _, c := range []struct{ words, want []string }{
		{[]string{in("*.csv")}, []string{in("a.csv"), in("b.csv")}},
		{[]string{"--zone", "Asia/Shanghai", in("?.eml"), in("a.csv")},
			[]string{"--zone", "Asia/Shanghai", in("c.eml"), in("a.csv")}},
		{[]string{in("*.json")}, []string{in("*.json")}},
		{[]string{"--head=*.csv", `\\?\C:\a.csv`}, []string{"--head=*.csv", `\\?\C:\a.csv`}},
		{nil, nil},
	} {
		if got := expandAll(c.words); !slices.Equal(got, c.want) {
			t.Errorf("%q: %q, want %q", c.words, got, c.want)
		}
	}
}
