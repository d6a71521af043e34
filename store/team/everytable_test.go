package team_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store/storetest"
	"orangelab.cn/rightsdesk/store/team"
)

// Who may insert into, update and delete from a table by raw SQL. What is not named is written by everybody who works
// on requests, and by no auditor. It is written down here once more, by hand: what the program grants it derives.
var (
	nobody    = []model.Role{}
	all       = []model.Role{model.RoleAdmin, model.RoleLead, model.RoleAgent, model.RoleAuditor}
	working   = []model.Role{model.RoleAdmin, model.RoleLead, model.RoleAgent}
	leading   = []model.Role{model.RoleAdmin, model.RoleLead}
	admins    = []model.Role{model.RoleAdmin}
	lead      = []model.Role{model.RoleLead}
	workers   = [3][]model.Role{working, working, working}
	leads     = [3][]model.Role{leading, leading, leading}
	appended  = [3][]model.Role{all, nobody, nobody}
	ownAlways = [3][]model.Role{all, all, all}
)

var mayWrite = map[string][3][]model.Role{
	"entry": appended, "entry_hash": appended, "roster": appended,
	"head": {admins, all, nobody}, "signed_head": {all, all, nobody},
	"guess": ownAlways, "guess_clock": {all, all, nobody}, "second_factor": ownAlways, "key_wrap": ownAlways,
	"goose_db_version": {nobody, nobody, nobody},
	"staff":            {admins, admins, nobody}, "desk": {admins, admins, nobody},
	"desk_secret": {admins, admins, nobody},
	"request":     {working, working, leading}, "request_key": {working, working, leading},
	"erased": {working, working, leading},
	"source": leads, "source_review": leads, "rule_change": leads, "organisation": leads, "mail_setting": leads,
	"drp_agent": leads, "response_roster": {lead, lead, lead},
	// whoever works drafts a statement and keeps a record; that somebody approved it is signed
	"policy_version": workers, "policy_classing": workers, "compliance_record": workers,
	"compliance_demand": {admins, admins, admins},
}

// Every table of the desk, also one that is made tomorrow: the server refuses each login what its duties do not need.
func TestEveryTableIsWrittenByWhoseDutyItIs(t *testing.T) {
	server := storetest.NewServer(t, "-c fsync=off")
	at := func(login string) string { return fmt.Sprintf("postgres://%s@127.0.0.1:%d/desk1", login, server.Port) }
	keeper := at("rightsdesk")
	p, err := team.Init(t.Context(), keeper)
	do(t, p, err)
	for role, login := range logins {
		p, _, err := team.Add(t.Context(), keeper, login, role)
		do(t, p, err)
	}
	desktest.NewAt(t, at("admin"))
	connect := func(login string) *pgx.Conn {
		conn, err := pgx.Connect(t.Context(), at(login))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { conn.Close(t.Context()) })
		return conn
	}
	columns := map[string]string{}
	rows, err := connect("rightsdesk").Query(t.Context(),
		"SELECT table_name, min(column_name) FROM information_schema.columns WHERE table_schema = 'public' GROUP BY 1")
	if err != nil {
		t.Fatal(err)
	}
	var table, column string
	if _, err := pgx.ForEachRow(rows, []any{&table, &column}, func() error {
		columns[table] = column
		return nil
	}); err != nil || len(columns) < 60 {
		t.Fatal(len(columns), err)
	}
	columns["source"] = "dataset" // an answer of a source may renew the token in its address
	for table := range mayWrite {
		if columns[table] == "" {
			t.Errorf("there is no table %s any more", table)
		}
	}
	tried := 0
	for role, login := range logins {
		conn := connect(login)
		for table, column := range columns {
			may, named := mayWrite[table]
			if !named {
				may = [3][]model.Role{working, working, working}
			}
			for i, statement := range []string{
				fmt.Sprintf("INSERT INTO %[1]s SELECT * FROM %[1]s WHERE false", table),
				fmt.Sprintf("UPDATE %s SET %[2]s = %[2]s WHERE false", table, column),
				fmt.Sprintf("DELETE FROM %s WHERE false", table),
			} {
				_, err := conn.Exec(t.Context(), statement)
				var pg *pgconn.PgError
				refused := errors.As(err, &pg) && pg.Code == "42501"
				if err != nil && !refused {
					t.Errorf("%s: %s: %v", role, statement, err)
				}
				if tried++; refused == slices.Contains(may[i], role) {
					t.Errorf("%s: %s: refused %t", role, statement, refused)
				}
			}
		}
	}
	t.Logf("%d statements about %d tables", tried, len(columns))
}
