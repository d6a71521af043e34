package sqldb_test

import (
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/source/sqldb"
)

// The statement that made a table is read as its engine reads it: past comments, texts and names that only look like a
// check.
func TestChecksAreFoundInTheStatementThatMadeATable(t *testing.T) {
	table := &sqldb.Table{Columns: []sqldb.Column{{Name: "name"}, {Name: "the check"}, {Name: "doc"}}}
	for statement, want := range map[string]string{
		"CREATE TABLE p (name TEXT CHECK (length(name) > (1)))":                     "length(name) > (1): name",
		"CREATE TABLE p (name TEXT, CONSTRAINT `a b` CHECK(`name`<>'x)'))":          "a b: name",
		`CREATE TABLE p (name TEXT, constraint "a""b" check ("the check" <> NAME))`: `a"b: the check,name`,
		"CREATE TABLE p (name TEXT /* CHECK (name) */, -- CHECK (name)\n x TEXT)":   "",
		"CREATE TABLE p (name TEXT DEFAULT 'CHECK (name)', \"CHECK\" TEXT)":         "",
		"CREATE TABLE p (doc LONGTEXT CHECK (json_valid(`doc`)))":                   "json_valid(`doc`): doc, a document",
		"CREATE TABLE p (doc TEXT CHECK (json_valid(doc) OR name > 1))":             "json_valid(doc) OR name > 1: doc,name",
		"CREATE TABLE p (name TEXT CHECK (name":                                     "",
		"CREATE TABLE p (name TEXT CHECK ())":                                       "",
		"CREATE TABLE p (name TEXT CHECK ('name' <> x))":                            "'name' <> x: ",
	} {
		var got []string
		for _, k := range sqldb.ParseChecks(statement, table) {
			one := k.Name + ": " + strings.Join(k.Columns, ",")
			if k.Document {
				one += ", a document"
			}
			got = append(got, one)
		}
		if strings.Join(got, "; ") != want {
			t.Errorf("%s holds %q", statement, got)
		}
	}
}
