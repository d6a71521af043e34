package private_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/private"
)

func TestWhatIsMadeIsItsOwnersAlone(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "above", "desk")
	if err := private.Folder(folder); err != nil {
		t.Fatal(err)
	}
	made, written, opened := filepath.Join(folder, "made"), filepath.Join(folder, "written"), filepath.Join(folder,
		"opened")
	f, err := private.Create(made)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString("one"); err != nil {
		t.Fatal(err)
	}
	again, err := private.Create(made)
	if !errors.Is(err, fs.ErrExist) {
		t.Errorf("a second file of one name: %v, %v", again, err)
	}
	temp, err := private.CreateTemp(folder, ".part-*.tmp")
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"a longer text", "short"} {
		if err := private.Write(written, []byte(text)); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(written); err != nil || string(got) != text {
			t.Errorf("written %q, read %q, %v", text, got, err)
		}
	}
	for range 2 {
		a, err := private.OpenFile(opened, os.O_CREATE|os.O_WRONLY|os.O_APPEND)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := a.WriteString("x"); err != nil {
			t.Fatal(err)
		}
		if err := a.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := os.ReadFile(opened); err != nil || string(got) != "xx" {
		t.Errorf("appended to: %q, %v", got, err)
	}
	for _, path := range []string{filepath.Dir(folder), folder, made, written, opened, temp.Name(),
		filepath.Join(folder, "none")} {
		if problem, err := private.Examine(path); err != nil || problem != "" {
			t.Errorf("%s: %q, %v", path, problem, err)
		}
	}
	if err := errors.Join(f.Close(), temp.Close()); err != nil {
		t.Fatal(err)
	}
}

func TestAFileThatOthersReadIsNamedWithItsRemedy(t *testing.T) {
	path := filepath.Join(t.TempDir(), "open")
	if err := os.WriteFile(path, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if runtime.GOOS == "windows" {
		t.Skip("a temporary folder on Windows is its owner's alone already")
	}
	problem, err := private.Examine(path)
	if err != nil || !strings.Contains(problem, "chmod go=") || !strings.Contains(problem, path) {
		t.Errorf("%q, %v", problem, err)
	}
}

// A back-up to D:desk.sqlite or a:b.sqlite would land in another folder, or in a part of a file that no copy takes
// along.
func TestOnWindowsANameWithAColonIsRefused(t *testing.T) {
	for _, name := range []string{"a:b.sqlite", "desk.sqlite:hidden"} {
		f, err := private.Create(filepath.Join(t.TempDir(), name))
		if wrong := errors.Is(err, private.ErrStream); wrong != (runtime.GOOS == "windows") {
			t.Errorf("%s: %v", name, err)
		}
		if err == nil {
			if err := f.Close(); err != nil {
				t.Error(err)
			}
		}
	}
}

func TestRemoveAllStaysInItsFolder(t *testing.T) {
	top := t.TempDir()
	folder, elsewhere := filepath.Join(top, "folder"), filepath.Join(top, "elsewhere")
	for _, path := range []string{filepath.Join(folder, "deep", "deeper"), elsewhere} {
		if err := private.Folder(path); err != nil {
			t.Fatal(err)
		}
		if err := private.Write(filepath.Join(path, "file"), []byte("text")); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(elsewhere, filepath.Join(folder, "deep", "link")); err != nil && runtime.GOOS != "windows" {
		t.Fatal(err)
	}
	for range 2 {
		if err := private.RemoveAll(folder); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := os.Lstat(folder); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the folder is still there: %v", err)
	}
	if _, err := os.Stat(filepath.Join(elsewhere, "file")); err != nil {
		t.Errorf("what a link pointed at: %v", err)
	}
}
