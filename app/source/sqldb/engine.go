package sqldb

// Engine is a kind of database that a source can be. Each has a folder of its own beside this file.
type Engine struct {
	Key     string   // as data maps and the desk keep it; stays as it is for ever
	Name    string   // the product's name for people
	Schemes []string // what an address may begin with before the colon, in lower case
	Form    string   // how people write an address
	// Open prepares a source by its address; with write for changing rows. Nothing need connect yet. No error repeats
	// the password.
	Open func(address string, write bool) (*Source, error)
}
