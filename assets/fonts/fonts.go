// Package fonts holds the embedded typefaces of the letters; their licences lie beside them.
package fonts

import (
	_ "embed"

	"golang.org/x/image/font/gofont/goregular"
)

// Han is Droid Sans Fallback: Chinese characters and full-width signs, no Latin letters (Apache-2.0).
//
//go:embed DroidSansFallbackFull.ttf
var Han []byte

// Latin is Go Regular: Latin, Greek and Cyrillic letters and common signs (BSD).
var Latin = goregular.TTF
