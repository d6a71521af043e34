package packet

import (
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"strings"
	"sync"
)

//go:embed page
var pageFiles embed.FS

var (
	pageCSS   = pageFile("page.css")
	pageJS    = pageFile("page.js")
	pageHTML  = pageFile("page.html")
	indexHTML = pageFile("index.html")
)

// pageFile reads, when it is first asked for, a part of the page with the line ends of Unix. A browser turns every line
// end into \n before it hashes an inline script or style: a working tree with those of Windows would make a policy that
// forbids its own page, and a packet that never opens.
func pageFile(name string) func() string {
	return sync.OnceValue(func() string {
		text, err := pageFiles.ReadFile("page/" + name)
		if err != nil {
			panic(err) // the file is part of the program
		}
		return lineFeeds(string(text))
	})
}

func lineFeeds(text string) string { return strings.ReplaceAll(text, "\r\n", "\n") }

// Marks that stand around the head and around each chunk; each is a line of its own, which lets a reader
// find them without an HTML parser. The type keeps the browser from running what is inside.
const (
	headerOpen = `<script type="application/json" id="head">`
	headerShut = "</script>\n"
	chunkOpen  = `<script type="text/plain" class="chunk">`
	chunkShut  = "</script>\n"
	pageTail   = "</body>\n</html>\n"
)

var pageTemplate = laidOut("page", pageHTML)

// laidOut reads, when it is first asked for, a template.
func laidOut(name string, text func() string) func() *template.Template {
	return sync.OnceValue(func() *template.Template { return template.Must(template.New(name).Parse(text())) })
}

// policy forbids the page every contact with the outside: only its own script and style run, known by their hashes.
func policy() string {
	return fmt.Sprintf("default-src 'none'; script-src 'sha256-%s'; style-src 'sha256-%s'; connect-src 'none'; form-action 'none'; base-uri 'none'",
		sourceHash(pageJS()), sourceHash(pageCSS()))
}

// sourceHash is the hash that a content security policy compares with an inline element's text.
func sourceHash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return base64.StdEncoding.EncodeToString(sum[:])
}

// writePageHead writes everything that stands before the first chunk.
func writePageHead(w io.Writer, h sealHeader, headerText []byte) error {
	var page strings.Builder
	err := pageTemplate().Execute(&page, map[string]any{
		"Language": h.Language, "Words": h.Words, "Organisation": h.Organisation, "Reference": h.Reference,
		"Policy": policy(), "CSS": template.CSS(pageCSS()), "JS": template.JS(pageJS()),
	})
	if err != nil {
		return fmt.Errorf("lay out the page: %w", err)
	}
	page.WriteString(headerOpen + string(headerText) + headerShut)
	_, err = io.WriteString(w, page.String())
	return err
}
