package shell

import (
	"os"
	"path/filepath"
	"testing"
)

func TestDesksLieWhereTheSystemKeepsData(t *testing.T) {
	home := t.TempDir()
	none := func(string) string { return "" }
	in := func(parts ...string) string { return filepath.Join(append([]string{home}, parts...)...) }
	for _, c := range []struct {
		system, want string
		env          func(string) string
	}{
		{"linux", in(".local", "share", "Rightsdesk"), none},
		{"linux", in("data", "Rightsdesk"), func(name string) string {
			return map[string]string{"XDG_DATA_HOME": in("data")}[name]
		}},
		{"windows", in("Local", "Rightsdesk"), func(name string) string {
			return map[string]string{"LOCALAPPDATA": in("Local")}[name]
		}},
		{"darwin", in("Library", "Application Support", "Rightsdesk"), none},
	} {
		if got := folderOf(c.system, home, c.env); got != c.want {
			t.Errorf("%s: %s, want %s", c.system, got, c.want)
		}
	}
	before := in(".local", "share", "Rightsdesk")
	if err := os.MkdirAll(before, 0o700); err != nil {
		t.Fatal(err)
	}
	if got := folderOf("darwin", home, none); got != before {
		t.Errorf("desks made before are looked for in %s", got)
	}
}
