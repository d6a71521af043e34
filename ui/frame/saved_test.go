package frame

import (
	"path/filepath"
	"runtime"
	"testing"
)

func TestAPathOfOnesOwnFolderIsShort(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("~ means nothing there")
	}
	home := t.TempDir()
	t.Setenv("HOME", home)
	for path, want := range map[string]string{filepath.Join(home, "desks", "one"): "~/desks/one",
		home + "x/one": home + "x/one",
		"/srv/one":     "/srv/one", "postgres://desk@server/desk": "postgres://desk@server/desk"} {
		if got := FromHome(path); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
}
