package store_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/store/doctor"
	"orangelab.cn/rightsdesk/store/storetest"
)

// becomes is what becomes of a forgery.
type becomes string

const (
	refused becomes = "refused" // who signs in, or reads what it is about, gets a sentence
	found   becomes = "found"   // the doctor says so
	both    becomes = "refused and found"
	unfound becomes = "not to be found" // docs/security.md says why
)

// forging is what somebody does with an SQL client, and what becomes of it.
type forging struct {
	name, sql string
	want      becomes
}

// forgings are what somebody did, or can do, with an SQL client and no password. {1} and {2} are two requests, {fang}
// and {jing} an agent and a lead. What is done to the log stands in tamperings, what a password is needed for in
// TestWhatIsForgedAboutStaff…, TestAnApprovalThat…, TestNobodyWritesIntoTheLog… and in app/fulfil/forged_test.go.
var forgings = []forging{
	// What decides about a request.
	{"a raised level of identity", "UPDATE request SET level_reached = 3 WHERE id = {1}", both},
	{"a request closed", "UPDATE request SET status = 'closed', outcome = 'fulfilled' WHERE id = {1}", both},
	{"a later deadline", "UPDATE request SET due_at = due_at + 864000000 WHERE id = {1}", both},
	{"a date that is no longer provisional", "UPDATE request SET provisional = 3 - provisional WHERE id = {1}", both},
	{"another day that a date moved to", "UPDATE moved_due SET due_at = due_at + 864000000 WHERE request_id = {1}",
		both},
	{"another holder", "UPDATE request SET holder = '{fang}' WHERE id = {1}", both},
	{"reviewed by a lead", "UPDATE request SET reviewed_by = '{jing}' WHERE id = {1}", both},
	{"a request taken away with its counts", "DELETE FROM request WHERE id = {2}; DELETE FROM request_count", both},
	{"evidence that passed", "UPDATE evidence SET result = 'passed' WHERE request_id = {1}", both},
	{"evidence of another request", "UPDATE evidence SET request_id = {1} WHERE request_id = {2}", both},
	{"a picture's parts exchanged", "UPDATE blob_part SET seq = 99 - seq", both},
	{"a picture's end cut off", "UPDATE blob_part SET part_sealed = substr(part_sealed, 1, length(part_sealed) - 1)",
		both},
	{"a release",
		"INSERT INTO approval (request_id, action, subject, digest, staff, roster, at, sig) SELECT request_id, 'export.release', subject, digest, '{jing}', roster, at, sig FROM approval WHERE request_id = {1}", both},
	{"an approval somebody else's", "UPDATE approval SET staff = '{jing}' WHERE request_id = {1}", both},
	{"a delivery that was", "UPDATE delivery SET channel = 'post' WHERE request_id = {1}", both},
	{"a certificate that passed", "UPDATE certificate SET passed = 1 - passed", both},
	{"certificates taken away", "DELETE FROM certificate", both},
	{"letters taken away", "DELETE FROM letter", both},
	{"the ledger of what was erased emptied", "DELETE FROM erased", both},
	{"look-ups emptied", "DELETE FROM lookup", both},
	{"look-ups of another request",
		"DELETE FROM lookup WHERE request_id = {1}; UPDATE lookup SET request_id = {1} WHERE request_id = {2}", both},
	{"the numbers of records emptied", "DELETE FROM record_number", both},
	{"settled parts emptied", "DELETE FROM part", both},
	{"a duty to keep that ended", "UPDATE hold SET until = 1", both},
	{"a consent that was withdrawn", "UPDATE consent SET event = 'withdrawn'", both},
	{"a task that is done", "UPDATE task SET done_at = 1, ending = 'done', done_by = 'x'", both},
	{"a comment dated back", "UPDATE comment SET at = 1", both},
	// What a search found, and what is planned (X1).
	{"a found row taken away", "DELETE FROM finding WHERE request_id = {1}", both},
	{"a found row masked", "UPDATE finding SET decision = 'mask' WHERE request_id = {1}", both},
	{"a found row that is nobody else's", "UPDATE finding SET shared = 1 - shared WHERE request_id = {1}", both},
	{"a found row that is not sensitive", "UPDATE finding SET sensitive = 1 - sensitive WHERE request_id = {1}", both},
	{"agreed with by nobody", "UPDATE finding SET agreed_by = '{jing}' WHERE request_id = {1}", both},
	{"a found row of another collection", "UPDATE finding SET collection = 'address' WHERE request_id = {1}", both},
	{"a found row of another request", "UPDATE finding SET request_id = {2} WHERE request_id = {1}", both},
	{"a found row with another's words",
		"UPDATE finding SET row_sealed = (SELECT row_sealed FROM finding AS o WHERE o.request_id = {2}) WHERE request_id = {1}", both},
	{"a block of findings made to fit",
		"UPDATE finding_block SET sum = (SELECT sum FROM finding_block AS o WHERE o.request_id = {2}) WHERE request_id = {1}", both},
	{"other counts of findings", "UPDATE finding_block SET counts = '[]' WHERE request_id = {1}", both},
	{"rows of a plan taken away", "DELETE FROM plan_row WHERE request_id = {1}", both},
	{"a row of a plan that was found changed", "UPDATE plan_row SET changed = 1 - changed WHERE request_id = {1}",
		both},
	{"a row of a plan of another request", "UPDATE plan_row SET request_id = {2} WHERE request_id = {1}", both},
	{"a row of a plan that deletes", "UPDATE plan_row SET deletes = 1 - deletes WHERE request_id = {1}", both},
	{"a finished write", "UPDATE plan_source SET state = 'done', written = 3 WHERE request_id = {1}", both},
	{"a source that answered", "UPDATE run_source SET state = 'answered' WHERE request_id = {1}", both},
	{"a plan that is signed",
		"UPDATE plan SET state = 'signed', signed_by = '{jing}', signed_at = 1 WHERE request_id = {1}", both},
	// What is the desk's (X2, N24 to N26).
	{"the data map's source taken away", "DELETE FROM source WHERE key = 'shop'", both},
	{"another data map", "UPDATE source SET dataset = 'dataset: [2]' WHERE key = 'shop'", both},
	{"the addresses of sources exchanged",
		"UPDATE source SET address_sealed = (SELECT address_sealed FROM source AS o WHERE o.key = 'crm')", both},
	{"an agent's key",
		"UPDATE drp_agent SET public_key = (SELECT public_key FROM drp_agent AS o WHERE o.id = 'b') WHERE id = 'a'",
		both},
	{"another organisation in its facts", `UPDATE organisation SET facts = replace(facts, 'Orangelab', 'Another')`,
		both},
	{"the organisation's facts taken away", "DELETE FROM organisation", both},
	{"other holidays", `UPDATE rule_change SET body = replace(body, '2027-02-05', '2027-02-12')`, both},
	{"a change of the rules taken away", "DELETE FROM rule_change", both},
	{"a change of the rules put in",
		"INSERT INTO rule_change (number, kind, version, saved_at, saved_by, mac) SELECT 2, 'pack', version, saved_at, saved_by, mac FROM rule_change", both},
	{"another rule pack", "UPDATE rule_pack SET pack = 'id: new'", both},
	{"another organisation", "UPDATE desk SET organisation = 'Another'", both},
	{"another name of the desk", "UPDATE desk SET name = 'Another'", both},
	{"another business ID", "UPDATE desk SET business_id = 'another'", both},
	{"automatic mail that is done", "UPDATE automatic_mail SET done_at = 1", both},
	{"automatic mail emptied as if dismissed",
		"UPDATE automatic_mail SET done_at = 1, head_sealed = NULL, mail_sealed = NULL", both},
	{"automatic mail taken away", "DELETE FROM automatic_mail", both},
	{"a waiting file emptied as if decided",
		"UPDATE waiting_file SET done_at = 1, head_sealed = NULL, data_sealed = NULL; DELETE FROM waiting_record",
		both},
	{"a waiting record taken away", "DELETE FROM waiting_record WHERE place = 2", both},
	{"the counter of references put back", "UPDATE reference_number SET last = 1", found},
	{"the counter of references ahead", "UPDATE reference_number SET last = last + 1", found},
	{"a count of a list", "UPDATE request_count SET n = n + 1", found},
	{"counts of lists taken away", "DELETE FROM request_count", found},
	{"the clock of guesses put back", "UPDATE guess_clock SET latest = 0 - 1", unfound},
	{"the clock of guesses taken away", "DELETE FROM guess_clock", unfound},
	{"what rests since the desk was restored", "DELETE FROM restored", unfound},
	{"guesses forgotten", "DELETE FROM guess", unfound},
	// Tallies.
	{"every tally taken away", "DELETE FROM tally", both},
	{"the desk's tally taken away", "DELETE FROM tally WHERE request_id = 0", both},
	{"another MAC of the desk's tally",
		"UPDATE tally SET mac = (SELECT mac FROM tally AS o WHERE o.request_id = {1}) WHERE request_id = 0", refused},
	{"the desk's tally signed by nobody", "UPDATE tally SET staff = '', roster = 0 WHERE request_id = 0", found},
	{"a request's tally signed by another", "UPDATE tally SET staff = '{fang}' WHERE request_id = {1}", found},
	{"a higher counter", "UPDATE tally SET counter = counter + 1 WHERE request_id = {1}", both},
	{"another request's tally",
		"UPDATE tally SET sums = (SELECT sums FROM tally AS o WHERE o.request_id = {2}) WHERE request_id = {1}", both},
	// Keys and staff.
	{"a request's key put into another's row",
		"UPDATE request_key SET key_sealed = (SELECT key_sealed FROM request_key AS o WHERE o.request_id = {2}) WHERE request_id = {1}", both},
	{"a request's key under another desk key", "UPDATE request_key SET key_version = 2 WHERE request_id = {1}", found},
	{"a request's key taken away", "DELETE FROM request_key WHERE request_id = {1}", both},
	{"a raised role", "UPDATE staff SET role = 'admin' WHERE login = 'fang'", both},
	{"another name", "UPDATE staff SET name = 'Jing' WHERE login = 'fang'", both},
	{"another public key of somebody",
		"UPDATE staff SET pub = (SELECT pub FROM staff AS o WHERE o.login = 'jing') WHERE login = 'fang'", both},
	{"somebody's time of being added", "UPDATE staff SET created_at = 1 WHERE login = 'fang'", both},
	{"a member of staff disabled", "UPDATE staff SET disabled_at = 1 WHERE login = 'fang'", both},
	{"a member of staff taken away", "DELETE FROM staff WHERE login = 'fang'", both},
	{"one locked key over another",
		"UPDATE staff SET salt = (SELECT salt FROM staff AS o WHERE o.login = 'jing'), locked_priv = (SELECT locked_priv FROM staff AS o WHERE o.login = 'jing') WHERE login = 'fang'", both},
	{"a desk key that is sealed to nobody", "DELETE FROM key_wrap WHERE recipient = '{fang}'", both},
	{"a seal of a desk key copied over another's",
		"UPDATE key_wrap SET wrapped = (SELECT wrapped FROM key_wrap AS o WHERE o.recipient = '{jing}') WHERE recipient = '{fang}'", both},
	{"a seal of a desk key copied over the print's",
		"UPDATE key_wrap SET wrapped = (SELECT wrapped FROM key_wrap AS o WHERE o.recipient = '{jing}') WHERE recipient = 'recovery'", found},
	{"the desk's secrets exchanged",
		"UPDATE desk_secret SET value_sealed = (SELECT value_sealed FROM desk_secret AS o WHERE o.name = 'mac') WHERE name = 'lookup'", refused},
	{"the roster taken away", "DELETE FROM roster", both},
	{"another roster", "UPDATE roster SET body = replace(body, 'agent', 'admin')", found},
	{"the log emptied", "DELETE FROM entry", both},
	{"an author in the log", "UPDATE entry SET staff = '{fang}' WHERE seq = 2", found},
	{"the log's signatures taken away", "DELETE FROM signed_head", both},
	{"the head of the log taken away", "DELETE FROM head", both},
}

