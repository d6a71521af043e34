package compliance

import (
	"strings"
	"sync"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// regions are the codes of countries and regions by what they are called, in small letters, and as their code.
var regions = sync.OnceValue(func() map[string]string {
	named := map[string]string{}
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			code := string([]rune{a, b})
			r, err := language.ParseRegion(code)
			if err != nil || !r.IsCountry() || r.String() != code {
				continue
			}
			for _, lang := range []string{"en", "zh-Hans"} {
				named[strings.ToLower(CountryName(code, lang))] = code
			}
			named[strings.ToLower(code)] = code
		}
	}
	return named
})

// IsCountry reports whether a code names a country or region.
func IsCountry(code string) bool { return len(code) == 2 && regions()[strings.ToLower(code)] == code }

// CountryOf returns the code of a country or region that is named in English or Chinese, or by its code; empty where
// none is.
func CountryOf(text string) string { return regions()[strings.ToLower(strings.TrimSpace(text))] }

// CountryName is what a country or region is called in a language; the code itself where it has no name.
func CountryName(code, lang string) string {
	r, err := language.ParseRegion(code)
	if err != nil {
		return code
	}
	names := display.English.Regions()
	if lang == "zh-Hans" {
		names = display.SimplifiedChinese.Regions()
	}
	if name := names.Name(r); name != "" {
		return name
	}
	return code
}
