package store

// cover says how the rows of a table that decides are covered by a tally.
type cover struct {
	// request is the column that names the request a row belongs to; empty where every row is the desk's.
	request string
	// columns are what is read of a row; every column of the table where empty.
	columns string
	// children are the tables whose rows go with a row of this one.
	children []string
}

// sealedHead is what tells one sealed value from every other in its place: its nonce and its length. The value itself is as
// large as a file.
const sealedHead = "length(part_sealed) AS part_length, substr(part_sealed, 1, 29) AS part_head"

// covered are the tables whose rows decide about a request, or about every one. A table with a column request_id stands here, in
// inBlocks or in uncovered, or TestEveryTableIsCoveredByATallyOrSaysWhyNot fails. Rows of a covered table are read through View.of or View.across, and
// changed and deleted through Tx.of; whatever goes past them is refused, see coverWrites.
var covered = map[string]cover{
	"request":        {request: "id"},
	"lookup":         {request: "request_id"},
	"record_number":  {request: "request_id"},
	"evidence":       {request: "request_id"},
	"blob_part":      {request: "request_id", columns: "blob_id, seq, request_id, picture, " + sealedHead},
	"run":            {request: "request_id", children: []string{"run_source", "finding_block"}},
	"run_source":     {request: "request_id"},
	"packet":         {request: "request_id"},
	"delivery":       {request: "request_id"},
	"letter":         {request: "request_id"},
	"comment":        {request: "request_id"},
	"request_link":   {request: "request_id"},
	"part":           {request: "request_id"},
	"finding_block":  {request: "request_id"},
	"plan":           {request: "request_id", children: []string{"plan_source", "plan_block"}},
	"plan_source":    {request: "request_id"},
	"plan_block":     {request: "request_id"},
	"task":           {request: "request_id"},
	"hold":           {request: "request_id"},
	"erased":         {request: "request_id"},
	"consent":        {request: "request_id", children: []string{"consent_person"}},
	"consent_person": {request: "request_id"},
	"certificate":    {request: "request_id"},
	"approval":       {request: "request_id"},

	"source":    {}, // the data map
	"drp_agent": {}, // agents' keys
}

// tablesOf are the tables that the tally of a request covers, or that of the desk.
func tablesOf(request int64) (tables []string) {
	for table, c := range covered {
		if (c.request == "") == (request == theDesk) {
			tables = append(tables, table)
		}
	}
	return tables
}

// uncovered are the tables that no tally covers, and why.
var uncovered = map[string]string{
	"staff":            "repeats the roster",
	"key_wrap":         "opens to whom it is sealed or to nobody; the roster names the keys",
	"desk_secret":      "sealed, and there is but one of each",
	"roster":           "signed",
	"entry":            "the log, signed",
	"entry_hash":       "the log, signed",
	"head":             "the log, signed",
	"signed_head":      "the log, signed",
	"guess":            "written before anybody has a key",
	"guess_clock":      "written before anybody has a key",
	"request_count":    "counts request; doctor counts again",
	"reference_number": "goes on after the highest reference; doctor compares",
	"request_key":      "the key of a request never changes, and opens in its own row only; moving it under another desk key changes nothing",
	"tally":            "the tallies themselves",
	"goose_db_version": "the list of migrations",
	"sqlite_sequence":  "the engine's own",
	"sqlite_stat1":     "the engine's own",
	"sqlite_stat4":     "the engine's own",
	"desk":             "what the desk is called; the roster has its ID",
	"organisation":     "every version has a MAC of its own",
	"automatic_mail":   "belongs to no request; its bytes are sealed and bound to their place",
	"waiting_file":     "belongs to no request; its bytes are sealed and bound to their place",
	"waiting_record":   "belongs to no request; what is missing of it still stands in the file",
}
