package datamap

import (
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/model"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func TestTheFieldOfADatasetFileNamesTheLineOfTheFile(t *testing.T) {
	test.NewTempApp(t)
	f := newSourceForm(model.Source{Dataset: strings.Repeat("a long line that does not fit ", 20) + "\nsecond\nthird"})
	field := lined(f.dataset)
	win := test.NewTempWindow(t, field)
	win.Resize(fyne.NewSize(300, 300))
	f.dataset.FocusGained()
	for range 2 {
		f.dataset.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	}
	if field.Hint != "Line 3" {
		t.Errorf("the third line of the file is named %q", field.Hint)
	}
}

func TestADraftIsGoneOnWith(t *testing.T) {
	test.NewTempApp(t)
	src := model.Source{Key: "shop", Version: 1, Dataset: "works", Draft: "draft"}
	f := newSourceForm(src)
	if next := f.read(src); next.Dataset != "draft" {
		t.Errorf("%q is edited", next.Dataset)
	}
}

func TestACollectionIsFoundInItsDatasetFile(t *testing.T) {
	const text = "dataset:\n  - fides_key: shop\n    name: orders\n    collections:\n      - name: customer\n        fields: []\n      - name: orders\n"
	for collection, want := range map[string]int{"customer": 5, "orders": 7, "gone": 0, "": 0} {
		if got := lineOf(text, collection); got != want {
			t.Errorf("%q begins at line %d, want %d", collection, got, want)
		}
	}
}
