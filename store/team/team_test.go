package team_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/code"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store/doctor"
	"orangelab.cn/rightsdesk/store/storetest"
	"orangelab.cn/rightsdesk/store/team"
)

func do(t *testing.T, p team.Plan, err error) {
	t.Helper()
	if err == nil {
		err = p.Run(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
}

// logins are those of the test, by their roles.
var logins = map[model.Role]string{model.RoleAdmin: "admin", model.RoleAgent: "fang", model.RoleLead: "jing",
	model.RoleAuditor: "lin"}

// forbidden is what nobody who works at the desk may do on the server, by raw SQL; and what only some may.
var forbidden = []struct {
	statement string
	by        []model.Role // nil: everybody
}{
	{"UPDATE entry SET detail = '{}'", nil},
	{"DELETE FROM entry WHERE seq = 1", nil},
	{"TRUNCATE entry", nil},
	{"UPDATE entry_hash SET hash = hash", nil},
	{"DELETE FROM entry_hash", nil},
	{"DELETE FROM head", nil},
	{"UPDATE head SET size = 0", nil},
	{"UPDATE roster SET version = version", nil},
	{"DELETE FROM roster", nil},
	{"ALTER TABLE entry DISABLE TRIGGER ALL", nil},
	{"SET session_replication_role = replica", nil},
	{"DROP TRIGGER entry_kept ON entry", nil},
	{"DROP TABLE entry", nil},
	{"CREATE TABLE mine (id int)", nil},
	{"CREATE FUNCTION mine() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END'", nil},
	{"CREATE RULE mine AS ON INSERT TO comment DO ALSO SELECT 1", nil},
	{"ALTER TABLE staff DISABLE ROW LEVEL SECURITY", nil},
	{"SET ROLE desk1_owner", nil},
	{"DELETE FROM goose_db_version", nil},
	{"INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, true)", nil},
	{"UPDATE goose_db_version SET is_applied = false", nil},
	{"CREATE SCHEMA mine", nil},
	{"ALTER DATABASE desk1 SET search_path = mine", nil},
	{"ALTER ROLE desk1_agent SET search_path = mine", nil},
	{"GRANT desk1_lead TO fang", nil},
	{"ALTER TABLE staff OWNER TO CURRENT_USER", nil},
	{"CREATE POLICY mine ON staff USING (true)", nil},
	{"DROP POLICY team_own ON staff", nil},
	{"COMMENT ON TABLE entry IS 'mine'", nil},
	{"CREATE INDEX mine ON entry (seq)", nil},
	{"CREATE PUBLICATION mine FOR TABLE entry", nil},
	{"CREATE EVENT TRIGGER mine ON ddl_command_end EXECUTE FUNCTION pg_catalog.suppress_redundant_updates_trigger()",
		nil},
	{"DO $$ BEGIN LOCK TABLE entry IN ACCESS EXCLUSIVE MODE; END $$", nil},
	{"TRUNCATE comment", nil},
	{"COPY entry TO PROGRAM 'true'", nil},
	{"COPY comment FROM '/etc/passwd'", nil},
	{"SELECT pg_read_file('PG_VERSION')", nil},
	{"SELECT lo_import('/etc/passwd')", nil},
	{"SELECT passwd FROM pg_shadow", nil},
	{"ALTER SYSTEM SET log_statement = 'all'", nil},
	{"DELETE FROM desk", nil},
	{"UPDATE desk SET recovery_pub = ''", []model.Role{model.RoleAgent, model.RoleLead, model.RoleAuditor}},
	{"UPDATE desk SET business_id = ''", []model.Role{model.RoleAgent, model.RoleAuditor}},
	{"DELETE FROM response_roster", []model.Role{model.RoleAgent, model.RoleAuditor}},
	{"DELETE FROM drp_agent", []model.Role{model.RoleAgent, model.RoleAuditor}},
	{"UPDATE drp_agent SET public_key = ''", []model.Role{model.RoleAgent, model.RoleAuditor}},
	{"DELETE FROM erased", []model.Role{model.RoleAgent, model.RoleAuditor}},
	{"DELETE FROM approval", []model.Role{model.RoleAuditor}},
	{"DELETE FROM staff", nil},
	{"INSERT INTO staff SELECT 'x', 'x', 'x', 'agent', 0, pub, salt, locked_priv FROM staff LIMIT 1",
		[]model.Role{model.RoleAgent, model.RoleLead, model.RoleAuditor}},
	{"UPDATE staff SET role = 'admin' WHERE login = session_user",
		[]model.Role{model.RoleAgent, model.RoleLead, model.RoleAuditor}},
	{"UPDATE staff SET disabled_at = 1", []model.Role{model.RoleAgent, model.RoleLead, model.RoleAuditor}},
	{"UPDATE source SET name = 'mine'", []model.Role{model.RoleAgent, model.RoleAuditor}},
	{"UPDATE source SET dataset = ''", []model.Role{model.RoleAgent, model.RoleAuditor}},
	{"DELETE FROM source", []model.Role{model.RoleAgent, model.RoleAuditor}},
	{"DELETE FROM rule_change", []model.Role{model.RoleAgent, model.RoleAuditor}},
	{"INSERT INTO rule_change DEFAULT VALUES", []model.Role{model.RoleAgent, model.RoleAuditor}},
	{"UPDATE organisation SET version = 9", []model.Role{model.RoleAgent, model.RoleAuditor}},
	{"DELETE FROM mail_setting", []model.Role{model.RoleAgent, model.RoleAuditor}},
	{"DELETE FROM request", []model.Role{model.RoleAgent, model.RoleAuditor}},
	{"UPDATE request SET status = 'closed'", []model.Role{model.RoleAuditor}},
	{"DELETE FROM comment", []model.Role{model.RoleAuditor}},
	{"UPDATE tally SET counter = 1", []model.Role{model.RoleAuditor}},
}

func TestEachLoginOfATeamWritesWhatItsDutiesWriteAndNothingElse(t *testing.T) {
	server := storetest.NewServer(t, "-c fsync=off")
	at := func(login string) string { return fmt.Sprintf("postgres://%s@127.0.0.1:%d/desk1", login, server.Port) }
	keeper := at("rightsdesk")
	for range 2 { // once more as with a new version
		p, err := team.Init(t.Context(), keeper)
		do(t, p, err)
	}
	for role, login := range logins {
		p, password, err := team.Add(t.Context(), keeper, login, role)
		if password == "" {
			t.Errorf("%s has no password", login)
		}
		do(t, p, err)
	}
	p, password, err := team.Add(t.Context(), keeper, "fang", model.RoleAgent)
	if do(t, p, err); password != "" {
		t.Error("a login that is there gets another password")
	}

	d := desktest.NewAt(t, at("admin"))
	sessions := map[model.Role]*desk.Session{model.RoleAdmin: d.Admin}
	for role, login := range logins {
		if role == model.RoleAdmin {
			continue
		}
		if err := d.Admin.AddStaff(t.Context(), login, login, role, desktest.Password); err != nil {
			t.Fatal(err)
		}
		other := desktest.OpenAt(t, at(login), d.Clock.Now)
		s, err := other.SignIn(t.Context(), login, desktest.Password)
		if err != nil {
			t.Fatalf("%s signs in: %v", login, err)
		}
		const next = "another horse battery"
		if err := s.ChangePassword(t.Context(), desktest.Password, next); err != nil {
			t.Errorf("%s changes their password: %v", login, err)
		}
		if s, err = other.SignIn(t.Context(), login, next); err != nil {
			t.Fatalf("%s signs in with it: %v", login, err)
		}
		sessions[role] = s
		o, err := code.NewOffer("Rightsdesk", login)
		if err != nil {
			t.Fatal(err)
		}
		for i := range 2 { // set up, and asked for
			d.Clock.Step(30 * time.Second)
			typed, err := code.At(o.Secret(), d.Clock.Now())
			if err != nil {
				t.Fatal(err)
			}
			var needed *desk.CodeNeeded
			if i == 0 {
				err = s.SetFactor(t.Context(), o, typed, next, "")
			} else if _, err = other.SignIn(t.Context(), login, next); errors.As(err, &needed) {
				_, err = needed.Enter(t.Context(), typed)
			}
			if err != nil {
				t.Errorf("%s and their second factor: %v", login, err)
			}
		}
	}
	r := d.Request(t, sessions[model.RoleAgent])
	if _, err := sessions[model.RoleLead].Assign(t.Context(), r.Revision(),
		sessions[model.RoleAgent].Staff().ID); err != nil {
		t.Errorf("a lead assigns: %v", err)
	}
	org, err := sessions[model.RoleLead].Organisation(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	org.Contact = "desk@orangelab.cn"
	if _, err := sessions[model.RoleLead].SaveOrganisation(t.Context(), org); err != nil {
		t.Errorf("a lead saves the organisation: %v", err)
	}
	if err := intake.SetBusinessID(t.Context(), sessions[model.RoleLead], "ORANGELAB"); err != nil {
		t.Errorf("a lead saves what agents call the organisation by: %v", err)
	}
	if err := sessions[model.RoleAuditor].Lock(t.Context()); err != nil {
		t.Errorf("an auditor locks: %v", err)
	}

	tried := 0
	for role, login := range logins {
		conn, err := pgx.Connect(t.Context(), at(login))
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close(context.Background())
		for _, f := range forbidden {
			if f.by != nil && !contains(f.by, role) {
				continue
			}
			tried++
			_, err := conn.Exec(t.Context(), f.statement)
			var pg *pgconn.PgError
			if !errors.As(err, &pg) || pg.Code != "42501" && !strings.Contains(pg.Message, "append") {
				t.Errorf("%s (%s): %s: %v", login, role, f.statement, err)
			}
		}
		if role == model.RoleAdmin {
			continue
		}
		for _, theirs := range []string{"UPDATE staff SET locked_priv = ''::bytea WHERE login <> session_user",
			"DELETE FROM key_wrap WHERE recipient <> (SELECT id FROM staff WHERE login = session_user)",
			"DELETE FROM second_factor WHERE staff <> (SELECT id FROM staff WHERE login = session_user)"} {
			if tag, err := conn.Exec(t.Context(), theirs); err != nil || tag.RowsAffected() != 0 {
				t.Errorf("%s: %s: %v, %v", login, theirs, tag, err)
			}
		}
	}
	t.Logf("%d statements were refused", tried)

	if err := d.Admin.DisableStaff(t.Context(), sessions[model.RoleLead].Staff().ID); err != nil {
		t.Errorf("an administrator disables a lead: %v", err)
	}
	p, err = team.End(keeper, "jing")
	do(t, p, err)
	if conn, err := pgx.Connect(t.Context(), at("jing")); err == nil {
		conn.Close(t.Context())
		t.Error("a login that was ended lets in")
	}
	for _, c := range doctor.Examine(t.Context(), at("lin")) {
		if c.Problem != "" {
			t.Errorf("the doctor: %s: %s", c.Name, c.Problem)
		}
	}
}

func contains(list []model.Role, r model.Role) bool {
	for _, x := range list {
		if x == r {
			return true
		}
	}
	return false
}
