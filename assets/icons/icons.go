// Package icons holds the line icons of the window as SVG text, 16 × 16 with a stroke of 1.5, and nothing else.
package icons

import (
	"embed"
	"fmt"
	"io/fs"
	"strings"
)

//go:embed *.svg
var files embed.FS

// SVG returns the text of the icon with this name (without ".svg").
func SVG(name string) ([]byte, error) {
	content, err := files.ReadFile(name + ".svg")
	if err != nil {
		return nil, fmt.Errorf("icons: no icon %q, add assets/icons/%s.svg: %w", name, name, err)
	}
	return content, nil
}

// Names lists every icon, sorted.
func Names() ([]string, error) {
	found, err := fs.Glob(files, "*.svg")
	if err != nil {
		return nil, fmt.Errorf("icons: list the embedded files: %w", err)
	}
	for i := range found {
		found[i] = strings.TrimSuffix(found[i], ".svg")
	}
	return found, nil
}
