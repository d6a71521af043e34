package sqlite

func (dialect) WhichDatabase() string { return "SELECT ''" }
