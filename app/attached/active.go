package attached

import (
	"archive/zip"
	"bytes"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gabriel-vasile/mimetype"

	"orangelab.cn/rightsdesk/model/look"
)

// programs are types that run, and runs the endings of names that systems run whatever is in them.
var (
	programs = []string{"application/vnd.microsoft.portable-executable", "application/x-elf", "application/x-mach-binary", "application/x-ms-installer", "application/java-archive",
		"application/x-java-applet", "application/wasm", "application/x-ms-shortcut", "application/vnd.ms-htmlhelp", "application/x-chrome-extension", "application/x-shockwave-flash",
		"application/vnd.android.package-archive", "application/x-archive", "application/x-rpm", "text/x-php", "text/javascript", "text/x-lua", "text/x-perl", "text/x-python", "text/x-ruby",
		"text/x-shellscript", "text/x-tcl"}
	runs = []string{".exe", ".com", ".scr", ".pif", ".bat", ".cmd", ".ps1", ".psm1", ".vbs", ".vbe", ".js", ".jse", ".mjs", ".wsf", ".wsh", ".hta", ".lnk", ".url", ".msi", ".msp", ".cpl",
		".jar", ".sh", ".py", ".rb", ".pl", ".reg", ".chm", ".apk", ".app", ".dmg", ".deb", ".rpm", ".desktop", ".iso", ".img", ".vhd", ".one", ".xll", ".scf"}
	pages    = []string{"text/html", "application/xhtml+xml", "image/svg+xml"}
	pageEnds = []string{".html", ".htm", ".xhtml", ".svg", ".mht", ".mhtml", ".shtml"}
	archives = []string{"application/vnd.rar", "application/x-7z-compressed", "application/gzip", "application/x-tar", "application/x-bzip2", "application/x-xz", "application/vnd.ms-cab-compressed",
		"application/x-cpio", "application/lzip", "application/zstd", "application/x-xar"}
	macroEnds = []string{".docm", ".dotm", ".xlsm", ".xltm", ".xlsb", ".xlam", ".pptm", ".potm", ".ppsm", ".ppam"}
)

// active lists what in a file runs or reaches out.
func active(kind *mimetype.MIME, name string, data []byte) (list []look.Active) {
	ending := strings.ToLower(filepath.Ext(strings.TrimRight(name, " .")))
	add := func(a look.Active, there bool) {
		if there && !slices.Contains(list, a) {
			list = append(list, a)
		}
	}
	any := func(names []string) bool {
		return slices.ContainsFunc(names, func(n string) bool { return is(kind, n) })
	}
	add(look.Program, any(programs) || slices.Contains(runs, ending))
	add(look.Page, any(pages) || slices.Contains(pageEnds, ending))
	add(look.Macro, slices.Contains(macroEnds, ending))
	add(look.Unseen, any(archives))
	switch {
	case is(kind, "application/pdf"):
		for _, a := range inPDF(data) {
			add(a, true)
		}
	case is(kind, "application/zip"):
		for _, a := range inZip(data) {
			add(a, true)
		}
	case is(kind, "application/x-ole-storage"):
		add(look.Macro, bytes.Contains(data, wide("_VBA_PROJECT")) || bytes.Contains(data, wide("Macros")) || bytes.Contains(data, wide("ObjectPool")))
		add(look.Unseen, bytes.Contains(data, wide("EncryptedPackage")))
	case is(kind, "text/rtf"):
		add(look.Macro, bytes.Contains(data, []byte(`\objdata`)) || bytes.Contains(data, []byte(`\object`)))
	}
	return list
}

// wide is a name as the directory of an OLE file holds it, in UTF-16.
func wide(s string) []byte {
	out := make([]byte, 0, 2*len(s))
	for _, b := range []byte(s) {
		out = append(out, b, 0)
	}
	return out
}

// parts of a document, within its zip, that run or reach out; what is in no document is an archive, whose inside nobody has seen.
var (
	macroParts    = []string{"vbaproject.bin", "macrosheets/", "activex/", "embeddings/", "externallinks/", "basic/", "scripts/", "customui/"}
	documentParts = []string{"[content_types].xml", "mimetype"}
)

func inZip(data []byte) (list []look.Active) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return []look.Active{look.Unseen}
	}
	document, macro, locked := false, false, false
	for _, f := range z.File {
		name := strings.ToLower(strings.ReplaceAll(f.Name, `\`, "/"))
		document = document || slices.Contains(documentParts, name)
		locked = locked || f.Flags&1 != 0
		macro = macro || slices.ContainsFunc(macroParts, func(p string) bool { return strings.Contains(name, p) })
	}
	if document && macro {
		list = append(list, look.Macro)
	}
	if !document || locked {
		list = append(list, look.Unseen)
	}
	return list
}
