package intake

// Guide is the page of the guide that tells of a file before it is taken in.
func (p *preview) Guide() string { return "new-request" }
