package attached

import (
	"archive/zip"
	"bytes"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gabriel-vasile/mimetype"

	"orangelab.cn/rightsdesk/model/look"
	"orangelab.cn/rightsdesk/model/pattern"
)

// programs are types that run, and runs the endings of names that systems run whatever is in them.
var (
	programs = []string{"application/vnd.microsoft.portable-executable", "application/x-elf",
		"application/x-mach-binary", "application/x-ms-installer", "application/java-archive",
		"application/x-java-applet", "application/wasm", "application/x-ms-shortcut", "application/vnd.ms-htmlhelp",
		"application/x-chrome-extension", "application/x-shockwave-flash",
		"application/vnd.android.package-archive", "application/x-archive", "application/x-rpm", "text/x-php",
		"text/javascript", "text/x-lua", "text/x-perl", "text/x-python", "text/x-ruby",
		"text/x-shellscript", "text/x-tcl"}
	runs = strings.Fields(`.exe .com .scr .pif .bat .cmd .ps1 .psm1 .psd1 .ps1xml .ps2 .ps2xml .psc1 .psc2 .pssc .cdxml .msh .mshxml .vb .vbs .vbe .vbp .bas .js .jse .mjs .ws .wsf .wsh
		.wsc .sct .hta .htc .lnk .url .website .msi .msix .msixbundle .appx .appxbundle .appinstaller .msp .mst .msu .cpl .jar .jnlp .class .war .sh .bash .zsh .ksh .csh .fish .py .pyc .pyw
		.pyz .pyzw .rb .pl .lua .tcl .php .reg .chm .hlp .apk .aab .ipa .app .dmg .pkg .mpkg .deb .rpm .snap .flatpakref .appimage .run .bin .desktop .iso .img .vhd .vhdx .vmdk .udf .one .xll
		.wll .scf .shb .shs .command .tool .terminal .workflow .action .scpt .scptd .applescript .osax .prefpane .saver .mobileconfig .fileloc .inetloc .webloc .msc .settingcontent-ms
		.appcontent-ms .application .appref-ms .xbap .inf .ins .isp .its .gadget .diagcab .diagpkg .theme .themepack .deskthemepack .printerexport .webpnp .xnk .grp .plg .prg .swf .wasm .crx
		.xpi .cab .ade .adp .mde .accde`)
	reachesOut = strings.Fields(`.iqy .oqy .dqy .rqy .odc .udl .library-ms .search-ms .searchconnector-ms .rdp .ica .asx .m3u .m3u8 .pls .wax .wvx .xspf .contact .osd`)
	pages      = []string{"text/html", "application/xhtml+xml", "image/svg+xml"}
	pageEnds   = []string{".html", ".htm", ".xhtml", ".xht", ".svg", ".svgz", ".mht", ".mhtml", ".shtml", ".xsl",
		".xslt"}
	archives = []string{"application/vnd.rar", "application/x-7z-compressed", "application/gzip", "application/x-tar",
		"application/x-bzip2", "application/x-xz", "application/vnd.ms-cab-compressed",
		"application/x-cpio", "application/lzip", "application/zstd", "application/x-xar"}
	macroEnds = []string{".docm", ".dotm", ".xlsm", ".xltm", ".xlsb", ".xlam", ".pptm", ".potm", ".ppsm", ".ppam",
		".sldm", ".mdb", ".accdb", ".accda"}
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
	add(look.Page, any(pages) || slices.Contains(pageEnds, ending) ||
		is(kind, "text/xml") && (bytes.Contains(data, []byte("http://www.w3.org/1999/xhtml")) ||
			bytes.Contains(data, []byte("<?xml-stylesheet"))))
	add(look.Macro, slices.Contains(macroEnds, ending))
	add(look.Outside, slices.Contains(reachesOut, ending))
	add(look.Formula, slices.Contains(tableEnds, ending) && (ending == ".slk" || ending == ".sylk" || hasFormula(data)))
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
		add(look.Macro, bytes.Contains(data, wide("_VBA_PROJECT")) || bytes.Contains(data, wide("Macros")) ||
			bytes.Contains(data, wide("ObjectPool")))
		add(look.Unseen, bytes.Contains(data, wide("EncryptedPackage")))
		for _, a := range inOLE(data) {
			add(a, true)
		}
	case is(kind, "text/rtf"), bytes.HasPrefix(data, []byte(`{\rt`)): // Word reads one whose head is cut
		for _, a := range inRTF(data) {
			add(a, true)
		}
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

var oleField = pattern.New(`\x13[\x00\s"]*((?:[A-Za-z]\x00?){3,16})`)

// inOLE lists what the fields of an old document do: each begins with a mark of its own, in either width of letters.
func inOLE(data []byte) (list []look.Active) {
	for at := 0; ; {
		m := oleField.FindIndex(data[at:])
		if m == nil {
			return list
		}
		list = append(list, instructed(strings.ReplaceAll(string(data[at+m[0]+1:at+m[1]]), "\x00", ""))...)
		at += m[1]
	}
}

// parts of a document, within its zip, that run or reach out; what is in no document is an archive, whose inside nobody
// has seen.
var (
	macroParts = []string{"vbaproject.bin", "macrosheets/", "activex/", "embeddings/", "externallinks/", "basic/",
		"scripts/", "customui/"}
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
	if document {
		list = append(list, inParts(z)...)
	}
	if !document || locked {
		list = append(list, look.Unseen)
	}
	return list
}
