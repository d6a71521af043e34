package source

import (
	"context"
	"regexp"
	"slices"
	"strings"
)

// constraint is a condition of the database on what rows hold that a plan cannot judge: a CHECK of a table or a domain, an
// exclusion, a unique index over an expression or over some rows. The database judges it when the plan is written, and takes
// the whole of it back where a row fails.
type constraint struct {
	name    string
	columns []string // a change of one of these is judged
	strict  bool     // a row whose columns become empty cannot fail it
}

// doubts reports whether the constraint may refuse a change.
func (k constraint) doubts(table *Table, changed []rewritten) bool {
	return slices.ContainsFunc(changed, func(w rewritten) bool {
		named := slices.ContainsFunc(k.columns, func(c string) bool { return strings.EqualFold(c, table.Columns[w.column].Name) })
		return named && (w.after != nil || !k.strict)
	})
}

// doubted names the constraints that may refuse a planned change, for whoever signs the plan.
func (s *sourcePlan) doubted(b *bound, changed []rewritten) {
	for _, k := range b.facts.constraints {
		if k.doubts(b.table, changed) {
			s.obstacles.count(Obstacle{Address: b.Address(), Reason: mayRefuse, Constraint: k.name})
		}
	}
}

// handlesNothing finds what an expression can do about an empty value besides being unknown, which every CHECK lets pass.
var handlesNothing = regexp.MustCompile(`(?i)null|coalesce|concat|case|distinct|<=>|\bis\b|unique|exclude`)

// constraints are those of the table, of its partitions and heirs, and of the domains of its columns.
func (d postgresDialect) constraints(ctx context.Context, q querier, t *Table) ([]constraint, error) {
	var out []constraint
	var one constraint
	var columns, definition string
	err := eachRow(ctx, q, `WITH RECURSIVE family(oid) AS (SELECT to_regclass($1)::oid UNION SELECT inhrelid FROM pg_inherits JOIN family ON inhparent = family.oid),
			domains(attname, oid, base) AS (SELECT a.attname, y.oid, y.typbasetype FROM pg_attribute a JOIN pg_type y ON y.oid = a.atttypid
				WHERE a.attrelid = to_regclass($1) AND a.attnum > 0 AND NOT a.attisdropped AND y.typtype = 'd'
				UNION ALL SELECT domains.attname, y.oid, y.typbasetype FROM domains JOIN pg_type y ON y.oid = domains.base WHERE y.typtype = 'd')
		SELECT conname::text, string_agg(DISTINCT attname, E'\n'), min(pg_get_constraintdef(k.oid))
			FROM pg_constraint k JOIN family ON conrelid = family.oid JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey)
			WHERE contype IN ('c', 'x') GROUP BY conname
		UNION ALL SELECT conname::text, string_agg(DISTINCT attname, E'\n'), min(pg_get_constraintdef(k.oid))
			FROM pg_constraint k JOIN domains ON contypid = domains.oid WHERE contype = 'c' GROUP BY conname
		UNION ALL SELECT r.relname::text, string_agg(DISTINCT attname, E'\n'), min(pg_get_indexdef(i.indexrelid))
			FROM pg_index i JOIN family ON i.indrelid = family.oid JOIN pg_class r ON r.oid = i.indexrelid
			JOIN pg_depend p ON p.classid = 'pg_class'::regclass AND p.objid = i.indexrelid AND p.refclassid = 'pg_class'::regclass AND p.refobjid = i.indrelid
			JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = p.refobjsubid AND a.attnum > 0
			WHERE i.indisunique AND (i.indexprs IS NOT NULL OR i.indpred IS NOT NULL) GROUP BY r.relname
		ORDER BY 1`, []any{tableSQL(d, t)}, []any{&one.name, &columns, &definition}, func() error {
		one.columns, one.strict = strings.Split(columns, "\n"), !handlesNothing.MatchString(definition)
		out = append(out, one)
		return nil
	})
	return out, err
}

func (sqliteDialect) constraints(ctx context.Context, q querier, t *Table) (out []constraint, err error) {
	var text string
	err = eachRow(ctx, q, `SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ? COLLATE NOCASE AND sql IS NOT NULL`, []any{t.Name}, []any{&text}, func() error {
		out = checksIn(text, t)
		return nil
	})
	return out, err
}

func (d mysqlDialect) constraints(ctx context.Context, q querier, t *Table) (out []constraint, err error) {
	var name, text string
	err = eachRow(ctx, q, "SHOW CREATE TABLE "+tableSQL(d, t), nil, []any{&name, &text}, func() error {
		out = checksIn(text, t)
		return nil
	})
	return out, err
}

// word is a part of a statement: a quoted name or text, a comment, a word, or one other character.
var word = regexp.MustCompile("(?s)\"(?:[^\"]|\"\")*\"|`(?:[^`]|``)*`|\\[[^]]*\\]|'(?:[^'\\\\]|''|\\\\.)*'|--[^\n]*|/\\*.*?\\*/|[\\pL\\pN_$]+|\\S")

// checksIn finds the CHECKs in the statement that made a table. Where one has no name it is told by its condition.
func checksIn(text string, t *Table) []constraint {
	var out []constraint
	spans := word.FindAllStringIndex(text, -1)
	at := func(i int) string {
		if i < 0 || i >= len(spans) {
			return ""
		}
		return text[spans[i][0]:spans[i][1]]
	}
	for i := range spans {
		if !strings.EqualFold(at(i), "CHECK") || at(i+1) != "(" {
			continue
		}
		var k constraint
		end, open := i+2, 1
		for ; end < len(spans) && open > 0; end++ {
			switch part := at(end); part {
			case "(":
				open++
			case ")":
				open--
			default:
				if c, known := t.column(unquoted(part)); known && part[0] != '\'' && !slices.Contains(k.columns, c.Name) {
					k.columns = append(k.columns, c.Name)
				}
			}
		}
		if open > 0 || end == i+3 {
			continue
		}
		condition := text[spans[i+2][0]:spans[end-2][1]]
		if strings.HasPrefix(strings.ToLower(condition), "json_valid(") && len(k.columns) == 1 {
			continue // a plan writes documents or nothing into it
		}
		k.name, k.strict = condition, !handlesNothing.MatchString(condition)
		if strings.EqualFold(at(i-2), "CONSTRAINT") {
			k.name = unquoted(at(i - 1))
		}
		out = append(out, k)
	}
	return out
}

// unquoted is a name as it is without the quotation marks of an engine.
func unquoted(name string) string {
	if len(name) < 2 || !strings.ContainsRune("\"`[", rune(name[0])) {
		return name
	}
	mark := string(name[0])
	return strings.ReplaceAll(name[1:len(name)-1], mark+mark, mark)
}
