package model

// EngineManual is the engine of a source that its owner answers by hand: the desk opens nothing there.
const EngineManual = "manual"

// EngineHTTP is the engine of a system that answers over HTTP: its dataset file holds its connector file too, and its
// address the settings.
const EngineHTTP = "http"

// Source is one of the organisation's systems as the desk knows it. Address is a DSN and is kept sealed.
type Source struct {
	Key     string
	Name    string
	Engine  string // the key of an engine of sources, http or manual
	Owner   string // who answers by hand, or whom to turn to
	Address string
	// WriteAddress is the address with the credential that may write, sealed like Address; empty: the desk only reads
	// it.
	WriteAddress string
	Dataset      string // the dataset file in use, unchanged
	Draft        string // a dataset file that has errors and is not in use; empty: none
	Days         int    // how long the owner of a manual source has, calendar days
	Version      int64
}
