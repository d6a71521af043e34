package postgres

func (dialect) WhichDatabase() string {
	return `SELECT concat_ws('/', pg_postmaster_start_time(), current_setting('port'), (SELECT oid FROM pg_database WHERE datname = current_database()), current_schema(), current_user)`
}
