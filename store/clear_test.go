package store_test

import (
	"slices"
	"strings"
	"testing"
)

// clear are the columns that hold text or bytes in the clear, and what stands in each. Nothing that was read from a
// source, written by a person or about one may be among them: it belongs into a column named *_sealed, which the schema
// checks.
var clear = map[string]string{
	// the organisation's own, and public keys
	"desk": "name organisation business_id recovery_pub audit_pub",
	// who works here; the key under their password
	"staff":       "id login name role pub salt locked_priv",
	"key_wrap":    "recipient wrapped",                       // sealed to a public key
	"desk_secret": "name",                                    // code
	"roster":      "body sig",                                // the staff as above, and public keys
	"drp_agent":   "id name public_key",                      // organisations that send requests
	"rule_pack":   "version pack mac",                        // figures of laws
	"rule_change": "kind version calendar body saved_by mac", // codes, published holidays, counts
	// what every letter says of the organisation
	"organisation":    "facts saved_by mac",
	"restored":        "what id", // a code, IDs
	"guess":           "who",     // staff ID, code, or 16 bits of a hash
	"request":         "reference kind status outcome channel requester_kind holder prepared_by reviewed_by step letter_by meanwhile missing_by intake_hash mac cause regimes rules pauses product tags",
	"absence":         "staff_id noted_by", // staff IDs
	"incident":        "reference",
	"incident_entry":  "by_staff kind",                             // staff ID, code
	"incident_people": "sum",                                       // keyed
	"incident_mail":   "id state message_id by_staff sender why",   // codes, IDs; a Message-ID is drawn
	"incident_file":   "id",                                        // drawn
	"record_number":   "hash",                                      // keyed
	"automatic_mail":  "id record_hash kind by_staff dismissed_by", // keyed; a code
	"mail_setting":    "saved_by mac",
	"response_roster": "saved_by",
	"mail_state":      "name holder why",                                         // codes, an ID
	"outgoing":        "id what letter state message_id by_staff sender why way", // codes, IDs; a Message-ID is drawn
	"waiting_file":    "id file_hash by_staff",                                   // keyed
	"waiting_record":  "file_id",                                                 // an ID
	"lookup":          "kind hash",                                               // keyed
	"request_count":   "kind status holder author",                               // codes, staff IDs
	"moved_due":       "clock why",                                               // codes
	"request_link":    "why",                                                     // code
	"part":            "name",                                                    // code
	"saved_view":      "id owner",                                                // IDs
	"draft_form":      "staff form",                                              // an ID, a code
	"register_ask":    "id by_staff done_by",                                     // IDs
	"notice":          "reference state approved_by",                             // codes, staff ID
	"notice_text":     "by_staff",
	"notice_part":     "sum",                     // keyed
	"notice_run":      "why link channel flight", // code, hash, code
	"notice_shown":    "by_staff",
	"notice_file":     "id",                              // drawn
	"notice_block":    "link",                            // a hash
	"notice_receipt":  "channel result why link",         // codes, hash
	"desk_approval":   "action subject digest staff sig", // as approval
	"evidence":        "id kind result point by_staff code_hash",
	"blob_part":       "blob_id",
	"source":          "key name engine owner dataset draft", // the data map
	// names and types of tables and columns, codes, staff IDs
	"source_review":    "source_key name program body",
	"run":              "id state by_staff",
	"run_source":       "run_id source state",
	"finding":          "run_id source dataset collection decision decided_by agreed_by",
	"finding_block":    "run_id sum counts", // hashes of rows; how many lie where
	"plan_block":       "plan_id sum counts",
	"packet":           "id form created_by manifest",          // manifest is empty: SealManifests
	"delivery":         "id what letter channel by_staff mail", // codes, IDs
	"letter":           "id kind lang by_staff",
	"comment":          "id by_staff",
	"entry":            "staff action detail", // codes, counts, references
	"entry_hash":       "hash",
	"head":             "root note",
	"approval":         "action subject digest staff sig",            // codes, IDs; the digest is keyed
	"tally":            "sums mac staff sig",                         // hashes of rows; staff ID
	"signed_head":      "signing staff note",                         // public keys, hashes
	"plan":             "id state digest made_by signed_by sign_mac", // the digest is keyed
	"plan_source":      "plan_id source state",
	"plan_row":         "plan_id source dataset collection",
	"task":             "id kind who source done_by ending", // a department or recipient by its name
	"hold":             "id reference rule confirmed_by",
	"erased":           "kind hash reference", // keyed
	"consent":          "id purpose event channel by_staff",
	"consent_person":   "kind hash consent_id", // keyed
	"certificate":      "id number by_staff",
	"goose_db_version": "",
	"sqlite_sequence":  "name",
	"sqlite_stat1":     "tbl idx stat",
	"sqlite_stat4":     "tbl idx neq nlt ndlt sample",

	"second_factor": "staff",

	"policy_version":  "document body saved_by mac", // published to everybody
	"policy_classing": "document body saved_by mac", // goes out in a notice

	"compliance_record": "kind saved_by",
	"compliance_demand": "body saved_by", // kinds of records, and of whom they are demanded
}

func TestEveryColumnThatIsNotSealedHoldsNothingOfAPerson(t *testing.T) {
	d := newDesk(t, "sqlite")
	var tables []string
	if err := d.Raw().Raw("SELECT name FROM sqlite_master WHERE type = 'table'").Scan(&tables).Error; err != nil {
		t.Fatal(err)
	}
	for _, table := range tables {
		known := strings.Fields(clear[table])
		var columns []struct{ Name, Type string }
		if err := d.Raw().Raw("SELECT name, type FROM pragma_table_info(?)", table).Scan(&columns).Error; err != nil {
			t.Fatal(err)
		}
		for _, c := range columns {
			if strings.HasSuffix(c.Name, "_sealed") || c.Type == "INTEGER" || c.Type == "" || c.Type == "TIMESTAMP" ||
				c.Type == "datetime" {
				continue
			}
			if !slices.Contains(known, c.Name) {
				t.Errorf("%s.%s (%s) stands in the clear: seal it, or say in clear what it holds", table, c.Name,
					c.Type)
			}
		}
	}
}
