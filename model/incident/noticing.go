package incident

// Noticing says that a notice to people was begun.
type Noticing struct {
	Reference string `json:"reference"`
	Children  bool   `json:"children,omitempty"` // it goes to the guardians of those under 14
}
