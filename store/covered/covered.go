// Package covered says which tables of a desk a tally covers, and how: the rows that decide about a request, or about
// every one.
package covered

import (
	"orangelab.cn/rightsdesk/store/roster"
	"orangelab.cn/rightsdesk/store/rowhash"
)

// Table says how the rows of a table that decides are covered by a tally.
type Table struct {
	// Request is the column that names the request a row belongs to; empty where every row is the desk's.
	Request string
	// Columns are what is read of a row; every column of the table where empty.
	Columns string
	// Only selects the rows that decide; every one does where it is empty. Group gathers rows into one.
	Only, Group string
	// Since is how far a desk must keep tallies for this table to be in one.
	Since roster.Tallies
	// Children are the tables whose rows go with a row of this one.
	Children []string
}

// Tables are those whose rows decide about a request, or about every one. A table with a column request_id stands
// here, in Blocks or in Not, or TestEveryTableIsCoveredByATallyOrSaysWhyNot fails. Rows of a covered table are
// read through View.of or View.across, and changed and deleted through Tx.RowsOf; whatever goes past them is refused,
// see coverWrites.
var Tables = map[string]Table{
	"request":       {Request: "id"},
	"lookup":        {Request: "request_id"},
	"record_number": {Request: "request_id"},
	"evidence":      {Request: "request_id"},
	"blob_part": {Request: "request_id",
		Columns: "blob_id, seq, request_id, picture, " + rowhash.HeadOf("part_sealed")},
	"run":            {Request: "request_id", Children: []string{"run_source", "finding_block"}},
	"run_source":     {Request: "request_id"},
	"packet":         {Request: "request_id"},
	"delivery":       {Request: "request_id"},
	"letter":         {Request: "request_id"},
	"comment":        {Request: "request_id"},
	"request_link":   {Request: "request_id"},
	"moved_due":      {Request: "request_id"},
	"part":           {Request: "request_id"},
	"finding_block":  {Request: "request_id"},
	"plan":           {Request: "request_id", Children: []string{"plan_source", "plan_block"}},
	"plan_source":    {Request: "request_id"},
	"plan_block":     {Request: "request_id"},
	"task":           {Request: "request_id"},
	"hold":           {Request: "request_id"},
	"erased":         {Request: "request_id"},
	"consent":        {Request: "request_id", Children: []string{"consent_person"}},
	"consent_person": {Request: "request_id"},
	"certificate":    {Request: "request_id"},
	"approval":       {Request: "request_id"},
	"outgoing":       {Request: "request_id"},

	"source":         {}, // the data map
	"drp_agent":      {}, // agents' keys
	"organisation":   {Since: roster.TalliesRows},
	"absence":        {Since: roster.TalliesRows},
	"rule_pack":      {Since: roster.TalliesRows},
	"rule_change":    {Since: roster.TalliesRows},
	"desk":           {Since: roster.TalliesRows},
	"mail_setting":   {Since: roster.TalliesRows},
	"mail_state":     {Since: roster.TalliesRows},
	"incident":       {Since: roster.TalliesRows},
	"incident_entry": {Since: roster.TalliesRows},
	"incident_mail":  {Since: roster.TalliesRows},
	"incident_file":  {Since: roster.TalliesRows, Columns: "id, incident_id, " + rowhash.HeadOf("data_sealed")},
	"incident_people": {Since: roster.TalliesRows,
		Columns: "incident_id, measure, seq, people, sum, " + rowhash.HeadOf("people_sealed")},
	"response_roster": {Since: roster.TalliesRows},
	"notice":          {Since: roster.TalliesRows},
	"notice_text": {Since: roster.TalliesRows,
		Columns: "notice_id, number, by_staff, at, " + rowhash.HeadOf("text_sealed")},
	"notice_part": {Since: roster.TalliesRows,
		Columns: "notice_id, seq, first, people, sum, " + rowhash.HeadOf("people_sealed")},
	"notice_run":   {Since: roster.TalliesRows},
	"notice_block": {Since: roster.TalliesRows},
	"notice_shown": {Since: roster.TalliesRows},
	"notice_file":  {Since: roster.TalliesRows, Columns: "id, notice_id, " + rowhash.HeadOf("data_sealed")},
	// What ended its waiting says nothing any more but how it is recognised, and there may be much of it.
	"automatic_mail": {Since: roster.TalliesRows, Only: "done_at = 0",
		Columns: "id, record_hash, kind, at, by_staff, done_at, dismissed_at, dismissed_by, " +
			rowhash.HeadOf("head_sealed") + ", " + rowhash.HeadOf("mail_sealed")},
	"waiting_file": {Since: roster.TalliesRows, Only: "done_at = 0",
		Columns: "id, file_hash, at, by_staff, done_at, " + rowhash.HeadOf("head_sealed") + ", " +
			rowhash.HeadOf("data_sealed")},
	"saved_view": {Since: roster.TalliesRows, Columns: "id, owner, shared, at, " + rowhash.HeadOf("view_sealed")},
	"draft_form": {Since: roster.TalliesRows, Columns: "staff, form, at, " + rowhash.HeadOf("words_sealed")},
	"register_ask": {Since: roster.TalliesRows, Only: "done_at = 0",
		Columns: "id, by_staff, at, done_at, done_by, " + rowhash.HeadOf("ask_sealed")},
	"waiting_record": {Since: roster.TalliesRows,
		Columns: "file_id, string_agg(CAST(place AS TEXT), ',' ORDER BY place) AS places", Group: "file_id"},
	"policy_version":  {Since: roster.TalliesRows},
	"policy_classing": {Since: roster.TalliesRows},
	"desk_approval":   {Since: roster.TalliesRows},
	"compliance_record": {Since: roster.TalliesRows,
		Columns: "number, version, kind, saved_at, saved_by, " + rowhash.HeadOf("body_sealed")},
	"compliance_demand": {Since: roster.TalliesRows},
	"source_review":     {Since: roster.TalliesRows},
}

// Block says how the rows of a table are covered that are too many to be hashed at every change of one: a table
// beside it holds hashes of blocks of them, and the tally of the request covers that table. See
// docs/decisions/tally.md.
type Block struct {
	Owner  string // the table of the run or the plan that rows belong to
	Parent string // the column that names it
	Blocks string // the table of their blocks
	// Counts are what is counted of a row, in the order of the counters of a store.BlockCount.
	Counts func(row func(column string) any) []int64
}

// Blocks are the tables that are covered so. Their rows are read through View.RowsIn and changed through
// Tx.ChangeRowsIn; whatever goes past them is refused, see coverWrites.
var Blocks = map[string]Block{
	"finding":  {"run", "run_id", "finding_block", rowhash.CountFinding},
	"plan_row": {"plan", "plan_id", "plan_block", rowhash.CountPlanLine},
}

// Of are the tables that the tally of a request covers, or that of the desk, which is request 0.
func Of(request int64) (tables []string) {
	for table, c := range Tables {
		if (c.Request == "") == (request == 0) {
			tables = append(tables, table)
		}
	}
	return tables
}

// Not are the tables that no tally covers, and why.
var Not = map[string]string{
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

// ByRequest are the columns that name the request of the tables that tallies cover; of the desk's own it is empty.
func ByRequest() map[string]string {
	tables := map[string]string{}
	for table, c := range Tables {
		tables[table] = c.Request
	}
	for table := range Blocks {
		tables[table] = "request_id"
	}
	return tables
}
