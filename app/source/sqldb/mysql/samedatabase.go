package mysql

func (dialect) WhichDatabase() string {
	return `SELECT CONCAT_WS('/', @@hostname, @@port, @@datadir, DATABASE(), SUBSTRING_INDEX(USER(), '@', 1))`
}
