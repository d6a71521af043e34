package sqlite

import (
	"maps"
	"testing"
)

func TestCommentsInTheTextOfATableBelongToItsColumns(t *testing.T) {
	for create, want := range map[string]map[string]string{
		"CREATE TABLE t (a INT, b TEXT)": {},
		"CREATE TABLE t -- people\n(a INT, -- the key\n  b TEXT /* e-mail, (work) */, c NUMERIC(9, 2) -- balance\n)": {
			"": "people", "a": "the key", "b": "e-mail, (work)", "c": "balance"},
		"CREATE TABLE t (\n  \"a b\" TEXT DEFAULT '-- no', -- yes\n  [c] TEXT, -- C\n  `d` INT)": {
			"a b": "yes", "c": "C"},
		"CREATE TABLE t (a INT -- 姓名\n, b INT -- 电话\n)": {
			"a": "姓名", "b": "电话"},
		"CREATE TABLE t (a INT /* open": {"a": "open"},
	} {
		if got := remarksOf(create); !maps.Equal(got, want) {
			t.Errorf("%s\n has %q, want %q", create, got, want)
		}
	}
}
