package team

import (
	"fmt"
	"strings"

	"gorm.io/gorm"

	"orangelab.cn/rightsdesk/model"
)

// unguarded hangs nothing into the connections that make tables.
func unguarded(*gorm.DB) error { return nil }

// Who may write what follows the desk's own table of who may do what (model.Permissions): a table that says what staff,
// data map, rules or organisation are is written by whoever may do the action that writes it.
var byDuty = map[string]model.Action{
	"staff":             model.ActAddStaff,
	"desk":              model.ActAddStaff,
	"desk_secret":       model.ActDisableStaff,
	"source":            model.ActEditMap,
	"source_review":     model.ActSettleMap,
	"rule_change":       model.ActEditRules,
	"organisation":      model.ActEditOrganisation,
	"mail_setting":      model.ActEditMail,
	"drp_agent":         model.ActEditAgent,
	"policy_version":    model.ActDraftPolicy,
	"policy_classing":   model.ActClassPolicy,
	"compliance_record": model.ActKeepRecord,
	"compliance_demand": model.ActDemandRecords,
	"response_roster":   model.ActEditRoster,
}

// appendOnly are what everybody adds to and nobody changes; the first rows of a desk are an administrator's.
var appendOnly = []string{"entry", "entry_hash", "roster"}

// signing are what every sign-in writes, an auditor's too.
var signing = map[string]string{"head": "UPDATE", "signed_head": "INSERT, UPDATE", "guess": "INSERT, UPDATE, DELETE",
	"guess_clock": "INSERT, UPDATE", "second_factor": "INSERT, UPDATE, DELETE", "key_wrap": "INSERT, UPDATE, DELETE"}

// keyColumns are the columns of one's own line of the staff that a new password writes.
const keyColumns = "pub, salt, locked_priv, work_passes, work_kib"

// calledColumns are those of the desk that say what the organisation is called, to staff and to agents. The others, the
// recovery key among them, are an administrator's.
const calledColumns = "organisation, business_id"

// tokenColumns are those of a source that its answers renew.
const tokenColumns = "address_sealed, write_sealed"

// grants are the rights of the roles, written anew from nothing.
func (p Plan) grants() (list []string) {
	say := func(format string, a ...any) { list = append(list, fmt.Sprintf(format, a...)) }
	say("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM %s", p.all())
	say("GRANT SELECT ON ALL TABLES IN SCHEMA public TO %s", p.all())
	working := []string{}
	for _, r := range model.Roles {
		if r.May(model.ActTakeRequest) || r.May(model.ActPurge) {
			working = append(working, quoted(p.role(r)))
		}
	}
	say("GRANT INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO %s", strings.Join(working, ", "))
	own := []string{"goose_db_version"}
	own = append(own, appendOnly...)
	for table := range byDuty {
		own = append(own, table)
	}
	for table := range signing {
		own = append(own, table)
	}
	say("REVOKE INSERT, UPDATE, DELETE ON %s FROM %s", strings.Join(own, ", "), p.all())
	say("GRANT INSERT ON %s TO %s", strings.Join(appendOnly, ", "), p.all())
	for table, rights := range signing {
		say("GRANT %s ON %s TO %s", rights, table, p.all())
	}
	for _, r := range model.Roles {
		role := quoted(p.role(r))
		for table, action := range byDuty {
			if r.May(action) {
				say("GRANT INSERT, UPDATE, DELETE ON %s TO %s", table, role)
			}
		}
		if !r.May(model.ActPurge) {
			say("REVOKE DELETE ON request, request_key, erased FROM %s", role)
		}
		if !r.May(model.ActAddStaff) {
			say("GRANT UPDATE (%s) ON staff TO %s", keyColumns, role)
			if r.May(model.ActEditOrganisation) || r.May(model.ActEditAgent) {
				say("GRANT UPDATE (%s) ON desk TO %s", calledColumns, role)
			}
		}
		if r.May(model.ActCollect) && !r.May(model.ActEditMap) {
			say("GRANT UPDATE (%s) ON source TO %s", tokenColumns, role)
		}
	}
	admin := quoted(p.role(model.RoleAdmin))
	say("GRANT INSERT ON head, desk, desk_secret TO %s", admin)
	say("REVOKE DELETE ON staff, desk, desk_secret FROM %s", p.all())
	// A line of the staff, the desk key sealed to somebody and their second factor are changed by their owner and by
	// administrators.
	const mine, sealed = "login = session_user", "recipient IN (SELECT id FROM staff WHERE login = session_user)"
	for _, t := range []struct{ table, mine string }{{"staff", mine}, {"key_wrap", sealed},
		{"second_factor", strings.Replace(sealed, "recipient", "staff", 1)}} {
		say("ALTER TABLE %s ENABLE ROW LEVEL SECURITY", t.table)
		for _, policy := range []string{"team_reads", "team_keeps", "team_own"} {
			say("DROP POLICY IF EXISTS %s ON %s", policy, t.table)
		}
		say("CREATE POLICY team_reads ON %s FOR SELECT USING (true)", t.table)
		say("CREATE POLICY team_keeps ON %s TO %s USING (true) WITH CHECK (true)", t.table, admin)
		say("CREATE POLICY team_own ON %s TO %s USING (%s) WITH CHECK (%s)", t.table, p.all(), t.mine, t.mine)
	}
	return list
}
