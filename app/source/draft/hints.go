package draft

import (
	"context"
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/source/draft/because"
	"orangelab.cn/rightsdesk/app/source/draft/letters"
	"orangelab.cn/rightsdesk/app/source/value"
)

// bounded reports whether a column only keeps how far something went through keys: max_subscriber_id, and
// last_subscriber_id beside it.
func (l *lexicon) bounded(f *field) bool {
	if len(f.said) < 2 {
		return false
	}
	return l.bounds[f.said[0]] || f.said[0] == "last" && slices.ContainsFunc(f.table.fields, func(o *field) bool {
		return len(o.said) == len(f.said) && l.bounds[o.said[0]] && slices.Equal(o.said[1:], f.said[1:])
	})
}

// alone reports whether of the tables only one is of people.
func alone(tables []*table, t *table) bool {
	return !slices.ContainsFunc(tables, func(o *table) bool { return o != t && o.people })
}

// namesSubject reports whether a comment on a column says what the rows of a table are: 供应商id of 供应商/客户信息表.
func namesSubject(remark, ofTable string) bool {
	head := remark
	if at := strings.IndexAny(head, "：:，,（(；;。=\n\t/、|[【"); at >= 0 {
		head = head[:at]
	}
	head = strings.ToLower(strings.TrimSpace(head))
	for _, key := range []string{"id", "编号", "编码", "主键", "号", "标识"} {
		head = strings.TrimSpace(strings.TrimSuffix(head, key))
	}
	const telling = 2 // characters
	if !letters.Ideographs(head) || len([]rune(head)) < telling {
		return false
	}
	for _, subject := range strings.FieldsFunc(ofTable,
		func(r rune) bool { return strings.ContainsRune("/、,，或和与 ", r) }) {
		for _, end := range []string{"表", "信息", "资料", "档案", "主"} {
			subject = strings.TrimSuffix(subject, end)
		}
		if subject == head {
			return true
		}
	}
	return false
}

// isHead reports whether a column of a part names the head of the whole that its table is called as: header_id of
// account_item leads to account_head.
func (r *referrer) isHead(f *field, t *table) bool {
	said, explicit := stem(f.said)
	if !explicit || len(said) != 1 || !r.heads[said[0]] || len(f.table.words) < 2 || len(t.words) == 0 || t == f.table {
		return false
	}
	whole := f.table.words[:len(f.table.words)-1]
	if !r.has(r.lexicon.tables["part"], f.table.words[len(f.table.words)-1]) {
		return false
	}
	n := len(t.words)
	return slices.Equal(t.words, whole) || n > 1 && r.heads[t.words[n-1]] && slices.Equal(t.words[:n-1], whole)
}

// synonymous reports whether a table is called by another word for what a column says: ticket and incident.
func (r *referrer) synonymous(said string, t *table) bool {
	others := r.synonyms[said]
	return len(others) > 0 && len(t.words) > 0 && slices.Contains(others, letters.Singular(t.words[len(t.words)-1])) &&
		len(letters.WithoutFirst(t.words, r.prefix)) == 1
}

// another is a candidate for columns that are called as one that leads somewhere, where all their values are keys there
// too.
func (r *referrer) another(f *field) (candidate, bool) {
	k := r.found[strings.ToLower(f.Name)]
	if k == nil || k.table == f.table || !r.tellsItsTable(f) || !r.compatible(f, k) {
		return candidate{}, false
	}
	return candidate{key: k, why: because.Reason{Code: because.LikeReferringColumn}, cost: 6, needs: true}, true
}

// byExtension takes the only key of a table that is called as what is kept of people beside themselves, user_fields, or
// as a table of people and more, common_member_status, where every value is a key of people: it counts nothing by
// itself.
func (r *referrer) byExtension(ctx context.Context, f *field) error {
	const several = 2
	t := f.table
	if f.Primary == 0 || len(t.PrimaryKey()) != 1 || len(t.words) < 2 || !r.plain(f) {
		return nil
	}
	values := f.distinct()
	if said := strings.Join(f.said, " "); said == "id" || slices.Contains(t.ends, strings.TrimSuffix(said, " id")) {
		return r.bySameKeys(ctx, f, values)
	}
	for _, k := range r.peopleKeys {
		last := k.table.ends[len(k.table.ends)-1]
		further := furtherOf(t, k.table)
		kept := r.mentions(t, "profile") && slices.ContainsFunc(t.words, func(w string) bool {
			return letters.Singular(w) == last
		})
		if k.table == t || !r.compatible(f, k) || !further && !kept {
			continue
		}
		if further && len(f.samples) == 0 && strings.EqualFold(f.Name, k.Name) { // an empty table, with their key
			f.refs = append(f.refs, ref{to: k, why: because.Reason{Code: because.KeptOfThem}, guessed: true})
			return nil
		}
		if len(values) < several {
			continue
		}
		n, err := r.ask.included(ctx, k, values)
		if err != nil {
			return err
		}
		if n == len(values) {
			f.refs = append(f.refs, ref{to: k, why: because.Reason{Code: because.KeptOfThem}, guessed: true})
			return nil
		}
	}
	return r.bySameKeys(ctx, f, values)
}

// furtherOf reports whether a table is called as another and more.
func furtherOf(t, of *table) bool {
	return len(t.words) > len(of.words) && slices.Equal(t.words[:len(of.words)], of.words)
}

// bareKey reports whether a column is called a key and no more, and is not that of its own table: oid.
func bareKey(f *field) bool {
	return f.Primary == 0 && len(f.said) == 1 && keyWords[f.said[0]] && f.said[0] != "id"
}

// namesElsewhere reports whether a column of people is a key that leads to nothing here, with a value of its own for
// each: steam_id.
func (f *field) namesElsewhere() bool {
	const telling = 5 // characters
	rest, explicit := stem(f.said)
	if slices.ContainsFunc(rest, letters.Thing) {
		return false // of the order that they came with
	}
	return (explicit || len(f.said) == 1 && f.said[0] == "identifier") && f.Class == value.ClassText &&
		f.Primary == 0 && len(f.refs) == 0 && f.oneEach() &&
		!slices.ContainsFunc(f.samples, func(v string) bool { return len(v) < telling })
}
