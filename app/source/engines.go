package source

import (
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/source/mirror/files"
	"orangelab.cn/rightsdesk/app/source/mirror/ldap"
	"orangelab.cn/rightsdesk/app/source/mirror/mailbox"
	"orangelab.cn/rightsdesk/app/source/mirror/mongo"
	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/sqldb/mysql"
	"orangelab.cn/rightsdesk/app/source/sqldb/postgres"
	"orangelab.cn/rightsdesk/app/source/sqldb/sqlite"
)

// engines are what a source can be. Nothing else in the program lists them.
var engines = []sqldb.Engine{
	sqlite.Engine,
	postgres.Engine,
	mysql.Engine,
	files.Engine,
	ldap.Engine,
	mailbox.Engine,
	mongo.Engine,
}

// Engines returns every kind of database that a source can be.
func Engines() []sqldb.Engine { return slices.Clone(engines) }

// EngineOf returns the engine of a source by its address, whose scheme may be in any case; false where no engine has
// it.
func EngineOf(address string) (sqldb.Engine, bool) {
	scheme, _, _ := strings.Cut(address, ":")
	if len(scheme) == len(address) {
		return sqldb.Engine{}, false
	}
	return engineWith(func(e sqldb.Engine) bool { return slices.Contains(e.Schemes, strings.ToLower(scheme)) })
}

// EngineNamed returns the engine with a key; false where there is none.
func EngineNamed(key string) (sqldb.Engine, bool) {
	return engineWith(func(e sqldb.Engine) bool { return e.Key == key })
}

func engineWith(is func(sqldb.Engine) bool) (sqldb.Engine, bool) {
	i := slices.IndexFunc(engines, is)
	if i < 0 {
		return sqldb.Engine{}, false
	}
	return engines[i], true
}

// AddressForms returns how people write the address of each engine: "sqlite:PATH, postgres://… or mysql://…".
func AddressForms() string {
	var out []string
	for _, e := range engines {
		out = append(out, e.Form)
	}
	last := len(out) - 1
	return strings.Join(out[:last], ", ") + " or " + out[last]
}
