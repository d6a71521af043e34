package frame

import (
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/ui/part"
)

// FromHome is a path as people read it: from their own folder on where it lies there.
func FromHome(path string) string {
	home, err := os.UserHomeDir()
	if err != nil {
		return path
	}
	if rest, ok := strings.CutPrefix(path, home+string(filepath.Separator)); ok && runtime.GOOS != "windows" {
		return filepath.Join("~", rest)
	}
	return path
}

// TellSaved says where a file lies that was just written, opens its folder, and what else is given.
func (f *Frame) TellSaved(path string, further ...fyne.CanvasObject) { f.tellSaved(path, nil, further) }

// TellSavedOpen is TellSaved of a file that the person can open at once.
func (f *Frame) TellSavedOpen(path string, further ...fyne.CanvasObject) {
	f.tellSaved(path, part.NewButton(L("Open"), func() { f.OpenPath(path) }), further)
}

func (f *Frame) tellSaved(path string, open *part.Button, further []fyne.CanvasObject) {
	var others []*part.Button
	if open != nil {
		others = append(others, open)
	}
	body := append([]fyne.CanvasObject{part.NewBody(FromHome(path))}, further...)
	part.NewDialog(part.DialogParts{Title: L("Saved"), Cancel: L("Close"), Width: 560, Body: part.VBox(8, body...),
		Others: append(others, f.FolderButton(path))}).Show(f.Window.Canvas())
}

// FolderButton is a button that opens the folder of a file in the system's own file manager.
func (f *Frame) FolderButton(path string) *part.Button {
	return part.NewButton(L("Open the folder"), func() { f.OpenPath(filepath.Dir(path)) })
}

// OpenPath opens a file or a folder with the program that the system has for it.
func (f *Frame) OpenPath(path string) {
	if err := fyne.CurrentApp().OpenURL(fileURL(path)); err != nil {
		f.Fail(err)
	}
}

// fileURL is a path as an address; one of Windows begins with its drive.
func fileURL(path string) *url.URL {
	path = filepath.ToSlash(path)
	if filepath.VolumeName(path) != "" {
		path = "/" + path
	}
	return &url.URL{Scheme: "file", Path: path}
}
