// Package attached looks at a file that came with a request: what it is by its content, whether it is what it is
// called, and what in it would run or reach out once a program opens it. It opens nothing for anybody; see
// docs/decisions/attachments.md.
package attached

import (
	"mime"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gabriel-vasile/mimetype"

	"orangelab.cn/rightsdesk/model/look"
)

// Look returns what a file is, by its content first: its name and the type that its sender gives are only compared with
// it.
func Look(name, declared string, data []byte) look.Look {
	kind := mimetype.Detect(data)
	found, _, _ := strings.Cut(kind.String(), ";")
	return look.Look{Type: found, Differs: !called(kind, name, declared), Active: active(kind, name, data)}
}

// endings are what the endings of common names promise. An ending that is not here promises nothing.
var endings = map[string]string{".pdf": "application/pdf", ".png": "image/png", ".jpg": "image/jpeg",
	".jpeg": "image/jpeg", ".gif": "image/gif", ".webp": "image/webp",
	".bmp": "image/bmp", ".tif": "image/tiff", ".tiff": "image/tiff", ".heic": "image/heic", ".zip": "application/zip",
	".txt": "text/plain", ".csv": "text/plain", ".md": "text/plain",
	".doc": "application/x-ole-storage", ".xls": "application/x-ole-storage", ".ppt": "application/x-ole-storage",
	".docx": "application/zip", ".xlsx": "application/zip",
	".pptx": "application/zip", ".odt": "application/zip", ".ods": "application/zip", ".rtf": "text/rtf",
	".mp3": "audio/mpeg", ".mp4": "video/mp4"}

// vague are types that promise nothing: what mail programs write where they do not know better.
var vague = []string{"", "application/octet-stream", "application/x-download", "application/force-download",
	"binary/octet-stream", "application/unknown"}

// called reports whether a file is what its name and its sender call it.
func called(kind *mimetype.MIME, name, declared string) bool {
	if promised, there := endings[strings.ToLower(filepath.Ext(name))]; there && !is(kind, promised) {
		return false
	}
	declared, _, err := mime.ParseMediaType(declared)
	family, _, _ := strings.Cut(declared, "/")
	if err != nil || slices.Contains(vague, declared) || family == "text" && is(kind, "text/plain") {
		return true
	}
	return mimetype.Lookup(declared) == nil || is(kind, declared) // of a type that is not known nothing can be said
}

// is reports whether a type is the named one or a sort of it, as a document is a sort of archive.
func is(kind *mimetype.MIME, name string) bool {
	for ; kind != nil; kind = kind.Parent() {
		if kind.Is(name) {
			return true
		}
	}
	return false
}
