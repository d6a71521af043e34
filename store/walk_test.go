package store_test

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/covered"
	"orangelab.cn/rightsdesk/store/doctor"
	"orangelab.cn/rightsdesk/store/factor"
	"orangelab.cn/rightsdesk/store/notices"
	"orangelab.cn/rightsdesk/store/papers"
	storedrequests "orangelab.cn/rightsdesk/store/requests"
	"orangelab.cn/rightsdesk/store/setup"
	"orangelab.cn/rightsdesk/store/storetest"
)

// silent are the tables, and the columns of tables, that can be changed without anybody being refused and without the
// doctor's finding it. docs/security.md names each with the reason in these words.
var silent = map[string]string{
	"guess":               "How often somebody guessed wrong, and the clock that this goes by",
	"guess_clock":         "How often somebody guessed wrong, and the clock that this goes by",
	"key_wrap.created_at": "When a desk key was sealed to somebody",
	"restored":            "What waited to leave by mail when a desk was restored",
	"goose_db_version":    "when the migrations were written down",
}

// walked is a desk with rows in every table, twice for requests, and nothing that the engine refuses by itself.
func walked(t *testing.T, engine string) (d *staffed, requests []int64, tables []string) {
	d = newStaffed(t, engine)
	first, second := d.add(t, nil), d.add(t, nil)
	for i, r := range []model.Request{first, second} {
		other := []model.Request{second, first}[i]
		d.about(t, r.ID, func(tx *store.Tx) error { return everyRow(tx, r, other.ID) })
		requests = append(requests, r.ID)
	}
	d.must(t, everyDeskRow)
	d.unbind(t, engine)
	query := "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
	if engine == "postgres" {
		query =
			"SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace ORDER BY relname"
	}
	if err := d.Raw().Raw(query).Scan(&tables).Error; err != nil || len(tables) < 30 {
		t.Fatal(tables, err)
	}
	return d, requests, tables
}

// said is everything that the doctor finds.
func said(checks []doctor.Check) string {
	var b strings.Builder
	for _, c := range checks {
		if c.Problem != "" && c.Name != "files" {
			fmt.Fprintf(&b, "%s: %s\n", c.Name, c.Problem)
		}
	}
	return b.String()
}

// same reports whether a table is as it was when it was kept.
func (d *desk) same(tb testing.TB, table string) bool {
	tb.Helper()
	return column[int64](tb, d,
		fmt.Sprintf("SELECT (SELECT COUNT(*) FROM %[1]s) - (SELECT COUNT(*) FROM kept_%[1]s)", table)) == 0 &&
		column[int64](tb, d,
			fmt.Sprintf("SELECT COUNT(*) FROM (SELECT * FROM %[1]s EXCEPT SELECT * FROM kept_%[1]s) AS difference",
				table)) == 0
}

// refuses is what somebody meets first who signs in and reads everything.
func (d *staffed) refuses(requests []int64) error {
	for _, login := range []string{"fang", "jing"} {
		if _, err := d.signIn(login, staffPassword); err != nil {
			return fmt.Errorf("%s signs in: %w", login, err)
		}
	}
	return d.read(func(v *store.View) error {
		for table, column := range covered.ByRequest() {
			for _, request := range requests {
				if column == "" {
					request = 0
				}
				if err := v.Prove(request, table); err != nil {
					return err
				}
			}
		}
		for _, request := range requests {
			if _, err := storedrequests.Read(v, request); err != nil {
				return err
			}
			if _, err := papers.Letters(v, request); err != nil {
				return err
			}
		}
		_, sourcesErr := setup.Sources(v)
		_, organisationErr := setup.Organisation(v)
		_, packsErr := setup.RulePacks(v)
		_, changesErr := setup.RuleChanges(v)
		_, factorErr := factor.Read(v)
		_, receiptsErr := notices.Receipts(v, 2, 0, 10) // of everyNoticeRow
		return errors.Join(factorErr, receiptsErr, sourcesErr, organisationErr, packsErr, changesErr)
	})
}

