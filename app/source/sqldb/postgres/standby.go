package postgres

import (
	"context"
	"database/sql"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"

	"orangelab.cn/rightsdesk/app/source/sqldb"
)

// standbyOf returns the standby among the servers that an address names; nil where it names one server only.
func standbyOf(cfg *pgx.ConnConfig, server string) *sqldb.Standby {
	if len(hostsOf(cfg)) < 2 {
		return nil
	}
	aside := cfg.Copy()
	aside.ValidateConnect = pgconn.ValidateConnectTargetSessionAttrsStandby
	return &sqldb.Standby{
		DB:      sql.OpenDB(sqldb.TimeoutConnector{Connector: stdlib.GetConnector(*aside), Server: server}),
		Written: written, Reached: reached}
}

// host is one of the servers that an address names.
type host struct {
	name string
	port uint16
}

// hostsOf are the servers of an address; a fallback may be the same server without TLS.
func hostsOf(cfg *pgx.ConnConfig) map[host]bool {
	hosts := map[host]bool{{cfg.Host, cfg.Port}: true}
	for _, f := range cfg.Fallbacks {
		hosts[host{f.Host, f.Port}] = true
	}
	return hosts
}

func written(ctx context.Context, q sqldb.Querier) (at string, err error) {
	var place sql.NullString
	err = sqldb.EachRow(ctx, q, "SELECT CASE WHEN pg_is_in_recovery() THEN NULL ELSE pg_current_wal_lsn()::text END",
		nil, []any{&place}, func() error { return nil })
	return place.String, err
}

func reached(ctx context.Context, q sqldb.Querier, at string) (bool, error) {
	var has sql.NullBool
	if err := sqldb.EachRow(ctx, q,
		"SELECT CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() >= $1::pg_lsn END", []any{at}, []any{&has},
		func() error { return nil }); err != nil {
		return false, err
	}
	if !has.Valid {
		return false, errNoStandby
	}
	return has.Bool, nil
}

var errNoStandby = errors.New("the server follows no other")
