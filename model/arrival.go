package model

// Arrival is how a request came in: what staff should know of it beside what it says. It is stored only sealed.
type Arrival struct {
	// File is the name of the file it came in; empty where it was taken by hand.
	File string `json:"file,omitempty"`
	// Words are the person's words that the kind was read from.
	Words string `json:"words,omitempty"`
	// ForwardedBy is the address of who passed the person’s mail on, as its sender line says; empty where it came straight from the person.
	ForwardedBy string `json:"forwarded_by,omitempty"`
	// Doubts are what may not be so.
	Doubts []ArrivalDoubt `json:"doubts,omitempty"`
	// Attachments came with it.
	Attachments []Attachment `json:"attachments,omitempty"`
}

// ArrivalDoubt is one thing about a request that may not be so: a text with places for its values.
type ArrivalDoubt struct {
	Field  string `json:"field,omitempty"`
	Text   string `json:"text"`
	Values []any  `json:"values,omitempty"`
}

// Attachment is a file that came with a request and is kept sealed with it.
type Attachment struct {
	Name string `json:"name"`
	Type string `json:"type"` // the MIME type that its sender gave
	Size int    `json:"size"` // in bytes
	Blob string `json:"blob"`
}
