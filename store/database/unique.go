package database

import (
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	sqlite3 "modernc.org/sqlite"
	sqlitelib "modernc.org/sqlite/lib"
)

// ErrTaken says that the database holds something already where nothing may be: a number was given twice, or somebody
// changed the database. It is no record that came in before.
var ErrTaken = errors.New(
	"the database holds another row under this number already, so nothing was written; run the doctor")

// ThereBefore are the rules of the schema, as PostgreSQL and SQLite name them, whose collision means that the very same
// thing is there already. A collision of any other is ErrTaken: to call it "there before" would lose what was to be
// written.
var ThereBefore = map[string]string{
	"request_intake":                 "request.intake_hash",
	"automatic_mail_record_hash_key": "automatic_mail.record_hash",
	"certificate_number_key":         "certificate.number",
	"desk_approval_pkey":             "desk_approval.action, desk_approval.subject",
	"policy_version_pkey":            "policy_version.document, policy_version.number",
	"policy_classing_pkey":           "policy_classing.document, policy_classing.from_number, policy_classing.to_number, policy_classing.version",
	"compliance_record_pkey":         "compliance_record.number, compliance_record.version",
	"compliance_demand_pkey":         "compliance_demand.version",
	"organisation_pkey":              "organisation.version",
	"rule_change_pkey":               "rule_change.number",
	"source_pkey":                    "source.key",
	"source_review_pkey":             "source_review.source_key, source_review.name",
	"staff_login_key":                "staff.login",
}

// collision returns ErrDuplicate, ErrTaken or, for the log, ErrLogBroken where an engine says that a value is there
// that may be there only once, and nil for every other error.
func collision(err error) error {
	rule := ""
	var pg *pgconn.PgError
	var lite *sqlite3.Error
	switch {
	case errors.As(err, &pg) && pg.Code == "23505":
		rule = pg.ConstraintName
	case errors.As(err, &lite) &&
		(lite.Code() == sqlitelib.SQLITE_CONSTRAINT_UNIQUE || lite.Code() == sqlitelib.SQLITE_CONSTRAINT_PRIMARYKEY ||
			lite.Code() == sqlitelib.SQLITE_CONSTRAINT_ROWID):
		_, rule, _ = strings.Cut(lite.Error(), "UNIQUE constraint failed: ")
		rule, _, _ = strings.Cut(rule, " (")
	case errors.As(err, &lite) && lite.Code() == sqlitelib.SQLITE_CONSTRAINT_TRIGGER &&
		strings.Contains(lite.Error(), "the audit log is append-only"):
		rule = "entry"
	default:
		return nil
	}
	if strings.HasPrefix(rule, "entry") { // the place after the head is not free
		return fmt.Errorf("%w: it holds more entries than its head counts", ErrLogBroken)
	}
	for postgres, sqlite := range ThereBefore {
		if rule == postgres || rule == sqlite {
			return fmt.Errorf("%w: %s", ErrDuplicate, rule)
		}
	}
	return fmt.Errorf("%w: %s", ErrTaken, rule)
}
