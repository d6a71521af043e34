package shell

import (
	"os"
	"path/filepath"
	"runtime"
)

// dataFolder is where desks of this user lie.
func dataFolder() string {
	home, err := os.UserHomeDir()
	if err != nil {
		home = os.TempDir()
	}
	return folderOf(runtime.GOOS, home, os.Getenv)
}

// folderOf is where desks lie on a system. On Windows it is the local, not the roaming folder: a sealed database does
// not belong on a roaming profile. On a Mac desks lay in ~/.local/share at first; where there are such, the folder
// stays.
func folderOf(system, home string, env func(string) string) string {
	const name = "Rightsdesk"
	shared := filepath.Join(home, ".local", "share", name)
	switch base, local := env("XDG_DATA_HOME"), env("LOCALAPPDATA"); {
	case base != "":
		return filepath.Join(base, name)
	case local != "":
		return filepath.Join(local, name)
	case system == "darwin":
		if info, err := os.Stat(shared); err == nil && info.IsDir() {
			return shared
		}
		return filepath.Join(home, "Library", "Application Support", name)
	}
	return shared
}
