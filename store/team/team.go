// Package team prepares a PostgreSQL server for a shared desk: a database that nobody owns who works there, a role for
// each role of the desk with what its duties write, and a login for each member of staff.
package team

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/pattern"
	"orangelab.cn/rightsdesk/store/database"
)

// Errors of preparing a server.
var (
	ErrName    = errors.New("the name of the database, and a login, are lower-case letters, digits and _, begin with a letter and have at most 40 characters")
	ErrRole    = errors.New("the role is agent, lead, admin or auditor")
	ErrRefused = errors.New(
		"this login of the server may not prepare it: take one that may make roles and databases, such as postgres")
)

// Step is something to be done on the server, in words and as it is told to the server.
type Step struct {
	Says string
	SQL  []string
	// Inside says that it is done in the database of the desk, by its owner where AsOwner is set.
	Inside, AsOwner bool
	// Schema says that the tables are made, or brought up to date, by this program.
	Schema bool
}

// Plan is what is to be done on a server, in order.
type Plan struct {
	server, database string // addresses: of the server's own database, and of the desk's
	Name             string
	Steps            []Step
}

var plainName = pattern.New(`^[a-z][a-z0-9_]{0,39}$`)

// open takes apart the address of the desk's database, given with the login of who prepares the server.
func open(address string) (p Plan, err error) {
	if _, err := database.Encrypted(address); err != nil {
		return p, err
	}
	u, err := url.Parse(address)
	if err != nil || !database.IsShared(address) {
		return p, errors.New("the address cannot be read; write postgres://ADMINISTRATOR@HOST/DATABASE, of one server")
	}
	p.Name, p.database = strings.TrimPrefix(u.Path, "/"), address
	if !plainName.MatchString(p.Name) {
		return p, ErrName
	}
	u.Path = "/postgres"
	p.server = u.String()
	return p, nil
}

func (p Plan) role(r model.Role) string { return p.Name + "_" + string(r) }

func (p Plan) owner() string { return p.Name + "_owner" }

func quoted(name string) string { return pgx.Identifier{name}.Sanitize() }

// Init is what prepares a server for the desk of an address. Where it was prepared before, it brings tables and rights
// up to date.
func Init(ctx context.Context, address string) (Plan, error) {
	p, err := open(address)
	if err != nil {
		return p, err
	}
	var has struct{ database bool }
	roles := map[string]bool{}
	if err := p.on(ctx, p.server, func(conn *pgx.Conn) error {
		if err := conn.QueryRow(ctx, "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)", p.Name).
			Scan(&has.database); err != nil {
			return err
		}
		rows, err := conn.Query(ctx, "SELECT rolname FROM pg_roles WHERE rolname LIKE $1",
			strings.ReplaceAll(p.Name, "_", `\_`)+`\_%`)
		if err != nil {
			return err
		}
		names, err := pgx.CollectRows(rows, pgx.RowTo[string])
		for _, name := range names {
			roles[name] = true
		}
		return err
	}); err != nil {
		return p, err
	}
	groups := Step{
		Says: "Make the roles: one that owns the tables and signs in nowhere, and one for each role of the desk."}
	for _, name := range append([]string{p.owner()}, p.groups()...) {
		if !roles[name] {
			groups.SQL = append(groups.SQL, "CREATE ROLE "+quoted(name)+" NOLOGIN")
		}
	}
	groups.SQL = append(groups.SQL, "GRANT "+quoted(p.owner())+" TO CURRENT_USER")
	p.Steps = append(p.Steps, groups)
	if !has.database {
		p.Steps = append(p.Steps,
			Step{Says: "Make the database.",
				SQL: []string{"CREATE DATABASE " + quoted(p.Name) + " OWNER " + quoted(p.owner())}})
	}
	p.Steps = append(p.Steps,
		Step{Says: "Let nobody in but the roles of the desk, and nobody make anything there.", Inside: true,
			SQL: []string{
				"REVOKE ALL ON DATABASE " + quoted(p.Name) + " FROM PUBLIC",
				"GRANT CONNECT ON DATABASE " + quoted(p.Name) + " TO " + p.all(),
				"ALTER SCHEMA public OWNER TO " + quoted(p.owner()),
				"REVOKE ALL ON SCHEMA public FROM PUBLIC",
				"GRANT USAGE ON SCHEMA public TO " + p.all(),
			}},
		Step{Says: "Give the owner the tables that are there already.", Inside: true,
			SQL: []string{ownTables(p.owner())}},
		Step{Says: "Make the tables of the desk with their triggers, or bring them up to date.", Schema: true,
			Inside: true, AsOwner: true},
		Step{
			Says: "Give each role what its duties write, the log for appending alone, and to everybody their own line of the staff.", Inside: true, AsOwner: true, SQL: p.grants()})
	return p, nil
}

