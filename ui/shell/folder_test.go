package shell

import (
	"os"
	"path/filepath"
	"runtime"
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

func TestAPathOfOnesOwnFolderIsShort(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("~ means nothing there")
	}
	home := t.TempDir()
	t.Setenv("HOME", home)
	for path, want := range map[string]string{filepath.Join(home, "desks", "one"): "~/desks/one",
		home + "x/one": home + "x/one",
		"/srv/one":     "/srv/one", "postgres://desk@server/desk": "postgres://desk@server/desk"} {
		if got := fromHome(path); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
}
