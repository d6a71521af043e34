// Package assets holds what the program carries inside itself: rule pack, translations, icon; never code that decides.
package assets

import _ "embed"

// RulePack is the default rule pack (YAML).
//
//go:embed rulepack.yaml
var RulePack []byte
