package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"modernc.org/sqlite"

	"orangelab.cn/rightsdesk/app/source/sqldb"
)

// judge puts rows, as they would be, into an empty table that is made in memory by the statements that made theirs:
// types, CHECKs, computed columns and indexes are those of the table, and neither its file nor its triggers know of it.
func (d dialect) judge(ctx context.Context, q sqldb.Querier, j *sqldb.Judgement) (out []sqldb.Refusal, err error) {
	db, err := sql.Open("sqlite", "file::memory:?_pragma=trusted_schema(0)&_pragma=temp_store(2)")
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	defer func() { err = errors.Join(err, db.Close()) }()
	t := &tried{dialect: d, Judgement: j, db: db, said: map[sqldb.Refusal]int64{}}
	constraints := j.Concerned()
	made, err := t.make(ctx, q)
	if err != nil {
		return nil, err
	}
	if !made {
		for _, k := range constraints {
			out = append(out, sqldb.Refusal{Constraint: k.Name, Unknown: true, Rows: int64(len(j.Rows))})
		}
		return out, nil
	}
	if err := t.insert(ctx); err != nil {
		return nil, err
	}
	for _, k := range constraints {
		if k.Over == nil {
			continue
		}
		if err := t.taken(ctx, q, k); err != nil {
			return nil, err
		}
	}
	for r, rows := range t.said {
		r.Rows = rows
		out = append(out, r)
	}
	slices.SortFunc(out, func(a, b sqldb.Refusal) int {
		return strings.Compare(a.Column+"\x00"+a.Constraint, b.Column+"\x00"+b.Constraint)
	})
	return out, nil
}

// tried is one table in memory.
type tried struct {
	dialect
	*sqldb.Judgement
	db   *sql.DB
	said map[sqldb.Refusal]int64
	own  map[string]bool // which rows of the table are those tried, see sqldb.MappedTable.RowID
}

// make makes the table and its unique indexes; false where this program lacks a function or a collation of theirs.
func (t *tried) make(ctx context.Context, q sqldb.Querier) (bool, error) {
	var statements []string
	var text string
	err := sqldb.EachRow(ctx, q, `SELECT sql FROM sqlite_schema WHERE tbl_name = ? COLLATE NOCASE AND sql IS NOT NULL
		AND (type = 'table' OR type = 'index' AND sql LIKE 'CREATE UNIQUE%') ORDER BY type DESC`,
		[]any{t.Table.Table.Name}, []any{&text}, func() error {
			statements = append(statements, text)
			return nil
		})
	if err != nil || len(statements) == 0 {
		return false, err
	}
	for _, text := range statements {
		if _, err := t.db.ExecContext(ctx, text); err != nil {
			if t.FailureOf(err).Answered {
				return false, nil
			}
			return false, err
		}
	}
	return true, nil
}

func (t *tried) insert(ctx context.Context) error {
	var names, places []string
	var given []int
	table := t.Table.Table
	for i, c := range table.Columns {
		if !c.Generated {
			names, places, given = append(names, t.Quote(c.Name)), append(places, "?"), append(given, i)
		}
	}
	tx, err := t.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	insert, err := tx.PrepareContext(ctx, "INSERT INTO "+t.Quote(table.Name)+" ("+strings.Join(names, ", ")+
		") VALUES ("+strings.Join(places, ", ")+")")
	if err != nil {
		return errors.Join(err, tx.Rollback())
	}
	t.own = map[string]bool{}
	args := make([]any, len(given))
	var scratch []byte
	for _, r := range t.Rows {
		for n, i := range given {
			args[n] = r.Raw[i]
			if at := slices.Index(r.Columns, i); at >= 0 {
				args[n] = t.native(r.Values[at])
			}
		}
		var whole sqldb.Fingerprint
		whole, scratch = sqldb.FingerprintRow(table.Columns, r.Raw, scratch)
		t.own[t.Table.RowID(r.Raw, whole)] = true
		if _, err := insert.ExecContext(ctx, args...); err != nil {
			if ctx.Err() != nil || !t.FailureOf(err).Answered {
				return errors.Join(err, insert.Close(), tx.Rollback())
			}
			t.note(err)
		}
	}
	return errors.Join(insert.Close(), tx.Commit())
}

