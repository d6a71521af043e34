package draft

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"orangelab.cn/rightsdesk/app/source/draft/because"
	"orangelab.cn/rightsdesk/app/source/draft/letters"
	"orangelab.cn/rightsdesk/app/source/draft/shape"
	"orangelab.cn/rightsdesk/app/source/value"
)

// bySameKeys takes the key of a table that is called as its own, and holds the very keys of people: the addresses of
// contacts under contactaddressid. A table that is called as people share no word with must have keys of no other.
func (r *referrer) bySameKeys(ctx context.Context, f *field, values []string) error {
	const several, enough = 2, 4
	if f.table.people && f.table.hasNames() || r.called(f.table, "catalogue") ||
		f.Class != value.ClassInteger || len(values) < several {
		return nil
	}
	for _, k := range r.peopleKeys {
		akin := r.akin(f.table, k.table) && strings.Join(f.said, "") != "id"
		if k.table == f.table || !r.compatible(f, k) || len(k.refs) > 0 || f.table.refersTo(k.table) ||
			!akin && (len(values) < enough || !shape.Large(values)) {
			continue
		}
		same, err := r.sameKeys(ctx, f, k, values)
		if err == nil && same && !akin {
			same, err = r.ofNoOther(ctx, f, k, values)
		}
		if err != nil {
			return err
		}
		if same {
			f.refs = append(f.refs, ref{to: k, why: because.Reason{Code: because.KeptOfThem}, guessed: true})
			return nil
		}
	}
	return nil
}

// refersTo reports whether a column of the table leads to another.
func (t *table) refersTo(to *table) bool {
	return slices.ContainsFunc(t.fields, func(f *field) bool {
		return slices.ContainsFunc(f.refs, func(r ref) bool { return r.to.table == to })
	})
}

// hasNames reports whether a table says what people are called.
func (t *table) hasNames() bool { return t.means("first_name", "last_name", "person_name", "name") }

// akin reports whether two tables share a word of their names that not all tables begin with.
func (r *referrer) akin(t, of *table) bool {
	const shortest = 4 // letters that are glued before others
	return slices.ContainsFunc(letters.WithoutFirst(t.words, r.prefix), func(w string) bool {
		return len(w) > 2 && slices.ContainsFunc(letters.WithoutFirst(of.words, r.prefix), func(o string) bool {
			o, w := letters.Singular(o), letters.Singular(w)
			return o == w || len(o) >= shortest && strings.HasPrefix(w, o) // contactsubdetails
		})
	})
}

// sameKeys reports whether the values of a column are keys of another and have not met them by chance, as numbers that
// are counted from one do everywhere: the numbers beside them, which the column lacks, are no keys there either.
func (r *referrer) sameKeys(ctx context.Context, f, k *field, values []string) (bool, error) {
	const telling, most = 2, 32
	if n, err := r.ask.included(ctx, k, values); err != nil || n < len(values) {
		return false, err
	}
	var beside []string
	for _, v := range values {
		n, err := strconv.ParseInt(v, 10, 64)
		if err != nil {
			return false, nil
		}
		for _, o := range []int64{n - 1, n + 1} {
			s := strconv.FormatInt(o, 10)
			if o > 0 && len(beside) < most && !slices.Contains(values, s) && !slices.Contains(beside, s) {
				beside = append(beside, s)
			}
		}
	}
	there, err := r.ask.included(ctx, k, beside)
	if err != nil {
		return false, err
	}
	here, err := r.ask.included(ctx, f, beside)
	return len(beside)-there >= telling && there-here < len(beside)-there, err
}

// ofNoOther reports whether values are keys of no table but one, and of those that are kept beside it.
func (r *referrer) ofNoOther(ctx context.Context, f, k *field, values []string) (bool, error) {
	for _, t := range r.tables {
		o := t.key()
		if o == nil || o == f || o == k || !r.compatible(f, o) ||
			slices.ContainsFunc(o.refs, func(to ref) bool { return to.to == k }) {
			continue
		}
		if n, err := r.ask.included(ctx, o, values); err != nil || n == len(values) {
			return false, err
		}
	}
	return true, nil
}
