// Package letters holds the embedded letter templates, one folder for each language.
package letters

import "embed"

// Files has the templates as LANGUAGE/KIND.tmpl; files that begin with an underscore are parts of others, and
// phrases.tmpl has the sentences that letters, copies and certificates take into their facts.
//
//go:embed all:en all:zh-Hans
var Files embed.FS
