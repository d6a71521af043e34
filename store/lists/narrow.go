package lists

import (
	"fmt"
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/requests"
)

// labelled reports whether the filter narrows by what no index begins with.
func (f Filter) labelled() bool {
	return len(f.Channels)+len(f.Products)+len(f.Tags)+len(f.Regimes) > 0
}

// closed reports whether closed requests show: no clock of theirs runs.
func (f Filter) closed() bool { return f.Closed && f.DueBefore.IsZero() }

// walks reports whether the list is found by one walk along the index of all lists, which holds everything that a list
// is narrowed by: any combination costs that walk at most, and nothing of the table. What one member of staff or a
// second person has to do is little, and found by its own indexes.
func (f Filter) walks() bool {
	return len(f.IDs) == 0 && !f.Second && f.For == "" && f.labelled()
}

// narrowed adds to an arm what it is narrowed by beyond kind, status and holder.
func (f Filter) narrowed(a arm) arm {
	and := func(where string, args ...any) { a.where, a.args = append(a.where, where), append(a.args, args...) }
	if len(f.Channels) > 0 {
		and("channel IN ?", database.Texts(f.Channels))
	}
	if len(f.Products) > 0 {
		and("product IN ?", f.Products)
	}
	if !f.DueBefore.IsZero() {
		and(requests.Late, database.Millis(f.DueBefore))
	}
	return a.among("regimes", f.Regimes).among("tags", f.Tags)
}

// among adds that a column, which holds a list, holds one of the values; "" among them stands for the empty list.
func (a arm) among(column string, values []string) arm {
	var one []string
	for _, v := range values {
		if v == "" {
			one = append(one, column+" = ''")
			continue
		}
		one, a.args = append(one, "',' || "+column+` || ',' LIKE ? ESCAPE '\'`), append(a.args,
			"%,"+likeText.Replace(v)+",%")
	}
	if len(one) > 0 {
		a.where = append(a.where, "("+strings.Join(one, " OR ")+")")
	}
	return a
}

// likeText makes a text stand for itself in a pattern.
var likeText = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

// narrowing is everything that the filter asks of a row, over the columns of the index of all lists. Kind, status and
// holder are written as texts made of the columns: an index that begins with one of them would have to be sorted by the
// clock afterwards, and looked up row by row for the rest.
func (f Filter) narrowing() arm {
	var a arm
	and := func(where string, args ...any) { a.where, a.args = append(a.where, where), append(a.args, args...) }
	for _, of := range []struct {
		column string
		values []string
	}{{"kind", database.Texts(f.Kinds)}, {"status", database.Texts(f.Statuses)}, {"holder", f.Holders}} {
		if len(of.values) > 0 {
			and("("+of.column+" || '') IN ?", of.values)
		}
	}
	if !f.closed() {
		and("status <> 'closed'")
	}
	return f.narrowed(a)
}

// maxCarried is how many lists of tags, or of regimes, are looked for one by one. A tag that stands in more of them is
// no rare one, and a walk along all requests soon meets enough that carry it.
const maxCarried = 60

// Carried returns the filter with the lists of tags that requests carry and that it asks for, where it asks for tags,
// or else those of regimes, where open requests are narrowed by them: a desk has few different ones, each found by one
// step along their index.
func (f Filter) Carried(v *store.View) (Filter, error) {
	column, asked := "tags", f.Tags
	if len(asked) == 0 && !f.closed() && !f.byProduct() {
		column, asked = "regimes", f.Regimes
	}
	if !f.walks() || len(asked) == 0 || slices.Contains(asked, "") {
		return f, nil
	}
	of := column + " <> ''"
	if !f.closed() {
		of += " AND status <> 'closed'"
	}
	holds := arm{}.among(column, asked)
	f.carried, f.carriedIn = []string{}, column
	err := v.DB().
		Raw(strings.ReplaceAll(fmt.Sprintf("WITH RECURSIVE next(COLUMN) AS (SELECT MIN(COLUMN) FROM request WHERE %s "+
			"UNION ALL SELECT (SELECT MIN(COLUMN) FROM request WHERE %s AND COLUMN > next.COLUMN) FROM next WHERE next.COLUMN IS NOT NULL) "+
			"SELECT COLUMN FROM next WHERE COLUMN IS NOT NULL AND %s LIMIT ?", of, of, holds.where[0]), "COLUMN",
			column),
			append(holds.args, maxCarried+1)...).Scan(&f.carried).Error
	return f, database.MapError(err)
}