func TestWhateverIsDoneToARowIsRefusedOrFoundOrNamed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d, requests, tables := walked(t, engine)
		before := said(doctor.ExamineOpen(ctx, d.Store, d.address))
		if err := d.refuses(requests); err != nil {
			t.Fatal("before:", err)
		}
		ways, met := 0, map[string]bool{}
		for _, table := range tables {
			if d.rowsOf(t, table, "", 1) == 0 {
				t.Errorf("table %s has no row: give it one in everyRow or everyDeskRow", table)
				continue
			}
			back := d.keep(t, table)
			try := func(what, statement string, args ...any) {
				t.Helper()
				res := d.Raw().Exec(statement, args...)
				if res.Error != nil || d.same(t, table) {
					back()
					return // the engine's own rules let nobody do it, or it is as it was
				}
				ways++
				if said(doctor.ExamineOpen(ctx, d.Store, d.address)) == before && d.refuses(requests) == nil &&
					said(doctor.Examine(ctx, d.address)) == before {
					named := slices.DeleteFunc([]string{table, what}, func(name string) bool {
						return silent[name] == ""
					})
					for _, name := range named {
						met[name] = true
					}
					if len(named) == 0 {
						t.Errorf("%s: nobody is refused and the doctor says nothing; %s", what, statement)
					}
				}
				back()
			}
			columns := d.columnsOf(t, engine, table)
			names := slices.Sorted(maps.Keys(columns))
			for _, column := range names {
				cell := table + "." + column
				try(cell, fmt.Sprintf("UPDATE %s SET %s = %s", table, column, another(engine, column, columns[column])))
				try(cell, fmt.Sprintf("UPDATE %s SET %s = (SELECT %s FROM %s ORDER BY 1 LIMIT 1)", table, column,
					column, table))
				if columns[column] == "text" {
					try(cell, fmt.Sprintf("UPDATE %s SET %s = ''", table, column))
				}
				if columns[column] == "integer" || columns[column] == "bigint" {
					try(cell, fmt.Sprintf("UPDATE %s SET %s = 0", table, column))
				}
			}
			one := names[0]
			try(table+": a row taken away",
				fmt.Sprintf("DELETE FROM %s WHERE %s = (SELECT %s FROM %s ORDER BY 1 LIMIT 1)", table, one, one, table))
			try(table+": every row taken away", "DELETE FROM "+table)
			if columns["request_id"] != "" {
				try(table+": given to another request",
					fmt.Sprintf("UPDATE %s SET request_id = ? WHERE request_id = ?", table), requests[1], requests[0])
				try(table+": exchanged between requests",
					fmt.Sprintf("UPDATE %s SET request_id = CASE request_id WHEN %d THEN %d ELSE %d END WHERE request_id IN (%d, %d)",
						table, requests[0], requests[1], requests[0], requests[0], requests[1]))
			}
			for _, key := range names { // a row twice, which one column tells from the first
				values := slices.Clone(names)
				values[slices.Index(names, key)] = another(engine, key, columns[key])
				try(table+": a row twice",
					fmt.Sprintf("INSERT INTO %s (%s) SELECT %s FROM %s", table, strings.Join(names, ", "),
						strings.Join(values, ", "), table))
			}
		}
		for what := range silent {
			if !met[what] {
				t.Errorf("%s does not go unfound any more: take it out of the list and of docs/security.md", what)
			}
		}
		if err := d.refuses(requests); err != nil || said(doctor.ExamineOpen(ctx, d.Store, d.address)) != before {
			t.Errorf("after: %v %s", err, said(doctor.ExamineOpen(ctx, d.Store, d.address)))
		}
		t.Logf("%d ways on %s, %d named", ways, engine, len(met))
	})
}

func TestTheDocumentNamesWhatIsNotFound(t *testing.T) {
	text, err := os.ReadFile("../docs/security.md")
	if err != nil {
		t.Fatal(err)
	}
	said := strings.Join(strings.Fields(string(text)), " ")
	for what, why := range silent {
		if !strings.Contains(said, why) {
			t.Errorf("docs/security.md does not say of %s: %q", what, why)
		}
	}
}
