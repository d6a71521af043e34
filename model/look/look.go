// Package look holds what was found of a file when somebody looked at its content; app/attached does the looking.
package look

// Look is what a file is by its content.
type Look struct {
	Type string `json:"type"` // the MIME type, without parameters; never empty
	// Differs reports that its name or its sender call it something else.
	Differs bool     `json:"differs,omitempty"`
	Active  []Active `json:"active,omitempty"`
}

// Active is something in a file that runs, or reaches out, once a program opens the file.
type Active string

// What can be active in a file.
const (
	Program  Active = "program"  // it runs by itself
	Macro    Active = "macro"    // a macro, or an object of another program, in a document
	Document Active = "document" // a document that runs scripts, starts programs, sends or holds files
	Page     Active = "page"     // a page or drawing that can hold scripts and load from elsewhere
	Outside  Active = "outside"  // a document that loads something from elsewhere when it is opened
	Formula  Active = "formula"  // a table whose cells hold formulas
	Unseen   Active = "unseen"   // locked or packed: nobody has seen what is in it
)
