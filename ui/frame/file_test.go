package frame

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"orangelab.cn/rightsdesk/ui/frame/chooser"
)

// folder is a folder with files and a folder in it.
func folder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "inner"), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"requests.csv", "readme.md", "MAIL.EML", ".hidden.csv", "inner/deep.csv"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("0123456789"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestWithoutADialogOfTheSystemAPathCanBeTyped(t *testing.T) {
	test.NewTempApp(t)
	w := test.NewTempWindow(t, nil)
	w.Resize(fyne.NewSize(1024, 700))
	f := &Frame{Window: w}
	dir := folder(t)
	sep := string(filepath.Separator)
	open := func(folder bool) (*fileDialog, *[]string) {
		var got []string
		d := newFileDialog(f, chooser.Wanted{Title: "Choose", Folder: folder, Extensions: []string{".csv", ".eml"}},
			func(path string) { got = append(got, path) })
		d.show()
		return d, &got
	}
	t.Run("the list follows what is typed", func(t *testing.T) {
		d, _ := open(false)
		d.path.SetText(dir + sep)
		if want := []string{".." + sep, "MAIL.EML", "inner" + sep, "requests.csv"}; !slices.Equal(d.names, want) {
			t.Errorf("%v, want %v", d.names, want)
		}
		d.path.SetText(filepath.Join(dir, "req"))
		if want := []string{".." + sep, "requests.csv"}; !slices.Equal(d.names, want) {
			t.Errorf("%v, want %v", d.names, want)
		}
	})
	t.Run("a folder that is chosen in the list is gone into", func(t *testing.T) {
		d, _ := open(true)
		d.path.SetText(dir + sep)
		for _, name := range []string{"inner" + sep, ".." + sep} {
			row := slices.Index(d.names, name)
			d.table.Select(row)
			d.open(row)
			if d.chosen >= 0 || d.table.Selected() >= 0 {
				t.Errorf("row %d is chosen in %s", d.chosen, d.folder)
			}
		}
		d.table.Select(0)
		d.path.SetText(filepath.Join(dir, "nowhere", "at", "all"))
	})
	t.Run("Enter goes into a folder and takes a file", func(t *testing.T) {
		d, got := open(false)
		d.path.SetText(filepath.Join(dir, "inner"))
		d.dialog.Accept()
		if len(*got) != 0 || !slices.Contains(d.names, "deep.csv") {
			t.Fatalf("%v %v", *got, d.names)
		}
		d.path.SetText(filepath.Join(dir, "inner", "deep.csv"))
		d.dialog.Accept()
		if !slices.Equal(*got, []string{filepath.Join(dir, "inner", "deep.csv")}) || d.dialog.Shown() {
			t.Errorf("%v, open %v", *got, d.dialog.Shown())
		}
	})
	t.Run("a pasted path takes the place of the one that stands there", func(t *testing.T) {
		d, got := open(false)
		d.path.TypedShortcut(&fyne.ShortcutPaste{Clipboard: clipboard(filepath.Join(dir, "requests.csv"))})
		d.dialog.Accept()
		if !slices.Equal(*got, []string{filepath.Join(dir, "requests.csv")}) || d.dialog.Shown() {
			t.Errorf("%v of %q", *got, d.path.Text)
		}
	})
	t.Run("a typed name is meant from the folder that shows", func(t *testing.T) {
		d, got := open(false)
		d.enter(filepath.Join(dir, "inner"))
		for _, r := range "deep" {
			d.path.TypedRune(r)
		}
		if d.path.Text != "deep" || !slices.Contains(d.names, "deep.csv") {
			t.Errorf("%q offers %v", d.path.Text, d.names)
		}
		d.path.TypedShortcut(&fyne.ShortcutPaste{Clipboard: clipboard(".csv")})
		d.dialog.Accept()
		if !slices.Equal(*got, []string{filepath.Join(dir, "inner", "deep.csv")}) {
			t.Errorf("%v", *got)
		}
	})
	t.Run("what is not there is not taken", func(t *testing.T) {
		d, got := open(false)
		d.path.SetText(filepath.Join(dir, "gone.csv"))
		d.dialog.Accept()
		if len(*got) != 0 || !d.dialog.Shown() {
			t.Errorf("%v", *got)
		}
		d.dialog.Close()
	})
	t.Run("the row that is chosen is taken", func(t *testing.T) {
		d, got := open(false)
		d.path.SetText(dir + sep)
		d.table.Select(slices.Index(d.names, "MAIL.EML"))
		d.dialog.Accept()
		if !slices.Equal(*got, []string{filepath.Join(dir, "MAIL.EML")}) {
			t.Errorf("%v", *got)
		}
	})
	t.Run("a folder", func(t *testing.T) {
		d, got := open(true)
		d.path.SetText(dir + sep)
		if slices.Contains(d.names, "requests.csv") {
			t.Error("files are offered")
		}
		d.path.SetText(filepath.Join(dir, "requests.csv"))
		d.dialog.Accept()
		d.path.SetText(filepath.Join(dir, "inner") + sep)
		d.dialog.Accept()
		if !slices.Equal(*got, []string{filepath.Join(dir, "inner")}) {
			t.Errorf("%v", *got)
		}
	})
}

// clipboard holds a text.
type clipboard string

func (c clipboard) Content() string { return string(c) }
func (clipboard) SetContent(string) {}

func TestOursShowsOnlyWhereTheSystemHasNone(t *testing.T) {
	test.NewTempApp(t)
	for _, c := range []struct {
		name, path string
		err        error
		then, ours bool
	}{
		{"a file is chosen", "/tmp/requests.csv", nil, true, false},
		{"nothing is chosen", "", nil, false, false},
		{"there is none", "", chooser.ErrNone, false, true},
	} {
		w := test.NewTempWindow(t, nil)
		got := ""
		(&Frame{Window: w}).chosen(chooser.Wanted{Title: "Choose"}, c.path, c.err, func(path string) { got = path })
		if (got != "") != c.then || (w.Canvas().Overlays().Top() != nil) != c.ours {
			t.Errorf("%s: chosen %q, dialog %v", c.name, got, w.Canvas().Overlays().Top())
		}
	}
}

func TestNoMoreOfAFileIsReadThanIsTaken(t *testing.T) {
	if data, err := beginning(filepath.Join(folder(t), "requests.csv"), 4); err != nil || string(data) != "0123" {
		t.Errorf("%q %v", data, err)
	}
}