func (p Plan) groups() (names []string) {
	for _, r := range model.Roles {
		names = append(names, p.role(r))
	}
	return names
}

// all are the roles of the desk, as a list in SQL.
func (p Plan) all() string {
	var names []string
	for _, name := range p.groups() {
		names = append(names, quoted(name))
	}
	return strings.Join(names, ", ")
}

// ownTables gives every table and function of the schema to an owner.
func ownTables(owner string) string {
	return `DO $do$ DECLARE r record; BEGIN
  FOR r IN SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace AND relowner <> '` + owner + `'::regrole LOOP
    EXECUTE format('ALTER TABLE public.%I OWNER TO ` + quoted(owner) + `', r.relname);
  END LOOP;
  FOR r IN SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND proowner <> '` + owner + `'::regrole LOOP
    EXECUTE format('ALTER FUNCTION public.%I() OWNER TO ` + quoted(owner) + `', r.proname);
  END LOOP;
END $do$`
}

// Add is what gives a member of staff a login on the server, which is the one they have at the desk, or another role
// there. The password is a new one; empty where they have a login already.
func Add(ctx context.Context, address, login string, role model.Role) (p Plan, password string, err error) {
	if p, err = open(address); err != nil {
		return p, "", err
	}
	if !plainName.MatchString(login) {
		return p, "", ErrName
	}
	if !slices.Contains(model.Roles, role) {
		return p, "", ErrRole
	}
	var there bool
	if err := p.on(ctx, p.server, func(conn *pgx.Conn) error {
		return conn.QueryRow(ctx, "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1)", login).Scan(&there)
	}); err != nil {
		return p, "", err
	}
	step := Step{Says: fmt.Sprintf("Give %s the rights of the role %s, and of no other.", login, role)}
	if !there {
		password = rand.Text()
		step.SQL = append(step.SQL, "CREATE ROLE "+quoted(login)+" LOGIN PASSWORD '"+password+"'")
	}
	step.SQL = append(step.SQL, "ALTER ROLE "+quoted(login)+" LOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB NOBYPASSRLS",
		"REVOKE "+p.all()+" FROM "+quoted(login), "GRANT "+quoted(p.role(role))+" TO "+quoted(login))
	p.Steps = []Step{step}
	return p, password, nil
}

// End is what takes a login away from who leaves: it stays as a name, and signs in nowhere.
func End(address, login string) (Plan, error) {
	p, err := open(address)
	if err == nil && !plainName.MatchString(login) {
		err = ErrName
	}
	p.Steps = []Step{{Says: "Let " + login + " in no more, and end what they have open.",
		SQL: []string{"ALTER ROLE " + quoted(login) + " NOLOGIN",
			"REVOKE " + p.all() + " FROM " + quoted(login),
			"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '" + login + "'"}}}
	return p, err
}

// Run does what a plan says. What was done stays where a step fails; the plan is made anew and goes on from there.
func (p Plan) Run(ctx context.Context) error {
	for _, step := range p.Steps {
		address := p.server
		if step.Inside {
			address = p.database
		}
		if step.AsOwner {
			address = as(address, p.owner())
		}
		if step.Schema {
			d, err := database.OpenShared(ctx, address, unguarded)
			if err != nil {
				return err
			}
			if err := d.Close(); err != nil {
				return err
			}
			continue
		}
		if err := p.on(ctx, address, func(conn *pgx.Conn) error {
			for _, statement := range step.SQL {
				if _, err := conn.Exec(ctx, statement); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			return err
		}
	}
	return nil
}

// on does something on a connection of its own.
func (p Plan) on(ctx context.Context, address string, do func(*pgx.Conn) error) error {
	secure, err := database.Encrypted(address)
	if err != nil {
		return err
	}
	conn, err := pgx.Connect(ctx, secure)
	if err != nil {
		return database.ReachError(err)
	}
	err = do(conn)
	if database.Refused(err) {
		err = errors.Join(ErrRefused, err)
	}
	return errors.Join(err, conn.Close(ctx))
}

// as is the address with everything done in another role.
func as(address, role string) string {
	join := "?"
	if strings.Contains(address, "?") {
		join = "&"
	}
	// a + or a second = stands for itself there
	return address + join + "options=" + "-c%20role%3D" + url.PathEscape(role)
}