// sealedSwaps puts the sealed values of a column into each other's rows.
func (d *staffed) sealedSwaps(t *testing.T, engine string, tables []string) (swaps map[string]string) {
	swaps = map[string]string{}
	for _, table := range tables {
		for column := range d.columnsOf(t, engine, table) {
			if strings.HasSuffix(column, "_sealed") {
				least := fmt.Sprintf("(SELECT %[2]s FROM kept_%[1]s WHERE %[2]s IS NOT NULL ORDER BY %[2]s LIMIT 1)",
					table, column)
				swaps[table+"."+column] = fmt.Sprintf(
					"UPDATE %[1]s SET %[2]s = CASE WHEN %[2]s = %[3]s THEN %[4]s ELSE %[3]s END WHERE %[2]s IS NOT NULL",
					table, column, least, strings.Replace(least, "LIMIT", "DESC LIMIT", 1))
			}
		}
	}
	return swaps
}

func TestWhatWasForgedIsRefusedOrFound(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d, requests, tables := walked(t, engine)
		before := said(doctor.ExamineOpen(ctx, d.Store, d.address))
		names := strings.NewReplacer("{1}", fmt.Sprint(requests[0]), "{2}", fmt.Sprint(requests[1]), "{fang}",
			d.staff["fang"].ID, "{jing}", d.staff["jing"].ID)
		back := d.keep(t, tables...)
		try := func(name, sql string) becomes {
			for statement := range strings.SplitSeq(sql, "; ") {
				res := d.Raw().Exec(statement)
				if res.Error != nil || res.RowsAffected == 0 {
					t.Errorf("%s: %s: %d rows, %v", name, statement, res.RowsAffected, res.Error)
				}
			}
			defer back()
			is := d.refuses(requests) != nil
			switch says := said(doctor.ExamineOpen(ctx, d.Store, d.address)) != before ||
				said(doctor.Examine(ctx, d.address)) != before; {
			case is && says:
				return both
			case is:
				return refused
			case says:
				return found
			}
			return unfound
		}
		for _, f := range slices.Concat(forgings, newerForgings) {
			if got := try(f.name, names.Replace(f.sql)); got != f.want {
				t.Errorf("%s: %s, want %s", f.name, got, f.want)
			}
		}
		swaps := d.sealedSwaps(t, engine, tables)
		for place, sql := range swaps {
			table, _, _ := strings.Cut(place, ".")
			d.raw(t, sql)
			if d.same(t, table) {
				continue // there is but one such value
			}
			if d.refuses(requests) == nil {
				t.Errorf("the values of %s were exchanged, and nobody is refused", place)
			}
			back()
		}
		t.Logf("%d forgings, %d columns of sealed values on %s", len(forgings)+len(newerForgings), len(swaps), engine)
	})
}
