// Package assets holds what the program carries inside itself: rule pack, translations, icon; never code that decides.
package assets

import "embed"

// RulePack is the default rule pack (YAML).
//
//go:embed rulepack.yaml
var RulePack []byte

// Holidays are the tables of public holidays that the program carries: holidays/cn-2026.json, in the form of the public
// holiday-cn lists, after the notices of the State Council.
//
//go:embed holidays
var Holidays embed.FS

// Categories are the titles of the data categories (YAML).
//
//go:embed categories.yaml
var Categories []byte

// Translations are the window's texts by language: translations/en.json, translations/zh-Hans.json.
//
//go:embed translations
var Translations embed.FS

// Icon is the program's icon (SVG).
//
//go:embed icon.svg
var Icon []byte

// DraftWords are the rules and the words, by language, by which the draft of a data map reads the names and comments of
// tables and columns: draft/concepts.yaml, draft/en.yaml, …
//
//go:embed draft
var DraftWords embed.FS

// Maps are data maps of programs that many organisations run, as maps/PROGRAM.yaml, see app/source/draft.
//
//go:embed maps
var Maps embed.FS

// Incident are the rules that incidents are counted, scored and graded by (YAML).
//
//go:embed incident.yaml
var Incident []byte

// Compliance are the kinds of records that an organisation keeps of its own duties (YAML).
//
//go:embed compliance.yaml
var Compliance []byte