// Codes of constraints, as sqlite.org/rescode.html has them.
const (
	codeCheck    = 275
	codeNotNull  = 1299
	codePrimary  = 1555
	codeUnique   = 2067
	codeRowID    = 2579
	codeDatatype = 3091
)

// note tells by the engine's words, which name columns and constraints and hold no value, what refused a row.
func (t *tried) note(err error) {
	var engine *sqlite.Error
	if !errors.As(err, &engine) {
		return
	}
	text := engine.Error()
	if at := strings.LastIndex(text, " ("); at > 0 {
		text = text[:at]
	}
	rest := func(mark string) string {
		_, after, _ := strings.Cut(text, mark)
		return after
	}
	column := func(name string) string {
		for _, c := range t.Table.Table.Columns {
			if name == t.Table.Table.Name+"."+c.Name {
				return c.Name
			}
		}
		return name
	}
	switch engine.Code() {
	case codeCheck:
		t.said[sqldb.Refusal{Constraint: rest("CHECK constraint failed: ")}]++
	case codeNotNull:
		name := column(rest("NOT NULL constraint failed: "))
		if c, ok := t.Table.Table.Column(name); ok && !c.Generated {
			return // known by the column
		}
		t.said[sqldb.Refusal{Column: name}]++
	case codeDatatype:
		_, name, _ := strings.Cut(text, " column ")
		t.said[sqldb.Refusal{Column: column(name)}]++
	case codeUnique, codePrimary, codeRowID:
		if index := strings.Trim(rest("UNIQUE constraint failed: index "), "'"); index != "" {
			t.said[sqldb.Refusal{Constraint: index, Taken: true}]++
			return
		}
		for _, k := range t.Concerned() { // those over plain columns are known without it
			if k.Over != nil && t.same(k.Columns, rest("UNIQUE constraint failed: ")) {
				t.said[sqldb.Refusal{Constraint: k.Name, Taken: true}]++
				return
			}
		}
	default:
		t.said[sqldb.Refusal{Constraint: t.Table.Table.Name, Unknown: true}]++
	}
}

// same reports whether the engine lists just these columns.
func (t *tried) same(columns []string, listed string) bool {
	names := make([]string, len(columns))
	for n, c := range columns {
		names[n] = t.Table.Table.Name + "." + c
	}
	return strings.EqualFold(strings.Join(names, ", "), listed)
}

// taken counts the rows that stay and have a key which a row that was tried would get.
func (t *tried) taken(ctx context.Context, q sqldb.Querier, k sqldb.Constraint) error {
	where, keys := "1 = 1", "("+strings.Join(k.Over.Keys, ", ")+")"
	if k.Over.Where != "" {
		where = "(" + k.Over.Where + ")"
	}
	var tuples [][]any
	held, dest := make([]any, len(k.Over.Keys)), make([]any, len(k.Over.Keys))
	for n := range held {
		dest[n] = &held[n]
	}
	err := sqldb.EachRow(ctx, t.db, "SELECT "+strings.Join(k.Over.Keys, ", ")+" FROM "+
		t.Quote(t.Table.Table.Name)+" WHERE "+where, nil, dest, func() error {
		if !slices.Contains(held, nil) {
			tuples = append(tuples, slices.Clone(held))
		}
		return nil
	})
	if err != nil {
		return err
	}
	row := "(?" + strings.Repeat(",?", len(k.Over.Keys)-1) + ")"
	var scratch []byte
	for part := range slices.Chunk(tuples, sqldb.BatchSize(len(k.Over.Keys))) {
		var args []any
		for _, tuple := range part {
			args = append(args, tuple...)
		}
		text := fmt.Sprintf("%s%s AND %s IN (VALUES %s%s)", t.Table.SelectSQL(), where, keys, row,
			strings.Repeat(","+row, len(part)-1))
		err := t.Table.Each(ctx, q, text, args, 0, func(raw []any) error {
			var whole sqldb.Fingerprint
			whole, scratch = sqldb.FingerprintRow(t.Table.Table.Columns, raw, scratch)
			if !t.own[t.Table.RowID(raw, whole)] {
				t.said[sqldb.Refusal{Constraint: k.Name, Taken: true}]++
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}
