package sqlite

func (Dialect) Place() string { return "SELECT ''" }
