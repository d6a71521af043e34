package sqldb

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// unique counts the rows whose keys another row has, or gets too.
func (o *overlay) unique(ctx context.Context, q Querier, rows []NewRow, k Constraint) error {
	t, d := o.Table, o.Table.Dialect
	where := "1 = 1"
	if k.Over.Where != "" {
		where = "(" + k.Over.Where + ")"
	}
	var keys, equal, same []string
	for n, key := range k.Over.Keys {
		name := fmt.Sprintf("rightsdesk_k%d", n)
		keys = append(keys, "("+key+") AS "+name)
		both := "p." + name + " " + k.Over.operator(n) + " r." + name
		if k.Over.NullsAlike {
			both = "(" + both + " OR p." + name + " IS NULL AND r." + name + " IS NULL)"
		}
		equal = append(equal, both)
	}
	kept, own := keys, keys
	for n, c := range t.Traits.RowLocator {
		name := locatorName(n)
		kept, own = append(slices.Clip(kept), name), append(slices.Clip(own), d.Quote(c.Name)+" AS "+name)
		same = append(same, "(p."+name+" = r."+name+" OR p."+name+" IS NULL AND r."+name+" IS NULL)")
	}
	count := func(other string, args []any) error {
		var n int64
		text := "SELECT count(*) FROM (SELECT " + strings.Join(kept, ", ") + " FROM " + o.from(rows, &args) +
			" WHERE " + where + ") AS p JOIN (" + other + ") AS r ON " + strings.Join(equal, " AND ") + " AND NOT (" +
			strings.Join(same, " AND ") + ")"
		err := EachRow(ctx, q, text, args, []any{&n}, func() error { return nil })
		if err == nil && n > 0 {
			o.said[Refusal{Constraint: k.Name, Taken: true}] += n
		}
		return err
	}
	err := count("SELECT "+strings.Join(own, ", ")+" FROM "+TableSQL(d, t.Table)+" WHERE "+where, nil)
	if err != nil {
		return err
	}
	if len(k.Over.Operators) > 0 { // what excludes another need not be equal to it
		if !o.once {
			o.unknown([]Constraint{k}, len(rows))
			return nil
		}
		var args []any
		other := "SELECT " + strings.Join(kept, ", ") + " FROM " + o.from(rows, &args) + " WHERE " + where
		return count(other, args)
	}
	var args []any
	texts := make([]string, len(k.Over.Keys))
	for n, key := range k.Over.Keys {
		texts[n] = fmt.Sprintf(d.Capabilities().KeyText, key)
		if !k.Over.NullsAlike {
			where += " AND (" + key + ") IS NOT NULL"
		}
	}
	held, dest := make([]*string, len(texts)), make([]any, len(texts))
	for n := range held {
		dest[n] = &held[n]
	}
	if o.keys[k.Name] == nil {
		o.keys[k.Name] = map[string]bool{}
	}
	text := "SELECT " + strings.Join(texts, ", ") + " FROM " + o.from(rows, &args) + " WHERE " + where
	return EachRow(ctx, q, text, args, dest, func() error {
		tuple := make([]any, len(held))
		for n, s := range held {
			if s != nil {
				tuple[n] = *s
			}
		}
		id := EncodeKey(tuple)
		if o.keys[k.Name][id] {
			o.said[Refusal{Constraint: k.Name, Taken: true}]++
		}
		o.keys[k.Name][id] = true
		return nil
	})
}