// byProduct reports whether the filter asks for products that an index begins with.
func (f Filter) byProduct() bool { return len(f.Products) > 0 && !slices.Contains(f.Products, "") }

// walked are the conditions of a walk, each along one index: of each product that is asked for, for its index begins
// with it, or of each list of tags or regimes, for theirs do; else all in one.
func (f Filter) walked() []arm {
	all := f.narrowing()
	each := func(column string, values []string) (arms []arm) {
		for i, value := range values {
			if !slices.Contains(values[:i], value) {
				arms = append(arms, all.and(column+" = ? AND "+column+" <> ''", value))
			}
		}
		return arms
	}
	switch {
	case f.carried != nil && len(f.carried) == 0:
		return []arm{all.and("1 = 0")}
	case f.carried != nil && len(f.carried) <= maxCarried:
		return each(f.carriedIn, f.carried)
	case f.byProduct():
		return each("product", f.Products)
	}
	return []arm{all}
}

// walk reads a page along the index of all lists, or those of what few carry.
func (f Filter) walk(after model.Cursor, limit int, column, order, step string) (string, []any) {
	var arms []string
	var args []any
	for _, a := range f.walked() {
		if after != (model.Cursor{}) {
			a = a.and(fmt.Sprintf("(%s, id) %s (?, ?)", column, step), after.At, after.ID)
		}
		arms = append(arms,
			fmt.Sprintf("SELECT * FROM (SELECT id, %s FROM request WHERE %s ORDER BY %s LIMIT ?) AS arm", column,
				strings.Join(a.where, " AND "), order))
		args = append(append(args, a.args...), limit)
	}
	page := strings.Join(arms, " UNION ALL ")
	if len(arms) > 1 {
		page = fmt.Sprintf("SELECT * FROM (%s) AS arms ORDER BY %s LIMIT ?", page, order)
		args = append(args, limit)
	}
	query :=
		fmt.Sprintf("SELECT %s, k.key_sealed FROM (%s) AS page JOIN request ON request.id = page.id JOIN request_key AS k ON k.request_id = page.id ORDER BY %s",
			queued, page, "request."+strings.ReplaceAll(order, ", id", ", request.id"))
	return query, args
}

// queued are the columns of a row of a queue, of the table that has them all.
var queued = "request." + strings.ReplaceAll(queueColumns, ", ", ", request.")

// Counted reports whether the kept counts tell how many requests the filter shows.
func (f Filter) Counted() bool { return !f.labelled() && f.DueBefore.IsZero() }

// CountQueue counts the requests that a filter shows that the kept counts do not tell apart, as far as a bound: a list
// that long is said to be longer.
func CountQueue(v *store.View, f Filter, bound int) (n int64, err error) {
	if f, err = f.Carried(v); err != nil {
		return 0, err
	}
	of := f.walked()
	if !f.walks() {
		of = f.arms()
	}
	var arms []string
	var args []any
	for _, a := range of {
		arms = append(arms, "SELECT * FROM (SELECT 1 FROM request WHERE "+strings.Join(a.where,
			" AND ")+" LIMIT ?) AS arm")
		args = append(append(args, a.args...), bound)
	}
	err = v.DB().Raw("SELECT COUNT(*) FROM (SELECT * FROM ("+strings.Join(arms,
		" UNION ALL ")+") AS arms LIMIT ?) AS counted", append(args, bound)...).Scan(&n).Error
	return n, database.MapError(err)
}

// maxPrefixed is how many requests the beginning of a reference finds.
const maxPrefixed = 50

// ReferencesFrom lists the requests whose reference begins with a text, newest first, at most 50.
func ReferencesFrom(v *store.View, prefix string) (ids []int64, err error) {
	err = v.RowsAcross().Model(&requests.Row{}).Where("reference >= ? AND reference < ?", prefix, prefix+"~").
		Order("reference DESC").Limit(maxPrefixed).Pluck("id", &ids).Error
	return ids, database.MapError(err)
}
