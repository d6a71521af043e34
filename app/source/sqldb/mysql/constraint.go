package mysql

import (
	"context"
	"strings"

	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/model/pattern"
)

func (d dialect) Constraints(ctx context.Context, q sqldb.Querier, t *sqldb.Table) (out []sqldb.Constraint, err error) {
	var name, text string
	err = sqldb.EachRow(ctx, q, "SHOW CREATE TABLE "+sqldb.TableSQL(d, t), nil, []any{&name, &text}, func() error {
		out = append(sqldb.ParseChecks(text, t), partitioned(text, t)...)
		return nil
	})
	return out, err
}

// partitions is by which columns or expressions a table is parted where there need be no partition for every value.
var partitions = pattern.New(
	"(?is)\\bPARTITION BY\\s+(?:LIST|RANGE)(?:\\s+COLUMNS)?\\s*\\((.*?)\\)\\s*\\(\\s*PARTITION\\b")

// columnWord is a name in an expression, quoted or not.
var columnWord = pattern.New("`(?:[^`]|``)+`|[\\pL_$][\\pL\\pN_$]*")

// partitioned returns what decides in which partition a row lies, as a constraint: there may be none for a new value.
func partitioned(text string, t *sqldb.Table) []sqldb.Constraint {
	m := partitions.FindStringSubmatch(text)
	if m == nil {
		return nil
	}
	c := sqldb.Constraint{Name: "PARTITION BY"}
	for _, word := range columnWord.FindAllString(m[1], -1) {
		if column, ok := t.Column(strings.ReplaceAll(strings.Trim(word, "`"), "``", "`")); ok {
			c.Columns = append(c.Columns, column.Name)
		}
	}
	c.Condition = covered(strings.TrimSpace(m[1]), text[strings.Index(text, m[0]):])
	return []sqldb.Constraint{c}
}

// Bounds of the partitions of one table, with the texts in them, which may hold any sign.
var (
	parted    = pattern.New(`(?is)\bVALUES\s+IN\s*\(((?:'(?:[^'\\]|''|\\.)*'|[^')(])*)\)`)
	below     = pattern.New(`(?is)\bVALUES\s+LESS\s+THAN\s*\(((?:'(?:[^'\\]|''|\\.)*'|[^'),(])*)\)`)
	wholeName = pattern.New("^(?:`(?:[^`]|``)+`|[\\pL_$][\\pL\\pN_$]*)$")
	unbounded = pattern.New(`(?i)\bLESS\s+THAN\s*\(?\s*MAXVALUE|\bPARTITION\s+\S+\s+(?:VALUES\s+IN\s*\(\s*DEFAULT|DEFAULT\b)`)
)

// covered is for which values of one column there is a partition; empty where that cannot be told from the text. No
// value at all lies in the lowest of a range, and in a list where the list says so.
func covered(by, partitions string) string {
	lists, ends := parted.FindAllStringSubmatch(partitions, -1), below.FindAllStringSubmatch(partitions, -1)
	count := strings.Count(strings.ToUpper(partitions), "VALUES ")
	switch {
	case unbounded.MatchString(partitions):
		return "1 = 1"
	case !wholeName.MatchString(by) || len(lists)+len(ends) != count || len(lists) > 0 && len(ends) > 0 || count == 0:
		return ""
	case len(ends) > 0:
		return "COALESCE(" + by + " < " + ends[len(ends)-1][1] + ", 1 = 1)"
	}
	values := make([]string, len(lists))
	for n, l := range lists {
		values[n] = l[1]
	}
	all := strings.Join(values, ",")
	none := "1 = 0"
	if nullListed.MatchString(all) {
		none = "1 = 1"
	}
	return "CASE WHEN " + by + " IS NULL THEN " + none + " ELSE COALESCE(" + by + " IN (" + all + "), 1 = 0) END"
}

// nullListed is a list that no value belongs to.
var nullListed = pattern.New(`(?i)(?:^|,)\s*NULL\s*(?:,|$)`)
