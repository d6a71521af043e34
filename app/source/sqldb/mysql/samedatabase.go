package mysql

func (Dialect) Place() string {
	return `SELECT CONCAT_WS('/', @@hostname, @@port, @@datadir, DATABASE(), SUBSTRING_INDEX(USER(), '@', 1))`
}
