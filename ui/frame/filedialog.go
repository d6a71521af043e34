package frame

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/ui/frame/chooser"
	"orangelab.cn/rightsdesk/ui/part"
)

// fileDialog is for systems without a dialog of their own: a field for the path, which can be typed or pasted, and the
// folder that it leads to.
type fileDialog struct {
	frame  *Frame
	wanted chooser.Wanted
	then   func(path string)

	path   *part.Entry
	table  *part.DataTable
	dialog *part.Dialog
	base   string // the folder that a path without a beginning of its own is meant from
	folder string
	chosen int      // row of the list, -1: none
	names  []string // of what the folder holds, folders with a separator behind them
}

func newFileDialog(f *Frame, w chooser.Wanted, then func(path string)) *fileDialog {
	d := &fileDialog{frame: f, wanted: w, then: then, path: part.NewEntry("")}
	d.path.Fleeting = true
	d.path.OnChanged = func(string) { d.list() }
	d.table = part.NewDataTable([]part.Column{{Title: L("File or folder")}}, func(row int, out *part.RowData) {
		icon := "doc"
		if strings.HasSuffix(d.names[row], string(filepath.Separator)) {
			icon = "chev"
		}
		out.Cells[0] = part.Cell{Text: d.names[row], Icon: icon, IconColor: part.ColorText3}
	})
	d.table.OnOpen = d.open
	d.table.OnSelected = func(row int) { d.chosen = row }
	label, confirm := L("Path of the file"), L("Open")
	if w.Folder {
		label, confirm = L("Path of the folder"), L("Choose this folder")
	}
	d.dialog = part.NewDialog(part.DialogParts{Title: w.Title, Width: 640, Confirm: confirm, Cancel: L("Cancel"),
		Body: part.VBox(10, part.NewField(label, d.path), part.Fixed(0, 330, d.table)), OnConfirm: d.accept})
	return d
}

func (d *fileDialog) show() {
	home, err := os.UserHomeDir()
	if err != nil {
		home = string(filepath.Separator)
	}
	d.dialog.Show(d.frame.Window.Canvas())
	d.enter(home)
}

// typed is the path in the field, whole: what has no beginning of its own is meant from the folder that was shown.
func (d *fileDialog) typed() string {
	path := strings.TrimSpace(d.path.Text)
	if path != "" && !filepath.IsAbs(path) {
		folder := strings.HasSuffix(path, string(filepath.Separator))
		if path = filepath.Join(d.base, path); folder {
			path += string(filepath.Separator)
		}
	}
	return path
}

// list shows what the path that is being typed leads to.
func (d *fileDialog) list() {
	folder, begin := filepath.Split(d.typed())
	entries, err := os.ReadDir(folder)
	if err != nil {
		entries = nil // not there, or not yet typed to its end
	}
	d.table.Select(-1) // while the names are there that its row is drawn from
	d.folder, d.names, d.chosen = folder, nil, -1
	if parent := filepath.Dir(filepath.Clean(folder)); parent != filepath.Clean(folder) {
		d.names = append(d.names, ".."+string(filepath.Separator))
	}
	for _, e := range entries {
		name := e.Name()
		switch {
		case strings.HasPrefix(name, ".") || !strings.HasPrefix(strings.ToLower(name), strings.ToLower(begin)):
		case isFolder(folder, e):
			d.names = append(d.names, name+string(filepath.Separator))
		case !d.wanted.Folder && (len(d.wanted.Extensions) == 0 ||
			slices.Contains(d.wanted.Extensions, strings.ToLower(filepath.Ext(name)))):
			d.names = append(d.names, name)
		}
	}
	d.table.SetCount(len(d.names))
}

// isFolder follows links, as a person would.
func isFolder(folder string, e os.DirEntry) bool {
	if e.Type()&os.ModeSymlink == 0 {
		return e.IsDir()
	}
	info, err := os.Stat(filepath.Join(folder, e.Name()))
	return err == nil && info.IsDir()
}

// open goes into a folder of the list, or chooses a file of it.
func (d *fileDialog) open(row int) {
	name := d.names[row]
	path := filepath.Join(d.folder, name)
	if strings.HasSuffix(name, string(filepath.Separator)) {
		d.enter(path)
		return
	}
	d.path.SetText(path)
	d.dialog.Accept()
}

// enter shows a folder. Its path is selected, so that one that is typed or pasted takes its place.
func (d *fileDialog) enter(folder string) {
	if !strings.HasSuffix(folder, string(filepath.Separator)) {
		folder += string(filepath.Separator)
	}
	d.base = folder
	d.path.SetText(folder)
	d.frame.Window.Canvas().Focus(d.path)
	d.path.TypedShortcut(&fyne.ShortcutSelectAll{})
}

// accept takes what is chosen in the list, or else the typed path, if it leads to what is wanted.
func (d *fileDialog) accept() bool {
	path := d.typed()
	if d.chosen >= 0 {
		path = filepath.Join(d.folder, d.names[d.chosen])
	}
	info, err := os.Stat(path)
	switch {
	case err != nil:
		d.dialog.SetProblem(L("Nothing is there"),
			L("No file or folder has this path; choose one of the list, or correct it."))
		return false
	case info.IsDir() && !d.wanted.Folder:
		d.enter(path)
		return false
	case !info.IsDir() && d.wanted.Folder:
		d.dialog.SetProblem(L("This is a file"), L("Choose the folder that it is in."))
		return false
	}
	if d.wanted.Folder {
		path = filepath.Clean(path)
	}
	d.then(path)
	return true
}
