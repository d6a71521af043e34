package store

import "orangelab.cn/rightsdesk/store/rowhash"

// cover says how the rows of a table that decides are covered by a tally.
type cover struct {
	// request is the column that names the request a row belongs to; empty where every row is the desk's.
	request string
	// columns are what is read of a row; every column of the table where empty.
	columns string
	// only selects the rows that decide; every one does where it is empty. group gathers rows into one.
	only, group string
	// since is how far a desk must keep tallies for this table to be in one.
	since Tallies
	// children are the tables whose rows go with a row of this one.
	children []string
}

// covered are the tables whose rows decide about a request, or about every one. A table with a column request_id stands
// here, in inBlocks or in uncovered, or TestEveryTableIsCoveredByATallyOrSaysWhyNot fails. Rows of a covered table are
// read through View.of or View.across, and changed and deleted through Tx.RowsOf; whatever goes past them is refused,
// see coverWrites.
var covered = map[string]cover{
	"request":       {request: "id"},
	"lookup":        {request: "request_id"},
	"record_number": {request: "request_id"},
	"evidence":      {request: "request_id"},
	"blob_part": {request: "request_id",
		columns: "blob_id, seq, request_id, picture, " + rowhash.HeadOf("part_sealed")},
	"run":            {request: "request_id", children: []string{"run_source", "finding_block"}},
	"run_source":     {request: "request_id"},
	"packet":         {request: "request_id"},
	"delivery":       {request: "request_id"},
	"letter":         {request: "request_id"},
	"comment":        {request: "request_id"},
	"request_link":   {request: "request_id"},
	"moved_due":      {request: "request_id"},
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
	"outgoing":       {request: "request_id"},

	"source":         {}, // the data map
	"drp_agent":      {}, // agents' keys
	"organisation":   {since: TalliesRows},
	"absence":        {since: TalliesRows},
	"rule_pack":      {since: TalliesRows},
	"rule_change":    {since: TalliesRows},
	"desk":           {since: TalliesRows},
	"mail_setting":   {since: TalliesRows},
	"mail_state":     {since: TalliesRows},
	"incident":       {since: TalliesRows},
	"incident_entry": {since: TalliesRows},
	"incident_people": {since: TalliesRows,
		columns: "incident_id, measure, seq, people, sum, " + rowhash.HeadOf("people_sealed")},
	"response_roster": {since: TalliesRows},
	"notice":          {since: TalliesRows},
	"notice_text": {since: TalliesRows,
		columns: "notice_id, number, by_staff, at, " + rowhash.HeadOf("text_sealed")},
	"notice_part": {since: TalliesRows,
		columns: "notice_id, seq, first, people, sum, " + rowhash.HeadOf("people_sealed")},
	"notice_run":   {since: TalliesRows},
	"notice_block": {since: TalliesRows},
	// What ended its waiting says nothing any more but how it is recognised, and there may be much of it.
	"automatic_mail": {since: TalliesRows, only: "done_at = 0",
		columns: "id, record_hash, kind, at, by_staff, done_at, dismissed_at, dismissed_by, " +
			rowhash.HeadOf("head_sealed") + ", " + rowhash.HeadOf("mail_sealed")},
	"waiting_file": {since: TalliesRows, only: "done_at = 0",
		columns: "id, file_hash, at, by_staff, done_at, " + rowhash.HeadOf("head_sealed") + ", " +
			rowhash.HeadOf("data_sealed")},
	"saved_view": {since: TalliesRows, columns: "id, owner, shared, at, " + rowhash.HeadOf("view_sealed")},
	"register_ask": {since: TalliesRows, only: "done_at = 0",
		columns: "id, by_staff, at, done_at, done_by, " + rowhash.HeadOf("ask_sealed")},
	"waiting_record": {since: TalliesRows,
		columns: "file_id, string_agg(CAST(place AS TEXT), ',' ORDER BY place) AS places", group: "file_id"},
	"policy_version":  {since: TalliesRows},
	"policy_classing": {since: TalliesRows},
	"desk_approval":   {since: TalliesRows},
	"compliance_record": {since: TalliesRows,
		columns: "number, version, kind, saved_at, saved_by, " + rowhash.HeadOf("body_sealed")},
	"compliance_demand": {since: TalliesRows},
	"source_review":     {since: TalliesRows},
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
	"second_factor":    "sealed under a key of its owner alone; the log tells how often it was written, the roster which one it is",
	"restored":         "written by a restore, which has no keys; without it the restored desk sends again what waited",
	"request_count":    "counts request; doctor counts again",
	"reference_number": "goes on after the highest reference; doctor compares",
	"request_key":      "the key of a request never changes, and opens in its own row only; moving it under another desk key changes nothing",
	"notice_receipt":   "may be a million; each names the one before by its hash, and the newest stands in notice_run; doctor compares",
	"tally":            "the tallies themselves",
	"goose_db_version": "the list of migrations",
	"sqlite_sequence":  "the engine's own",
	"sqlite_stat1":     "the engine's own",
	"sqlite_stat4":     "the engine's own",
}

// CoveredTables are the tables that tallies cover, by the column that names the request; of the desk's own that is
// empty.
func CoveredTables() map[string]string {
	tables := map[string]string{}
	for table, c := range covered {
		tables[table] = c.request
	}
	for table := range inBlocks {
		tables[table] = "request_id"
	}
	return tables
}
