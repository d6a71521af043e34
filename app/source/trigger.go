package source

import (
	"context"
	"regexp"
	"slices"
	"strings"
)

// trigger is code of the database that runs when rows of a table are written: a trigger, or a rule of PostgreSQL. What
// it does besides is in no preview.
type trigger struct {
	name               string
	onUpdate, onDelete bool
	columns            []string // an update fires it only where it writes one of these; none means any
}

// fires reports whether the trigger runs when a row is deleted, or when the given columns of it are written.
func (t trigger) fires(deleted bool, written []string) bool {
	if deleted {
		return t.onDelete
	}
	return t.onUpdate && (len(t.columns) == 0 || slices.ContainsFunc(written, func(w string) bool {
		return slices.ContainsFunc(t.columns, func(c string) bool { return strings.EqualFold(c, w) })
	}))
}

// fired names the triggers that a planned change sets off, for whoever signs the plan.
func (s *sourcePlan) fired(b *bound, deleted bool, changed []rewritten) {
	if len(b.facts.fires) == 0 {
		return
	}
	written := make([]string, len(changed))
	for n, w := range changed {
		written[n] = b.table.Columns[w.column].Name
	}
	for _, t := range b.facts.fires {
		if t.fires(deleted, written) {
			s.obstacles.count(Obstacle{Address: b.Address(), Reason: firesTrigger, Trigger: t.name})
		}
	}
}

// sqliteTrigger is how SQLite keeps the beginning of a trigger, up to what fires it.
var sqliteTrigger = regexp.MustCompile("(?is)^CREATE\\s+TRIGGER\\s+(?:\"(?:[^\"]|\"\")*\"|\\[[^]]*\\]|`(?:[^`]|``)*`|'(?:[^']|'')*'|[^\\s\"'`\\[]+)\\s+" +
	"(?:(?:BEFORE|AFTER|INSTEAD\\s+OF)\\s+)?(INSERT|DELETE|UPDATE)\\s+(?:OF\\s+([\\w\\s,\"]+?)\\s+)?ON\\s")

// readSQLiteTrigger tells what fires a trigger from its text. Where the text is not understood, every change does.
func readSQLiteTrigger(name, text string) trigger {
	m := sqliteTrigger.FindStringSubmatch(text)
	if m == nil {
		return trigger{name: name, onUpdate: true, onDelete: true}
	}
	event := strings.ToUpper(m[1])
	t := trigger{name: name, onUpdate: event == "UPDATE", onDelete: event == "DELETE"}
	if m[2] != "" {
		for column := range strings.SplitSeq(m[2], ",") {
			t.columns = append(t.columns, strings.Trim(strings.TrimSpace(column), `"`))
		}
	}
	return t
}

func (sqliteDialect) triggers(ctx context.Context, q querier, t *Table) ([]trigger, error) {
	var out []trigger
	var name, text string
	err := eachRow(ctx, q, `SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ? COLLATE NOCASE ORDER BY name`,
		[]any{t.Name}, []any{&name, &text}, func() error {
			out = append(out, readSQLiteTrigger(name, text))
			return nil
		})
	return out, err
}

// triggers looks at the partitions and heirs of the table too, whose rows a statement on the table writes.
func (d postgresDialect) triggers(ctx context.Context, q querier, t *Table) ([]trigger, error) {
	var out []trigger
	var one trigger
	var columns string
	err := eachRow(ctx, q, `WITH RECURSIVE family(oid) AS (SELECT to_regclass($1)::oid UNION SELECT inhrelid FROM pg_inherits JOIN family ON inhparent = family.oid)
		SELECT tgname, bool_or(tgtype & 16 <> 0), bool_or(tgtype & 8 <> 0),
				coalesce(CASE WHEN bool_and(cardinality(tgattr::int2[]) > 0) THEN string_agg((SELECT string_agg(attname, E'\n') FROM pg_attribute a
					WHERE a.attrelid = tgrelid AND attnum = ANY (tgattr::int2[])), E'\n') END, '')
			FROM pg_trigger JOIN family ON tgrelid = family.oid
			WHERE NOT tgisinternal AND tgenabled IN ('O', 'A') AND tgtype & 24 <> 0 GROUP BY tgname
		UNION ALL SELECT rulename, bool_or(ev_type = '2'), bool_or(ev_type = '4'), ''
			FROM pg_rewrite JOIN family ON ev_class = family.oid
			WHERE ev_enabled IN ('O', 'A') AND ev_type IN ('2', '4') GROUP BY rulename
		ORDER BY 1`, []any{tableSQL(d, t)}, []any{&one.name, &one.onUpdate, &one.onDelete, &columns}, func() error {
		one.columns = nil
		if columns != "" {
			one.columns = strings.Split(columns, "\n")
		}
		out = append(out, one)
		return nil
	})
	return out, err
}

func (mysqlDialect) triggers(ctx context.Context, q querier, t *Table) ([]trigger, error) {
	var out []trigger
	var name, event string
	err := eachRow(ctx, q, `SELECT TRIGGER_NAME, EVENT_MANIPULATION FROM information_schema.TRIGGERS
		WHERE EVENT_OBJECT_SCHEMA = ? AND EVENT_OBJECT_TABLE = ? AND EVENT_MANIPULATION <> 'INSERT' ORDER BY TRIGGER_NAME`,
		[]any{t.Schema, t.Name}, []any{&name, &event}, func() error {
			out = append(out, trigger{name: name, onUpdate: event == "UPDATE", onDelete: event == "DELETE"})
			return nil
		})
	return out, err
}
